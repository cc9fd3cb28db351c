//! Who signs: a trait, so that a token, a card or a service can take the place of a key in a file.

use der::SecretDocument;
use ring::rand::SystemRandom;
use ring::signature::{self, EcdsaKeyPair, KeyPair as _, RsaKeyPair};
use x509_cert::Certificate;

use super::SigningError;
use super::certificates::certificates;

/// What a signature is made with; the digest of the file follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    RsaSha256,
    EcdsaP256Sha256,
    EcdsaP384Sha384,
}

/// Something that can sign. The key stays where it is: only what is to be signed comes in and the signature goes out.
pub trait Signer {
    /// The certificates in DER: the signer's own first, then each one's issuer as far as they are known.
    fn certificate_chain(&self) -> &[Vec<u8>];

    fn algorithm(&self) -> Algorithm;

    /// The signature over the signed attributes (DER). The digest is the signer's to compute: RSA gives PKCS #1 v1.5, ECDSA a
    /// DER sequence.
    ///
    /// # Errors
    /// [`SigningError::Signer`] with words for the person who signs: the token is not plugged in, the PIN is wrong.
    fn sign(&self, attributes: &[u8]) -> Result<Vec<u8>, SigningError>;
}

enum Key {
    Rsa(RsaKeyPair),
    P256(EcdsaKeyPair),
    P384(EcdsaKeyPair),
}

/// A key in a file, for tests and small offices: PKCS #8 and certificates in PEM. RSA from 2048 bits, P-256, P-384.
pub struct LocalKey {
    key: Key,
    chain: Vec<Vec<u8>>,
}

impl std::fmt::Debug for LocalKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("LocalKey")
    }
}

impl LocalKey {
    /// Reads a key (`BEGIN PRIVATE KEY`) and its certificates, the signer's own first.
    ///
    /// # Errors
    /// When either is unreadable, the key is protected by a password, too weak or of another kind, or the two do not belong
    /// together.
    pub fn from_pem(key: &str, certificate: &[u8]) -> Result<Self, SigningError> {
        let wrong = |detail: &str| SigningError::Key(detail.to_owned());
        let unreadable = || SigningError::Certificate("PEM".to_owned());
        let chain = certificates(certificate).ok_or_else(unreadable)?;
        let (label, secret) = SecretDocument::from_pem(key.trim()).map_err(|_| wrong("PEM"))?;
        if label != "PRIVATE KEY" {
            return Err(wrong(label));
        }
        let pair = Self::pair(secret.as_bytes()).ok_or_else(|| wrong("RSA ≥ 2048, P-256, P-384"))?;
        let public = match &pair {
            Key::Rsa(pair) => pair.public_key().as_ref(),
            Key::P256(pair) | Key::P384(pair) => pair.public_key().as_ref(),
        };
        let leaf: &Certificate = &chain[0];
        if leaf.tbs_certificate().subject_public_key_info().subject_public_key.as_bytes() != Some(public) {
            return Err(SigningError::KeyMismatch);
        }
        let chain = chain.iter().map(der::Encode::to_der).collect::<Result<_, _>>();
        Ok(Self { key: pair, chain: chain.map_err(|_| unreadable())? })
    }

    fn pair(pkcs8: &[u8]) -> Option<Key> {
        let random = SystemRandom::new();
        let curve = |method| EcdsaKeyPair::from_pkcs8(method, pkcs8, &random).ok();
        if let Ok(pair) = RsaKeyPair::from_pkcs8(pkcs8) {
            return Some(Key::Rsa(pair));
        }
        curve(&signature::ECDSA_P256_SHA256_ASN1_SIGNING)
            .map(Key::P256)
            .or_else(|| curve(&signature::ECDSA_P384_SHA384_ASN1_SIGNING).map(Key::P384))
    }
}

impl Signer for LocalKey {
    fn certificate_chain(&self) -> &[Vec<u8>] {
        &self.chain
    }

    fn algorithm(&self) -> Algorithm {
        match self.key {
            Key::Rsa(_) => Algorithm::RsaSha256,
            Key::P256(_) => Algorithm::EcdsaP256Sha256,
            Key::P384(_) => Algorithm::EcdsaP384Sha384,
        }
    }

    fn sign(&self, attributes: &[u8]) -> Result<Vec<u8>, SigningError> {
        let random = SystemRandom::new();
        let failed = |_| SigningError::Signer("ring".to_owned());
        match &self.key {
            Key::Rsa(pair) => {
                let mut signed = vec![0; pair.public().modulus_len()];
                pair.sign(&signature::RSA_PKCS1_SHA256, &random, attributes, &mut signed).map_err(failed)?;
                Ok(signed)
            }
            Key::P256(pair) | Key::P384(pair) => {
                Ok(pair.sign(&random, attributes).map_err(failed)?.as_ref().to_vec())
            }
        }
    }
}
