//! One state of the whole: cards, desks, the ledger.

use crate::chip::Chip;
use crate::ledgers::{Ask, LedgerId, Ledgers};
use crate::promises::Ritual;
use policy::CardFacts;
use terminal::{CardFault, PinOutcome, PinPermit, ReferenceOutcome, State};

/// Cards in the world.
pub(crate) const CARDS: usize = 2;
/// Terminals of the site. "Desk" for short: a terminal and who stands before it.
pub(crate) const DESKS: usize = 2;
/// Readers of each terminal.
pub(crate) const READERS: u8 = 2;

/// Everything.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub(crate) cards: [Card; CARDS],
    pub(crate) desks: [Desk; DESKS],
    /// The ledger of each desk's site: the same one, but for the flaw that forgets to share it.
    pub(crate) ledgers: [LedgerId; DESKS],
    /// What may still go wrong.
    pub(crate) allowance: Allowance,
}

/// How often what is rare may happen on one way through the world; [`Allowance::ENDLESS`] is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Allowance {
    /// Cards laid on a reader.
    pub(crate) lays: u8,
    /// Upsets of a command.
    pub(crate) upsets: u8,
    /// VERIFYs by a foreign program.
    pub(crate) foreign: u8,
    /// Restarts of a terminal.
    pub(crate) restarts: u8,
    /// Faults of the ledger's medium, and times that its queue is full.
    pub(crate) records: u8,
    /// Midnights; not without end, because each has a ledger of its own.
    pub(crate) midnights: u8,
}

impl Allowance {
    pub(crate) const ENDLESS: u8 = u8::MAX;
    /// Everything on one day, as often as one likes.
    pub(crate) const ALL: Self = Self {
        lays: Self::ENDLESS,
        upsets: Self::ENDLESS,
        foreign: Self::ENDLESS,
        restarts: Self::ENDLESS,
        records: Self::ENDLESS,
        midnights: 0,
    };
    /// Cards come and go; nothing fails.
    pub(crate) const CALM: Self =
        Self { lays: Self::ENDLESS, upsets: 0, foreign: 0, restarts: 0, records: 0, midnights: 0 };

    /// Takes one, if one is left.
    pub(crate) const fn take(left: &mut u8) -> bool {
        if *left == Self::ENDLESS {
            return true;
        }
        let some = *left > 0;
        *left = left.saturating_sub(1);
        some
    }
}

/// A card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Card {
    pub(crate) chip: Chip,
    pub(crate) place: Place,
    /// Our VERIFYs of today that were wrong or nobody knows, since the last right one and since staff took
    /// them back: what the ledger must never know less of.
    pub(crate) owed: u8,
}

/// Where a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// It takes no part.
    Elsewhere,
    /// In its holder's hand.
    Hand,
    /// On a reader.
    On { desk: u8, reader: u8 },
}

/// A terminal, and who stands before it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Desk {
    pub(crate) machine: State,
    /// The card that the card worker holds.
    pub(crate) hold: Option<Hold>,
    /// What the card worker has last seen on the readers.
    pub(crate) seen: Slot,
    pub(crate) card_jobs: Vec<CardJob>,
    /// What the card worker has told and the loop has not heard yet.
    pub(crate) told: Vec<Tell>,
    /// Holds that began and that the loop has not heard of yet.
    pub(crate) holds_ahead: u8,
    pub(crate) records_jobs: Vec<(bool, Ask)>,
    /// Jobs that the recorder will not take, because its queue is full.
    pub(crate) refusals: u8,
    /// The records worker has taken an intent that was not closed yet.
    pub(crate) intending: bool,
    /// The facts that wait for the ledger's word.
    pub(crate) reading: Option<CardFacts>,
    /// The card whose certificate this session has read.
    pub(crate) case: Option<u8>,
    /// The PIN in the Closet.
    pub(crate) typed: Option<Typed>,
    /// 照合番号B in the Closet, and the one that the card has refused.
    pub(crate) number: Option<Number>,
    pub(crate) refused_number: Option<Number>,
    pub(crate) ghost: Ghost,
}

/// What the checker remembers, and no part of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Ghost {
    /// The patient has confirmed a PIN for this card, and it was not presented yet.
    pub(crate) entry: Option<u8>,
    /// How far the last-try ritual has come.
    pub(crate) ritual: Ritual,
    /// A VERIFY of this session was sent and the machine has not heard of it.
    pub(crate) unheard: bool,
    /// The last VERIFY of this session has an outcome that nobody knows.
    pub(crate) unknown: bool,
    /// VERIFYs of 照合番号B in this session, and the number that the card refused.
    pub(crate) numbers: u8,
    pub(crate) refused: Option<Number>,
    /// The intent that was recorded last is of a day that is over.
    pub(crate) of_yesterday: bool,
    /// Staff have identified themselves in this session.
    pub(crate) staff: bool,
    /// In this session the card that it has read has signed, with the right that its PIN gave.
    pub(crate) signed: bool,
}

