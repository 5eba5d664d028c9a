//! The page made of the ledger. Everything in it comes from the ledger's rows.

use crate::condition::Condition;
use crate::fault::Fault;
use crate::frames::EARLY_ENDS;
use crate::ledger::{Ledger, Measured};
use crate::lines::{GROUP_TARGET, STRICT_TARGET, TARGET};
use crate::plot;
use error_rates::Proportion;
use policy::TOLERANCE;
use std::path::Path;

/// Writes ledger, page and plot of a run as `name` with the ending of each.
pub(crate) fn keep(ledger: &Ledger, folder: &Path, name: &str) -> Result<(), Fault> {
    std::fs::create_dir_all(folder).map_err(Fault::file(folder))?;
    let plot = format!("{name}.png");
    write(&folder.join(format!("{name}.tsv")), &ledger.text())?;
    write(&folder.join(format!("{name}.md")), &page(ledger, &plot)?)?;
    plot::draw(ledger, &folder.join(plot))
}

fn write(path: &Path, text: &str) -> Result<(), Fault> {
    std::fs::write(path, text).map_err(Fault::file(path))
}

/// What has to be said beside every figure.
const CAVEATS: &str = "\
Measured on news photographs gathered from the web for research (Labeled Faces in the Wild in the ledger
that is committed): mostly Western men, some labels wrong, no licence stated, **no evidence that this suits
a product**. No picture was taken by a terminal's camera and none by a card's photographer; what a card does
to a photo, low light, masks and the like are made synthetically. These are plausibility figures, not a
certification.
";

/// The whole page, beside its plot.
pub(crate) fn page(ledger: &Ledger, plot: &str) -> Result<String, Fault> {
    Ok([
        "# How often the comparison errs\n\nWritten by `cargo xtask accuracy`; do not edit.\n\n".into(),
        CAVEATS.into(),
        measured_what(ledger)?,
        lines(ledger)?,
        thresholds(ledger, plot)?,
        acquisition(ledger),
        cards(ledger)?,
        conditions(ledger)?,
        changes(ledger)?,
        frames(ledger)?,
        LIMITS.into(),
    ]
    .concat())
}

/// What README tells of it.
pub(crate) fn summary(ledger: &Ledger) -> Result<String, Fault> {
    let threshold = ledger.number("line", "threshold")?;
    let folding = find(ledger, "folding", "frames", EARLY_ENDS, None)?;
    let mut text = format!(
        "\
Threshold {}, accepted from {} on. {} pictures of {} people, everybody with everybody:

| at the threshold | strangers taken for the holder | at most, bootstrap over people | holders not recognised |
| --- | --- | --- | --- |
",
        score(threshold),
        score(folding.threshold),
        ledger.value("data", "pictures")?,
        ledger.value("data", "people")?,
    );
    for cited in ledger.measured("cited")?.iter().filter(|cited| cited.threshold == threshold) {
        text += &format!(
            "| one frame, {} | {} | {} | {} |\n",
            cited.people,
            full(cited.false_matches),
            percent(upper(ledger, cited.people, threshold)?),
            full(cited.false_non_matches)
        );
    }
    text += &format!(
        "| a capture of up to three pictures | {} | | {} |\n",
        full(folding.false_matches),
        full(folding.false_non_matches)
    );
    text += &look_alikes(ledger)?;
    text += &format!(
        "
One frame in conditions that are made synthetically ({} people), at the threshold:

| condition | face not taken | strangers taken for the holder | holders not recognised |
| --- | --- | --- | --- |
",
        ledger.value("data", "sample")?
    );
    for condition in Condition::ALL {
        let what = format!("6 KB, {}", condition.name());
        let at_line = find(ledger, "at line", "sample", &what, None)?;
        let (tried, lost) = acquired(ledger, "sample", condition.name());
        text += &format!(
            "| {} | {lost} of {tried} | {} | {} |\n",
            condition.name(),
            percent(at_line.false_matches.rate()),
            full(at_line.false_non_matches)
        );
    }
    Ok(text)
}

