//! The report.

use crate::measure::{Models, Result};
use crate::people::People;
use error_rates::Proportion;
use face::pad::{AttackSign, PadOutcome, UndecidedReason, trial};
use relief_head::Species;
use std::fmt::Write as _;

/// The page that is kept as `models/attack-detection.md`.
pub(crate) fn page(people: &People, models: &Models, results: &[Result]) -> String {
    let mut page = String::new();
    // Writing to a string does not fail.
    let _ = write(&mut page, people, models, results);
    page
}

fn write(page: &mut String, people: &People, models: &Models, results: &[Result]) -> std::fmt::Result {
    writeln!(page, "# Attack detection: what it stops, measured on synthetic presentations\n")?;
    writeln!(page, "Made by `cargo xtask attack-detection --data DIR`; nothing here is typed by hand.\n")?;
    writeln!(
        page,
        "{} people, one photograph each (`list.tsv` {}; {} pictures passed over: no single face that looks \
         straight ahead). {} frames a second, the shipped detector and challenge, no switch.",
        people.photographs.len(),
        people.list.get(..16).unwrap_or_default(),
        people.passed_over,
        15
    )?;
    for (id, hash) in &models.hashes {
        writeln!(page, "- {}: sha256 {hash}", id.name())?;
    }
    writeln!(page, "{}", LIMITS)?;
    attacks(page, results)?;
    bona_fide(page, results)?;
    texture(page, models, results)?;
    numbers(page)
}

const LIMITS: &str = "
## Limits first
- **Every presentation is synthetic**: a photograph drawn on a plane, a bent sheet or a generic relief, with a
  drawn camera. No real print, screen, mask or person was before a camera. APCER on drawn attacks says what the
  geometry does, not what an attacker can do; BPCER on a drawn head is a smoke figure.
- **A mask with the shape of a face passes the movement**: the relief head that stands for a person is one.
- **A print bent to the curve of a head mostly passes it too**: five landmarks do not tell a cylinder from a nose.
- **A recording that is steered to turn when it is asked passes the movement** (last row): on its screen a head turns.
- The people are press photographs, mostly Western men. Flat noses, children, veils and glasses are not measured.
";

fn of(results: &[Result], species: Species) -> impl Iterator<Item = &Result> + Clone {
    results.iter().filter(move |result| result.species == species)
}

fn count<'a>(results: impl Iterator<Item = &'a Result>, holds: impl Fn(&PadOutcome) -> bool) -> usize {
    results.filter(|result| holds(&result.outcome)).count()
}

