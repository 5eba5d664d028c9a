//! The four attributes as text: 券面事項入力補助AP `0002` (card.md 5.4).
//!
//! Only read out of bytes here: opening the file takes that application's PIN or 照合番号B, each with a
//! counter of its own, and no session of the terminal needs it.

use apdu::tlv::Tag;

use crate::date::RecordedDate;
use crate::error::{CardError, CardFile, Defect};
use crate::surface::{find_field, record_value};

/// The basic four attributes. Borrows the bytes of the file; `Debug` is redacted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BasicFour<'f> {
    /// Name; family and given name are separated by U+3000.
    pub name: &'f str,
    /// Address, with full-width digits.
    pub address: &'f str,
    /// Date of birth.
    pub birth_date: RecordedDate,
    /// Sex as recorded, one ASCII digit; sources differ on what other than `1` and `2` means.
    pub sex: u8,
}

impl core::fmt::Debug for BasicFour<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("BasicFour(redacted)")
    }
}

const RECORD: Tag = Tag(0xFF20);
const NAME: Tag = Tag(0xDF22);
const ADDRESS: Tag = Tag(0xDF23);
const BIRTH_DATE: Tag = Tag(0xDF24);
const SEX: Tag = Tag(0xDF25);

/// Reads the attributes; the record need not begin at offset 0 (card.md 1.4).
///
/// # Errors
///
/// [`CardError::Malformed`].
pub fn parse(file: &[u8]) -> Result<BasicFour<'_>, CardError> {
    read(file).map_err(|defect| CardError::malformed(CardFile::BasicFour, defect))
}

fn read(file: &[u8]) -> Result<BasicFour<'_>, Defect> {
    let value = record_value(file, RECORD)?;
    Ok(BasicFour {
        name: text(value, NAME)?,
        address: text(value, ADDRESS)?,
        birth_date: RecordedDate::from_bytes(find_field(value, BIRTH_DATE)?.value).ok_or(Defect::BadDate)?,
        sex: match find_field(value, SEX)?.value {
            [sex] => *sex,
            _ => return Err(Defect::WrongLength(SEX)),
        },
    })
}

fn text(value: &[u8], tag: Tag) -> Result<&str, Defect> {
    core::str::from_utf8(find_field(value, tag)?.value).map_err(|_| Defect::NotText(tag))
}
