//! The sample of the fault matrix that runs on real parts: pcscd and the virtual reader, the real models,
//! the service in its own process. The whole matrix runs in process (package `house`).

use super::scenario::{Act, Expect, Mishap, ORDINARY, Scenario, Typed, Visit, ends};
use policy::Method;
use rig::{Moment, Torn};
use terminal::{Choice, Ending, Notice};

const TODAY: (u16, u8, u8) = (2026, 11, 24);
const PIN: &[Choice] = &[Choice::Method(Method::Pin)];
const FACE: &[Choice] = &[Choice::Method(Method::Face)];

/// By PIN, and what must come of it.
fn by_pin(ending: Ending, verifies: u64) -> Visit {
    let evidence = if verifies > 0 { Some(Method::Pin) } else { None };
    let method = if ending == Ending::PinOutcomeUnknown { None } else { evidence };
    Visit { pins: &[Typed::Right], ..Visit::new(PIN, Expect { method, verifies, ..ends(ending) }) }
}

/// By face; the camera is on if the photo was read.
fn by_face(ending: Ending, captured: bool) -> Visit {
    let expect = Expect {
        method: captured.then_some(Method::Face),
        camera: captured,
        notice: (!captured).then_some(Notice::PhotoUnavailable),
        ..ends(ending)
    };
    Visit::new(FACE, expect)
}

/// One cell: the faulty session, and the next one, which is ordinary.
fn cell(id: &'static str, title: &'static str, visit: Visit) -> Scenario {
    let acts = vec![visit.act(), by_pin(Ending::Verified, 1).act()];
    Scenario { id, title, profile: "normal", day: TODAY, world: ORDINARY, acts }
}

fn torn(visit: Visit, commands: u64, moment: Moment) -> Visit {
    Visit { tear: Some((Torn::AfterCommands(commands), moment)), ..visit }
}

/// All of them.
pub fn all() -> Vec<Scenario> {
    let mut all = cards_that_leave();
    all.extend(quirks());
    all.extend(programs_that_end());
    all
}

fn cards_that_leave() -> Vec<Scenario> {
    use Moment::{After, Before};
    let taken = || by_pin(Ending::CardTakenAway, 0);
    let verify = |moment, verifies| Visit {
        tear: Some((Torn::Verify, moment)),
        ..by_pin(Ending::PinOutcomeUnknown, verifies)
    };
    vec![
        cell("x1", "PIN: SELECT JPKI, before", torn(taken(), 0, Before)),
        cell("x2", "PIN: READ JPKI 000A, after", torn(taken(), 3, After)),
        cell("x3", "PIN: VERIFY JPKI 0018, before", verify(Before, 0)),
        cell("x4", "PIN: VERIFY JPKI 0018, after", verify(After, 1)),
        cell("x5", "PIN: sign JPKI 0017, after", torn(by_pin(Ending::SignatureFailed, 1), 6, After)),
        cell("x6", "face: READ surface 0002, after", torn(by_face(Ending::CardTakenAway, false), 7, After)),
        cell(
            "x7",
            "face: internal authentication, before",
            torn(by_face(Ending::CardTakenAway, false), 9, Before),
        ),
        cell(
            "x8",
            "face: EXTERNAL AUTHENTICATE, after",
            torn(by_face(Ending::AuthorisationFailed, true), 12, After),
        ),
    ]
}

fn quirks() -> Vec<Scenario> {
    let with = |quirks, visit| Visit { quirks, ..visit };
    vec![
        cell(
            "x9",
            "PIN: SELECT JPKI, 6F00",
            with(&[("first-6f00", "on", "off")], by_pin(Ending::Verified, 1)),
        ),
        cell(
            "x10",
            "PIN: every read, 61xx",
            with(&[("delivery", "61", "plain")], by_pin(Ending::Verified, 1)),
        ),
    ]
}

fn programs_that_end() -> Vec<Scenario> {
    let away = Visit { mishap: Some(Mishap::PcscdAtPad), ..by_pin(Ending::ReaderFailed, 0) };
    let signing = Visit {
        mishap: Some(Mishap::PcscdAtSignature),
        quirks: &[("key-delay-ms", "3000", "0")],
        ..by_pin(Ending::SignatureFailed, 1)
    };
    let unheard = Visit { mishap: Some(Mishap::ServiceAtPad), ..by_pin(Ending::CouldNotConfirm, 1) };
    let next = by_pin(Ending::Verified, 1);
    vec![
        cell("x11", "PIN: at the pad, pcscd is killed", away),
        cell("x12", "PIN: sign JPKI 0017, pcscd is killed", signing),
        Scenario {
            acts: vec![unheard.clone().act(), Act::ServiceUp { outcomes: 1 }, next.act()],
            ..cell("x13", "PIN: at the pad, the service is killed", unheard)
        },
    ]
}
