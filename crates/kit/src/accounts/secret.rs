//! Random secrets and their hashes.

use sha2::{Digest, Sha256};

/// A secret of 256 random bits, in hexadecimal.
///
/// # Panics
/// When the operating system has no randomness: nothing secret can be made then.
pub fn new_secret() -> String {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    crate::audit::hex(&bytes)
}

/// A code that a person types once: four groups of four letters and digits without look-alikes, about 77 bits.
///
/// # Panics
/// As [`new_secret`].
pub fn new_one_time_code() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut bytes = [0_u8; 64];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    let mut code = String::new();
    // Bytes past the last whole multiple are skipped, so that every letter is equally likely.
    let usable = bytes.iter().filter(|byte| usize::from(**byte) < 256 / LETTERS.len() * LETTERS.len());
    for (place, byte) in usable.take(16).enumerate() {
        if place > 0 && place % 4 == 0 {
            code.push('-');
        }
        code.push(LETTERS[usize::from(*byte) % LETTERS.len()] as char);
    }
    code
}

/// What is stored of a secret that has enough random bits of its own.
pub fn token_hash(secret: &str) -> String {
    crate::audit::hex(&Sha256::digest(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_four_groups_and_never_the_same() {
        let code = new_one_time_code();
        assert_eq!(code.len(), 19, "{code}");
        assert_eq!(code.matches('-').count(), 3);
        assert_ne!(code, new_one_time_code());
        assert_ne!(new_secret(), new_secret());
    }
}
