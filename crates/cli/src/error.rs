//! What can go wrong on the command line, said in both languages with a hint, and the exit code.

use std::path::PathBuf;
use std::process::ExitCode;

use kit::text::{Lang, Phrase};
use kit::{Fault, Internal, Kind};

use crate::archive::LostFile;
use crate::texts;

#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error("settings {path}: {detail}")]
    Config { path: PathBuf, detail: String },
    #[error("DOANKET_{name} = {value}")]
    Environment { name: &'static str, value: String },
    #[error("openid: {0} is missing")]
    OpenIdMissing(&'static str),
    #[error("openid: issuer {0}")]
    OpenIdIssuer(String),
    #[error("openid: claim {0}")]
    OpenIdClaim(String),
    #[error("openid: no certificate in {0}")]
    OpenIdAuthorities(PathBuf),
    #[error("cannot read {path}: {detail}")]
    Unreadable { path: PathBuf, detail: String },
    #[error("{path}: {error}")]
    Paper { path: PathBuf, error: paper::formats::FormatError },
    #[error(transparent)]
    Print(print::PrintError),
    #[error(transparent)]
    Signing(print::signing::SigningError),
    #[error("{path}: a signature is not good")]
    SignatureNotGood { path: PathBuf },
    #[error("{path} is not signed")]
    NotSigned { path: PathBuf },
    #[error("{path} is no JSON: {detail}")]
    NotJson { path: PathBuf, detail: String },
    #[error("{path}: .docx or .pdf?")]
    UnknownEnding { path: PathBuf },
    #[error("three files are needed")]
    ThreeFiles,
    #[error("no units yet")]
    NoUnits,
    #[error("no folder of rules at {path}")]
    RulesFolder { path: PathBuf },
    #[error("reading rules: {0}")]
    Rules(String),
    #[error("cannot listen on {address}: {detail}")]
    Listen { address: String, detail: String },
    #[error("cannot open the database: {0}")]
    Database(Internal),
    #[error("not a number: {0}")]
    NotANumber(String),
    #[error("the lunar calendar covers 1900 to 2199")]
    LunarRange,
    #[error("{path} exists already")]
    TargetExists { path: PathBuf },
    /// A signed file is written beside what is there, never over it.
    #[error("{path} exists")]
    SignedExists { path: PathBuf },
    #[error("cannot write {path}: {detail}")]
    Unwritable { path: PathBuf, detail: String },
    #[error("no room for {path}")]
    TargetFull { path: PathBuf },
    #[error("{path} is larger than files may be")]
    TargetTooLarge { path: PathBuf },
    #[error("there is no file {path}")]
    Missing { path: PathBuf },
    #[error("no data at {place}")]
    NoData { place: String },
    /// The backup holds everything else.
    #[error("{} uploaded files are lost", lost.len())]
    FilesLost { path: PathBuf, lost: Vec<LostFile> },
    #[error("the sample data at {place} was not prepared to the end")]
    DemoHalf { place: String },
    #[error("the data at {place} is no sample data")]
    DemoForeign { place: String },
    #[error("the sample data at {place} cannot be opened: {cause}")]
    DemoUnopened { place: String, cause: Internal },
    #[error("{0} is no address to listen on")]
    ListenAddress(String),
    #[error("the database is not empty")]
    NotEmpty,
    #[error("no heading unit,indicator,period,value")]
    NoHeading,
    #[error("{0} lines are bad; nothing was written")]
    BadLines(usize),
    #[error("{path}: {error}")]
    Statement { path: PathBuf, error: funds::statement::StatementError },
    #[error("no layout of statements {0}")]
    ProfileUnknown(String),
    #[error("the statement does not agree with itself: {0} places")]
    StatementHeld(u64),
    #[error("{0} totals are wrong")]
    TotalsWrong(u64),
    #[error("not a backup")]
    NotABackup,
    /// It began as a backup does, and has no end.
    #[error("a backup without its end")]
    BackupCut,
    #[error("a backup of a newer program")]
    BackupNewer,
    /// `part` names what is wrong, `detail` how, in the words of whoever found out.
    #[error("damaged backup: {part}: {detail}")]
    BackupDamaged { part: String, detail: String },
    #[error("the audit chain is broken at row {0}")]
    AuditBroken(i64),
    /// A module's own error.
    #[error("{}", .0.message().en)]
    Fault(Box<dyn Fault>),
}

impl<F: Fault> From<F> for CliError {
    fn from(fault: F) -> Self {
        Self::Fault(Box::new(fault))
    }
}

impl CliError {
    fn message(&self) -> Phrase {
        match self {
            Self::Config { path, detail } => texts::error_config(detail, path.display()),
            Self::Environment { name, value } => texts::error_environment(name, value),
            Self::OpenIdMissing(name) => texts::error_openid_missing(name),
            Self::OpenIdIssuer(issuer) => texts::error_openid_issuer(issuer),
            Self::OpenIdClaim(claim) => texts::error_openid_claim(claim),
            Self::OpenIdAuthorities(path) => texts::error_openid_authorities(path.display()),
            Self::Unreadable { path, detail } => texts::error_unreadable(detail, path.display()),
            Self::Paper { path, error } => paper_message(path, error),
            Self::Print(error) => {
                let print::Phrase { vi, en } = error.phrase();
                Phrase { key: "print", vi, en }
            }
            Self::Signing(error) => {
                let print::Phrase { vi, en } = error.phrase();
                Phrase { key: "signing", vi, en }
            }
            Self::SignatureNotGood { path } => texts::error_signature_not_good(path.display()),
            Self::NotSigned { path } => texts::error_not_signed(path.display()),
            Self::NotJson { path, detail } => texts::error_not_json(detail, path.display()),
            Self::UnknownEnding { path } => texts::error_unknown_ending(path.display()),
            Self::ThreeFiles => texts::ERROR_THREE_FILES.into(),
            Self::NoUnits => texts::ERROR_NO_UNITS.into(),
            Self::RulesFolder { path } => texts::error_rules_folder(path.display()),
            Self::Rules(detail) => texts::error_rules(detail),
            Self::Listen { address, detail } => texts::error_listen(address, detail),
            Self::Database(cause) => texts::error_database(cause),
            Self::NotANumber(text) => texts::error_not_a_number(text),
            Self::LunarRange => texts::ERROR_LUNAR_RANGE.into(),
            Self::TargetExists { path } => texts::error_target_exists(path.display()),
            Self::SignedExists { path } => texts::error_signed_exists(path.display()),
            Self::Unwritable { path, detail } => texts::error_unwritable(detail, path.display()),
            Self::TargetFull { path } => texts::error_target_full(path.display()),
            Self::TargetTooLarge { path } => texts::error_target_too_large(path.display()),
            Self::Missing { path } => texts::error_missing(path.display()),
            Self::NoData { place } => texts::error_no_data(place),
            Self::FilesLost { path, lost } => texts::error_files_lost(lost.len(), path.display()),
            Self::DemoHalf { place } => texts::error_demo_half(place),
            Self::DemoForeign { place } => texts::error_demo_foreign(place),
            Self::DemoUnopened { place, cause } => texts::error_demo_unopened(cause, place),
            Self::ListenAddress(address) => texts::error_listen_address(address),
            Self::NotEmpty => texts::ERROR_NOT_EMPTY.into(),
            Self::NoHeading => texts::ERROR_NO_HEADING.into(),
            Self::BadLines(count) => texts::error_bad_lines(count),
            Self::Statement { path, error } => {
                let Phrase { key, vi, en } = error.message();
                let path = path.display();
                Phrase { key, vi: format!("{path}: {vi}"), en: format!("{path}: {en}") }
            }
            Self::ProfileUnknown(code) => {
                let known: Vec<&str> =
                    funds::statement::profiles().iter().map(|one| one.code.as_str()).collect();
                texts::error_profile_unknown(code, known.join(", "))
            }
            Self::StatementHeld(count) => texts::error_statement_held(count),
            Self::TotalsWrong(count) => texts::error_totals_wrong(count),
            Self::NotABackup => texts::ERROR_NOT_A_BACKUP.into(),
            Self::BackupCut => texts::ERROR_BACKUP_CUT.into(),
            Self::BackupNewer => texts::ERROR_BACKUP_NEWER.into(),
            Self::BackupDamaged { part, .. } => texts::error_backup_damaged(part),
            Self::AuditBroken(row) => texts::error_audit_broken(row),
            Self::Fault(fault) => fault.message_for_program(),
        }
    }

    /// Prints the error for a person, in both languages unless the environment names one, and gives the exit code: 1 for
    /// what was asked, 2 for how it was asked, 3 for what is missing around the program.
    pub fn tell(&self) -> ExitCode {
        let message = self.message();
        match lang() {
            Some(lang) => eprintln!("doanket: {}", message.get(lang)),
            None => eprintln!("doanket: {}\n         {}", message.vi, message.en),
        }
        if let Self::FilesLost { lost, .. } = self {
            for file in lost {
                eprintln!("  {}", file.why);
                for paper in &file.belongs_to {
                    eprintln!("    {paper}");
                }
            }
        }
        if let Self::BackupDamaged { detail, .. } = self
            && !detail.is_empty()
        {
            eprintln!("  ({detail})");
        }
        if let Self::Fault(fault) = self {
            for (field, phrase) in fault.fields() {
                eprintln!("  {field}: {} / {}", phrase.vi, phrase.en);
            }
            if let Some(internal) = fault.internal() {
                eprintln!("  ({internal})");
            }
        }
        ExitCode::from(match self {
            Self::Config { .. }
            | Self::Environment { .. }
            | Self::OpenIdMissing(_)
            | Self::OpenIdIssuer(_)
            | Self::OpenIdClaim(_)
            | Self::OpenIdAuthorities(_)
            | Self::RulesFolder { .. }
            | Self::ListenAddress(_)
            | Self::NotANumber(_)
            | Self::LunarRange
            | Self::UnknownEnding { .. } => 2,
            Self::Listen { .. }
            | Self::Database(_)
            | Self::NoData { .. }
            | Self::DemoHalf { .. }
            | Self::DemoForeign { .. }
            | Self::DemoUnopened { .. } => 3,
            Self::Fault(fault) if matches!(fault.kind(), Kind::Unavailable | Kind::Internal) => 3,
            _ => 1,
        })
    }
}

/// The language asked for by `DOANKET_LANG`, or `None` for both.
pub fn lang() -> Option<Lang> {
    std::env::var("DOANKET_LANG").ok().and_then(|tag| Lang::from_tag(&tag))
}

/// Why a paper could not be read, and what to do about it.
fn paper_message(path: &std::path::Path, error: &paper::formats::FormatError) -> Phrase {
    use paper::formats::FormatError as E;
    let path = path.display();
    match error {
        E::Empty => texts::paper_error_empty(path),
        E::TooLarge { limit, .. } => texts::paper_error_too_large(limit / 1024 / 1024, path),
        E::Encrypted => texts::paper_error_encrypted(path),
        E::ScannedOnly { .. } => texts::paper_error_scanned_only(path),
        E::Truncated => texts::paper_error_truncated(path),
        E::Bomb => texts::paper_error_bomb(path),
        E::TooSlow => texts::paper_error_too_slow(path),
        E::Unsupported { found } => texts::paper_error_unsupported(found, path),
        E::TextDamaged => texts::paper_error_text_damaged(path),
        E::Damaged { .. } => texts::paper_error_damaged(path),
    }
}
