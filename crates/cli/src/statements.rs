//! `doanket statement`: a bank statement proves itself; nothing is written.

use std::fs::File;
use std::io::{BufReader, Write as _};

use funds::statement::{Profile, StatementError, check, profiles, words};
use kit::text::Lang;
use serde_json::json;

use crate::args::{StatementCheck, StatementCommand};
use crate::error::{CliError, lang};

pub fn run(command: &StatementCommand) -> Result<(), CliError> {
    match command {
        StatementCommand::Check(args) => prove(args),
        StatementCommand::Profiles => {
            let lang = lang().unwrap_or_default();
            let mark = |one: &Profile| if one.is_verified { ' ' } else { '*' };
            let lines: String = profiles()
                .iter()
                .map(|one| format!("{:<10} {} {}\n", one.code, mark(one), one.name(lang)))
                .collect();
            print(&lines);
            Ok(())
        }
    }
}

fn prove(args: &StatementCheck) -> Result<(), CliError> {
    let lang = lang().unwrap_or_default();
    let profile = profiles()
        .iter()
        .find(|one| one.code == args.profile)
        .ok_or_else(|| CliError::ProfileUnknown(args.profile.clone()))?;
    let unreadable =
        |error: std::io::Error| CliError::Unreadable { path: args.file.clone(), detail: error.to_string() };
    let file = File::open(&args.file).map_err(unreadable)?;
    let proof = check(BufReader::new(file), profile, |_| {}).map_err(|error| match error {
        StatementError::Csv(error) if error.is_io_error() => {
            CliError::Unreadable { path: args.file.clone(), detail: error.to_string() }
        }
        error => CliError::Statement { path: args.file.clone(), error },
    })?;
    if args.json {
        let told = json!({ "is_sound": proof.is_sound(), "profile": profile.code, "is_verified": profile.is_verified, "proof": proof });
        print(&format!("{told}\n"));
    } else {
        print(&told(&proof, profile, lang));
    }
    if proof.is_sound() { Ok(()) } else { Err(CliError::StatementHeld(proof.break_count)) }
}

fn told(proof: &funds::statement::Proof, profile: &Profile, lang: Lang) -> String {
    let mut out: String = proof.breaks.iter().map(|one| words::sentence(one, lang) + "\n").collect();
    if proof.is_sound() {
        out.push_str(&words::summary(proof, lang));
        out.push('\n');
    }
    if !profile.is_verified {
        out.push_str(funds::texts::statement_unverified(profile.name(lang)).get(lang));
        out.push('\n');
    }
    out
}

/// A reader that stops early (`head`) is no failure.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}
