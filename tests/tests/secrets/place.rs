//! Files and the wire.

use crate::needle::Index;
use crate::site::Site;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use std::fs;
use std::path::{Path, PathBuf};

/// What was found in one place.
pub(crate) struct Place {
    pub(crate) what: &'static str,
    pub(crate) hits: Vec<usize>,
    pub(crate) length: usize,
}

/// The places beside memory, with the names of files that belong to them; the last takes the rest.
const FILES: [(&str, &[&str]); 5] = [
    ("logs", &["terminal.log", "service.log", "pcscd.log"]),
    ("feed", &["reception.log"]),
    ("records", &["journal", "strikes", "staff"]),
    ("service", &["service.sqlite", "service.sqlite-wal", "service.sqlite-shm"]),
    ("screen", &["fb"]),
];
const TRANSCRIPTS: &str = "transcripts";
const OTHER: &str = "other files";
const WIRE: &str = "wire";

/// Searches everything that was written, and all that was said on the wire.
pub(crate) fn search(site: &Site, index: &Index) -> Vec<Place> {
    fs::write(site.written("pcscd.log"), site.pcscd.log()).unwrap();
    let names = FILES.map(|(what, _)| what).into_iter().chain([TRANSCRIPTS, OTHER, WIRE]);
    let mut places: Vec<Place> =
        names.map(|what| Place { what, hits: vec![0; index.needles.len()], length: 0 }).collect();
    let mut look = |what: &str, bytes: &[u8]| {
        let place = places.iter_mut().find(|place| place.what == what).unwrap();
        place.length += bytes.len();
        count(index, bytes, &mut place.hits);
    };
    for path in files(site.written.path()) {
        look(belongs_to(&path), &fs::read(&path).unwrap());
    }
    look(WIRE, &opened(&site.tap.said(), 3));
    places
}

fn belongs_to(path: &Path) -> &'static str {
    let name = path.file_name().unwrap().to_str().unwrap();
    let found = FILES.iter().find(|(_, names)| names.contains(&name));
    match found {
        Some((what, _)) => what,
        None if name.ends_with(".transcript") => TRANSCRIPTS,
        None => OTHER,
    }
}

fn count(index: &Index, bytes: &[u8], hits: &mut [usize]) {
    index.count(bytes, hits);
    for (number, needle) in index.needles.iter().enumerate() {
        if let Some(digits) = &needle.fresh {
            hits[number] += memchr::memmem::find_iter(bytes, digits).filter(|at| alone(bytes, *at)).count();
        }
    }
}

/// Four digits inside a longer word or number are chance, alone they are a leak.
fn alone(bytes: &[u8], at: usize) -> bool {
    let part_of_word =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+/_-.".contains(byte));
    !part_of_word(at.checked_sub(1).and_then(|before| bytes.get(before))) && !part_of_word(bytes.get(at + 4))
}

/// The text, and what its base64 says, and what base64 in that says: a statement is signed text in
/// base64, with a certificate in base64 in it.
fn opened(text: &[u8], depth: u32) -> Vec<u8> {
    let mut all = text.to_vec();
    if depth == 0 {
        return all;
    }
    let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
    for word in text.split(|byte| !in_word(byte)).filter(|word| word.len() >= 24) {
        let said = URL_SAFE_NO_PAD.decode(word).or_else(|_| STANDARD_NO_PAD.decode(word));
        all.extend(b"\n");
        all.extend(said.map(|said| opened(&said, depth - 1)).unwrap_or_default());
    }
    all
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            all.extend(files(&entry.path()));
        } else if kind.is_file() {
            all.push(entry.path());
        }
    }
    all
}

#[test]
fn base64_in_base64_is_opened() {
    let inner = URL_SAFE_NO_PAD.encode(b"a number in the inner text: 47061520358316");
    let outer = URL_SAFE_NO_PAD.encode(format!("{{\"payload\":\"{inner}\"}}"));
    let opened = opened(format!("{{\"signed\":\"{outer}\"}}").as_bytes(), 3);
    assert!(memchr::memmem::find(&opened, b"47061520358316").is_some());
    assert!(alone(b"pin 7294 typed", 4) && !alone(b"key AB7294", 6));
}
