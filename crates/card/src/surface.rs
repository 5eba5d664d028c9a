//! The card face in the chip: 券面事項確認AP `0002` (card.md 5.2).

use apdu::iso::ShortEf;
use apdu::tlv::{Object, ObjectHeader, Reader, Tag, TlvError};
use apdu::{CardChannel, StatusWord};
use zeroize::Zeroize;

use crate::cv::public_key;
use crate::date::RecordedDate;
use crate::error::{CardError, CardFile, Defect, Misuse, Step};
use crate::file::{STATUS_ROOM, read_whole};
use crate::link::{Application, Link};
use crate::rsa::{PublicKey, Signature};

/// A file of 32 KiB or more is refused: READ BINARY can't reach beyond (15-bit offset).
pub const LONGEST: usize = 32 * 1024 - 1;
/// The room that [`read`] needs: the file and a status word.
pub const BUFFER_LENGTH: usize = LONGEST + STATUS_ROOM;

/// Sex as recorded (JIS X 0303; only `1` was seen, card.md 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// `1`.
    Male,
    /// `2`.
    Female,
    /// `0`.
    NotKnown,
    /// `9`.
    NotApplicable,
    /// Any other byte.
    Other(u8),
}

/// The card face, unverified until [`crate::genuineness::check`] says otherwise. Borrows the bytes of the file.
///
/// The picture of the security code is not part of it: whoever reads this has it already, and it is
/// wiped from the buffer. `Debug` shows lengths only.
#[derive(Clone, Copy)]
pub struct CardFace<'f> {
    /// Date of birth. Signed.
    pub birth_date: RecordedDate,
    /// Sex. Signed.
    pub sex: Sex,
    /// The key of the chip, which internal authentication is checked with. Signed.
    pub chip_key: PublicKey,
    /// The name as a PNG, 216×12 pixels of 1 bit on the card that was seen. Signed.
    pub name_png: &'f [u8],
    /// The address as a PNG, 288×12 pixels of 1 bit on the card that was seen. Signed.
    pub address_png: &'f [u8],
    /// The face photo as JPEG 2000 (JP2), 378×472 pixels in grey on the card that was seen. Signed.
    pub photo_jp2: &'f [u8],
    /// Date of the card's expiry. **Not signed.**
    pub card_expiry: RecordedDate,
    pub(crate) signature: Signature,
    pub(crate) signed: Signed<'f>,
}

/// The objects that the signature covers, as written, in its three groups.
#[derive(Clone, Copy)]
pub(crate) struct Signed<'f> {
    pub(crate) person: [&'f [u8]; 3],
    pub(crate) pictures_of_text: [&'f [u8]; 2],
    pub(crate) photo: [&'f [u8]; 1],
}

impl core::fmt::Debug for CardFace<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "CardFace(photo of {} bytes)", self.photo_jp2.len())
    }
}

/// Reads the card face into `buffer`, which needs [`BUFFER_LENGTH`] bytes, after
/// [`crate::check_number::present`] was accepted.
///
/// ⌈n/256⌉ APDUs for a file of n bytes in the short form, 1 in the extended form.
///
/// # Errors
///
/// [`Misuse::NotAuthorised`] if 照合番号B was not accepted before; [`CardError::Malformed`] if the file
/// is longer than [`LONGEST`] or not what it must be; [`CardError`] of the link.
pub fn read<'f, C: CardChannel>(link: &mut Link<C>, buffer: &'f mut [u8]) -> Result<CardFace<'f>, CardError> {
    link.require(Application::Surface)?;
    let file = (CardFile::CardFace, ShortEf::of::<0x02>());
    let length = read_whole(link, file, buffer, measure).map_err(|error| {
        if error.refusal() == Some(StatusWord::NOT_AUTHORISED) {
            CardError::Misuse(Misuse::NotAuthorised(Step::Read(CardFile::CardFace)))
        } else {
            error
        }
    })?;
    let record = buffer.get_mut(..length).unwrap_or_default();
    wipe_security_code(record);
    parse(record)
}

/// Reads a card face out of the bytes of its file.
///
/// # Errors
///
/// [`CardError::Malformed`] or [`CardError::Unsupported`].
pub fn parse(file: &[u8]) -> Result<CardFace<'_>, CardError> {
    let malformed = |defect| CardError::malformed(CardFile::CardFace, defect);
    let fields = Fields::collect(file).map_err(malformed)?;
    let chip_key = public_key(fields.chip_key.value, CardFile::CardFace)?;
    fields.read(chip_key).map_err(malformed)
}

