//! The page: `crates/ui/FAILURES.md`. Words come from `ui::texts`, ways from [`super::reach`]; only
//! what explains the page is written here.

use super::Told;
use super::reach::{WALK_ALONE, Way, ways};
use policy::{Availability, Methods};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use terminal::{CallReason, CameraHint, Ending, Language, Notice, QualityReason, UndecidedReason};
use ui::texts::reception::{self, ReceptionLine, calls, english};
use ui::texts::{Catalogue, camera, catalogue, endings, methods, vendor};

const HEAD: &str = "\
# Failure catalogue

Every way in which a session can end, every call to reception, and every word to the patient on the
way: what it is, who has to act, what the patient reads, what reception does now, what the vendor needs,
and what reaches it. Written by `cargo xtask failures` from the code (`BLESS=1 cargo test --workspace
--test failures` writes this file); the sentences are those of [`src/texts`](src/texts), nothing is typed
again here.

The code stands in the corner of the terminal's last screen, in reception's feed and in the journal, and
never changes its meaning. Its first digit says who has to act: 1 nobody, 2 the card, 3 this terminal,
4 a rule or setting, 5 the line or the service (51x and 53x: as the service says), 6 a person.

*Reached by* names what shows that it happens: a letter is a scenario of `cargo xtask demo --only LETTER`
(real pcscd, real models, the service in a process of its own), words in quotes are a case of
`tests/tests/failures.rs` (the same terminal, scripted parts, the virtual card). All of it is also
reached by the walk over every state (`crates/terminal/tests/walk/main.rs`), which fails on a code that is
never reached.

No line here says that somebody is not insured, and none proposes the full charge: what could not be
confirmed is confirmed in another way.
";

/// What patients read, unless they choose another language.
const fn japanese() -> &'static Catalogue {
    catalogue(Language::Japanese)
}

/// The page.
#[must_use]
pub fn page() -> String {
    let ways = ways();
    let mut page = String::from(HEAD);
    let ladder =
        [("資格確認書などで確認する", reception::LADDER), ("confirm by the ladder", english::LADDER)];
    page.push_str("\n## The ladder (通知 保発0710第1号 and what followed)\n\n");
    for (words, meaning) in ladder {
        writeln!(page, "- **{words}**: {meaning}").unwrap();
    }
    at_a_glance(&mut page);
    page.push_str("\n## How a session ends\n");
    for alike in alike() {
        ending(&mut page, &alike, &ways);
    }
    calls_to_reception(&mut page, &ways);
    words_on_the_way(&mut page, &ways);
    page
}

/// Endings by code; those that everybody reads the same of stand together.
fn alike() -> Vec<Vec<Ending>> {
    let mut all: Vec<Ending> = Ending::all().collect();
    all.sort_by_key(|ending| ending.code());
    let mut groups: Vec<Vec<Ending>> = Vec::new();
    for ending in all {
        match groups.iter_mut().find(|group| read_the_same(group[0], ending)) {
            Some(group) => group.push(ending),
            None => groups.push(vec![ending]),
        }
    }
    groups
}

fn read_the_same(one: Ending, other: Ending) -> bool {
    endings::words(japanese(), one) == endings::words(japanese(), other)
        && one.next_step() == other.next_step()
        && reception::line(one) == reception::line(other)
        && english::line(one) == english::line(other)
        && vendor::line(one).text == vendor::line(other).text
        && vendor::needs(one) == vendor::needs(other)
}

fn at_a_glance(page: &mut String) {
    head(page, "At a glance", &["code", "who acts", "受付がすること", "what reception does now"]);
    for alike in alike() {
        let codes: Vec<String> = alike.iter().map(|ending| ending.code().to_string()).collect();
        let (own, english) = (reception::line(alike[0]), english::line(alike[0]));
        row(page, &[&codes.join(", "), &party(alike[0]), own.next, english.next]);
    }
}

fn party(ending: Ending) -> String {
    format!("{} ({})", reception::party(ending.blame()), vendor::party(ending.blame()))
}

