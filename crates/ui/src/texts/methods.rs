//! The ways of being verified, why one is closed, and what has just happened.

use super::catalogue::{Catalogue, Instead, Named};
use super::staff;
use policy::{Availability, Closure, Method, Methods};
use std::borrow::Cow;
use terminal::Notice;

/// The name of a method, and what happens in it.
pub const fn named(texts: &'static Catalogue, method: Method) -> &'static Named {
    match method {
        Method::Face => &texts.methods.face,
        Method::Pin => &texts.methods.pin,
        Method::Visual => &texts.methods.visual,
    }
}

/// Why a method is closed, naming only what is open instead.
pub fn closed(texts: &'static Catalogue, method: Method, closure: Closure, methods: &Methods) -> String {
    because(texts, named(texts, method).name, closure, methods)
}

/// The one line for face and visual closed for the same reason.
pub fn both_closed(texts: &'static Catalogue, closure: Closure, methods: &Methods) -> String {
    because(texts, texts.methods.face_and_visual, closure, methods)
}

fn because(texts: &'static Catalogue, name: &str, closure: Closure, methods: &Methods) -> String {
    let said = &texts.closed;
    let text = match closure {
        Closure::PinLocked => return sentences(texts, said.pin_locked, instead(&said.go_on, methods)),
        Closure::FaceAuthenticationCard => {
            return sentences(texts, said.no_pin_card, instead(&said.choose, methods));
        }
        Closure::MarkNotCleared => said.marked,
        Closure::CountersUnknown => said.counters_unknown,
        Closure::LastTry => said.last_try,
        Closure::StrikesUsedUp => said.strikes,
        Closure::LedgerUnavailable => said.machine,
        Closure::NoHolderAuthorisation => said.not_here,
        Closure::CheckNumberLow | Closure::CheckNumberUnknown => said.no_photo,
        Closure::NoAttackDetection => said.not_yet,
        Closure::AttemptsUsedUp => said.used_up,
        Closure::NeedsMovement => said.needs_movement,
        Closure::PartFailed => said.part_failed,
        Closure::Site => said.site,
    };
    text.replace("{method}", name)
}

/// Why methods are closed, without what the notice says already: for those who read and for those who hear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reasons {
    /// Why PIN is: up to three lines.
    pub pin: Option<String>,
    /// Why face and visual are: one line each, or one for both.
    pub others: Vec<String>,
}

impl Reasons {
    /// Those of a choice of methods.
    pub fn of(said: &'static Catalogue, methods: &Methods, notice: Option<Notice>) -> Self {
        let unexplained = |method| match methods.of(method) {
            Availability::Closed(closure) if !notice.is_some_and(|it| explains(it, method, closure)) => {
                Some(closure)
            }
            Availability::Open | Availability::Closed(_) => None,
        };
        let reason =
            |method: Method| unexplained(method).map(|closure| closed(said, method, closure, methods));
        let others = match (unexplained(Method::Face), unexplained(Method::Visual)) {
            (Some(face), Some(visual)) if face == visual => vec![both_closed(said, face, methods)],
            _ => [Method::Face, Method::Visual].into_iter().filter_map(reason).collect(),
        };
        Self { pin: reason(Method::Pin), others }
    }
}

/// A word above the choice of methods, or above what staff type. It names only what is open.
pub fn notice(texts: &'static Catalogue, notice: Notice, methods: &Methods) -> Cow<'static, str> {
    let said = &texts.notices;
    match notice {
        Notice::PinRejected { left: 0 } | Notice::PinLockedNow => {
            sentences(texts, said.locked_now, instead(&texts.closed.go_on, methods)).into()
        }
        Notice::PinRejected { left: 1 } => said.rejected_last.into(),
        Notice::PinRejected { left } => said.rejected.replace("{left}", &left.to_string()).into(),
        Notice::PinUnknown => said.pin_unknown.into(),
        Notice::CounterChanged => said.counter_changed.into(),
        Notice::LedgerFailed => said.ledger_failed.into(),
        Notice::FaceNotAccepted => said.face_not_accepted.into(),
        Notice::PhotoUnavailable => said.photo_unavailable.into(),
        Notice::CameraFailed => said.camera_failed.into(),
        Notice::CredentialClosed => said.staff_closed.into(),
        Notice::CredentialRejected => staff::CREDENTIAL_REJECTED.into(),
        Notice::CheckNumberRejected => staff::NUMBER_REJECTED.into(),
    }
}

/// Whether a notice is of what staff typed.
pub const fn is_for_staff(notice: Notice) -> bool {
    matches!(notice, Notice::CredentialRejected | Notice::CheckNumberRejected)
}

/// Whether a notice says already why this method is closed.
pub const fn explains(notice: Notice, method: Method, closure: Closure) -> bool {
    matches!(
        (notice, method, closure),
        (
            Notice::PinLockedNow | Notice::PinRejected { left: 0 },
            Method::Pin,
            Closure::PinLocked | Closure::FaceAuthenticationCard | Closure::CountersUnknown
        ) | (Notice::PinRejected { left: 1 }, Method::Pin, Closure::LastTry)
            | (Notice::LedgerFailed, Method::Pin, Closure::LedgerUnavailable)
            | (Notice::FaceNotAccepted, Method::Face, Closure::AttemptsUsedUp)
            | (
                Notice::PhotoUnavailable,
                Method::Face,
                Closure::PartFailed | Closure::CheckNumberLow | Closure::CheckNumberUnknown
            )
            | (Notice::CameraFailed, Method::Face, Closure::PartFailed)
            | (Notice::CredentialClosed, Method::Visual, Closure::AttemptsUsedUp)
    )
}

fn sentences(texts: &'static Catalogue, first: &str, second: &str) -> String {
    [first, texts.space, second].concat()
}

fn instead(sentences: &Instead, methods: &Methods) -> &'static str {
    let is_open = |method| methods.of(method) == Availability::Open;
    match (is_open(Method::Face), is_open(Method::Visual)) {
        (true, true) => sentences.both,
        (true, false) => sentences.face,
        (false, true) => sentences.visual,
        (false, false) => sentences.neither,
    }
}
