//! Files of format version 1: those that exist stay readable, and nothing else is read.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use policy::{BUILT_IN, Date, Revision, RevisionId, VisualRule};
use proptest::prelude::*;
use runtime::transcript::{MAX_BYTES, MAX_LINES};
use runtime::{Flaw, Transcript, TranscriptFault};

const FACE: &str = include_str!("data/1/face.transcript");
const STAFF: &str = include_str!("data/1/wrong-pin-then-staff.transcript");
const TORN: &str = include_str!("data/1/last-try-torn.transcript");

const fn revision(id: u16, from: Option<Date>, visual_registration: VisualRule) -> Revision {
    Revision { id: RevisionId(id), from: from.unwrap(), visual_registration, basis: "", established: true }
}

/// As the files have them, whatever is corrected or added in the built-in table later.
static KNOWN: [Revision; 3] = [
    revision(1, Date::new(2023, 6, 2), VisualRule::RefusedByManual),
    revision(2, Date::new(2023, 11, 14), VisualRule::ReadersNotChanged),
    revision(3, Date::new(2023, 12, 15), VisualRule::Open),
];

fn read(text: &str) -> Result<Transcript, TranscriptFault> {
    Transcript::read_under(text, &KNOWN)
}

fn refused(text: &str, line: u32, flaw: Flaw) {
    assert_eq!(read(text), Err(TranscriptFault::Malformed { line, flaw }), "{text}");
}

/// A machine that shows something else on purpose gets new files; these stay to be read.
#[test]
fn files_of_version_1_are_read_and_replay() {
    for text in [FACE, STAFF, TORN] {
        let transcript = read(text).unwrap();
        assert_eq!(transcript.write(), text);
        assert_eq!(transcript.replay(), transcript.screens);
    }
}

/// Down to `72803 reply 5 captured ...`, the event that asked for the authorisation, and to
/// `72943 reply 6 authorised opened`, the one that asked for the signature.
#[test]
fn the_hash_is_that_of_head_and_sha256sum() {
    let transcript = read(FACE).unwrap();
    let claimed = [
        (7, "fabe6ad0ef479db14d4b9ca55f259d05a38b1fda619b3831570f95938465a79c"),
        (8, "7867cfc9adbe943edaaa5e7c3b652fbff133eb9a3a9c511d9b6741f271e770e3"),
    ];
    for (events, expected) in claimed {
        let so_far = Transcript { events: transcript.events[..events].to_vec(), ..transcript.clone() };
        let hash = so_far.hash();
        assert_eq!(hash.map(|byte| format!("{byte:02x}")).concat(), expected);
        assert_eq!(transcript.covered(&hash), Some(events));
    }
}

/// Cut off anywhere, a file is refused: the end can't get lost unnoticed.
#[test]
fn no_beginning_of_a_file_is_a_file() {
    for text in [FACE, STAFF, TORN] {
        for end in 0..text.len() {
            assert!(read(&text[..end]).is_err(), "{}", &text[..end]);
        }
    }
}

#[test]
fn other_versions_and_revisions_are_named() {
    let version = FACE.replacen("transcript 1", "transcript 2", 1);
    assert_eq!(read(&version), Err(TranscriptFault::UnsupportedVersion { version: 2 }));
    let moved = FACE.replacen("from 2023-12-15", "from 2023-12-01", 1);
    assert_eq!(read(&moved), Err(TranscriptFault::UnsupportedRevisions { line: 4 }));
    let holey: String = FACE.split_inclusive('\n').filter(|line| !line.contains("id 2 ")).collect();
    assert_eq!(read(&holey), Err(TranscriptFault::UnsupportedRevisions { line: 3 }));
    // A table that began later, or ended earlier, is a run of the known one.
    for missing in ["id 1 ", "id 3 "] {
        let run: String = FACE.split_inclusive('\n').filter(|line| !line.contains(missing)).collect();
        assert_eq!(read(&run).unwrap().rules.revisions.len(), 2);
        assert_eq!(read(&run).unwrap().write(), run);
    }
    let none: String = FACE.split_inclusive('\n').filter(|line| !line.starts_with("revision")).collect();
    assert_eq!(read(&none).unwrap().rules.revisions, []);
}

