//! Signing: an incremental update that leaves every byte before it as it was.

use chrono::{DateTime, Utc};
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{OctetString, SetOfVec};
use der::oid::ObjectIdentifier;
use der::{Any, Decode as _, Encode as _};
use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, StringFormat, dictionary};
use ring::digest;
use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::certificates::validity;
use super::cms::{self as methods, EssCertIdV2, SigningCertificateV2};
use super::result::Validity;
use super::signer::{Algorithm, Signer};
use super::{SigningError, file};

/// What the signer says beside signing.
#[derive(Debug, Clone)]
pub struct Signing {
    /// The time that is claimed, and the moment at which the certificate must be valid.
    pub at: DateTime<Utc>,
    pub reason: Option<String>,
    pub location: Option<String>,
}

/// Room for everything beside the certificates: attributes, the longest signature, and some to spare.
const ROOM_BYTES: usize = 4096;
/// Ten digits: files up to [`super::MAX_BYTES`].
const PLACE: i64 = 9_999_999_999;

/// Signs a .pdf and gives the signed file: the old bytes, and after them an invisible signature field on the first page.
///
/// Earlier signatures stay valid, each for the part that it covers. The signature has level `PAdES` B-B: it names its certificate,
/// and its time is the signer's claim.
///
/// # Errors
/// When the file is damaged, protected or closed by its author, the certificate is not valid at [`Signing::at`], or the signer
/// refuses.
pub fn sign(pdf: &[u8], signer: &dyn Signer, signing: &Signing) -> Result<Vec<u8>, SigningError> {
    let chain = chain(signer)?;
    if validity(&chain[0], signing.at) != Validity::Valid {
        return Err(SigningError::CertificateDates);
    }
    let document = file::load(pdf)?;
    if is_locked(&document) {
        return Err(SigningError::Locked);
    }
    let room = ROOM_BYTES + signer.certificate_chain().iter().map(Vec::len).sum::<usize>();
    let mut signed = with_place(pdf, document, signing, room)?;

    let (gap, range) = fill_range(&mut signed, pdf.len(), room)?;
    let content = [&signed[..gap], &signed[range..]].concat();
    let made = signature(signer, &chain, &content)?;
    if made.len() > room {
        return Err(SigningError::Signer(format!("{} > {room}", made.len())));
    }
    let digits: String = made.iter().map(|byte| format!("{byte:02X}")).collect();
    signed[gap + 1..gap + 1 + digits.len()].copy_from_slice(digits.as_bytes());
    Ok(signed)
}

fn chain(signer: &dyn Signer) -> Result<Vec<Certificate>, SigningError> {
    let read: Result<Vec<_>, _> =
        signer.certificate_chain().iter().map(|der| Certificate::from_der(der)).collect();
    match read {
        Ok(chain) if !chain.is_empty() => Ok(chain),
        _ => Err(SigningError::Certificate("DER".to_owned())),
    }
}

/// `DocMDP` with P = 1: the first signer allowed no change at all, and a signature is one.
fn is_locked(document: &Document) -> bool {
    let follow = |dictionary: &Dictionary, key: &[u8]| -> Option<Object> {
        let (_, value) = document.dereference(dictionary.get(key).ok()?).ok()?;
        Some(value.clone())
    };
    let inside = |object: Option<Object>, key: &[u8]| follow(object?.as_dict().ok()?, key);
    let permissions = document.catalog().ok().and_then(|catalog| follow(catalog, b"Perms"));
    let references = inside(inside(permissions, b"DocMDP"), b"Reference");
    let Some(Object::Array(references)) = references else { return false };
    references.iter().any(|reference| {
        let reference = document.dereference(reference).ok().map(|(_, reference)| reference.clone());
        let allowed = inside(inside(reference, b"TransformParams"), b"P");
        allowed.and_then(|allowed| allowed.as_i64().ok()) == Some(1)
    })
}

