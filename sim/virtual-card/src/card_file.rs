//! One card as a JSON file: the chip, the printed side, and what only the office and the centre know.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::chip::{Application, Chip, FileId, Kind, Reference};
use crate::date::Date;
use crate::error::Error;
use crate::holder::{Holder, Pins, Sex};
use crate::issue;
use crate::pictures::Pictures;
use crate::pki::{Pki, read_json, write_json};
use crate::profile::{Mark, Profile};
use crate::secret::StoredSecret;

/// Format of the file.
const FORMAT: u32 = 1;

/// カード運用状況, which the office's terminal shows (S:760).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardStatus {
    /// 交付前
    NotYetIssued,
    /// 運用中
    InOperation,
    /// 一時停止 (reported lost)
    Suspended,
    /// 廃止
    Abolished,
}

/// What the centre knows of a certificate. Nothing of it is on the wire (card.md 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CentreStatus {
    /// Valid as far as the centre is concerned.
    Good,
    /// Revoked.
    Revoked,
    /// Never issued.
    NotIssued,
}

/// The centre's view of the card's two certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Centre {
    /// 利用者証明用
    pub user_authentication: CentreStatus,
    /// 署名用
    pub digital_signature: CentreStatus,
}

/// The printed side. 照合番号B follows from it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Front {
    /// 氏名
    pub name: String,
    /// 住所
    pub address: String,
    /// 生年月日
    pub birth_date: Date,
    /// 性別
    pub sex: Sex,
    /// Expiry of the card.
    pub card_expiry: Date,
    /// Expiry of the certificates.
    pub certificate_expiry: Date,
    /// セキュリティコード, 4 digits.
    pub security_code: String,
    /// 全国地方公共団体コード, 5 digits.
    pub municipality_code: String,
    /// 「顔認証」 in the 追記欄 or on the case.
    pub mark: Mark,
}

/// A PIN or check number by its name, wherever the card keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceName {
    /// 利用者証明用, JPKI 0018.
    UserAuthentication,
    /// 署名用, JPKI 001B.
    DigitalSignature,
    /// 住民基本台帳用, 共通 001C and 住基 001C.
    Resident,
    /// 券面事項入力補助用, 補助 0011.
    Support,
    /// 照合番号A, 確認 0013 and 補助 0014.
    CheckNumberA,
    /// 照合番号B, 確認 0012 and 補助 0015.
    CheckNumberB,
    /// 生年月日, 確認 0011.
    BirthDate,
}

impl ReferenceName {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::UserAuthentication,
        Self::DigitalSignature,
        Self::Resident,
        Self::Support,
        Self::CheckNumberA,
        Self::CheckNumberB,
        Self::BirthDate,
    ];

    /// The places of the reference; two names live in two applications, with separate counters.
    #[must_use]
    pub const fn places(self) -> &'static [(Application, FileId)] {
        match self {
            Self::UserAuthentication => &[(Application::Jpki, FileId(0x0018))],
            Self::DigitalSignature => &[(Application::Jpki, FileId(0x001B))],
            Self::Resident => {
                &[(Application::Common, FileId(0x001C)), (Application::Resident, FileId(0x001C))]
            }
            Self::Support => &[(Application::Support, FileId(0x0011))],
            Self::CheckNumberA => {
                &[(Application::Surface, FileId(0x0013)), (Application::Support, FileId(0x0014))]
            }
            Self::CheckNumberB => {
                &[(Application::Surface, FileId(0x0012)), (Application::Support, FileId(0x0015))]
            }
            Self::BirthDate => &[(Application::Surface, FileId(0x0011))],
        }
    }
}

/// The name under which a counter appears in counts: `jpki/0018`.
pub(crate) fn counter_name(application: Application, id: FileId) -> String {
    let name = match application {
        Application::Common => "common",
        Application::Resident => "resident",
        Application::Surface => "surface",
        Application::Support => "support",
        Application::Jpki => "jpki",
    };
    format!("{name}/{id}")
}

