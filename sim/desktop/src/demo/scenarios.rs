//! The table of scenarios.

use super::scenario::{Act, Centre, Expect, Face, ORDINARY, Scenario, Typed, Visit, World, ends};
use policy::{Availability, Closure, LastTry, Method, RegistrationClosure};
use rig::{Moment, Torn};
use terminal::{CallReason, Choice, Ending, Language, Notice, Refusal};

const LOCKED: Option<(u8, u8)> = Some((0, 0));
const NO_PIN: Option<(u8, u8)> = None;

const fn by_face(ending: Ending) -> Expect {
    Expect { method: Some(Method::Face), camera: true, ..ends(ending) }
}

const fn by_pin(ending: Ending, verifies: u64, tries: (u8, u8)) -> Expect {
    Expect { method: Some(Method::Pin), verifies, tries: Some(tries), ..ends(ending) }
}

const fn by_visual(ending: Ending) -> Expect {
    Expect { method: Some(Method::Visual), call: Some(CallReason::Visual), ..ends(ending) }
}

/// The day of most scenarios.
pub(crate) const TODAY: (u16, u8, u8) = (2026, 11, 24);
const BY_FACE: Choice = Choice::Method(Method::Face);
const BY_PIN: Choice = Choice::Method(Method::Pin);
const BY_STAFF: Choice = Choice::Method(Method::Visual);
const FACE: &[Choice] = &[BY_FACE];
const PIN: &[Choice] = &[BY_PIN];
const VISUAL: &[Choice] = &[BY_STAFF];

fn one(id: &'static str, title: &'static str, profile: &'static str, visit: Visit) -> Scenario {
    Scenario { id, title, profile, day: TODAY, world: ORDINARY, acts: vec![visit.act()] }
}

fn right_pin(expect: Expect) -> Visit {
    Visit { pins: &[Typed::Right], ..Visit::new(PIN, expect) }
}

/// All scenarios, in the order of their letters.
pub fn all() -> Vec<Scenario> {
    let mut all = faces_and_pins();
    all.extend(cards_without_pin());
    all.extend(mishaps());
    all.extend(other_cards());
    all.extend(registrations());
    all.extend(last_tries());
    all.extend(numbers_and_strikes());
    all.push(in_another_language());
    all.extend(movements());
    all
}

fn faces_and_pins() -> Vec<Scenario> {
    let stranger = Expect {
        camera: true,
        call: Some(CallReason::CapturesFailed),
        notice: Some(Notice::FaceNotAccepted),
        ..by_pin(Ending::Verified, 1, (3, 3))
    };
    let two_wrong = Expect {
        tries: Some((3, 1)),
        verifies: 2,
        pin: Some(Availability::Closed(Closure::StrikesUsedUp)),
        notice: Some(Notice::PinRejected { left: 1 }),
        ..by_face(Ending::Verified)
    };
    vec![
        one("a", "ordinary card, holder's face", "normal", Visit::new(FACE, by_face(Ending::Verified))),
        one("a2", "ordinary card, right PIN", "normal", right_pin(by_pin(Ending::Verified, 1, (3, 3)))),
        one(
            "b",
            "another person's face is not accepted; then the right PIN",
            "normal",
            Visit { face: Face::Stranger, pins: &[Typed::Right], ..Visit::new(&[BY_FACE, BY_PIN], stranger) },
        ),
        one(
            "c",
            "two wrong PINs; a third is never sent, face is offered",
            "normal",
            Visit {
                pins: &[Typed::Wrong, Typed::Wrong],
                ..Visit::new(&[BY_PIN, BY_PIN, BY_FACE], two_wrong)
            },
        ),
    ]
}