/// The file with the field and an empty signature of `room` bytes.
fn with_place(
    pdf: &[u8],
    document: Document,
    signing: &Signing,
    room: usize,
) -> Result<Vec<u8>, SigningError> {
    let damaged = |error: lopdf::Error| SigningError::Damaged(error.to_string());
    let page = document.page_iter().next().ok_or_else(|| SigningError::Damaged("no page".to_owned()))?;
    let root = document.trailer.get(b"Root").and_then(Object::as_reference).map_err(damaged)?;
    let name = free_name(&document);
    let mut update = IncrementalDocument::create_from(pdf.to_vec(), document);

    let mut value = dictionary! {
        "Type" => "Sig",
        "Filter" => "Adobe.PPKLite",
        "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => vec![0.into(), PLACE.into(), PLACE.into(), PLACE.into()],
        "Contents" => Object::String(vec![0; room], StringFormat::Hexadecimal),
        "M" => Object::string_literal(signing.at.format("D:%Y%m%d%H%M%S+00'00'").to_string()),
    };
    for (key, text) in [("Reason", &signing.reason), ("Location", &signing.location)] {
        if let Some(text) = text {
            value.set(key, text_string(text));
        }
    }
    let value = update.new_document.add_object(value);
    // Without size it needs no appearance; printable and locked, as PDF/A asks.
    let field = update.new_document.add_object(dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "FT" => "Sig",
        "T" => text_string(&name),
        "TU" => text_string("Chữ ký số"),
        "V" => value,
        "P" => page,
        "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()],
        "F" => 132,
    });
    append(&mut update, page, b"Annots", field).map_err(damaged)?;

    let form =
        update.get_prev_documents().catalog().ok().and_then(|catalog| catalog.get(b"AcroForm").ok().cloned());
    let holder = match form {
        Some(Object::Reference(form)) => {
            update.opt_clone_object_to_new_document(form).map_err(damaged)?;
            form
        }
        direct => {
            let form = direct.and_then(|form| form.as_dict().ok().cloned()).unwrap_or_default();
            let form = update.new_document.add_object(form);
            update.opt_clone_object_to_new_document(root).map_err(damaged)?;
            update.new_document.get_dictionary_mut(root).map_err(damaged)?.set("AcroForm", form);
            form
        }
    };
    append(&mut update, holder, b"Fields", field).map_err(damaged)?;
    // Signatures exist, and the file may only be appended to.
    update.new_document.get_dictionary_mut(holder).map_err(damaged)?.set("SigFlags", 3);
    let mut written = Vec::with_capacity(pdf.len() + room * 2 + ROOM_BYTES);
    update.save_to(&mut written).map_err(|error| SigningError::Damaged(error.to_string()))?;
    Ok(written)
}

/// Adds a reference to an array of an object, whether the array stands in it or by itself.
fn append(
    update: &mut IncrementalDocument,
    holder: ObjectId,
    key: &[u8],
    added: ObjectId,
) -> Result<(), lopdf::Error> {
    update.opt_clone_object_to_new_document(holder)?;
    let array = update.new_document.get_dictionary(holder)?.get(key).ok().cloned();
    if let Some(Object::Reference(array)) = array {
        update.opt_clone_object_to_new_document(array)?;
        update.new_document.get_object_mut(array)?.as_array_mut()?.push(added.into());
        return Ok(());
    }
    let mut array = array.and_then(|array| array.as_array().ok().cloned()).unwrap_or_default();
    array.push(added.into());
    update.new_document.get_dictionary_mut(holder)?.set(key, array);
    Ok(())
}

fn free_name(document: &Document) -> String {
    let taken: std::collections::BTreeSet<String> = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"T").ok().map(file::words))
        .collect();
    let mut number = 1_usize;
    while taken.contains(&format!("Signature{number}")) {
        number += 1;
    }
    format!("Signature{number}")
}

