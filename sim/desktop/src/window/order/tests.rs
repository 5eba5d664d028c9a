//! Orders are read, and lines that are none.
#![allow(clippy::panic, clippy::indexing_slicing)]
use super::*;
use proptest::prelude::*;

const GOOD: [&str; 26] = [
    "insert normal",
    "insert tries=1",
    "insert",
    "insert /tmp/card.json",
    "remove",
    "remove after 12 commands",
    "touch 400 200",
    "touch pin",
    "touch erase",
    "key 5",
    "key erase",
    "type pin",
    "face none",
    "face holder",
    "camera frozen",
    "camera list",
    "camera pictures",
    "camera webcam",
    "camera webcam 2",
    "service down",
    "clock +20",
    "expect PinPad",
    "expect ending(verified) within 30",
    "shot a file.png",
    "transcript t",
    "state",
];

#[test]
fn every_order_is_read() {
    for line in GOOD {
        assert!(Order::read(line.as_bytes()).is_ok(), "{line}");
    }
    assert!(
        matches!(Order::read(b"insert tries=1"), Ok(Order::Insert(Card::New(name))) if name == "tries=1")
    );
    assert!(matches!(Order::read(b"remove after 12 commands"), Ok(Order::RemoveAfter(12))));
    assert!(matches!(Order::read(b"touch 4 -2"), Ok(Order::TouchAt(4, -2))));
    for (name, choice) in BUTTONS {
        let order = Order::read(format!("touch {name}").as_bytes());
        assert!(matches!(order, Ok(Order::Touch(Aim::Choice(read))) if read == choice), "{name}");
    }
}

#[test]
fn what_is_no_order_is_said_without_the_words_of_the_line() {
    let misread = |line: &[u8]| match Order::read(line) {
        Ok(_) => panic!("read"),
        Err(misread) => misread,
    };
    assert_eq!(misread(b"  "), Misread::Empty);
    assert_eq!(misread(&[b'a'; LONGEST + 1]), Misread::TooLong);
    assert_eq!(misread(b"face \xff"), Misread::NotText);
    assert_eq!(misread(b"state\0"), Misread::NotText);
    assert_eq!(misread(b"1234"), Misread::Unknown);
    for line in [
        "key 1234",
        "type 1234",
        "touch 1",
        "clock 5",
        "clock +86401",
        "expect",
        "camera webcam x",
        "apdu",
        "replay",
        "size 799x480",
        "size 480x480",
        "size 800x99999",
        "size 800",
        "quit now",
    ] {
        let Misread::Words(usage) = misread(line.as_bytes()) else { panic!("{line}") };
        assert!(!usage.contains("1234"));
    }
}

#[test]
fn a_screen_is_known_by_its_name_or_whole() {
    let Ok(Order::Expect(wanted, _)) = Order::read(b"expect Ending(Verified)") else { panic!() };
    assert!(wanted.is(&terminal::Screen::Ending(terminal::Ending::Verified)));
    assert!(!wanted.is(&terminal::Screen::Ending(terminal::Ending::Cancelled)));
    let Ok(Order::Expect(wanted, _)) = Order::read(b"expect pinpad") else { panic!() };
    assert!(wanted.is(&terminal::Screen::PinPad { length: 2, shown: 3, last_try: false }));
    assert!(!wanted.is(&terminal::Screen::Waiting));
}

proptest! {
    #[test]
    fn no_line_is_too_hostile(line in proptest::collection::vec(any::<u8>(), 0..2048)) {
        let _ = Order::read(&line);
    }

    /// An order with anything changed in it is an order or a misreading.
    #[test]
    fn no_order_breaks_by_a_change(which in 0..GOOD.len(), at in any::<usize>(), byte in any::<u8>()) {
        let mut line = GOOD[which].as_bytes().to_vec();
        let at = at % line.len();
        line[at] = byte;
        if let Err(misread) = Order::read(&line) {
            prop_assert_ne!(misread, Misread::TooLong);
        }
    }
}
