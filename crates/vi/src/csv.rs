//! Just enough comma-separated values for the embedded data and for tables an office edits.

/// The rows of a table as fields, with quotes taken off, and the line each begins on (from 1). Blank lines and lines that
/// begin with `#` are left out.
pub(crate) fn rows(text: &str) -> Vec<(usize, Vec<String>)> {
    let mut rows = Vec::new();
    let mut fields = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let (mut line, mut first_line) = (1, 1);
    let mut chars = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted || field.is_empty() => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                fields.push(std::mem::take(&mut field));
                push(&mut rows, first_line, std::mem::take(&mut fields));
                line += 1;
                first_line = line;
            }
            c => {
                line += usize::from(c == '\n');
                field.push(c);
            }
        }
    }
    fields.push(field);
    push(&mut rows, first_line, fields);
    rows
}

fn push(rows: &mut Vec<(usize, Vec<String>)>, line: usize, fields: Vec<String>) {
    let blank = fields.len() == 1 && fields[0].trim().is_empty();
    if !blank && !fields[0].starts_with('#') {
        rows.push((line, fields));
    }
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn quotes_and_lines_are_understood() {
        let parsed = rows("\u{feff}a,\"b, \"\"c\"\"\"\r\n# note\n\n\"d\ne\",\nf");
        let expected: Vec<(usize, Vec<String>)> = vec![
            (1, vec!["a".into(), "b, \"c\"".into()]),
            (4, vec!["d\ne".into(), String::new()]),
            (6, vec!["f".into()]),
        ];
        assert_eq!(parsed, expected);
        assert!(rows("").is_empty());
    }
}
