//! The fault matrix, in shards: `cargo xtask fault-matrix` prints the same tables.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod late_ledger;
mod promise_breakers;
mod relay;
mod wrong_clock;

use apdu::ApduForm;
use house::matrix::bench::{Bench, Seen, Visit};
use house::matrix::card::{self, Sessions};
use house::matrix::judge::promises;
use house::matrix::table::Table;
use house::matrix::{camera, network, procedure, sample, storage};
use policy::Method;
use promise_breakers::{Gullible, Resending};

fn keeps_its_promises(table: &Table) {
    println!("{}", table.text());
    assert_eq!(table.broken(), Vec::<String>::new());
}

fn sessions(number: usize) -> Sessions {
    card::sessions().swap_remove(number)
}

#[test]
fn procedures_with_short_apdus() {
    keeps_its_promises(&procedure::play(ApduForm::Short));
}

#[test]
fn procedures_with_extended_apdus() {
    keeps_its_promises(&procedure::play(ApduForm::EXTENDED));
}

#[test]
fn sessions_by_pin() {
    for number in [0, 1] {
        keeps_its_promises(&card::play(&sessions(number), |reader| reader));
    }
}

#[test]
fn sessions_by_face() {
    keeps_its_promises(&card::play(&sessions(2), |reader| reader));
}

#[test]
fn sessions_by_staff() {
    keeps_its_promises(&card::play(&sessions(3), |reader| reader));
}

#[test]
fn sessions_with_cards_whose_pin_is_locked() {
    for number in 4..card::sessions().len() {
        keeps_its_promises(&card::play(&sessions(number), |reader| reader));
    }
}

#[test]
fn sessions_with_a_camera_that_fails() {
    keeps_its_promises(&camera::play());
}

#[test]
fn sessions_with_a_line_that_fails() {
    keeps_its_promises(&network::play(|service| service));
}

#[test]
fn sessions_on_records_that_fail() {
    keeps_its_promises(&storage::play());
}

#[test]
fn a_sample_on_real_parts() {
    keeps_its_promises(&sample::play());
}

#[test]
fn an_adapter_that_takes_garbage_for_an_answer_is_found_out() {
    let broken = network::play(|service| Box::new(Gullible(service))).broken();
    for fault in ["garbage", "certificate", "other"] {
        let cell = format!("Face: statements, {fault}: the ending is Verified, must be ServiceMisbehaved");
        assert!(broken.iter().any(|what| what.contains(&cell)), "{cell}: {broken:#?}");
    }
}

#[test]
fn a_reader_that_sends_verify_again_is_found_out() {
    let table = card::play(&sessions(1), |reader| Box::new(Resending(reader)));
    println!("{}", table.text());
    let broken = table.broken();
    for fault in ["shared", "mute", "after"] {
        let cell = format!("VERIFY JPKI 0018, {fault}: Inv1: 2 VERIFYs of 1 entries");
        assert!(broken.iter().any(|what| what.contains(&cell)), "{cell}: {broken:#?}");
    }
    assert!(table.text().contains('!'));
}

type Spoiler = fn(&mut Seen);

/// A good session, spoilt in one thing at a time: each promise is one that can be broken.
#[test]
fn each_promise_can_be_broken() {
    let visit = Visit::by(Method::Face);
    let clean = || Bench::new().session(visit, None);
    assert_eq!(promises(visit, &clean()), Vec::<String>::new());
    let spoilers: [(&str, Spoiler); 12] = [
        ("Inv1", |seen| seen.counts.pin_verifies = 1),
        ("VERIFYs of 照合番号B", |seen| seen.counts.other_verifies = 2),
        ("signatures", |seen| seen.counts.signatures = 2),
        ("Inv9: tries", |seen| seen.tries[0] = (3, 2)),
        ("Inv2: tries", |seen| seen.tries[1] = (10, 9)),
        ("Inv4", |seen| seen.statements.clear()),
        ("Inv10", |seen| seen.told = 0),
        ("Inv6: nobody", |seen| seen.residues.truncate(1)),
        ("Inv6: [Residue", |seen| seen.residues[0].pictures = 1),
        ("Inv6: the matcher", |seen| seen.reference_kept = true),
        ("pictures on screens", |seen| seen.misplaced = 1),
        ("transcript", |seen| seen.replays = false),
    ];
    let mut seen = clean();
    for (promise, spoil) in spoilers {
        spoil(&mut seen);
        let broken = promises(visit, &seen);
        assert!(broken.iter().any(|what| what.contains(promise)), "{promise}: {broken:?}");
    }
}
