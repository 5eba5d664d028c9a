//! What each fault must lead to in a whole session: the exact ending, not any.
//!
//! The rules go from what the terminal perceives of a fault (`Got`) and the command that it
//! befalls to the ending. They know nothing of how the terminal is made; where they say
//! one ending, another is a broken promise even if it is a safe one.

use super::bench::Visit;
use super::fault::{CardFault, Loss};
use policy::Method;
use terminal::{Ending, Notice, Refusal};

/// What must come of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expect {
    /// How the session ends.
    pub ending: Ending,
    /// What the last choice of methods told the patient.
    pub notice: Option<Notice>,
    /// Staff had to compare with the printed photo, and the statement says so.
    pub printed: bool,
    /// Strikes on record for the card.
    pub strikes: u16,
    /// Statements that the service took.
    pub statements: usize,
}

/// What the terminal perceives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Got {
    /// The answer as it should be, perhaps after one repetition of a repeatable command.
    Answer,
    /// No card any more.
    NoCard,
    /// The same, and it is certain that the command never reached it.
    Reset,
    /// A card that says nothing.
    Silence,
    /// No reader any more.
    NoReader,
    /// The reader failed, or does not let us at the card, this once; perhaps the card has acted.
    Reader,
    /// The reader did not take the command this once: the card has not seen it.
    NotTaken,
    /// The reader takes no command any more.
    NeverTaken,
    /// A refusal.
    Refusal,
    /// `9000` for nothing: the card has not acted, or the data is lost.
    Lie,
    /// A refusal by every command from now on; `6F00` is an admission of failure.
    EndlessRefusal,
    /// Answers that break the rules of an exchange, from now on.
    EndlessNonsense,
    /// The same, in words that a card may use once.
    EndlessWrongLe,
    /// Well-formed but other data: what is asked for next tells.
    Half,
    /// Other data before, behind and inside of what is right.
    ByteBefore,
    ByteBehind,
    WrongTag,
    WrongLength,
    /// Another command's answer.
    Again,
}

/// How a command is sent and what it gives.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Manner {
    repeatable: bool,
    data: bool,
}

fn perceive(fault: &CardFault, manner: Manner) -> Option<Got> {
    Some(match fault.name {
        "reset" => Got::Reset,
        "mute" => Got::Silence,
        "shared" | "6F00" if manner.repeatable => Got::Answer,
        "shared" => Got::NotTaken,
        "shared+" => Got::NeverTaken,
        "reader" => Got::Reader,
        "6F00" | "6700" | "6982" | "6983" | "6984" | "63C0" | "unseen" => Got::Refusal,
        "6F00+" => Got::EndlessRefusal,
        "61xx+" | "61 00+" => Got::EndlessNonsense,
        "6Cxx+" => Got::EndlessWrongLe,
        // Data that is lost is as good as an answer by a card that has done nothing.
        "lie" => Got::Lie,
        "9000" if manner.data => Got::Lie,
        // Of a bare status word, one byte less is a torn answer, and nothing else can be spoilt.
        "-1" if !manner.data => Got::NoCard,
        "9000" | "half" | "1+" | "+1" | "tag" | "length" if !manner.data => Got::Answer,
        "-1" => Got::Refusal,
        "half" => Got::Half,
        "1+" => Got::ByteBefore,
        "+1" => Got::ByteBehind,
        "tag" => Got::WrongTag,
        "length" => Got::WrongLength,
        "again" => Got::Again,
        _ => match fault.loss? {
            Loss::Card => Got::NoCard,
            Loss::Reader => Got::NoReader,
        },
    })
}

const READ: Manner = Manner { repeatable: true, data: true };
const ASK: Manner = Manner { repeatable: true, data: false };
const SPEND: Manner = Manner { repeatable: false, data: false };
const SIGN: Manner = Manner { repeatable: false, data: true };

