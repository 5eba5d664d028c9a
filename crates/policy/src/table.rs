//! The built-in table: every rule with its dates, its numbers and what they rest on.
//!
//! Rules change overnight (domain.md 1.5), so they are data: a revision holds from its first day
//! until the next one's, and its id is stamped into every decision and every signed statement.

use crate::coverage::Patience;
use crate::date::Date;
use crate::words::ComparisonScore;

/// Names one revision of the rules. Stable: ids are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RevisionId(pub u16);

/// What a revision says of first registration by visual confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum VisualRule {
    /// Permitted.
    Open,
    /// The manual said that it can't be done (M6).
    RefusedByManual,
    /// The manual no longer refused it, but nothing said that readers could do it yet (M6a).
    ReadersNotChanged,
}

/// One revision of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Revision {
    /// Stamped into decisions.
    pub id: RevisionId,
    /// First day on which it holds.
    pub from: Date,
    /// First registration by visual confirmation.
    pub visual_registration: VisualRule,
    /// The facts that it rests on (domain.md), separated by blanks.
    pub basis: &'static str,
    /// False where its first day is an assumption of ours, not an established fact.
    pub established: bool,
}

/// How the three months after a certificate's end are counted (domain.md 2.4 gives both readings).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GraceReading {
    /// To the same day three months later.
    ByDay,
    /// To the end of the third month after the month in which it ended.
    ByMonthEnd,
}

/// How long each state may last, in milliseconds. Every state but idle has one (Inv7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Deadlines {
    /// One procedure on the card; a command may take 5 s (card.md 1.1), a record has about 20.
    pub card: u32,
    /// A choice by the patient (J4: the majority of users in need are over 80).
    pub choice: u32,
    /// Typing the PIN.
    pub pin_entry: u32,
    /// Reading the last-try warning.
    pub warning: u32,
    /// The last-try confirmation is accepted from then on (Inv2: at least 3 s).
    pub insistence: u32,
    /// One capture: 8 s for a usable face, 13 s for the movement (`face::pad`), and the camera's start.
    pub capture: u32,
    /// Staff coming to the terminal.
    pub staff: u32,
    /// One question to the service.
    pub service: u32,
    /// Writing to the strike ledger.
    pub ledger: u32,
    /// An ending on the screen before the patient is reminded of the card.
    pub ending: u32,
}

/// All rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rules {
    /// Revisions, oldest first.
    pub revisions: &'static [Revision],
    /// Lowest score at which probe and reference match, as measured ([`crate::ledger`]).
    pub threshold: ComparisonScore,
    /// PIN entries per session (Inv13 c).
    pub pin_entries: u8,
    /// Captures per session before another method is offered (face.md 6.3).
    pub captures: u8,
    /// The failed capture at which reception is called (issue 2; B4).
    pub captures_before_call: u8,
    /// The same where the error rates do not speak of the holder or the photo.
    pub unmeasured: Patience,
    /// Wrong staff credentials per session.
    pub staff_attempts: u8,
    /// Strikes at which PIN is closed for a card (Inv13 b).
    pub strikes: u8,
    /// 照合番号B is presented only with more tries than this left (Inv2).
    pub check_number_reserve: u8,
    /// Refused entries of 照合番号B per session before the photo is given up (ocr.md section 5, point 7).
    pub check_number_entries: u8,
    /// Months before the certificate's end in which the holder is told (domain.md 2.4).
    pub notice_months: u16,
    /// Months after the certificate's end in which entitlement is still answered (domain.md 2.4).
    pub grace_months: u16,
    /// The reading of those months.
    pub grace: GraceReading,
    /// Time limits.
    pub deadlines: Deadlines,
}

/// By how much the score of the same frame may differ from one machine to another, in 1/10000. Ten times what a
/// score resolves: between a processor with AVX2 and one without any AVX (Nehalem, emulated) none of the eight
/// scores of `face/tests/determinism.rs` differs at all; other processors were not compared.
pub const TOLERANCE: i16 = 10;

impl Rules {
    /// Lowest score at which a probe is accepted. What is nearer to the threshold than [`TOLERANCE`] is another
    /// capture: what one machine accepts, no other one takes for a stranger.
    pub const fn accepted_from(&self) -> ComparisonScore {
        ComparisonScore(self.threshold.0.saturating_add(TOLERANCE))
    }

    /// The revision in force on `date`; the oldest one before its first day.
    pub fn revision(&self, date: Date) -> Option<&'static Revision> {
        self.revisions.iter().rev().find(|revision| revision.from <= date).or(self.revisions.first())
    }
}

const fn day(year: u16, month: u8, day: u8) -> Date {
    match Date::new(year, month, day) {
        Some(date) => date,
        // Evaluated by the compiler alone: a wrong date in the table does not build.
        None => unreachable!(),
    }
}

/// Revisions of the operation manual as far as the seed tells them.
const REVISIONS: [Revision; 3] = [
    Revision {
        id: RevisionId(1),
        from: day(2023, 6, 2),
        visual_registration: VisualRule::RefusedByManual,
        basis: "M5 M6 O2",
        established: true,
    },
    Revision {
        id: RevisionId(2),
        from: day(2023, 11, 14),
        visual_registration: VisualRule::ReadersNotChanged,
        basis: "M6 M6a O3 O6",
        established: true,
    },
    Revision {
        // The day on which 顔認証マイナンバーカード started; that visual registration started with
        // it is announced (O6) and assumed here, not established (M6a).
        id: RevisionId(3),
        from: day(2023, 12, 15),
        visual_registration: VisualRule::Open,
        basis: "V8 O4 O6 M6a",
        established: false,
    },
];

/// The table that a terminal has when nobody gave it another.
pub const BUILT_IN: Rules = Rules {
    revisions: &REVISIONS,
    threshold: crate::ledger::LEDGER.threshold,
    pin_entries: 3,
    captures: 3,
    captures_before_call: 2,
    unmeasured: Patience { captures: 2, before_call: 1 },
    staff_attempts: 3,
    strikes: 2,
    check_number_reserve: 5,
    check_number_entries: 2,
    notice_months: 3,
    grace_months: 3,
    grace: GraceReading::ByDay,
    deadlines: Deadlines {
        card: 30_000,
        choice: 60_000,
        pin_entry: 60_000,
        warning: 60_000,
        insistence: 3_000,
        capture: 25_000,
        staff: 180_000,
        service: 15_000,
        ledger: 3_000,
        ending: 20_000,
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_are_in_order_and_ids_are_unique() {
        for pair in BUILT_IN.revisions.windows(2) {
            assert!(pair[0].from < pair[1].from);
            assert!(pair[0].id < pair[1].id);
        }
    }

    #[test]
    fn a_revision_holds_from_its_first_day_to_the_eve_of_the_next() {
        let of = |y, m, d| BUILT_IN.revision(Date::new(y, m, d).unwrap()).unwrap().id.0;
        assert_eq!(of(2023, 11, 13), 1);
        assert_eq!(of(2023, 11, 14), 2);
        assert_eq!(of(2023, 12, 14), 2);
        assert_eq!(of(2023, 12, 15), 3);
        assert_eq!(of(2020, 1, 1), 1);
    }
}
