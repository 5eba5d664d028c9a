//! What is promised of the whole, and how it shows that a promise was broken.

use crate::ledgers::Ledgers;
use crate::rail::{Presented, PresentedNumber};
use crate::world::{Desk, Ghost, Number, World};
use policy::LastTry;
use terminal::{AuditFact, CallReason, Effect, Ending, Notice, PinPermit, ReceptionNotice, Screen};

/// One promise, checked on every edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Promise {
    /// Inv1: each VERIFY has an entry of its own that the patient confirmed, so that a counter falls
    /// by no more than the entries.
    OneVerifyPerEntry,
    /// Inv6: the PIN of one card never reaches another.
    PinForItsCard,
    /// Inv2, Inv9: a VERIFY with one try left comes of the whole ritual, where the site allows it.
    LastTryByInsistence,
    /// Inv3: after a VERIFY whose answer nobody has, nobody says "wrong PIN".
    UnknownIsSaid,
    /// Inv2: 照合番号B is not presented with five tries left or fewer.
    NumberReserve,
    /// Inv2: nor more than twice in one session.
    TwoNumbers,
    /// Nor one that the card has refused in it.
    RefusedNumberOnce,
    /// Inv4: what is submitted was signed by a card that had accepted its PIN in this session.
    SignedByRight,
    /// Inv5: no VERIFY to a card without tries (顔認証 or locked).
    LockedSeesNoVerify,
    /// Inv13 a: the counter right before VERIFY is the one that the patient was shown.
    CounterAsShown,
    /// Inv13 b: the strike of a VERIFY is on the medium before the VERIFY leaves.
    StrikeBeforeVerify,
    /// Inv13 b: no VERIFY after two wrong or unknown ones of a day, wherever they were, unless staff took
    /// them back. An entry is of the day on which its intent was recorded.
    TwoStrikesClose,
    /// Inv13 b: the ledger never counts fewer strikes than there were wrong or unknown VERIFYs.
    LedgerForgetsNothing,
    /// Inv9: a day's strikes are over with it.
    StrikesEndWithTheirDay,
}

/// A promise that was broken, and how.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) promise: Promise,
    pub(crate) how: String,
}

/// How far the last-try ritual of a session has come, by what could be seen and heard of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Ritual {
    #[default]
    Nothing,
    /// Reception was called.
    Called,
    /// The warning is on the screen, for 3 s at least.
    Warned,
    /// And that time is over.
    Waited,
    /// The patient confirmed, and that is on record.
    Insisted,
}

/// Tries of 照合番号B that nothing here may use up (Inv2).
const RESERVE: u8 = 5;

/// The least time for reading the warning, in milliseconds (Inv2).
const WARNING: u64 = 3_000;

impl Ritual {
    /// After one effect; `limit` is how long the machine stays as it is, in milliseconds.
    fn after(self, effect: &Effect, limit: u64) -> Self {
        match (self, effect) {
            (_, Effect::CallReception(CallReason::LastTry)) => Self::Called,
            (Self::Called, Effect::Show(Screen::LastTryWarning { confirmable: false }))
                if limit >= WARNING =>
            {
                Self::Warned
            }
            (Self::Warned, Effect::Show(Screen::LastTryWarning { confirmable: true })) => Self::Waited,
            (Self::Waited, Effect::Audit(AuditFact::LastTryInsisted)) => Self::Insisted,
            (_, Effect::Show(Screen::Choose { .. }) | Effect::TellReception(ReceptionNotice::Started)) => {
                Self::Nothing
            }
            (other, _) => other,
        }
    }
}

/// Which promises are looked at: all, or one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watch(pub(crate) Option<Promise>);

impl Watch {
    fn must(self, promise: Promise, kept: bool, how: impl FnOnce() -> String) -> Result<(), Broken> {
        let looked_at = self.0.is_none_or(|only| only == promise);
        if kept || !looked_at { Ok(()) } else { Err(Broken { promise, how: how() }) }
    }
}

