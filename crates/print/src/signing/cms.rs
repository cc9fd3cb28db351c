//! The signature itself: CMS `SignedData` (RFC 5652) over the bytes of the file, with the attributes of `PAdES`.

use chrono::{DateTime, NaiveDateTime, Utc};
use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{OctetString, UintRef};
use der::oid::ObjectIdentifier;
use der::{Any, Decode as _, Encode as _, Reader as _, Sequence, SliceReader, Tagged as _};
use ring::digest;
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use super::certificates::{self, Purpose, Roots};
use super::file::Found;
use super::result::{Coverage, Fault, SignatureResult, SigningTime, Trust};

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

pub(super) const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
pub(super) const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
pub(super) const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
pub(super) const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
pub(super) const SIGNING_CERTIFICATE_V2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");
const SIGNING_CERTIFICATE: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.12");
const SIGNING_TIME: ObjectIdentifier = oid("1.2.840.113549.1.9.5");
const TIME_STAMP: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.14");
const TST_INFO: ObjectIdentifier = oid("1.2.840.113549.1.9.16.1.4");
pub(super) const SHA256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");
pub(super) const SHA384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
pub(super) const SHA512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");
const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
pub(super) const RSA_SHA256: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
const RSA_SHA384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
const RSA_SHA512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
const RSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
const EC: ObjectIdentifier = oid("1.2.840.10045.2.1");
const P256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = oid("1.3.132.0.34");
pub(super) const ECDSA_SHA256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
pub(super) const ECDSA_SHA384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
const ED25519: ObjectIdentifier = oid("1.3.101.112");
const LEAST_RSA_BITS: u32 = 2048;

/// RFC 5035: which certificate was signed with.
#[derive(Sequence)]
pub(super) struct SigningCertificateV2 {
    pub certs: Vec<EssCertIdV2>,
    #[asn1(optional = "true")]
    pub policies: Option<Any>,
}

#[derive(Sequence)]
pub(super) struct EssCertIdV2 {
    /// SHA-256 when absent.
    #[asn1(optional = "true")]
    pub hash_algorithm: Option<AlgorithmIdentifierOwned>,
    pub cert_hash: OctetString,
    #[asn1(optional = "true")]
    pub issuer_serial: Option<Any>,
}

#[derive(Sequence)]
struct RsaKey<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

#[derive(Sequence)]
struct PssParameters {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    hash: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    mask: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    salt: Option<u16>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
    trailer: Option<u8>,
}

/// Checks one signature of a file.
pub(super) fn check(pdf: &[u8], found: Found, roots: &Roots, now: DateTime<Utc>) -> SignatureResult {
    let signed = found.signed(pdf);
    let mut result = SignatureResult {
        field: found.field,
        signer: None,
        time: found.claimed_at.map_or(SigningTime::Unknown, SigningTime::Claimed),
        reason: found.reason,
        location: found.location,
        coverage: signed.map_or(Coverage::Broken, |(coverage, _, _)| coverage),
        signed_bytes: 0,
        digest_matches: false,
        signature_valid: false,
        fault: None,
        trust: if roots.is_empty() { Trust::NoRoots } else { Trust::UnknownIssuer },
        revocation_checked: false,
    };
    // Without a range there is nothing to compare with, but who claims to have signed is still told.
    let content = signed.map(|(_, before, after)| {
        result.signed_bytes = (before.len() + found.contents.len() * 2 + 2 + after.len()) as u64;
        [before, after].concat()
    });
    let checked = match found.kind.as_str() {
        "adbe.pkcs7.detached" | "ETSI.CAdES.detached" => signed_data(&found.contents).and_then(|data| {
            let needs_name = found.kind == "ETSI.CAdES.detached";
            over(&data, content.as_deref().unwrap_or_default(), needs_name)
        }),
        "ETSI.RFC3161" => signed_data(&found.contents).and_then(|data| {
            let (stamped, at) = stamp(&data, content.as_deref().unwrap_or_default())?;
            result.time = SigningTime::Claimed(at);
            Ok(stamped)
        }),
        other => Err(Fault::Method(other.to_owned())),
    };
    let checked = match checked {
        Ok(checked) => checked,
        Err(fault) => {
            result.fault = Some(fault);
            return result;
        }
    };
    let purpose = if found.kind == "ETSI.RFC3161" { Purpose::TimeStamp } else { Purpose::Paper };
    let is_sealed = content.is_some() && checked.digest_matches && checked.signature_valid;
    if let Some(at) = checked.claimed_at {
        result.time = SigningTime::Claimed(at);
    }
    if let Some(at) = is_sealed.then(|| trusted_stamp(&checked, roots)).flatten() {
        result.time = SigningTime::Stamped(at);
    }
    // Only a proven time may stand in for today: a claimed one could have been set back to when the certificate was valid.
    let moment = if let SigningTime::Stamped(at) = result.time { at } else { now };
    result.digest_matches = content.is_some() && checked.digest_matches;
    result.signature_valid = checked.signature_valid;
    result.signer = Some(certificates::facts(&checked.leaf, now));
    result.trust = certificates::trust(&checked.leaf, &checked.others, roots, moment, purpose);
    if purpose == Purpose::TimeStamp
        && is_sealed
        && let (Trust::Trusted(_), SigningTime::Claimed(at)) = (&result.trust, result.time)
    {
        result.time = SigningTime::Stamped(at);
    }
    result
}