const RECORD: Tag = Tag(0xFF20);
const BIRTH_DATE: Tag = Tag(0xDF22);
const SEX: Tag = Tag(0xDF23);
const CHIP_KEY: Tag = Tag(0xDF24);
const NAME: Tag = Tag(0xDF25);
const ADDRESS: Tag = Tag(0xDF26);
const PHOTO: Tag = Tag(0xDF27);
const SIGNATURE: Tag = Tag(0xDF28);
const CARD_EXPIRY: Tag = Tag(0xDF29);
const SECURITY_CODE: Tag = Tag(0xDF2A);

fn measure(head: &[u8]) -> Result<usize, Defect> {
    let (at, header) = find_record(head, RECORD)?;
    match at + header.total_length() {
        total if total > LONGEST => Err(Defect::TooLong),
        total => Ok(total),
    }
}

/// How far from the start of a file its record may begin: two bytes were reported once (card.md 1.4).
const FARTHEST_START: usize = 16;

/// Looks for the record, which need not begin at offset 0.
pub(crate) fn find_record(file: &[u8], record: Tag) -> Result<(usize, ObjectHeader), Defect> {
    for at in 0..=FARTHEST_START {
        let rest = file.get(at..).unwrap_or_default();
        match ObjectHeader::parse(rest) {
            Ok(header) if header.tag == record => return Ok((at, header)),
            _ => {}
        }
    }
    Err(Defect::NoRecord)
}

/// The value of the record, wherever it begins.
pub(crate) fn record_value(file: &[u8], record: Tag) -> Result<&[u8], Defect> {
    let (at, _) = find_record(file, record)?;
    Ok(Reader::new(file.get(at..).unwrap_or_default()).expect(record)?.value)
}

struct Fields<'f> {
    birth_date: Object<'f>,
    sex: Object<'f>,
    chip_key: Object<'f>,
    name: Object<'f>,
    address: Object<'f>,
    photo: Object<'f>,
    signature: Object<'f>,
    card_expiry: Object<'f>,
}

impl<'f> Fields<'f> {
    fn collect(file: &'f [u8]) -> Result<Self, Defect> {
        let value = record_value(file, RECORD)?;
        let field = |tag| find_field(value, tag);
        Ok(Self {
            birth_date: field(BIRTH_DATE)?,
            sex: field(SEX)?,
            chip_key: field(CHIP_KEY)?,
            name: field(NAME)?,
            address: field(ADDRESS)?,
            photo: field(PHOTO)?,
            signature: field(SIGNATURE)?,
            card_expiry: field(CARD_EXPIRY)?,
        })
    }

    fn read(self, chip_key: PublicKey) -> Result<CardFace<'f>, Defect> {
        Ok(CardFace {
            birth_date: RecordedDate::from_bytes(self.birth_date.value).ok_or(Defect::BadDate)?,
            sex: match self.sex.value {
                b"1" => Sex::Male,
                b"2" => Sex::Female,
                b"0" => Sex::NotKnown,
                b"9" => Sex::NotApplicable,
                [other] => Sex::Other(*other),
                _ => return Err(Defect::WrongLength(SEX)),
            },
            chip_key,
            name_png: self.name.value,
            address_png: self.address.value,
            photo_jp2: self.photo.value,
            card_expiry: RecordedDate::from_bytes(self.card_expiry.value).ok_or(Defect::BadDate)?,
            signature: self
                .signature
                .value
                .try_into()
                .map(Signature)
                .map_err(|_| Defect::WrongLength(SIGNATURE))?,
            signed: Signed {
                person: [self.birth_date.whole, self.sex.whole, self.chip_key.whole],
                pictures_of_text: [self.name.whole, self.address.whole],
                photo: [self.photo.whole],
            },
        })
    }
}

/// The first object with this tag.
pub(crate) fn find_field(value: &[u8], tag: Tag) -> Result<Object<'_>, Defect> {
    let mut objects = Reader::new(value);
    while !objects.is_empty() {
        let object = objects.take()?;
        if object.tag == tag {
            return Ok(object);
        }
    }
    Err(Defect::Tlv(TlvError::Missing(tag)))
}

/// Overwrites the picture of the security code, which shows four of the digits of 照合番号B.
fn wipe_security_code(file: &mut [u8]) {
    let Ok((at, record)) = find_record(file, RECORD) else {
        return;
    };
    let mut next = at + record.header_length;
    while let Ok(field) = ObjectHeader::parse(file.get(next..).unwrap_or_default()) {
        let end = next + field.total_length();
        if field.tag == SECURITY_CODE
            && let Some(value) = file.get_mut(next + field.header_length..end)
        {
            value.zeroize();
        }
        next = end;
    }
}
