//! `doanket vi`: the language and calendar library on the command line.

use std::fmt::Write as _;
use std::io::Write as _;

use crate::args::{LunarFormat, ViCommand};
use crate::error::CliError;

pub fn run(command: &ViCommand) -> Result<(), CliError> {
    let out = match command {
        ViCommand::Fold { text } => vi::fold::fold(text) + "\n",
        ViCommand::Words { number } => {
            let value =
                vi::numbers::parse_integer(number).ok_or_else(|| CliError::NotANumber(number.clone()))?;
            vi::words::number(value, vi::words::Style::default()) + "\n"
        }
        ViCommand::Lunar { from, to, format } => lunar(*from, *to, *format)?,
    };
    // A reader that stops early (`head`) is no failure.
    let _ = std::io::stdout().write_all(out.as_bytes());
    Ok(())
}

fn lunar(from: chrono::NaiveDate, to: chrono::NaiveDate, format: LunarFormat) -> Result<String, CliError> {
    let mut out = String::new();
    if format == LunarFormat::Csv {
        out.push_str("solar,lunar_day,lunar_month,leap,lunar_year\n");
    }
    for day in from.iter_days().take_while(|day| *day <= to) {
        let lunar = vi::lunar::LunarDate::from_solar(day).ok_or(CliError::LunarRange)?;
        let _ = match format {
            LunarFormat::Csv => {
                writeln!(out, "{day},{},{},{},{}", lunar.day, lunar.month, u8::from(lunar.leap), lunar.year)
            }
            LunarFormat::Text => writeln!(out, "{}  {lunar}", vi::date::short(day)),
        };
    }
    Ok(out)
}
