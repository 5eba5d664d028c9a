//! Every target's body over its committed seeds, on the stable toolchain.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use hostile::{TARGETS, Taken};

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn every_seed_is_what_its_name_says() {
    for target in TARGETS {
        let folder = fuzz().join("seeds").join(target.name);
        let (mut good, mut bad) = (0, 0);
        for name in names(&folder) {
            let bytes = std::fs::read(folder.join(&name)).unwrap();
            let taken = (target.body)(&bytes);
            if name.starts_with("good-") {
                assert_eq!(taken, Taken::Accepted, "{}/{name}", target.name);
                good += 1;
            } else if name.starts_with("bad-") {
                assert_eq!(taken, Taken::Refused, "{}/{name}", target.name);
                bad += 1;
            }
        }
        // A corpus in which nothing is taken, or everything, asks nothing.
        assert!(good > 0 && bad > 0, "{}: {good} good and {bad} bad seeds", target.name);
    }
}

#[test]
fn each_target_has_its_fuzzer_and_its_seeds_and_there_are_no_others() {
    let targets: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    assert_eq!(names(&fuzz().join("seeds")), targets);
    let fuzzers = names(&fuzz().join("fuzz_targets"));
    assert_eq!(fuzzers, targets.iter().map(|name| format!("{name}.rs")).collect());
    for name in targets {
        let fuzzer = std::fs::read_to_string(fuzz().join("fuzz_targets").join(format!("{name}.rs"))).unwrap();
        assert!(fuzzer.contains(&format!("hostile::throw(\"{name}\", bytes);")), "{name}");
    }
}