/// What the mathematics say.
struct Checked {
    leaf: Certificate,
    others: Vec<Certificate>,
    digest_matches: bool,
    signature_valid: bool,
    claimed_at: Option<DateTime<Utc>>,
    signer: SignerInfo,
}

fn damaged(error: der::Error) -> Fault {
    Fault::Damaged(error.to_string())
}

/// Zeros may follow: the place in the file was kept before the signature's length was known. DER only, as PDF asks.
fn signed_data(bytes: &[u8]) -> Result<SignedData, Fault> {
    let mut reader = SliceReader::new(bytes).map_err(damaged)?;
    let content: ContentInfo = reader.decode().map_err(damaged)?;
    if content.content_type != SIGNED_DATA {
        return Err(Fault::Damaged("not SignedData".to_owned()));
    }
    content.content.decode_as().map_err(damaged)
}

fn over(data: &SignedData, content: &[u8], needs_name: bool) -> Result<Checked, Fault> {
    let [signer] = data.signer_infos.0.as_slice() else { return Err(Fault::Signers) };
    let certificates: Vec<Certificate> = data
        .certificates
        .iter()
        .flat_map(|set| set.0.iter())
        .filter_map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
            CertificateChoices::Other(_) => None,
        })
        .collect();
    let leaf =
        certificates.iter().find(|one| is_meant(&signer.sid, one)).ok_or(Fault::NoCertificate)?.clone();
    let digest = digest_of(&signer.digest_alg)?;
    let key = leaf.tbs_certificate().subject_public_key_info();
    let verify = |message: &[u8]| {
        let signature = signer.signature.as_bytes();
        verify_bytes(key, &signer.signature_algorithm, Some(&signer.digest_alg), message, signature)
            .map_err(Fault::Method)
    };
    let Some(attributes) = &signer.signed_attrs else {
        if needs_name {
            return Err(Fault::Attributes);
        }
        let valid = verify(content)?;
        return Ok(Checked {
            leaf,
            others: certificates,
            digest_matches: valid,
            signature_valid: valid,
            claimed_at: None,
            signer: signer.clone(),
        });
    };
    let attribute = |oid: ObjectIdentifier| {
        let mut all = attributes.iter().filter(|attribute| attribute.oid == oid);
        match (all.next(), all.next()) {
            (Some(one), None) if one.values.len() == 1 => one.values.get(0),
            _ => None,
        }
    };
    let kind = attribute(CONTENT_TYPE).and_then(|value| value.decode_as::<ObjectIdentifier>().ok());
    if kind != Some(data.encap_content_info.econtent_type) {
        return Err(Fault::Attributes);
    }
    let told = attribute(MESSAGE_DIGEST)
        .and_then(|value| value.decode_as::<OctetString>().ok())
        .ok_or(Fault::Attributes)?;
    match attribute(SIGNING_CERTIFICATE_V2) {
        Some(named) => names_certificate(named, &leaf)?,
        // The older attribute names it by SHA-1, which proves little; that it is there is enough for the form.
        None if needs_name && attribute(SIGNING_CERTIFICATE).is_none() => return Err(Fault::Attributes),
        None => {}
    }
    let claimed_at = attribute(SIGNING_TIME)
        .and_then(|value| value.decode_as::<x509_cert::time::Time>().ok())
        .map(certificates::instant);
    Ok(Checked {
        digest_matches: digest::digest(digest, content).as_ref() == told.as_bytes(),
        signature_valid: verify(&attributes.to_der().map_err(damaged)?)?,
        leaf,
        others: certificates,
        claimed_at,
        signer: signer.clone(),
    })
}