/// What must come of `fault` at command number `at` of `commands` in this visit; `None` where these rules
/// say nothing, which fails the matrix.
#[must_use]
pub fn expected(visit: Visit, commands: &[String], at: usize, fault: &CardFault) -> Option<Expect> {
    let name = commands.get(at)?.as_str();
    let first = commands.get(..at)?.iter().all(|earlier| earlier != name);
    let see = |manner| perceive(fault, manner);
    Some(match (name, first) {
        ("SELECT JPKI", true) => reading(visit, select_jpki(see(ASK)?)),
        ("READ JPKI 0006", _) => reading(visit, label(see(READ)?)),
        ("query JPKI 0018", true) => reading(visit, counter(visit, see(ASK)?)),
        ("READ JPKI 000A", _) => reading(visit, certificate(see(READ)?)),
        ("READ JPKI 0008", _) => availability(visit, see(READ)?),
        (
            "SELECT support"
            | "query support 0011"
            | "SELECT common"
            | "query common 001C"
            | "SELECT resident"
            | "query resident 001C",
            _,
        ) => other_counter(visit, see(ASK)?),
        ("query JPKI 0018", false) => counter_again(visit, see(ASK)?),
        ("VERIFY JPKI 0018", _) => pin(visit, see(SPEND)?),
        ("SELECT surface" | "query surface 0012", _) => photo(visit, see(ASK)?, &[]),
        ("VERIFY surface 0012", _) => photo(visit, see(SPEND)?, &[]),
        // The rest of a file that came in part is read on; bytes around the record are tolerated.
        ("READ surface 0002", _) => photo(visit, see(READ)?, &[Got::Half, Got::ByteBefore, Got::ByteBehind]),
        ("READ surface 0004", _) => photo(visit, see(READ)?, &[Got::Half, Got::ByteBehind]),
        ("internal authentication of surface", _) => chip(visit, see(SIGN)?),
        ("SELECT stand-in", _) => authorisation(see(SPEND)?),
        ("GET CHALLENGE of stand-in", _) => challenge(see(SIGN)?),
        ("EXTERNAL AUTHENTICATE of stand-in", _) => open_key(see(SPEND)?),
        ("SELECT JPKI", false) => select_to_sign(see(ASK)?),
        // Whatever is no signature by the key of the inserted card's certificate is none.
        ("sign JPKI 0017", _) => see(SIGN).map(|_| ends(Ending::SignatureFailed))?,
        _ => return None,
    })
}

pub(crate) const fn ends(ending: Ending) -> Expect {
    let statements = if ending.is_verified() { 1 } else { 0 };
    Expect { ending, notice: None, printed: false, strikes: 0, statements }
}

/// A choice with this notice, at which the patient ends the session.
pub(crate) const fn told(notice: Notice) -> Expect {
    Expect { notice: Some(notice), ..ends(Ending::Cancelled) }
}

/// How the visit ends without a fault.
fn as_ever(visit: Visit) -> Expect {
    if visit.wrong_pin {
        Expect { strikes: 1, ..told(Notice::PinRejected { left: 2 }) }
    } else {
        ends(Ending::Verified)
    }
}

/// While the card is read nothing is at stake: the session ends, or goes on as ever.
fn reading(visit: Visit, ending: Option<Ending>) -> Expect {
    ending.map_or_else(|| as_ever(visit), ends)
}

/// The endings that don't depend on what was asked.
const fn common_ending(got: Got) -> Option<Ending> {
    match got {
        Got::NoCard | Got::Reset => Some(Ending::CardTakenAway),
        Got::Silence => Some(Ending::CardMute),
        Got::NoReader | Got::Reader | Got::NotTaken | Got::NeverTaken => Some(Ending::ReaderFailed),
        Got::EndlessRefusal | Got::EndlessNonsense | Got::EndlessWrongLe => Some(Ending::CardMisbehaved),
        _ => None,
    }
}

fn select_jpki(got: Got) -> Option<Ending> {
    match got {
        Got::Answer => None,
        // A chip that has the other applications of the card and not this one.
        Got::Refusal | Got::EndlessWrongLe => Some(Ending::NotMyNumberCard),
        // It is believed, and then the file is not there.
        Got::Lie => Some(Ending::CardMisbehaved),
        // There was no answer before the first.
        Got::Again => Some(Ending::CardTakenAway),
        got => common_ending(got),
    }
}

fn label(got: Got) -> Option<Ending> {
    match got {
        // Half of the label's 32 bytes holds the whole name.
        Got::Answer | Got::Half => None,
        Got::Refusal => Some(Ending::CardMisbehaved),
        Got::Lie | Got::Again | Got::ByteBefore | Got::ByteBehind | Got::WrongTag | Got::WrongLength => {
            Some(Ending::NotMyNumberCard)
        }
        got => common_ending(got),
    }
}

/// A counter that can't be known closes PIN, and nothing else.
fn counter(visit: Visit, got: Got) -> Option<Ending> {
    match got {
        Got::Answer => None,
        Got::Refusal | Got::Lie | Got::Again if visit.method == Method::Pin => Some(Ending::Cancelled),
        Got::Refusal | Got::Lie | Got::Again => None,
        got => common_ending(got),
    }
}

