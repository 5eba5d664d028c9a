//! What the machine accepts can be touched, and what can be touched the machine accepts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod every;

use embedded_graphics::prelude::Point;
use policy::*;
use std::collections::BTreeSet;
use terminal::session::{Errand, Reference, StaffSeen};
use terminal::{
    ChallengeFacts, Choice, Effect, Event, Language, Machine, PinPermit, Screen, Session, StaffErrand,
    StaffId, State, Step, Ticket,
};
use ui::area::Area;
use ui::layout::scene;
use ui::scene::Action;
use ui::{CREDENTIAL_CHARACTERS, CredentialKey, DigitKey, Touch, View, touch};

const T: Ticket = Ticket(1);

fn steps() -> Vec<Step> {
    use Step::*;
    let staff = StaffSeen { staff: StaffId(1), credential: Credential::ClinicPassword };
    let permit = PinPermit { shown: 3, last_try: false };
    let _ = |step: Step| match step {
        Reading(..) | Choosing(_) | Warned | Insisting | Fetching(..) | Typing(..) | Intending(..) => (),
        Presenting(_) | ReadingPhoto(..) | Capturing(..) | AwaitingStaff(..) | CheckingStaff(..) => (),
        TypingNumber(..) | Reopening(_) | ResettingStrikes(_) => (),
        Comparing(..) | Authorising(_) | Signing(_) | Submitting(_) | Offering | Registering(_) => (),
    };
    let mut all = vec![
        Reading(T, None),
        Choosing(None),
        Warned,
        Insisting,
        Fetching(T, Errand::Face),
        Intending(T, permit),
        Presenting(T),
        ReadingPhoto(T, Errand::Face),
        Capturing(T, None),
        CheckingStaff(T, StaffErrand::Visual),
        Reopening(staff),
        ResettingStrikes(T),
        Authorising(T),
        Signing(T),
        Submitting(T),
        Offering,
        Registering(T),
    ];
    all.extend((0..=4).map(|length| Typing(permit, length)));
    all.extend([0, 1, 8].map(|length| AwaitingStaff(StaffErrand::Visual, length, None)));
    all.extend([0, 1, 8].map(|length| AwaitingStaff(StaffErrand::Reopen, length, None)));
    for errand in [Errand::Face, Errand::Visual(staff)] {
        all.extend([0, 6, 13, 14].map(|length| TypingNumber(errand, length, None)));
    }
    all.extend(every::comparisons().into_iter().map(|compared| Comparing(staff, compared)));
    all
}

fn cards() -> Vec<CardFacts> {
    let ordinary = CardFacts {
        kind: CardKind::Ordinary,
        pin: Tries::of(3),
        check_number: Tries::Unasked,
        mark: Mark::Unseen,
        strikes: Strikes::Known(0),
    };
    let marked = CardFacts { mark: Mark::Printed, ..ordinary };
    let last = CardFacts { pin: Tries::of(1), ..ordinary };
    let struck = CardFacts { strikes: Strikes::Known(2), ..ordinary };
    let both = CardFacts { strikes: Strikes::Known(2), ..marked };
    let face = CardFacts { kind: CardKind::FaceAuthentication, pin: Tries::Blocked, ..ordinary };
    vec![ordinary, marked, last, struck, both, face]
}

fn states() -> Vec<State> {
    let date = Date::new(2026, 11, 24).unwrap();
    let session = |card, step| {
        State::Session(Session {
            card,
            attempts: Attempts::default(),
            challenge: Some(ChallengeFacts { date, expires: Millis(1_000_000) }),
            reference: Reference::Genuine(policy::Coverage::Measured),
            capture: terminal::session::Capture::Possible,
            evidence: None,
            step,
            deadline: Millis(60_000),
        })
    };
    let mut all = vec![State::Idle { left: false }, State::Idle { left: true }];
    for ending in every::endings() {
        all.extend([false, true].map(|present| State::Ended { ending, present, deadline: Millis(60_000) }));
    }
    for card in cards() {
        all.extend(steps().into_iter().map(|step| session(card, step)));
    }
    all
}

fn sites() -> [Site; 2] {
    let rig = Site {
        build: Build::Rig,
        holder_authorisation: HolderAuthorisation::StandIn,
        ..Site::OUT_OF_THE_BOX
    };
    [rig, Site { last_try: LastTry::OnInsistence, visual: false, ..rig }]
}

/// Choices under which something happens.
fn accepted(site: Site, state: State) -> BTreeSet<Choice> {
    let happens = |choice: &Choice| {
        let mut machine = Machine::at(BUILT_IN, site, state);
        let effects = machine.handle(Millis(0), Event::Choice(*choice));
        *machine.state() != state || effects.iter().any(|effect| !matches!(effect, Effect::Show(_)))
    };
    every::choices().into_iter().filter(happens).collect()
}