fn names_certificate(named: &Any, leaf: &Certificate) -> Result<(), Fault> {
    let named: SigningCertificateV2 = named.decode_as().map_err(damaged)?;
    let first = named.certs.first().ok_or(Fault::Attributes)?;
    let method = first.hash_algorithm.as_ref().map_or(Ok(&digest::SHA256), digest_of)?;
    let hash = digest::digest(method, &leaf.to_der().map_err(damaged)?);
    if hash.as_ref() == first.cert_hash.as_bytes() { Ok(()) } else { Err(Fault::Attributes) }
}

fn is_meant(sid: &SignerIdentifier, certificate: &Certificate) -> bool {
    let inner = certificate.tbs_certificate();
    match sid {
        SignerIdentifier::IssuerAndSerialNumber(named) => {
            named.issuer == *inner.issuer() && named.serial_number == *inner.serial_number()
        }
        SignerIdentifier::SubjectKeyIdentifier(key) => {
            matches!(inner.get_extension::<SubjectKeyIdentifier>(), Ok(Some((_, own))) if own == *key)
        }
    }
}

/// A time-stamp token over `message` (RFC 3161), and the time it tells.
fn stamp(data: &SignedData, message: &[u8]) -> Result<(Checked, DateTime<Utc>), Fault> {
    let inside = &data.encap_content_info;
    if inside.econtent_type != TST_INFO {
        return Err(Fault::Damaged("no time-stamp".to_owned()));
    }
    let content = inside.econtent.as_ref().ok_or(Fault::Attributes)?;
    let content: OctetString = content.decode_as().map_err(damaged)?;
    let mut checked = over(data, content.as_bytes(), false)?;
    let fields = sequence(content.as_bytes()).map_err(damaged)?;
    let imprint: Vec<Any> = fields
        .get(2)
        .ok_or(Fault::Attributes)?
        .to_der()
        .and_then(|bytes| sequence(&bytes))
        .map_err(damaged)?;
    let [algorithm, hash] = imprint.as_slice() else { return Err(Fault::Attributes) };
    let algorithm: AlgorithmIdentifierOwned = algorithm.decode_as().map_err(damaged)?;
    let hash: OctetString = hash.decode_as().map_err(damaged)?;
    let same = digest::digest(digest_of(&algorithm)?, message).as_ref() == hash.as_bytes();
    checked.digest_matches &= same;
    // Fractions of a second are allowed here and nowhere else, so the text is read by hand.
    let time =
        fields.get(4).filter(|time| time.tag() == der::Tag::GeneralizedTime).ok_or(Fault::Attributes)?;
    let time = String::from_utf8_lossy(time.value()).into_owned();
    let seconds = time.get(..14).filter(|_| time.ends_with('Z')).ok_or(Fault::Attributes)?;
    let at = NaiveDateTime::parse_from_str(seconds, "%Y%m%d%H%M%S").map_err(|_| Fault::Attributes)?;
    Ok((checked, at.and_utc()))
}

fn sequence(bytes: &[u8]) -> der::Result<Vec<Any>> {
    let mut reader = SliceReader::new(bytes)?;
    reader.sequence(|inner| {
        let mut all = Vec::new();
        while !inner.is_finished() {
            all.push(Any::decode(inner)?);
        }
        Ok::<_, der::Error>(all)
    })
}

fn trusted_stamp(checked: &Checked, roots: &Roots) -> Option<DateTime<Utc>> {
    let attributes = checked.signer.unsigned_attrs.as_ref()?;
    let token = attributes.iter().find(|attribute| attribute.oid == TIME_STAMP)?.values.get(0)?;
    let data = signed_data(&token.to_der().ok()?).ok()?;
    let (stamped, at) = stamp(&data, checked.signer.signature.as_bytes()).ok()?;
    let trust = certificates::trust(&stamped.leaf, &stamped.others, roots, at, Purpose::TimeStamp);
    let is_good = stamped.digest_matches && stamped.signature_valid && matches!(trust, Trust::Trusted(_));
    is_good.then_some(at)
}

