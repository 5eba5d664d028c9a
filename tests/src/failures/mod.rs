//! The failure catalogue: every code with what everybody reads of it, and what reaches it.
//!
//! - [`cases`]: sessions of scripted parts around the virtual card, one for each failure that no
//!   scenario of the demonstration shows
//! - [`stage`]: plays a case; [`parts`]: what the terminal is composed of there
//! - [`reach`]: which scenario or case reaches what
//! - [`page`][mod@page]: writes `crates/ui/FAILURES.md`

pub mod cases;
pub mod page;
pub mod parts;
pub mod reach;
pub mod stage;

use terminal::{CallReason, CameraHint, Ending, Notice, QualityReason, UndecidedReason};

/// One thing that somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// How a session ended.
    Ending(Ending),
    /// A word to the patient on the way.
    Notice(Notice),
    /// A call to reception.
    Call(CallReason),
    /// What was wrong with a capture, beside the preview.
    Camera(CameraHint),
}

impl Told {
    /// Everything that the catalogue has.
    pub fn all() -> impl Iterator<Item = Self> {
        let calls = CallReason::ALL.iter().copied().map(Self::Call);
        let pictures = QualityReason::ALL.iter().copied().map(CameraHint::Quality);
        let movements = UndecidedReason::ALL.iter().copied().map(CameraHint::Movement);
        let captures = pictures.chain(movements).map(Self::Camera);
        let notices = Notice::all().map(Self::Notice);
        Ending::all().map(Self::Ending).chain(calls).chain(notices).chain(captures)
    }
}
