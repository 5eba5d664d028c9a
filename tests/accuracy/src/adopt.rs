//! What the rest of the repository takes over from a ledger: the row in `policy`, and the committed copy of
//! ledger, page and plot in `models`.

use crate::fault::Fault;
use crate::frames::EARLY_ENDS;
use crate::ledger::{Ledger, Measured};
use crate::lines::GROUP;
use crate::report;
use error_rates::Proportion;
use face::ModelId;
use std::path::{Path, PathBuf};

/// The committed ledger, page and plot, in `models`.
pub(crate) const NAME: &str = "error-rates";

/// The repository that this program was built in.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The row's file.
pub(crate) fn row_file() -> PathBuf {
    repository().join("crates/policy/src/ledger/row.rs")
}

/// Writes row, ledger, page, plot and what README says of them. Whoever commits them says what else follows
/// from a new threshold: the golden files that hold it.
pub(crate) fn adopt(ledger: &Ledger) -> Result<(), Fault> {
    let row = row(ledger)?;
    report::keep(ledger, &repository().join("models"), NAME)?;
    adopt_summary(ledger)?;
    let path = row_file();
    std::fs::write(&path, row).map_err(Fault::file(&path))
}

/// README between the marks becomes [`report::summary`].
fn adopt_summary(ledger: &Ledger) -> Result<(), Fault> {
    let path = repository().join("README.md");
    let text = std::fs::read_to_string(&path).map_err(Fault::file(&path))?;
    let (before, _, after) = split(&text).ok_or(Fault::LedgerMalformed("README's marks"))?;
    let text = [before, BEGIN, &report::summary(ledger)?, END, after].concat();
    std::fs::write(&path, text).map_err(Fault::file(&path))
}

const BEGIN: &str = "<!-- written by cargo xtask accuracy --adopt -->\n";
const END: &str = "<!-- until here -->\n";

/// What stands before, between and after the marks.
fn split(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (between, after) = rest.split_once(END)?;
    Some((before, between, after))
}

/// The text of the row's file, as `cargo fmt` leaves it.
pub(crate) fn row(ledger: &Ledger) -> Result<String, Fault> {
    let [threshold, strict] = [ledger.number("line", "threshold")?, ledger.number("line", "strict")?];
    let [detector, embedder] = [ModelId::YuNet, ModelId::SFace].map(|id| ledger.value("model", id.name()));
    let cited = ledger.measured("cited")?;
    let at = |people: &'static str, line: i16| -> Result<String, Fault> {
        let row = cited.iter().find(|row| row.people == people && row.threshold == line);
        let row = row.ok_or(if people == GROUP {
            Fault::NoGroup(GROUP)
        } else {
            Fault::LedgerMalformed("the whole at the lines")
        })?;
        Ok(rates(row, Some(report::upper(ledger, people, line)?)))
    };
    let folded = ledger.measured("folding")?;
    let folded = folded
        .iter()
        .find(|row| row.what == EARLY_ENDS)
        .ok_or(Fault::LedgerMalformed("the folded captures"))?;
    Ok(format!(
        "\
//! Written by `cargo xtask accuracy --data DIR --adopt`; do not edit.

use super::{{Counted, Ledger, Rates}};
use crate::words::ComparisonScore;

/// What the lines of this build rest on.
pub const LEDGER: Ledger = Ledger {{
    data: \"{}\",
    models: [
        \"{}\",
        \"{}\",
    ],
    threshold: ComparisonScore({threshold}),
    whole: {},
    group: {},
    folded: {},
    strict: ComparisonScore({strict}),
    strict_whole: {},
    strict_group: {},
}};
",
        ledger.value("data", "sha256")?,
        detector?,
        embedder?,
        at("whole", threshold)?,
        at(GROUP, threshold)?,
        rates(folded, None),
        at("whole", strict)?,
        at(GROUP, strict)?,
    ))
}

fn rates(of: &Measured<'_>, at_most: Option<f64>) -> String {
    let at_most = at_most.map_or("None".into(), |share| format!("Some({:.0})", (share * 1e6).ceil()));
    format!(
        "Rates {{
        false_matches: {},
        false_matches_at_most: {at_most},
        false_non_matches: {},
    }}",
        counted(of.false_matches),
        counted(of.false_non_matches)
    )
}

fn counted(proportion: Proportion) -> String {
    format!("Counted {{ errors: {}, of: {} }}", proportion.errors, proportion.trials)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{bench, fingerprint};
    use face::Manifest;
    use policy::{BUILT_IN, LEDGER, TOLERANCE};

    fn committed() -> Ledger {
        let path = repository().join("models").join(format!("{NAME}.tsv"));
        Ledger::parse(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    #[test]
    fn the_row_is_the_one_of_the_committed_ledger() {
        let row = row(&committed()).unwrap();
        assert_eq!(std::fs::read_to_string(row_file()).unwrap(), row);
        assert_eq!(BUILT_IN.threshold, LEDGER.threshold);
    }

    #[test]
    fn the_page_is_the_one_of_the_committed_ledger() {
        let path = repository().join("models").join(format!("{NAME}.md"));
        let page = report::page(&committed(), &format!("{NAME}.png")).unwrap();
        assert_eq!(std::fs::read_to_string(path).unwrap(), page);
    }

    #[test]
    fn the_readme_says_what_the_ledger_says() {
        let text = std::fs::read_to_string(repository().join("README.md")).unwrap();
        let (_, between, _) = split(&text).unwrap();
        assert_eq!(between, report::summary(&committed()).unwrap());
    }

    /// Other models have other error rates.
    #[test]
    fn the_ledger_speaks_of_the_models_that_are_shipped() {
        let manifest = Manifest::built_in().unwrap();
        for (id, said) in [ModelId::YuNet, ModelId::SFace].into_iter().zip(LEDGER.models) {
            let hash = manifest.entry(id).unwrap().sha256;
            let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hash, said, "{}: `cargo xtask accuracy --adopt` measures the new model", id.name());
        }
    }

    /// And so has another way to cut, turn, shrink or decode a face.
    #[test]
    fn the_ledger_speaks_of_the_pipeline_that_is_shipped() {
        let ledger = committed();
        let now = fingerprint::take(&bench::matcher().unwrap()).unwrap();
        let then: Vec<(String, i16)> =
            ledger.rows("fingerprint").map(|row| (row[0].clone(), row[1].parse().unwrap())).collect();
        assert_eq!(now.len(), then.len());
        for ((name, now), (then_name, then)) in now.iter().zip(&then) {
            assert_eq!(name, then_name);
            let apart = now.abs_diff(*then);
            assert!(
                apart <= TOLERANCE.unsigned_abs(),
                "{name}: {now} was {then}: another pipeline; `cargo xtask accuracy --adopt` measures it"
            );
        }
    }
}
