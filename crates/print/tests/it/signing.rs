//! Signatures: what is signed is found good, here and by pdfsig; what is changed, cut, or lied about is found out.

use std::process::Command;

use chrono::{DateTime, Utc};
use print::signing::{
    Coverage, Fault, LocalKey, Roots, Signing, SigningError, SigningTime, Trust, Validity, Verdict,
    Verification, only_signatures_added, sign, verify,
};
use proptest::prelude::*;

use crate::tools::{day, here, run, sample};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn now() -> DateTime<Utc> {
    at("2026-03-05T03:00:00Z")
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(here("tests/signing").join(name)).expect("a file of the tests")
}

fn key(name: &str) -> LocalKey {
    let key = String::from_utf8(file(&format!("{name}.key"))).expect("PEM");
    LocalKey::from_pem(&key, &file(&format!("{name}.pem"))).expect("a key with its certificate")
}

fn roots() -> Roots {
    Roots::from_bytes(&file("root.pem")).expect("a root")
}

fn signing() -> Signing {
    Signing { at: now(), reason: Some("Ban hành".to_owned()), location: Some("Sơn La".to_owned()) }
}

fn plain() -> Vec<u8> {
    print::pdf(&sample("notice"), day()).expect("writes")
}

fn signed(by: &str) -> Vec<u8> {
    sign(&plain(), &key(by), &signing()).expect("signs")
}

#[track_caller]
fn checked(pdf: &[u8]) -> Verification {
    verify(pdf, &roots(), now()).expect("a readable file")
}

#[track_caller]
fn verdicts(pdf: &[u8]) -> Vec<Verdict> {
    checked(pdf).signatures.iter().map(print::signing::SignatureResult::verdict).collect()
}

#[test]
fn what_each_kind_of_key_signs_is_good() {
    for (name, who) in [("p256", "Lò Thị Mẫu"), ("p384", "Văn phòng"), ("rsa", "Cầm Văn Mẫu")] {
        let pdf = signed(name);
        assert!(pdf.starts_with(&plain()), "the old bytes stay");
        let result = checked(&pdf);
        assert!(result.is_good(), "{result:?}");
        let [one] = result.signatures.as_slice() else { panic!("{result:?}") };
        assert_eq!(one.field, "Signature1");
        let signer = one.signer.as_ref().expect("a signer");
        assert_eq!((signer.name.as_str(), signer.validity), (who, Validity::Valid));
        assert_eq!(one.time, SigningTime::Claimed(now()));
        assert_eq!(one.reason.as_deref(), Some("Ban hành"));
        assert_eq!(one.trust, Trust::Trusted("Gốc thử nghiệm".to_owned()));
        assert_eq!(one.signed_bytes, pdf.len() as u64);
    }
}

#[test]
fn other_programs_agree() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["p256", "p384", "rsa"] {
        let path = folder.path().join(format!("{name}.pdf"));
        let twice = sign(&signed(name), &key("rsa"), &signing()).expect("signs again");
        std::fs::write(&path, twice).expect("writes");
        let told = run(Command::new("pdfsig").args(["-nocert"]).arg(&path), "poppler-utils");
        let told = String::from_utf8_lossy(&told);
        assert_eq!(told.matches("Signature is Valid.").count(), 2, "{told}");
        assert!(told.contains("Total document signed") && told.contains("ETSI.CAdES.detached"), "{told}");
    }
}

#[test]
fn without_a_root_nobody_is_vouched_for() {
    let result = verify(&signed("p256"), &Roots::default(), now()).expect("readable");
    assert_eq!(result.signatures[0].trust, Trust::NoRoots);
    assert_eq!(result.signatures[0].verdict(), Verdict::NotTrusted);
    assert!(!result.is_good());
    let words = result.signatures[0].sentences();
    assert!(words.iter().any(|said| said.vi.contains("chưa cài chứng thư gốc")), "{words:?}");
    assert!(words.iter().any(|said| said.en.contains("no root is configured")), "{words:?}");
    // An authority of somebody else.
    let other = Roots::from_bytes(&file("rsa.pem")[..0]);
    assert!(matches!(other, Err(SigningError::Certificate(_))));
}

#[test]
fn a_root_of_others_vouches_for_nobody() {
    let stranger = String::from_utf8(file("p384.pem")).expect("PEM");
    let leaf = stranger.split_inclusive("-----END CERTIFICATE-----").next().expect("one");
    let roots = Roots::from_bytes(leaf.as_bytes()).expect("a certificate");
    let result = verify(&signed("p256"), &roots, now()).expect("readable");
    assert_eq!(result.signatures[0].trust, Trust::UnknownIssuer);
}