fn is_bona_fide(outcome: &PadOutcome) -> bool {
    matches!(outcome, PadOutcome::BonaFide(_))
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn share(hits: usize, trials: usize) -> String {
    let share = Proportion { errors: hits, trials };
    let (low, high) = share.bounds();
    format!("{} ({} to {})", percent(share.rate()), percent(low), percent(high))
}

fn attacks(page: &mut String, results: &[Result]) -> std::fmt::Result {
    writeln!(page, "\n## Attacks: APCER per species, the movement alone\n")?;
    writeln!(
        page,
        "APCER: share taken for bona fide, with two-sided 95 % Clopper–Pearson bounds (ISO/IEC 30107-3)."
    )?;
    writeln!(page, "What is neither taken nor named an attack is undecided, and not accepted either.\n")?;
    writeln!(page, "| species | presentations | APCER | named an attack | undecided |")?;
    writeln!(page, "| --- | --- | --- | --- | --- |")?;
    let mut worst = ("", 0);
    for species in Species::ATTACKS {
        let all = of(results, species);
        let trials = count(all.clone(), |_| true);
        let taken = count(all.clone(), is_bona_fide);
        let named = count(all.clone(), |outcome| matches!(outcome, PadOutcome::AttackPresentation(_)));
        if taken >= worst.1 {
            worst = (species.name(), taken);
        }
        let undecided = trials - taken - named;
        writeln!(
            page,
            "| {} | {trials} | {} | {named} | {undecided} |",
            species.name(),
            share(taken, trials)
        )?;
    }
    writeln!(page, "\nThe worst species counts: {}.", worst.0)
}

fn bona_fide(page: &mut String, results: &[Result]) -> std::fmt::Result {
    let all = of(results, Species::ReliefHead);
    let trials = count(all.clone(), |_| true);
    writeln!(page, "\n## The relief head: BPCER, a smoke figure\n")?;
    let called = count(all.clone(), |outcome| matches!(outcome, PadOutcome::AttackPresentation(_)));
    let refused = trials - count(all.clone(), is_bona_fide);
    writeln!(page, "- named an attack (BPCER): {}", share(called, trials))?;
    writeln!(page, "- not taken at the first challenge, for any reason: {}", share(refused, trials))?;
    for reason in [
        UndecidedReason::NotStill,
        UndecidedReason::DidNotTurn,
        UndecidedReason::OtherSide,
        UndecidedReason::DidNotReturn,
        UndecidedReason::FaceLost,
    ] {
        let hits = count(all.clone(), |outcome| *outcome == PadOutcome::Undecided(reason));
        writeln!(page, "  - {reason:?}: {hits}")?;
    }
    let mut took: Vec<u32> = all.clone().filter(|r| is_bona_fide(&r.outcome)).map(|r| r.took).collect();
    took.sort_unstable();
    let at = |share: usize| took.get(took.len() * share / 100).copied().unwrap_or_default();
    writeln!(
        page,
        "- time of those taken, from the first frame: median {} ms, 95 % within {} ms",
        at(50),
        at(95)
    )?;
    let mut scores: Vec<u16> = all
        .filter_map(|result| match result.outcome {
            PadOutcome::BonaFide(score) => Some(score.0),
            _ => None,
        })
        .collect();
    scores.sort_unstable();
    let at = |share: usize| scores.get(scores.len() * share / 100).copied().unwrap_or_default();
    writeln!(page, "- parallax of the weaker turn, thousandths: 5 % below {}, median {}", at(5), at(50))
}

fn texture(page: &mut String, models: &Models, results: &[Result]) -> std::fmt::Result {
    writeln!(page, "\n## MiniFASNet on the same presentations\n")?;
    if models.texture.is_none() {
        return writeln!(page, "Its files were not present; the movement runs without them.");
    }
    writeln!(page, "Mean of both networks over {} frames, in thousandths; bona fide from 500 on.\n", 5)?;
    writeln!(page, "| species | 5 % | median | 95 % | share from 500 on |")?;
    writeln!(page, "| --- | --- | --- | --- | --- |")?;
    for species in [Species::ReliefHead].into_iter().chain(Species::ATTACKS) {
        let mut live: Vec<u16> = of(results, species).filter_map(|r| r.live).map(|live| live.0).collect();
        live.sort_unstable();
        let at = |share: usize| live.get(live.len() * share / 100).copied().unwrap_or_default();
        let above = live.iter().filter(|live| **live >= 500).count();
        let above = share(above, live.len());
        writeln!(page, "| {} | {} | {} | {} | {above} |", species.name(), at(5), at(50), at(95))?;
    }
    Ok(())
}

fn numbers(page: &mut String) -> std::fmt::Result {
    writeln!(page, "\n## The numbers in force\n")?;
    writeln!(page, "| what | value |\n| --- | --- |")?;
    writeln!(page, "| parallax that is a turn, of the distance between the eyes | {} |", trial::TURN)?;
    writeln!(page, "| least height of a nose over the plane | {} |", trial::LEAST_DEPTH)?;
    writeln!(page, "| tangent from which a turn of the plane is looked at | {} |", trial::VISIBLE_TURN)?;
    writeln!(
        page,
        "| frames of one turn without a nose that make an attack ({:?}) | {} |",
        AttackSign::Flat,
        trial::FLAT_FRAMES
    )?;
    writeln!(page, "| frames in a row that make a turn | {} |", trial::FRAMES)?;
    writeln!(page, "| milliseconds for each movement | {} |", trial::PATIENCE)
}
