//! A check of .docx by the rules that Word is strict about: well-formed parts, children in the order of the schema (ECMA-376 part 1,
//! chapters 17.2 to 17.9), tables that fill their grid, and nothing named that is not there.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::tools::{SAMPLES, day, sample};

/// An element with its children; text is kept for `w:t`.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Element>,
    pub text: String,
}

impl Element {
    fn all<'a>(&'a self, name: &str, into: &mut Vec<&'a Element>) {
        for child in &self.children {
            if child.name == name {
                into.push(child);
            }
            child.all(name, into);
        }
    }

    /// All elements of a name below this one, in order.
    pub fn find(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        self.all(name, &mut found);
        found
    }

    fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attributes.get("w:val").map(String::as_str)
    }
}

/// Which children an element may have, in this order; `*` after a name allows several.
fn order(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "w:document" => &["w:body"],
        "w:hdr" => &["w:p*"],
        "w:r" => &["w:rPr", "w:fldChar|w:instrText|w:t|w:br*"],
        "w:p" => &["w:pPr", "w:r*"],
        "w:pPr" => &[
            "w:pStyle",
            "w:keepNext",
            "w:keepLines",
            "w:widowControl",
            "w:pBdr",
            "w:spacing",
            "w:ind",
            "w:jc",
            "w:outlineLvl",
            "w:rPr",
            "w:sectPr",
        ],
        "w:rPr" => &["w:rFonts", "w:b", "w:bCs", "w:i", "w:iCs", "w:color", "w:sz", "w:szCs", "w:lang"],
        "w:pBdr" | "w:tblCellMar" => &["w:top", "w:left", "w:bottom", "w:right"],
        "w:tbl" => &["w:tblPr", "w:tblGrid", "w:tr*"],
        "w:tblPr" => {
            &["w:tblW", "w:jc", "w:tblInd", "w:tblBorders", "w:tblLayout", "w:tblCellMar", "w:tblLook"]
        }
        "w:tblBorders" => &["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"],
        "w:tblGrid" => &["w:gridCol*"],
        "w:tr" => &["w:trPr", "w:tc*"],
        "w:trPr" => &["w:cantSplit", "w:tblHeader"],
        "w:tcPr" => &["w:tcW", "w:gridSpan", "w:vMerge", "w:vAlign"],
        "w:sectPr" => {
            &["w:headerReference", "w:type", "w:pgSz", "w:pgMar", "w:pgNumType", "w:cols", "w:titlePg"]
        }
        "w:styles" => &["w:docDefaults", "w:style*"],
        "w:docDefaults" => &["w:rPrDefault", "w:pPrDefault"],
        "w:rPrDefault" => &["w:rPr"],
        "w:pPrDefault" => &["w:pPr"],
        "w:style" => &[
            "w:name",
            "w:basedOn",
            "w:next",
            "w:uiPriority",
            "w:semiHidden",
            "w:unhideWhenUsed",
            "w:qFormat",
            "w:pPr",
            "w:rPr",
            "w:tblPr",
        ],
        "w:settings" => &[
            "w:zoom",
            "w:defaultTabStop",
            "w:characterSpacingControl",
            "w:compat",
            "w:themeFontLang",
            "w:decimalSymbol",
            "w:listSeparator",
        ],
        "w:compat" => &["w:compatSetting*"],
        "w:fonts" => &["w:font*"],
        "w:font" => &["w:altName", "w:panose1", "w:charset", "w:family", "w:pitch"],
        _ => return None,
    })
}

/// All faults of a .docx, and the text of its paragraphs in order.
pub fn check(docx: &[u8]) -> (Vec<String>, String) {
    let mut faults = Vec::new();
    let parts = parts(docx, &mut faults);
    for (name, part) in &parts {
        check_order(name, part, &mut faults);
    }
    check_names(&parts, &mut faults);
    let mut text = String::new();
    match parts.get("word/document.xml").and_then(|document| document.child("w:body")) {
        None => faults.push("no body".to_owned()),
        Some(body) => {
            if body.children.last().is_none_or(|last| last.name != "w:sectPr") {
                faults.push("the body does not end with w:sectPr".to_owned());
            }
            for table in body.find("w:tbl") {
                check_table(table, &mut faults);
            }
            text.extend(body.find("w:t").iter().flat_map(|element| [element.text.as_str(), "\n"]));
        }
    }
    (faults, text)
}

fn parts(docx: &[u8], faults: &mut Vec<String>) -> BTreeMap<String, Element> {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).expect("a zip");
    let mut parts = BTreeMap::new();
    for place in 0..zip.len() {
        let mut file = zip.by_index(place).expect("a part");
        let name = file.name().expect("UTF-8").into_owned();
        let mut xml = String::new();
        file.read_to_string(&mut xml).expect("UTF-8");
        match parse(&xml) {
            Ok(element) => drop(parts.insert(name, element)),
            Err(problem) => faults.push(format!("{name}: {problem}")),
        }
    }
    parts
}

