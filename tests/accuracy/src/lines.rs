//! The lines that `policy` takes over: chosen from the rates by a rule that is written here.

use crate::bench::Bench;
use crate::fault::Fault;
use crate::ledger::Ledger;
use crate::measure::people;
use crate::rates::{Rates, lowest};
use crate::scores::Scores;
use policy::BUILT_IN;

/// False matches of everybody, at the upper Clopper–Pearson bound.
pub(crate) const TARGET: f64 = 1e-4;
/// False matches among the group whose faces are most like the users', at the upper bound of the
/// bootstrap over people.
pub(crate) const GROUP_TARGET: f64 = 5e-4;
/// The group's name; without it in the list the first target decides alone.
pub(crate) const GROUP: &str = "east-asian-name";
/// False matches of everybody at the stricter line for look-alikes, at the upper bound.
pub(crate) const STRICT_TARGET: f64 = 1e-6;
/// Lines are rounded up to this step, in ten-thousandths.
const STEP: i16 = 50;
/// Below it no line is looked for.
const FLOOR: i16 = 2_500;

/// Chooses the lines and adds them, with what the rates are there.
pub(crate) fn choose(bench: &Bench, scores: &Scores, ledger: &mut Ledger) -> Result<(), Fault> {
    let whole = Rates::of(scores.comparisons());
    let by_whole = whole.threshold_under(TARGET);
    let strict = whole.threshold_under(STRICT_TARGET);
    let known = bench.list.group_names().contains(&GROUP);
    let group = known.then(|| people(bench, scores, Some(GROUP), FLOOR));
    let totals = group.as_ref().map(|group| group.totals()).unwrap_or_default();
    let by_group = match &group {
        Some(group) => {
            let holds = |line: i16| line >= FLOOR && group.upper(line, &totals) <= GROUP_TARGET;
            lowest(holds)
        }
        None => Some(FLOOR),
    };
    // Too few people to choose by: the rates are told at the lines that are shipped.
    let chosen = by_whole.zip(by_group).map(|(whole, group)| round_up(whole.max(group)));
    let threshold = chosen.unwrap_or(BUILT_IN.threshold.0);
    let strict = strict.map_or(BUILT_IN.threshold.0, round_up).max(threshold);
    ledger.add("line", &["chosen".into(), if chosen.is_some() { "here" } else { "as shipped" }.into()]);
    for (name, value) in [
        ("threshold", Some(threshold)),
        ("strict", Some(strict)),
        ("by everybody", by_whole),
        ("by group", by_group),
    ] {
        let value = value.map_or_else(|| "none".to_owned(), |value| value.to_string());
        ledger.add("line", &[name.into(), value]);
    }
    let everybody = people(bench, scores, None, FLOOR);
    let all_totals = everybody.totals();
    for line in [threshold, strict] {
        ledger.add_rates("cited", "whole", "clean", &whole, line);
        bound(ledger, "whole", line, everybody.upper(line, &all_totals));
        if let Some(group) = &group {
            let rates = Rates::of(scores.within(|person| bench.is_of(person, GROUP)));
            ledger.add_rates("cited", GROUP, "clean", &rates, line);
            bound(ledger, GROUP, line, group.upper(line, &totals));
        }
    }
    Ok(())
}

fn bound(ledger: &mut Ledger, people: &str, line: i16, upper: f64) {
    ledger.add("bootstrap", &[people.into(), line.to_string(), format!("{upper:.3e}")]);
}

fn round_up(line: i16) -> i16 {
    let over = line.rem_euclid(STEP);
    if over == 0 { line } else { line.saturating_add(STEP - over).min(10_000) }
}

#[cfg(test)]
mod tests {
    use super::round_up;

    #[test]
    fn lines_are_rounded_to_the_safe_side() {
        assert_eq!([4200, 4201, 4249, 4250, 9999].map(round_up), [4200, 4250, 4250, 4250, 10_000]);
    }
}
