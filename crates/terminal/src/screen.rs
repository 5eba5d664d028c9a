//! What is to be seen, as data. `ui` draws it; pictures are named by what they show, and the
//! runtime lends the pixels for one draw.

use crate::ending::Ending;
use crate::event::{Notice, QualityReason, Side, UndecidedReason};
use crate::session::StaffErrand;
use policy::{Compared, Method, Methods, Reopening};

/// One screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Screen {
    /// Nobody is here: how to place the card.
    Waiting,
    /// The session is over and the card still lies there.
    TakeYourCard,
    /// The card is being read: don't take it away.
    Reading,
    /// Choice of methods, with reasons for the closed ones.
    Choose {
        /// What is open.
        methods: Methods,
        /// What just happened.
        notice: Option<Notice>,
        /// Staff can open the closed PIN again and may be asked.
        reopenable: bool,
    },
    /// Waiting for the service.
    Connecting,
    /// The PIN pad. Digits are never shown.
    PinPad {
        /// Digits typed, 0 to 4.
        length: u8,
        /// Tries left.
        shown: u8,
        /// This is the last try.
        last_try: bool,
    },
    /// The PIN is with the card: don't take it away.
    CheckingPin,
    /// What losing the last try costs.
    LastTryWarning {
        /// The confirmation can be touched.
        confirmable: bool,
    },
    /// The photo is being read from the chip.
    ReadingPhoto,
    /// Camera preview with one instruction.
    Camera {
        /// What to do now; at first, what to do better than in the last capture.
        hint: Option<CameraHint>,
    },
    /// Staff type 照合番号B from the card front. Digits are never shown.
    CheckNumberPad {
        /// Digits typed, 0 to 14.
        length: u8,
        /// The method that needs the photo; staff who confirm by eye can do without.
        method: Method,
        /// What just happened.
        notice: Option<Notice>,
    },
    /// Staff are on their way; they type their credential here.
    StaffCredential {
        /// What for.
        errand: StaffErrand,
        /// Characters typed.
        length: u8,
        /// What just happened.
        notice: Option<Notice>,
    },
    /// Staff compare person and photo.
    StaffConfirm {
        /// What they can compare with. The chip photo is shown only if it was verified.
        compared: Compared,
    },
    /// Staff say why the PIN may be used again.
    StaffReopen(Reopening),
    /// The card is working: don't take it away.
    Signing,
    /// Register this card as a health-insurance card?
    OfferRegistration,
    /// The end, with its next step.
    Ending(Ending),
}

/// The one instruction beside the preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CameraHint {
    /// The last capture was not usable.
    Quality(QualityReason),
    /// The last capture was not accepted.
    NotAccepted,
    /// Look straight ahead, as before or again.
    LookAhead,
    /// Turn the head a little.
    Turn(Side),
    /// The movement of the last capture was not seen.
    Movement(UndecidedReason),
}