#[test]
fn two_signatures_vouch_for_each_other() {
    let twice = sign(&signed("p256"), &key("rsa"), &signing()).expect("signs");
    let result = checked(&twice);
    assert_eq!(verdicts(&twice), [Verdict::ChangedAfter, Verdict::Good]);
    assert_eq!(result.signatures[1].field, "Signature2");
    assert!(result.is_good());
    // Changing something that both cover breaks both.
    assert_eq!(verdicts(&with_change(&twice)), [Verdict::Bad, Verdict::Bad]);
}

/// A space in the properties becomes a line end; the structure stays readable.
fn with_change(pdf: &[u8]) -> Vec<u8> {
    let mut pdf = pdf.to_vec();
    let place = pdf.windows(9).position(|bytes| bytes == b"<rdf:RDF ").expect("properties");
    pdf[place + 8] = b'\n';
    pdf
}

#[test]
fn a_change_inside_is_seen() {
    let result = checked(&with_change(&signed("p256")));
    assert_eq!(result.signatures[0].verdict(), Verdict::Bad);
    assert!(!result.signatures[0].digest_matches && result.signatures[0].signature_valid);
    let words = result.signatures[0].sentences();
    assert!(words.iter().any(|said| said.vi.contains("đã bị sửa")), "{words:?}");
}

#[test]
fn what_is_added_after_is_seen() {
    let mut pdf = signed("p256");
    pdf.extend_from_slice(b"% more\n%%EOF\n");
    assert_eq!(verdicts(&pdf), [Verdict::ChangedAfter]);
    assert!(!checked(&pdf).is_good());
}

/// Puts other numbers in the place of the range, as long as before.
fn with_range(pdf: &[u8], range: &str) -> Vec<u8> {
    let start = pdf.windows(10).rposition(|bytes| bytes == b"/ByteRange").expect("a range");
    let open = start + pdf[start..].iter().position(|byte| *byte == b'[').expect("[") + 1;
    let close = open + pdf[open..].iter().position(|byte| *byte == b']').expect("]");
    let mut changed = pdf.to_vec();
    let padded = format!("{range:<width$}", width = close - open);
    changed.splice(open..close, padded.into_bytes());
    changed
}

#[test]
fn a_lying_range_proves_nothing() {
    let pdf = signed("p256");
    let len = pdf.len();
    for range in [
        "0 10 20 30".to_owned(),
        format!("0 {len} 0 0"),
        format!("1 {} {len} 0", len - 1),
        "0 9223372036854775807 1 1".to_owned(),
        "0 1 9223372036854775807 9".to_owned(),
        "-1 -1 -1 -1".to_owned(),
        "0 1".to_owned(),
        "/a /b".to_owned(),
        String::new(),
    ] {
        let result = checked(&with_range(&pdf, &range));
        assert_eq!(result.signatures[0].coverage, Coverage::Broken, "{range}");
        assert_eq!(result.signatures[0].verdict(), Verdict::Bad, "{range}");
    }
}

#[test]
fn a_damaged_signature_is_said_to_be_one() {
    let pdf = signed("p256");
    let place = pdf.windows(10).rposition(|bytes| bytes == b"/Contents<").expect("a signature") + 10;
    let mut broken = pdf.clone();
    broken[place..place + 8].copy_from_slice(b"FFFFFFFF");
    let result = checked(&broken);
    assert!(matches!(result.signatures[0].fault, Some(Fault::Damaged(_))), "{result:?}");
    let mut empty = pdf.clone();
    let end = place + empty[place..].iter().position(|byte| *byte == b'>').expect(">");
    empty[place..end].fill(b'0');
    assert_eq!(verdicts(&empty), [Verdict::Bad]);
}

#[test]
fn dates_and_uses_of_certificates_count() {
    let signing_then = Signing { at: at("2021-06-01T00:00:00Z"), ..signing() };
    let old = sign(&plain(), &key("ended"), &signing_then).expect("valid then");
    let result = checked(&old);
    // The claimed time lies within the dates, but it is only a claim.
    assert_eq!(result.signatures[0].trust, Trust::Dates);
    assert_eq!(result.signatures[0].signer.as_ref().expect("signer").validity, Validity::Expired);
    assert_eq!(result.signatures[0].verdict(), Verdict::NotTrusted);
    assert_eq!(sign(&plain(), &key("ended"), &signing()).expect_err("ended"), SigningError::CertificateDates);
    let other_use = sign(&plain(), &key("cipher"), &signing()).expect("signs");
    assert_eq!(checked(&other_use).signatures[0].trust, Trust::NotForSigning);
}

