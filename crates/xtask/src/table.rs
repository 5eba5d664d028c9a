//! Tables of figures that are kept in the repository: one row for each subject, with date and commit.

use crate::stop::Stop;
use crate::{cargo, tool};
use std::collections::BTreeMap;
use std::process::Command;

/// What is built: the commit, and `+` if there is more to it than the figures in `table` themselves.
pub(crate) fn commit(table: &str) -> Result<String, Stop> {
    let commit = said("git", &["rev-parse", "--short=10", "HEAD"])?;
    let changed = said("git", &["status", "--porcelain", "--", ".", &format!(":!{table}")])?;
    Ok(if changed.is_empty() { commit } else { commit + "+" })
}

/// Today in UTC, as `2026-11-24`.
pub(crate) fn today() -> Result<String, Stop> {
    said("date", &["-u", "+%Y-%m-%d"])
}

fn said(program: &str, arguments: &[&str]) -> Result<String, Stop> {
    tool::text(Command::new(program).args(arguments).current_dir(cargo::repository()))
        .map(|text| text.trim().to_owned())
}

/// `head` and the rows of the first table of `old`, with `row` in the place of the one that has the same
/// subject.
pub(crate) fn with_row(head: &str, old: &str, row: &str) -> String {
    let subject = |line: &str| line.split('|').nth(1).map(|name| name.trim().to_owned());
    let after_head = old.lines().skip_while(|line| !line.starts_with("| ---")).skip(1);
    let rows = after_head.take_while(|line| line.starts_with('|'));
    let all: BTreeMap<String, &str> =
        rows.chain([row]).filter_map(|line| Some((subject(line)?, line))).collect();
    let rows: Vec<&str> = all.into_values().collect();
    format!("{head}{}\n", rows.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::with_row;

    #[test]
    fn a_row_replaces_the_one_before_and_keeps_the_others() {
        let head = "# Figures\n\n| what | how many |\n| --- | --- |\n";
        let first = with_row(head, "", "| b | 1 |");
        let second = with_row(head, &first, "| a | 2 |");
        let more = format!("{second}\n| another | table |\n| --- | --- |\n| c | 4 |\n");
        assert_eq!(with_row(head, &more, "| b | 3 |"), format!("{head}| a | 2 |\n| b | 3 |\n"));
    }
}
