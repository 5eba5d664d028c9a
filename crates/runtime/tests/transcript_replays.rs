//! Whatever the machine went through: written, read and replayed, it shows the same screens.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod support;

use policy::{BUILT_IN, Millis, Site};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use runtime::{Opening, Transcript};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use support::{Recorder, sites};
use terminal::{Ending, Language, Machine, ReceptionNotice, Screen};

type Steps = Vec<(u16, u16, u32)>;

fn walk(site: Site, opening: Opening, tickets: u32, steps: &Steps) -> Transcript {
    let machine = Machine::at(BUILT_IN, site, opening.state()).having_given(tickets);
    let mut recorder = Recorder::new(machine, site, Millis(1_000));
    for step in steps {
        recorder.step(*step);
    }
    recorder.transcript
}

fn openings() -> impl Strategy<Value = Opening> {
    let ended = (any::<bool>(), any::<u16>()).prop_map(|(present, until)| Opening::Ended {
        ending: if present { Ending::Cancelled } else { Ending::Verified },
        present,
        deadline: Millis(u64::from(until)),
    });
    prop_oneof![any::<bool>().prop_map(|left| Opening::Idle { left }), ended]
}

fn walks() -> impl Strategy<Value = Transcript> {
    let steps = prop::collection::vec((any::<u16>(), any::<u16>(), 0..20_000u32), 0..150);
    let tickets = prop_oneof![Just(0), Just(u32::MAX - 2), any::<u32>()];
    (prop::sample::select(sites()), openings(), tickets, steps)
        .prop_map(|(site, opening, tickets, steps)| walk(site, opening, tickets, &steps))
}

fn languages() -> impl Strategy<Value = Language> {
    prop::sample::select(&Language::ALL)
}

proptest! {
    #[test]
    fn a_transcript_from_its_file_replays_to_the_same_screens(walked in walks(), spent in any::<[u64; 3]>(), language in languages()) {
        let [card, face, service] = spent;
        let walked = Transcript { spent: runtime::Spent { card, face, service }, language, ..walked };
        let text = walked.write();
        let read = Transcript::read(&text).unwrap();
        prop_assert_eq!(&read, &walked);
        prop_assert_eq!(read.write(), text);
        prop_assert_eq!(read.replay(), walked.screens);
    }

    /// What an auditor does with `head` and `sha256sum`.
    #[test]
    fn a_hash_is_that_of_the_files_first_lines(walked in walks(), cut in any::<prop::sample::Index>()) {
        let text = walked.write();
        let events = cut.index(walked.events.len() + 1);
        let before = text.lines().position(|line| line == "events").unwrap() + 1;
        let first: String = text.split_inclusive('\n').take(before + events).collect();
        let so_far = Transcript { events: walked.events[..events].to_vec(), ..walked.clone() };
        let expected: [u8; 32] = Sha256::digest(first).into();
        prop_assert_eq!(so_far.hash(), expected);
        prop_assert_eq!(walked.covered(&expected), Some(events));
        prop_assert_eq!(walked.covered(&[0; 32]), None);
    }

    #[test]
    fn a_changed_screen_shows(walked in walks(), at in any::<prop::sample::Index>()) {
        prop_assume!(!walked.screens.is_empty());
        let at = at.index(walked.screens.len());
        let mut text: Vec<_> = walked.write().lines().map(str::to_owned).collect();
        let line = text.iter().position(|line| line == "screens").unwrap() + 1 + at;
        let other = if walked.screens[at].1 == Screen::Waiting { "signing" } else { "waiting" };
        text[line] = format!("{} {other}", walked.screens[at].0.0);
        let read = Transcript::read(&(text.join("\n") + "\n")).unwrap();
        prop_assert_ne!(read.replay(), read.screens);
    }
}

/// The walks above would prove little if they ended at the first screen.
#[test]
fn walks_get_far() {
    let mut endings = BTreeSet::new();
    let mut screens = BTreeSet::new();
    let mut runner = TestRunner::deterministic();
    for _ in 0..400 {
        let walked = walks().new_tree(&mut runner).unwrap().current();
        for (_, screen) in &walked.screens {
            let words = format!("{screen:?}");
            screens.insert(words.split([' ', '(']).next().unwrap().to_owned());
            if let Screen::Ending(ending) = screen {
                endings.insert(ending.code());
            }
        }
        assert!(matches!(walked.ended, None | Some((_, ReceptionNotice::Ended { .. }))));
    }
    assert_eq!(screens.len(), 17, "{screens:?}");
    for code in [100, 102, 201, 208, 210, 212, 213, 401, 402, 403, 404, 501, 511, 531, 601, 604, 605] {
        assert!(endings.contains(&code), "ending {code} is not among {endings:?}");
    }
}
