//! Whole sessions on the virtual card in this process: each command of each method is upset in each
//! way, and whatever happens, the patient is never worse off.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod bench;
mod slow_ledger;

use apdu::ChannelError;
use bench::{Bench, Session};
use policy::Method;
use rig::Upset;
use std::collections::BTreeMap;
use terminal::Ending;

fn upsets() -> Vec<Upset> {
    let mut upsets = vec![
        Upset::RemovedBefore,
        Upset::RemovedAfter,
        Upset::StatusOnly,
        Upset::LastByteLost,
        Upset::ByteTooMany,
        Upset::Replayed,
    ];
    upsets.extend(
        [
            ChannelError::Mute,
            ChannelError::Reset,
            ChannelError::SharingViolation,
            ChannelError::ServiceGone,
            ChannelError::ReaderFailed,
        ]
        .map(Upset::Channel),
    );
    let words: [&[u8]; 12] = [
        &[0x6F, 0x00],
        &[0x67, 0x00],
        &[0x69, 0x82],
        &[0x69, 0x83],
        &[0x69, 0x84],
        &[0x63, 0xC0],
        &[0x61, 0x10],
        &[0x6C, 0x10],
        &[],
        &[0x90],
        &[0x90, 0x00],
        &[0xFF, 0x20, 0x82, 0xFF, 0xFF, 0x90, 0x00],
    ];
    upsets.extend(words.map(|bytes| Upset::Answer(bytes.to_vec())));
    upsets
}

/// Every command of a clean session, upset in every way.
fn walk(method: Method) {
    let mut bench = Bench::new();
    let clean = bench.session(method, None);
    assert_eq!(clean.ending, Ending::Verified);
    let mut endings: BTreeMap<String, u32> = BTreeMap::new();
    for at in 0..clean.commands {
        for upset in upsets() {
            let session = bench.session(method, Some((at, upset.clone())));
            judge(method, at, &upset, &session);
            *endings.entry(format!("{:?}", session.ending)).or_default() += 1;
        }
        // The next session is an ordinary one.
        assert_eq!(bench.session(method, None).ending, Ending::Verified, "after upsets of command {at}");
    }
    println!("{method:?}: {} commands, endings {endings:?}", clean.commands);
}

fn judge(method: Method, at: u64, upset: &Upset, session: &Session) {
    let case = format!("{method:?}, command {at}, {upset:?}: {session:?}");
    assert!(session.struck, "the upset never came: {case}");
    // Inv1: one transmission per VERIFY, one VERIFY per entry.
    assert!(session.verifies <= 1, "{case}");
    // One signature at most is asked for, and none of it reaches the service unless it verifies.
    assert!(session.signatures_asked <= 1, "{case}");
    // Inv9: no counter falls by more than the one entry that was made, and none to zero.
    assert!(session.tries_after + 1 >= session.tries_before && session.tries_after > 0, "{case}");
    // Inv10: reception heard of it, once.
    assert_eq!(session.told, 1, "{case}");
    // A removed card never ends well; a statement is sent only by sessions that end well.
    assert_eq!(session.submitted, u32::from(session.ending == Ending::Verified), "{case}");
    if matches!(upset, Upset::RemovedBefore | Upset::RemovedAfter) {
        assert_ne!(session.ending, Ending::Verified, "{case}");
    }
    // The machine's story is the one that its transcript tells.
    assert!(session.replays, "{case}");
}

#[test]
fn pin_sessions_survive_every_upset_of_every_command() {
    walk(Method::Pin);
}

#[test]
fn face_sessions_survive_every_upset_of_every_command() {
    walk(Method::Face);
}

#[test]
fn visual_sessions_survive_every_upset_of_every_command() {
    walk(Method::Visual);
}
