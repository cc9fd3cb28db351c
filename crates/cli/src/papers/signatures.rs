//! `doanket paper verify` and `doanket paper sign`.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use print::signing::{self, LocalKey, Roots, SignatureResult, Signing};

use crate::args::{PaperSign, PaperVerify};
use crate::error::{CliError, lang};
use crate::texts;

/// Keys and certificates are some kilobytes.
const MAX_KEY_BYTES: usize = 1024 * 1024;

/// Tells what is known about each signature. Fails when there is none, or one is not good and trusted. The roots named on the
/// command line stand for those of the settings, `kept`.
pub fn verify(
    args: &PaperVerify,
    kept: impl FnOnce() -> Result<Option<PathBuf>, CliError>,
) -> Result<(), CliError> {
    let pdf = read(&args.file, signing::MAX_BYTES)?;
    let roots = match &args.roots {
        Some(folder) => Some(folder.clone()),
        None => kept()?,
    };
    let roots = roots.as_deref().map_or(Ok(Roots::default()), Roots::folder).map_err(CliError::Signing)?;
    let result = signing::verify(&pdf, &roots, now()).map_err(CliError::Signing)?;
    let is_good = result.is_good();
    let out = if args.json {
        let signatures: Vec<_> = result.signatures.iter().map(as_json).collect();
        format!("{:#}\n", serde_json::json!({ "is_good": is_good, "signatures": signatures }))
    } else {
        result.signatures.iter().enumerate().map(|(at, one)| as_text(at + 1, one)).collect()
    };
    // A reader that stops early (`head`) is no failure.
    let _ = std::io::stdout().write_all(out.as_bytes());
    if result.signatures.is_empty() {
        return Err(CliError::NotSigned { path: args.file.clone() });
    }
    if is_good { Ok(()) } else { Err(CliError::SignatureNotGood { path: args.file.clone() }) }
}

fn as_json(signature: &SignatureResult) -> serde_json::Value {
    let mut value = serde_json::json!(signature);
    value["verdict"] = serde_json::json!(signature.verdict());
    let sentences = signature.sentences();
    value["words"] =
        sentences.iter().map(|said| serde_json::json!({ "vi": said.vi, "en": said.en })).collect();
    value
}

fn as_text(number: usize, signature: &SignatureResult) -> String {
    let lang = lang().unwrap_or_default();
    let mut text = format!("{}\n", texts::verify_signature(&signature.field, number).get(lang));
    for said in signature.sentences() {
        text.push_str(&format!("  {}\n", if lang == kit::text::Lang::Vi { said.vi } else { said.en }));
    }
    if let Some(reason) = &signature.reason {
        text.push_str(&format!("  {}\n", texts::verify_reason(reason).get(lang)));
    }
    if let Some(location) = &signature.location {
        text.push_str(&format!("  {}\n", texts::verify_location(location).get(lang)));
    }
    text
}

/// Writes the signed file beside the one that is signed, never over a file that is there.
pub fn sign(args: &PaperSign) -> Result<(), CliError> {
    let pdf = read(&args.file, signing::MAX_BYTES)?;
    let certificate = read(&args.certificate, MAX_KEY_BYTES)?;
    // What the file of the key holds is never repeated in a message.
    let key = String::from_utf8(read(&args.key, MAX_KEY_BYTES)?)
        .map_err(|_| CliError::Signing(signing::SigningError::Key("UTF-8".to_owned())))?;
    let key = LocalKey::from_pem(&key, &certificate).map_err(CliError::Signing)?;
    let signing = Signing { at: now(), reason: args.reason.clone(), location: args.location.clone() };
    let signed = signing::sign(&pdf, &key, &signing).map_err(CliError::Signing)?;
    let unwritable =
        |error: std::io::Error| CliError::Unwritable { path: args.out.clone(), detail: error.to_string() };
    let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&args.out);
    let mut file = file.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => CliError::SignedExists { path: args.out.clone() },
        _ => unwritable(error),
    })?;
    file.write_all(&signed).and_then(|()| file.sync_all()).map_err(unwritable)
}

fn now() -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp_millis(kit::Clock::System.now().0).unwrap_or_default()
}

/// One byte more than allowed is read, so that a file that is too large is seen to be so.
fn read(path: &Path, most: usize) -> Result<Vec<u8>, CliError> {
    let failed =
        |error: std::io::Error| CliError::Unreadable { path: path.to_owned(), detail: error.to_string() };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}