fn digest_of(algorithm: &AlgorithmIdentifierOwned) -> Result<&'static digest::Algorithm, Fault> {
    match algorithm.oid {
        SHA256 => Ok(&digest::SHA256),
        SHA384 => Ok(&digest::SHA384),
        SHA512 => Ok(&digest::SHA512),
        // SHA-1 can be forged since 2017.
        other => Err(Fault::Method(other.to_string())),
    }
}

/// Whether `signed` is `key`'s signature over `message`. `digest` is what CMS names apart from the signature's algorithm.
///
/// # Errors
/// The method, when it is not known here or too weak to prove anything.
pub(super) fn verify_bytes(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    digest: Option<&AlgorithmIdentifierOwned>,
    message: &[u8],
    signed: &[u8],
) -> Result<bool, String> {
    let method = verifier(key, algorithm, digest).ok_or_else(|| algorithm.oid.to_string())?;
    let point = key.subject_public_key.as_bytes().ok_or_else(|| algorithm.oid.to_string())?;
    if key.algorithm.oid == RSA {
        let numbers = RsaKey::from_der(point).map_err(|_| "RSA".to_owned())?;
        let modulus = numbers.modulus.as_bytes();
        let bits = u32::try_from(modulus.len()).unwrap_or(0) * 8
            - modulus.first().map_or(0, |byte| byte.leading_zeros());
        if bits < LEAST_RSA_BITS || numbers.exponent.as_bytes().is_empty() {
            return Err(format!("RSA {bits}"));
        }
    }
    Ok(UnparsedPublicKey::new(method, point).verify(message, signed).is_ok())
}

fn verifier(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    digest: Option<&AlgorithmIdentifierOwned>,
) -> Option<&'static dyn VerificationAlgorithm> {
    let named = digest.map(|digest| digest.oid);
    if key.algorithm.oid == RSA {
        let hash = match algorithm.oid {
            RSA => named?,
            RSA_SHA256 => SHA256,
            RSA_SHA384 => SHA384,
            RSA_SHA512 => SHA512,
            RSA_PSS => return pss(algorithm),
            _ => return None,
        };
        return match hash {
            SHA256 => Some(&signature::RSA_PKCS1_2048_8192_SHA256),
            SHA384 => Some(&signature::RSA_PKCS1_2048_8192_SHA384),
            SHA512 => Some(&signature::RSA_PKCS1_2048_8192_SHA512),
            _ => None,
        };
    }
    if key.algorithm.oid == ED25519 && algorithm.oid == ED25519 {
        return Some(&signature::ED25519);
    }
    if key.algorithm.oid != EC {
        return None;
    }
    let curve = key.algorithm.parameters.as_ref()?.decode_as::<ObjectIdentifier>().ok()?;
    let hash = match algorithm.oid {
        EC => named?,
        ECDSA_SHA256 => SHA256,
        ECDSA_SHA384 => SHA384,
        _ => return None,
    };
    match (curve, hash) {
        (P256, SHA256) => Some(&signature::ECDSA_P256_SHA256_ASN1),
        (P256, SHA384) => Some(&signature::ECDSA_P256_SHA384_ASN1),
        (P384, SHA256) => Some(&signature::ECDSA_P384_SHA256_ASN1),
        (P384, SHA384) => Some(&signature::ECDSA_P384_SHA384_ASN1),
        _ => None,
    }
}

/// Salt as long as the digest, which is what programs write and what ring checks.
fn pss(algorithm: &AlgorithmIdentifierOwned) -> Option<&'static dyn VerificationAlgorithm> {
    let parameters: PssParameters = algorithm.parameters.as_ref()?.decode_as().ok()?;
    match (parameters.hash?.oid, parameters.salt?) {
        (SHA256, 32) => Some(&signature::RSA_PSS_2048_8192_SHA256),
        (SHA384, 48) => Some(&signature::RSA_PSS_2048_8192_SHA384),
        (SHA512, 64) => Some(&signature::RSA_PSS_2048_8192_SHA512),
        _ => None,
    }
}
