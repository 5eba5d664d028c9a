//! The walls of the house, over what cargo says about the workspace: which room may depend on
//! which. A new crate fails here until it is given a room.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Rooms that see no device, no network and no file.
const INNER: [&str; 14] = [
    "apdu",
    "card",
    "card-front",
    "face",
    "face-intake",
    "holder-relay",
    "journal",
    "panel",
    "policy",
    "runtime",
    "terminal",
    "ui",
    "voice",
    "wire",
];

/// Rooms without an operating system.
const FREESTANDING: [&str; 4] = ["apdu", "card", "policy", "terminal"];

/// Rooms that touch one part each, and the services.
const OUTER: [&str; 12] = [
    "camera-files",
    "camera-v4l",
    "display-fb",
    "process-seal",
    "reader-pcsc",
    "reception-feed",
    "service-https",
    "speaker-aplay",
    "store-file",
    "touch-evdev",
    "verifier",
    "xtask",
];

/// Crates that reach a device, a socket or a database. A prefix counts: `pcsc` is `pcsc-sys` too.
const PARTS: [&str; 24] = [
    "axum",
    "drm",
    "evdev",
    "hyper",
    "libsqlite3-sys",
    "libusb",
    "linuxfb",
    "minifb",
    "mio",
    "native-tls",
    "nokhwa",
    "openssl",
    "pcsc",
    "reqwest",
    "rusqlite",
    "rustls",
    "sdl2",
    "socket2",
    "softbuffer",
    "tokio",
    "ureq",
    "v4l",
    "webpki",
    "winit",
];

/// Kinds of dependency edge to follow.
#[derive(Clone, Copy, PartialEq)]
enum Edges {
    /// What a product is made of.
    Normal,
    /// Those, and what its build and its tests need.
    All,
}

/// A package, by what cargo says of it.
struct Package {
    name: String,
    /// Its directory below the workspace, for a package that is ours.
    room: Option<PathBuf>,
    /// Identifier of the package depended on, and whether the edge is a normal one.
    edges: Vec<(String, bool)>,
}

struct House {
    packages: BTreeMap<String, Package>,
    members: BTreeMap<String, String>,
}

impl House {
    fn look() -> Self {
        let output = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        Self::read(&serde_json::from_slice(&output.stdout).unwrap())
    }

    fn read(metadata: &Value) -> Self {
        let top = Path::new(metadata["workspace_root"].as_str().unwrap());
        let mut packages = BTreeMap::new();
        let mut members = BTreeMap::new();
        for package in metadata["packages"].as_array().unwrap() {
            let id = package["id"].as_str().unwrap().to_owned();
            let name = package["name"].as_str().unwrap().to_owned();
            let ours = package["source"].is_null();
            let manifest = Path::new(package["manifest_path"].as_str().unwrap());
            let room = ours.then(|| manifest.parent().unwrap().strip_prefix(top).unwrap().into());
            if ours {
                members.insert(name.clone(), id.clone());
            }
            let edges = Vec::new();
            packages.insert(id, Package { name, room, edges });
        }
        for node in metadata["resolve"]["nodes"].as_array().unwrap() {
            let edges = node["deps"].as_array().unwrap().iter().map(|edge| {
                let mut kinds = edge["dep_kinds"].as_array().unwrap().iter();
                let normal = kinds.any(|kind| kind["kind"].is_null());
                (edge["pkg"].as_str().unwrap().to_owned(), normal)
            });
            let edges = edges.collect();
            packages.get_mut(node["id"].as_str().unwrap()).unwrap().edges = edges;
        }
        Self { packages, members }
    }

    /// Names of the packages that `name` depends on directly.
    fn direct(&self, name: &str, follow: Edges) -> BTreeSet<&str> {
        let package = &self.packages[&self.members[name]];
        let edges = package.edges.iter().filter(|(_, normal)| *normal || follow == Edges::All);
        edges.map(|(id, _)| self.packages[id].name.as_str()).collect()
    }

