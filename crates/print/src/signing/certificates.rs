//! Certificates: reading them, and from one to the next up to a trusted root.

use std::path::Path;

use chrono::{DateTime, Utc};
use der::oid::ObjectIdentifier;
use der::{Decode as _, Encode as _};
use x509_cert::Certificate;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};

use super::SigningError;
use super::cms::verify_bytes;
use super::result::{CertificateFacts, Trust, Validity};

/// Chains are two or three long; longer ones are no chain of an authority.
const MAX_CHAIN: usize = 8;
/// A file of certificates is some kilobytes.
const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");

/// The certificates that an office trusts, given by its administrator.
#[derive(Debug, Clone, Default)]
pub struct Roots(Vec<Certificate>);

impl Roots {
    /// Every certificate of a folder: files `.pem`, `.crt`, `.cer`, `.der`, in PEM or DER.
    ///
    /// # Errors
    /// [`SigningError::Certificate`] with the name of the folder or file that cannot be read: a root that is silently left out
    /// would make good papers look bad.
    pub fn folder(folder: &Path) -> Result<Self, SigningError> {
        let failed = |path: &Path| SigningError::Certificate(path.display().to_string());
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(|_| failed(folder))? {
            paths.push(entry.map_err(|_| failed(folder))?.path());
        }
        paths.sort();
        let mut roots = Vec::new();
        for path in paths {
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            if !["pem", "crt", "cer", "der"].contains(&ending.to_lowercase().as_str()) {
                continue;
            }
            let small = path.metadata().is_ok_and(|about| about.len() <= MAX_FILE_BYTES);
            let bytes = small.then(|| std::fs::read(&path).ok()).flatten().ok_or_else(|| failed(&path))?;
            roots.extend(certificates(&bytes).ok_or_else(|| failed(&path))?);
        }
        Ok(Self(roots))
    }

    /// From the text or bytes of certificates, PEM or DER.
    ///
    /// # Errors
    /// [`SigningError::Certificate`] when there is none in them.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SigningError> {
        let read = certificates(bytes).ok_or_else(|| SigningError::Certificate("PEM/DER".to_owned()))?;
        Ok(Self(read))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Certificates in PEM (one or many) or one in DER; `None` when there is none or one is damaged.
pub(super) fn certificates(bytes: &[u8]) -> Option<Vec<Certificate>> {
    if let Ok(one) = Certificate::from_der(bytes) {
        return Some(vec![one]);
    }
    let text = std::str::from_utf8(bytes).ok()?;
    // Files of authorities often have words between the certificates.
    let mut all = Vec::new();
    for part in text.split("-----BEGIN CERTIFICATE-----").skip(1) {
        let (body, _) = part.split_once("-----END CERTIFICATE-----")?;
        let pem = format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            body.trim().replace('\r', "")
        );
        all.extend(Certificate::load_pem_chain(pem.as_bytes()).ok()?);
    }
    (!all.is_empty()).then_some(all)
}

/// What is a certificate for?
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Paper,
    TimeStamp,
}

/// Whether `leaf` leads to a root by way of `others`, every certificate valid at `at`.
pub(super) fn trust(
    leaf: &Certificate,
    others: &[Certificate],
    roots: &Roots,
    at: DateTime<Utc>,
    purpose: Purpose,
) -> Trust {
    if roots.is_empty() {
        return Trust::NoRoots;
    }
    if !may_sign(leaf, purpose) {
        return Trust::NotForSigning;
    }
    let mut at_hand = leaf;
    let mut refused = None;
    for above in 0..MAX_CHAIN {
        if validity(at_hand, at) != Validity::Valid {
            return Trust::Dates;
        }
        if let Some(root) = roots.0.iter().find(|root| *root == at_hand) {
            return Trust::Trusted(name(root));
        }
        let issuers =
            roots.0.iter().map(|root| (root, true)).chain(others.iter().map(|other| (other, false)));
        let mut next = None;
        for (issuer, is_root) in issuers {
            if !issued(at_hand, issuer) {
                continue;
            }
            if !may_issue(issuer, above) {
                refused = Some(Trust::NotForSigning);
            } else if validity(issuer, at) != Validity::Valid {
                refused = Some(Trust::Dates);
            } else if is_root {
                return Trust::Trusted(name(issuer));
            } else if issuer != at_hand {
                next = Some(issuer);
                break;
            }
        }
        let Some(issuer) = next else { return refused.unwrap_or(Trust::UnknownIssuer) };
        at_hand = issuer;
    }
    Trust::UnknownIssuer
}

