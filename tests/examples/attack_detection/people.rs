//! One photograph each of the people of a data folder.

use crate::measure::Models;
use error_rates::List;
use relief_head::Photograph;
use sim::port::stance;
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

/// The first fitting picture of each of `most` people, spread over the list.
pub(crate) fn read(folder: &Path, most: usize, models: &Models) -> Result<People, String> {
    let list = List::read(folder).map_err(|fault| fault.to_string())?;
    let stride = (list.groups.len() / most.max(1)).max(1);
    let (mut photographs, mut passed_over, mut done) = (Vec::new(), 0, BTreeSet::new());
    for picture in &list.pictures {
        let chosen = picture.person.is_multiple_of(stride) && !done.contains(&picture.person);
        if photographs.len() == most || !chosen {
            continue;
        }
        match photograph(&picture.path, models) {
            Some(photograph) => {
                done.insert(picture.person);
                photographs.push(photograph);
            }
            None => passed_over += 1,
        }
    }
    if photographs.len() < 2 {
        return Err(format!("{}: fewer than two usable photographs", folder.display()));
    }
    let sha256 = list.of_list.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(People { photographs, list: sha256, passed_over })
}

fn photograph(path: &Path, models: &Models) -> Option<Photograph> {
    let picture = image::open(path).ok()?.into_rgb8();
    stance::photograph(picture, &models.matcher).filter(Photograph::looks_ahead)
}
