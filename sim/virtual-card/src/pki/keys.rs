//! RSA keys that follow from the PKI's seed and are kept in its directory.

use std::path::{Path, PathBuf};

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rsa::RsaPrivateKey;
use rsa::pkcs1::{DecodeRsaPrivateKey, EncodeRsaPrivateKey};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::storage;

/// Bits of every RSA key of the card (card.md 5.5).
const BITS: usize = 2048;

/// A key of the simulator, named by what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum KeyName {
    /// Root of the 利用者証明用 certificates.
    UserAuthenticationRoot,
    /// Root of the 署名用 certificates.
    DigitalSignatureRoot,
    /// CA of the card-level CV certificates.
    CardLevelCa,
    /// CA of the CV certificates of the 確認AP.
    SurfaceCa,
    /// CA of the CV certificates of the 補助AP.
    SupportCa,
    /// Intermediate under the card-level CA.
    CardLevelIntermediate,
    /// Subject of the lower card-level certificate.
    CardLevelLower,
    /// Signs the records of the 確認AP.
    SurfaceIssuer,
    /// Signs the records of the 補助AP.
    SupportIssuer,
    /// 共通 0019 of every card of the batch.
    CommonInternal,
    /// 補助 0006 of every card of the batch.
    SupportSession,
    /// 補助 0013 of every card of the batch.
    SupportInternal,
    /// 署名用 key of every card of the batch.
    DigitalSignature,
    /// 利用者証明用 key of one card.
    UserAuthentication(u32),
    /// Internal-authentication key of one card's 確認AP.
    Surface(u32),
    /// The key in a chip that copied one card's files.
    Clone(u32),
}

/// Keys shared by all cards of a PKI.
pub(crate) const SHARED: [KeyName; 13] = [
    KeyName::UserAuthenticationRoot,
    KeyName::DigitalSignatureRoot,
    KeyName::CardLevelCa,
    KeyName::SurfaceCa,
    KeyName::SupportCa,
    KeyName::CardLevelIntermediate,
    KeyName::CardLevelLower,
    KeyName::SurfaceIssuer,
    KeyName::SupportIssuer,
    KeyName::CommonInternal,
    KeyName::SupportSession,
    KeyName::SupportInternal,
    KeyName::DigitalSignature,
];

impl KeyName {
    fn file_stem(self) -> String {
        match self {
            Self::UserAuthenticationRoot => "user-authentication-root".into(),
            Self::DigitalSignatureRoot => "digital-signature-root".into(),
            Self::CardLevelCa => "card-level-ca".into(),
            Self::SurfaceCa => "surface-ca".into(),
            Self::SupportCa => "support-ca".into(),
            Self::CardLevelIntermediate => "card-level-intermediate".into(),
            Self::CardLevelLower => "card-level-lower".into(),
            Self::SurfaceIssuer => "surface-issuer".into(),
            Self::SupportIssuer => "support-issuer".into(),
            Self::CommonInternal => "common-internal".into(),
            Self::SupportSession => "support-session".into(),
            Self::SupportInternal => "support-internal".into(),
            Self::DigitalSignature => "digital-signature".into(),
            Self::UserAuthentication(card) => format!("card-{card:06}-user-authentication"),
            Self::Surface(card) => format!("card-{card:06}-surface"),
            Self::Clone(card) => format!("card-{card:06}-clone"),
        }
    }
}

/// Makes and keeps keys below one directory.
#[derive(Debug, Clone)]
pub(crate) struct KeyStore {
    directory: PathBuf,
    seed: u64,
}

impl KeyStore {
    pub(crate) fn new(directory: PathBuf, seed: u64) -> Self {
        Self { directory, seed }
    }

    fn path(&self, name: KeyName) -> PathBuf {
        self.directory.join(name.file_stem()).with_extension("der")
    }

    /// The key, read from its file, or made (which takes a good part of a second) and stored.
    pub(crate) fn key(&self, name: KeyName) -> Result<RsaPrivateKey, Error> {
        let path = self.path(name);
        if path.exists() {
            return read(&path);
        }
        let key = self.derive(name)?;
        let der = key.to_pkcs1_der().map_err(|_| Error::Cryptography { what: "key encoding" })?;
        storage::replace(&path, der.as_bytes())?;
        Ok(key)
    }

    fn derive(&self, name: KeyName) -> Result<RsaPrivateKey, Error> {
        let mut rng = derive_rng(self.seed, &name.file_stem());
        RsaPrivateKey::new(&mut rng, BITS).map_err(|_| Error::Cryptography { what: "RSA key" })
    }

    /// Makes every missing key of `names`, on all processors.
    pub(crate) fn fill(&self, names: &[KeyName]) -> Result<(), Error> {
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let share = names.len().div_ceil(workers).max(1);
        std::thread::scope(|scope| {
            let running: Vec<_> = names
                .chunks(share)
                .map(|part| scope.spawn(move || part.iter().try_for_each(|name| self.key(*name).map(drop))))
                .collect();
            running.into_iter().try_for_each(|worker| {
                worker.join().unwrap_or(Err(Error::Cryptography { what: "key worker" }))
            })
        })
    }
}

/// A stream of random bytes that `seed` and `purpose` fix.
pub(crate) fn derive_rng(seed: u64, purpose: &str) -> ChaCha20Rng {
    let digest = Sha256::new()
        .chain_update(b"virtual card PKI\0")
        .chain_update(seed.to_be_bytes())
        .chain_update(purpose.as_bytes())
        .finalize();
    ChaCha20Rng::from_seed(digest.into())
}

fn read(path: &Path) -> Result<RsaPrivateKey, Error> {
    let der = std::fs::read(path).map_err(Error::at(path))?;
    RsaPrivateKey::from_pkcs1_der(&der).map_err(|_| Error::Malformed { what: "RSA key file" })
}
