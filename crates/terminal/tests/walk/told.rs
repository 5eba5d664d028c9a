//! What people were told and shown on the way: all that there is, and nothing else.

use crate::edge::Edge;
use std::collections::BTreeSet;
use terminal::*;

#[derive(Default)]
pub(crate) struct Told {
    endings: BTreeSet<Ending>,
    notices: BTreeSet<Notice>,
    hints: BTreeSet<CameraHint>,
    calls: BTreeSet<CallReason>,
    screens: BTreeSet<&'static str>,
}

impl Told {
    pub(crate) fn hear(&mut self, edge: &Edge<'_>) {
        for effect in edge.effects {
            match effect {
                Effect::CallReception(reason) => drop(self.calls.insert(*reason)),
                Effect::Show(screen) => self.see(screen),
                _ => {}
            }
        }
    }

    /// What was told on another walk too.
    pub(crate) fn join(&mut self, other: Self) {
        self.endings.extend(other.endings);
        self.notices.extend(other.notices);
        self.hints.extend(other.hints);
        self.calls.extend(other.calls);
        self.screens.extend(other.screens);
    }

    fn see(&mut self, screen: &Screen) {
        self.screens.insert(name(screen));
        match screen {
            Screen::Ending(ending) => drop(self.endings.insert(*ending)),
            Screen::Choose { notice: Some(notice), .. }
            | Screen::CheckNumberPad { notice: Some(notice), .. }
            | Screen::StaffCredential { notice: Some(notice), .. } => drop(self.notices.insert(*notice)),
            Screen::Camera { hint: Some(hint) } => drop(self.hints.insert(*hint)),
            _ => {}
        }
    }

    /// No code that is never told, none told that the catalogue does not have; no screen that is never shown.
    pub(crate) fn is_all_that_there_is(&self) {
        assert_eq!(self.endings, Ending::all().collect());
        assert_eq!(self.notices, Notice::all().collect());
        assert_eq!(self.hints, CameraHint::all().collect());
        assert_eq!(self.calls, CallReason::ALL.iter().copied().collect());
        assert_eq!(self.screens, SCREENS.into_iter().collect());
        println!(
            "machine | reached: {} endings, {} notices, {} camera hints, {} calls, {} screens",
            self.endings.len(),
            self.notices.len(),
            self.hints.len(),
            self.calls.len(),
            self.screens.len()
        );
    }
}

/// A screen that is missing here does not build.
const fn name(screen: &Screen) -> &'static str {
    match screen {
        Screen::Waiting => SCREENS[0],
        Screen::TakeYourCard => SCREENS[1],
        Screen::Reading => SCREENS[2],
        Screen::Choose { .. } => SCREENS[3],
        Screen::Connecting => SCREENS[4],
        Screen::PinPad { .. } => SCREENS[5],
        Screen::CheckingPin => SCREENS[6],
        Screen::LastTryWarning { .. } => SCREENS[7],
        Screen::ReadingPhoto => SCREENS[8],
        Screen::Camera { .. } => SCREENS[9],
        Screen::CheckNumberPad { .. } => SCREENS[10],
        Screen::StaffCredential { .. } => SCREENS[11],
        Screen::StaffConfirm { .. } => SCREENS[12],
        Screen::StaffReopen(_) => SCREENS[13],
        Screen::Signing => SCREENS[14],
        Screen::OfferRegistration => SCREENS[15],
        Screen::Ending(_) => SCREENS[16],
    }
}

const SCREENS: [&str; 17] = [
    "Waiting",
    "TakeYourCard",
    "Reading",
    "Choose",
    "Connecting",
    "PinPad",
    "CheckingPin",
    "LastTryWarning",
    "ReadingPhoto",
    "Camera",
    "CheckNumberPad",
    "StaffCredential",
    "StaffConfirm",
    "StaffReopen",
    "Signing",
    "OfferRegistration",
    "Ending",
];