fn certificate(got: Got) -> Option<Ending> {
    match got {
        Got::Answer | Got::Half | Got::ByteBehind => None,
        got => common_ending(got).or(Some(Ending::CardMisbehaved)),
    }
}

/// The other PINs tell the kinds of card apart. PIN is closed by then, whatever they say (Inv5).
fn other_counter(visit: Visit, got: Got) -> Expect {
    match got {
        // All that has to be known is known; what lasts meets the photo.
        Got::EndlessRefusal | Got::EndlessWrongLe => told(Notice::PhotoUnavailable),
        got => reading(visit, common_ending(got)),
    }
}

/// As [`other_counter`]; the answer before is the certificate, far longer than what was asked for.
fn availability(visit: Visit, got: Got) -> Expect {
    if got == Got::Again { ends(Ending::CardMisbehaved) } else { other_counter(visit, got) }
}

fn counter_again(visit: Visit, got: Got) -> Expect {
    match got {
        Got::Answer => as_ever(visit),
        Got::Refusal | Got::Lie | Got::Again | Got::Reader => told(Notice::CounterChanged),
        got => ends(common_ending(got).unwrap_or(Ending::CardMisbehaved)),
    }
}

/// VERIFY goes out once. Whatever is not an answer to it leaves the outcome unknown: a strike (Inv3, Inv13).
fn pin(visit: Visit, got: Got) -> Expect {
    let unknown = Expect { strikes: 1, ..ends(Ending::PinOutcomeUnknown) };
    match got {
        Got::Answer => as_ever(visit),
        // Certainly not executed: no strike.
        Got::NotTaken => told(Notice::CounterChanged),
        Got::Reset => ends(Ending::CardTakenAway),
        Got::NeverTaken => ends(Ending::ReaderFailed),
        // The card said yes; that it did not mean it shows at the signature, which it refuses.
        Got::Lie => ends(Ending::SignatureFailed),
        Got::Refusal | Got::Reader | Got::Again => Expect { strikes: 1, ..told(Notice::PinUnknown) },
        _ => unknown,
    }
}

/// Without a photo that is genuine face is closed, and staff compare with the printed one.
fn photo(visit: Visit, got: Got, harmless: &[Got]) -> Expect {
    if got == Got::Answer || harmless.contains(&got) {
        return as_ever(visit);
    }
    let by_staff = visit.method == Method::Visual;
    let unavailable = if by_staff { None } else { Some(Notice::PhotoUnavailable) };
    match got {
        Got::NoCard | Got::Reset | Got::Silence => {
            Expect { notice: unavailable, ..ends(Ending::CardTakenAway) }
        }
        Got::NoReader => Expect { notice: unavailable, ..ends(Ending::ReaderFailed) },
        _ if !by_staff => told(Notice::PhotoUnavailable),
        // What lasts meets the authorisation as well.
        Got::NeverTaken | Got::EndlessRefusal | Got::EndlessNonsense | Got::EndlessWrongLe => {
            ends(Ending::AuthorisationFailed)
        }
        _ => Expect { printed: true, ..ends(Ending::Verified) },
    }
}

fn chip(visit: Visit, got: Got) -> Expect {
    match got {
        Got::WrongTag | Got::WrongLength => ends(Ending::ChipNotGenuine),
        got => photo(visit, got, &[]),
    }
}

/// Each of the centre's commands is sent once.
fn authorisation(got: Got) -> Expect {
    ends(if got == Got::Answer { Ending::Verified } else { Ending::AuthorisationFailed })
}

fn challenge(got: Got) -> Expect {
    match got {
        // A challenge of another length, or none: the centre does not go on from it.
        Got::Lie | Got::Again | Got::Half | Got::ByteBefore | Got::ByteBehind => {
            ends(Ending::AuthorisationRefused(Refusal::EvidenceInsufficient))
        }
        got => authorisation(got),
    }
}

fn open_key(got: Got) -> Expect {
    match got {
        // The key stayed closed: the card refuses to sign.
        Got::Lie | Got::Again => ends(Ending::SignatureFailed),
        got => authorisation(got),
    }
}

fn select_to_sign(got: Got) -> Expect {
    ends(if got == Got::Answer { Ending::Verified } else { Ending::SignatureFailed })
}