/// What the stricter line is, and what it is not.
fn look_alikes(ledger: &Ledger) -> Result<String, Fault> {
    let strict = ledger.number("line", "strict")?;
    let mut text = format!(
        "
Holders whom somebody is known to resemble (twins): from {} on, by face; below it by eye or PIN. Twins were not
measured; the line is where false matches between all these people are at most {} at the upper bound. One frame
there:

",
        score(strict.saturating_add(TOLERANCE)),
        percent(STRICT_TARGET)
    );
    for cited in ledger.measured("cited")?.iter().filter(|cited| cited.threshold == strict) {
        text += &format!(
            "- {}: strangers taken for the holder {}; holders not recognised {}\n",
            cited.people,
            full(cited.false_matches),
            full(cited.false_non_matches)
        );
    }
    Ok(text)
}

fn measured_what(ledger: &Ledger) -> Result<String, Fault> {
    let value = |kind, key| ledger.value(kind, key);
    let mut text = format!(
        "
## What was measured

{} pictures of {} people (SHA-256 of list and pictures `{}`):

| group | people | pictures |
| --- | --- | --- |
",
        value("data", "pictures")?,
        value("data", "people")?,
        value("data", "sha256")?,
    );
    for group in ledger.rows("group") {
        text += &format!("| {} |\n", group.join(" | "));
    }
    text += &format!(
        "
Models: yunet `{}`, sface `{}`. Seed {}.

Each picture is once a card's photo (cut so that the eyes are a quarter of the width apart, grey, 378×472,
JPEG 2000 with the 5/3 wavelet by the virtual card's photo maker, read back by the shipped decoder) and once
a camera frame (640×480, eyes 80 pixels apart), which goes through the shipped capture with its quality
gates. Every card is compared with every frame, never a picture with itself. The pictures are smaller than a
card's photo and a camera's frame, so both are enlarged. A face that the quality gates refuse counts as not
acquired, not as an error; people in the background of a press photograph are part of that.
",
        value("model", "yunet")?,
        value("model", "sface")?,
        value("data", "seed")?,
    );
    Ok(text)
}

fn lines(ledger: &Ledger) -> Result<String, Fault> {
    let threshold = ledger.number("line", "threshold")?;
    let mut text = format!(
        "
## The lines

The threshold is the lowest score, rounded up to the next 0.005, at which both hold: false matches between
everybody are at most {} at the upper Clopper–Pearson bound (from {} on), and false matches among people with
East Asian names are at most {} at the upper bound of a bootstrap over people (2,000 draws, two-sided 95 %; from
{} on). The strict line is where false matches between everybody are at most {} at the upper bound. Where the pictures are too
few for that, the rates are told at the threshold that is shipped.

| line | between | false matches | bootstrap, upper bound | false non-matches |
| --- | --- | --- | --- | --- |
",
        percent(TARGET),
        ledger.number("line", "by everybody").map_or_else(|_| "none".into(), score),
        percent(GROUP_TARGET),
        ledger.number("line", "by group").map_or_else(|_| "none".into(), score),
        percent(STRICT_TARGET),
    );
    for cited in ledger.measured("cited")? {
        let name = if cited.threshold == threshold { "threshold" } else { "strict" };
        text += &format!(
            "| {name} {} | {} | {} | {} | {} |\n",
            score(cited.threshold),
            cited.people,
            full(cited.false_matches),
            percent(upper(ledger, cited.people, cited.threshold)?),
            full(cited.false_non_matches)
        );
    }
    let note = "
The Clopper–Pearson bounds take comparisons for independent, which comparisons of one person are not; the
bootstrap over people does not. Both speak of one capture: a session has three at most, so a stranger's
chance in a session is at most three times as high.
";
    Ok(text + note)
}

fn thresholds(ledger: &Ledger, plot: &str) -> Result<String, Fault> {
    let mut text = format!(
        "
## Over thresholds

![Both error rates against each other, on logarithmic scales]({plot})

| between | threshold | false matches | false non-matches |
| --- | --- | --- | --- |
",
    );
    for rate in ledger.measured("rate")?.iter().filter(|rate| rate.threshold % 200 == 0) {
        text += &format!(
            "| {} | {} | {} | {} |\n",
            rate.people,
            score(rate.threshold),
            full(rate.false_matches),
            full(rate.false_non_matches)
        );
    }
    Ok(text)
}

