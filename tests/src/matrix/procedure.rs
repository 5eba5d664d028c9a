//! The card's procedures by themselves: each command of each, in both forms, with each fault.
//!
//! A whole session knows less than a procedure tells: here it is the typed error that must be right, by
//! who is to blame, and what it claims of tries that were spent.

use super::fault::{CardFault, card_faults};
use super::stock::{PIN, stock};
use super::table::{Cell, Row, Table};
use apdu::{ApduForm, CardChannel, ChannelError};
use card::certificate::UserCertificate;
use card::cv::CaTable;
use card::relay::Place;
use card::{
    CardError, CheckNumberB, CheckNumberOutcome, Genuineness, Identity, LastTry, Link, Misbehaviour, Misuse,
    Pin, PinOutcome, TriesLeft,
};
use holder_relay::Relay;
use rig::{Tray, Upset};
use runtime::port::{HeldCard, HolderAuthorisation, HolderFault, Reader, SlotState};
use std::hash::{DefaultHasher, Hasher};
use std::time::Duration;
use virtual_card::card_file::{CardFile, ReferenceName};

/// What a procedure told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// It did what it is for, with data of this hash.
    Done(u64),
    /// The PIN is wrong.
    Rejected,
    /// A value that says why not: not known, not genuine, not this kind of card.
    Value,
    /// The outcome of a VERIFY is unknown.
    Unknown,
    /// An error.
    Error(CardError),
    /// An error of the relay, which knows no finer ones.
    Relay(HolderFault),
}

type Held<'a> = Link<&'a mut dyn HeldCard>;
type Run = fn(&mut Held<'_>, &CardFile) -> Told;

/// One procedure.
struct Procedure {
    name: &'static str,
    /// What goes before, unharmed.
    before: &'static [Run],
    run: Run,
    /// Its result speaks of every byte that was read.
    proves: bool,
}

const PROCEDURES: [Procedure; 9] = [
    Procedure { name: "identify", before: &[], run: identify, proves: false },
    Procedure { name: "facts", before: &[identify], run: facts, proves: false },
    Procedure { name: "PIN", before: &[identify], run: right_pin, proves: false },
    Procedure { name: "PIN, wrong digits", before: &[identify], run: wrong_pin, proves: false },
    Procedure { name: "signature", before: &[identify, right_pin], run: sign, proves: false },
    Procedure { name: "照合番号B", before: &[], run: check_number, proves: false },
    Procedure { name: "card face", before: &[check_number], run: card_face, proves: false },
    Procedure { name: "genuineness", before: &[check_number], run: genuineness, proves: true },
    Procedure { name: "script of a centre", before: &[], run: relay, proves: false },
];

fn error<T>(result: Result<T, CardError>, told: impl FnOnce(T) -> Told) -> Told {
    match result {
        Ok(value) => told(value),
        Err(error) => Told::Error(error),
    }
}

fn hash(parts: &[&[u8]]) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.iter().for_each(|part| hasher.write(part));
    hasher.finish()
}

fn identify(link: &mut Held<'_>, _: &CardFile) -> Told {
    error(card::identify::identify(link), |who| match who {
        Identity::MyNumberCard => Told::Done(0),
        // The one channel error that is told as a value.
        Identity::Mute => Told::Error(CardError::Channel(ChannelError::Mute)),
        _ => Told::Value,
    })
}

fn facts(link: &mut Held<'_>, _: &CardFile) -> Told {
    let mut buffer = vec![0; card::certificate::BUFFER_LENGTH];
    error(card::facts::read(link, &mut buffer), |facts| match facts.user_certificate {
        UserCertificate::Read(_) if facts.user_authentication_pin == TriesLeft::Known(3) => {
            Told::Done(hash(&[&buffer]))
        }
        _ => Told::Value,
    })
}

fn present(link: &mut Held<'_>, digits: &str) -> Told {
    let pin = Pin::from_ascii(digits.as_bytes()).unwrap();
    error(card::pin::verify(link, &pin, 3, LastTry::Closed), |outcome| match outcome {
        PinOutcome::Accepted => Told::Done(0),
        PinOutcome::Rejected { .. } => Told::Rejected,
        PinOutcome::Unknown => Told::Unknown,
        _ => Told::Value,
    })
}

fn right_pin(link: &mut Held<'_>, card: &CardFile) -> Told {
    present(link, card.secret(ReferenceName::UserAuthentication).unwrap().reveal())
}

fn wrong_pin(link: &mut Held<'_>, card: &CardFile) -> Told {
    let pin = card.secret(ReferenceName::UserAuthentication).unwrap().reveal().to_owned();
    let wrong: String = pin.bytes().map(|digit| char::from(b'9' - (digit - b'0'))).collect();
    present(link, &wrong)
}

fn sign(link: &mut Held<'_>, _: &CardFile) -> Told {
    error(card::sign::user_authentication(link, &[0x42; 32]), |signature| Told::Done(hash(&[&signature.0])))
}