/// Looks at one effect of a desk's machine.
pub(crate) fn effect(watch: Watch, desk: &mut Desk, effect: &Effect, limit: u64) -> Result<(), Broken> {
    let ghost = &mut desk.ghost;
    ghost.ritual = ghost.ritual.after(effect, limit);
    match effect {
        Effect::TellReception(ReceptionNotice::Started) => {
            ghost.unheard = false;
            ghost.unknown = false;
            ghost.signed = false;
            ghost.staff = false;
            ghost.numbers = 0;
            ghost.refused = None;
        }
        Effect::Show(Screen::Choose { notice: Some(notice), .. }) => {
            let said_wrong = matches!(notice, Notice::PinRejected { .. } | Notice::PinLockedNow);
            watch.must(Promise::UnknownIsSaid, !(ghost.unknown && said_wrong), || {
                format!("it says {notice:?}")
            })?;
        }
        Effect::TellReception(ReceptionNotice::Ended { ending, .. }) => {
            let said = !ghost.unheard || *ending == Ending::PinOutcomeUnknown;
            watch.must(Promise::UnknownIsSaid, said, || format!("the session ends as {ending:?}"))?;
        }
        Effect::Submit(_) => {
            watch.must(Promise::SignedByRight, ghost.signed, || "no card signed with a right".to_owned())?;
        }
        _ => {}
    }
    Ok(())
}

/// Looks at a VERIFY that a desk has just transmitted to `card`. `owed` is what stood on record of
/// that card before it.
pub(crate) fn verify(
    watch: Watch,
    (world, ledgers): (&World, &Ledgers),
    (desk, card): (usize, u8),
    (permit, site): (PinPermit, LastTry),
    presented: Presented,
    owed: u8,
) -> Result<(), Broken> {
    let ghost = &world.desks[desk].ghost;
    let tries = presented.tries;
    let strikes = ledgers.strikes(world.ledgers[desk], card);
    watch.must(Promise::OneVerifyPerEntry, ghost.entry.is_some(), || {
        "nothing was entered for it".to_owned()
    })?;
    watch.must(Promise::PinForItsCard, ghost.entry.is_none_or(|of| of == card), || {
        format!("entered for card {:?}, sent to card {card}", ghost.entry)
    })?;
    watch.must(Promise::LockedSeesNoVerify, tries > 0, || "no try was left".to_owned())?;
    let insisted = site == LastTry::OnInsistence && permit.last_try && ghost.ritual == Ritual::Insisted;
    watch.must(Promise::LastTryByInsistence, tries != 1 || insisted, || {
        format!("the last try, {permit:?}, ritual {:?}", ghost.ritual)
    })?;
    watch.must(Promise::CounterAsShown, tries == permit.shown, || format!("{tries} left, {permit:?}"))?;
    if ghost.of_yesterday {
        return Ok(());
    }
    watch.must(Promise::StrikeBeforeVerify, strikes > u16::from(owed), || {
        format!("the ledger counts {strikes}, {owed} before this one")
    })?;
    watch.must(Promise::TwoStrikesClose, owed < 2 && strikes <= 2, || {
        format!("{owed} wrong or unknown before, the ledger counts {strikes}")
    })
}

/// Looks at a VERIFY of 照合番号B that was just transmitted, and counts it.
pub(crate) fn number(
    watch: Watch,
    ghost: &mut Ghost,
    (number, presented): (Number, PresentedNumber),
) -> Result<(), Broken> {
    let PresentedNumber { tries, digits } = presented;
    ghost.numbers = ghost.numbers.saturating_add(1);
    watch.must(Promise::NumberReserve, tries > RESERVE, || format!("with {tries} tries left"))?;
    watch.must(Promise::TwoNumbers, ghost.numbers <= 2, || format!("number {}", ghost.numbers))?;
    let again = ghost.refused.is_some_and(|refused| refused.digits() == digits);
    watch.must(Promise::RefusedNumberOnce, !again, || format!("{number:?} again"))
}

/// Looks at the first moment of a day.
pub(crate) fn new_day(watch: Watch, world: &World, ledgers: &Ledgers) -> Result<(), Broken> {
    for (number, _) in (0u8..).zip(&world.cards) {
        for ledger in world.ledgers {
            let strikes = ledgers.strikes(ledger, number);
            watch.must(Promise::StrikesEndWithTheirDay, strikes == 0, || {
                format!("card {number}: {strikes} of yesterday's count")
            })?;
        }
    }
    Ok(())
}

/// Looks at a whole state.
pub(crate) fn state(watch: Watch, world: &World, ledgers: &Ledgers) -> Result<(), Broken> {
    for (number, card) in (0u8..).zip(&world.cards) {
        for ledger in world.ledgers {
            let strikes = ledgers.strikes(ledger, number);
            watch.must(Promise::LedgerForgetsNothing, strikes >= u16::from(card.owed), || {
                format!("card {number}: {} wrong or unknown, the ledger counts {strikes}", card.owed)
            })?;
        }
    }
    Ok(())
}