    /// Packages that `name` is made of. Only its own tests' and build's dependencies count, not
    /// those of what it depends on: cargo never builds them for it.
    fn closure(&self, name: &str, follow: Edges) -> BTreeSet<&str> {
        let own = &self.packages[&self.members[name]].edges;
        let first = own.iter().filter(|(_, normal)| *normal || follow == Edges::All);
        let mut open: Vec<&String> = first.map(|(id, _)| id).collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                let edges = self.packages[id].edges.iter();
                open.extend(edges.filter(|(_, normal)| *normal).map(|(id, _)| id));
            }
        }
        seen.iter().map(|id| self.packages[*id].name.as_str()).collect()
    }

    fn room(&self, name: &str) -> &Path {
        self.packages[&self.members[name]].room.as_deref().unwrap()
    }

    fn ours(&self) -> BTreeSet<&str> {
        self.members.keys().map(String::as_str).collect()
    }

    /// Our packages that stand in one of these top directories.
    fn below(&self, tops: &[&str]) -> BTreeSet<&str> {
        let names = self.ours().into_iter();
        names.filter(|name| tops.iter().any(|top| self.room(name).starts_with(top))).collect()
    }
}

/// A built program's bytes.
struct Program(Vec<u8>);

impl Program {
    fn read(name: &str) -> Self {
        let path = rig::places::program(name)
            .unwrap_or_else(|fault| panic!("{fault}; `cargo build --workspace --bins --examples` makes it"));
        Self(std::fs::read(path).unwrap())
    }

    /// Whether a crate left a mangled symbol (its name behind the name's length, before the length of
    /// the next part) or the path of a source file, which a panic's message has even if stripped.
    fn holds(&self, name: &str, room: &Path) -> bool {
        let mangled = format!("{}{}", name.len(), name.replace('-', "_")).into_bytes();
        let source = format!("{}/src/", room.display()).into_bytes();
        let symbol = |found: &[u8]| found.starts_with(&mangled) && found[mangled.len()].is_ascii_digit();
        self.0.windows(mangled.len() + 1).any(symbol)
            || self.0.windows(source.len()).any(|found| found == source)
    }
}

fn is_part(name: &str) -> bool {
    PARTS.iter().any(|part| name == *part || name.starts_with(&format!("{part}-")))
}

/// Fails with every offender unless `found` and `forbidden` share nothing.
fn apart(of: &str, found: &BTreeSet<&str>, forbidden: &BTreeSet<&str>) {
    let both: Vec<_> = found.intersection(forbidden).collect();
    assert!(both.is_empty(), "{of} depends on {both:?}");
}

#[test]
fn every_crate_stands_in_a_room() {
    let house = House::look();
    let named: BTreeSet<&str> = INNER.into_iter().chain(OUTER).collect();
    assert_eq!(house.below(&["crates"]), named, "give the new crate a room and its walls");
    let others = house.below(&["firmware", "sim", "tests"]);
    let all: BTreeSet<&str> = named.union(&others).copied().collect();
    assert_eq!(house.ours(), all);
}

#[test]
fn the_rules_and_the_machine_stand_alone() {
    let house = House::look();
    assert_eq!(house.direct("policy", Edges::Normal), BTreeSet::new());
    let machine = house.direct("terminal", Edges::Normal);
    let allowed = BTreeSet::from(["heapless", "policy"]);
    assert!(machine.is_subset(&allowed), "terminal depends on {machine:?}");
    assert!(machine.contains("policy"));
}

#[test]
fn inner_rooms_reach_no_device_socket_or_database() {
    let house = House::look();
    for name in INNER {
        let found = house.closure(name, Edges::Normal);
        let parts: Vec<_> = found.iter().filter(|name| is_part(name)).collect();
        assert!(parts.is_empty(), "{name} depends on {parts:?}");
        apart(name, &found, &BTreeSet::from(OUTER));
    }
    // The question is one that can be answered with yes.
    assert!(house.closure("reader-pcsc", Edges::Normal).contains("pcsc"));
    assert!(house.closure("verifier", Edges::Normal).contains("rusqlite"));
}

