//! The person before the terminal: reacts to screens as a patient, or as staff, by a plan.

use crate::port::clock::SimClock;
use policy::Methods;
use runtime::Hand;
use runtime::port::{Input, Key};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;
use terminal::{Choice, Ending, Notice, Screen};

/// What the person will do, in order. What the plan does not foresee, the person leaves: by
/// taking the card away.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What is chosen, one at each choice of methods.
    pub ways: VecDeque<Choice>,
    /// PINs typed, one at each pad.
    pub pins: VecDeque<Digits>,
    /// Whether the person insists on the last try.
    pub insists: bool,
    /// Staff credentials typed.
    pub credentials: VecDeque<Digits>,
    /// 照合番号B as staff type it, one at each pad.
    pub numbers: VecDeque<Digits>,
    /// What staff say of the face, or of a closed PIN.
    pub staff_says: Option<Choice>,
    /// Whether the person registers when asked.
    pub registers: bool,
    /// The person can't turn the head and says so.
    pub cannot_turn: bool,
}

/// Digits that a person knows. Not printed.
#[derive(Clone)]
pub struct Digits(pub String);

impl std::fmt::Debug for Digits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Digits")
    }
}

/// What the person saw.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Each choice of methods, with its notice.
    pub choices: Vec<(Methods, Option<Notice>)>,
    /// The camera was on.
    pub camera: bool,
    /// The last-try warning was shown.
    pub warned: bool,
    /// Registration was offered.
    pub offered_registration: bool,
    /// The ending on the screen.
    pub ending: Option<Ending>,
}

/// What the person does to the card itself.
pub enum Deed {
    /// Nothing.
    Nothing,
    /// The card is taken away.
    TakesCardAway,
    /// The session is over.
    Done,
}

/// Whether the person reacts to a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reacts {
    /// As planned.
    Yes,
    /// Something happened that the person looks at first.
    No,
}

/// No new screen for so long: the terminal hangs.
const STALL: Duration = Duration::from_secs(90);

/// The terminal showed nothing new for too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stalled;

/// Watches the screens of one session and reacts until its ending. `befalls` hears each screen first and
/// tells whether the person still reacts to it; `takes_away` removes the card.
///
/// # Errors
///
/// [`Stalled`].
pub fn attend(
    mut plan: Plan,
    screens: &Receiver<Screen>,
    hand: &Hand,
    clock: &SimClock,
    mut befalls: impl FnMut(&Screen) -> Reacts,
    mut takes_away: impl FnMut(),
) -> Result<Seen, Stalled> {
    let mut seen = Seen::default();
    loop {
        let screen = match screens.recv_timeout(STALL) {
            Ok(screen) => screen,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Err(Stalled),
        };
        if befalls(&screen) == Reacts::No {
            continue;
        }
        match react(&screen, &mut plan, &mut seen, hand, clock) {
            Deed::Nothing => {}
            Deed::TakesCardAway => takes_away(),
            Deed::Done => return Ok(seen),
        }
    }
}

fn react(screen: &Screen, plan: &mut Plan, seen: &mut Seen, hand: &Hand, clock: &SimClock) -> Deed {
    let touch = |choice| hand.touch(Input::Choice(choice));
    match screen {
        Screen::Choose { methods, notice, .. } => {
            seen.choices.push((*methods, *notice));
            match plan.ways.pop_front() {
                Some(way) => touch(way),
                None => return Deed::TakesCardAway,
            }
        }
        Screen::PinPad { length: 0, .. } => match plan.pins.pop_front() {
            Some(pin) => press(&pin, hand, Input::Pin),
            None => return Deed::TakesCardAway,
        },
        Screen::LastTryWarning { confirmable: false } => {
            seen.warned = true;
            clock.skip(3_000);
        }
        Screen::LastTryWarning { confirmable: true } => {
            touch(if plan.insists { Choice::Insist } else { Choice::Back });
        }
        Screen::Camera { .. } => {
            seen.camera = true;
            if std::mem::take(&mut plan.cannot_turn) {
                touch(Choice::CannotTurn);
            }
        }
        Screen::StaffCredential { length: 0, .. } => match plan.credentials.pop_front() {
            Some(credential) => press(&credential, hand, Input::Credential),
            None => return Deed::TakesCardAway,
        },
        Screen::CheckNumberPad { length: 0, .. } => match plan.numbers.pop_front() {
            Some(number) => press(&number, hand, Input::CheckNumber),
            None => return Deed::TakesCardAway,
        },
        Screen::StaffConfirm { .. } | Screen::StaffReopen(_) => match plan.staff_says {
            Some(choice) => touch(choice),
            None => return Deed::TakesCardAway,
        },
        Screen::OfferRegistration => {
            seen.offered_registration = true;
            touch(if plan.registers { Choice::Confirm } else { Choice::Back });
        }
        Screen::Ending(ending) => {
            seen.ending = Some(*ending);
            return Deed::Done;
        }
        _ => {}
    }
    Deed::Nothing
}

fn press(digits: &Digits, hand: &Hand, pad: fn(Key) -> Input) {
    for character in digits.0.bytes() {
        hand.touch(pad(Key::Character(character)));
    }
    hand.touch(Input::Choice(Choice::Confirm));
}