#[test]
fn keys_and_certificates_are_told_apart() {
    let text = |name: &str| String::from_utf8(file(name)).expect("PEM");
    let wrong = |key: &str, certificate: &[u8]| LocalKey::from_pem(key, certificate).expect_err("refused");
    assert_eq!(wrong(&text("p256.key"), &file("rsa.pem")), SigningError::KeyMismatch);
    assert!(matches!(wrong(&text("p256.pem"), &file("p256.pem")), SigningError::Key(_)));
    assert!(matches!(wrong("nothing", &file("p256.pem")), SigningError::Key(_)));
    assert!(matches!(wrong(&text("p256.key"), b"nothing"), SigningError::Certificate(_)));
    assert_eq!(format!("{:?}", key("p256")), "LocalKey");
}

#[test]
fn unsigned_and_foreign_files_are_said_to_be_so() {
    let result = checked(&plain());
    assert!(result.signatures.is_empty() && !result.is_good());
    for bytes in [b"".as_slice(), b"%PDF-1.7\n", b"PK\x03\x04", &signed("p256")[..2000]] {
        let error = verify(bytes, &roots(), now()).expect_err("no .pdf");
        assert!(matches!(error, SigningError::Damaged(_)), "{error:?}");
        assert!(error.phrase().vi.contains("hỏng") && error.phrase().en.contains("damaged"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_damage_makes_a_panic_or_a_good_signature(
        hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        static SIGNED: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| signed("p256"));
        let mut pdf = SIGNED.clone();
        for (place, value) in &hits {
            let place = place.index(pdf.len());
            pdf[place] = *value;
        }
        if let Some(cut) = cut {
            pdf.truncate(cut.index(pdf.len()));
        }
        let gap = SIGNED.windows(10).rposition(|bytes| bytes == b"/Contents<").expect("a signature") + 10;
        let end = gap + SIGNED[gap..].iter().position(|byte| *byte == b'>').expect(">");
        // What is not signed: zeros after the signature, and unsigned parts of it.
        let outside = |bytes: &[u8]| bytes.len() == SIGNED.len() && bytes[..gap] == SIGNED[..gap] && bytes[end..] == SIGNED[end..];
        if let Ok(result) = verify(&pdf, &roots(), now()) {
            prop_assert!(!result.is_good() || outside(&pdf));
        }
    }

    #[test]
    fn damaged_signatures_never_panic(place in 0_usize..2400, value in any::<u8>(), more in 0_usize..2400) {
        static SIGNED: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| signed("rsa"));
        let mut pdf = SIGNED.clone();
        let gap = pdf.windows(10).rposition(|bytes| bytes == b"/Contents<").expect("a signature") + 10;
        for place in [place, more] {
            let digits = format!("{value:02X}");
            pdf[gap + place * 2..gap + place * 2 + 2].copy_from_slice(digits.as_bytes());
        }
        let result = verify(&pdf, &roots(), now()).expect("the file itself is sound");
        prop_assert_eq!(result.signatures.len(), 1);
        prop_assert!(!result.signatures[0].sentences().is_empty());
    }
}

#[test]
fn a_signed_file_is_the_paper_only_when_nothing_but_signatures_came_to_it() {
    let plain = plain();
    let once = signed("p256");
    let twice = sign(&once, &key("rsa"), &signing()).expect("signs again");
    assert_eq!(only_signatures_added(&plain, &plain), Ok(true));
    assert_eq!(only_signatures_added(&plain, &once), Ok(true));
    assert_eq!(only_signatures_added(&plain, &twice), Ok(true));
    let mut report = print::pdf(&sample("report"), day()).expect("writes");
    assert_eq!(only_signatures_added(&report, &once), Ok(false), "another paper");
    report.extend_from_slice(b" ");
    assert_eq!(only_signatures_added(&plain, &report), Ok(false));
    // A page exchanged by an update, and the whole then signed: the signature is good, the paper is another.
    let other = exchanged(&plain);
    let signed_along = sign(&other, &key("p256"), &signing()).expect("signs");
    assert!(signed_along.starts_with(&plain) && checked(&signed_along).is_good());
    assert_eq!(only_signatures_added(&plain, &signed_along), Ok(false), "a page was exchanged");
}

/// The file with other words on its first page, added as an update.
fn exchanged(pdf: &[u8]) -> Vec<u8> {
    use lopdf::{Document, IncrementalDocument, Object, Stream, dictionary};
    let old = Document::load_mem(pdf).expect("reads");
    let (_, first) = old.get_pages().into_iter().next().expect("a page");
    let mut update = IncrementalDocument::create_from(pdf.to_vec(), old);
    update.opt_clone_object_to_new_document(first).expect("copies the page");
    let words = update.new_document.add_object(Stream::new(dictionary! {}, b"BT ET".to_vec()));
    let page = update.new_document.get_dictionary_mut(first).expect("the page");
    page.set("Contents", Object::Reference(words));
    let mut written = Vec::new();
    update.save_to(&mut written).expect("writes");
    written
}