fn parse(xml: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(start) | Event::Empty(start) => {
                let mut element = Element { name: start.name().as_ref().to_owned(), ..Element::default() };
                for attribute in start.attributes() {
                    let attribute = attribute.map_err(|error| error.to_string())?;
                    element.attributes.insert(attribute.key.as_ref().to_owned(), attribute.value.to_string());
                }
                open.push(element);
                if is_empty {
                    close(&mut open);
                }
            }
            Event::End(_) => close(&mut open),
            Event::Text(text) => open.last_mut().expect("open").text.push_str(text.as_ref()),
            Event::GeneralRef(name) => {
                let letter = match name.as_ref() {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    other => return Err(format!("&{other};")),
                };
                open.last_mut().expect("open").text.push(letter);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let mut root = open.pop().filter(|_| open.is_empty()).ok_or("not closed")?;
    root.children.pop().filter(|_| root.children.is_empty()).ok_or_else(|| "not one root".to_owned())
}

fn close(open: &mut Vec<Element>) {
    let element = open.pop().expect("open");
    open.last_mut().expect("a parent").children.push(element);
}

fn check_order(part: &str, element: &Element, faults: &mut Vec<String>) {
    if let Some(allowed) = order(&element.name) {
        let mut at = 0;
        for child in &element.children {
            let found = allowed[at..]
                .iter()
                .position(|names| names.trim_end_matches('*').split('|').any(|name| name == child.name));
            match found {
                Some(steps) => at += steps + usize::from(!allowed[at + steps].ends_with('*')),
                None => faults.push(format!("{part}: {} out of place in {}", child.name, element.name)),
            }
        }
    }
    for child in &element.children {
        check_order(part, child, faults);
    }
}

/// Parts have types, relations lead somewhere, styles are there.
fn check_names(parts: &BTreeMap<String, Element>, faults: &mut Vec<String>) {
    let types = &parts["[Content_Types].xml"];
    for part in types.find("Override") {
        let name = part.attributes["PartName"].trim_start_matches('/');
        if !parts.contains_key(name) {
            faults.push(format!("{name} has a type and is not there"));
        }
    }
    for name in parts.keys().filter(|name| !name.contains("_rels/") && *name != "[Content_Types].xml") {
        if !types
            .find("Override")
            .iter()
            .any(|part| part.attributes["PartName"].trim_start_matches('/') == name)
        {
            faults.push(format!("{name} has no type"));
        }
    }
    for (relations, folder) in [("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")] {
        for relation in parts[relations].find("Relationship") {
            let target = format!("{folder}{}", relation.attributes["Target"]);
            if !parts.contains_key(&target) {
                faults.push(format!("{relations} leads to {target}"));
            }
        }
    }
    let styles: BTreeSet<&str> = parts["word/styles.xml"]
        .find("w:style")
        .iter()
        .map(|style| style.attributes["w:styleId"].as_str())
        .collect();
    for name in ["w:pStyle", "w:basedOn", "w:next"] {
        for part in parts.values() {
            for used in part.find(name) {
                if !styles.contains(used.attributes["w:val"].as_str()) {
                    faults.push(format!("no style {}", used.attributes["w:val"]));
                }
            }
        }
    }
}

/// Rows fill the grid, cells end with a paragraph, a cell that continues stands below one.
fn check_table(table: &Element, faults: &mut Vec<String>) {
    let columns = table.child("w:tblGrid").map_or(0, |grid| grid.children.len());
    // At which columns a cell above may be continued.
    let mut above = BTreeSet::new();
    for row in table.children.iter().filter(|child| child.name == "w:tr") {
        let mut at = 0;
        let mut here = BTreeSet::new();
        for cell in row.children.iter().filter(|child| child.name == "w:tc") {
            let look = cell.child("w:tcPr").expect("w:tcPr");
            let span: usize = look.value("w:gridSpan").map_or(1, |span| span.parse().expect("a number"));
            if let Some(merge) = look.child("w:vMerge") {
                let starts = merge.attributes.get("w:val").is_some_and(|value| value == "restart");
                if !starts && !above.contains(&(at, span)) {
                    faults.push(format!("a cell at column {at} continues nothing"));
                }
                here.insert((at, span));
            }
            if cell.children.last().is_none_or(|last| last.name != "w:p") {
                faults.push("a cell does not end with a paragraph".to_owned());
            }
            at += span;
        }
        if at != columns {
            faults.push(format!("a row has {at} of {columns} columns"));
        }
        above = here;
    }
}

#[test]
fn every_sample_keeps_to_the_schema() {
    for name in SAMPLES {
        let docx = print::docx(&sample(name), day()).expect("writes");
        assert_eq!(check(&docx).0, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn the_check_finds_what_word_would() {
    let mut faults = Vec::new();
    let wrong = parse("<w:p><w:r/><w:pPr><w:jc/><w:ind/></w:pPr></w:p>").expect("well-formed");
    check_order("x", &wrong, &mut faults);
    assert_eq!(faults, ["x: w:pPr out of place in w:p", "x: w:ind out of place in w:pPr"]);
    assert!(parse("<a><b></a>").is_err());
}