fn cards_without_pin() -> Vec<Scenario> {
    let closed = Some(Availability::Closed(Closure::FaceAuthenticationCard));
    let face_card = Expect { tries: LOCKED, pin: closed, ..by_face(Ending::Verified) };
    let unopened = Expect { ending: Ending::AuthorisationFailed, ..face_card };
    let by_eye = Expect {
        tries: LOCKED,
        pin: closed,
        camera: true,
        notice: Some(Notice::FaceNotAccepted),
        ..by_visual(Ending::Verified)
    };
    let locked = Expect {
        tries: LOCKED,
        pin: Some(Availability::Closed(Closure::PinLocked)),
        ..by_face(Ending::Verified)
    };
    let no_way = Expect { tries: LOCKED, ..ends(Ending::NoHolderAuthorisation) };
    vec![
        one(
            "d",
            "顔認証 card, face; the centre's commands open its key",
            "kao-ninsho",
            Visit::new(FACE, face_card),
        ),
        Scenario {
            world: World { centre: Centre::Unknown, ..ORDINARY },
            ..one(
                "d2",
                "顔認証 card, face; it refuses the centre's commands",
                "kao-ninsho",
                Visit::new(FACE, unopened),
            )
        },
        Scenario {
            acts: vec![
                Visit {
                    face: Face::Stranger,
                    staff: Some(Choice::SamePerson),
                    ..Visit::new(&[BY_FACE, BY_STAFF], by_eye)
                }
                .act(),
                // Method, performer, what was compared, and the rule are on record (domain.md 1.5).
                Act::OnRecord(&[
                    "visual",
                    "staff-017",
                    "chip_photo_verified",
                    "face_not_accepted",
                    "\"policy_revision\":3",
                ]),
            ],
            ..one("e", "顔認証 card, face fails, staff confirm by eye", "kao-ninsho", Visit::new(&[], by_eye))
        },
        one("f", "PIN-locked ordinary card, face", "auth-locked", Visit::new(FACE, locked)),
        Scenario {
            world: World { centre: Centre::None, ..ORDINARY },
            ..one("p", "顔認証 card, no holder authorisation", "kao-ninsho", Visit::new(&[], no_way))
        },
        one(
            "q",
            "a card switched back to ordinary: PIN works",
            "switched-back",
            right_pin(by_pin(Ending::Verified, 1, (3, 3))),
        ),
        one(
            "q2",
            "mark printed, PINs alive: PIN is closed until staff clear the mark",
            "marked-not-locked",
            Visit {
                pins: &[Typed::Right],
                staff: Some(Choice::ClearMark),
                ..Visit::new(
                    &[Choice::AskStaff, BY_PIN],
                    Expect {
                        call: Some(CallReason::PinClosed),
                        pin: Some(Availability::Open),
                        ..by_pin(Ending::Verified, 1, (3, 3))
                    },
                )
            },
        ),
    ]
}

fn mishaps() -> Vec<Scenario> {
    let torn = Visit {
        pins: &[Typed::Wrong],
        tear: Some((Torn::Verify, Moment::After)),
        ..Visit::new(PIN, Expect { verifies: 1, tries: Some((3, 2)), ..ends(Ending::PinOutcomeUnknown) })
    };
    let away = Visit::new(PIN, ends(Ending::CouldNotConfirm));
    let one_wrong = Visit {
        pins: &[Typed::Wrong],
        ..Visit::new(
            PIN,
            Expect {
                verifies: 1,
                tries: Some((3, 2)),
                notice: Some(Notice::PinRejected { left: 2 }),
                ..ends(Ending::CardTakenAway)
            },
        )
    };
    // One strike is on record: a second wrong PIN closes the method although the card has a try.
    let second_wrong = Visit {
        pins: &[Typed::Wrong],
        ..Visit::new(
            PIN,
            Expect {
                verifies: 1,
                tries: Some((2, 1)),
                pin: Some(Availability::Closed(Closure::StrikesUsedUp)),
                ..ends(Ending::CardTakenAway)
            },
        )
    };
    vec![
        Scenario {
            acts: vec![torn.act(), right_pin(by_pin(Ending::Verified, 1, (2, 3))).act()],
            ..one(
                "g",
                "card pulled in the middle of VERIFY",
                "normal",
                Visit::new(&[], ends(Ending::Verified)),
            )
        },
        Scenario {
            acts: vec![
                Act::ServiceDown,
                away.act(),
                Act::ServiceUp { outcomes: 1 },
                right_pin(by_pin(Ending::Verified, 1, (3, 3))).act(),
            ],
            ..one("h", "the service is down for a while", "normal", Visit::new(&[], ends(Ending::Verified)))
        },
        Scenario {
            acts: vec![one_wrong.clone().act(), Act::PowerCut, second_wrong.clone().act()],
            ..one(
                "o",
                "one wrong PIN, power cut: the strike is remembered",
                "normal",
                Visit::new(&[], ends(Ending::Verified)),
            )
        },
        Scenario {
            acts: vec![one_wrong.act(), Act::OtherTerminal, second_wrong.act()],
            ..one(
                "o2",
                "one wrong PIN, then the other terminal of the site: the strike is remembered",
                "normal",
                Visit::new(&[], ends(Ending::Verified)),
            )
        },
    ]
}

