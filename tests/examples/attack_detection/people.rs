//! One photograph each of the people of a data folder.

use crate::measure::Models;
use face::{Rgb8, Sight};
use relief_head::Photograph;
use std::collections::BTreeSet;
use std::path::Path;

/// The people, and what is said of the data.
pub(crate) struct People {
    pub(crate) photographs: Vec<Photograph>,
    /// SHA-256 of `list.tsv`, hexadecimal.
    pub(crate) list: String,
    /// Pictures passed over: no single face, or one that does not look straight ahead.
    pub(crate) passed_over: usize,
}

/// A face that is turned further than this, as a share of the distance between the eyes, is no ground for
/// a relief that looks straight ahead.
const ASKEW: f32 = 0.12;

/// The first fitting picture of each of the first `most` identities, spread over the list.
pub(crate) fn read(folder: &Path, most: usize, models: &Models) -> Result<People, String> {
    let path = folder.join("list.tsv");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let rows: Vec<(&str, &str)> = text.lines().filter_map(row).collect();
    let identities: BTreeSet<&str> = rows.iter().map(|(identity, _)| *identity).collect();
    let stride = (identities.len() / most.max(1)).max(1);
    let chosen: BTreeSet<&str> = identities.iter().copied().step_by(stride).collect();
    let (mut photographs, mut passed_over, mut done) = (Vec::new(), 0, BTreeSet::new());
    for (identity, image) in rows {
        if photographs.len() == most || !chosen.contains(identity) || done.contains(identity) {
            continue;
        }
        match photograph(&folder.join(image), models) {
            Some(photograph) => {
                done.insert(identity);
                photographs.push(photograph);
            }
            None => passed_over += 1,
        }
    }
    if photographs.len() < 2 {
        return Err(format!("{}: fewer than two usable photographs", path.display()));
    }
    Ok(People { photographs, list: crate::measure::sha256(text.as_bytes()), passed_over })
}

/// Identity and image of a line; a header has an image that is no file name.
fn row(line: &str) -> Option<(&str, &str)> {
    let mut fields = line.split('\t');
    let (identity, image) = (fields.next()?, fields.next()?);
    image.contains('.').then_some((identity, image))
}

fn photograph(path: &Path, models: &Models) -> Option<Photograph> {
    let picture = image::open(path).ok()?.into_rgb8();
    let pixels = Rgb8::new(picture.width(), picture.height(), picture.as_raw().clone()).ok()?;
    match models.matcher.watch(&pixels).ok()? {
        Sight::Face(sighting) => {
            let photograph = Photograph::new(picture, sighting.landmarks())?;
            (photograph.askew() < ASKEW).then_some(photograph)
        }
        Sight::Nobody | Sight::Several => None,
    }
}
