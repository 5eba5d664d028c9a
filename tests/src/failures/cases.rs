//! The sessions that reach what no scenario of the demonstration shows.

use super::Told;
use policy::{Build, HolderAuthorisation, Method, Site};
use terminal::{CallReason, CameraHint, Choice, Ending, Notice, QualityReason, Refusal, UndecidedReason};
use wire::RefusalReason;

/// One session and what must come of it.
#[derive(Clone, Debug)]
pub struct Case {
    /// What happens, in few words.
    pub name: &'static str,
    /// What people are told in it.
    pub tells: Vec<Told>,
    /// How the terminal and what is around it behave.
    pub world: World,
    /// What people do, one deed at each screen that asks for one. Who has nothing left to do takes
    /// the card away.
    pub deeds: Vec<Deed>,
}

/// How parts behave.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// The card.
    pub card: Kind,
    /// The site.
    pub site: Site,
    /// What goes wrong between card and terminal.
    pub trouble: Option<Trouble>,
    /// The trouble begins at the PIN pad, and strikes one command; without this it lasts from the start.
    pub at_the_pad: bool,
    /// The terminal can read what is printed on the card.
    pub front_read: bool,
    /// What the camera sees.
    pub lens: Lens,
    /// The strike ledger.
    pub records: Records,
    /// The service's answer to the request for a challenge.
    pub challenge: Answer,
    /// For how many seconds the challenge is good.
    pub challenge_lasts: u64,
    /// The service's answer to the request to open the key.
    pub authorisation: Answer,
    /// The service's answer to the statement.
    pub verdict: Answer,
    /// The card stays on the reader when all is over.
    pub card_stays: bool,
}

/// Which card lies there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An ordinary one.
    Ordinary,
    /// 顔認証マイナンバーカード.
    FaceAuthentication,
}

/// What goes wrong between card and terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Two readers hold a card.
    TwoCards,
    /// The card never answers.
    Slow,
    /// The reader's service goes away.
    Lost,
    /// The card acts on these commands and this status word arrives.
    Answer(Which, u16),
}

/// Commands by what they are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// SELECT of an application.
    Select,
    /// The question how many tries are left.
    Counter,
    /// VERIFY with a PIN.
    Verify,
    /// The centre's command that opens the key.
    OpenKey,
    /// The signature.
    Sign,
}

impl Which {
    /// Whether this command is one of them.
    #[must_use]
    pub const fn is(self, command: &[u8]) -> bool {
        matches!(
            (self, command),
            (Self::Select, [_, 0xA4, 0x04, ..])
                | (Self::Counter, [_, 0x20, _, _])
                | (Self::Verify, [_, 0x20, _, _, _, _, ..])
                | (Self::OpenKey, [_, 0x82, ..])
                | (Self::Sign, [0x80, 0x2A, ..])
        )
    }
}

/// What the camera sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lens {
    /// The holder.
    Holder,
    /// Somebody else.
    Stranger,
    /// Nothing that can be compared.
    Unusable(QualityReason),
    /// The holder, who does not move as asked.
    Moves(UndecidedReason),
    /// Something flat.
    Flat,
    /// There is no camera.
    Broken,
    /// The photo in the chip can't be decoded.
    NoReference,
}

/// The strike ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    /// It writes.
    Kept,
    /// It can't write.
    Full,
}

/// What the service answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// What is hoped for.
    Good,
    /// Verified, and the certificate ends soon.
    EndsSoon,
    /// Something that it must not.
    Nonsense,
    /// Good, by a clock that is five minutes and a second ahead.
    OtherTime,
    /// No, for this reason.
    Refused(RefusalReason),
    /// The card is not registered.
    Unregistered,
}

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Touches a button.
    Touch(Choice),
    /// Types the card's PIN.
    Pin,
    /// Takes so many seconds and types the card's PIN then.
    PinAfter(u64),
    /// Types the staff credential.
    Credential,
    /// Types another one.
    WrongCredential,
    /// Types a 照合番号B that is not the card's.
    WrongNumber,
    /// Does nothing until the time is over.
    Nothing,
}

/// Everything does as it should.
pub const ORDINARY: World = World {
    card: Kind::Ordinary,
    site: Site {
        build: Build::Rig,
        holder_authorisation: HolderAuthorisation::Relay,
        ..Site::OUT_OF_THE_BOX
    },
    trouble: None,
    at_the_pad: false,
    front_read: true,
    lens: Lens::Holder,
    records: Records::Kept,
    challenge: Answer::Good,
    challenge_lasts: 300,
    authorisation: Answer::Good,
    verdict: Answer::Good,
    card_stays: false,
};

const FACE: Deed = Deed::Touch(Choice::Method(Method::Face));
const PIN: Deed = Deed::Touch(Choice::Method(Method::Pin));
const VISUAL: Deed = Deed::Touch(Choice::Method(Method::Visual));

