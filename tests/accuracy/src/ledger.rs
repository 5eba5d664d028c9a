//! The ledger: rows of text, so that a difference between two runs can be read in a diff.
//!
//! Each row says in its first field what it is; [`crate::measure`] writes them, [`crate::report`]
//! makes pages of them. No row names a person or a picture.

use crate::fault::Fault;
use crate::rates::Rates;
use error_rates::Proportion;
use std::fmt::Write as _;

/// The first line; another form of the file has another number.
const HEADER: &str = "# Error-rate ledger 1. Written by `cargo xtask accuracy --adopt`; do not edit.";

/// Rows of fields.
#[derive(Default, Debug, PartialEq, Eq)]
pub(crate) struct Ledger(Vec<Vec<String>>);

/// What was measured in one situation at one threshold.
pub(crate) struct Measured<'a> {
    /// `whole`, or the name of a group.
    pub(crate) people: &'a str,
    /// Why this row is there.
    pub(crate) what: &'a str,
    pub(crate) threshold: i16,
    pub(crate) false_matches: Proportion,
    pub(crate) false_non_matches: Proportion,
}

impl Ledger {
    pub(crate) fn add(&mut self, kind: &str, fields: &[String]) {
        self.0.push([&[kind.to_owned()], fields].concat());
    }

    /// Adds the rates of a situation at one threshold.
    pub(crate) fn add_rates(&mut self, kind: &str, people: &str, what: &str, rates: &Rates, threshold: i16) {
        let mut fields = vec![people.to_owned(), what.to_owned(), threshold.to_string()];
        for proportion in [rates.false_matches(threshold), rates.false_non_matches(threshold)] {
            let (lower, upper) = proportion.bounds();
            fields.extend([proportion.errors.to_string(), proportion.trials.to_string()]);
            fields.extend([format!("{lower:.3e}"), format!("{upper:.3e}")]);
        }
        self.add(kind, &fields);
    }

    /// The fields after the first of every row of this kind.
    pub(crate) fn rows<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a [String]> + 'a {
        self.0.iter().filter_map(move |row| match row.split_first() {
            Some((first, rest)) if first == kind => Some(rest),
            _ => None,
        })
    }

    /// The rows of [`Self::add_rates`].
    pub(crate) fn measured<'a>(&'a self, kind: &'a str) -> Result<Vec<Measured<'a>>, Fault> {
        self.rows(kind).map(measured).collect()
    }

    /// The one value of a row with this kind and first field.
    pub(crate) fn value(&self, kind: &'static str, key: &'static str) -> Result<&str, Fault> {
        let mut rows = self.rows(kind).filter(|row| row.first().is_some_and(|first| first == key));
        rows.next().and_then(|row| row.get(1)).map(String::as_str).ok_or(Fault::LedgerMalformed(key))
    }

    /// As [`Self::value`], as a number.
    pub(crate) fn number(&self, kind: &'static str, key: &'static str) -> Result<i16, Fault> {
        self.value(kind, key)?.parse().map_err(|_| Fault::LedgerMalformed(key))
    }

    /// The file's text.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        for row in &self.0 {
            // Writing to a string can't fail.
            let _ = writeln!(text, "{}", row.join("\t"));
        }
        text
    }

    /// Reads [`Self::text`] back.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        let rows = text.strip_prefix(HEADER).ok_or(Fault::LedgerMalformed("its first line"))?;
        let fields = |line: &str| line.split('\t').map(str::to_owned).collect();
        Ok(Self(rows.trim_start().lines().map(fields).collect()))
    }
}

fn measured(row: &[String]) -> Result<Measured<'_>, Fault> {
    let wrong = || Fault::LedgerMalformed("a row of rates");
    let [people, what, threshold, matches, impostors, _, _, misses, genuine, _, _] = row else {
        return Err(wrong());
    };
    let count = |text: &String| text.parse().map_err(|_| wrong());
    Ok(Measured {
        people,
        what,
        threshold: threshold.parse().map_err(|_| wrong())?,
        false_matches: Proportion { errors: count(matches)?, trials: count(impostors)? },
        false_non_matches: Proportion { errors: count(misses)?, trials: count(genuine)? },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scores::Comparison;

    #[test]
    fn what_is_written_is_read() {
        let mut ledger = Ledger::default();
        ledger.add("line", &["threshold".into(), "4711".into()]);
        let scores = [(0, 6000), (0, 2000), (1, 5000), (1, 100)];
        let all = scores.map(|(probe, score)| Comparison { reference: 0, probe, score });
        ledger.add_rates("rate", "whole", "6 KB", &Rates::of(all.into_iter()), 4000);
        let read = Ledger::parse(&ledger.text()).unwrap();
        assert_eq!(read, ledger);
        assert_eq!(read.number("line", "threshold").unwrap(), 4711);
        let rows = read.measured("rate").unwrap();
        assert_eq!(rows[0].false_matches, Proportion { errors: 1, trials: 2 });
        assert_eq!(rows[0].false_non_matches, Proportion { errors: 1, trials: 2 });
        assert_eq!((rows[0].people, rows[0].what, rows[0].threshold), ("whole", "6 KB", 4000));
    }

    #[test]
    fn what_is_not_a_ledger_is_refused() {
        assert!(Ledger::parse("line\tthreshold\t1\n").is_err());
        let ledger = Ledger::parse(&format!("{HEADER}\nrate\twhole\t6 KB\tx\n")).unwrap();
        assert!(ledger.measured("rate").is_err());
        assert!(ledger.value("line", "threshold").is_err());
    }
}
