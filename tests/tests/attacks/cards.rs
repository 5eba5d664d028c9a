//! Cards that are not what they were a moment ago, and chips that are not whose photo they show.

use crate::bench::{Bench, PIN};
use crate::parts::Meddling;
use crate::world::{CREDENTIAL, card};
use policy::Method;
use rig::Upset;
use runtime::port::Input;
use terminal::{Choice, Ending, Screen};
use virtual_card::card_file::CardFile;

/// After the comparison the card is exchanged for another one: nothing of the session is for that.
#[test]
fn a_card_swapped_between_comparison_and_signature_signs_nothing() {
    let (mine, other) = (card("normal", 1), card("normal", 2));
    let bench = Bench::new();
    bench.call_staff(&mine);
    bench.enter_credential(CREDENTIAL);
    bench.until("the comparison", |screen| matches!(screen, Screen::StaffConfirm { .. }));
    // Too quickly for the terminal to see an empty reader.
    bench.tray.lay(other.clone(), None);
    bench.touch(Choice::SamePerson);
    // Whoever notices first: the hold, or the first command to a card that is not there.
    assert!(matches!(bench.ending(), Ending::CardTakenAway | Ending::AuthorisationFailed));
    assert_eq!((bench.tray.signatures_asked(), bench.submitted()), (0, 0));
    // The other card lies there, and has its own session, from the beginning.
    bench.choose(Method::Pin);
    bench.enter_pin(&other);
    assert_eq!(bench.ending(), Ending::Verified);
}

/// The same before a PIN: the card in whose place it came must not see it.
#[test]
fn a_pin_typed_for_one_card_never_reaches_the_one_put_in_its_place() {
    let (mine, other) = (card("normal", 1), card("normal", 2));
    let bench = Bench::new();
    bench.tray.lay(mine.clone(), None);
    bench.choose(Method::Pin);
    bench.until("the PIN pad", |screen| matches!(screen, Screen::PinPad { .. }));
    bench.tray.lay(other, None);
    bench.type_in(crate::bench::pin(&mine), Input::Pin);
    bench.touch(Choice::Confirm);
    assert_eq!(bench.ending(), Ending::CardTakenAway);
    assert_eq!(bench.tray.verifies(), 0);
    let (left, _) = bench.clear();
    assert_eq!(left.unwrap().counters()[PIN], 3);
}

/// Something between reader and card lets another chip sign, and no reader notices. The signature is
/// not one of the certificate that was read at the insertion: the terminal finds that out by itself.
#[test]
fn a_signature_of_another_key_than_the_inserted_card_s_is_not_sent() {
    let bench = Bench::new();
    let mine = card("normal", 1);
    for method in Method::ALL {
        assert_eq!(bench.session(&mine, method, None), Ending::Verified, "{method:?}");
        let last = bench.tray.commands() - 1;
        bench.clear();
        let sent = bench.submitted();
        let mut foreign = vec![0x5A; 256];
        foreign.extend([0x90, 0x00]);
        let upset = Some((last, Upset::Answer(foreign)));
        assert_eq!(bench.session(&mine, method, upset), Ending::SignatureFailed, "{method:?}");
        assert!(bench.tray.struck());
        assert_eq!((bench.tray.signatures_asked(), bench.submitted()), (1, sent), "{method:?}");
        bench.clear();
    }
}

/// How a session by face ends, and whether anything was signed or sent.
fn shown_a_face(card: &CardFile) -> (Ending, u64, u64) {
    let bench = Bench::new();
    (bench.session(card, Method::Face, None), bench.tray.signatures_asked(), bench.submitted())
}

/// The matcher of this bench takes everybody: it is the chip's signatures that stop the photo.
#[test]
fn a_photo_of_another_card_ends_the_session() {
    assert_eq!(shown_a_face(&card("normal", 1)), (Ending::Verified, 1, 1));
    assert_eq!(shown_a_face(&card("forged-photo", 1)), (Ending::PhotoNotGenuine, 0, 0));
}

/// All files of a genuine card, copied to the last byte, on a chip that has not its key.
#[test]
fn copied_files_without_the_chip_s_key_end_the_session() {
    let clone = card("cloned-chip", 1);
    assert_eq!(shown_a_face(&clone), (Ending::ChipNotGenuine, 0, 0));
    // Staff don't see its photo either.
    let bench = Bench::new();
    bench.call_staff(&clone);
    bench.enter_credential(CREDENTIAL);
    assert_eq!(bench.ending(), Ending::ChipNotGenuine);
    assert!(bench.screens.try_iter().all(|shown| !shown.photo));
}

/// Commands that opened one card's key open no other card's, and not the same card's again.
#[test]
fn an_authorisation_answer_opens_one_card_once() {
    let bench = Bench::new();
    assert_eq!(bench.session(&card("normal", 1), Method::Visual, None), Ending::Verified);
    bench.clear();
    *bench.meddling.lock().unwrap() = Meddling::OldCommands;
    for holder in [1, 2] {
        let ending = bench.session(&card("normal", holder), Method::Visual, None);
        assert_eq!(ending, Ending::AuthorisationFailed, "card {holder}");
        assert_eq!((bench.tray.signatures_asked(), bench.submitted()), (0, 1));
        bench.clear();
    }
}