fn text_string(text: &str) -> Object {
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Writes the true range in the place kept for it; gives where the gap begins and where it ends.
fn fill_range(signed: &mut [u8], from: usize, room: usize) -> Result<(usize, usize), SigningError> {
    let missing = || SigningError::Damaged("place".to_owned());
    let find = |bytes: &[u8], wanted: &[u8]| bytes.windows(wanted.len()).position(|window| window == wanted);
    let empty = [b"<".as_slice(), &vec![b'0'; room * 2], b">"].concat();
    let gap = from + find(&signed[from..], &empty).ok_or_else(missing)?;
    let after = gap + empty.len();
    let marked = format!("{PLACE} {PLACE} {PLACE}");
    let place = from + find(&signed[from..], marked.as_bytes()).ok_or_else(missing)?;
    let range = format!("{gap} {after} {}", signed.len() - after);
    let padded = format!("{range:<width$}", width = marked.len());
    signed[place..place + marked.len()].copy_from_slice(padded.as_bytes());
    Ok((gap, after))
}

/// CMS `SignedData` with the attributes of `PAdES` B-B: content type, digest, and which certificate signed (no time: `PAdES` keeps it
/// in the file's dictionary).
fn signature(signer: &dyn Signer, chain: &[Certificate], content: &[u8]) -> Result<Vec<u8>, SigningError> {
    let failed = |error: der::Error| SigningError::Certificate(error.to_string());
    let (method, hash, hash_oid) = match signer.algorithm() {
        Algorithm::RsaSha256 => (methods::RSA_SHA256, &digest::SHA256, methods::SHA256),
        Algorithm::EcdsaP256Sha256 => (methods::ECDSA_SHA256, &digest::SHA256, methods::SHA256),
        Algorithm::EcdsaP384Sha384 => (methods::ECDSA_SHA384, &digest::SHA384, methods::SHA384),
    };
    let leaf = &chain[0];
    let own = digest::digest(&digest::SHA256, &leaf.to_der().map_err(failed)?);
    let named = SigningCertificateV2 {
        certs: vec![EssCertIdV2 {
            hash_algorithm: None,
            cert_hash: OctetString::new(own.as_ref()).map_err(failed)?,
            issuer_serial: None,
        }],
        policies: None,
    };
    let told = OctetString::new(digest::digest(hash, content).as_ref()).map_err(failed)?;
    let attributes = SetOfVec::try_from(vec![
        attribute(methods::CONTENT_TYPE, &methods::DATA).map_err(failed)?,
        attribute(methods::MESSAGE_DIGEST, &told).map_err(failed)?,
        attribute(methods::SIGNING_CERTIFICATE_V2, &named).map_err(failed)?,
    ])
    .map_err(failed)?;
    let signature = signer.sign(&attributes.to_der().map_err(failed)?)?;

    let digest_alg = AlgorithmIdentifierOwned { oid: hash_oid, parameters: None };
    let parameters = (method == methods::RSA_SHA256).then(Any::null);
    let inner = leaf.tbs_certificate();
    let info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: inner.issuer().clone(),
            serial_number: inner.serial_number().clone(),
        }),
        digest_alg: digest_alg.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm: AlgorithmIdentifierOwned { oid: method, parameters },
        signature: OctetString::new(signature).map_err(failed)?,
        unsigned_attrs: None,
    };
    let certificates = chain.iter().cloned().map(CertificateChoices::Certificate).collect::<Vec<_>>();
    let data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![digest_alg]).map_err(failed)?,
        encap_content_info: EncapsulatedContentInfo { econtent_type: methods::DATA, econtent: None },
        certificates: Some(CertificateSet(SetOfVec::try_from(certificates).map_err(failed)?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![info]).map_err(failed)?),
    };
    let content = Any::encode_from(&data).map_err(failed)?;
    ContentInfo { content_type: methods::SIGNED_DATA, content }.to_der().map_err(failed)
}

fn attribute<V>(oid: ObjectIdentifier, value: &V) -> der::Result<Attribute>
where
    V: der::Tagged + der::EncodeValue,
{
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![Any::encode_from(value)?])? })
}