fn check_number(link: &mut Held<'_>, card: &CardFile) -> Told {
    let number = card.holder().unwrap().check_number_b(card.front.card_expiry);
    let number = CheckNumberB::from_ascii(number.reveal().as_bytes()).unwrap();
    error(card::check_number::present(link, &number), |outcome| match outcome {
        CheckNumberOutcome::Accepted => Told::Done(0),
        CheckNumberOutcome::Unknown => Told::Unknown,
        _ => Told::Value,
    })
}

/// All that is signed of the card face.
fn whole(face: &card::CardFace<'_>) -> u64 {
    let date = format!("{:?}{:?}", face.birth_date, face.sex);
    hash(&[date.as_bytes(), face.name_png, face.address_png, face.photo_jp2])
}

fn card_face(link: &mut Held<'_>, _: &CardFile) -> Told {
    let mut buffer = vec![0; card::surface::BUFFER_LENGTH];
    error(card::surface::read(link, &mut buffer), |face| Told::Done(whole(&face)))
}

fn genuineness(link: &mut Held<'_>, _: &CardFile) -> Told {
    let mut buffer = vec![0; card::surface::BUFFER_LENGTH];
    let face = match card::surface::read(link, &mut buffer) {
        Ok(face) => face,
        Err(error) => return Told::Error(error),
    };
    error(card::genuineness::check(link, &face, &[7; 32], CaTable(&stock().authorities)), |found| {
        if found == Genuineness::Genuine { Told::Done(whole(&face)) } else { Told::Value }
    })
}

/// The first script of the stand-in: SELECT and GET CHALLENGE.
fn relay(link: &mut Held<'_>, _: &CardFile) -> Told {
    let select = [&[0x00, 0xA4, 0x04, 0x0C, 0x0A][..], &virtual_card::stand_in::AID].concat();
    let script = rig::script(&[&select, &[0x00, 0x84, 0x00, 0x00, 0x08]]).unwrap();
    let channel: &mut dyn CardChannel = link.channel();
    match Relay.pass(channel, &script, Place::First) {
        Ok(responses) => {
            let challenge = responses.as_slice().last().map(wire::CardResponse::as_bytes);
            Told::Done(hash(&[challenge.unwrap()]))
        }
        Err(fault) => Told::Relay(fault),
    }
}

/// One run of a procedure.
struct Went {
    told: Told,
    /// Commands of what goes before.
    before: usize,
    commands: Vec<String>,
    verifies: u64,
    pin: (u8, u8),
    struck: bool,
}

fn go(procedure: &Procedure, form: ApduForm, upset: Option<(usize, Upset)>) -> Went {
    let card = &stock().ordinary;
    let tray = Tray::default();
    let upset = upset.map(|(at, upset)| (u64::try_from(at).unwrap(), upset));
    tray.lay(card.clone(), upset);
    let mut reader = tray.reader(form);
    assert_eq!(reader.watch(SlotState::Empty, Duration::ZERO), SlotState::Card);
    let (mut told, mut before, mut verifies) = (Told::Value, 0, 0);
    let held = reader.hold(&mut |held| {
        let mut link = Link::new(held, form);
        for run in procedure.before {
            assert!(matches!(run(&mut link, card), Told::Done(_)), "before {}", procedure.name);
        }
        before = tray.names().len();
        verifies = tray.counts().pin_verifies + tray.counts().other_verifies;
        told = (procedure.run)(&mut link, card);
    });
    held.unwrap();
    let counts = tray.counts();
    let (commands, struck) = (tray.names(), tray.struck());
    let after = tray.take().map_or(card.counters()[PIN], |card| card.counters()[PIN]);
    Went {
        told,
        before,
        commands,
        verifies: counts.pin_verifies + counts.other_verifies - verifies,
        pin: (card.counters()[PIN], after),
        struck,
    }
}

/// Plays every cell of the procedures in one form.
#[must_use]
pub fn play(form: ApduForm) -> Table {
    let faults = card_faults();
    let title =
        if form == ApduForm::Short { "procedures, short APDUs" } else { "procedures, extended APDUs" };
    let mut table = Table::new(title, faults.iter().map(|fault| fault.name).collect());
    for procedure in &PROCEDURES {
        let clean = go(procedure, form, None);
        for at in clean.before..clean.commands.len() {
            let place = format!("{}: {}", procedure.name, clean.commands[at]);
            let cells = faults.iter().map(|fault| {
                let went = go(procedure, form, Some((at, fault.upset.clone())));
                let broken = judge(procedure, fault, &clean, at, &went);
                Some(Cell { code: word(&went.told, &clean.told).to_owned(), broken })
            });
            table.rows.push(Row { place, cells: cells.collect() });
        }
    }
    table
}

