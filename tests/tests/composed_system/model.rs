//! The rules of a walk: which site, which cards, what may happen, and what is broken on purpose.

use crate::chip::Chip;
use crate::ledgers::{Ledgers, MediumFault};
use crate::promises::{Promise, Watch};
use crate::rail::Upset;
use crate::world::{Allowance, CARDS, Card, DESKS, Desk, Number, Place, Typed, World};
use policy::{BUILT_IN, Build, Closure, HolderAuthorisation, LastTry, Rules, Site};
use std::cell::RefCell;
use std::collections::HashSet;
use terminal::{Choice, Ending, PinOutcome, ReferenceOutcome};

/// A terminal that is broken on purpose: the checker must find what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// A VERIFY without an answer is sent once more.
    SendsAgain,
    /// The permit is not compared with the card's counter.
    SkipsPermit,
    /// Other programs may speak to the card between query and VERIFY.
    NoTransaction,
    /// A job is done with whatever card lies there.
    AnyCard,
    /// The intent is written after the VERIFY.
    IntentAfterwards,
    /// Each terminal has a ledger of its own.
    LedgerNotShared,
    /// The ledger does not outlive its terminal.
    LedgerInMemory,
    /// A VERIFY with an unknown outcome is no strike.
    UnknownIsNoStrike,
    /// A VERIFY without an answer is called wrong.
    UnknownIsWrong,
    /// The ledger is not asked before PIN is offered, nor heard when an intent is recorded.
    StrikesUnread,
    /// An intent is recorded whatever the ledger says under its lock.
    TrustsWhatWasRead,
    /// An intent that was never taken is "closed", and with it another's.
    ClosesWhateverIsOpen,
    /// The last-try warning can be confirmed at once.
    NoTimeToRead,
    /// A VERIFY is sent without asking the card for its counter.
    VerifiesBlindly,
    /// A signature that the card did not give is believed.
    BelievesSignatures,
    /// 照合番号B is sent without asking the card for its counter.
    NumberBlindly,
    /// The terminal does not count the numbers that were typed.
    NumbersUncounted,
    /// A number that the card has refused is sent again.
    NumberAgain,
    /// The ledger takes strikes back without staff.
    ResetsByItself,
    /// Yesterday's strikes count today.
    DayDoesNotTurn,
}

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    /// A hand lays a card on a reader.
    Lay { card: u8, desk: u8, reader: u8 },
    /// A hand takes a card away.
    Take { card: u8 },
    /// The card worker looks at the readers, and tells what changed.
    Look { desk: u8 },
    /// The card worker does its oldest job, with an upset at a command of that number.
    Work { desk: u8, upset: Option<(u8, Upset)> },
    /// The loop hears the card worker's answer.
    HearCard { desk: u8 },
    /// The records worker does its oldest job.
    Record { desk: u8, fault: Option<MediumFault> },
    /// The records worker's queue is full for so many jobs.
    Full { desk: u8, jobs: u8 },
    /// The state's deadline comes.
    Silence { desk: u8 },
    /// A button.
    Touch { desk: u8, choice: Choice },
    /// Four digits.
    Type { desk: u8, typed: Typed },
    /// 照合番号B.
    TypeNumber { desk: u8, number: Number },
    /// A staff credential.
    TypeCredential { desk: u8 },
    /// It is the right one: wrong ones are walked by the machine's own walk.
    StaffKnown { desk: u8 },
    /// The service answers.
    Service { desk: u8, reached: bool },
    /// Another program has the card for a moment, and presents a PIN.
    Foreign { card: u8, right: bool },
    /// Or a wrong 照合番号B.
    ForeignNumber { card: u8 },
    /// A new day begins.
    Midnight,
    /// The power goes, and comes back.
    Restart { desk: u8 },
}

/// What a walk has seen happen. A walk that has not seen what it is about proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Noted {
    Ending(Ending),
    Pin(PinOutcome),
    /// A VERIFY with so many tries left before it.
    Verify {
        tries: u8,
    },
    /// A VERIFY of 照合番号B with so many tries left before it.
    Number {
        tries: u8,
    },
    Reference(ReferenceOutcome),
    /// The card took the number.
    NumberTaken,
    /// Staff took strikes back, or the ledger would not.
    Reset(bool),
    /// A VERIFY left after the day of its intent.
    AfterMidnight,
    PinClosed(Closure),
    /// A PIN met another card than the one that it was typed for, or that card laid anew.
    PinForAnEarlierCard,
    /// An intent was refused by what the ledger said under its lock.
    RefusedUnderLock,
    StaleReply,
}

