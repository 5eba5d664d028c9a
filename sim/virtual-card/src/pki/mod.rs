//! The simulator's own issuers, in one directory: roots, CV authorities, the stand-in authority, and a
//! pool of RSA keys so that making a card is quick. Everything but times follows from a seed.
//!
//! ```text
//! pki.json                          format, seed
//! roots/user-authentication.{der,pem}   roots/digital-signature.{der,pem}
//! cv-ca.json                        [{name, key_id, modulus, exponent}], the terminal's CA table
//! stand-in/authority.pk8            PKCS#8 of the stand-in authority, P-256
//! stand-in/authority.pub            its public key, 65 bytes uncompressed
//! keys/*.der                        PKCS#1 private keys
//! ```

pub mod cv;
mod keys;
mod x509;

use std::path::{Path, PathBuf};

use p256::pkcs8::EncodePrivateKey;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub(crate) use keys::{KeyName, derive_rng};
pub(crate) use x509::Period;

use crate::date::Date;
use crate::error::Error;
use crate::holder::Holder;
use crate::storage;
pub use cv::{CvCa, KeyId};
use keys::KeyStore;
use x509::Hierarchy;

/// Format of `pki.json`.
const FORMAT: u32 = 1;
/// Cards whose keys are made with the PKI; later cards get theirs when they are made.
pub const POOL: u32 = 24;
/// The roots' validity: the test PKI is valid from 2023 to 2036.
const ROOT_PERIOD: Period = Period { from: Date::at(2023, 4, 1), to: Date::at(2036, 3, 31) };

#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    seed: u64,
}

/// The issuers.
#[derive(Debug, Clone)]
pub struct Pki {
    directory: PathBuf,
    keys: KeyStore,
    seed: u64,
}

impl Pki {
    /// Makes the issuers and keys for [`POOL`] cards in `directory`. Slow the first time: tens of
    /// RSA keys. What is there already from the same seed is kept, so a broken run can be repeated.
    ///
    /// # Errors
    /// [`Error::Misuse`] if the directory holds a PKI of another seed; storage errors.
    pub fn create(directory: &Path, seed: u64) -> Result<Self, Error> {
        Self::create_with_pool(directory, seed, POOL)
    }

    /// As [`Pki::create`], with keys for cards 1..=`pool` made beforehand.
    ///
    /// # Errors
    /// As [`Pki::create`].
    pub fn create_with_pool(directory: &Path, seed: u64, pool: u32) -> Result<Self, Error> {
        for part in ["keys", "roots", "stand-in"] {
            let path = directory.join(part);
            std::fs::create_dir_all(&path).map_err(Error::at(&path))?;
        }
        if directory.join("pki.json").exists() && Self::open(directory)?.seed != seed {
            return Err(Error::Misuse { what: "the directory holds a PKI of another seed" });
        }
        let keys = KeyStore::new(directory.join("keys"), seed);
        let pki = Self { directory: directory.to_owned(), keys, seed };
        pki.fill_pool(pool)?;
        pki.write_roots()?;
        pki.write_cv_authorities()?;
        pki.write_stand_in_authority()?;
        let manifest = Manifest { format: FORMAT, seed };
        write_json(&directory.join("pki.json"), &manifest)?;
        Ok(pki)
    }

    /// Opens the issuers in `directory`.
    ///
    /// # Errors
    /// Storage errors; [`Error::Malformed`] for another format.
    pub fn open(directory: &Path) -> Result<Self, Error> {
        let manifest: Manifest = read_json(&directory.join("pki.json"))?;
        if manifest.format != FORMAT {
            return Err(Error::Malformed { what: "PKI format" });
        }
        let keys = KeyStore::new(directory.join("keys"), manifest.seed);
        Ok(Self { directory: directory.to_owned(), keys, seed: manifest.seed })
    }

    /// Where it is kept.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Root of the 利用者証明用 certificates, DER.
    ///
    /// # Errors
    /// Storage errors.
    pub fn user_authentication_root(&self) -> Result<Vec<u8>, Error> {
        self.read("roots/user-authentication.der")
    }

    /// Root of the 署名用 certificates, DER.
    ///
    /// # Errors
    /// Storage errors.
    pub fn digital_signature_root(&self) -> Result<Vec<u8>, Error> {
        self.read("roots/digital-signature.der")
    }

    /// The CA table for CV certificates.
    ///
    /// # Errors
    /// Storage errors.
    pub fn cv_authorities(&self) -> Result<Vec<CvCa>, Error> {
        read_json(&self.directory.join("cv-ca.json"))
    }

    /// Private key of the stand-in authority, PKCS#8, for [`crate::stand_in::authorise`].
    ///
    /// # Errors
    /// Storage errors.
    pub fn stand_in_private_key(&self) -> Result<Vec<u8>, Error> {
        self.read("stand-in/authority.pk8")
    }