fn judge(procedure: &Procedure, fault: &CardFault, clean: &Went, at: usize, went: &Went) -> Vec<String> {
    let mut broken = Vec::new();
    let mut must = |holds: bool, what: String| {
        if !holds {
            broken.push(what);
        }
    };
    must(went.struck, "the fault never struck".into());
    must(went.verifies <= 1, format!("Inv1: {} VERIFYs", went.verifies));
    // 61xx is followed for a while (`apdu::exchange::MOST_GET_RESPONSES`), everything else is asked twice.
    must(went.commands.len() <= clean.commands.len() + 140, format!("{} commands", went.commands.len()));
    let spent = went.pin.0 - went.pin.1;
    must(spent <= 1, format!("Inv9: {spent} tries"));
    let claims_none = matches!(went.told, Told::Error(_)) || went.told == Told::Done(0);
    must(
        went.told != Told::Rejected || spent == 1,
        "a PIN is called wrong that the card did not refuse".into(),
    );
    must(!claims_none || spent == 0, "an error claims that no try was spent, and one was".into());
    let right = is_right(procedure, fault, &clean.commands[at], clean, went.told);
    must(right, format!("told {:?}", went.told));
    broken
}

/// Whether this is what must be told, by who is to blame.
fn is_right(procedure: &Procedure, fault: &CardFault, name: &str, clean: &Went, told: Told) -> bool {
    use ChannelError as C;
    if let Told::Relay(blamed) = told {
        let left = matches!(fault.name, "before" | "after" | "empty" | "1 byte" | "mute" | "reset" | "pcscd");
        return !left || blamed == HolderFault::Card;
    }
    let verify = name.starts_with("VERIFY");
    let once = verify || name.starts_with("sign") || name.starts_with("internal");
    let channel = |errors: &[C]| match told {
        Told::Unknown => verify,
        Told::Error(CardError::Channel(error)) => !verify && errors.contains(&error),
        _ => false,
    };
    let same = told == clean.told;
    match fault.name {
        "before" | "after" | "empty" | "1 byte" => channel(&[C::Removed, C::Torn]),
        // These two say for certain that nothing was executed, of a VERIFY too.
        "reset" => told == Told::Error(CardError::Channel(C::Reset)),
        "shared+" => told == Told::Error(CardError::Channel(C::SharingViolation)),
        "shared" if once => told == Told::Error(CardError::Channel(C::SharingViolation)),
        "shared" => same,
        "6F00" if !once => same,
        "mute" => channel(&[C::Mute]),
        "pcscd" => channel(&[C::ServiceGone]),
        "reader" => channel(&[C::ReaderFailed]),
        _ => blames_the_card(procedure, clean, told, verify),
    }
}

/// For answers that are not what they should be: the same result if no harm was done, or a value or an
/// error that blames the card. A result over other data is for signatures to find.
fn blames_the_card(procedure: &Procedure, clean: &Went, told: Told, verify: bool) -> bool {
    match told {
        told if told == clean.told => true,
        Told::Unknown => verify,
        Told::Rejected => false,
        Told::Value => true,
        Told::Done(_) => !procedure.proves,
        Told::Error(CardError::Channel(error)) => {
            matches!(error, ChannelError::ResponseTooLong | ChannelError::Torn | ChannelError::Removed)
        }
        Told::Error(CardError::Misuse(misuse)) => matches!(misuse, Misuse::NotAuthorised(_)),
        Told::Error(_) => true,
        Told::Relay(_) => false,
    }
}

fn word(told: &Told, clean: &Told) -> &'static str {
    match told {
        told if told == clean => "ok",
        Told::Done(_) => "other",
        Told::Rejected => "rejected",
        Told::Value => "value",
        Told::Unknown => "unknown",
        Told::Relay(HolderFault::Card) => "card",
        Told::Relay(_) => "refused",
        Told::Error(CardError::Channel(error)) => match error {
            ChannelError::Removed | ChannelError::Torn => "left",
            ChannelError::Reset => "reset",
            ChannelError::Mute => "mute",
            ChannelError::ServiceGone => "service",
            ChannelError::SharingViolation => "shared",
            ChannelError::ResponseTooLong => "long",
            _ => "reader",
        },
        Told::Error(CardError::Malformed(_)) => "bad",
        Told::Error(CardError::CardMisbehaved(Misbehaviour::Refused { .. })) => "refused",
        Told::Error(CardError::CardMisbehaved(_)) => "misbehaved",
        Told::Error(CardError::Unsupported(_)) => "key",
        Told::Error(CardError::Misuse(_)) => "closed",
    }
}

/// What the words of these tables mean.
pub const LEGEND: &str = "\
ok the result of a run without fault   other a result over other data   value a value that says why not
unknown the outcome of VERIFY is unknown   left, reset, mute, service, shared, reader the channel's error
long an answer longer than asked for   bad a malformed file   refused, misbehaved the card's
closed not authorised   key not an RSA-2048 key   card the relay's error
";
