//! No secret is compared by `==`, which stops at the first byte that differs.
//!
//! A reading of the sources, crude on purpose: every line of product code that compares and speaks of a
//! secret fails here unless it compares something else. What does compare secrets: the virtual card's
//! PINs and the two entries of a new staff secret by `subtle`; staff secrets by Argon2's own
//! verification, on hashes; signatures and HMACs of TLS by ring and rustls. Challenges and registration
//! tokens are 256 random bits that the service looks up in an index, used once, and taken only under the
//! terminal's own signature.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::path::{Path, PathBuf};

/// Words that name a secret, as whole words in any case.
const SECRET: [&str; 14] = [
    "pin",
    "pins",
    "secret",
    "secrets",
    "typed",
    "credential",
    "credentials",
    "reveal",
    "expose",
    "mac",
    "hmac",
    "password",
    "cryptogram",
    "digits",
];

/// Signs that a comparison is of something public: lengths, choices, words of the source itself.
const PUBLIC: [&str; 9] = [
    ".len()",
    "length == ",
    "Availability::",
    "Method::",
    "KeyUse::",
    "usize::from",
    "is_ascii_digit",
    "monotone",
    "starts_with(\"",
];

fn compares(line: &str) -> bool {
    [" == ", " != ", ".eq(", ".ne(", "assert_eq", "starts_with("].iter().any(|sign| line.contains(sign))
}

fn speaks_of_a_secret(line: &str) -> bool {
    let words = line.split(|character: char| !character.is_ascii_alphanumeric());
    words.flat_map(|word| word.split('_')).any(|word| SECRET.contains(&word.to_ascii_lowercase().as_str()))
}

fn suspicious(line: &str) -> bool {
    let code = line.split("//").next().unwrap();
    compares(code) && speaks_of_a_secret(code) && !PUBLIC.iter().any(|sign| code.contains(sign))
}

#[test]
fn no_line_of_product_code_compares_a_secret_byte_by_byte() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let (mut read, mut found) = (0, Vec::new());
    for (path, text) in ["crates", "firmware", "sim"].iter().flat_map(|part| sources(&top.join(part))) {
        // A file's tests stand at its end.
        for line in text.split("#[cfg(test)]").next().unwrap().lines() {
            if suspicious(line) {
                found.push(format!("{}: {line}", path.display()));
            }
        }
        read += 1;
    }
    assert_eq!(found, Vec::<String>::new());
    assert!(read > 250, "{read} files are not the whole house");
}

#[test]
fn the_reading_finds_what_it_is_for() {
    for line in [
        "        self.0.as_bytes() == presented.reveal()",
        "if pin != stored {",
        "let same = first_secret == again;",
        "    credential.as_bytes().eq(typed)",
    ] {
        assert!(suspicious(line), "{line}");
    }
    for line in ["if pin.len() != 4 {", "// the secret == the answer", "bool::from(secret.ct_eq(other))"] {
        assert!(!suspicious(line), "{line}");
    }
}

/// Product sources below a directory, with their text.
fn sources(directory: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !["tests", "benches", "examples", "target"].contains(&name.as_str()) {
            found.extend(sources(&path));
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}