    /// Public key of the stand-in authority, 65 bytes.
    ///
    /// # Errors
    /// Storage errors.
    pub fn stand_in_public_key(&self) -> Result<Vec<u8>, Error> {
        self.read("stand-in/authority.pub")
    }

    pub(crate) fn key(&self, name: KeyName) -> Result<RsaPrivateKey, Error> {
        self.keys.key(name)
    }

    pub(crate) const fn seed(&self) -> u64 {
        self.seed
    }

    /// The 利用者証明用 certificate for `holder`'s key.
    pub(crate) fn user_authentication_certificate(
        &self,
        holder: &Holder,
        period: Period,
    ) -> Result<Vec<u8>, Error> {
        let key = self.key(KeyName::UserAuthentication(holder.issue_number))?;
        let issuer = self.key(KeyName::UserAuthenticationRoot)?;
        x509::user_authentication(holder, &key.to_public_key(), &issuer, period)
    }

    /// The 署名用 certificate for `holder`; the key is the batch's.
    pub(crate) fn digital_signature_certificate(
        &self,
        holder: &Holder,
        period: Period,
    ) -> Result<Vec<u8>, Error> {
        let key = self.key(KeyName::DigitalSignature)?;
        let issuer = self.key(KeyName::DigitalSignatureRoot)?;
        x509::digital_signature(holder, &key.to_public_key(), &issuer, period)
    }

    fn fill_pool(&self, pool: u32) -> Result<(), Error> {
        let per_card =
            (1..=pool).flat_map(|card| [KeyName::UserAuthentication(card), KeyName::Surface(card)]);
        let names: Vec<_> = keys::SHARED.into_iter().chain(per_card).collect();
        self.keys.fill(&names)
    }

    fn write_roots(&self) -> Result<(), Error> {
        for (hierarchy, key, stem) in [
            (Hierarchy::UserAuthentication, KeyName::UserAuthenticationRoot, "user-authentication"),
            (Hierarchy::DigitalSignature, KeyName::DigitalSignatureRoot, "digital-signature"),
        ] {
            let der = x509::root(hierarchy, &self.key(key)?, ROOT_PERIOD)?;
            let path = self.directory.join("roots").join(stem);
            storage::replace(&path.with_extension("der"), &der)?;
            let pem = der::pem::encode_string("CERTIFICATE", der::pem::LineEnding::LF, &der)
                .map_err(|_| Error::Cryptography { what: "PEM" })?;
            storage::replace(&path.with_extension("pem"), pem.as_bytes())?;
        }
        Ok(())
    }

    fn write_cv_authorities(&self) -> Result<(), Error> {
        let table: Vec<CvCa> = [
            ("card level", KeyId::CARD_LEVEL_CA, KeyName::CardLevelCa),
            ("surface", KeyId::SURFACE_CA, KeyName::SurfaceCa),
            ("support", KeyId::SUPPORT_CA, KeyName::SupportCa),
        ]
        .into_iter()
        .map(|(name, id, key)| Ok(CvCa::new(name, id, &self.key(key)?.to_public_key())))
        .collect::<Result<_, Error>>()?;
        write_json(&self.directory.join("cv-ca.json"), &table)
    }

    fn write_stand_in_authority(&self) -> Result<(), Error> {
        let key = p256::SecretKey::random(&mut derive_rng(self.seed, "stand-in authority"));
        let pkcs8 = key.to_pkcs8_der().map_err(|_| Error::Cryptography { what: "P-256 key" })?;
        let public = key.public_key().to_sec1_bytes();
        storage::replace(&self.directory.join("stand-in/authority.pk8"), pkcs8.as_bytes())?;
        storage::replace(&self.directory.join("stand-in/authority.pub"), &public)
    }

    fn read(&self, part: &str) -> Result<Vec<u8>, Error> {
        let path = self.directory.join(part);
        std::fs::read(&path).map_err(Error::at(&path))
    }
}

/// sha256WithRSAEncryption, PKCS#1 v1.5.
pub(crate) fn sign_sha256(key: &RsaPrivateKey, message: &[u8]) -> Result<Vec<u8>, Error> {
    key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message))
        .map_err(|_| Error::Cryptography { what: "RSA signature" })
}

pub(crate) fn write_json<T: Serialize>(path: &Path, value: &T) -> Result<(), Error> {
    let json = |source| Error::Json { path: path.to_owned(), source };
    storage::replace(path, &serde_json::to_vec_pretty(value).map_err(json)?)
}

pub(crate) fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, Error> {
    let bytes = std::fs::read(path).map_err(Error::at(path))?;
    serde_json::from_slice(&bytes).map_err(|source| Error::Json { path: path.to_owned(), source })
}
