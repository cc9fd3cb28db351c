//! `word/document.xml`: paragraphs, tables and sections. Elements inside `pPr`, `rPr`, `tblPr`, `tcPr` and `sectPr` stand in the
//! order of the schema (ECMA-376, part 1, 17.3–17.6), without which Word offers to repair the file.

use std::fmt::Write as _;

use super::parts::{self, escape};
use crate::compose::base;
use crate::flow::{
    BOTTOM, Block, Flow, HEADER, LEFT, Merge, Para, RIGHT, Row, Rule, Run, Section, Shape, TOP, Table,
};

pub fn document(flow: &Flow) -> String {
    let mut xml = String::with_capacity(64 * 1024);
    xml.push_str(parts::DECLARATION);
    xml.push_str("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" ");
    xml.push_str("xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>");
    let last = flow.sections.len().saturating_sub(1);
    for (place, section) in flow.sections.iter().enumerate() {
        let mut after_table = false;
        for block in &section.blocks {
            let is_table = matches!(block, Block::Table(_));
            if is_table && after_table {
                // Two tables in a row would become one.
                hairline(&mut xml, None);
            }
            write_block(&mut xml, block);
            after_table = is_table;
        }
        if place < last {
            hairline(&mut xml, Some(section));
        } else {
            if after_table {
                hairline(&mut xml, None);
            }
            section_end(&mut xml, section);
        }
    }
    xml.push_str("</w:body></w:document>");
    xml
}

/// A paragraph of next to no height: between tables, and where a section ends.
fn hairline(xml: &mut String, section: Option<&Section>) {
    xml.push_str(
        "<w:p><w:pPr><w:spacing w:line=\"20\" w:lineRule=\"exact\"/><w:rPr><w:sz w:val=\"2\"/></w:rPr>",
    );
    if let Some(section) = section {
        section_end(xml, section);
    }
    xml.push_str("</w:pPr></w:p>");
}

fn section_end(xml: &mut String, section: &Section) {
    let (width, height) = section.page();
    let across = if section.landscape { " w:orient=\"landscape\"" } else { "" };
    let _ = write!(
        xml,
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/><w:type w:val=\"nextPage\"/>\
         <w:pgSz w:w=\"{width}\" w:h=\"{height}\"{across}/>\
         <w:pgMar w:top=\"{TOP}\" w:right=\"{RIGHT}\" w:bottom=\"{BOTTOM}\" w:left=\"{LEFT}\" w:header=\"{HEADER}\" \
         w:footer=\"{HEADER}\" w:gutter=\"0\"/><w:pgNumType w:start=\"1\"/><w:cols w:space=\"720\"/><w:titlePg/></w:sectPr>"
    );
}

fn write_block(xml: &mut String, block: &Block) {
    match block {
        Block::Para(para) => paragraph(xml, para),
        Block::Rule(line) => rule(xml, *line),
        Block::Table(figures) => table(xml, figures),
    }
}

fn paragraph(xml: &mut String, para: &Para) {
    let style = parts::style(para.role);
    xml.push_str("<w:p><w:pPr>");
    let _ = write!(xml, "<w:pStyle w:val=\"{}\"/>", style.id);
    shape(xml, para);
    // The mark at the end of a paragraph has a size too: that of an empty line.
    if let [only] = para.runs.as_slice()
        && only.text.is_empty()
        && only.half_points != style.half_points
    {
        let _ = write!(xml, "<w:rPr><w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/></w:rPr>", only.half_points);
    }
    xml.push_str("</w:pPr>");
    for run in &para.runs {
        write_run(xml, run, style);
    }
    xml.push_str("</w:p>");
}

/// What differs from the paragraph's style.
fn shape(xml: &mut String, para: &Para) {
    let Shape { align, first, left, right, before, pitch, keep_next } = para.shape;
    let base = base(para.role);
    if keep_next != base.keep_next {
        xml.push_str(if keep_next { "<w:keepNext/>" } else { "<w:keepNext w:val=\"0\"/>" });
    }
    if para.framed {
        xml.push_str("<w:pBdr>");
        for side in ["top", "left", "bottom", "right"] {
            let _ = write!(
                xml,
                "<w:{side} w:val=\"single\" w:sz=\"{}\" w:space=\"1\" w:color=\"000000\"/>",
                Rule::EIGHTHS
            );
        }
        xml.push_str("</w:pBdr>");
    }
    if (before, pitch) != (base.before, base.pitch) {
        let _ = write!(xml, "<w:spacing w:before=\"{before}\" w:line=\"{pitch}\" w:lineRule=\"auto\"/>");
    }
    if (first, left, right) != (base.first, base.left, base.right) {
        let _ = write!(xml, "<w:ind w:left=\"{left}\" w:right=\"{right}\" w:firstLine=\"{first}\"/>");
    }
    if align != base.align {
        let _ = write!(xml, "<w:jc w:val=\"{}\"/>", parts::justification(align));
    }
}

fn write_run(xml: &mut String, run: &Run, style: parts::Style) {
    if run.text.is_empty() {
        return;
    }
    xml.push_str("<w:r>");
    let mut look = String::new();
    for (name, is_on, in_style) in [("b", run.bold, style.bold), ("i", run.italic, style.italic)] {
        if is_on != in_style {
            let value = if is_on { "" } else { " w:val=\"0\"" };
            let _ = write!(look, "<w:{name}{value}/><w:{name}Cs{value}/>");
        }
    }
    if run.half_points != style.half_points {
        let _ = write!(look, "<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", run.half_points);
    }
    if !look.is_empty() {
        let _ = write!(xml, "<w:rPr>{look}</w:rPr>");
    }
    for (place, line) in run.text.split('\n').enumerate() {
        if place > 0 {
            xml.push_str("<w:br/>");
        }
        if !line.is_empty() {
            xml.push_str("<w:t xml:space=\"preserve\">");
            escape(xml, line);
            xml.push_str("</w:t>");
        }
    }
    xml.push_str("</w:r>");
}

/// A line of a given width: the upper edge of an empty paragraph that stands in from both sides.
fn rule(xml: &mut String, rule: Rule) {
    let left = (rule.measure - rule.width) / 2;
    let right = rule.measure - rule.width - left;
    let _ = write!(
        xml,
        "<w:p><w:pPr><w:pStyle w:val=\"Rule\"/><w:pBdr><w:top w:val=\"single\" w:sz=\"{}\" w:space=\"0\" w:color=\"000000\"/>\
         </w:pBdr><w:ind w:left=\"{left}\" w:right=\"{right}\"/></w:pPr></w:p>",
        Rule::EIGHTHS
    );
}

fn table(xml: &mut String, table: &Table) {
    let width: i32 = table.widths.iter().sum();
    let _ = write!(
        xml,
        "<w:tbl><w:tblPr><w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:tblInd w:w=\"0\" w:type=\"dxa\"/>"
    );
    if table.is_bordered {
        xml.push_str("<w:tblBorders>");
        for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            let _ = write!(xml, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
        }
        xml.push_str("</w:tblBorders>");
    }
    let (edge, side) = (table.edge(), table.side());
    let _ = write!(
        xml,
        "<w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:top w:w=\"{edge}\" w:type=\"dxa\"/><w:left w:w=\"{side}\" w:type=\"dxa\"/>\
         <w:bottom w:w=\"{edge}\" w:type=\"dxa\"/><w:right w:w=\"{side}\" w:type=\"dxa\"/></w:tblCellMar>\
         <w:tblLook w:val=\"04A0\" w:firstRow=\"{0}\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" \
         w:noVBand=\"1\"/></w:tblPr><w:tblGrid>",
        u8::from(table.header_rows > 0)
    );
    for width in &table.widths {
        let _ = write!(xml, "<w:gridCol w:w=\"{width}\"/>");
    }
    xml.push_str("</w:tblGrid>");
    for (place, row) in table.rows.iter().enumerate() {
        xml.push_str("<w:tr><w:trPr><w:cantSplit/>");
        if place < table.header_rows {
            xml.push_str("<w:tblHeader/>");
        }
        xml.push_str("</w:trPr>");
        cells(xml, table, row);
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
}

fn cells(xml: &mut String, table: &Table, row: &Row) {
    let mut column = 0;
    for cell in &row.cells {
        let width: i32 = table.widths.iter().skip(column).take(cell.span).sum();
        column += cell.span;
        let _ = write!(xml, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
        if cell.span > 1 {
            let _ = write!(xml, "<w:gridSpan w:val=\"{}\"/>", cell.span);
        }
        match cell.merge {
            Merge::None => {}
            Merge::Start(_) => xml.push_str("<w:vMerge w:val=\"restart\"/>"),
            Merge::Continue => xml.push_str("<w:vMerge/>"),
        }
        if cell.is_middle {
            xml.push_str("<w:vAlign w:val=\"center\"/>");
        }
        xml.push_str("</w:tcPr>");
        for block in &cell.blocks {
            match block {
                // Word keeps rows together through their paragraphs.
                Block::Para(para) if row.keep_next && !para.shape.keep_next => {
                    let shape = Shape { keep_next: true, ..para.shape };
                    paragraph(xml, &Para { shape, ..para.clone() });
                }
                block => write_block(xml, block),
            }
        }
        // A cell ends with a paragraph.
        if !matches!(cell.blocks.last(), Some(Block::Para(_) | Block::Rule(_))) {
            xml.push_str("<w:p/>");
        }
        xml.push_str("</w:tc>");
    }
}
