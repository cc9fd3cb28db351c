//! Digital signatures of .pdf files: checking what others signed, signing what goes out (`PAdES`, level B-B).
//!
//! Only the file and the certificates given are looked at: no network, so whether a certificate was revoked is not known, and the
//! result says so. The clock is the caller's. Mathematics is `ring`'s; a method that it does not have (SHA-1, short keys) is said to
//! be one and never counts as a good signature.
//!
//! Invariants: a hostile file gives an error or a result and never a panic; a key is held in memory only, it is neither printed nor
//! written.

mod certificates;
mod cms;
mod content;
mod file;
mod result;
mod sign;
mod signer;

pub use certificates::Roots;
pub use content::only_signatures_added;
pub use result::{
    CertificateFacts, Coverage, Fault, SignatureResult, SigningTime, Trust, Validity, Verdict, Verification,
};
pub use sign::{Signing, sign};
pub use signer::{Algorithm, LocalKey, Signer};

use chrono::{DateTime, Utc};

use crate::error::Phrase;
use crate::texts;

/// Larger files are neither checked nor signed.
pub const MAX_BYTES: usize = 256 * 1024 * 1024;
/// More signatures than a paper ever bears; a file with more is refused instead of being checked for minutes.
pub const MAX_SIGNATURES: usize = 100;

/// Why a file, key or certificate could not be used at all. A signature that is wrong is no error: it is a result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SigningError {
    #[error("this is no .pdf, or it is damaged: {0}")]
    Damaged(String),
    #[error("the .pdf is larger than {MAX_BYTES} bytes")]
    TooLarge,
    #[error("the .pdf is protected by a password")]
    Encrypted,
    #[error("the .pdf has more than {MAX_SIGNATURES} signatures")]
    TooMany,
    /// Its author allowed no changes after certifying it (`DocMDP` 1).
    #[error("the .pdf is certified and allows no further signature")]
    Locked,
    #[error("no certificate is read from {0}")]
    Certificate(String),
    #[error("the key is not usable: {0}")]
    Key(String),
    #[error("key and certificate do not belong together")]
    KeyMismatch,
    #[error("the certificate is not valid on the day of signing")]
    CertificateDates,
    /// The signer (a device, a service) refused or failed.
    #[error("the signer failed: {0}")]
    Signer(String),
}

impl SigningError {
    /// The sentence for people, with what to do.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Damaged(_) => texts::SIGNING_DAMAGED.fill(&[]),
            Self::TooLarge => texts::signing_too_large(MAX_BYTES / 1024 / 1024),
            Self::Encrypted => texts::SIGNING_ENCRYPTED.fill(&[]),
            Self::TooMany => texts::signing_too_many(MAX_SIGNATURES),
            Self::Locked => texts::SIGNING_LOCKED.fill(&[]),
            Self::Certificate(place) => texts::signing_certificate(place),
            Self::Key(detail) => texts::signing_key(detail),
            Self::KeyMismatch => texts::SIGNING_KEY_MISMATCH.fill(&[]),
            Self::CertificateDates => texts::SIGNING_CERTIFICATE_DATES.fill(&[]),
            Self::Signer(detail) => texts::signing_signer(detail),
        }
    }
}

/// Checks every signature of a .pdf, in the order in which they were made. Certificates are judged as of `now`.
///
/// # Errors
/// When the file cannot be read as .pdf at all, is protected by a password or too large.
pub fn verify(pdf: &[u8], roots: &Roots, now: DateTime<Utc>) -> Result<Verification, SigningError> {
    let found = file::signatures(pdf)?;
    let mut signatures: Vec<_> = found.into_iter().map(|found| cms::check(pdf, found, roots, now)).collect();
    signatures.sort_by_key(|signature| signature.signed_bytes);
    Ok(Verification { signatures })
}
