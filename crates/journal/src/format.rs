//! # FORMAT, version 1
//!
//! A log is one file: a file header, then records one behind the other, nothing between and
//! nothing after. Numbers are unsigned and big-endian. Version 1 stays readable for ever;
//! `tests/data/1/` holds files of it.
//!
//! ## File header, 84 bytes
//!
//! | offset | size | field |
//! | --- | --- | --- |
//! | 0 | 8 | `4D 59 4E 41 4A 52 4E 4C` ("MYNAJRNL") |
//! | 8 | 2 | format version, 1. These ten bytes keep their place in every version |
//! | 10 | 1 | purpose: 1 journal, 2 strike ledger |
//! | 11 | 1 | zero |
//! | 12 | 8 | sequence number of the first record of this file |
//! | 20 | 32 | anchor: the last link of the file that this one replaced; zeros if there was none |
//! | 52 | 32 | first link: SHA-256 over bytes 0..52 |
//!
//! ## Record, 56 bytes + payload
//!
//! | offset | size | field |
//! | --- | --- | --- |
//! | 0 | 2 | kind |
//! | 2 | 2 | payload length *n*: at most 4112 in a journal, 40 in a strike ledger |
//! | 4 | 8 | sequence number: one more than the record before, also across a replaced file |
//! | 12 | 8 | time of the record, seconds since 1970-01-01 UTC |
//! | 20 | 4 | header check: the first four bytes of SHA-256 over bytes 0..20 |
//! | 24 | *n* | payload |
//! | 24+*n* | 32 | link: SHA-256 over the previous link, then bytes 0..24+*n* |
//!
//! ## Payloads
//!
//! Fixed fields, no text, no optional parts: there is nowhere for anything about a person to
//! slip in, one value has one encoding, and a decoder is a list of fields. A kind's number and
//! layout are never reused or changed; a new layout is a new kind.
//!
//! | kind | in | record | payload |
//! | --- | --- | --- | --- |
//! | 0x0001 | both | torn tail cut off | u64 offset, u32 bytes cut off |
//! | 0x0002 | journal | damage cut off on request | u64 offset, u32 bytes cut off |
//! | 0x0003 | journal | compacted | u32 records dropped, u32 records kept |
//! | 0x0101 | journal | session ended | 16 session, u16 ending, u8 method, u8 card kind, u32 policy revision, u64 start, u64 end |
//! | 0x0102 | journal | stale ticket dropped | u64 ticket |
//! | 0x0103 | journal | last try insisted on | 16 session |
//! | 0x0104 | journal | strikes of a card reset by staff | 16 staff |
//! | 0x0105 | journal | strike ledger unavailable | u8 cause |
//! | 0x0106 | journal | open intents found at start | u16 how many |
//! | 0x0107 | journal | strike ledger started over by staff | 16 staff |
//! | 0x0108 | journal | mark on a card cleared by staff | 16 session, 16 staff |
//! | 0x0201 | journal | outcome record queued | 16 outcome, then the record, 1 to 4096 bytes |
//! | 0x0202 | journal | outcome record settled | 16 outcome, u8 delivery |
//! | 0x0301 | journal | staff credential struck | 16 staff, u16 strikes, u32 seconds to wait |
//! | 0x0302 | journal | staff credential cleared | 16 staff |
//! | 0x0401 | ledger | intent | u64 intent, u32 day, 16 card key |
//! | 0x0402 | ledger | intent closed | u64 intent, u8 verify outcome |
//! | 0x0403 | ledger | card cleared by staff | u32 day, 16 card key, 16 staff |
//! | 0x0404 | ledger | day reached | u32 day |
//!
//! Codes: method 0 none, 1 PIN, 2 face, 3 visual. Card kind 0 unread, 1 ordinary, 2 PIN locked,
//! 3 顔認証マイナンバーカード, 4 undetermined, 5 old 住基カード, 6 phone, 7 other. Delivery
//! 1 accepted, 2 refused. Verify outcome 1 accepted, 2 rejected, 3 unknown, 4 not sent. Cause
//! 1 storage, 2 tampered, 3 unsupported, 4 clock behind.
//!
//! ## Recovery
//!
//! A record is appended in one write and synced before the next, so a power cut can damage the
//! last record and nothing else. When a file is opened, the first record that does not verify is
//! a **torn tail** if all of this holds, and **tampering** otherwise:
//! - what is left of the file is no longer than the longest record of the purpose;
//! - a record with a good header check ends at or beyond the end of the file, and has the sequence
//!   number that is due and an allowed length; with a bad header check, no place in the rest holds
//!   a good header check with the sequence number that is due or a later one.
//!
//! A torn tail is cut off by replacing the file with what verified and a record of kind 0x0001.
//! Tampering is an error and changes nothing.
//!
//! What the chain can't show by itself: somebody who rewrites the whole file with new links, or
//! cuts it exactly between two records. The [`Head`] is there to be put into something signed
//! (an outcome record) and compared later. Damage to the very last record, or to the header of
//! every record in a stretch at the end no longer than the longest record, looks like a torn tail,
//! and is recorded as one.