fn case(name: &'static str, ending: Ending, world: World, deeds: &[Deed]) -> Case {
    Case { name, tells: vec![Told::Ending(ending)], world, deeds: deeds.to_vec() }
}

/// All cases.
#[must_use]
pub fn all() -> Vec<Case> {
    let mut all = cards_and_readers();
    all.extend(services());
    all.extend(people());
    all.extend(on_the_way());
    all.extend(pictures());
    all.extend(refusals());
    all
}

fn cards_and_readers() -> Vec<Case> {
    let select = |word| World { trouble: Some(Trouble::Answer(Which::Select, word)), ..ORDINARY };
    let with = |trouble| World { trouble: Some(trouble), ..ORDINARY };
    let answer = |which| with(Trouble::Answer(which, 0x6F00));
    let at_the_pad = |trouble| World { at_the_pad: true, ..with(trouble) };
    vec![
        case("SELECT answers 6283", Ending::CardLockedByIssuer, select(0x6283), &[]),
        case("SELECT answers 6F00", Ending::CardMisbehaved, select(0x6F00), &[]),
        case("the card never answers", Ending::CardTooSlow, with(Trouble::Slow), &[Deed::Nothing]),
        case("two cards on two readers", Ending::TwoCards, with(Trouble::TwoCards), &[]),
        case("the signature answers 6F00", Ending::SignatureFailed, answer(Which::Sign), &[PIN, Deed::Pin]),
        case("the key is not opened", Ending::AuthorisationFailed, answer(Which::OpenKey), &[FACE]),
        case(
            "pcscd goes away at the PIN pad",
            Ending::ReaderFailed,
            at_the_pad(Trouble::Lost),
            &[PIN, Deed::Pin],
        ),
        case(
            "no face is accepted and the site has no visual confirmation",
            Ending::NoMethodLeft,
            World {
                card: Kind::FaceAuthentication,
                lens: Lens::Stranger,
                site: Site { visual: false, ..ORDINARY.site },
                ..ORDINARY
            },
            &[FACE],
        ),
    ]
}

fn services() -> Vec<Case> {
    vec![
        case(
            "the certificate ends in a month",
            Ending::VerifiedEndsSoon,
            World { verdict: Answer::EndsSoon, ..ORDINARY },
            &[PIN, Deed::Pin],
        ),
        case(
            "the challenge is no challenge",
            Ending::ServiceMisbehaved,
            World { challenge: Answer::Nonsense, ..ORDINARY },
            &[PIN],
        ),
        case(
            "the service's clock is ahead",
            Ending::ClockWrong,
            World { challenge: Answer::OtherTime, ..ORDINARY },
            &[PIN],
        ),
        case(
            "the PIN takes longer than the challenge lasts",
            Ending::ChallengeExpired,
            World { challenge_lasts: 20, ..ORDINARY },
            &[PIN, Deed::PinAfter(30)],
        ),
    ]
}

fn people() -> Vec<Case> {
    let unregistered = World { verdict: Answer::Unregistered, ..ORDINARY };
    vec![
        case(
            "staff see another person",
            Ending::StaffSawOtherPerson,
            ORDINARY,
            &[VISUAL, Deed::Credential, Deed::Touch(Choice::OtherPerson)],
        ),
        case(
            "registration is offered and declined",
            Ending::RegistrationDeclined,
            unregistered,
            &[PIN, Deed::Pin, Deed::Touch(Choice::Back)],
        ),
        case(
            "a photo before the camera",
            Ending::AttackPresentation,
            World { lens: Lens::Flat, ..ORDINARY },
            &[FACE],
        ),
        case("the patient stops", Ending::Cancelled, ORDINARY, &[Deed::Touch(Choice::Cancel)]),
        case("nobody chooses", Ending::TimedOut, ORDINARY, &[Deed::Nothing]),
        Case {
            name: "the card is forgotten",
            tells: vec![Told::Call(CallReason::CardLeft)],
            world: World { card_stays: true, ..ORDINARY },
            deeds: vec![Deed::Touch(Choice::Cancel)],
        },
    ]
}

