//! Who is at the terminal: what they know, and who stands before the camera.

use super::{Refusal, Workbench};
use crate::demo::DemoFault;
use crate::demo::place::CREDENTIAL;
use crate::demo::scenario;
use crate::port::eye::Source;
use crate::port::stance::StanceFault;
use crate::window::order::{Aim, Face, Known};
use camera_files::{Fit, Reel};
use relief_head::Species;
use virtual_card::card_file::{CardFile, ReferenceName};

impl Workbench {
    /// The keys of what the holder or the staff know.
    pub(super) fn keys(&self, known: Known) -> Result<Vec<Aim>, Refusal> {
        let keys = |digits: &str| digits.bytes().map(Aim::Character).collect();
        if matches!(known, Known::Credential) {
            return Ok(keys(CREDENTIAL));
        }
        let card = CardFile::load(self.card.as_deref().ok_or(Refusal::NoCard)?)?;
        if known == Known::CheckNumber {
            let holder = card.holder().map_err(|_| Refusal::NoCard)?;
            return Ok(keys(holder.check_number_b(card.front.card_expiry).reveal()));
        }
        let pin = card.secret(ReferenceName::UserAuthentication).ok_or(Refusal::NoCard)?;
        Ok(match known {
            // Each digit's complement to nine is never the digit.
            Known::WrongPin => {
                pin.reveal().bytes().map(|digit| Aim::Character((b'0' + b'9').wrapping_sub(digit))).collect()
            }
            _ => keys(pin.reveal()),
        })
    }

    /// Somebody stands before the camera, which plays pictures then.
    pub(super) fn stand(&mut self, face: &Face) -> Result<(), DemoFault> {
        self.set_before(face)?;
        self.before.clone_from(face);
        if self.terminal.eye.source() != Source::Pictures {
            self.terminal.eye.choose(Source::Pictures);
        }
        Ok(())
    }

    fn set_before(&mut self, face: &Face) -> Result<(), DemoFault> {
        let faces = &self.bench.faces;
        let (picture, species) = match face {
            Face::None => {
                self.terminal.scene.set_reel(Reel::of_colour([0x60; 3]));
                return Ok(());
            }
            Face::Holder => faces.before_camera(scenario::Face::Holder),
            Face::Stranger => faces.before_camera(scenario::Face::Stranger),
            Face::Print => faces.before_camera(scenario::Face::Print),
            Face::File(path) => (path.as_path(), Species::ReliefHead),
        };
        let picture = picture.to_owned();
        if picture.is_dir() {
            let clip = Reel::of_clip(&picture, Fit::Letterbox).map_err(DemoFault::Picture)?;
            self.terminal.scene.set_reel(clip);
            return Ok(());
        }
        match self.bench.stand(&picture, species, &self.terminal, &self.place.clock) {
            // A picture without one face is shown as it is: there is nobody who could turn.
            Err(DemoFault::Stance(StanceFault::NoFace)) => {
                let reel = Reel::of_pictures(&[picture], Fit::Letterbox);
                self.terminal.scene.set_reel(reel.map_err(DemoFault::Picture)?);
                Ok(())
            }
            stood => stood,
        }
    }
}
