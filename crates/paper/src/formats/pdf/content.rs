//! The drawing program of a page, followed as far as letters go.

use std::ops::Range;
use std::rc::Rc;
use std::time::Instant;

use crate::watch::Watch;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::super::FormatError;
use super::fonts::{Cache, Font, number};

/// Letters that stand together on a line. Places are in points, upwards.
#[derive(Debug, Clone, Default)]
pub(super) struct Segment {
    pub text: String,
    pub left: f32,
    pub right: f32,
    pub base: f32,
    pub size: f32,
    pub is_bold: bool,
}

type Matrix = [f32; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// What a program of its own (a form) inherits and may not change for others.
#[derive(Clone)]
struct State<'a> {
    page: Matrix,
    font: Option<Rc<Font<'a>>>,
    size: f32,
    letter_space: f32,
    word_space: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
}

/// A reader of one page.
pub(super) struct Reader<'d, 'c> {
    document: &'d Document,
    cache: &'c mut Cache<'d>,
    state: State<'d>,
    saved: Vec<State<'d>>,
    text: Matrix,
    line: Matrix,
    drawn: Drawn,
    segments: Vec<Segment>,
    /// Bytes that may still be unpacked.
    pub left: usize,
    pub has_pictures: bool,
    until: Instant,
    watch: &'c Watch,
}