/// A card that is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Hold {
    pub(crate) card: u8,
    /// It left, was reset, or pcscd died: nothing can be sent any more.
    pub(crate) void: bool,
    /// pcscd died.
    pub(crate) lost: bool,
    /// JPKI is selected, as the link remembers it.
    pub(crate) selected: bool,
}

/// What lies on the readers of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Slot {
    Empty,
    Card,
    Several,
    Lost,
}

/// A job of the card worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CardJob {
    /// Its ticket is the one that the machine awaits.
    pub(crate) awaited: bool,
    /// Holds that began since the one that it was asked for.
    pub(crate) holds_since: u8,
    pub(crate) work: CardWork,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CardWork {
    Read,
    Present(Typed, PinPermit),
    Reference(Number),
    Sign,
    Release,
}

/// What the card worker tells the loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Tell {
    /// The answer to a job, and whether it is still awaited.
    Answer(bool, CardAnswer),
    Inserted,
    Removed,
    SecondCard,
    ReaderLost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CardAnswer {
    Read(Result<CardFacts, CardFault>, u8),
    Pin(PinOutcome),
    Reference(ReferenceOutcome, Number),
    Signed(bool),
}

/// What the patient typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Typed {
    /// The PIN of this card.
    PinOf(u8),
    /// Another one.
    Wrong,
}

impl Typed {
    pub(crate) const fn digits(self) -> [u8; 4] {
        match self {
            Self::PinOf(card) => [b'1' + card; 4],
            Self::Wrong => *b"0000",
        }
    }
}

/// A 照合番号B as staff typed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Number {
    /// That of this card.
    Of(u8),
    /// Two others: after the first was refused, staff read the card again.
    Wrong,
    AlsoWrong,
}

impl Number {
    pub(crate) const fn digits(self) -> [u8; 14] {
        match self {
            Self::Of(card) => [b'1' + card; 14],
            Self::Wrong => *b"00000000000000",
            Self::AlsoWrong => *b"00000000000001",
        }
    }
}

impl Desk {
    /// A terminal that was just switched on.
    pub(crate) const fn new() -> Self {
        Self {
            machine: State::Idle { left: false },
            hold: None,
            seen: Slot::Empty,
            card_jobs: Vec::new(),
            told: Vec::new(),
            holds_ahead: 0,
            records_jobs: Vec::new(),
            refusals: 0,
            intending: false,
            reading: None,
            case: None,
            typed: None,
            number: None,
            refused_number: None,
            ghost: Ghost {
                entry: None,
                ritual: Ritual::Nothing,
                unheard: false,
                unknown: false,
                numbers: 0,
                refused: None,
                of_yesterday: false,
                staff: false,
                signed: false,
            },
        }
    }
}

impl Desk {
    /// Forgets what nothing can depend on any more.
    pub(crate) fn forget(&mut self) {
        if matches!(self.machine, State::Session(_)) {
            return;
        }
        self.case = None;
        let waits = |is: fn(&CardWork) -> bool| self.card_jobs.iter().any(|job| is(&job.work));
        let pin = waits(|work| matches!(work, CardWork::Present(..)));
        let number = waits(|work| matches!(work, CardWork::Reference(_)));
        let Ghost { entry, ritual, of_yesterday, numbers, refused, .. } = self.ghost;
        self.ghost = Ghost::default();
        if pin {
            self.ghost = Ghost { entry, ritual, of_yesterday, ..self.ghost };
        }
        if number {
            self.ghost = Ghost { numbers, refused, ..self.ghost };
        }
    }
}

impl World {
    /// What lies on the readers of a desk now.
    pub(crate) fn slot(&self, desk: usize) -> (Slot, Option<u8>) {
        let mut here = (0u8..).zip(&self.cards).filter(|(_, card)| card.lies_at(desk));
        match (here.next(), here.next()) {
            (None, _) => (Slot::Empty, None),
            (Some((card, _)), None) => (Slot::Card, Some(card)),
            (Some(_), Some(_)) => (Slot::Several, None),
        }
    }

    /// The same with the terminals in each other's place: nothing tells them apart.
    pub(crate) fn mirrored(&self, ledgers: &mut Ledgers) -> Self {
        let mut other = self.clone();
        other.desks.reverse();
        other.ledgers = [1, 0].map(|at: usize| ledgers.mirrored(self.ledgers[at]));
        for card in &mut other.cards {
            if let Place::On { desk, .. } = &mut card.place {
                *desk = 1 - *desk;
            }
        }
        other
    }

    pub(crate) fn card(&mut self, card: u8) -> &mut Card {
        &mut self.cards[usize::from(card)]
    }
}

impl Card {
    pub(crate) fn lies_at(&self, at: usize) -> bool {
        matches!(self.place, Place::On { desk, .. } if usize::from(desk) == at)
    }
}