fn other_cards() -> Vec<Scenario> {
    let grace = by_pin(Ending::VerifiedEntitlementOnly, 1, (3, 3));
    let ended = by_pin(Ending::Refused(Refusal::CertificateEnded), 1, (3, 3));
    let revoked = by_pin(Ending::Refused(Refusal::CertificateRevoked), 1, (3, 3));
    let foreign = |ending| Visit::new(&[], Expect { tries: NO_PIN, ..ends(ending) });
    let with_pin = |ending| Visit::new(&[], ends(ending));
    vec![
        one("i", "certificate ended two months ago: entitlement only", "expired-cert=2", right_pin(grace)),
        one("i2", "certificate ended four months ago: renew", "expired-cert=4", right_pin(ended)),
        Scenario {
            world: World { revoked: true, ..ORDINARY },
            ..one("i3", "certificate revoked at the centre", "revoked-only-centrally", right_pin(revoked))
        },
        one("j", "not a My Number Card", "foreign", foreign(Ending::NotMyNumberCard)),
        one("j2", "an old 住基カード", "juki", foreign(Ending::OldResidentCard)),
        one("j3", "a card that does not answer", "dead", foreign(Ending::CardMute)),
        one(
            "k",
            "forged photo",
            "forged-photo",
            Visit::new(FACE, Expect { method: None, ..ends(Ending::PhotoNotGenuine) }),
        ),
        one("k2", "cloned chip", "cloned-chip", Visit::new(FACE, ends(Ending::ChipNotGenuine))),
        one("r", "an Android phone", "phone-android", with_pin(Ending::PhoneNotSupported)),
        one("r2", "an iPhone", "phone-iphone", with_pin(Ending::PhoneNotSupported)),
    ]
}

fn registrations() -> Vec<Scenario> {
    let unregistered = World { registered: false, ..ORDINARY };
    let visual = |ending| Visit { staff: Some(Choice::SamePerson), ..Visit::new(VISUAL, by_visual(ending)) };
    let on =
        |id, title, day, world, ending| Scenario { day, world, ..one(id, title, "normal", visual(ending)) };
    let closed = Ending::RegistrationClosed;
    vec![
        Scenario {
            world: unregistered,
            ..one("l", "unregistered card: by face", "normal", Visit::new(FACE, by_face(Ending::Verified)))
        },
        on(
            "l2",
            "unregistered, visual, 2023-11-13: the manual refuses",
            (2023, 11, 13),
            unregistered,
            closed(RegistrationClosure::RefusedByManual),
        ),
        on(
            "l3",
            "unregistered, visual, 2023-11-14: readers not changed yet",
            (2023, 11, 14),
            unregistered,
            closed(RegistrationClosure::ReadersNotChanged),
        ),
        on(
            "l4",
            "unregistered, visual, 2023-12-15: allowed (assumed)",
            (2023, 12, 15),
            unregistered,
            Ending::Verified,
        ),
        on(
            "l5",
            "unregistered, visual, the site forbids it",
            TODAY,
            World { visual_registration: false, ..unregistered },
            closed(RegistrationClosure::RefusedBySite),
        ),
    ]
}