fn offered(screen: &Screen, view: &View) -> BTreeSet<Choice> {
    let choice = |action| match action {
        Action::Choice(choice) => Some(choice),
        Action::PinDigit(_) | Action::PinErase | Action::NumberDigit(_) | Action::NumberErase => None,
        Action::Character(_) | Action::CharacterErase | Action::Language(_) => None,
    };
    scene(screen, view).targets().iter().filter_map(|target| choice(target.action)).collect()
}

#[test]
fn the_machine_and_the_screen_agree_on_what_can_be_touched() {
    for site in sites() {
        for state in states() {
            let screen = Machine::at(BUILT_IN, site, state).screen();
            let accepted = accepted(site, state);
            // A method that the card has, but that is closed, is not offered: the machine ignores it.
            for view in every::views() {
                assert_eq!(offered(&screen, &view), accepted, "{screen:?} in {state:?} on {view:?}");
            }
        }
    }
}

/// Every other language on the waiting screen, none anywhere else: a session has one language.
#[test]
fn a_language_is_chosen_on_the_waiting_screen_alone() {
    for own in Language::ALL {
        for view in every::views_in(own) {
            for screen in every::screens().iter().step_by(7) {
                let targets = scene(screen, &view);
                let offered: Vec<Language> = targets
                    .targets()
                    .iter()
                    .filter_map(|target| match target.action {
                        Action::Language(language) => Some(language),
                        _ => None,
                    })
                    .collect();
                let others = Language::ALL.into_iter().filter(|it| *it != own && *screen == Screen::Waiting);
                assert_eq!(offered, others.collect::<Vec<_>>(), "{screen:?} on {view:?}");
            }
        }
    }
}

fn centre(area: &Area) -> Point {
    Point::new(area.x + area.width / 2, area.y + area.height / 2)
}

#[test]
fn a_touch_inside_a_target_means_it_and_a_touch_between_two_means_nothing() {
    let screen = Screen::PinPad { length: 4, shown: 3, last_try: false };
    let scene = scene(&screen, &every::VIEW);
    for target in scene.targets() {
        let area = target.area;
        let met = touch(&screen, &every::VIEW, centre(&area)).unwrap();
        match (target.action, met) {
            (Action::Choice(choice), Touch::Choice(met)) => assert_eq!(choice, met),
            (Action::PinDigit(digit), Touch::Pin(DigitKey::Digit(met))) => assert_eq!(digit, met.ascii()),
            (Action::PinErase, Touch::Pin(DigitKey::Erase)) => {}
            (action, met) => panic!("{action:?} {met:?}"),
        }
        assert!(touch(&screen, &every::VIEW, Point::new(area.x - 1, area.y)).is_none());
        assert!(touch(&screen, &every::VIEW, Point::new(area.x, area.bottom())).is_none());
    }
    assert!(touch(&screen, &every::VIEW, Point::new(-1, 5000)).is_none());
}

#[test]
fn the_pad_has_ten_digits_and_the_keyboard_has_its_characters() {
    let pin = Screen::PinPad { length: 0, shown: 3, last_try: false };
    let number = Screen::CheckNumberPad { length: 0, method: Method::Face, notice: None };
    let staff = Screen::StaffCredential { errand: StaffErrand::Visual, length: 0, notice: None };
    let typed = |screen: &Screen, view: &View| {
        let scene = scene(screen, view);
        let met = scene.targets().iter().filter_map(|target| touch(screen, view, centre(&target.area)));
        let mut typed: Vec<u8> = met
            .filter_map(|met| match met {
                Touch::Pin(DigitKey::Digit(secret))
                | Touch::CheckNumber(DigitKey::Digit(secret))
                | Touch::Credential(CredentialKey::Character(secret)) => Some(secret.ascii()),
                Touch::Pin(DigitKey::Erase) | Touch::CheckNumber(DigitKey::Erase) => None,
                Touch::Choice(_) | Touch::Credential(CredentialKey::Erase) | Touch::Language(_) => None,
            })
            .collect();
        typed.sort_unstable();
        String::from_utf8(typed).unwrap()
    };
    let mut all: Vec<char> = CREDENTIAL_CHARACTERS.chars().collect();
    all.sort_unstable();
    for view in every::views() {
        assert_eq!(typed(&pin, &view), "0123456789");
        assert_eq!(typed(&number, &view), "0123456789");
        assert_eq!(typed(&staff, &view), all.iter().collect::<String>());
    }
}
