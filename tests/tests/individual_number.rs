//! 個人番号 is in two files of the card. No session looks at either.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use house::failures::cases::{Case, Deed, ORDINARY};
use house::failures::{Told, stage};
use policy::Method;
use terminal::{Choice, Ending};

/// Where it is kept: the picture of it in 券面事項確認AP, the digits in 券面事項入力補助AP.
const KEPT: [(&[u8], u16); 2] = [
    (&[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02], 0x0005),
    (&[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08], 0x0001),
];

/// Commands that select or read a file where it is kept.
fn looks(sent: &[Vec<u8>]) -> Vec<&Vec<u8>> {
    let mut application: &[u8] = &[];
    let mut found = Vec::new();
    for command in sent {
        let file = match command[..] {
            [_, 0xA4, 0x04, _, length, ..] => {
                application = &command[5..5 + usize::from(length)];
                continue;
            }
            [_, 0xA4, 0x02, _, 2, high, low, ..] => u16::from_be_bytes([high, low]),
            [_, 0xB0, short, ..] if short & 0x80 != 0 => u16::from(short & 0x1F),
            _ => continue,
        };
        if KEPT.contains(&(application, file)) {
            found.push(command);
        }
    }
    found
}

#[test]
fn no_session_reads_the_individual_number() {
    let choose = |method| Deed::Touch(Choice::Method(method));
    let ways: [&[Deed]; 3] = [
        &[choose(Method::Pin), Deed::Pin],
        &[choose(Method::Face)],
        &[choose(Method::Visual), Deed::Credential, Deed::Touch(Choice::SamePerson)],
    ];
    for deeds in ways {
        let tells = vec![Told::Ending(Ending::Verified)];
        let case = Case { name: "all goes well", tells, world: ORDINARY, deeds: deeds.to_vec() };
        let (told, sent) = stage::play_and_listen(&case);
        assert!(told.contains(&Told::Ending(Ending::Verified)), "{told:?}");
        assert!(sent.len() >= 6, "{} commands", sent.len());
        assert!(looks(&sent).is_empty(), "{:?}: {:02X?}", deeds, looks(&sent));
    }
}

#[test]
fn a_look_at_either_file_is_noticed() {
    for (application, file) in KEPT {
        let select = [&[0x00, 0xA4, 0x04, 0x0C, 0x0A], application].concat();
        let [high, low] = file.to_be_bytes();
        let by_name = vec![0x00, 0xA4, 0x02, 0x0C, 0x02, high, low];
        let by_number = vec![0x00, 0xB0, 0x80 | low, 0x00, 0x00];
        assert_eq!(looks(&[select.clone(), by_name.clone()]), [&by_name]);
        assert_eq!(looks(&[select, by_number.clone()]), [&by_number]);
        assert!(looks(&[by_number]).is_empty());
    }
}
