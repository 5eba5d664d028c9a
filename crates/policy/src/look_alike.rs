//! Holders whom somebody resembles: twins, and family with the same birth date (domain.md I3).
//!
//! A terminal can't know of them: a card tells its holder's birth date and nobody else's. Insurers and
//! municipalities hold family and birth date of all, so the service is told, and judges by the stricter line.
//!
//! What that line rests on is stated in [`crate::ledger`]: it is where strangers are no longer taken for each
//! other in the pictures that were measured. No twins are known to be among them, so it is a caution and not a
//! measured error rate of twins; a twin may be above any line. Below it, staff who see both photo and person
//! decide.

use crate::ledger::Ledger;
use crate::table::TOLERANCE;
use crate::words::ComparisonScore;

/// Whether somebody is known to resemble the holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Likeness {
    /// Nobody said so, which does not mean that there is nobody.
    Unstated,
    /// Whoever knows the family stated it.
    Stated,
}

/// What a score is worth that the ordinary line accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LookAlikeDecision {
    /// As much as any other.
    Accept,
    /// Not enough for this holder: visual confirmation, or the PIN.
    ConfirmByEye,
}

impl Ledger {
    /// Lowest score at which a holder with a stated look-alike is accepted by face, with the same margin as
    /// [`crate::Rules::accepted_from`].
    pub const fn accepted_despite_likeness_from(&self) -> ComparisonScore {
        ComparisonScore(self.strict.0.saturating_add(TOLERANCE))
    }
}

/// Decides on a score of this holder, after [`crate::decide_face`] and never in place of it.
pub const fn decide_look_alike(
    ledger: &Ledger,
    likeness: Likeness,
    score: ComparisonScore,
) -> LookAlikeDecision {
    match likeness {
        Likeness::Unstated => LookAlikeDecision::Accept,
        Likeness::Stated if score.0 >= ledger.accepted_despite_likeness_from().0 => LookAlikeDecision::Accept,
        Likeness::Stated => LookAlikeDecision::ConfirmByEye,
    }
}