fn ending(page: &mut String, alike: &[Ending], ways: &BTreeMap<Told, BTreeSet<Way>>) {
    let titles: Vec<String> = alike.iter().map(|ending| format!("{} `{ending:?}`", ending.code())).collect();
    let first = alike[0];
    let words = endings::words(japanese(), first);
    let (own, english) = (reception::line(first), english::line(first));
    writeln!(page, "\n### {}\n", titles.join(" · ")).unwrap();
    writeln!(page, "- who acts: {}", party(first)).unwrap();
    let next = endings::next_step(japanese(), first.next_step());
    writeln!(page, "- patient reads: **{}** {} *{}*", flat(&words.title), flat(&words.body), flat(next))
        .unwrap();
    writeln!(page, "- 受付: {} → **{}**", own.what, own.next).unwrap();
    writeln!(page, "- reception: {} → **{}**", english.what, english.next).unwrap();
    writeln!(page, "- vendor: {} Needs: {}.", vendor::line(first).text, vendor::needs(first)).unwrap();
    for ending in alike {
        let code = if alike.len() > 1 { format!("{} ", ending.code()) } else { String::new() };
        writeln!(page, "- {code}reached by: {}", reached(Told::Ending(*ending), ways)).unwrap();
    }
}

fn calls_to_reception(page: &mut String, ways: &BTreeMap<Told, BTreeSet<Way>>) {
    let heads = ["call", "受付が読むこと", "受付がすること", "reception reads and does", "reached by"];
    head(page, "Calls to reception while a session goes on", &heads);
    for reason in CallReason::ALL {
        let ReceptionLine { what, next, .. } = calls::call(*reason);
        let own = english::call(*reason);
        let both = format!("{} {}", own.what, own.next);
        row(page, &[&format!("{reason:?}"), what, next, &both, &reached(Told::Call(*reason), ways)]);
    }
}

fn words_on_the_way(page: &mut String, ways: &BTreeMap<Told, BTreeSet<Way>>) {
    let heads = ["notice", "patient reads (all methods open)", "受付がすること", "reception", "reached by"];
    head(page, "Words to the patient on the way", &heads);
    let open = Methods { face: Availability::Open, pin: Availability::Open, visual: Availability::Open };
    for notice in Notice::all() {
        let words = methods::notice(japanese(), notice, &open);
        let (own, english) = (calls::notice(notice), english::notice(notice));
        row(page, &[&format!("{notice:?}"), &words, own, english, &reached(Told::Notice(notice), ways)]);
    }
    head(page, "Captures that can't be used", &["capture", "patient reads", heads[2], heads[3], heads[4]]);
    for reason in QualityReason::ALL {
        let lines = (calls::quality(*reason), english::quality(*reason));
        capture(page, &format!("{reason:?}"), CameraHint::Quality(*reason), lines, ways);
    }
    for reason in UndecidedReason::ALL {
        let lines = (calls::movement(*reason), english::movement(*reason));
        capture(page, &format!("{reason:?}"), CameraHint::Movement(*reason), lines, ways);
    }
}

fn capture(
    page: &mut String,
    name: &str,
    hint: CameraHint,
    (own, english): (&str, &str),
    ways: &BTreeMap<Told, BTreeSet<Way>>,
) {
    let words = camera::hint(japanese(), Some(hint));
    let words = format!("**{}** {}", words.title, words.body);
    row(page, &[name, &words, own, english, &reached(Told::Camera(hint), ways)]);
}

fn reached(told: Told, ways: &BTreeMap<Told, BTreeSet<Way>>) -> String {
    if let Some((_, why)) = WALK_ALONE.iter().find(|(alone, _)| *alone == told) {
        return format!("the walk alone: {why}");
    }
    let named = |way: &Way| match way {
        Way::Demo(letter) => format!("`{letter}`"),
        Way::Case(name) => format!("\"{name}\""),
    };
    ways.get(&told).map(|ways| ways.iter().map(named).collect::<Vec<_>>().join(", ")).unwrap_or_default()
}

fn head(page: &mut String, title: &str, heads: &[&str]) {
    writeln!(page, "\n## {title}\n").unwrap();
    row(page, heads);
    row(page, &vec!["---"; heads.len()]);
}

fn row(page: &mut String, cells: &[&str]) {
    let cells: Vec<String> = cells.iter().map(|cell| flat(cell)).collect();
    writeln!(page, "| {} |", cells.join(" | ")).unwrap();
}

fn flat(text: &str) -> String {
    text.replace('\n', "")
}
