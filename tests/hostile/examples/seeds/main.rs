//! Writes the seeds of every target to `tests/fuzz/seeds/TARGET/NAME`.
//!
//! `seeds world` makes a new world first: a card, its authorities, an enrolled terminal. It is
//! compiled into the targets, so the seeds that belong to it are a second run. Seeds that crashed
//! something once (`crash-…`) stay as they are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod chip;
mod kept;
mod messages;
mod photo;
mod session;
mod world;

use std::path::Path;

use hostile::{Taken, throw};

/// A seed: its name, and its bytes.
type Seed = (String, Vec<u8>);

fn main() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
    if std::env::args().nth(1).as_deref() == Some("world") {
        world::make(&fuzz.join("world"));
        println!("a new world; run this once more for its seeds");
        return;
    }
    let all = [
        ("apdu_response", chip::apdu_response()),
        ("tlv", chip::tlv()),
        ("surface_record", chip::surface_record()),
        ("certificate", chip::certificate()),
        ("cv_certificate", chip::cv_certificate()),
        ("channel_is_fuzzer", chip::procedures()),
        ("card_commands", chip::card_commands()),
        ("jp2_photo", photo::jp2_photo()),
        ("camera_frame", photo::camera_frame()),
        ("wire_service", messages::to_service()),
        ("wire_terminal", messages::to_terminal()),
        ("journal_file", kept::journal_file()),
        ("model_manifest", kept::model_manifest()),
        ("transcript_file", kept::transcript_file()),
        ("session_events", session::session_events()),
    ];
    let misnamed: usize =
        all.iter().map(|(target, seeds)| write(&fuzz.join("seeds").join(target), target, seeds)).sum();
    assert_eq!(misnamed, 0, "seeds that are not what their names say");
}

/// How many seeds are not what their names say.
fn write(folder: &Path, target: &str, seeds: &[Seed]) -> usize {
    std::fs::create_dir_all(folder).unwrap();
    for old in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if !name(&old).starts_with("crash-") {
            std::fs::remove_file(old).unwrap();
        }
    }
    let mut misnamed = 0;
    for (name, bytes) in seeds {
        let taken = throw(target, bytes);
        let other = if taken == Taken::Accepted { "bad-" } else { "good-" };
        if name.starts_with(other) {
            println!("{target}/{name} is {taken:?}");
            misnamed += 1;
        }
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    println!("{target}: {} seeds", seeds.len());
    misnamed
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// A seed.
fn seed(name: &str, bytes: impl Into<Vec<u8>>) -> Seed {
    (name.to_owned(), bytes.into())
}

/// What is wrong with most things: cut short, a byte too many, bits flipped here and there.
fn damaged(of: &[u8], prefix: &str) -> Vec<Seed> {
    let flipped = |at: usize, bit: u8| {
        let mut bytes = of.to_vec();
        bytes[at] ^= bit;
        bytes
    };
    let last = of.len() - 1;
    vec![
        seed(&format!("{prefix}-empty"), []),
        seed(&format!("{prefix}-first-byte"), &of[..1]),
        seed(&format!("{prefix}-half"), &of[..of.len() / 2]),
        seed(&format!("{prefix}-last-byte-lost"), &of[..last]),
        seed(&format!("{prefix}-flipped-first"), flipped(0, 0x80)),
        seed(&format!("{prefix}-flipped-second"), flipped(1.min(last), 0x01)),
        seed(&format!("{prefix}-flipped-middle"), flipped(of.len() / 2, 0x10)),
        seed(&format!("{prefix}-flipped-last"), flipped(last, 0x01)),
    ]
}