use sha2::{Digest, Sha256};

use crate::codec::{Fields, Writer};
use crate::error::{Error, Misuse};
use crate::value::UnixTime;

/// The format version that this build writes.
pub const VERSION: u16 = 1;
/// The greatest size of a log in bytes: it is read as a whole.
pub const MAX_LOG_BYTES: u64 = 16 * 1024 * 1024;

const MAGIC: [u8; 8] = *b"MYNAJRNL";
pub(crate) const FILE_HEADER: usize = 84;
const RECORD_HEADER: usize = 24;
const LINK: usize = 32;

/// A place in the chain: SHA-256 over everything up to here.
pub(crate) type Link = [u8; LINK];

/// Where the chain stands: put it into something signed to make the whole log checkable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The sequence number that the next record will have.
    pub next_sequence: u64,
    /// The last record's link.
    pub link: [u8; 32],
}

/// What a log is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Journal,
    StrikeLedger,
}

impl Purpose {
    fn code(self) -> u8 {
        match self {
            Self::Journal => 1,
            Self::StrikeLedger => 2,
        }
    }

    fn max_payload(self) -> usize {
        match self {
            Self::Journal => 4112,
            Self::StrikeLedger => 40,
        }
    }

    fn max_record(self) -> usize {
        RECORD_HEADER + self.max_payload() + LINK
    }
}

/// What a record says, without its place in a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) kind: u16,
    pub(crate) time: UnixTime,
    pub(crate) payload: Vec<u8>,
}

/// A record that verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) sequence: u64,
    pub(crate) entry: Entry,
}

/// A file header, and the head that a file holding nothing else has.
pub(crate) fn file_header(purpose: Purpose, replaced: Option<Head>) -> (Vec<u8>, Head) {
    let first = replaced.map_or(0, |head| head.next_sequence);
    let fields = Writer::default()
        .bytes(&MAGIC)
        .u16(VERSION)
        .u8(purpose.code())
        .u8(0)
        .u64(first)
        .bytes(&replaced.map_or([0; LINK], |head| head.link))
        .done();
    let link: Link = Sha256::digest(&fields).into();
    let head = Head { next_sequence: first, link };
    (Writer::default().bytes(&fields).bytes(&link).done(), head)
}

/// Adds a record behind `head` to `out` and gives the new head.
///
/// # Errors
/// [`Error::LogFull`] if a payload is longer than its length field can say.
pub(crate) fn encode(out: &mut Vec<u8>, entry: &Entry, head: Head) -> Result<Head, Error> {
    let length = u16::try_from(entry.payload.len()).map_err(|_| Error::LogFull)?;
    let fields =
        Writer::default().u16(entry.kind).u16(length).u64(head.next_sequence).u64(entry.time.0).done();
    let framed = Writer::default().bytes(&fields).bytes(&header_check(&fields)).bytes(&entry.payload).done();
    let link = next_link(&head.link, &framed);
    out.extend_from_slice(&framed);
    out.extend_from_slice(&link);
    Ok(Head { next_sequence: head.next_sequence.saturating_add(1), link })
}

fn header_check(fields: &[u8]) -> [u8; 4] {
    let [a, b, c, d, ..]: Link = Sha256::digest(fields).into();
    [a, b, c, d]
}

fn next_link(previous: &Link, framed: &[u8]) -> Link {
    Sha256::new().chain_update(previous).chain_update(framed).finalize().into()
}

/// How the walk through a file came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Every byte verified.
    Clean,
    /// The rest is what an interrupted write leaves.
    Torn,
    /// The rest is not.
    Broken,
}

/// A walk through a file.
pub(crate) struct Walk {
    pub(crate) records: Vec<Record>,
    pub(crate) head: Head,
    /// Bytes that verified.
    pub(crate) verified: usize,
    pub(crate) end: End,
}

