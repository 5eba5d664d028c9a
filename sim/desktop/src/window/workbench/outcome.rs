//! What comes of an order.

use crate::demo::DemoFault;
use crate::port::eye::NoWebcam;
use crate::window::order::{Aim, Misread, Wanted};
use policy::Millis;
use std::fmt;

/// Why an order was not obeyed.
#[derive(Debug)]
pub enum Refusal {
    /// It is no order.
    Misread(Misread),
    /// The bench could not.
    Bench(DemoFault),
    /// No card was inserted yet, or it has none of this.
    NoCard,
    /// Nothing to touch there.
    NothingThere,
    /// The screen did not come.
    NotShown,
    /// No session has ended yet.
    NoTranscript,
    /// A fresh machine shows other screens than the transcript has.
    OtherScreens,
    /// What is seen is a session of the past.
    Replaying,
    /// The camera stays what it is.
    NoWebcam(NoWebcam),
    /// What is ordered is for pictures.
    IsWebcam,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Misread(misread) => write!(f, "{misread}"),
            Self::Bench(fault) => write!(f, "{fault}"),
            Self::NoCard => f.write_str("no card, or one that has none"),
            Self::NothingThere => f.write_str("nothing to touch there"),
            Self::NotShown => f.write_str("another screen is shown"),
            Self::NoTranscript => f.write_str("no session has ended yet"),
            Self::OtherScreens => f.write_str("a fresh machine shows other screens than the transcript has"),
            Self::Replaying => f.write_str("what is seen is a replay; replay stop ends it"),
            Self::NoWebcam(why) => write!(f, "{why}"),
            Self::IsWebcam => f.write_str("the camera is a webcam, which is as it is; camera pictures first"),
        }
    }
}

impl<F: Into<DemoFault>> From<F> for Refusal {
    fn from(fault: F) -> Self {
        Self::Bench(fault.into())
    }
}

/// What comes of an order.
pub enum Outcome {
    /// It is done.
    Done(String),
    /// It is done when this has happened.
    Waits(Wait),
    /// The simulator ends.
    Ends,
}

/// What an order waits for, until this moment of the terminal's clock.
pub struct Wait {
    pub(super) what: Awaited,
    pub(super) until: Millis,
}

pub(super) enum Awaited {
    Shown(Wanted),
    Touchable(Vec<Aim>),
}