impl<'d, 'c> Reader<'d, 'c> {
    /// A reader before the first page's program.
    pub fn new(
        document: &'d Document,
        cache: &'c mut Cache<'d>,
        left: usize,
        until: Instant,
        watch: &'c Watch,
    ) -> Self {
        let state = State {
            page: IDENTITY,
            font: None,
            size: 1.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        Self {
            document,
            cache,
            state,
            saved: Vec::new(),
            text: IDENTITY,
            line: IDENTITY,
            drawn: Drawn::default(),
            segments: Vec::new(),
            left,
            has_pictures: false,
            until,
            watch,
        }
    }

    /// What was read.
    pub fn finish(mut self) -> Vec<Segment> {
        self.end_line();
        self.segments
    }

    /// Follows the program of a page.
    pub fn page(&mut self, page: ObjectId) -> Result<(), FormatError> {
        let content =
            self.document.get_page_content_with_limit(page, self.left).map_err(|_| FormatError::Bomb)?;
        let mut resources = Vec::new();
        if let Ok((own, shared)) = self.document.get_page_resources(page) {
            resources.extend(own);
            resources.extend(shared.into_iter().filter_map(|id| self.document.get_dictionary(id).ok()));
        }
        self.program(&content, &resources, 0)
    }

    fn program(
        &mut self,
        content: &[u8],
        resources: &[&'d Dictionary],
        depth: usize,
    ) -> Result<(), FormatError> {
        self.left = self.left.checked_sub(content.len()).ok_or(FormatError::Bomb)?;
        // A program that breaks off drew nothing after that either.
        let Ok(content) = Content::decode(content) else {
            return Ok(());
        };
        for (index, operation) in content.operations.iter().enumerate() {
            if index % 1024 == 0 && (Instant::now() > self.until || !self.watch.asks()) {
                return Err(FormatError::TooSlow);
            }
            self.operation(operation, resources, depth)?;
        }
        Ok(())
    }

    fn operation(
        &mut self,
        operation: &Operation,
        resources: &[&'d Dictionary],
        depth: usize,
    ) -> Result<(), FormatError> {
        // No honest page saves more states than this without restoring them.
        const MOST_SAVED: usize = 512;
        let operands = operation.operands.as_slice();
        let value =
            |index: usize| operands.get(index).and_then(|object| object.as_float().ok()).unwrap_or(0.0);
        match operation.operator.as_str() {
            "q" if self.saved.len() < MOST_SAVED => self.saved.push(self.state.clone()),
            "Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => self.state.page = product(matrix(value), self.state.page),
            "BT" => (self.text, self.line) = (IDENTITY, IDENTITY),
            "Tf" => {
                let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                let found = self.resource(resources, b"Font", name);
                self.state.font = found.and_then(|font| self.cache.get(self.document, font));
                self.state.size = value(1);
            }
            "Tc" => self.state.letter_space = value(0),
            "Tw" => self.state.word_space = value(0),
            "Tz" => self.state.stretch = value(0) / 100.0,
            "TL" => self.state.leading = value(0),
            "Ts" => self.state.rise = value(0),
            "Tm" => {
                self.text = matrix(value);
                self.line = self.text;
            }
            "Td" => self.next_line(value(0), value(1)),
            "TD" => {
                self.state.leading = -value(1);
                self.next_line(value(0), value(1));
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" => self.show(operands.first()),
            "'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(operands.first());
            }
            "\"" => {
                self.state.word_space = value(0);
                self.state.letter_space = value(1);
                self.next_line(0.0, -self.state.leading);
                self.show(operands.get(2));
            }
            "TJ" => {
                for part in operands.first().and_then(|parts| parts.as_array().ok()).into_iter().flatten() {
                    match part.as_float() {
                        Ok(back) => self.advance(-back / 1000.0 * self.state.size * self.state.stretch),
                        Err(_) => self.show(Some(part)),
                    }
                }
            }
            "BI" | "EI" => self.has_pictures = true,
            "Do" => {
                let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                if let Some(object) = self.resource(resources, b"XObject", name) {
                    self.draw(object, resources, depth)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn resource(&self, resources: &[&'d Dictionary], kind: &[u8], name: &[u8]) -> Option<&'d Object> {
        resources.iter().find_map(|resources| {
            resources.get_deref(kind, self.document).and_then(Object::as_dict).ok()?.get(name).ok()
        })
    }

    /// A picture is noted; a form is a program of its own.
    fn draw(
        &mut self,
        object: &'d Object,
        around: &[&'d Dictionary],
        depth: usize,
    ) -> Result<(), FormatError> {
        const DEEPEST: usize = 8;
        let Ok((_, object)) = self.document.dereference(object) else {
            return Ok(());
        };
        let Ok(form) = object.as_stream() else {
            return Ok(());
        };
        if form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image") {
            self.has_pictures = true;
            return Ok(());
        }
        if depth >= DEEPEST {
            return Ok(());
        }
        let content = form.decompressed_content_with_limit(self.left).map_err(|_| FormatError::Bomb)?;
        let own = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        let resources: Vec<_> = own.into_iter().chain(around.iter().copied()).collect();
        let before = (self.state.clone(), self.text, self.line, self.saved.len());
        if let Ok(own) = form.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array) {
            let value =
                |index: usize| own.get(index).and_then(|object| number(self.document, object)).unwrap_or(0.0);
            self.state.page = product(matrix(value), self.state.page);
        }
        self.program(&content, &resources, depth + 1)?;
        self.saved.truncate(before.3);
        (self.state, self.text, self.line) = (before.0, before.1, before.2);
        Ok(())
    }

    fn next_line(&mut self, right: f32, up: f32) {
        self.line = product([1.0, 0.0, 0.0, 1.0, right, up], self.line);
        self.text = self.line;
    }

    fn advance(&mut self, by: f32) {
        self.text = product([1.0, 0.0, 0.0, 1.0, by, 0.0], self.text);
    }

    fn show(&mut self, string: Option<&Object>) {
        let Some(Object::String(bytes, _)) = string else {
            return;
        };
        let Some(font) = self.state.font.clone() else {
            return;
        };
        let codes: Vec<u16> = if font.is_wide {
            bytes
                .chunks(2)
                .map(|pair| pair.iter().fold(0, |code, byte| code << 8 | u16::from(*byte)))
                .collect()
        } else {
            bytes.iter().map(|byte| u16::from(*byte)).collect()
        };
        let mut letters = String::new();
        for code in codes {
            letters.clear();
            if !font.write(code, &mut letters) {
                self.cache.has_unknown_letters = true;
            }
            let is_blank = !font.is_wide && code == 32;
            let width = font.width(code) * self.state.size
                + self.state.letter_space
                + if is_blank { self.state.word_space } else { 0.0 };
            let from = self.place();
            self.advance(width * self.state.stretch);
            let to = self.place();
            // Invisible letters count: they are what a scanner recognised under its picture.
            self.letter(&letters, from, to, font.is_bold);
        }
    }

    /// Where the next letter stands: along its line, across it, and its size.
    fn place(&self) -> (f32, f32, f32) {
        let whole = product([1.0, 0.0, 0.0, 1.0, 0.0, self.state.rise], self.text);
        let whole = product(whole, self.state.page);
        let [cosine, sine, slant, height, right, up] = whole;
        let letter_size = self.state.size.abs() * slant.hypot(height);
        // A page turned by a right angle is read as if it were turned back.
        if sine.abs() > cosine.abs() {
            if sine > 0.0 { (up, -right, letter_size) } else { (-up, right, letter_size) }
        } else if cosine < 0.0 {
            (-right, -up, letter_size)
        } else {
            (right, up, letter_size)
        }
    }

    fn letter(&mut self, letters: &str, from: (f32, f32, f32), to: (f32, f32, f32), is_bold: bool) {
        let (left, base, size) = from;
        let size = size.max(0.1);
        if (base - self.drawn.base).abs() > 0.35 * size.max(self.drawn.size) {
            self.end_line();
            (self.drawn.base, self.drawn.size) = (base, size);
        }
        let start = self.drawn.text.len();
        self.drawn.text.push_str(letters);
        let range = start..self.drawn.text.len();
        self.drawn.letters.push(Letter { range, left, right: to.0, size, is_bold });
    }

    /// Letters of one line may be drawn in any order: those that a second font had to lend come last.
    fn end_line(&mut self) {
        const BLANK: f32 = 0.18;
        // Justified text stretches the blanks it draws; between cells nothing is drawn.
        const COLUMN: f32 = 0.75;
        const COLUMN_AFTER_BLANK: f32 = 2.0;
        let mut line = std::mem::take(&mut self.drawn);
        line.letters.sort_by(|one, other| one.left.total_cmp(&other.left));
        let mut open: Option<Segment> = None;
        let mut before: Option<(f32, &str)> = None;
        for letter in &line.letters {
            let text = &line.text[letter.range.clone()];
            // Drawing twice is how some writers make letters bold.
            let is_twin =
                before.is_some_and(|(left, twin)| twin == text && letter.left - left < 0.1 * letter.size);
            before = Some((letter.left, text));
            let is_blank = text.chars().all(char::is_whitespace);
            if is_twin {
                continue;
            }
            if let Some(segment) = open.as_mut().filter(|segment| {
                let column = if segment.text.ends_with(' ') { COLUMN_AFTER_BLANK } else { COLUMN };
                letter.left - segment.right < column * letter.size
            }) {
                let is_apart = is_blank || letter.left - segment.right > BLANK * letter.size;
                if is_apart && !segment.text.ends_with(' ') {
                    segment.text.push(' ');
                }
                if !is_blank {
                    segment.text.push_str(text);
                    segment.is_bold &= letter.is_bold;
                }
                segment.right = segment.right.max(letter.right);
            } else if !is_blank {
                self.segments.extend(open.replace(Segment {
                    text: text.to_owned(),
                    left: letter.left,
                    right: letter.right,
                    base: line.base,
                    size: letter.size,
                    is_bold: letter.is_bold,
                }));
            }
        }
        self.segments.extend(open);
    }
}

/// The line being drawn.
#[derive(Default)]
struct Drawn {
    base: f32,
    size: f32,
    text: String,
    letters: Vec<Letter>,
}

/// A letter at its place, as a range of the line's text.
struct Letter {
    range: Range<usize>,
    left: f32,
    right: f32,
    size: f32,
    is_bold: bool,
}

fn matrix(value: impl Fn(usize) -> f32) -> Matrix {
    [value(0), value(1), value(2), value(3), value(4), value(5)]
}

fn product(first: Matrix, then: Matrix) -> Matrix {
    let row = |x: f32, y: f32| (x * then[0] + y * then[2], x * then[1] + y * then[3]);
    let (across, up, moved) = (row(first[0], first[1]), row(first[2], first[3]), row(first[4], first[5]));
    [across.0, across.1, up.0, up.1, moved.0 + then[4], moved.1 + then[5]]
}
