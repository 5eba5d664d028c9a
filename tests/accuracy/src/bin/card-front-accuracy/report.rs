//! The figures as tables.

use crate::groups;
use crate::measure::{Card, Outcome, Seen};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Right, undecided, wrong.
pub(crate) type Counts = [usize; 3];

pub(crate) fn counts(outcomes: impl Iterator<Item = Outcome>) -> Counts {
    let mut counts = [0; 3];
    for outcome in outcomes {
        let [right, undecided, wrong] = &mut counts;
        *match outcome {
            Outcome::Right => right,
            Outcome::Undecided => undecided,
            Outcome::Wrong => wrong,
        } += 1;
    }
    counts
}

fn row(name: &str, [right, undecided, wrong]: Counts) -> String {
    format!("| {name} | {right} | {undecided} | {wrong} |\n")
}

/// All tables of some cards.
pub(crate) fn of(cards: &[Card]) -> String {
    let fronts: Vec<&Card> = cards.iter().filter(|card| !card.back).collect();
    let frames: Vec<&Seen> = fronts.iter().flat_map(|card| &card.frames).collect();
    let mut page = String::from("| fronts | right | undecided | wrong |\n| --- | --- | --- | --- |\n");
    for (at, name) in
        ["date of birth, one frame", "expiry year, one frame", "security code, one frame"].iter().enumerate()
    {
        page += &row(name, counts(frames.iter().filter_map(|seen| seen.fields.get(at).copied())));
    }
    page += &row(
        "照合番号B, one frame that policy would believe alone",
        counts(frames.iter().map(|seen| seen.believed)),
    );
    page +=
        &row("照合番号B, decided: two frames agree (cards)", counts(fronts.iter().map(|card| card.decided)));
    page += &groups::table(&fronts);
    page += "\n";
    let _ = others(&mut page, cards, &frames);
    page
}

fn others(page: &mut String, cards: &[Card], frames: &[&Seen]) -> std::fmt::Result {
    let decided: Vec<usize> = cards.iter().map(|card| card.after).filter(|after| *after > 0).collect();
    writeln!(page, "- frames until a card was decided: {}", spread(decided.iter().copied()))?;
    let way: Vec<bool> = frames.iter().filter_map(|seen| seen.way_up).collect();
    writeln!(
        page,
        "- way up right: {} of {} read frames",
        way.iter().filter(|right| **right).count(),
        way.len()
    )?;
    let corners = frames.iter().filter_map(|seen| seen.corner);
    writeln!(page, "- farthest corner from its place, in 0.01 mm: {}", spread(corners.map(hundredths)))?;
    marks(page, frames)?;
    never(page, cards, frames)?;
    writeln!(page, "- reasons on fronts not believed: {:?}", reasons(unread(frames)))?;
    let all = || cards.iter().flat_map(|card| &card.frames);
    writeln!(page, "- processor time per frame, ms: {}", spread(all().map(|seen| whole(seen.milliseconds))))?;
    let notes = all().filter(|seen| seen.mark.is_some()).map(|seen| whole(seen.note_milliseconds));
    writeln!(page, "- processor time for the 追記欄, ms: {}", spread(notes))?;
    let wrong: Vec<&str> =
        all().filter(|seen| seen.believed == Outcome::Wrong).map(|seen| seen.file.as_str()).collect();
    writeln!(
        page,
        "- pictures believed alone and wrong: {}",
        if wrong.is_empty() { "none".into() } else { wrong.join(", ") }
    )
}

/// What must never be believed: the back, and one of two cards.
fn never(page: &mut String, cards: &[Card], frames: &[&Seen]) -> std::fmt::Result {
    let two: Vec<&&Seen> = frames.iter().filter(|seen| seen.two_cards).collect();
    let believed = two.iter().filter(|seen| seen.believed != Outcome::Undecided).count();
    writeln!(page, "- two whole cards in view: {} frames, believed {believed}", two.len())?;
    let backs: Vec<&Seen> = cards.iter().flat_map(|card| &card.frames).filter(|seen| seen.back).collect();
    let read = backs.iter().filter(|seen| seen.way_up.is_some()).count();
    let believed = backs.iter().filter(|seen| seen.believed != Outcome::Undecided).count();
    writeln!(page, "- backs: {} frames, something read on {read}, believed {believed}", backs.len())?;
    writeln!(page, "- reasons on backs: {:?}", reasons(backs.iter().copied()))
}

fn marks(page: &mut String, frames: &[&Seen]) -> std::fmt::Result {
    let marks: Vec<(bool, bool)> = frames.iter().filter_map(|seen| seen.mark).collect();
    let none: Vec<&(bool, bool)> = marks.iter().filter(|(_, there)| !there).collect();
    let false_ones = none.iter().filter(|(found, _)| *found).count();
    writeln!(page, "- 顔認証: {}; false {false_ones} of {}", groups::found(frames), none.len())?;
    writeln!(page, "- of found marks, a line through it: {}", groups::struck(frames))
}

fn unread<'a>(frames: &'a [&'a Seen]) -> impl Iterator<Item = &'a Seen> {
    frames.iter().copied().filter(|seen| seen.believed == Outcome::Undecided)
}

fn reasons<'a>(frames: impl Iterator<Item = &'a Seen>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for seen in frames {
        let name = seen
            .trouble
            .map_or_else(|| "none: a rule or a certainty".to_owned(), |trouble| format!("{trouble:?}"));
        *counts.entry(name).or_default() += 1;
    }
    counts
}

/// Half are at most the first, the largest is the second.
fn spread(values: impl Iterator<Item = usize>) -> String {
    let mut sorted: Vec<usize> = values.collect();
    sorted.sort_unstable();
    match (sorted.get(sorted.len() / 2), sorted.last()) {
        (Some(median), Some(largest)) => format!("median {median}, at most {largest}"),
        _ => "nothing to measure".to_owned(),
    }
}

fn whole(value: i64) -> usize {
    usize::try_from(value).unwrap_or(0)
}

#[expect(clippy::as_conversions, reason = "float to integer has no `TryFrom`; a few thousand at most")]
fn hundredths(millimetres: f64) -> usize {
    (millimetres * 100.0).round() as usize
}
