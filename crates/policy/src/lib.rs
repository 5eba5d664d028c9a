//! The rules as dated data, and total functions that decide by them.
//!
//! Nothing here reads a clock, a card or a setting: every function takes the rules, the facts and
//! the date, and answers for every input. Whoever wants to know what this terminal allows reads
//! [`table`]; whoever wants to know why reads [`decide`].
//!
//! - [`words`]: the vocabulary shared by machine, service and screens
//! - [`date`]: calendar dates in Japan time, and monotonic milliseconds
//! - [`table`]: the built-in table: revisions of the manual, limits, deadlines, the threshold
//! - [`site`]: what a site chooses
//! - [`kind`]: which kind of card the counters speak of
//! - [`decide`]: methods, PIN entry, face, visual, registration, certificate
//! - [`card_front`]: whether a reading of the card front is believed
//! - [`frames`]: how the frames of a capture become one score
//! - [`mod@coverage`]: of whom the error rates speak, and who gets people sooner
//! - [`ledger`]: the error rates that the threshold rests on
//! - [`look_alike`]: the stricter line for holders whom somebody resembles
//! - [`reopen`]: what staff may state to open a closed PIN again
#![no_std]

pub mod card_front;
pub mod coverage;
pub mod date;
pub mod decide;
pub mod frames;
pub mod kind;
pub mod ledger;
pub mod look_alike;
pub mod reopen;
pub mod site;
pub mod table;
pub mod words;

pub use card_front::decide_front;
pub use coverage::{Coverage, Patience, coverage};
pub use date::{Date, Millis};
pub use decide::{
    Availability, CertificateStanding, Closure, Comparison, FaceDecision, Methods, PinEntry,
    RegistrationClosure, RegistrationDecision, certificate_standing, decide_face, decide_registration,
    open_methods, pin_entry,
};
pub use frames::{Folding, Frames};
pub use kind::{Counters, classify};
pub use ledger::{Counted, LEDGER, Ledger, Rates};
pub use look_alike::{Likeness, LookAlikeDecision, decide_look_alike};
pub use reopen::{Reopening, may_read_photo, reopening};
pub use site::{Build, HolderAuthorisation, LastTry, Site};
pub use table::{BUILT_IN, Deadlines, GraceReading, Revision, RevisionId, Rules, TOLERANCE, VisualRule};
pub use words::{
    AttackDetection, Attempts, CardFacts, CardKind, Compared, ComparisonScore, Credential, Mark, Method,
    Purpose, Strikes, Tries,
};