fn acquisition(ledger: &Ledger) -> String {
    let mut text = String::from(
        "
## Not acquired

| side | what | of | not acquired | why |
| --- | --- | --- | --- | --- |
",
    );
    for row in ledger.rows("card") {
        if let [people, card, tried, lost] = row {
            text += &format!("| card | {card} ({people}) | {tried} | {lost} | no face found |\n");
        }
    }
    let names = Condition::ALL.map(|condition| ("sample", condition.name()));
    for (people, name) in [("whole", Condition::Clean.name())].into_iter().chain(names) {
        let (tried, lost) = acquired(ledger, people, name);
        let why: Vec<String> = reasons(ledger, people, name)
            .filter(|(reason, _)| *reason != "tried")
            .map(|(reason, count)| format!("{reason} {count}"))
            .collect();
        text += &format!("| live | {name} ({people}) | {tried} | {lost} | {} |\n", why.join(", "));
    }
    text
}

fn cards(ledger: &Ledger) -> Result<String, Fault> {
    let names = ["lossless, not through the card", "20 KB", "6 KB", "3 KB", "2 KB"];
    let names = names.map(|name| format!("{name}, clean"));
    table(ledger, "## The size of the card's photo", "sample", &names)
}

fn conditions(ledger: &Ledger) -> Result<String, Fault> {
    let names = Condition::ALL.map(|condition| format!("6 KB, {}", condition.name()));
    table(ledger, "## Conditions of the live side, synthetic", "sample", &names)
}

fn changes(ledger: &Ledger) -> Result<String, Fault> {
    let names = [
        "6 KB, clean",
        "6 KB, without its mirror image, clean",
        "live side and its mirror image, mean of both scores",
        "live side grey",
        "live side grey, blurred by a hundredth of the distance between the eyes",
        "live side grey, through JPEG 2000 of 6 KB",
    ];
    let text = table(ledger, "## What might bring both sides nearer", "sample", &names.map(str::to_owned))?;
    Ok(
        text + "\nThe shipped pipeline is the first row: the card's photo with its mirror image, the live side as it is.\n"
    )
}

fn frames(ledger: &Ledger) -> Result<String, Fault> {
    let names = [
        "the first frame alone",
        "lower median of the scores",
        "mean of the scores",
        "mean of the scores, frames that look straight weigh more",
        "score of the mean embedding",
        "highest of the scores",
    ];
    let text = table(ledger, "## Several frames", "frames", &names.map(str::to_owned))?;
    let folding = find(ledger, "folding", "frames", EARLY_ENDS, None)?;
    let looked = |who: &str| {
        let row = ledger.rows("looked").find(|row| row.first().is_some_and(|first| first == who));
        let count = |at: usize| row.and_then(|row| row.get(at)).and_then(|text| text.parse::<f64>().ok());
        count(2).zip(count(1)).map_or(0.0, |(seen, captures)| seen / captures.max(1.0))
    };
    Ok(format!(
        "{text}
The frames are three other pictures of the person, because noise added to one picture is no second look; real
frames of one capture are more alike, so what they bring lies between the first row and the others. A terminal folds
so: mean of the scores; over as soon as it is accepted, and from the second frame on when it is as low as
strangers'. It accepts from {} on, by the tolerance between machines above the threshold. There: false matches {}, false non-matches {}; frames looked at per capture: {:.2} of a holder, {:.2} of a
stranger.
",
        score(folding.threshold),
        full(folding.false_matches),
        full(folding.false_non_matches),
        looked("genuine"),
        looked("impostor")
    ))
}

const LIMITS: &str = "
## What this can't show

Children, the old, and photos that are five to ten years old are not in the pictures, or not known to be. Twins and
other family are not labelled; no line tells identical twins apart, and a strict line is no substitute for staff who
know them. Cameras, lenses and lights of a counter are not in it. Groups are labelled by names, by hand, and so only
approximately. Sex and age are not labelled. Nobody depends on a comparison: staff can be called instead, and are called
at the second capture that fails; sooner, by rule, for holders below 18 or from 65 on and for photos of five years
and more.

