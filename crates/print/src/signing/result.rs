//! What is known about a signature after checking it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::error::Phrase;
use crate::texts;

/// All signatures of a file, the earliest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Empty: the file is not signed.
    pub signatures: Vec<SignatureResult>,
}

impl Verification {
    /// Whether there is a signature, each is [`Verdict::Good`], and the last covers the whole file: what was added after an
    /// earlier signature is then vouched for by a later one.
    pub fn is_good(&self) -> bool {
        let last_covers_all = self.signatures.last().is_some_and(|last| last.coverage == Coverage::Whole);
        last_covers_all
            && self.signatures.iter().all(|signature| {
                signature.verdict() == Verdict::Good
                    || (signature.verdict() == Verdict::ChangedAfter && signature.is_intact_and_trusted())
            })
    }
}

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureResult {
    /// Name of the field in the file.
    pub field: String,
    pub signer: Option<CertificateFacts>,
    pub time: SigningTime,
    /// What the signer wrote; anybody may write anything there.
    pub reason: Option<String>,
    pub location: Option<String>,
    pub coverage: Coverage,
    /// Number of bytes from the beginning of the file to the end of what is signed.
    pub signed_bytes: u64,
    /// Whether the bytes are those that were signed.
    pub digest_matches: bool,
    /// Whether the signature over that digest was made with the certificate's key.
    pub signature_valid: bool,
    /// Why the check could not be done to the end.
    pub fault: Option<Fault>,
    pub trust: Trust,
    /// Always `false`: revocation needs a network, and this program asks none.
    pub revocation_checked: bool,
}

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateFacts {
    /// Common name of the subject, or the whole subject when it has none.
    pub name: String,
    /// The whole subject as RFC 4514 writes it.
    pub subject: String,
    pub issuer: String,
    /// In hexadecimal digits.
    pub serial: String,
    pub valid_from: DateTime<Utc>,
    pub valid_until: DateTime<Utc>,
    /// At the moment of checking.
    pub validity: Validity,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Validity {
    Valid,
    NotYet,
    Expired,
}

/// When it was signed, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "from", content = "at")]
pub enum SigningTime {
    Unknown,
    /// The signer's own clock: a claim.
    Claimed(DateTime<Utc>),
    /// A time-stamping service whose certificate leads to a given root.
    Stamped(DateTime<Utc>),
}

/// Which part of the file is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// All but the signature itself.
    Whole,
    /// Something was added later: perhaps another signature, perhaps a change.
    ChangedAfter,
    /// The range does not leave out exactly the signature: such a signature proves nothing.
    Broken,
}

/// Whether the certificate leads to a root that the office trusts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "root")]
pub enum Trust {
    /// The name of that root.
    Trusted(String),
    /// No root was given: nothing can be said about who this is.
    NoRoots,
    /// The chain ends outside of the given roots.
    UnknownIssuer,
    /// The certificate may not be used for signing papers, or one above it may not issue certificates.
    NotForSigning,
    /// A certificate on the way was not valid at the moment that counts.
    Dates,
}

/// Why a signature could not be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "detail")]
pub enum Fault {
    /// The signature is not readable.
    Damaged(String),
    /// No signer, or several, where exactly one is allowed.
    Signers,
    /// The signer's certificate is not in the file.
    NoCertificate,
    /// An algorithm that is too weak or that is not known here.
    Method(String),
    /// The attributes that must be signed along are missing or name another certificate.
    Attributes,
}

/// The short answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Intact, whole, trusted.
    Good,
    /// Intact and whole, but who signed cannot be vouched for.
    NotTrusted,
    /// Intact as far as it covers; the file goes on after it.
    ChangedAfter,
    /// Wrong, or not checkable.
    Bad,
}