#[test]
fn inner_rooms_open_no_file_and_ask_no_environment() {
    let house = House::look();
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let forbidden = ["std::fs", "std::net", "std::env", "std::process", "println!"];
    for name in INNER {
        for (path, text) in sources(&top.join(house.room(name)).join("src")) {
            // A file's tests stand at its end.
            let product = text.split("#[cfg(test)]").next().unwrap();
            let code = product.lines().filter(|line| !line.trim_start().starts_with("//"));
            for (line, word) in code.flat_map(|line| forbidden.map(|word| (line, word))) {
                assert!(!line.contains(word), "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn the_service_knows_no_terminal_and_no_card() {
    let house = House::look();
    let found = house.closure("verifier", Edges::Normal);
    apart("verifier", &found, &BTreeSet::from(["terminal", "card", "face", "runtime"]));
    assert!(found.contains("wire"));
}

#[test]
fn the_screens_know_no_card_and_no_face() {
    let house = House::look();
    let found = house.closure("ui", Edges::Normal);
    apart("ui", &found, &BTreeSet::from(["card", "face", "apdu"]));
}

#[test]
fn the_virtual_card_shares_nothing_with_what_it_checks() {
    let house = House::look();
    // Not even in its tests: both sides could then be wrong in the same way.
    let found = house.closure("virtual-card", Edges::All);
    apart("virtual-card", &found, &house.ours());
    assert!(found.contains("iso7816"));
}

#[test]
fn the_office_knows_the_virtual_card_alone() {
    let house = House::look();
    let mut found = house.closure("municipality", Edges::All);
    assert!(found.remove("virtual-card"));
    apart("municipality", &found, &house.ours());
}

#[test]
fn the_device_holds_nothing_of_the_simulator_or_the_tests() {
    let house = House::look();
    let found = house.closure("firmware", Edges::Normal);
    apart("firmware", &found, &house.below(&["sim", "tests"]));
    // Nor the upstream crates that only those are made of.
    apart("firmware", &found, &BTreeSet::from(["iso7816", "rcgen", "rsa"]));
    assert!(found.contains("runtime") && found.contains("holder-relay"));
    for name in house.below(&["crates"]) {
        apart(name, &house.closure(name, Edges::Normal), &house.below(&["sim", "tests"]));
    }
}

/// Looks at the program `terminal` that `cargo build --workspace --bins --examples` made beside this
/// test; `cargo xtask test` builds it before.
#[test]
fn the_product_holds_no_symbol_of_the_simulator_or_the_tests() {
    let house = House::look();
    let product = Program::read("terminal");
    for name in house.below(&["sim", "tests"]) {
        assert!(!product.holds(name, house.room(name)), "the product holds symbols of {name}");
    }
    // The question is one that can be answered with yes.
    assert!(product.holds("firmware", house.room("firmware")));
    assert!(Program::read("card-slot").holds("virtual-card", house.room("virtual-card")));
}

#[test]
fn freestanding_rooms_say_so_and_stay_without_certificates_and_ring() {
    let house = House::look();
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let hosted = BTreeSet::from(["ring", "rsa", "std", "x509-parser", "x509-cert", "serde_json"]);
    for name in FREESTANDING {
        let text = std::fs::read_to_string(top.join(house.room(name)).join("src/lib.rs")).unwrap();
        assert!(text.lines().any(|line| line == "#![no_std]"), "{name}");
        apart(name, &house.closure(name, Edges::Normal), &hosted);
    }
}

#[test]
fn the_setup_needs_nothing() {
    let house = House::look();
    assert_eq!(house.direct("xtask", Edges::All), BTreeSet::new());
}

/// `rsa` has no answer to RUSTSEC-2023-0071 (timing of the private-key operation): good enough
/// for a card made of paper, not for anything that holds a real key.
#[test]
fn rsa_stays_with_the_virtual_card() {
    let house = House::look();
    for name in house.below(&["crates", "firmware"]) {
        let found = house.closure(name, Edges::Normal);
        assert!(!found.contains("rsa"), "{name} depends on rsa");
    }
    assert!(house.closure("virtual-card", Edges::Normal).contains("rsa"));
}

/// Every source file below a directory, with its text.
fn sources(directory: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    assert!(!found.is_empty(), "{}", directory.display());
    found
}
