//! What the installation signs papers with (a key in a file, for tests and small offices) and whom it trusts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dispatch::signing::SigningMeans;
use print::signing::{LocalKey, Roots, SigningError};

use crate::error::CliError;

/// `[signing]` of `doanket.toml`.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// PKCS #8 in PEM, without a password: who reads the file can sign as the office.
    pub key: Option<PathBuf>,
    /// Certificates in PEM, the signer's own first.
    pub certificate: Option<PathBuf>,
    /// A folder of root certificates that signatures are trusted from.
    pub roots: Option<PathBuf>,
}

impl Section {
    /// Reads the files once, so that a mistake is told at the start and not with the first paper.
    ///
    /// # Errors
    /// When one of the two is missing or unreadable, or they do not belong together.
    pub fn means(&self) -> Result<SigningMeans, CliError> {
        let roots = self.roots.as_deref().map_or(Ok(Roots::default()), Roots::folder);
        let roots = roots.map_err(CliError::Signing)?;
        let (key, certificate) = match (&self.key, &self.certificate) {
            (None, None) => return Ok(SigningMeans { signer: None, roots }),
            (Some(key), Some(certificate)) => (read(key)?, read(certificate)?),
            (None, Some(_)) => {
                return Err(CliError::Signing(SigningError::Key("[signing] key = ?".to_owned())));
            }
            (Some(_), None) => {
                return Err(CliError::Signing(SigningError::Certificate(
                    "[signing] certificate = ?".to_owned(),
                )));
            }
        };
        let key =
            String::from_utf8(key).map_err(|_| CliError::Signing(SigningError::Key("UTF-8".to_owned())))?;
        let key = LocalKey::from_pem(&key, &certificate).map_err(CliError::Signing)?;
        Ok(SigningMeans { signer: Some(Arc::new(key)), roots })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    std::fs::read(path)
        .map_err(|error| CliError::Unreadable { path: path.to_owned(), detail: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> PathBuf {
        Path::new("../print/tests/signing").join(name)
    }

    #[test]
    fn a_key_with_its_certificate_signs_and_half_of_it_is_told() {
        assert!(Section::default().means().expect("nothing is set").signer.is_none());
        let whole = Section { key: Some(file("p256.key")), certificate: Some(file("p256.pem")), roots: None };
        assert!(whole.means().expect("a key").signer.is_some());
        for wrong in [
            Section { key: Some(file("p256.key")), certificate: None, roots: None },
            Section { key: None, certificate: Some(file("p256.pem")), roots: None },
            Section { key: Some(file("p256.key")), certificate: Some(file("rsa.pem")), roots: None },
            Section { key: Some(file("no-such.key")), certificate: Some(file("p256.pem")), roots: None },
        ] {
            assert!(wrong.means().is_err(), "{wrong:?}");
        }
    }
}
