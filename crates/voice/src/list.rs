//! Every sentence that can be said, so that all of them are rendered before anybody is served.
//!
//! Screens are walked rather than sentences gathered, so that nothing stands here a second time. Of the choice
//! of methods each reason is met once with each set of open methods: no sentence depends on more. A test holds
//! the list to every screen that `ui` knows.

use crate::phrase::{Phrase, Sound};
use crate::said::{MOST_LEFT, whole};
use policy::{Availability, Closure, Compared, Method, Methods, Reopening};
use std::collections::BTreeSet;
use terminal::{CameraHint, Ending, Language, Notice, Screen, StaffErrand};

/// Every sentence in every language, in an order that stays.
pub fn phrases() -> BTreeSet<Phrase> {
    let screens = screens();
    let sounds = Language::ALL
        .into_iter()
        .flat_map(|language| screens.iter().flat_map(move |screen| whole(screen, language)));
    let phrase = |sound| match sound {
        Sound::Phrase(phrase) => Some(phrase),
        Sound::Tone(_) => None,
    };
    sounds.filter_map(phrase).collect()
}

fn screens() -> Vec<Screen> {
    let mut all = vec![
        Screen::Waiting,
        Screen::TakeYourCard,
        Screen::Reading,
        Screen::Connecting,
        Screen::CheckingPin,
        Screen::ReadingPhoto,
        Screen::Signing,
        Screen::OfferRegistration,
        Screen::Camera { hint: None },
        Screen::StaffConfirm { compared: Compared::ChipPhotoVerified },
        Screen::StaffReopen(Reopening { mark: true, strikes: true }),
    ];
    all.extend([false, true].map(|confirmable| Screen::LastTryWarning { confirmable }));
    let pads = [(0, false), (4, false), (0, true)].into_iter();
    all.extend(pads.flat_map(|(length, last_try)| {
        (0..=MOST_LEFT).map(move |shown| Screen::PinPad { length, shown, last_try })
    }));
    all.extend(CameraHint::all().map(|hint| Screen::Camera { hint: Some(hint) }));
    let errands = [StaffErrand::Visual, StaffErrand::Reopen];
    all.extend(errands.map(|errand| Screen::StaffCredential { errand, length: 0, notice: None }));
    let ways = [Method::Face, Method::Visual];
    all.extend(ways.map(|method| Screen::CheckNumberPad { length: 0, method, notice: None }));
    all.extend(Ending::all().map(Screen::Ending));
    all.extend(choices());
    all
}

/// Every choice of methods without a notice, and every notice above one of each set of open methods.
fn choices() -> impl Iterator<Item = Screen> {
    let rejected = (0..=MOST_LEFT).map(|left| Notice::PinRejected { left });
    let notices = rejected.chain(Notice::all()).flat_map(|notice| some().map(move |it| (Some(notice), it)));
    let plain = methods(&PIN, &FACE, &VISUAL).map(|methods| (None, methods));
    plain.chain(notices).flat_map(|(notice, methods)| {
        let with = move |reopenable| Screen::Choose { methods, notice, reopenable };
        reopenable(&methods).into_iter().map(with)
    })
}

/// Each set of open methods; PIN also closed so that staff can open it.
fn some() -> impl Iterator<Item = Methods> {
    const CLOSED: &[Closure] = &[Closure::AttemptsUsedUp];
    methods(&[Closure::AttemptsUsedUp, Closure::MarkNotCleared], CLOSED, CLOSED)
}

/// What policy closes PIN for.
const PIN: [Closure; 8] = [
    Closure::PinLocked,
    Closure::FaceAuthenticationCard,
    Closure::MarkNotCleared,
    Closure::CountersUnknown,
    Closure::LastTry,
    Closure::StrikesUsedUp,
    Closure::LedgerUnavailable,
    Closure::AttemptsUsedUp,
];
/// Face.
const FACE: [Closure; 7] = [
    Closure::NoHolderAuthorisation,
    Closure::NoAttackDetection,
    Closure::AttemptsUsedUp,
    Closure::CheckNumberLow,
    Closure::CheckNumberUnknown,
    Closure::PartFailed,
    Closure::NeedsMovement,
];
/// Confirmation by staff.
const VISUAL: [Closure; 3] = [Closure::NoHolderAuthorisation, Closure::Site, Closure::AttemptsUsedUp];

fn methods(
    pin: &'static [Closure],
    face: &'static [Closure],
    visual: &'static [Closure],
) -> impl Iterator<Item = Methods> {
    availabilities(pin).flat_map(move |pin| {
        availabilities(face)
            .flat_map(move |face| availabilities(visual).map(move |visual| Methods { face, pin, visual }))
    })
}

fn availabilities(closures: &'static [Closure]) -> impl Iterator<Item = Availability> {
    std::iter::once(Availability::Open).chain(closures.iter().copied().map(Availability::Closed))
}

/// Whether staff can open this PIN again, as far as a screen can have it: one on which nothing can be chosen
/// is none.
fn reopenable(methods: &Methods) -> Vec<bool> {
    let closed = [Closure::MarkNotCleared, Closure::StrikesUsedUp].map(Availability::Closed);
    let mut can = Vec::new();
    if methods.any_open() {
        can.push(false);
    }
    if closed.contains(&methods.pin) {
        can.push(true);
    }
    can
}
