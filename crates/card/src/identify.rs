//! Telling what lies in the reader, by its applications and its label, never by its ATR.

use apdu::iso::ShortEf;
use apdu::{CardChannel, ChannelError, Ne, StatusWord};

use crate::error::{CardError, CardFile, Step};
use crate::file::read_start;
use crate::link::{Application, Link, SHORT_RESPONSE, Selection};

/// What lies in the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// The plastic My Number Card.
    MyNumberCard,
    /// An old 住民基本台帳カード.
    ResidentRegisterCard,
    /// The certificate in an Android phone.
    AndroidPhone,
    /// The certificate in an iPhone.
    IPhone,
    /// It has the JPKI application and a label that nobody here knows.
    UnknownToken,
    /// The issuer locked the JPKI application (`6283`).
    LockedByIssuer,
    /// It has an application of the My Number Card, but not the one for authentication.
    WithoutJpki(Application),
    /// It has none of the five applications.
    NotMyNumberCard,
    /// It does not answer at all.
    Mute,
}

/// JPKI `0006` begins with a label of 32 bytes, padded with spaces (card.md 3.1).
const LABEL_LENGTH: usize = 32;

/// Finds out what lies in the reader.
///
/// 2 APDUs for everything that has the JPKI application (SELECT, and READ BINARY of the label by short
/// identifier); 5 SELECTs at most for a card that is not ours.
///
/// # Errors
///
/// [`CardError::Channel`] if the card went away; [`CardError::CardMisbehaved`] if it has the application
/// and not the label, or answers `6F00` twice.
pub fn identify<C: CardChannel>(link: &mut Link<C>) -> Result<Identity, CardError> {
    match link.select(Application::Jpki) {
        Ok(Selection::Selected) => read_label(link),
        Ok(Selection::Locked) => Ok(Identity::LockedByIssuer),
        Ok(Selection::NotFound(StatusWord::NO_DIAGNOSIS)) => {
            Err(CardError::refused(Step::Select(Application::Jpki), StatusWord::NO_DIAGNOSIS))
        }
        Ok(Selection::NotFound(_)) => look_for_the_others(link),
        Err(CardError::Channel(ChannelError::Mute)) => Ok(Identity::Mute),
        Err(error) => Err(error),
    }
}

fn look_for_the_others<C: CardChannel>(link: &mut Link<C>) -> Result<Identity, CardError> {
    for application in Application::ALL.into_iter().skip(1) {
        match link.select(application)? {
            Selection::Selected | Selection::Locked => {
                return Ok(Identity::WithoutJpki(application));
            }
            Selection::NotFound(_) => {}
        }
    }
    Ok(Identity::NotMyNumberCard)
}

fn read_label<C: CardChannel>(link: &mut Link<C>) -> Result<Identity, CardError> {
    let mut response = [0; SHORT_RESPONSE];
    let file = (CardFile::TokenInfo, ShortEf::of::<0x06>());
    let length = read_start(link, file, Ne::clamped(LABEL_LENGTH), &mut response)?;
    let label = response.get(..length).unwrap_or_default();
    Ok(match label.trim_ascii_end() {
        b"JPKIAPICCTOKEN2" => Identity::MyNumberCard,
        b"JPKIAPICCTOKEN" => Identity::ResidentRegisterCard,
        b"JPKIAPGPSETOKEN" => Identity::AndroidPhone,
        b"JPKIAPIOSTOKEN" => Identity::IPhone,
        _ => Identity::UnknownToken,
    })
}