fn last_tries() -> Vec<Scenario> {
    let insisting = World { last_try: LastTry::OnInsistence, ..ORDINARY };
    let right = Expect { call: Some(CallReason::LastTry), ..by_pin(Ending::Verified, 1, (1, 3)) };
    let wrong = Expect {
        tries: Some((1, 0)),
        verifies: 1,
        call: Some(CallReason::LastTry),
        pin: Some(Availability::Closed(Closure::PinLocked)),
        notice: Some(Notice::PinLockedNow),
        ..by_face(Ending::Verified)
    };
    let arrives = Expect {
        tries: Some((1, 1)),
        pin: Some(Availability::Closed(Closure::LastTry)),
        ..by_face(Ending::Verified)
    };
    vec![
        Scenario {
            world: insisting,
            ..one(
                "m",
                "last try insisted on, right: the counter is back at 3",
                "tries=1",
                Visit { insists: true, ..right_pin(right) },
            )
        },
        Scenario {
            world: insisting,
            ..one(
                "m2",
                "last try insisted on, wrong: locked, own words, face offered",
                "tries=1",
                Visit { insists: true, pins: &[Typed::Wrong], ..Visit::new(&[BY_PIN, BY_FACE], wrong) },
            )
        },
        one("n", "card arrives with one try left", "tries=1", Visit::new(FACE, arrives)),
    ]
}

fn in_another_language() -> Scenario {
    let visit = Visit {
        language: Language::Vietnamese,
        pins: &[Typed::Wrong, Typed::Right],
        ..Visit::new(&[BY_PIN, BY_PIN], by_pin(Ending::Verified, 2, (3, 3)))
    };
    one(
        "u",
        "the patient reads Vietnamese: chosen on the waiting screen, gone with the session",
        "normal",
        visit,
    )
}

/// Sheet and head are drawn (`relief_head`); what sees them is the terminal's own detector.
fn movements() -> Vec<Scenario> {
    let attack = Expect { camera: true, ..ends(Ending::AttackPresentation) };
    let by_eye = Expect { camera: true, pin: Some(Availability::Open), ..by_visual(Ending::Verified) };
    let cannot = Visit { cannot_turn: true, staff: Some(Choice::SamePerson), ..Visit::new(FACE, by_eye) };
    vec![
        one(
            "v",
            "the holder's photo on a sheet of paper, turned as the screen asks",
            "normal",
            Visit { face: Face::Print, ..Visit::new(FACE, attack) },
        ),
        Scenario {
            acts: vec![cannot.act(), Act::OnRecord(&["visual", "staff-017", "patient_asked"])],
            ..one(
                "v2",
                "the patient can't turn the head: staff confirm by eye, nothing is called a failure",
                "normal",
                Visit::new(&[], ends(Ending::Verified)),
            )
        },
    ]
}

fn numbers_and_strikes() -> Vec<Scenario> {
    let unread = World { front_read: false, ..ORDINARY };
    let called = Expect { call: Some(CallReason::CheckNumber), ..by_face(Ending::Verified) };
    let by_eye = Visit {
        numbers: &[Typed::Right],
        staff: Some(Choice::SamePerson),
        ..Visit::new(VISUAL, by_visual(Ending::Verified))
    };
    let one_wrong = Visit {
        pins: &[Typed::Wrong],
        ..Visit::new(PIN, Expect { verifies: 1, tries: Some((3, 2)), ..ends(Ending::CardTakenAway) })
    };
    let reset = Visit {
        pins: &[Typed::Wrong, Typed::Right],
        staff: Some(Choice::ResetStrikes),
        ..Visit::new(
            &[BY_PIN, Choice::AskStaff, BY_PIN],
            Expect {
                call: Some(CallReason::PinClosed),
                pin: Some(Availability::Open),
                ..by_pin(Ending::Verified, 2, (3, 3))
            },
        )
    };
    vec![
        Scenario {
            world: unread,
            ..one(
                "s",
                "card front not read: staff type the number, wrong once; then the face",
                "normal",
                Visit { numbers: &[Typed::Wrong, Typed::Right], ..Visit::new(FACE, called) },
            )
        },
        Scenario {
            world: unread,
            acts: vec![by_eye.act(), Act::OnRecord(&["visual", "staff-017", "chip_photo_verified"])],
            ..one(
                "s2",
                "card front not read: staff type the number and confirm by eye",
                "normal",
                Visit::new(&[], ends(Ending::Verified)),
            )
        },
        Scenario {
            acts: vec![one_wrong.act(), Act::UsedElsewhere, reset.act()],
            ..one(
                "t",
                "two strikes, tries left: PIN is closed until staff take the strikes back",
                "normal",
                Visit::new(&[], ends(Ending::Verified)),
            )
        },
    ]
}