Two runs on one machine give the same ledger, bit for bit. On another machine scores may differ in their last
digits, because the model runtime chooses its kernels by the processor; between AVX2 and none of it (an emulated
Nehalem) they did not. A terminal accepts only what lies above the threshold by a tolerance of 0.001.
";

fn table(ledger: &Ledger, title: &str, people: &str, names: &[String]) -> Result<String, Fault> {
    let line = ledger.number("line", "threshold")?;
    let mut text = format!(
        "
{title}

| what | comparisons, genuine / impostor | false non-matches at false matches of 0.1 % (threshold) | at 0.01 % | at {}: false matches | false non-matches |
| --- | --- | --- | --- | --- | --- |
",
        score(line)
    );
    for name in names {
        let at_line = find(ledger, "at line", people, name, None)?;
        let at = |kind: &str| match find(ledger, kind, people, name, None) {
            Ok(found) => format!("{} ({})", percent(found.false_non_matches.rate()), score(found.threshold)),
            Err(_) => "too few".into(),
        };
        text += &format!(
            "| {name} | {} / {} | {} | {} | {} | {} |\n",
            at_line.false_non_matches.trials,
            at_line.false_matches.trials,
            at("at 1e-3"),
            at("at 1e-4"),
            percent(at_line.false_matches.rate()),
            full(at_line.false_non_matches)
        );
    }
    Ok(text)
}

fn find<'a>(
    ledger: &'a Ledger,
    kind: &'a str,
    people: &str,
    what: &str,
    line: Option<i16>,
) -> Result<Measured<'a>, Fault> {
    let mut rows = ledger.measured(kind)?.into_iter();
    let fits = |row: &Measured<'_>| {
        row.people == people && row.what == what && line.is_none_or(|line| row.threshold == line)
    };
    rows.find(fits).ok_or(Fault::LedgerMalformed("a situation"))
}

fn reasons<'a>(ledger: &'a Ledger, people: &'a str, what: &'a str) -> impl Iterator<Item = (&'a str, usize)> {
    ledger.rows("live").filter_map(move |row| match row {
        [of, in_what, reason, count] if of == people && in_what == what => {
            Some((reason.as_str(), count.parse().ok()?))
        }
        _ => None,
    })
}

/// How many live pictures were tried, and how many were not taken.
fn acquired(ledger: &Ledger, people: &str, what: &str) -> (usize, usize) {
    let tried = |(reason, _): &(&str, usize)| *reason == "tried";
    let count = |tried_wanted: bool| {
        reasons(ledger, people, what).filter(|row| tried(row) == tried_wanted).map(|(_, n)| n).sum()
    };
    (count(true), count(false))
}

fn score(ten_thousandths: i16) -> String {
    format!("{:.3}", f64::from(ten_thousandths) / 10_000.0)
}

/// A rate with two significant digits.
fn percent(rate: f64) -> String {
    let hundredths = rate * 100.0;
    match hundredths {
        0.0 => "0 %".into(),
        small if small < 0.0095 => format!("{small:.4} %"),
        small if small < 0.095 => format!("{small:.3} %"),
        middle if middle < 0.95 => format!("{middle:.2} %"),
        large => format!("{large:.1} %"),
    }
}

/// A rate, its bounds, and what it was counted on.
fn full(proportion: Proportion) -> String {
    let (lower, upper) = proportion.bounds();
    format!(
        "{} ({}–{}; {} of {})",
        percent(proportion.rate()),
        percent(lower),
        percent(upper),
        proportion.errors,
        proportion.trials
    )
}

/// The bootstrap's upper bound.
pub(crate) fn upper(ledger: &Ledger, people: &str, line: i16) -> Result<f64, Fault> {
    let line = line.to_string();
    let found = ledger.rows("bootstrap").find_map(|row| match row {
        [of, at, upper] if of == people && *at == line => upper.parse().ok(),
        _ => None,
    });
    found.ok_or(Fault::LedgerMalformed("the bootstrap's bound"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_keep_two_digits() {
        let said = [0.0, 0.000_012, 0.000_34, 0.0056, 0.078, 1.0].map(percent);
        assert_eq!(said, ["0 %", "0.0012 %", "0.034 %", "0.56 %", "7.8 %", "100.0 %"]);
    }
}
