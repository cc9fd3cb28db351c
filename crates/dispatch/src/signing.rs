//! What the installation signs and trusts with.

use std::sync::Arc;

use print::signing::{self, Roots, SignatureResult, Signer, Signing, Verdict, Verification};

use crate::error::DispatchError;

/// The means of an installation, given when the program starts.
#[derive(Clone, Default)]
pub struct SigningMeans {
    /// Signs for the office: a key in a file, or whatever else implements [`Signer`]. Without one nothing is signed here.
    pub signer: Option<Arc<dyn Signer + Send + Sync>>,
    /// Whose certificates are vouched for. Without any a signature can be intact, but nobody says whose it is.
    pub roots: Roots,
}

impl std::fmt::Debug for SigningMeans {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "SigningMeans {{ signs: {} }}", self.signer.is_some())
    }
}

/// What stands under a file: nobody's, or the signatures as checked now.
pub type Checked = Verification;

/// Whether the file ends with what was signed: no signature is wrong, and the last covers all of it.
pub fn is_intact(found: &Verification) -> bool {
    let last = found.signatures.last().map(SignatureResult::verdict);
    matches!(last, Some(Verdict::Good | Verdict::NotTrusted))
        && found.signatures.iter().all(|one| one.verdict() != Verdict::Bad)
}

type Moment = chrono::DateTime<chrono::Utc>;

/// The moment of a clock as certificates count it.
pub fn moment(at: kit::Instant) -> Moment {
    at.local().to_utc()
}

/// Checks all signatures of a file, away from the threads that answer requests.
pub async fn check(pdf: Vec<u8>, means: &SigningMeans, at: kit::Instant) -> Result<Checked, DispatchError> {
    let (roots, now) = (means.roots.clone(), moment(at));
    let done = tokio::task::spawn_blocking(move || signing::verify(&pdf, &roots, now));
    Ok(done.await.map_err(kit::Internal::from)??)
}

/// Checks a file that is to go out in the place of `base`: the same paper, signed, and unchanged since.
///
/// # Errors
/// [`DispatchError::NotSigned`], [`DispatchError::OtherPaper`], [`DispatchError::SignatureBroken`].
pub async fn check_paper(
    base: Vec<u8>,
    pdf: Vec<u8>,
    means: &SigningMeans,
    at: kit::Instant,
) -> Result<Checked, DispatchError> {
    let (roots, now) = (means.roots.clone(), moment(at));
    let done = tokio::task::spawn_blocking(move || {
        let found = signing::verify(&pdf, &roots, now)?;
        if found.signatures.is_empty() {
            return Err(DispatchError::NotSigned);
        }
        if !is_intact(&found) {
            return Err(DispatchError::SignatureBroken);
        }
        if !signing::only_signatures_added(&base, &pdf)? {
            return Err(DispatchError::OtherPaper);
        }
        Ok(found)
    });
    done.await.map_err(kit::Internal::from)?
}

/// Signs a file with the installation's signer.
///
/// # Errors
/// [`DispatchError::NoSigner`]; [`DispatchError::Signing`] with what the signer says.
pub async fn sign(
    pdf: Vec<u8>,
    means: &SigningMeans,
    at: kit::Instant,
    (reason, location): (String, String),
) -> Result<Vec<u8>, DispatchError> {
    let signer = means.signer.clone().ok_or(DispatchError::NoSigner)?;
    let told = |text: String| (!text.trim().is_empty()).then_some(text);
    let how = Signing { at: moment(at), reason: told(reason), location: told(location) };
    let done = tokio::task::spawn_blocking(move || signing::sign(&pdf, signer.as_ref(), &how));
    Ok(done.await.map_err(kit::Internal::from)??)
}
