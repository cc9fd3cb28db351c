//! Puts letters and lines on pages, each marked for what it is part of or as decoration.

use krilla::Document;
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::outline::Outline;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TagTree};
use krilla::text::{GlyphId, KrillaGlyph};

use super::laid::{CellItem, Content, Laid, LaidPara, PlacedCell, TABLE_LINE};
use super::pages::Page;
use super::tags::Tags;
use crate::flow::{Align, Block, HEADER, LEFT, PAGE_NUMBER_HALF_POINTS, RIGHT, Role, Rule, TOP, to_points};
use crate::fonts::{self, points};
use crate::lines::Letter;

/// What is kept from page to page.
#[derive(Default)]
pub struct Drawing {
    tags: Tags,
    pages: usize,
}

/// One page being drawn.
struct Sheet<'a, 's, 'd> {
    surface: &'a mut Surface<'s>,
    laid: &'a Laid<'d>,
    /// Which marks each paragraph's lines got.
    marks: &'a mut [Vec<Identifier>],
    /// Whether what is drawn is said elsewhere: the repetition of a header.
    is_repeated: bool,
}

impl Drawing {
    /// Draws a section's pages.
    pub fn section(
        &mut self,
        document: &mut Document,
        size: (f32, f32),
        laid: &Laid<'_>,
        pages: &[Page],
        blocks: &[Block],
    ) {
        let mut marks = vec![Vec::new(); laid.paras.len()];
        let mut places = vec![None; laid.paras.len()];
        for (number, page) in pages.iter().enumerate() {
            let Some(settings) = PageSettings::from_wh(size.0, size.1) else { continue };
            let mut sheet = document.start_page_with(settings);
            let mut surface = sheet.surface();
            surface.set_fill(Some(Fill::default()));
            if number > 0 {
                page_number(&mut surface, number + 1, size.0);
            }
            for stood in &page.steps {
                let top = to_points(TOP) + stood.top;
                let step = &laid.steps[stood.step];
                let mut sheet =
                    Sheet { surface: &mut surface, laid, marks: &mut marks, is_repeated: stood.is_repeated };
                match &step.content {
                    Content::Line { para, line } => {
                        if *line == 0 {
                            places[*para] = Some((self.pages, top));
                        }
                        sheet.line(*para, *line, to_points(LEFT), top);
                    }
                    Content::Rule(rule) => sheet.rule(*rule, to_points(LEFT), top),
                    Content::Row { cells, is_bordered, .. } => {
                        sheet.row(cells, *is_bordered, top, step.height);
                    }
                }
            }
            surface.finish();
            sheet.finish();
            self.pages += 1;
        }
        for (para, place) in laid.paras.iter().zip(places) {
            if let (Role::Heading(_) | Role::Title, Some((page, top))) = (para.para.role, place) {
                let at = XyzDestination::new(page, Point::from_xy(to_points(LEFT), (top - 12.0).max(0.0)));
                self.tags.remember_place(para.para, at);
            }
        }
        self.tags.section(blocks, &marks);
    }

    /// The structure and the outline of all that was drawn.
    pub fn finish(self, title: &str) -> (TagTree, Outline) {
        self.tags.finish(title)
    }
}

/// Decree 30/2020: Arabic, in the middle of the upper margin.
fn page_number(surface: &mut Surface<'_>, number: usize, width: f32) {
    let text = number.to_string();
    let face = fonts::face(false, false);
    let size = points(PAGE_NUMBER_HALF_POINTS);
    let letters: Vec<Letter> = text
        .chars()
        .map(|letter| Letter { letter, run: 0, advance: face.glyph(letter).advance * size })
        .collect();
    let wide: f32 = letters.iter().map(|letter| letter.advance).sum();
    let (left, right) = (to_points(LEFT), width - to_points(RIGHT));
    let at = Point::from_xy(left + (right - left - wide) / 2.0, to_points(HEADER) + face.ascent * size);
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::PageNumber)));
    draw_letters(surface, &letters, face, size, 0.0, at);
    surface.end_tagged();
}

