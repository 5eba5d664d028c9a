//! What every bench of one run shares: cards, authorities, keys. Making them takes seconds.

use card::cv::{CaKey, CaPurpose, KeyId};
use std::sync::OnceLock;
use virtual_card::card_file::CardFile;
use virtual_card::date::Date;
use virtual_card::holder::Holder;
use virtual_card::pictures::{DEBIAN_FONT, Photo, Pictures};
use virtual_card::pki::{CvCa, Pki};

/// The staff credential: number 017 and a secret.
pub const CREDENTIAL: &str = "017akebono-61";
/// The counter that all of this is about.
pub const PIN: &str = "jpki/0018";

/// The shared things.
pub struct Stock {
    /// An ordinary card.
    pub ordinary: CardFile,
    /// A 顔認証マイナンバーカード: all 4-digit PINs are locked.
    pub face_authentication: CardFile,
    /// An ordinary card whose PIN was locked by errors.
    pub pin_locked: CardFile,
    /// The authorities for photo and chip.
    pub authorities: Vec<CaKey>,
    /// The stand-in's private key.
    pub stand_in_key: Vec<u8>,
    /// The authorities of the cards.
    pub pki: Pki,
    _directory: tempfile::TempDir,
}

/// Made once per process.
pub fn stock() -> &'static Stock {
    static STOCK: OnceLock<Stock> = OnceLock::new();
    STOCK.get_or_init(|| {
        let directory = tempfile::tempdir().unwrap();
        let pki = Pki::create_with_pool(directory.path(), 5, 1).unwrap();
        let photo = Photo::placeholder().unwrap();
        Stock {
            ordinary: issue(&pki, photo.clone(), "normal"),
            face_authentication: issue(&pki, photo.clone(), "kao-ninsho"),
            pin_locked: issue(&pki, photo, "auth-locked"),
            authorities: pki.cv_authorities().unwrap().iter().map(authority).collect(),
            stand_in_key: pki.stand_in_private_key().unwrap(),
            pki,
            _directory: directory,
        }
    })
}

/// Issues a card of this profile with this photo.
#[must_use]
pub fn issue(pki: &Pki, photo: Photo, profile: &str) -> CardFile {
    let holder = Holder::fictional(1);
    let pictures = Pictures::draw(&holder, photo, DEBIAN_FONT.as_ref()).unwrap();
    let today = Date::new(2026, 11, 24).unwrap();
    CardFile::new(pki, &holder, profile.parse().unwrap(), &pictures, today).unwrap()
}

fn authority(of: &CvCa) -> CaKey {
    CaKey {
        key_id: KeyId(of.key_id.0.clone().try_into().unwrap()),
        purpose: CaPurpose::Surface,
        modulus: of.modulus.0.clone().try_into().unwrap(),
    }
}
