//! Encodings of ISO/IEC 7816-4 §5.1 and the commands built on them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use apdu::iso::{self, Offset, ShortEf, Target};
use apdu::{Body, CardChannel, ChannelError, Command, CommandBuffer, CommandError, Header, Ne, Repeatable};
use proptest::prelude::*;
use zeroize::ZeroizeOnDrop;

const fn is_wiped_when_dropped<Secret: ZeroizeOnDrop>() {}
/// That the bytes are gone is seen in a live process's memory: `tests/tests/secrets`.
const _: () = is_wiped_when_dropped::<CommandBuffer>();

const HEADER: Header = Header { cla: 0x80, ins: 0x2A, p1: 0x01, p2: 0x97 };

/// Keeps the bytes of the one command that it is sent.
struct Keeper(Vec<u8>);

impl CardChannel for Keeper {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        self.0 = command.to_vec();
        response[..2].copy_from_slice(&[0x90, 0]);
        Ok(2)
    }
}

fn bytes(mut command: Command<'_, Repeatable>) -> Vec<u8> {
    let mut keeper = Keeper(Vec::new());
    command.send(&mut keeper, &mut [0; 2]).unwrap();
    keeper.0
}

fn encode(body: Body<'_>) -> Result<Vec<u8>, CommandError> {
    let mut buffer = CommandBuffer::new();
    Command::new(&mut buffer, HEADER, body).map(bytes)
}

fn ne(count: u32) -> Ne {
    Ne::new(count).unwrap()
}

#[test]
fn the_four_cases_short_and_extended() {
    let header = [0x80, 0x2A, 0x01, 0x97];
    let long = vec![0xDD; 256];
    let rows: [(Body<'_>, Vec<u8>); 9] = [
        (Body::Empty, vec![]),
        (Body::Expect(ne(1)), vec![1]),
        (Body::Expect(ne(256)), vec![0]),
        (Body::Expect(ne(257)), vec![0, 1, 1]),
        (Body::Expect(ne(65_536)), vec![0, 0, 0]),
        (Body::Send(&[1, 2]), vec![2, 1, 2]),
        (Body::Send(&long), [&[0, 1, 0], &long[..]].concat()),
        (Body::SendAndExpect(&[1, 2], ne(256)), vec![2, 1, 2, 0]),
        (Body::SendAndExpect(&[1, 2], ne(300)), vec![0, 0, 2, 1, 2, 1, 44]),
    ];
    for (body, expected) in rows {
        assert_eq!(encode(body).unwrap(), [&header[..], &expected].concat());
    }
    let mut buffer = CommandBuffer::new();
    let read = Command::<Repeatable>::new(&mut buffer, HEADER, Body::Expect(Ne::SHORT_MAX)).unwrap();
    assert!(!read.is_extended(), "a fifth byte of zero is an Le of 256");
    let both = encode(Body::SendAndExpect(&long, ne(256))).unwrap();
    assert_eq!(both[4..7], [0, 1, 0]);
    assert_eq!(both[both.len() - 2..], [1, 0], "Le is two bytes if Lc is extended");
}

#[test]
fn what_cannot_be_encoded() {
    assert_eq!(encode(Body::Send(&[])), Err(CommandError::NoData));
    assert_eq!(encode(Body::SendAndExpect(&[], ne(1))), Err(CommandError::NoData));
    assert!(encode(Body::Send(&[0; 512])).is_ok());
    assert_eq!(encode(Body::Send(&[0; 513])), Err(CommandError::DataTooLong));
    for count in [1, 256, 257, 65_536] {
        assert_eq!(ne(count).get(), count);
    }
    assert_eq!(Ne::new(0), None);
    assert_eq!(Ne::new(65_537), None);
    assert_eq!(Offset::new(0x8000), None);
}

#[test]
fn a_buffer_has_room_for_the_longest_command_and_no_more() {
    let longest = encode(Body::SendAndExpect(&[0; 512], Ne::EXTENDED_MAX)).unwrap();
    assert_eq!(size_of::<CommandBuffer>(), longest.len());
}

#[test]
fn the_commands_of_the_card() {
    let mut buffer = CommandBuffer::new();
    let aid = [0xD3, 0x92];
    let file = ShortEf::of::<0x0A>();
    assert_eq!(
        bytes(iso::select_application(&mut buffer, &aid).unwrap()),
        [0x00, 0xA4, 0x04, 0x0C, 0x02, 0xD3, 0x92]
    );
    assert_eq!(
        bytes(iso::select_file(&mut buffer, file).unwrap()),
        [0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x0A]
    );
    assert_eq!(
        bytes(iso::read_start(&mut buffer, Target::Short(file), Ne::SHORT_MAX).unwrap()),
        [0x00, 0xB0, 0x8A, 0x00, 0x00]
    );
    assert_eq!(
        bytes(iso::read_start(&mut buffer, Target::Short(file), Ne::EXTENDED_MAX).unwrap()),
        [0x00, 0xB0, 0x8A, 0x00, 0x00, 0x00, 0x00]
    );
    let offset = Offset::new(0x1234).unwrap();
    assert_eq!(bytes(iso::read_at(&mut buffer, offset, ne(16)).unwrap()), [0x00, 0xB0, 0x12, 0x34, 0x10]);
    assert_eq!(
        bytes(iso::tries_left(&mut buffer, Target::Short(ShortEf::of::<0x18>())).unwrap()),
        [0x00, 0x20, 0x00, 0x98],
        "a fifth byte would be refused"
    );
    assert_eq!(bytes(iso::tries_left(&mut buffer, Target::Current).unwrap()), [0x00, 0x20, 0x00, 0x80]);
    let mut keeper = Keeper(Vec::new());
    let verify = iso::verify(&mut buffer, Target::Current, b"1234").unwrap();
    verify.send(&mut keeper, &mut [0; 2]).unwrap();
    assert_eq!(keeper.0, *b"\x00\x20\x00\x80\x041234");
}

#[test]
fn a_command_shows_its_header_and_no_data() {
    let mut buffer = CommandBuffer::new();
    let verify = iso::verify(&mut buffer, Target::Current, b"1234").unwrap();
    assert_eq!(format!("{verify:?}"), "Command([00, 20, 00, 80], 9 bytes)");
}

proptest! {
    #[test]
    fn every_command_reads_back(
        data in proptest::collection::vec(any::<u8>(), 1..=512),
        count in 1u32..=65_536,
    ) {
        let extended = data.len() > 255 || count > 256;
        let mut buffer = CommandBuffer::new();
        let command = Command::new(&mut buffer, HEADER, Body::SendAndExpect(&data, ne(count))).unwrap();
        prop_assert_eq!(command.is_extended(), extended);
        let bytes = bytes(command);
        let (sent, le) = if extended {
            prop_assert_eq!(bytes[4], 0);
            let length = usize::from(u16::from_be_bytes([bytes[5], bytes[6]]));
            let le = u32::from(u16::from_be_bytes([bytes[7 + length], bytes[8 + length]]));
            prop_assert_eq!(bytes.len(), 9 + length);
            (&bytes[7..7 + length], if le == 0 { 65_536 } else { le })
        } else {
            let length = usize::from(bytes[4]);
            prop_assert_eq!(bytes.len(), 6 + length);
            let le = u32::from(bytes[5 + length]);
            (&bytes[5..5 + length], if le == 0 { 256 } else { le })
        };
        prop_assert_eq!(sent, &data[..]);
        prop_assert_eq!(le, count);
    }
}