#[test]
fn faults_name_their_line() {
    refused("", 1, Flaw::Missing);
    refused("transcript 1", 1, Flaw::CutOff);
    refused("hello\n", 1, Flaw::UnknownWord);
    refused("transcript one\n", 1, Flaw::Number);
    refused("transcript 1\n", 2, Flaw::Missing);
    refused("transcript 1\r\n", 1, Flaw::Number);
    let lines = u32::try_from(FACE.lines().count()).unwrap();
    refused(&format!("{FACE}\n"), lines + 1, Flaw::Surplus);
    let at = |line: &str| u32::try_from(FACE.lines().position(|other| other == line).unwrap() + 1).unwrap();
    let change = |from: &str, to: &str, flaw| refused(&FACE.replacen(from, to, 1), at(from), flaw);
    change("72943 reply 6 authorised opened", "72943 reply 6 authorised ajar", Flaw::UnknownWord);
    change("72943 reply 6 authorised opened", "72943 reply 6 authorised opened ", Flaw::Surplus);
    change("72943 reply 6 authorised opened", "72943  reply 6 authorised opened", Flaw::UnknownWord);
    change("72943 reply 6 authorised opened", "72943 reply 6 authorised", Flaw::Missing);
    change("72943 reply 6 authorised opened", "72943 reply 4294967296 authorised opened", Flaw::Number);
    change("72943 reply 6 authorised opened", "072943 reply 6 authorised opened", Flaw::Number);
    change("tickets 0", "tickets -0", Flaw::Number);
    change("visual yes", "visual Yes", Flaw::UnknownWord);
}

#[test]
fn length_is_bounded() {
    assert_eq!(read(&"x".repeat(MAX_BYTES + 1)), Err(TranscriptFault::TooLong));
    let event = "66016 choice method face\n";
    let more = |lines: usize| FACE.replacen(event, &event.repeat(lines), 1);
    let room = usize::try_from(MAX_LINES).unwrap() - FACE.lines().count() + 1;
    assert!(read(&more(room)).is_ok());
    assert_eq!(read(&more(room + 1)), Err(TranscriptFault::TooLong));
}

#[test]
fn files_of_the_built_in_table_are_read_without_naming_it() {
    let transcript = Transcript { rules: BUILT_IN, ..read(STAFF).unwrap() };
    assert_eq!(Transcript::read(&transcript.write()).unwrap().rules, BUILT_IN);
}

/// Refused, or the one way to write what was read.
fn judge(text: &str) -> Result<(), TestCaseError> {
    match read(text) {
        Ok(transcript) => {
            prop_assert_eq!(transcript.write(), text);
            let _ = transcript.replay();
        }
        Err(TranscriptFault::Malformed { line, .. } | TranscriptFault::UnsupportedRevisions { line }) => {
            prop_assert!(line >= 1 && usize::try_from(line).unwrap() <= text.lines().count() + 1);
        }
        Err(TranscriptFault::UnsupportedVersion { version }) => prop_assert_ne!(version, 1),
        Err(TranscriptFault::TooLong) => prop_assert!(text.len() > MAX_BYTES),
    }
    Ok(())
}

fn words() -> Vec<&'static str> {
    [FACE, STAFF, TORN].iter().flat_map(|text| text.split([' ', '\n'])).collect()
}

proptest! {
    #[test]
    fn any_text_is_judged(text in any::<String>()) {
        judge(&text)?;
        judge(&format!("transcript 1\n{text}\n"))?;
    }

    #[test]
    fn any_words_are_judged(
        lines in prop::collection::vec(prop::collection::vec(prop::sample::select(words()), 1..9), 0..20),
        whole in 0usize..40,
    ) {
        let soup: String = lines.iter().map(|line| line.join(" ") + "\n").collect();
        let head: String = STAFF.split_inclusive('\n').take(whole).collect();
        judge(&(head + &soup))?;
    }

    #[test]
    fn changed_files_are_judged(
        text in prop::sample::select(vec![FACE, STAFF, TORN]),
        at in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
        word in prop::sample::select(words()),
        kind in 0u8..5,
    ) {
        let mut lines: Vec<_> = text.split_inclusive('\n').map(str::to_owned).collect();
        let (at, from) = (at.index(lines.len()), from.index(lines.len()));
        match kind {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[from].clone()),
            2 => lines.swap(at, from),
            3 => {
                let mut of: Vec<_> = lines[at].trim_end().split(' ').collect();
                let place = from % of.len();
                of[place] = word;
                lines[at] = of.join(" ") + "\n";
            }
            _ => lines[at] = lines[at].replace(' ', "\u{3000}"),
        }
        judge(&lines.concat())?;
    }
}
