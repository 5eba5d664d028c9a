//! What every cell promises, whatever its ending.

use super::bench::{Seen, Visit};
use super::expect::Expect;
use super::table::Cell;
use policy::{Availability, Compared};
use runtime::Residue;
use terminal::{Ending, Notice};
use wire::Confirmation;

/// Judges a session by its expectation and by the promises; `None` expected is a broken promise.
#[must_use]
pub fn judge(visit: Visit, expect: Option<Expect>, seen: &Seen, next: &Seen) -> Cell {
    let mut broken = promises(visit, seen);
    match expect {
        None => broken.push("nothing is expected of it".into()),
        Some(expect) => broken.extend(differences(visit, &expect, seen)),
    }
    if next.ending != Ending::Verified {
        broken.push(format!("the next session ends with {:?}", next.ending));
    }
    let holder = Visit { wrong_pin: false, ..visit };
    broken.extend(promises(holder, next).iter().map(|what| format!("next session: {what}")));
    Cell { code: code(seen), broken }
}

/// What holds for every session.
#[must_use]
pub fn promises(visit: Visit, seen: &Seen) -> Vec<String> {
    let mut broken = Vec::new();
    let mut must = |holds: bool, what: String| {
        if !holds {
            broken.push(what);
        }
    };
    let (counts, [pin, number]) = (&seen.counts, seen.tries);
    must(
        counts.pin_verifies <= seen.entries,
        format!("Inv1: {} VERIFYs of {} entries", counts.pin_verifies, seen.entries),
    );
    must(counts.other_verifies <= 1, format!("Inv2: {} VERIFYs of 照合番号B", counts.other_verifies));
    must(counts.signatures <= 1, format!("{} signatures asked for", counts.signatures));
    let spent = u8::from(visit.wrong_pin && counts.pin_verifies > 0);
    must(pin.1 >= pin.0.saturating_sub(spent), format!("Inv9: tries of the PIN {pin:?}"));
    must(pin.1 > 0 || pin.0 == 0, "Inv9: the PIN is locked".into());
    must(number.1 == number.0, format!("Inv2: tries of 照合番号B {number:?}"));
    must(pin.0 > 0 || counts.pin_verifies == 0, "Inv5: a locked PIN sees a VERIFY".into());
    let verified = seen.ending.is_verified();
    must(verified || counts.made_after_upset == 0, "Inv8: the card signed after the fault".into());
    let statements = seen.statements.len();
    must(statements <= 1 && (statements == 1 || !verified), format!("Inv4: {statements} statements"));
    must(seen.told == 1, format!("Inv10: reception was told of {} endings", seen.told));
    must(seen.residues.len() >= 2, "Inv6: nobody looked into the Closet".into());
    must(seen.residues.iter().all(|left| *left == Residue::NONE), format!("Inv6: {:?}", seen.residues));
    must(!seen.reference_kept, "Inv6: the matcher keeps its reference".into());
    must(seen.misplaced == 0, format!("{} pictures on screens without a place for them", seen.misplaced));
    must(seen.replays, "the transcript replays to other screens".into());
    broken
}

fn differences(visit: Visit, expect: &Expect, seen: &Seen) -> Vec<String> {
    let mut broken = Vec::new();
    let mut must = |what: &str, is: String, should: String| {
        if is != should {
            broken.push(format!("{what} is {is}, must be {should}"));
        }
    };
    must("the ending", format!("{:?}", seen.ending), format!("{:?}", expect.ending));
    must("the notice", format!("{:?}", seen.notice), format!("{:?}", expect.notice));
    must("statements that arrived", seen.statements.len().to_string(), expect.statements.to_string());
    must("the printed photo's use", is_printed(seen).to_string(), expect.printed.to_string());
    must("the strikes on record", format!("{:?}", seen.strikes), format!("{:?}", Some(expect.strikes)));
    // Whoever ends the session at a choice does so because the method is closed to them.
    if expect.ending == Ending::Cancelled && expect.notice.is_none() {
        let open = seen.methods.map(|methods| methods.of(visit.method) == Availability::Open);
        must("the method's being open", format!("{open:?}"), "Some(false)".into());
    }
    broken
}

fn is_printed(seen: &Seen) -> bool {
    seen.statements.iter().any(|statement| match &statement.evidence.confirmation {
        Confirmation::Visual(visual) => visual.compared == Compared::PrintedPhotoOnly,
        Confirmation::Face(_) | Confirmation::Pin => false,
    })
}

/// The ending's code, a letter for the notice at the choice before it, and `w` for evidence of less worth.
#[must_use]
pub fn code(seen: &Seen) -> String {
    let notice = match seen.notice {
        None => "",
        Some(Notice::CounterChanged) => "c",
        Some(Notice::PinUnknown) => "u",
        Some(Notice::PinRejected { .. }) => "r",
        Some(Notice::PinLockedNow) => "k",
        Some(Notice::PhotoUnavailable) => "p",
        Some(Notice::FaceNotAccepted) => "f",
        Some(Notice::CameraFailed) => "v",
        Some(Notice::LedgerFailed) => "l",
        Some(Notice::CredentialClosed) => "s",
        Some(_) => "x",
    };
    let printed = if is_printed(seen) { "w" } else { "" };
    format!("{}{notice}{printed}", seen.ending.code())
}

/// What the cells mean.
pub const LEGEND: &str = "\
The number is the ending's code; 603 is a patient who ends the session at the choice of methods, because
the method is closed. A letter is the notice there, or at the last choice before the ending:
  c counter read again, nothing was sent  u outcome of the PIN unknown  r PIN refused  p no photo
  f face not accepted  v camera failed  l ledger failed  s staff credential closed
  w verified by staff with the printed photo alone, and the statement says so
100 in the column of a fault: the fault does no harm, or one repetition of a repeatable command mends it.
! is a broken promise, ? a cell that nobody asserted.
";
