//! Reads `models/*.toml` and `tests/attacks.toml`: the part of TOML that those files use, and nothing else.
//!
//! A file is a list of `[[name]]` tables, each with `key = "text"` or `key = number` lines and
//! at most one `[name.source]` table. Whole-line comments and empty lines are skipped. Anything
//! else is refused, so that a file which another TOML reader would understand differently can't
//! pass here.

use crate::stop::Stop;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One file that a registry's package holds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The name that it is kept under.
    pub(crate) file: String,
    /// Lower-case hexadecimal.
    pub(crate) sha256: String,
    /// The package's name in the registry.
    pub(crate) package: String,
    /// Its exact version.
    pub(crate) version: String,
    /// The archive's file name: a wheel, or a `.tar.gz` source distribution.
    pub(crate) archive: String,
    /// Lower-case hexadecimal, of the archive.
    pub(crate) archive_sha256: String,
    /// The file's path in the archive.
    pub(crate) path: String,
}

pub(crate) type Table = BTreeMap<String, String>;

/// Reads the manifest at `path`, without what is optional and imported by hand.
pub(crate) fn read(path: &Path) -> Result<Vec<Entry>, Stop> {
    let text = std::fs::read_to_string(path).map_err(Stop::file(path))?;
    parse(&text, path)
}

fn parse(text: &str, path: &Path) -> Result<Vec<Entry>, Stop> {
    let fetched = |(_, table): &&(String, Table)| !table.contains_key("optional");
    tables(text, path)?.iter().filter(fetched).map(|(_, table)| entry(table, path)).collect()
}

/// The tables of a file in this form, each with its name.
pub(crate) fn tables(text: &str, path: &Path) -> Result<Vec<(String, Table)>, Stop> {
    let malformed = |line| Stop::MalformedLine { path: PathBuf::from(path), line };
    let mut tables: Vec<(String, Table)> = Vec::new();
    let mut prefix = "";
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix("[[").and_then(|line| line.strip_suffix("]]")) {
            tables.push((name.to_owned(), Table::new()));
            prefix = "";
        } else if line.starts_with('[') && line.ends_with(".source]") {
            prefix = "source.";
        } else {
            let (key, value) = key_value(line).ok_or_else(|| malformed(number))?;
            let (_, table) = tables.last_mut().ok_or_else(|| malformed(number))?;
            if table.insert(format!("{prefix}{key}"), value).is_some() {
                return Err(malformed(number));
            }
        }
    }
    Ok(tables)
}

fn key_value(line: &str) -> Option<(&str, String)> {
    let (key, value) = line.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    let bare = |text: &str, extra: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(c))
    };
    if !bare(key, "_-") {
        return None;
    }
    if value.chars().all(|c| c.is_ascii_digit()) && !value.is_empty() {
        return Some((key, value.to_owned()));
    }
    let text = value.strip_prefix('"')?.strip_suffix('"')?;
    // An escape or an inner quote would need a real TOML reader.
    (!text.contains(['"', '\\'])).then(|| (key, text.to_owned()))
}

fn entry(table: &Table, path: &Path) -> Result<Entry, Stop> {
    let get = |key: &'static str| {
        table.get(key).cloned().ok_or_else(|| Stop::MissingKey { path: PathBuf::from(path), key })
    };
    Ok(Entry {
        file: get("file")?,
        sha256: get("sha256")?,
        package: get("source.package")?,
        version: get("source.version")?,
        archive: get("source.archive")?,
        archive_sha256: get("source.archive_sha256")?,
        path: get("source.path")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "# a comment\n[[model]]\nfile = \"a.onnx\"\nsha256 = \"00ff\"\nbytes = 12\n\n\
        [model.source]\npackage = \"p\"\nversion = \"1.0\"\narchive = \"p.whl\"\n\
        archive_sha256 = \"aa\"\npath = \"p/a.onnx\"\n";

    #[test]
    fn reads_a_table_with_its_source() {
        let entries = parse(GOOD, Path::new("m")).unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].file, "a.onnx");
        assert_eq!(entries[0].path, "p/a.onnx");
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for bad in [
            "file = \"before any table\"",
            "[[model]]\nfile = 'single quotes'",
            "[[model]]\nfile = \"a\\\"b\"",
            "[[model]]\nfile = \"twice\"\nfile = \"twice\"",
            "[[model]]\nfile = [\"list\"]",
            "[[model]]\nno value",
            "[model]\nfile = \"a\"",
        ] {
            let line = bad.lines().count();
            match parse(bad, Path::new("m")) {
                Err(Stop::MalformedLine { line: found, .. }) => assert!(found <= line, "{bad}"),
                other => panic!("{bad}: {other:?}"),
            }
        }
    }

    #[test]
    fn names_the_missing_key() {
        let without = GOOD.replace("sha256 = \"00ff\"\n", "");
        match parse(&without, Path::new("m")) {
            Err(Stop::MissingKey { key, .. }) => assert_eq!(key, "sha256"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn reads_the_manifests_of_this_repository() {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
        for name in ["manifest.toml", "pictures.toml", "voices.toml"] {
            let entries = read(&directory.join(name)).unwrap();
            assert!(entries.len() >= 2, "{name}");
            for entry in entries {
                assert_eq!(entry.sha256.len(), 64, "{}", entry.file);
                assert!(!entry.file.contains('/'), "{}", entry.file);
            }
        }
    }
}
