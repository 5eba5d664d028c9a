//! What a terminal is composed of.

use crate::closet::Residue;
use crate::port::{
    Camera, CardFront, Clock, Display, Entropy, HolderAuthorisation, Matcher, Reader, Reception, Service,
    TerminalKey,
};
use crate::transcript::Transcript;
use card::cv::CaKey;
use policy::{Rules, Site};
use std::sync::Arc;

/// One adapter for each port.
pub struct Parts {
    /// The card reader.
    pub reader: Box<dyn Reader>,
    /// How a centre's commands reach the card, to open its key without PIN; `None` out of the box.
    pub authorisation: Option<Box<dyn HolderAuthorisation>>,
    /// The authorities for photo and chip.
    pub authorities: Vec<CaKey>,
    /// The face camera.
    pub camera: Box<dyn Camera>,
    /// The face matcher.
    pub matcher: Box<dyn Matcher>,
    /// The verification service.
    pub service: Box<dyn Service>,
    /// The terminal's key.
    pub key: Box<dyn TerminalKey>,
    /// The printed side.
    pub card_front: Box<dyn CardFront>,
    /// The screen.
    pub display: Box<dyn Display>,
    /// The feed to reception.
    pub reception: Box<dyn Reception>,
    /// Where transcripts go.
    pub chronicle: Box<dyn Chronicle>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Box<dyn Entropy>,
}

/// What a terminal is told about itself.
pub struct Settings {
    /// The rules.
    pub rules: Rules,
    /// The site's choices.
    pub site: Site,
    /// Where it stands.
    pub facility: wire::FacilityId,
}

/// Takes the transcript of each session. A device may drop them; a rig keeps them.
pub trait Chronicle {
    /// Takes one.
    fn keep(&mut self, transcript: Transcript);

    /// Hears what a session left behind: once when it has ended, once more when its screens are over.
    /// A rig holds the terminal to [`Residue::NONE`].
    fn left_behind(&mut self, _residue: Residue) {}
}
