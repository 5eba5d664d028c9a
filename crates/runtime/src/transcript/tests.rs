//! Every word of the format, in the lines in which it can stand.

use super::file::{Applied, Ended};
use super::words::{Worded, Words};
use super::{Flaw, Opening, Spent};
use policy::{Build, Deadlines, GraceReading, HolderAuthorisation, LastTry, Patience};
use terminal::{Event, Language, Screen};

/// Each exemplar is written, read, and told apart from all others.
fn spell<T: Worded>(title: &str, book: &mut String) {
    for exemplar in T::exemplars() {
        let mut line = title.to_owned();
        exemplar.write(&mut line);
        let mut words = Words::of(&line);
        words.expect(title).unwrap();
        let read = T::read(&mut words).and_then(|read| words.end(read)).unwrap();
        let mut again = title.to_owned();
        read.write(&mut again);
        assert_eq!(again, line);
        book.push_str(&line);
        book.push('\n');
    }
}

fn no_line_twice(book: &str) {
    let mut lines: Vec<_> = book.lines().collect();
    lines.sort_unstable();
    for pair in lines.windows(2) {
        assert_ne!(pair[0], pair[1], "two values share a line, so one is read as the other");
    }
}

/// The golden file holds every variant and every part; exemplars come from the tables, so none is
/// left out. A line that changes here breaks files that exist: make a new version instead. New
/// words are new lines.
#[test]
fn every_word_of_version_1_stays() {
    let mut book = String::new();
    spell::<Event>("event", &mut book);
    spell::<Screen>("screen", &mut book);
    spell::<Opening>("opening", &mut book);
    spell::<Option<Ended>>("ended", &mut book);
    spell::<Spent>("spent", &mut book);
    spell::<Applied>("revision", &mut book);
    spell::<Deadlines>("deadlines", &mut book);
    spell::<Patience>("unmeasured", &mut book);
    spell::<GraceReading>("grace", &mut book);
    spell::<Build>("build", &mut book);
    spell::<HolderAuthorisation>("holder-authorisation", &mut book);
    spell::<bool>("visual", &mut book);
    spell::<LastTry>("last-try", &mut book);
    spell::<Language>("language", &mut book);
    no_line_twice(&book);
    let golden = include_str!("../../tests/data/1/words.txt");
    for (written, kept) in book.lines().zip(golden.lines()) {
        assert_eq!(written, kept);
    }
    assert_eq!(book.lines().count(), golden.lines().count());
}

fn number<T: Worded>(text: &str) -> Result<T, Flaw> {
    let mut words = Words::of(text);
    T::read(&mut words).and_then(|read| words.end(read))
}

#[test]
fn numbers_and_dates_have_one_spelling() {
    assert_eq!(number::<u8>("255"), Ok(255));
    for wrong in ["256", "-1", "+1", "01", "", " 1", "１", "1_0"] {
        assert_eq!(number::<u8>(wrong), Err(Flaw::Number), "{wrong:?}");
    }
    assert_eq!(number::<i16>("-0"), Err(Flaw::Number));
    assert_eq!(number::<u8>("1 "), Err(Flaw::Surplus));
    assert!(number::<policy::Date>("2024-02-29").is_ok());
    for wrong in ["2023-02-29", "2023-2-3", "02023-02-03", "2023-02-03-", "2023-+2-03", "2023", "1867-12-31"]
    {
        assert_eq!(number::<policy::Date>(wrong), Err(Flaw::Number), "{wrong:?}");
    }
}
