//! The face decision, step by step and as a whole, beside OpenCV and ONNX Runtime: the same frames, the
//! three in turn, one run at a time, so that a busy machine is busy for all. `cargo xtask bench face`
//! makes what this needs, calls it with one processor and with all, and keeps what it prints.
//!
//! Ours is measured as the terminal runs it: with the allocator that wipes, and, for the whole
//! frame, through `firmware`'s matcher with its thread per look.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod captures;
mod ours;
mod peer;
mod report;

use ours::Ours;
use peer::Peer;
use report::{Sample, Table};
use std::alloc::System;
use std::time::{Duration, Instant};
use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

/// Rounds, each over every frame.
const ROUNDS: usize = 25;
/// Starts of each, for the cold start and the memory.
const STARTS: usize = 7;
/// Usable frames of one comparison, as the terminal takes them.
const FRAMES: usize = 3;
const FRAME_TIME: Duration = Duration::from_micros(66_667);
pub(crate) const STAGES: [&str; 4] = ["detect", "align", "embed", "whole frame"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [first, others @ ..] = arguments.as_slice() else {
        panic!("usage: face_bench PYTHON SCRIPT THREADS")
    };
    if first == "--start" {
        return ours::start();
    }
    let place = tempfile::tempdir().unwrap();
    let frames = ours::frames(place.path());
    let start_peer = |who| Peer::start(who, first, &others[0], &others[1]);
    let mut table = Table::new(ours::NAMES.len());
    for _ in 0..STARTS {
        table.start(0, ours::start_apart());
        for (column, who) in peer::NAMES.into_iter().enumerate() {
            let mut peer = start_peer(who);
            peer.take(&frames[0]);
            table.start(column + 1, peer.costs());
        }
    }
    let mut peers = peer::NAMES.map(start_peer);
    let mut ours = Ours::load(&frames);
    for peer in &mut peers {
        frames.iter().for_each(|frame| peer.take(frame));
    }
    for round in 0..=ROUNDS {
        for frame in 0..frames.len() {
            for stage in 0..STAGES.len() {
                let mut samples = vec![ours.run(stage, frame)];
                samples.extend(peers.iter_mut().map(|peer| peer.run(stage, frame)));
                // The first round warms up.
                if round > 0 {
                    table.add(stage, samples);
                }
            }
            let followed = ours.follow(frame);
            if round > 0 {
                table.follow(followed);
            }
        }
    }
    for _ in 0..STARTS {
        table.session(0, session(|frame| ours.run(3, frame)));
        for (column, peer) in peers.iter_mut().enumerate() {
            table.session(column + 1, session(|frame| peer.run(3, frame)));
        }
    }
    for peer in &mut peers {
        table.differences(peer.name(), &ours.differences(peer));
    }
    println!("{}", table.print(&peers.map(|mut peer| peer.version())));
    println!("\n{}", ours.captures().print());
}

/// From the arrival of the first good frame to the score of the last, at 15 frames a second.
fn session(mut look: impl FnMut(usize) -> Sample) -> f64 {
    let began = Instant::now();
    for number in 0..FRAMES {
        let due = FRAME_TIME * u32::try_from(number).unwrap();
        std::thread::sleep(due.saturating_sub(began.elapsed()));
        look(number);
    }
    began.elapsed().as_secs_f64() * 1e3
}