impl Sheet<'_, '_, '_> {
    /// One line of a paragraph, whose cell or column begins at `left`.
    fn line(&mut self, para: usize, line: usize, left: f32, top: f32) {
        let laid = &self.laid.paras[para];
        if laid.para.framed && line == 0 {
            self.frame(laid, left, top);
        }
        let place = laid.text.lines[line];
        if place.start == place.end {
            return;
        }
        let letters = &laid.text.letters;
        let first = if line == 0 { laid.first } else { 0.0 };
        let room = laid.measure - first;
        let mut stretch = 0.0;
        let mut x = left + laid.left + first;
        match laid.para.shape.align {
            Align::Left => {}
            Align::Centre => x += (room - place.width) / 2.0,
            Align::Right => x += room - place.width,
            Align::Justify => stretch = place.stretch(letters, room),
        }
        let tag = if self.is_repeated {
            ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther))
        } else {
            ContentTag::Span(SpanTag::empty())
        };
        let mark = self.surface.start_tagged(tag);
        // The space at which a line was broken is written too: words stay apart when they are copied.
        let last = if place.next > place.end && letters[place.end].letter == ' ' {
            place.end + 1
        } else {
            place.end
        };
        let mut start = place.start;
        while start < last {
            let run = letters[start].run;
            let end = start + letters[start..last].iter().take_while(|letter| letter.run == run).count();
            let style = &laid.para.runs[run];
            let at = Point::from_xy(x, top + laid.ascent);
            let face = fonts::face(style.bold, style.italic);
            x += draw_letters(
                self.surface,
                &letters[start..end],
                face,
                points(style.half_points),
                stretch,
                at,
            );
            start = end;
        }
        self.surface.end_tagged();
        if !self.is_repeated {
            self.marks[para].push(mark);
        }
    }

    fn frame(&mut self, para: &LaidPara<'_>, left: f32, top: f32) {
        let (left, right) = (left + para.left, left + para.left + para.measure);
        #[expect(clippy::cast_precision_loss, reason = "a mark has few lines")]
        let bottom = top + para.height * para.text.lines.len() as f32;
        let edges = [
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ];
        self.strokes(&edges, line_width());
    }

    fn rule(&mut self, rule: Rule, left: f32, top: f32) {
        let start = left + to_points(rule.measure - rule.width) / 2.0;
        let y = top + to_points(Rule::BEFORE);
        self.strokes(&[(start, y, start + to_points(rule.width), y)], line_width());
    }

    fn row(&mut self, cells: &[PlacedCell], is_bordered: bool, top: f32, height: f32) {
        let left = to_points(LEFT);
        if is_bordered {
            let bottom = top + height;
            let mut edges = Vec::with_capacity(cells.len() * 4);
            for cell in cells {
                let (start, end) = (left + cell.left, left + cell.left + cell.width);
                edges.push((start, top, start, bottom));
                edges.push((end, top, end, bottom));
                if cell.has_top {
                    edges.push((start, top, end, top));
                }
                if cell.has_bottom {
                    edges.push((start, bottom, end, bottom));
                }
            }
            self.strokes(&edges, TABLE_LINE);
        }
        let side = if is_bordered { to_points(crate::flow::CELL_SIDE) } else { 0.0 };
        for cell in cells {
            let start = left + cell.left + side;
            for item in &cell.items {
                match item {
                    CellItem::Line { para, line, top: down } => self.line(*para, *line, start, top + down),
                    CellItem::Rule { rule, top: down } => self.rule(*rule, start, top + down),
                }
            }
        }
    }

    /// Straight lines, upright or level, as decoration.
    fn strokes(&mut self, edges: &[(f32, f32, f32, f32)], width: f32) {
        let mut path = PathBuilder::new();
        let half = width / 2.0;
        for (left, top, right, bottom) in edges {
            if let Some(rect) = Rect::from_ltrb(left - half, top - half, right + half, bottom + half) {
                path.push_rect(rect);
            }
        }
        let Some(path) = path.finish() else { return };
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        self.surface.draw_path(&path);
        self.surface.end_tagged();
    }
}

fn line_width() -> f32 {
    to_points(Rule::EIGHTHS * 20 / 8)
}

/// Draws letters of one style and gives their width.
fn draw_letters(
    surface: &mut Surface<'_>,
    letters: &[Letter],
    face: &fonts::Face,
    size: f32,
    stretch: f32,
    at: Point,
) -> f32 {
    let mut text = String::with_capacity(letters.len() * 2);
    let mut glyphs = Vec::with_capacity(letters.len());
    let mut width = 0.0;
    for Letter { letter, advance, .. } in letters {
        let start = text.len();
        text.push(*letter);
        let advance = advance + if *letter == ' ' { stretch } else { 0.0 };
        width += advance;
        glyphs.push(KrillaGlyph {
            glyph_id: GlyphId::new(u32::from(face.glyph(*letter).id)),
            text_range: start..text.len(),
            x_advance: advance / size,
            x_offset: 0.0,
            y_offset: 0.0,
            y_advance: 0.0,
            location: None,
        });
    }
    surface.draw_glyphs(at, &glyphs, face.font.clone(), &text, size, false);
    width
}
