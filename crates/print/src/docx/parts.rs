//! The parts of a .docx beside its text: types, relations, styles, settings, the header with the page number.

use std::fmt::Write as _;
use std::sync::LazyLock;

use chrono::NaiveDate;

use crate::compose;
use crate::flow::{Align, Flow, PAGE_NUMBER_HALF_POINTS, Role, Rule, Shape};

pub const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

pub const CONTENT_TYPES: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>",
    "<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>",
    "<Override PartName=\"/word/settings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>",
    "<Override PartName=\"/word/fontTable.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml\"/>",
    "<Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>",
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
    "<Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>",
    "</Types>"
);

pub const RELATIONS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>",
    "<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties\" Target=\"docProps/app.xml\"/>",
    "</Relationships>"
);

pub const DOCUMENT_RELATIONS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings\" Target=\"settings.xml\"/>",
    "<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable\" Target=\"fontTable.xml\"/>",
    "<Relationship Id=\"rId4\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" Target=\"header1.xml\"/>",
    "</Relationships>"
);

pub const APP: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">",
    "<Application>Đoàn Kết</Application></Properties>"
);

/// Mode 15 is Word 2013 and later; without it Word opens the file in compatibility mode.
pub const SETTINGS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    "<w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/><w:characterSpacingControl w:val=\"doNotCompress\"/>",
    "<w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>",
    "<w:themeFontLang w:val=\"vi-VN\"/><w:decimalSymbol w:val=\",\"/><w:listSeparator w:val=\";\"/></w:settings>"
);

/// Times New Roman, and what stands in for it where it is not installed.
pub const FONT_TABLE: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<w:fonts xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    "<w:font w:name=\"Times New Roman\"><w:altName w:val=\"Liberation Serif\"/><w:panose1 w:val=\"02020603050405020304\"/>",
    "<w:charset w:val=\"00\"/><w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font></w:fonts>"
);

pub const HEADER: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    "<w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>",
    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>",
    "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
    "</w:p></w:hdr>"
);

/// What a role is called in Word, and what its style says of letters.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub id: &'static str,
    name: &'static str,
    pub half_points: i32,
    pub bold: bool,
    pub italic: bool,
}

const ROLES: [Role; 9] = [
    Role::Plain,
    Role::Body,
    Role::Heading(1),
    Role::Heading(2),
    Role::Heading(3),
    Role::Heading(4),
    Role::Title,
    Role::Caption,
    Role::Cell,
];

/// The style of a role.
pub fn style(role: Role) -> Style {
    let plain =
        Style { id: "Normal", name: "Normal", half_points: compose::BODY, bold: false, italic: false };
    match role {
        Role::Plain => plain,
        Role::Body => Style { id: "BodyText", name: "Body Text", ..plain },
        Role::Heading(1) => Style { id: "Heading1", name: "heading 1", bold: true, ..plain },
        Role::Heading(2) => Style { id: "Heading2", name: "heading 2", bold: true, ..plain },
        Role::Heading(3) => Style { id: "Heading3", name: "heading 3", bold: true, italic: true, ..plain },
        Role::Heading(_) => Style { id: "Heading4", name: "heading 4", italic: true, ..plain },
        Role::Title => Style { id: "Title", name: "Title", half_points: compose::TITLE, bold: true, ..plain },
        Role::Caption => {
            Style { id: "Caption", name: "caption", half_points: compose::CELL + 2, bold: true, ..plain }
        }
        Role::Cell => Style { id: "TableText", name: "Table Text", half_points: compose::CELL, ..plain },
    }
}

/// The styles, the same in every file.
pub fn styles() -> &'static str {
    static STYLES: LazyLock<String> = LazyLock::new(write_styles);
    &STYLES
}

fn write_styles() -> String {
    let mut xml = String::from(DECLARATION);
    xml.push_str(
        "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/>\
         <w:color w:val=\"000000\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>\
         <w:lang w:val=\"vi-VN\" w:eastAsia=\"vi-VN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>\
         <w:widowControl/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>",
    );
    for role in ROLES {
        role_style(&mut xml, role);
    }
    let _ = write!(
        xml,
        "<w:style w:type=\"paragraph\" w:styleId=\"Header\"><w:name w:val=\"header\"/><w:basedOn w:val=\"Normal\"/>\
         <w:pPr><w:jc w:val=\"center\"/></w:pPr><w:rPr><w:sz w:val=\"{PAGE_NUMBER_HALF_POINTS}\"/>\
         <w:szCs w:val=\"{PAGE_NUMBER_HALF_POINTS}\"/></w:rPr></w:style>\
         <w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"Rule\"><w:name w:val=\"Rule\"/><w:basedOn w:val=\"Normal\"/>\
         <w:pPr><w:keepNext/><w:spacing w:before=\"{}\" w:line=\"{}\" w:lineRule=\"exact\"/></w:pPr><w:rPr><w:sz w:val=\"4\"/><w:szCs w:val=\"4\"/></w:rPr></w:style>",
        Rule::BEFORE,
        Rule::AFTER
    );
    xml.push_str(
        "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/>\
         <w:uiPriority w:val=\"1\"/><w:semiHidden/><w:unhideWhenUsed/></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/>\
         <w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>\
         <w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"0\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/>\
         <w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style></w:styles>",
    );
    xml
}

fn role_style(xml: &mut String, role: Role) {
    let style = style(role);
    let Shape { align, first, left, right, before, pitch, keep_next } = compose::base(role);
    let (kind, based) = match role {
        Role::Plain => (" w:default=\"1\"", ""),
        Role::Cell => (" w:customStyle=\"1\"", "<w:basedOn w:val=\"Normal\"/>"),
        _ => ("", "<w:basedOn w:val=\"Normal\"/>"),
    };
    let next = if matches!(role, Role::Heading(_)) { "<w:next w:val=\"BodyText\"/>" } else { "" };
    let keep = if keep_next { "<w:keepNext/>" } else { "" };
    let level = match role {
        Role::Heading(level) => format!("<w:outlineLvl w:val=\"{}\"/>", level - 1),
        _ => String::new(),
    };
    let _ = write!(
        xml,
        "<w:style w:type=\"paragraph\"{kind} w:styleId=\"{}\"><w:name w:val=\"{}\"/>{based}{next}<w:qFormat/><w:pPr>{keep}\
         <w:spacing w:before=\"{before}\" w:line=\"{pitch}\" w:lineRule=\"auto\"/>\
         <w:ind w:left=\"{left}\" w:right=\"{right}\" w:firstLine=\"{first}\"/><w:jc w:val=\"{}\"/>{level}</w:pPr><w:rPr>",
        style.id,
        style.name,
        justification(align)
    );
    if style.bold {
        xml.push_str("<w:b/><w:bCs/>");
    }
    if style.italic {
        xml.push_str("<w:i/><w:iCs/>");
    }
    let _ = write!(xml, "<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/></w:rPr></w:style>", style.half_points);
}

/// The word for an alignment.
pub fn justification(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
        Align::Justify => "both",
    }
}

/// Title, author and date.
pub fn core(flow: &Flow, written: NaiveDate) -> String {
    let mut xml = String::from(DECLARATION);
    xml.push_str(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>",
    );
    escape(&mut xml, &flow.title);
    xml.push_str("</dc:title><dc:creator>");
    escape(&mut xml, &flow.author);
    let day = written.format("%Y-%m-%d");
    let _ = write!(
        xml,
        "</dc:creator><dc:language>vi-VN</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>"
    );
    xml
}

/// Text between tags.
pub fn escape(xml: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            c => xml.push(c),
        }
    }
}