/// What is told on the way; then the person takes the card away.
fn on_the_way() -> Vec<Case> {
    let pad =
        |which, word| World { at_the_pad: true, trouble: Some(Trouble::Answer(which, word)), ..ORDINARY };
    let tells = |name, told: &[Told], world, deeds: &[Deed]| Case {
        name,
        tells: told.to_vec(),
        world,
        deeds: deeds.to_vec(),
    };
    let notice = |name, notice, world, deeds: &[Deed]| tells(name, &[Told::Notice(notice)], world, deeds);
    let wrong = Deed::WrongCredential;
    vec![
        notice("VERIFY answers 6F00", Notice::PinUnknown, pad(Which::Verify, 0x6F00), &[PIN, Deed::Pin]),
        notice(
            "the counter can't be read right before VERIFY",
            Notice::CounterChanged,
            pad(Which::Counter, 0x6300),
            &[PIN, Deed::Pin],
        ),
        notice(
            "the strike can't be written",
            Notice::LedgerFailed,
            World { records: Records::Full, ..ORDINARY },
            &[PIN, Deed::Pin],
        ),
        notice(
            "the photo can't be decoded",
            Notice::PhotoUnavailable,
            World { lens: Lens::NoReference, ..ORDINARY },
            &[FACE],
        ),
        tells(
            "a misread card front",
            &[Told::Notice(Notice::CheckNumberRejected), Told::Call(CallReason::CheckNumber)],
            World { front_read: false, ..ORDINARY },
            &[FACE, Deed::WrongNumber],
        ),
        tells(
            "no camera",
            &[Told::Notice(Notice::CameraFailed), Told::Call(CallReason::PartFailed)],
            World { lens: Lens::Broken, ..ORDINARY },
            &[FACE],
        ),
        notice("a wrong staff credential", Notice::CredentialRejected, ORDINARY, &[VISUAL, wrong]),
        notice("wrong staff credentials", Notice::CredentialClosed, ORDINARY, &[VISUAL, wrong, wrong, wrong]),
    ]
}

fn pictures() -> Vec<Case> {
    let named = |reason: &QualityReason| match reason {
        QualityReason::NoFace => "nobody before the camera",
        QualityReason::SeveralFaces => "two people before the camera",
        QualityReason::TooSmall => "too far from the camera",
        QualityReason::TooDark => "too dark",
        QualityReason::TooBright => "too bright",
        QualityReason::Blurred => "moving",
        QualityReason::Turned => "turned away",
    };
    let see = |reason: &QualityReason| Case {
        name: named(reason),
        tells: vec![Told::Camera(CameraHint::Quality(*reason))],
        world: World { lens: Lens::Unusable(*reason), ..ORDINARY },
        deeds: vec![FACE],
    };
    let moves = |reason: &UndecidedReason| Case {
        name: moved(reason),
        tells: vec![Told::Camera(CameraHint::Movement(*reason))],
        world: World { lens: Lens::Moves(*reason), ..ORDINARY },
        deeds: vec![FACE],
    };
    QualityReason::ALL.iter().map(see).chain(UndecidedReason::ALL.iter().map(moves)).collect()
}

const fn moved(reason: &UndecidedReason) -> &'static str {
    match reason {
        UndecidedReason::NotStill => "not still before the turn",
        UndecidedReason::DidNotTurn => "does not turn",
        UndecidedReason::OtherSide => "turns to the other side",
        UndecidedReason::DidNotReturn => "does not look ahead again",
        UndecidedReason::FaceLost => "leaves the picture while turning",
    }
}

/// One reason of the service for each refusal, against the statement and against the authorisation.
/// That the service itself gives each reason, `crates/verifier/tests/refusals.rs` shows.
fn refusals() -> Vec<Case> {
    let reasons = |refusal: &Refusal| match refusal {
        Refusal::CertificateEnded => {
            (RefusalReason::CertificateEnded, "certificate ended", "no key: certificate ended")
        }
        Refusal::CertificateRevoked => {
            (RefusalReason::CertificateRevoked, "certificate revoked", "no key: certificate revoked")
        }
        Refusal::CertificateSuspended => {
            (RefusalReason::CertificateSuspended, "certificate suspended", "no key: certificate suspended")
        }
        Refusal::CertificateUnknown => {
            (RefusalReason::CertificateIssuerUnknown, "issuer unknown", "no key: issuer unknown")
        }
        Refusal::MethodNotPermitted => {
            (RefusalReason::MethodNotPermitted, "method not permitted", "no key: method not permitted")
        }
        Refusal::EvidenceInsufficient => {
            (RefusalReason::ScoreTooLow, "score too low", "no key: score too low")
        }
        Refusal::Challenge => (RefusalReason::ChallengeUsed, "challenge used", "no key: challenge used"),
        Refusal::Terminal => {
            (RefusalReason::TerminalSignature, "terminal's signature", "no key: terminal's signature")
        }
        Refusal::Statement => {
            (RefusalReason::CardSignature, "card's signature", "no key: certificate of another card")
        }
    };
    let against = |refusal: &Refusal| {
        let (reason, statement, key) = reasons(refusal);
        let asked = if *refusal == Refusal::Statement { RefusalReason::CertificateMismatch } else { reason };
        let refused = World { verdict: Answer::Refused(reason), ..ORDINARY };
        // With another method left, a face that is not enough leads there.
        let alone = match refusal {
            Refusal::EvidenceInsufficient => World {
                card: Kind::FaceAuthentication,
                site: Site { visual: false, ..ORDINARY.site },
                ..ORDINARY
            },
            _ => ORDINARY,
        };
        let unauthorised = World { authorisation: Answer::Refused(asked), ..alone };
        [
            case(statement, Ending::Refused(*refusal), refused, &[PIN, Deed::Pin]),
            case(key, Ending::AuthorisationRefused(*refusal), unauthorised, &[FACE]),
        ]
    };
    Refusal::ALL.iter().flat_map(against).collect()
}