fn issued(certificate: &Certificate, issuer: &Certificate) -> bool {
    let inner = certificate.tbs_certificate();
    if inner.issuer() != issuer.tbs_certificate().subject()
        || certificate.signature_algorithm() != inner.signature()
    {
        return false;
    }
    let (Ok(bytes), Some(signature)) = (inner.to_der(), certificate.signature().as_bytes()) else {
        return false;
    };
    let key = issuer.tbs_certificate().subject_public_key_info();
    verify_bytes(key, certificate.signature_algorithm(), None, &bytes, signature) == Ok(true)
}

/// RFC 5280: an issuer is marked as an authority, with `below` authorities at most beneath it.
fn may_issue(certificate: &Certificate, below: usize) -> bool {
    let inner = certificate.tbs_certificate();
    let is_authority = match inner.get_extension::<BasicConstraints>() {
        Ok(Some((_, constraints))) => {
            constraints.ca && constraints.path_len_constraint.is_none_or(|most| usize::from(most) >= below)
        }
        _ => false,
    };
    let may = match inner.get_extension::<KeyUsage>() {
        Ok(Some((_, usage))) => usage.key_cert_sign(),
        Ok(None) => true,
        Err(_) => false,
    };
    is_authority && may && knows_all_critical(certificate)
}

fn may_sign(certificate: &Certificate, purpose: Purpose) -> bool {
    let inner = certificate.tbs_certificate();
    let signs = match inner.get_extension::<KeyUsage>() {
        Ok(Some((_, usage))) => usage.digital_signature() || usage.non_repudiation(),
        Ok(None) => true,
        Err(_) => false,
    };
    let stamps = match inner.get_extension::<ExtendedKeyUsage>() {
        Ok(Some((_, usage))) => usage.0.contains(&TIME_STAMPING),
        _ => false,
    };
    signs && (purpose == Purpose::Paper || stamps)
}

/// A critical extension that is not understood forbids the use (RFC 5280, 4.2). Constraints of names and of policies are not
/// worked out here, so an authority bound by them is not followed.
fn knows_all_critical(certificate: &Certificate) -> bool {
    certificate.tbs_certificate().extensions().is_none_or(|all| {
        all.iter().all(|one| !one.critical || [KEY_USAGE, BASIC_CONSTRAINTS].contains(&one.extn_id))
    })
}

fn name(certificate: &Certificate) -> String {
    let subject = certificate.tbs_certificate().subject();
    match subject.common_name() {
        Ok(Some(name)) => name.value().into_owned(),
        _ => subject.to_string(),
    }
}

pub(super) fn instant(time: x509_cert::time::Time) -> DateTime<Utc> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

pub(super) fn validity(certificate: &Certificate, at: DateTime<Utc>) -> Validity {
    let dates = certificate.tbs_certificate().validity();
    if at < instant(dates.not_before) {
        Validity::NotYet
    } else if at > instant(dates.not_after) {
        Validity::Expired
    } else {
        Validity::Valid
    }
}

pub(super) fn facts(certificate: &Certificate, now: DateTime<Utc>) -> CertificateFacts {
    let inner = certificate.tbs_certificate();
    let serial = inner.serial_number().as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    CertificateFacts {
        name: name(certificate),
        subject: inner.subject().to_string(),
        issuer: inner.issuer().to_string(),
        serial,
        valid_from: instant(inner.validity().not_before),
        valid_until: instant(inner.validity().not_after),
        validity: validity(certificate, now),
    }
}
