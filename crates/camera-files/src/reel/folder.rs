//! A clip: a folder of numbered pictures.

use super::OpenFault;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The pictures of a folder in the order of the numbers at the end of their names, before the
/// extension (`frame-7.jpg`, `0012.png`). Gaps are allowed; files of other kinds are passed over.
pub(super) fn numbered(folder: &Path) -> Result<Vec<PathBuf>, OpenFault> {
    let unreadable = |error| OpenFault::Unreadable { path: folder.to_owned(), error };
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if !is_picture(&path) {
            continue;
        }
        let Some(number) = number(&path) else { return Err(OpenFault::NotNumbered { path }) };
        if let Some(path) = found.insert(number, path) {
            return Err(OpenFault::NumberTwice { path });
        }
        if found.len() > super::LONGEST_REEL {
            return Err(OpenFault::TooLong);
        }
    }
    Ok(found.into_values().collect())
}

/// By its name; the content is looked at when it is opened.
fn is_picture(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        ["jpg", "jpeg", "png"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

fn number(path: &Path) -> Option<u64> {
    let stem = path.file_stem()?.to_str()?;
    let before = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    stem.strip_prefix(before)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_digits_before_the_extension() {
        let cases = [
            ("7.png", Some(7)),
            ("clip-0012.jpg", Some(12)),
            ("a1b.png", None),
            ("x.png", None),
            ("٣.png", None),
        ];
        for (name, expected) in cases {
            assert_eq!(number(Path::new(name)), expected, "{name}");
        }
        assert_eq!(number(Path::new("99999999999999999999999.png")), None);
    }

    #[test]
    fn pictures_are_told_by_their_extension() {
        for name in ["a.jpg", "b.JPEG", "c.Png"] {
            assert!(is_picture(Path::new(name)), "{name}");
        }
        for name in ["a.txt", "jpg", "png.", ".png"] {
            assert!(!is_picture(Path::new(name)), "{name}");
        }
    }
}
