//! Reading a whole transparent file in the fewest commands.

use apdu::iso::{self, Offset, ShortEf, Target};
use apdu::{CardChannel, CommandBuffer, Ne, StatusWord};
use zeroize::Zeroize;

use crate::error::{CardError, CardFile, Defect, Misbehaviour, Misuse, Step};
use crate::link::{DOES_NOT_FIT, Link, SHORT_RESPONSE};

/// Finds out from the beginning of a file how many bytes it is worth reading.
pub(crate) type Measure = fn(&[u8]) -> Result<usize, Defect>;

/// Room that every buffer needs beyond the longest file: the status word arrives behind the data.
pub(crate) const STATUS_ROOM: usize = 2;

/// Reading is given up when the pieces are smaller than half of this on average.
const SMALL_PIECE: usize = 256;

/// Reads a whole file of the current application into `buffer` and returns its length.
///
/// The first READ BINARY names the file by its short identifier, so no SELECT is needed; the length in
/// the record says what the rest are. For n bytes that is ⌈n/256⌉ APDUs in the short form and 1 in
/// the extended form (⌈n/longest⌉ if the reader is limited). Bytes behind the record are wiped.
pub(crate) fn read_whole<C: CardChannel>(
    link: &mut Link<C>,
    (file, ef): (CardFile, ShortEf),
    buffer: &mut [u8],
    measure: Measure,
) -> Result<usize, CardError> {
    let result = read_record(link, (file, ef), buffer, measure);
    let keep = *result.as_ref().unwrap_or(&0);
    if let Some(rest) = buffer.get_mut(keep..) {
        rest.zeroize();
    }
    result
}

fn read_record<C: CardChannel>(
    link: &mut Link<C>,
    (file, ef): (CardFile, ShortEf),
    buffer: &mut [u8],
    measure: Measure,
) -> Result<usize, CardError> {
    let room = buffer
        .len()
        .checked_sub(STATUS_ROOM)
        .filter(|room| *room > 0)
        .ok_or(CardError::Misuse(Misuse::BufferTooSmall))?;
    let longest = usize::try_from(link.form().longest().get()).unwrap_or(usize::MAX);
    let mut filled = read_start(link, (file, ef), first_ne(link, room), buffer)?;
    let head = buffer.get(..filled).unwrap_or_default();
    let total = measure(head).map_err(|defect| CardError::malformed(file, defect))?;
    if total > room {
        return Err(CardError::malformed(file, Defect::TooLong));
    }
    // A card may answer with less than was asked for, but not for ever.
    let most_reads = total.div_ceil(SMALL_PIECE) * 2;
    let mut reads = 0;
    while filled < total {
        if reads == most_reads {
            return Err(CardError::CardMisbehaved(Misbehaviour::TooManyReads(file)));
        }
        reads += 1;
        let ne = Ne::clamped((total - filled).min(longest));
        let rest = buffer.get_mut(filled..).unwrap_or_default();
        filled += read_next(link, file, filled, ne, rest)?;
    }
    Ok(total)
}

/// The first read asks for all that the reader carries: `Le = 00`, or `00 00 00` in the extended form,
/// which is what was seen to work on the card (card.md 1.3).
fn first_ne<C: CardChannel>(link: &Link<C>, room: usize) -> Ne {
    match link.form().longest() {
        Ne::EXTENDED_MAX => Ne::EXTENDED_MAX,
        longest => longest.min(Ne::clamped(room)),
    }
}

/// Reads once from the start of a file into `buffer` and returns how many bytes came: 1 APDU, or 3 on a
/// card that refuses short identifiers.
pub(crate) fn read_start<C: CardChannel>(
    link: &mut Link<C>,
    (file, ef): (CardFile, ShortEf),
    ne: Ne,
    buffer: &mut [u8],
) -> Result<usize, CardError> {
    let mut command = CommandBuffer::new();
    let mut read = iso::read_start(&mut command, Target::Short(ef), ne)?;
    let response = link.send(&mut read, buffer).map_err(too_long(file))?;
    let (status, length) = (response.status, response.data.len());
    if !refuses_short_identifier(status) {
        return accepted(file, status, length);
    }
    let selected = select_file(link, ef)?;
    if !selected.is_success() {
        return Err(CardError::refused(Step::Read(file), selected));
    }
    let mut read = iso::read_start(&mut command, Target::Current, ne)?;
    let response = link.send(&mut read, buffer).map_err(too_long(file))?;
    accepted(file, response.status, response.data.len())
}

fn read_next<C: CardChannel>(
    link: &mut Link<C>,
    file: CardFile,
    at: usize,
    ne: Ne,
    rest: &mut [u8],
) -> Result<usize, CardError> {
    let offset = Offset::new(at).ok_or(CardError::malformed(file, Defect::TooLong))?;
    let mut command = CommandBuffer::new();
    let mut read = iso::read_at(&mut command, offset, ne)?;
    let response = link.send(&mut read, rest).map_err(too_long(file))?;
    let ended = response.status == StatusWord::WRONG_OFFSET;
    if ended || (response.data.is_empty() && is_read(response.status)) {
        return Err(CardError::malformed(file, Defect::Truncated));
    }
    accepted(file, response.status, response.data.len())
}

fn accepted(file: CardFile, status: StatusWord, length: usize) -> Result<usize, CardError> {
    if is_read(status) { Ok(length) } else { Err(CardError::refused(Step::Read(file), status)) }
}

/// `6282` comes with good data: the file ended before Le bytes.
fn is_read(status: StatusWord) -> bool {
    status.is_success() || status == StatusWord::END_OF_FILE
}

/// SELECT of an elementary file, for cards that do not take short identifiers.
pub(crate) fn select_file<C: CardChannel>(link: &mut Link<C>, ef: ShortEf) -> Result<StatusWord, CardError> {
    let mut command = CommandBuffer::new();
    let mut select = iso::select_file(&mut command, ef)?;
    let mut response = [0; SHORT_RESPONSE];
    Ok(link.send(&mut select, &mut response)?.status)
}

/// True if a card that knows the file might still answer this because P1-P2 holds a short identifier.
pub(crate) fn refuses_short_identifier(status: StatusWord) -> bool {
    matches!(
        status,
        StatusWord::FUNCTION_NOT_SUPPORTED | StatusWord::WRONG_PARAMETERS | StatusWord::WRONG_OFFSET
    )
}

fn too_long(file: CardFile) -> impl Fn(CardError) -> CardError {
    move |error| {
        if error == DOES_NOT_FIT { CardError::malformed(file, Defect::TooLong) } else { error }
    }
}
