//! How values are written in texts, and the filters: `số`/`number`, `tiền`/`money`, `chữ`/`words`, `ngày`/`date`, `ngày_dài`/`long_date`.

use minijinja::value::ValueKind;
use minijinja::{Environment, Error, ErrorKind, Output, State, Value};

use super::markup::escape;

/// Writes a value: protected from being markup; nothing for null; a comma in decimals, no dots (a year is a number too).
pub fn format(out: &mut Output, _state: &mut State, value: &Value) -> Result<(), Error> {
    let text = match value.kind() {
        ValueKind::Undefined => return Err(Error::from(ErrorKind::UndefinedError)),
        ValueKind::None => return Ok(()),
        ValueKind::Bool => (if value.is_true() { "có" } else { "không" }).to_owned(),
        ValueKind::Number => value.to_string().replace('.', ","),
        ValueKind::Seq | ValueKind::Map | ValueKind::Iterable => {
            let problem = "a list or an object stands where a text is wanted";
            return Err(Error::new(ErrorKind::InvalidOperation, problem));
        }
        _ => value.to_string(),
    };
    out.write_str(&escape(&text)).map_err(|_| Error::from(ErrorKind::WriteFailure))
}

pub fn add(environment: &mut Environment<'_>) {
    for name in ["số", "so", "number"] {
        environment.add_filter(name, number);
    }
    for name in ["tiền", "tien", "money"] {
        environment.add_filter(name, |value: i64| vi::numbers::money(value));
    }
    for name in ["chữ", "chu", "words"] {
        environment.add_filter(name, |value: i64| vi::words::number(value, vi::words::Style::default()));
    }
    for name in ["ngày", "ngay", "date"] {
        environment.add_filter(name, |text: String| date(&text).map(vi::date::short));
    }
    for name in ["ngày_dài", "ngay_dai", "long_date"] {
        environment.add_filter(name, |text: String| date(&text).map(vi::date::long));
    }
}

fn number(value: &Value) -> Result<String, Error> {
    if let Ok(whole) = i64::try_from(value.clone()) {
        return Ok(vi::numbers::integer(whole));
    }
    let text = value.to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let scale = u8::try_from(decimals.len()).ok().filter(|scale| *scale <= 18);
    match (format!("{whole}{decimals}").parse(), scale) {
        (Ok(unscaled), Some(scale)) => Ok(vi::numbers::decimal(vi::numbers::Decimal { unscaled, scale })),
        _ => Err(Error::new(ErrorKind::InvalidOperation, format!("`{text}` is not a number"))),
    }
}

fn date(text: &str) -> Result<chrono::NaiveDate, Error> {
    let wrong =
        || Error::new(ErrorKind::InvalidOperation, format!("`{text}` is not a date such as 2026-03-05"));
    vi::date::parse(text).ok_or_else(wrong)
}
