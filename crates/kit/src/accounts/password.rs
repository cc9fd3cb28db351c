//! Passwords: Argon2id, in the background, a few at a time.

use std::sync::LazyLock;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use super::AccountError;
use crate::error::Internal;

/// A hash takes 19 MiB; more at once than cores only costs memory.
static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// OWASP's first recommendation for Argon2id: 19 MiB, two passes, one lane.
fn argon2() -> Argon2<'static> {
    Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(19 * 1024, 2, 1, None).expect("valid parameters"),
    )
}

/// A password as it counts: keyboards write Vietnamese letters composed or decomposed, and a person cannot see which.
fn typed(password: &str) -> String {
    vi::normalise::nfc(password).into_owned()
}

/// The hash to store, with its salt and parameters.
pub async fn hash(password: &str) -> Result<String, Internal> {
    let password = typed(password);
    let _turn = AT_ONCE.acquire().await.map_err(Internal::from_error)?;
    tokio::task::spawn_blocking(move || {
        let hash: phc::PasswordHash =
            argon2().hash_password(password.as_bytes()).map_err(|error| Internal::new(error.to_string()))?;
        Ok(hash.to_string())
    })
    .await?
}

/// Whether a password fits a stored hash; takes as long when it does not.
pub(super) async fn fits(password: &str, stored: &str) -> Result<bool, Internal> {
    let (password, stored) = (typed(password), stored.to_owned());
    let _turn = AT_ONCE.acquire().await.map_err(Internal::from_error)?;
    tokio::task::spawn_blocking(move || {
        let hash = phc::PasswordHash::new(&stored).map_err(|error| Internal::new(error.to_string()))?;
        Ok(argon2().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await?
}

/// OWASP ASVS 5.0, 6.2: at least 12 characters here, no composition rules, not the sign-in name, not a common one.
///
/// # Errors
/// [`AccountError::WeakPassword`].
pub fn check_strength(password: &str, login: &str) -> Result<(), AccountError> {
    const COMMON: [&str; 8] =
        ["matkhau", "password", "123456", "qwerty", "mattran", "doanket", "sonla", "administrator"];
    let letters = password.chars().count();
    let folded = password.to_lowercase();
    let rest = COMMON.iter().fold(folded.clone(), |text, common| text.replace(common, ""));
    let distinct = password.chars().collect::<std::collections::BTreeSet<_>>().len();
    let is_weak =
        !(12..=200).contains(&letters) || distinct < 5 || rest.chars().count() < 6 || folded.contains(login);
    if is_weak { Err(AccountError::WeakPassword) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_fits() {
        let stored = hash("con suối nhỏ chảy").await.expect("hashes");
        assert!(stored.starts_with("$argon2id$"), "{stored}");
        assert!(fits("con suối nhỏ chảy", &stored).await.expect("verifies"));
        assert!(
            fits("con suo\u{302}\u{301}i nho\u{309} cha\u{309}y", &stored).await.expect("verifies"),
            "decomposed"
        );
        assert!(!fits("con suối nhỏ chạy", &stored).await.expect("verifies"));
    }

    #[test]
    fn short_common_and_own_names_are_weak() {
        for weak in ["ngan", "matkhau123456", "aaaaaaaaaaaaaaa", "vanthu-sonla-1", "doanket12345"] {
            assert!(check_strength(weak, "vanthu").is_err(), "{weak}");
        }
        assert!(check_strength("ba con vịt xòe hai cánh", "vanthu").is_ok());
    }
}
