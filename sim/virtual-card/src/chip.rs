//! What is stored in a chip, as data: applications, files, references, keys, and who may use them.
//!
//! The card engine (`card`) knows no file by name; profiles are nothing but different contents here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::hex::{self, Hex};
use crate::secret::StoredSecret;

/// A file identifier; all EFs of the card are `0001`..=`001E`, so the low five bits are the SFI
/// (card.md 1.3). In JSON four hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileId(pub u16);

impl FileId {
    /// The file named by a short identifier.
    #[must_use]
    pub fn short(sfi: u8) -> Self {
        Self(u16::from(sfi & 0x1F))
    }
}

impl std::fmt::Display for FileId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl TryFrom<String> for FileId {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        match hex::decode(&text).as_deref() {
            Some(&[high, low]) => Ok(Self(u16::from_be_bytes([high, low]))),
            _ => Err(Error::Malformed { what: "file identifier" }),
        }
    }
}

impl From<FileId> for String {
    fn from(id: FileId) -> Self {
        id.to_string()
    }
}

/// The applications of the card (card.md 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Application {
    /// 共通カードAP
    Common,
    /// 住基AP
    Resident,
    /// 券面事項確認AP
    Surface,
    /// 券面事項入力補助AP
    Support,
    /// 公的個人認証AP
    Jpki,
}

impl Application {
    /// Application identifier, 10 bytes.
    #[must_use]
    pub const fn aid(self) -> [u8; 10] {
        match self {
            Self::Common => [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00],
            Self::Resident => [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x01],
            Self::Surface => [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02],
            Self::Support => [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08],
            Self::Jpki => [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01],
        }
    }
}

/// When a file may be read or a key used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// Always.
    Free,
    /// After a right VERIFY of one of these references.
    AnyOf(Vec<FileId>),
    /// Never: no credential is known that opens it.
    Never,
}

/// A transparent elementary file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Transparent {
    /// Who may read.
    pub read: Access,
    /// The bytes, filler included.
    pub content: Hex,
}

/// What a reference value may look like when it is changed (card.md 3.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alphabet {
    /// Exactly this many digits.
    Digits(u8),
    /// 6 to 16 of `A-Z0-9`.
    Password,
}

impl Alphabet {
    /// Whether `value` may become the reference value.
    #[must_use]
    pub fn admits(self, value: &[u8]) -> bool {
        match self {
            Self::Digits(count) => value.len() == usize::from(count) && value.iter().all(u8::is_ascii_digit),
            Self::Password => {
                (6..=16).contains(&value.len())
                    && value.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            }
        }
    }
}

/// A PIN or check number inside the chip, with its try counter.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reference {
    /// The value that opens.
    pub value: StoredSecret,
    /// Form of the value.
    pub alphabet: Alphabet,
    /// Tries left, 0..=15; 0 is blocked.
    pub tries_left: u8,
    /// Tries after a success.
    pub tries_most: u8,
    /// Whether the holder may change it at a terminal.
    pub changeable: bool,
}

/// What a private key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyUse {
    /// COMPUTE DIGITAL SIGNATURE `80 2A`.
    Sign,
    /// INTERNAL AUTHENTICATE `00 88`.
    InternalAuthentication,
}

/// A private key inside the chip.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PrivateKey {
    /// Which command uses it.
    pub purpose: KeyUse,
    /// Who may use it.
    pub access: Access,
    /// PKCS#1 `RSAPrivateKey` DER; `None` when the key was destroyed or never made.
    pub pkcs1: Option<Hex>,
}

/// One application of a chip.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ApplicationImage {
    /// Which application.
    pub application: Application,
    /// Locked by the issuer: SELECT answers `6283` (JICSAP LOCK DF).
    #[serde(default)]
    pub locked: bool,
    /// Transparent files.
    #[serde(default)]
    pub transparent: BTreeMap<FileId, Transparent>,
    /// Record files: free to read, each record a simple TLV.
    #[serde(default)]
    pub records: BTreeMap<FileId, Vec<Hex>>,
    /// PINs and check numbers.
    #[serde(default)]
    pub references: BTreeMap<FileId, Reference>,
    /// Private keys.
    #[serde(default)]
    pub keys: BTreeMap<FileId, PrivateKey>,
    /// Files that exist and say nothing.
    #[serde(default)]
    pub silent: Vec<FileId>,
    /// The key that P2 = `00` of `80 2A` means.
    #[serde(default)]
    pub default_key: Option<FileId>,
}

impl ApplicationImage {
    /// An application without files.
    #[must_use]
    pub fn empty(application: Application) -> Self {
        Self {
            application,
            locked: false,
            transparent: BTreeMap::new(),
            records: BTreeMap::new(),
            references: BTreeMap::new(),
            keys: BTreeMap::new(),
            silent: Vec::new(),
            default_key: None,
        }
    }

    /// Whether SELECT finds `id`.
    #[must_use]
    pub fn has(&self, id: FileId) -> bool {
        self.transparent.contains_key(&id)
            || self.records.contains_key(&id)
            || self.references.contains_key(&id)
            || self.keys.contains_key(&id)
            || self.silent.contains(&id)
    }

    /// Adds a transparent file.
    pub fn put(&mut self, id: u16, read: Access, content: Vec<u8>) {
        self.transparent.insert(FileId(id), Transparent { read, content: Hex(content) });
    }
}

/// What answers when the card is powered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A plastic My Number Card.
    MyNumberCard,
    /// An old 住基カード.
    ResidentRegistryCard,
    /// The certificates of an Android phone.
    AndroidPhone,
    /// The certificates of an iPhone.
    Iphone,
    /// Some other contactless card.
    Foreign,
    /// A broken chip: no ATR, no answers.
    Dead,
}

/// The whole chip.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Chip {
    /// What it is.
    pub kind: Kind,
    /// Answer to reset as PC/SC shows it (card.md 1.2).
    pub atr: Hex,
    /// Applications in the order in which a prefix SELECT finds them.
    pub applications: Vec<ApplicationImage>,
    /// Card-level data objects by two-byte tag, read with GET DATA while no AP is selected.
    #[serde(default)]
    pub data_objects: BTreeMap<FileId, Hex>,
    /// Contact ATR without TS, data object `5F51`, which answers everywhere.
    #[serde(default)]
    pub contact_atr: Option<Hex>,
    /// Public key of the stand-in authority, 65 bytes uncompressed P-256; `None`: no such applet.
    #[serde(default)]
    pub stand_in_key: Option<Hex>,
}

impl Chip {
    /// The image of `application`, if the chip has it.
    #[must_use]
    pub fn application(&self, application: Application) -> Option<&ApplicationImage> {
        self.applications.iter().find(|image| image.application == application)
    }

    /// The image of `application`, to change it.
    pub fn application_mut(&mut self, application: Application) -> Option<&mut ApplicationImage> {
        self.applications.iter_mut().find(|image| image.application == application)
    }
}
