//! The pad for 照合番号B, and the staff's word on a closed PIN: what either can do to a card.

use crate::bench::{Bench, pin};
use crate::world::{CREDENTIAL, Media, card};
use policy::{Availability, Build, Closure, Method};
use runtime::port::{Input, ReceptionMessage};
use terminal::{CallReason, Choice, Ending, Notice, Screen};
use virtual_card::card_file::{CardFile, ReferenceName};
use virtual_card::municipality;

const NUMBER: &str = "surface/0012";

fn printed(card: &CardFile) -> String {
    card.holder().unwrap().check_number_b(card.front.card_expiry).reveal().to_owned()
}

/// Lays the card down and gets as far as the pad, on a terminal that can't read the front.
fn at_the_pad(bench: &Bench, card: &CardFile) {
    bench.tray.lay(card.clone(), None);
    bench.choose(Method::Face);
    bench.until("the pad for the number", |screen| matches!(screen, Screen::CheckNumberPad { .. }));
}

/// What the terminal says of this number.
fn enter(bench: &Bench, number: &str) -> Screen {
    bench.type_in(number, Input::CheckNumber);
    bench.touch(Choice::Confirm);
    bench.until("an answer to the number", |screen| {
        matches!(
            screen,
            Screen::CheckNumberPad { length: 0, notice: Some(_), .. }
                | Screen::Choose { .. }
                | Screen::Camera { .. }
        )
    })
}

fn face_is_closed(screen: Screen) -> bool {
    matches!(screen, Screen::Choose { methods, .. } if methods.face != Availability::Open)
}

#[test]
fn a_typed_number_opens_the_photo_and_stays_nowhere() {
    let (media, mine) = (Media::new(), card("normal", 1));
    let bench = Bench::unread(&media);
    at_the_pad(&bench, &mine);
    assert!(matches!(enter(&bench, &printed(&mine)), Screen::Camera { .. }));
    assert_eq!(bench.ending(), Ending::Verified);
    let called = bench.heard.lock().unwrap().contains(&ReceptionMessage::Call(CallReason::CheckNumber));
    assert!(called);
    let (_, transcript) = bench.clear();
    let number = printed(&mine);
    assert!(!transcript.write().contains(&number));
    assert!(!media.written().windows(number.len()).any(|window| window == number.as_bytes()));
}

/// The chip counts, and only a municipality gives back: one wrong number costs one try, however often
/// it is typed.
#[test]
fn a_number_that_the_card_refused_is_not_sent_to_it_again() {
    let (bench, mine) = (Bench::unread(&Media::new()), card("normal", 1));
    at_the_pad(&bench, &mine);
    let refused = enter(&bench, "55021720352285");
    assert!(matches!(refused, Screen::CheckNumberPad { notice: Some(Notice::CheckNumberRejected), .. }));
    assert!(face_is_closed(enter(&bench, "55021720352285")));
    let (card, _) = bench.clear();
    assert_eq!(card.unwrap().counters()[NUMBER], 9);
}

#[test]
fn two_wrong_numbers_are_the_most_that_an_insertion_costs() {
    let (bench, mine) = (Bench::unread(&Media::new()), card("normal", 1));
    at_the_pad(&bench, &mine);
    enter(&bench, "55021720352285");
    let screen = enter(&bench, "55021720352286");
    assert!(face_is_closed(screen));
    // The session goes on by another way.
    bench.touch(Choice::Method(Method::Pin));
    bench.until("the PIN pad", |screen| matches!(screen, Screen::PinPad { .. }));
    bench.type_in(pin(&mine), Input::Pin);
    bench.touch(Choice::Confirm);
    assert_eq!(bench.ending(), Ending::Verified);
    let (card, _) = bench.clear();
    assert_eq!(card.unwrap().counters()[NUMBER], 8);
}

