//! The same figures by what makes a picture hard.

use crate::measure::{Card, Seen};
use crate::report::{Counts, counts};
use std::collections::BTreeMap;

/// Every field, a frame alone and the decision about a card, by resolution and nuisance.
pub(crate) fn table(fronts: &[&Card]) -> String {
    let mut page = "\n| by | frames | date of birth | expiry year | security code | 照合番号B alone | decided (cards) |\n\
                    | --- | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for (name, cards) in groups(fronts) {
        let frames: Vec<&Seen> = cards.iter().flat_map(|card| &card.frames).collect();
        let field = |at: usize| text(counts(frames.iter().filter_map(|seen| seen.fields.get(at).copied())));
        let alone = text(counts(frames.iter().map(|seen| seen.believed)));
        let decided = text(counts(cards.iter().map(|card| card.decided)));
        let (birth, expiry, code) = (field(0), field(1), field(2));
        page +=
            &format!("| {name} | {} | {birth} | {expiry} | {code} | {alone} | {decided} |\n", frames.len());
    }
    page
}

fn text([right, undecided, wrong]: Counts) -> String {
    format!("{right} / {undecided} / {wrong}")
}

/// Cards by what their first frame says: all frames of a card share it, but for shared sets, whose
/// frames differ and whose cards count where the first one does.
fn groups<'a>(fronts: &[&'a Card]) -> BTreeMap<String, Vec<&'a Card>> {
    let mut groups: BTreeMap<String, Vec<&Card>> = BTreeMap::new();
    for card in fronts {
        let Some(first) = card.frames.first() else { continue };
        let resolution = format!("{:2.0} px/mm and more", first.pixels.floor());
        for name in first.nuisances.iter().chain([&resolution]) {
            groups.entry(name.clone()).or_default().push(card);
        }
    }
    groups
}

/// Found marks of all, by how they are made.
pub(crate) fn found(frames: &[&Seen]) -> String {
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for seen in frames {
        let Some((found, true)) = seen.mark else { continue };
        let kind = kinds.entry(seen.mark_kind.as_deref().unwrap_or("any")).or_default();
        *kind = (kind.0 + usize::from(found), kind.1 + 1);
    }
    let all = kinds.iter().map(|(kind, (found, of))| format!("found {found} of {of} ({kind})"));
    all.collect::<Vec<_>>().join(", ")
}

/// What was said of marks with and without a line through them.
pub(crate) fn struck(frames: &[&Seen]) -> String {
    let mut kinds: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
    for seen in frames {
        let Some((found, there)) = seen.struck else { continue };
        let kind = if there { seen.line_kind.as_deref().unwrap_or("line") } else { "none" };
        *kinds.entry(kind).or_default().entry(format!("{found:?}")).or_default() += 1;
    }
    kinds.iter().map(|(kind, counts)| format!("{kind} {counts:?}")).collect::<Vec<_>>().join(", ")
}
