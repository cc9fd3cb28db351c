//! Whether a signed file still is the paper that was given out to be signed.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{SigningError, file};

/// What signing changes in the catalog, and nothing that a reader sees.
const CATALOG: [&[u8]; 6] = [b"AcroForm", b"DSS", b"Extensions", b"Metadata", b"Perms", b"Version"];

/// Whether `pdf` is `base` with signatures added and nothing else: it begins with the bytes of `base`, and what comes after them
/// changes no object of it beyond what a signature needs. A page that was covered, exchanged or added makes it another paper, even
/// when that was signed along.
///
/// # Errors
/// As [`super::verify`], for either file.
pub fn only_signatures_added(base: &[u8], pdf: &[u8]) -> Result<bool, SigningError> {
    if !pdf.starts_with(base) {
        return Ok(false);
    }
    let (old, new) = (file::load(base)?, file::load(pdf)?);
    let (Ok(root), Ok(new_root)) = (root(&old), root(&new)) else { return Ok(false) };
    if root != new_root {
        return Ok(false);
    }
    let info = old.trailer.get(b"Info").and_then(Object::as_reference).ok();
    let is_same = |(id, object): (&ObjectId, &Object)| match new.objects.get(id) {
        Some(now) if now == object => true,
        // Structure of the file, or words about it that no reader of the paper sees.
        None => has_type(object, &[b"XRef", b"ObjStm"]),
        Some(_) if Some(*id) == info || has_type(object, &[b"XRef", b"ObjStm", b"Metadata"]) => true,
        Some(now) => match (object.as_dict(), now.as_dict()) {
            (Ok(was), Ok(now)) if *id == root => same_beside(was, now, &CATALOG),
            (Ok(was), Ok(now)) if has_type(object, &[b"Page"]) => {
                same_beside(was, now, &[b"Annots"]) && notes_are_signatures(&old, was, &new, now)
            }
            _ => false,
        },
    };
    Ok(old.objects.iter().all(is_same) && form_has_signatures_only(&new))
}

fn root(document: &Document) -> Result<ObjectId, lopdf::Error> {
    document.trailer.get(b"Root").and_then(Object::as_reference)
}

fn has_type(object: &Object, types: &[&[u8]]) -> bool {
    let dictionary = match object {
        Object::Stream(stream) => &stream.dict,
        Object::Dictionary(dictionary) => dictionary,
        _ => return false,
    };
    dictionary.get(b"Type").and_then(Object::as_name).is_ok_and(|name| types.contains(&name))
}

fn same_beside(was: &Dictionary, now: &Dictionary, free: &[&[u8]]) -> bool {
    let kept = |one: &Dictionary, other: &Dictionary| {
        one.iter().all(|(key, value)| {
            free.contains(&key.as_slice()) || other.get(key).is_ok_and(|other| other == value)
        })
    };
    kept(was, now) && kept(now, was)
}

fn notes<'a>(document: &'a Document, page: &'a Dictionary) -> Option<&'a [Object]> {
    let Ok(notes) = page.get(b"Annots") else { return Some(&[]) };
    document.dereference(notes).ok()?.1.as_array().ok().map(Vec::as_slice)
}

/// Marks on a page that were not there are fields of signatures.
fn notes_are_signatures(old: &Document, was: &Dictionary, new: &Document, now: &Dictionary) -> bool {
    let (Some(was), Some(now)) = (notes(old, was), notes(new, now)) else { return false };
    was.iter().all(|one| now.contains(one))
        && now.iter().filter(|one| !was.contains(one)).all(|one| {
            new.dereference(one).ok().and_then(|(_, one)| one.as_dict().ok()).is_some_and(is_signature_field)
        })
}

fn is_signature_field(field: &Dictionary) -> bool {
    field.get(b"FT").and_then(Object::as_name).is_ok_and(|kind| kind == b"Sig")
}

/// A form that fills in words could show others than those that were signed.
fn form_has_signatures_only(document: &Document) -> bool {
    let Ok(form) = document.catalog().and_then(|catalog| catalog.get(b"AcroForm")) else { return true };
    let Ok(form) = document.dereference(form).and_then(|(_, form)| form.as_dict()) else { return false };
    let Ok(fields) = form.get(b"Fields") else { return true };
    let Ok(fields) = document.dereference(fields).and_then(|(_, fields)| fields.as_array()) else {
        return false;
    };
    !form.has(b"XFA")
        && fields.iter().all(|field| {
            document
                .dereference(field)
                .ok()
                .and_then(|(_, one)| one.as_dict().ok())
                .is_some_and(is_signature_field)
        })
}