/// Whoever comes again and again to burn the number stops at five: the rest is the holder's.
#[test]
fn no_number_is_presented_with_five_tries_left() {
    let (bench, mut mine) = (Bench::unread(&Media::new()), card("normal", 1));
    municipality::set_tries(&mut mine, ReferenceName::CheckNumberB, 6);
    at_the_pad(&bench, &mine);
    assert!(face_is_closed(enter(&bench, "55021720352285")));
    let (card, _) = bench.clear();
    let mine = card.unwrap();
    assert_eq!(mine.counters()[NUMBER], 5);
    at_the_pad(&bench, &mine);
    // Not even the right one.
    assert!(face_is_closed(enter(&bench, &printed(&mine))));
    let (card, _) = bench.clear();
    assert_eq!(card.unwrap().counters()[NUMBER], 5);
}

#[test]
fn staff_who_confirm_by_eye_can_do_without_the_number() {
    let (bench, mine) = (Bench::unread(&Media::new()), card("normal", 1));
    bench.call_staff(&mine);
    bench.enter_credential(CREDENTIAL);
    bench.until("the pad for the number", |screen| {
        matches!(screen, Screen::CheckNumberPad { method: Method::Visual, .. })
    });
    bench.touch(Choice::Back);
    bench.until("the comparison", |screen| {
        matches!(screen, Screen::StaffConfirm { compared: policy::Compared::PrintedPhotoOnly })
    });
    bench.touch(Choice::SamePerson);
    assert_eq!(bench.ending(), Ending::Verified);
    let (card, _) = bench.clear();
    assert_eq!(card.unwrap().counters()[NUMBER], 10);
}

/// One wrong PIN; then the holder uses the card elsewhere, so that the card itself has three tries.
fn strike(bench: &Bench, mut mine: CardFile) -> CardFile {
    municipality::set_tries(&mut mine, ReferenceName::UserAuthentication, 3);
    bench.tray.lay(mine, None);
    bench.choose(Method::Pin);
    bench.until("the PIN pad", |screen| matches!(screen, Screen::PinPad { .. }));
    bench.type_in("0000", Input::Pin);
    bench.touch(Choice::Confirm);
    bench.until("a choice", |screen| matches!(screen, Screen::Choose { notice: Some(_), .. }));
    bench.clear().0.unwrap()
}

#[test]
fn strikes_are_taken_back_by_identified_staff_alone_and_on_record() {
    let (media, mine) = (Media::new(), card("normal", 1));
    let bench = Bench::over(&media, Build::Rig);
    let mine = strike(&bench, mine);
    let mut mine = strike(&bench, mine);
    municipality::set_tries(&mut mine, ReferenceName::UserAuthentication, 3);
    bench.tray.lay(mine.clone(), None);
    let closed = Availability::Closed(Closure::StrikesUsedUp);
    let struck = |screen: &Screen| matches!(screen, Screen::Choose { methods, reopenable: true, .. } if methods.pin == closed);
    bench.until("a closed PIN", struck);
    // Nobody has said who he is.
    for choice in [Choice::ResetStrikes, Choice::Method(Method::Pin), Choice::AskStaff, Choice::ResetStrikes]
    {
        bench.touch(choice);
    }
    bench.enter_credential("017akebono-62");
    bench.until("the credential refused", |screen| {
        matches!(screen, Screen::StaffCredential { notice: Some(Notice::CredentialRejected), .. })
    });
    bench.touch(Choice::ResetStrikes);
    bench.touch(Choice::Back);
    bench.until("a PIN that is still closed", struck);
    bench.touch(Choice::AskStaff);
    bench.enter_credential(CREDENTIAL);
    bench.until("the staff's statements", |screen| matches!(screen, Screen::StaffReopen(_)));
    bench.touch(Choice::ResetStrikes);
    bench.choose(Method::Pin);
    bench.until("the PIN pad", |screen| matches!(screen, Screen::PinPad { .. }));
    bench.type_in(pin(&mine), Input::Pin);
    bench.touch(Choice::Confirm);
    assert_eq!(bench.ending(), Ending::Verified);
    bench.clear();
    drop(bench);
    assert_eq!(media.strikes_reset_by(), [17]);
}