/// Verifies a file from its header to its end.
///
/// # Errors
/// If the file header is damaged, of another version or of another purpose.
pub(crate) fn walk(bytes: &[u8], purpose: Purpose) -> Result<Walk, Error> {
    let head = read_file_header(bytes, purpose)?;
    let mut walk = Walk { records: Vec::new(), head, verified: FILE_HEADER, end: End::Clean };
    loop {
        let rest = bytes.get(walk.verified..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(walk);
        }
        match read_record(rest, &walk.head.link, purpose) {
            Ok((record, link, length)) if record.sequence == walk.head.next_sequence => {
                walk.head = Head { next_sequence: record.sequence.saturating_add(1), link };
                walk.verified = walk.verified.saturating_add(length);
                walk.records.push(record);
            }
            Ok(_) => walk.end = End::Broken,
            Err(flaw) => walk.end = end_of(flaw, rest, walk.head.next_sequence, purpose),
        }
        if walk.end != End::Clean {
            return Ok(walk);
        }
    }
}

fn read_file_header(bytes: &[u8], purpose: Purpose) -> Result<Head, Error> {
    let tampered = Error::Tampered { at: 0 };
    let mut fields = Fields::new(bytes);
    if fields.array() != Some(MAGIC) {
        return Err(tampered);
    }
    let version = fields.u16().ok_or(tampered)?;
    if version != VERSION {
        return Err(Error::UnsupportedVersion { found: version });
    }
    let (found, spare) = fields.u8().zip(fields.u8()).ok_or(tampered)?;
    let next_sequence = fields.u64().ok_or(tampered)?;
    let _anchor: Link = fields.array().ok_or(tampered)?;
    let link: Link = fields.array().ok_or(tampered)?;
    let covered = bytes.get(..FILE_HEADER - LINK).unwrap_or_default();
    let expected: Link = Sha256::digest(covered).into();
    if spare != 0 || link != expected {
        return Err(tampered);
    }
    if found != purpose.code() {
        return Err(Error::Misuse(Misuse::OtherPurpose));
    }
    Ok(Head { next_sequence, link })
}

/// Why the bytes at a place are not a record that verifies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flaw {
    /// Fewer bytes than a record header.
    NoHeader,
    BadHeader,
    /// The header check is good, the length is not one that the purpose allows.
    TooLong,
    /// The header is good, the file ends before the record does.
    CutShort {
        sequence: u64,
    },
    BadLink {
        sequence: u64,
        length: usize,
    },
}

/// A record header whose check is good.
struct Header {
    kind: u16,
    length: usize,
    sequence: u64,
    time: UnixTime,
}

fn read_header(bytes: &[u8]) -> Result<Header, Flaw> {
    let mut header = Fields::new(bytes);
    let fields: [u8; 20] = header.array().ok_or(Flaw::NoHeader)?;
    let check: [u8; 4] = header.array().ok_or(Flaw::NoHeader)?;
    if check != header_check(&fields) {
        return Err(Flaw::BadHeader);
    }
    let mut fields = Fields::new(&fields);
    Ok(Header {
        kind: fields.u16().ok_or(Flaw::NoHeader)?,
        length: fields.u16().ok_or(Flaw::NoHeader)?.into(),
        sequence: fields.u64().ok_or(Flaw::NoHeader)?,
        time: UnixTime(fields.u64().ok_or(Flaw::NoHeader)?),
    })
}

fn read_record(bytes: &[u8], previous: &Link, purpose: Purpose) -> Result<(Record, Link, usize), Flaw> {
    let Header { kind, length, sequence, time } = read_header(bytes)?;
    if length > purpose.max_payload() {
        return Err(Flaw::TooLong);
    }
    let cut_short = Flaw::CutShort { sequence };
    let (framed, after) = bytes.split_at_checked(RECORD_HEADER + length).ok_or(cut_short)?;
    let link: Link = Fields::new(after).array().ok_or(cut_short)?;
    let length = framed.len() + LINK;
    if link != next_link(previous, framed) {
        return Err(Flaw::BadLink { sequence, length });
    }
    let payload = framed.get(RECORD_HEADER..).unwrap_or_default().to_vec();
    Ok((Record { sequence, entry: Entry { kind, time, payload } }, link, length))
}

fn end_of(flaw: Flaw, rest: &[u8], due: u64, purpose: Purpose) -> End {
    let torn = match flaw {
        Flaw::NoHeader => true,
        Flaw::TooLong => false,
        Flaw::CutShort { sequence } => sequence == due,
        Flaw::BadLink { sequence, length } => sequence == due && length == rest.len(),
        Flaw::BadHeader => rest.len() <= purpose.max_record() && !holds_a_record(rest, due),
    };
    if torn { End::Torn } else { End::Broken }
}

/// Whether the header of the record that is due, or of a later one, stands somewhere inside `rest`.
fn holds_a_record(rest: &[u8], due: u64) -> bool {
    rest.windows(RECORD_HEADER).any(|window| read_header(window).is_ok_and(|header| header.sequence >= due))
}