/// One card.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CardFile {
    pub(crate) format: u32,
    /// Number within its PKI.
    pub issue_number: u32,
    /// The state it was made in.
    pub profile: Profile,
    /// カード運用状況.
    pub status: CardStatus,
    /// What only the centre knows.
    pub centre: Centre,
    /// The printed side.
    pub front: Front,
    /// The pictures in the chip, kept to write its records again.
    pub pictures: Pictures,
    /// The chip.
    pub chip: Chip,
}

impl CardFile {
    /// Issues a card on the day `now`. Quick if the PKI's pool holds the keys of the holder's number.
    ///
    /// # Errors
    /// Storage and cryptography errors; [`Error::TooLong`] if the photo does not fit.
    pub fn new(
        pki: &Pki,
        holder: &Holder,
        profile: Profile,
        pictures: &Pictures,
        now: Date,
    ) -> Result<Self, Error> {
        issue::issue(pki, holder, profile, pictures, now)
    }

    /// Reads a card.
    ///
    /// # Errors
    /// Storage errors; [`Error::Json`]; [`Error::Malformed`] for another format.
    pub fn load(path: &Path) -> Result<Self, Error> {
        let card: Self = read_json(path)?;
        if card.format == FORMAT { Ok(card) } else { Err(Error::Malformed { what: "card format" }) }
    }

    /// Writes the card; the file is the old one or the new one at any moment.
    ///
    /// # Errors
    /// Storage errors.
    pub fn save(&self, path: &Path) -> Result<(), Error> {
        write_json(path, self)
    }

    pub(crate) const fn format() -> u32 {
        FORMAT
    }

    /// Tries left of every reference that the chip has, by `application/file`.
    #[must_use]
    pub fn counters(&self) -> BTreeMap<String, u8> {
        self.chip
            .applications
            .iter()
            .flat_map(|image| {
                image
                    .references
                    .iter()
                    .map(|(id, reference)| (counter_name(image.application, *id), reference.tries_left))
            })
            .collect()
    }

    /// The first reference of that name.
    #[must_use]
    pub fn reference(&self, name: ReferenceName) -> Option<&Reference> {
        name.places()
            .iter()
            .find_map(|(application, id)| self.chip.application(*application)?.references.get(id))
    }

    /// Every reference of that name, to change it.
    pub fn references_mut(&mut self, name: ReferenceName) -> Vec<&mut Reference> {
        self.chip
            .applications
            .iter_mut()
            .flat_map(|image| {
                let application = image.application;
                image
                    .references
                    .iter_mut()
                    .filter(move |(id, _)| name.places().contains(&(application, **id)))
                    .map(|(_, reference)| reference)
            })
            .collect()
    }

    /// The value that opens `name`, for the tests' hand that types it.
    #[must_use]
    pub fn secret(&self, name: ReferenceName) -> Option<&StoredSecret> {
        self.reference(name).map(|reference| &reference.value)
    }

    /// Certificate 000A, DER, whatever its access rule; `None` if the chip has none.
    #[must_use]
    pub fn user_authentication_certificate(&self) -> Option<Vec<u8>> {
        let image = self.chip.application(Application::Jpki)?;
        image.transparent.get(&FileId(0x000A)).map(|file| file.content.0.clone())
    }

    /// The holder, put together again from the printed side and the chip.
    ///
    /// # Errors
    /// [`Error::Misuse`] for a card that is not a plastic My Number Card.
    pub fn holder(&self) -> Result<Holder, Error> {
        if self.chip.kind != Kind::MyNumberCard {
            return Err(Error::Misuse { what: "not a My Number Card" });
        }
        let secret =
            |name| self.secret(name).cloned().ok_or(Error::Malformed { what: "card without a reference" });
        Ok(Holder {
            issue_number: self.issue_number,
            name: self.front.name.clone(),
            address: self.front.address.clone(),
            birth_date: self.front.birth_date,
            sex: self.front.sex,
            my_number: secret(ReferenceName::CheckNumberA)?,
            security_code: self.front.security_code.clone(),
            municipality_code: self.front.municipality_code.clone(),
            pins: Pins {
                user_authentication: secret(ReferenceName::UserAuthentication)?,
                digital_signature: secret(ReferenceName::DigitalSignature)?,
                resident: secret(ReferenceName::Resident)?,
                support: secret(ReferenceName::Support)?,
            },
        })
    }
}