impl SignatureResult {
    /// Good needs all of: range, digest, signature, trust, dates.
    pub fn verdict(&self) -> Verdict {
        if self.coverage == Coverage::Broken
            || !self.digest_matches
            || !self.signature_valid
            || self.fault.is_some()
        {
            return Verdict::Bad;
        }
        match (self.coverage, &self.trust) {
            (Coverage::Whole, Trust::Trusted(_)) => Verdict::Good,
            (Coverage::Whole, _) => Verdict::NotTrusted,
            _ => Verdict::ChangedAfter,
        }
    }

    fn is_intact_and_trusted(&self) -> bool {
        self.verdict() != Verdict::Bad && matches!(self.trust, Trust::Trusted(_))
    }

    /// What to tell, one sentence a fact, the verdict first.
    pub fn sentences(&self) -> Vec<Phrase> {
        let mut said = vec![self.verdict().phrase()];
        if let Some(fault) = &self.fault {
            said.push(fault.phrase());
        } else if self.coverage == Coverage::Broken {
            said.push(texts::SIGNATURE_RANGE.fill(&[]));
        } else if !self.digest_matches {
            said.push(texts::SIGNATURE_DIGEST.fill(&[]));
        } else if !self.signature_valid {
            said.push(texts::SIGNATURE_INVALID.fill(&[]));
        }
        if let Some(signer) = &self.signer {
            said.push(texts::signature_signer(&signer.issuer, &signer.name));
            said.push(match signer.validity {
                Validity::Valid => texts::signature_dates(day(signer.valid_from), day(signer.valid_until)),
                Validity::NotYet => texts::signature_not_yet(day(signer.valid_from)),
                Validity::Expired => texts::signature_expired(day(signer.valid_until)),
            });
            said.push(self.trust.phrase());
            said.push(texts::SIGNATURE_REVOCATION.fill(&[]));
        }
        said.push(match self.time {
            SigningTime::Unknown => texts::SIGNATURE_NO_TIME.fill(&[]),
            SigningTime::Claimed(at) => texts::signature_claimed(minute(at)),
            SigningTime::Stamped(at) => texts::signature_stamped(minute(at)),
        });
        said
    }
}

impl Verdict {
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Good => texts::SIGNATURE_GOOD.fill(&[]),
            Self::NotTrusted => texts::SIGNATURE_NOT_TRUSTED.fill(&[]),
            Self::ChangedAfter => texts::SIGNATURE_CHANGED_AFTER.fill(&[]),
            Self::Bad => texts::SIGNATURE_BAD.fill(&[]),
        }
    }
}

impl Fault {
    fn phrase(&self) -> Phrase {
        match self {
            Self::Damaged(_) => texts::SIGNATURE_DAMAGED.fill(&[]),
            Self::Signers => texts::SIGNATURE_SIGNERS.fill(&[]),
            Self::NoCertificate => texts::SIGNATURE_NO_CERTIFICATE.fill(&[]),
            Self::Method(method) => texts::signature_method(method),
            Self::Attributes => texts::SIGNATURE_ATTRIBUTES.fill(&[]),
        }
    }
}

impl Trust {
    fn phrase(&self) -> Phrase {
        match self {
            Self::Trusted(root) => texts::trust_root(root),
            Self::NoRoots => texts::TRUST_NO_ROOTS.fill(&[]),
            Self::UnknownIssuer => texts::TRUST_UNKNOWN_ISSUER.fill(&[]),
            Self::NotForSigning => texts::TRUST_NOT_FOR_SIGNING.fill(&[]),
            Self::Dates => texts::TRUST_DATES.fill(&[]),
        }
    }
}

/// Days and hours are those of Viet Nam.
fn local(at: DateTime<Utc>) -> chrono::NaiveDateTime {
    at.naive_utc().checked_add_signed(chrono::TimeDelta::hours(7)).unwrap_or(at.naive_utc())
}

fn day(at: DateTime<Utc>) -> String {
    local(at).format("%d/%m/%Y").to_string()
}

fn minute(at: DateTime<Utc>) -> String {
    local(at).format("%d/%m/%Y %H:%M").to_string()
}
