//! The scenarios: who comes with which card on which day, what they do, and what must come of it.

use super::person::{Digits, Plan};
use policy::{Availability, LastTry, Method};
use rig::{Moment, Torn};
use std::collections::VecDeque;
use terminal::{CallReason, Choice, Ending, Language, Notice};

/// One scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its letter in the list of the README, with a number where it has variants.
    pub id: &'static str,
    /// What it shows.
    pub title: &'static str,
    /// The card, by the virtual card's profile name.
    pub profile: &'static str,
    /// Noon of this day in Japan is when it begins.
    pub day: (u16, u8, u8),
    /// What differs from the ordinary site.
    pub world: World,
    /// What happens, in order.
    pub acts: Vec<Act>,
}

/// What differs from the ordinary site.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// The service knows the card as registered.
    pub registered: bool,
    /// The centre has the certificate revoked.
    pub revoked: bool,
    /// Who opens cards without PIN.
    pub centre: Centre,
    /// The last try may be insisted on.
    pub last_try: LastTry,
    /// Registration by visual confirmation is allowed by the site.
    pub visual_registration: bool,
    /// What is printed on the card is known to the terminal.
    pub front_read: bool,
}

/// The ordinary site of the demonstration.
pub const ORDINARY: World = World {
    registered: true,
    revoked: false,
    centre: Centre::OfTheCards,
    last_try: LastTry::Closed,
    visual_registration: true,
    front_read: true,
};

/// Who opens cards without PIN; the terminal passes its commands on. A stand-in, whoever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Centre {
    /// Nobody: terminal and service have no holder authorisation.
    None,
    /// The one that the cards know.
    OfTheCards,
    /// One whose key the cards don't know.
    Unknown,
}

/// One act.
#[derive(Clone, Debug)]
pub enum Act {
    /// A session from putting the card on to its ending.
    Session(Box<Visit>),
    /// The service goes down.
    ServiceDown,
    /// The service comes back; this many outcome records arrive, once each.
    ServiceUp {
        /// Outcome records that must arrive.
        outcomes: usize,
    },
    /// The service must have all of these words on one line of its records.
    OnRecord(&'static [&'static str]),
    /// Power is cut while the card lies on the reader, and comes back.
    PowerCut,
    /// The patient goes to the other terminal of the site.
    OtherTerminal,
    /// The patient uses the card elsewhere with the right PIN: its counter is at three again.
    UsedElsewhere,
}

/// One session.
#[derive(Clone, Debug)]
pub struct Visit {
    /// What is chosen on the waiting screen.
    pub language: Language,
    /// Who looks into the camera.
    pub face: Face,
    /// What is chosen at each choice of methods.
    pub ways: &'static [Choice],
    /// PINs typed.
    pub pins: &'static [Typed],
    /// 照合番号B as staff type it.
    pub numbers: &'static [Typed],
    /// The person insists on the last try.
    pub insists: bool,
    /// Staff identify themselves and say this.
    pub staff: Option<Choice>,
    /// The person registers when asked.
    pub registers: bool,
    /// The person can't turn the head and says so at the camera.
    pub cannot_turn: bool,
    /// The card is pulled out in the middle of this.
    pub tear: Option<(Torn, Moment)>,
    /// How the card behaves: a key of `card-slot`, its value, and its value afterwards.
    pub quirks: &'static [(&'static str, &'static str, &'static str)],
    /// A program ends as by a crash.
    pub mishap: Option<Mishap>,
    /// What must come of it.
    pub expect: Expect,
}

/// Which program ends as by a crash, and when. The person then waits for what the terminal says. pcscd is
/// back when the session has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// pcscd, when the PIN pad is shown.
    PcscdAtPad,
    /// pcscd, while the card signs.
    PcscdAtSignature,
    /// The service, when the PIN pad is shown; the PIN is typed all the same.
    ServiceAtPad,
}

/// Who looks into the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// The holder, on another day than the photo's.
    Holder,
    /// Somebody else.
    Stranger,
    /// A photograph of the holder, on a sheet that somebody turns as the screen asks.
    Print,
}

/// What is typed at a pad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The card's own digits.
    Right,
    /// Another one.
    Wrong,
}

/// What must come of a session.
#[derive(Clone, Copy, Debug)]
pub struct Expect {
    /// How it ends.
    pub ending: Ending,
    /// The method that carried it.
    pub method: Option<Method>,
    /// VERIFYs with data that reach JPKI 0018.
    pub verifies: u64,
    /// Tries left of 0018 before and after; `None` where the card has none.
    pub tries: Option<(u8, u8)>,
    /// The camera was on.
    pub camera: bool,
    /// Reception was called for this reason at least once.
    pub call: Option<CallReason>,
    /// The last choice of methods showed PIN like this.
    pub pin: Option<Availability>,
    /// The last choice of methods showed this notice.
    pub notice: Option<Notice>,
}

/// An expectation with nothing but an ending: no VERIFY, counter untouched at 3.
pub const fn ends(ending: Ending) -> Expect {
    Expect {
        ending,
        method: None,
        verifies: 0,
        tries: Some((3, 3)),
        camera: false,
        call: None,
        pin: None,
        notice: None,
    }
}

impl Scenario {
    /// Spoils what is expected of the first session, to show that a difference is noticed.
    pub fn spoil(&mut self) {
        for act in &mut self.acts {
            if let Act::Session(visit) = act {
                visit.expect.verifies = visit.expect.verifies.saturating_add(1);
                return;
            }
        }
    }
}

impl Visit {
    /// A visit of the holder, who chooses these ways and types nothing.
    pub const fn new(ways: &'static [Choice], expect: Expect) -> Self {
        Self {
            language: Language::Japanese,
            face: Face::Holder,
            ways,
            pins: &[],
            numbers: &[],
            insists: false,
            staff: None,
            registers: true,
            cannot_turn: false,
            tear: None,
            quirks: &[],
            mishap: None,
            expect,
        }
    }

    /// As an act.
    pub fn act(self) -> Act {
        Act::Session(Box::new(self))
    }

    /// The plan of the person, with the digits that only the bench knows.
    pub fn plan(
        &self,
        pin: impl Fn(Typed) -> Digits,
        number: impl Fn(Typed) -> Digits,
        credential: Digits,
    ) -> Plan {
        Plan {
            ways: self.ways.iter().copied().collect(),
            pins: self.pins.iter().map(|typed| pin(*typed)).collect(),
            numbers: self.numbers.iter().map(|typed| number(*typed)).collect(),
            insists: self.insists,
            credentials: self.staff.map(|_| credential).into_iter().collect::<VecDeque<_>>(),
            staff_says: self.staff,
            registers: self.registers,
            cannot_turn: self.cannot_turn,
        }
    }
}
