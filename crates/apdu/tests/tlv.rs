//! BER-TLV: what is read, what is refused, and that nothing panics.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use apdu::tlv::{ObjectHeader, Reader, Tag, TlvError};
use proptest::prelude::*;

#[test]
fn the_cards_tags_are_two_bytes() {
    let file = [0xFF, 0x20, 0x06, 0xDF, 0x22, 0x01, 0x41, 0x5F, 0x4E];
    let mut inside = Reader::new(Reader::new(&file).expect(Tag(0xFF20)).unwrap().value);
    let field = inside.expect(Tag(0xDF22)).unwrap();
    assert_eq!((field.value, field.whole), (&b"A"[..], &file[3..7]));
    assert_eq!(inside.take().err(), Some(TlvError::Truncated));
    let header = ObjectHeader::parse(&[0x7F, 0x21, 0x82, 0x02, 0x33]).unwrap();
    assert_eq!(header.tag, Tag(0x7F21));
    assert_eq!((header.header_length, header.total_length()), (5, 568));
}

#[test]
fn what_is_refused() {
    let rows: [(&[u8], TlvError); 9] = [
        (&[], TlvError::Truncated),
        (&[0xFF], TlvError::Truncated),
        (&[0xFF, 0x81], TlvError::Truncated),
        (&[0xFF, 0x81, 0x81, 0x01, 0x00], TlvError::TagTooLong),
        (&[0x30], TlvError::Truncated),
        (&[0x30, 0x82, 0x01], TlvError::Truncated),
        (&[0x30, 0x02, 0x00], TlvError::Truncated),
        (&[0x30, 0x80, 0x00, 0x00], TlvError::LengthForm),
        (&[0x30, 0x84, 0, 0, 0, 1, 0], TlvError::LengthForm),
    ];
    for (bytes, error) in rows {
        assert_eq!(Reader::new(bytes).take().err(), Some(error), "{bytes:02X?}");
    }
    assert_eq!(Reader::new(&[]).expect(Tag(0x30)).err(), Some(TlvError::Missing(Tag(0x30))));
    assert_eq!(Reader::new(&[4, 0]).expect(Tag(0x30)).err(), Some(TlvError::Missing(Tag(0x30))));
    assert!(Reader::new(&[]).take_if(Tag(0x30)).unwrap().is_none());
}

#[test]
fn an_object_that_may_be_absent_is_taken_only_if_it_is_there() {
    let mut reader = Reader::new(&[0x02, 1, 7, 0x04, 0]);
    assert!(reader.take_if(Tag(0x04)).unwrap().is_none(), "the next one is another");
    assert_eq!(reader.take_if(Tag(0x02)).unwrap().unwrap().value, [7]);
    assert_eq!(reader.take_if(Tag(0x04)).unwrap().unwrap().whole, [0x04, 0]);
    assert!(reader.is_empty());
}

#[test]
fn a_tag_is_shown_as_it_is_written() {
    assert_eq!(format!("{:?}", Tag(0x7F21)), "Tag(7F21)");
}

fn tag() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        any::<u8>().prop_filter("one byte", |b| b & 0x1F != 0x1F).prop_map(|b| vec![b]),
        (0u8..8, 0u8..0x80).prop_map(|(class, low)| vec![class << 5 | 0x1F, low]),
        (0u8..8, 0x80u8.., 0u8..0x80).prop_map(|(class, mid, low)| vec![class << 5 | 0x1F, mid, low]),
    ]
}

fn length(value: usize) -> Vec<u8> {
    let [.., high, mid, low] = value.to_be_bytes();
    match value {
        0..=0x7F => vec![low],
        0x80..=0xFF => vec![0x81, low],
        0x100..=0xFFFF => vec![0x82, mid, low],
        _ => vec![0x83, high, mid, low],
    }
}

proptest! {
    #[test]
    fn objects_read_back(objects in proptest::collection::vec((tag(), 0usize..70_000), 0..4)) {
        let encoded: Vec<Vec<u8>> = objects
            .iter()
            .map(|(tag, size)| [&tag[..], &length(*size), &vec![7; *size]].concat())
            .collect();
        let bytes = encoded.concat();
        let mut reader = Reader::new(&bytes);
        for ((tag, size), whole) in objects.iter().zip(&encoded) {
            let object = reader.take().unwrap();
            let expected = tag.iter().fold(0u32, |sum, byte| sum << 8 | u32::from(*byte));
            prop_assert_eq!(object.tag, Tag(expected));
            prop_assert_eq!(object.value.len(), *size);
            prop_assert_eq!(object.whole, &whole[..]);
        }
        prop_assert!(reader.is_empty());
    }

    #[test]
    fn any_bytes_end_in_objects_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        let mut reader = Reader::new(&bytes);
        let mut taken = 0;
        while let Ok(object) = reader.take() {
            prop_assert!(object.whole.len() >= object.value.len() + 2);
            taken += object.whole.len();
        }
        prop_assert!(taken <= bytes.len());
    }
}
