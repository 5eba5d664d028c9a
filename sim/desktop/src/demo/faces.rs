//! The pictures of the demonstration: one for the chip, the holder on another day, a stranger.

use super::fault::DemoFault;
use super::scenario::Face;
use relief_head::Species;
use std::path::{Path, PathBuf};

/// Files of head-and-shoulders pictures.
#[derive(Clone, Debug)]
pub struct Faces {
    /// For the chip.
    pub reference: PathBuf,
    /// The holder before the camera.
    pub holder: PathBuf,
    /// Somebody else before the camera.
    pub stranger: PathBuf,
}

/// Head and shoulders in an official portrait: left, top, width, height in pixels.
type Crop = (u32, u32, u32, u32);

/// The public-domain portraits that set-up fetches (models/pictures.toml), with their heads.
const REFERENCE: (&str, Crop) = ("obama.jpg", (282, 4, 430, 537));
const HOLDER: (&str, Crop) = ("obama3.jpg", (565, 136, 476, 594));
const STRANGER: (&str, Crop) = ("biden.jpg", (348, 78, 488, 610));

impl Faces {
    /// The user's own pictures: `reference`, `holder` and `stranger`, each as `.jpg`, `.jpeg` or
    /// `.png`.
    ///
    /// # Errors
    ///
    /// [`DemoFault::Usage`] if one is missing.
    pub fn own(directory: &Path) -> Result<Self, DemoFault> {
        let pick = |name: &str| {
            ["jpg", "jpeg", "png"]
                .iter()
                .map(|ending| directory.join(format!("{name}.{ending}")))
                .find(|path| path.is_file())
                .ok_or_else(|| {
                    DemoFault::Usage(format!("--faces needs {name}.jpg or .png in {}", directory.display()))
                })
        };
        Ok(Self { reference: pick("reference")?, holder: pick("holder")?, stranger: pick("stranger")? })
    }

    /// The portraits that set-up fetched, cut to the heads into `into`.
    ///
    /// # Errors
    ///
    /// [`DemoFault`].
    pub fn fetched(from: &Path, into: &Path) -> Result<Self, DemoFault> {
        let cut = |(file, crop), name: &str| cut(&from.join(file), crop, into.join(name));
        Ok(Self {
            reference: cut(REFERENCE, "reference.png")?,
            holder: cut(HOLDER, "holder.png")?,
            stranger: cut(STRANGER, "stranger.png")?,
        })
    }

    /// Who stands before the camera.
    pub fn before_camera(&self, face: Face) -> (&Path, Species) {
        match face {
            Face::Holder => (&self.holder, Species::ReliefHead),
            Face::Stranger => (&self.stranger, Species::ReliefHead),
            Face::Print => (&self.holder, Species::PrintTurned),
        }
    }
}

fn cut(from: &Path, (x, y, width, height): Crop, to: PathBuf) -> Result<PathBuf, DemoFault> {
    let portrait = image::open(from).map_err(|error| DemoFault::Portrait(from.to_owned(), error))?;
    let head = portrait.crop_imm(x, y, width, height);
    head.save(&to).map_err(|error| DemoFault::Portrait(to.clone(), error))?;
    Ok(to)
}
