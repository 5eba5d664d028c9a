//! What a reader tells about itself: PC/SC part 10, features and TLV properties.

use pcsc::Card;

/// Control code that asks for the reader's features (PC/SC part 10 §2.2, `CM_IOCTL_GET_FEATURE_REQUEST`).
const GET_FEATURES: u32 = 3_400;
/// The feature that lists properties (`FEATURE_GET_TLV_PROPERTIES`).
const GET_TLV_PROPERTIES: u8 = 0x12;
/// The property `dwMaxAPDUDataSize`.
const MAX_APDU_DATA_SIZE: u8 = 0x0A;

/// The most APDU data that the reader and its driver carry, in bytes, if they tell.
///
/// Two questions to the driver; the card hears nothing of them.
pub(crate) fn max_apdu_data(card: &Card) -> Option<u32> {
    let mut buffer = [0; pcsc::MAX_BUFFER_SIZE];
    let features = card.control(pcsc::ctl_code(GET_FEATURES.into()), &[], &mut buffer).ok()?;
    // A feature's value is its control code, most significant byte first.
    let code = u32::from_be_bytes(number(features, GET_TLV_PROPERTIES)?);
    let properties = card.control(code.into(), &[], &mut buffer).ok()?;
    // A property's value is least significant byte first.
    number(properties, MAX_APDU_DATA_SIZE).map(u32::from_le_bytes)
}

/// The four-byte value of `tag` in a list of tag, length (one byte each) and value.
fn number(mut list: &[u8], tag: u8) -> Option<[u8; 4]> {
    while let [found, length, rest @ ..] = list {
        let (value, after) = rest.split_at_checked(usize::from(*length))?;
        if *found == tag {
            return value.try_into().ok();
        }
        list = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_value_is_found_behind_others() {
        let list = [0x01, 2, 9, 9, 0x0A, 4, 0xF6, 0x03, 0, 0, 0x0B, 2, 1, 2];
        assert_eq!(number(&list, MAX_APDU_DATA_SIZE).map(u32::from_le_bytes), Some(1_014));
        assert_eq!(number(&list, 0x0C), None);
    }

    #[test]
    fn a_value_of_another_length_is_no_number() {
        assert_eq!(number(&[0x0A, 2, 1, 2], 0x0A), None);
        assert_eq!(number(&[0x0A, 5, 1, 2, 3, 4, 5], 0x0A), None);
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_number_that_stands_in_them_or_none(list: Vec<u8>, tag: u8) {
            if let Some(value) = number(&list, tag) {
                let mut whole = vec![tag, 4];
                whole.extend(value);
                prop_assert!(list.windows(6).any(|part| part == whole));
            }
        }

        #[test]
        fn a_list_cut_short_never_gives_more(before in 0_u8..10, value: [u8; 4], cut in 0_usize..8) {
            let mut list = vec![before, 0, 0x0A, 4];
            list.extend(value);
            prop_assert_eq!(number(&list, 0x0A), Some(value));
            prop_assert_eq!(number(&list[..cut], 0x0A), None);
        }
    }
}
