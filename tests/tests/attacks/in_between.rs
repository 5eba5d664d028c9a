//! Whoever stands between terminal and service, and clocks that somebody set.

use crate::bench::{Bench, PIN};
use crate::parts::Meddling;
use crate::world::{CREDENTIAL, Media, card};
use policy::{Availability, Build, Closure, Method};
use terminal::{Ending, Screen};

/// A challenge that was made for somebody else is not signed, and no try is spent on it.
#[test]
fn a_challenge_of_another_session_terminal_or_place_is_not_answered() {
    for meddling in [Meddling::OtherSession, Meddling::OtherTerminal, Meddling::OtherFacility] {
        let bench = Bench::new();
        *bench.meddling.lock().unwrap() = meddling;
        bench.tray.lay(card("normal", 1), None);
        bench.choose(Method::Pin);
        assert_eq!(bench.ending(), Ending::ServiceMisbehaved, "{meddling:?}");
        assert_eq!((bench.tray.verifies(), bench.tray.signatures_asked()), (0, 0), "{meddling:?}");
        let (left, _) = bench.clear();
        assert_eq!(left.unwrap().counters()[PIN], 3);
    }
}

/// Half an hour or ten years: the service refuses, and nobody is verified by yesterday's rules.
#[test]
fn a_terminal_whose_clock_was_set_back_asks_for_no_pin() {
    for seconds in [-1800, -10 * 365 * 86_400] {
        let bench = Bench::new();
        bench.clock.set_terminal_off_by(seconds);
        bench.tray.lay(card("normal", 1), None);
        bench.choose(Method::Pin);
        assert_eq!(bench.ending(), Ending::ClockWrong, "{seconds}");
        bench.clear();
        // Set right, it is served again: nothing of it sticks.
        bench.clock.set_terminal_off_by(0);
        assert_eq!(bench.session(&card("normal", 1), Method::Pin, None), Ending::Verified);
    }
}

/// Put on by a day and set right again, the strikes of the day between can't be told: PIN stays closed.
#[test]
fn a_terminal_whose_clock_was_put_on_and_back_forgets_no_strike() {
    let bench = Bench::new();
    // Something is on record that the day between sweeps out.
    assert_eq!(bench.session(&card("normal", 1), Method::Pin, None), Ending::Verified);
    bench.clear();
    bench.clock.set_terminal_off_by(86_400);
    bench.tray.lay(card("normal", 1), None);
    bench.choose(Method::Pin);
    assert_eq!(bench.ending(), Ending::ClockWrong);
    bench.clear();
    bench.clock.set_terminal_off_by(0);
    bench.tray.lay(card("normal", 1), None);
    let screen = bench.until("a choice", |screen| matches!(screen, Screen::Choose { .. }));
    let Screen::Choose { methods, .. } = screen else { panic!("{screen:?}") };
    assert_eq!(methods.pin, Availability::Closed(Closure::LedgerUnavailable));
    assert_eq!(methods.visual, Availability::Open);
}

/// Composed into a production build, the stand-in opens nothing: the methods that need it are closed.
#[test]
fn a_production_build_offers_no_method_that_needs_the_stand_in() {
    let bench = Bench::over(&Media::new(), Build::Production);
    bench.tray.lay(card("normal", 1), None);
    let screen = bench.until("a choice", |screen| matches!(screen, Screen::Choose { .. }));
    let Screen::Choose { methods, .. } = screen else { panic!("{screen:?}") };
    let closed = Availability::Closed(Closure::NoHolderAuthorisation);
    assert_eq!((methods.face, methods.visual, methods.pin), (closed, closed, Availability::Open));
    // Touched all the same, they lead nowhere.
    for method in [Method::Face, Method::Visual] {
        bench.touch(terminal::Choice::Method(method));
    }
    bench.type_in(CREDENTIAL, runtime::port::Input::Credential);
    bench.touch(terminal::Choice::Confirm);
    bench.touch(terminal::Choice::SamePerson);
    bench.touch(terminal::Choice::Method(Method::Pin));
    bench.until("the PIN pad", |screen| {
        assert!(!matches!(screen, Screen::StaffCredential { .. } | Screen::StaffConfirm { .. }));
        matches!(screen, Screen::PinPad { .. })
    });
    assert_eq!(bench.submitted(), 0);
}