/// What people want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wants {
    pub(crate) pin: bool,
    /// The photo in the chip, for which staff type 照合番号B. The camera fails then.
    pub(crate) face: bool,
    /// Staff, who take strikes back.
    pub(crate) staff: bool,
}

impl Wants {
    pub(crate) const PIN: Self = Self { pin: true, face: false, staff: false };
    pub(crate) const PIN_AND_STAFF: Self = Self { staff: true, ..Self::PIN };
    pub(crate) const FACE: Self = Self { pin: false, face: true, staff: false };
    pub(crate) const ANYTHING: Self = Self { pin: true, face: true, staff: true };
}

/// The rules of one walk.
pub(crate) struct Model {
    pub(crate) rules: Rules,
    pub(crate) site: Site,
    pub(crate) flaw: Option<Flaw>,
    /// Terminals that are open.
    pub(crate) desks: u8,
    /// People are faster than readers: a card may be laid on another terminal, and buttons may be
    /// touched, before a terminal has noticed that its card is gone.
    pub(crate) hasty: bool,
    pub(crate) wants: Wants,
    pub(crate) watch: Watch,
    pub(crate) start: World,
    pub(crate) ledgers: RefCell<Ledgers>,
    pub(crate) noted: RefCell<HashSet<Noted>>,
}

impl Model {
    /// A site with these cards, each with its tries of 0018 and of the other PINs; nobody is there yet.
    pub(crate) fn new(last_try: LastTry, cards: &[(u8, u8)], allowance: Allowance) -> Self {
        let (ledgers, empty) = Ledgers::new();
        let card = |number: usize| match cards.get(number) {
            Some((tries, others)) => Card {
                chip: Chip::new(b'1' + u8::try_from(number).unwrap(), *tries, *others),
                place: Place::Hand,
                owed: 0,
            },
            None => Card { chip: Chip::new(b'9', 0, 0), place: Place::Elsewhere, owed: 0 },
        };
        let start = World {
            cards: std::array::from_fn::<Card, CARDS, _>(card),
            desks: [Desk::new(), Desk::new()],
            ledgers: [empty; DESKS],
            allowance,
        };
        let site = Site {
            build: Build::Rig,
            holder_authorisation: HolderAuthorisation::StandIn,
            last_try,
            ..Site::OUT_OF_THE_BOX
        };
        Self {
            rules: BUILT_IN,
            site,
            flaw: None,
            desks: 2,
            hasty: false,
            wants: Wants::PIN,
            watch: Watch(None),
            start,
            ledgers: RefCell::new(ledgers),
            noted: RefCell::default(),
        }
    }

    /// With one terminal alone.
    pub(crate) fn one_terminal(self) -> Self {
        Self { desks: 1, ..self }
    }

    /// With people who are faster than readers.
    pub(crate) fn in_haste(self) -> Self {
        Self { hasty: true, ..self }
    }

    /// With people who want this.
    pub(crate) fn wanting(self, wants: Wants) -> Self {
        Self { wants, ..self }
    }

    /// The same, broken.
    pub(crate) fn with(mut self, flaw: Flaw) -> Self {
        if flaw == Flaw::NoTimeToRead {
            self.rules.deadlines.insistence = 0;
        }
        if flaw == Flaw::NumbersUncounted {
            self.rules.check_number_entries = u8::MAX;
        }
        if matches!(flaw, Flaw::TrustsWhatWasRead | Flaw::StrikesUnread) {
            self.ledgers.borrow_mut().most = u8::MAX;
        }
        self.flaw = Some(flaw);
        self
    }

    /// Looking at one promise alone.
    pub(crate) fn watching(self, promise: Promise) -> Self {
        Self { watch: Watch(Some(promise)), ..self }
    }

    pub(crate) fn note(&self, noted: Noted) {
        self.noted.borrow_mut().insert(noted);
    }
}
