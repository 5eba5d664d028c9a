//! Which model files exist, and the refusal of every other file.

use core::fmt;

use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The manifest that this crate was built with, `models/manifest.toml`.
const BUILT_IN: &str = include_str!("../../../models/manifest.toml");

/// The models that this crate knows how to feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ModelId {
    /// The detector.
    YuNet,
    /// The embedder.
    SFace,
    /// One of the pair that looks at surfaces; optional.
    MiniFasNetV2,
    /// The other of the pair; optional.
    MiniFasNetV1Se,
    /// The recogniser of the card front (`card-front`).
    PpOcrV6Rec,
}

impl ModelId {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::YuNet, Self::SFace, Self::MiniFasNetV2, Self::MiniFasNetV1Se, Self::PpOcrV6Rec];

    /// Those that look at faces.
    pub const FACE: [Self; 4] = [Self::YuNet, Self::SFace, Self::MiniFasNetV2, Self::MiniFasNetV1Se];

    /// Those without which no face can be compared.
    pub const REQUIRED: [Self; 2] = [Self::YuNet, Self::SFace];

    /// The `id` in the manifest, and the name of the model's card.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::YuNet => "yunet",
            Self::SFace => "sface",
            Self::MiniFasNetV2 => "minifasnet-v2",
            Self::MiniFasNetV1Se => "minifasnet-v1se",
            Self::PpOcrV6Rec => "ppocrv6-rec",
        }
    }
}

/// Why a model can't be used. The people who built or set up the terminal are to blame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelError {
    /// The manifest is not what this crate reads.
    ManifestMalformed,
    /// The manifest does not list the model.
    NotListed(ModelId),
    /// The bytes are not those of the listed file.
    NotTheListedFile(ModelId),
    /// The listed file, which the runtime can't load.
    Unsupported(ModelId),
}

/// A model's entry: the fields that the loader needs; set-up reads the rest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Entry {
    id: String,
    /// The file's name in the model folder.
    pub file: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256.
    #[serde(deserialize_with = "hex")]
    pub sha256: [u8; 32],
}

/// The listed models.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    model: Vec<Entry>,
}

impl Manifest {
    /// The manifest of the source tree that this crate was built from.
    ///
    /// # Errors
    /// [`ModelError::ManifestMalformed`].
    pub fn built_in() -> Result<Self, ModelError> {
        Self::parse(BUILT_IN)
    }

    /// Reads a manifest in the format of `models/manifest.toml`.
    ///
    /// # Errors
    /// [`ModelError::ManifestMalformed`].
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        toml::from_str(text).map_err(|_| ModelError::ManifestMalformed)
    }

    /// The entry of a model.
    ///
    /// # Errors
    /// [`ModelError::NotListed`].
    pub fn entry(&self, id: ModelId) -> Result<&Entry, ModelError> {
        let found = self.model.iter().find(|entry| entry.id == id.name());
        found.ok_or(ModelError::NotListed(id))
    }

    /// Checks that `file` is the listed file of `id`, to the last bit.
    ///
    /// # Errors
    /// [`ModelError::NotListed`] or [`ModelError::NotTheListedFile`].
    pub fn check(&self, id: ModelId, file: &[u8]) -> Result<(), ModelError> {
        let entry = self.entry(id)?;
        let same_length = u64::try_from(file.len()) == Ok(entry.bytes);
        if !same_length || Sha256::digest(file).as_slice() != entry.sha256 {
            return Err(ModelError::NotTheListedFile(id));
        }
        Ok(())
    }
}

fn hex<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
    use serde::de::{Error, Unexpected};
    let text = String::deserialize(deserializer)?;
    let wrong = || D::Error::invalid_value(Unexpected::Str(&text), &"64 hexadecimal digits");
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let byte = |pair: &[u8; 2]| {
        let digit = |d: u8| char::from(d).to_digit(16).and_then(|d| u8::try_from(d).ok());
        let [high, low] = *pair;
        digit(high).zip(digit(low)).map(|(high, low)| high << 4 | low)
    };
    let bytes: Option<Vec<u8>> = pairs.iter().map(byte).collect();
    let bytes = bytes.filter(|_| rest.is_empty()).ok_or_else(wrong)?;
    <[u8; 32]>::try_from(bytes).map_err(|_| wrong())
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ManifestMalformed => f.write_str("the model manifest can't be read"),
            Self::NotListed(id) => write!(f, "model {} is not in the manifest", id.name()),
            Self::NotTheListedFile(id) => {
                write!(f, "the file given as model {} is not the listed one", id.name())
            }
            Self::Unsupported(id) => write!(f, "the runtime can't load model {}", id.name()),
        }
    }
}

impl core::error::Error for ModelError {}

#[cfg(test)]
mod tests {
    use super::*;

    /// A manifest that lists the two bytes "ab" as the detector.
    const OF_AB: &str = r#"
        [[model]]
        id = "yunet"
        file = "ab.onnx"
        bytes = 2
        sha256 = "fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603"
    "#;

    #[test]
    fn the_built_in_manifest_lists_every_model() {
        let manifest = Manifest::built_in().unwrap();
        for id in ModelId::ALL {
            assert!(manifest.entry(id).unwrap().file.ends_with(".onnx"));
        }
    }

    #[test]
    fn only_the_listed_bytes_pass() {
        let manifest = Manifest::parse(OF_AB).unwrap();
        assert_eq!(manifest.check(ModelId::YuNet, b"ab"), Ok(()));
        for other in [&b"ac"[..], b"abc", b""] {
            assert_eq!(
                manifest.check(ModelId::YuNet, other),
                Err(ModelError::NotTheListedFile(ModelId::YuNet))
            );
        }
        assert_eq!(manifest.check(ModelId::SFace, b"ab"), Err(ModelError::NotListed(ModelId::SFace)));
    }

    #[test]
    fn a_bad_hash_is_malformed() {
        for hash in ["fb8e20fc", "é", &"0g".repeat(32), &"00".repeat(33)] {
            let text =
                OF_AB.replace("fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603", hash);
            assert_eq!(Manifest::parse(&text), Err(ModelError::ManifestMalformed));
        }
    }
}
