//! The shipped pipeline on labelled pictures.

use crate::condition::Condition;
use crate::crew;
use crate::fault::Fault;
use crate::picture::{Subject, lossless, shown};
use crate::scores::Source;
use error_rates::List;
use face::{Capture, Eyes, Grey8, Manifest, Matcher, ModelBytes, ModelId, Probe, QualityReason, Reference};
use image::RgbImage;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use virtual_card::pictures::Photo;

/// The reference's way from the labelled picture to the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Card {
    /// Grey, 378×472, JPEG 2000 of about so many bytes, decoded as from a card.
    Bytes(u32),
    /// Grey, 378×472, not through the card.
    Lossless,
    /// The first of `CARD_SIZES` that is whole, but its mirror image is not looked at.
    OneWay,
}

/// What the average chip photo has (card.md 5.2; face.md 6.2).
pub(crate) const USUAL: Card = Card::Bytes(6_000);
/// The ways that are compared with the usual one.
pub(crate) const CARDS: [Card; 5] =
    [Card::Bytes(2_000), Card::Bytes(3_000), Card::Bytes(20_000), Card::Lossless, Card::OneWay];

impl Card {
    /// Its name in the ledger.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Bytes(bytes) => format!("{} KB", bytes / 1000),
            Self::Lossless => "lossless, not through the card".into(),
            Self::OneWay => "6 KB, without its mirror image".into(),
        }
    }
}

/// A live picture, taken or not.
pub(crate) type Taken = Result<Probe, &'static str>;

/// The matcher and the pictures.
pub(crate) struct Bench {
    pub(crate) matcher: Matcher,
    pub(crate) list: List,
    pub(crate) seed: u64,
    /// Where the eyes are in each picture, once somebody has looked.
    eyes: Vec<OnceLock<Option<Eyes>>>,
}

impl Bench {
    pub(crate) fn new(list: List, seed: u64) -> Result<Self, Fault> {
        let eyes = list.pictures.iter().map(|_| OnceLock::new()).collect();
        Ok(Self { matcher: matcher()?, list, seed, eyes })
    }

    /// The labelled picture `at`; `None` if the detector finds nobody in it.
    fn subject(&self, at: usize) -> Result<Option<Subject>, Fault> {
        match self.list.pictures.get(at).zip(self.eyes.get(at)) {
            Some((picture, eyes)) => Subject::read(&picture.path, &self.matcher, eyes),
            None => Ok(None),
        }
    }

    /// Whether a person is of the group of this name.
    pub(crate) fn is_of(&self, person: usize, name: &str) -> bool {
        self.list.groups.get(person).is_some_and(|group| group == name)
    }

    /// Where a picture comes from.
    pub(crate) fn source(&self, at: usize) -> Source {
        let person = self.list.pictures.get(at).map_or(usize::MAX, |picture| picture.person);
        Source { person, pictures: vec![at] }
    }

    /// Takes pictures as camera frames in a condition.
    pub(crate) fn probes(&self, pictures: &[usize], condition: Condition) -> Result<Vec<Taken>, Fault> {
        let name = format!("live, {}", condition.name());
        self.changed(&name, pictures, |subject, at| {
            Ok(condition.frame(subject, self.seed ^ u64::try_from(at).unwrap_or(0)))
        })
    }

    /// Takes pictures as camera frames that `change` makes.
    pub(crate) fn changed(
        &self,
        name: &str,
        pictures: &[usize],
        change: impl Fn(&Subject, usize) -> Result<RgbImage, Fault> + Sync,
    ) -> Result<Vec<Taken>, Fault> {
        crew::each(name, pictures.len(), |n| {
            let at = pictures.get(n).copied().unwrap_or(usize::MAX);
            let Some(subject) = self.subject(at)? else { return Ok(Err(NOBODY)) };
            match self.matcher.capture(&shown(change(&subject, at)?)?)? {
                Capture::Usable(probe) => Ok(Ok(probe)),
                Capture::Unusable(reason) => Ok(Err(reason_name(reason))),
            }
        })
    }

    /// Makes references of pictures and hands each to `then` at once, so that no more photos are in
    /// memory than threads. `None` where the photo has no face.
    pub(crate) fn references<T: Send>(
        &self,
        pictures: &[usize],
        card: Card,
        then: impl Fn(usize, Option<Reference>) -> T + Sync,
    ) -> Result<Vec<T>, Fault> {
        crew::each(&format!("card, {}", card.name()), pictures.len(), |n| {
            let at = pictures.get(n).copied().unwrap_or(usize::MAX);
            Ok(then(at, self.reference(at, card)?))
        })
    }

    fn reference(&self, at: usize, card: Card) -> Result<Option<Reference>, Fault> {
        let Some(subject) = self.subject(at)? else { return Ok(None) };
        let token = subject.token();
        let made = match card {
            Card::Bytes(bytes) => self.matcher.reference(Photo::of_size(&token, bytes)?.jp2()),
            Card::Lossless => self.matcher.reference_of(lossless(token)?),
            Card::OneWay => self.matcher.reference_one_way(through_the_card(&token)?),
        };
        match made {
            Ok(reference) => Ok(Some(reference)),
            Err(face::ReferenceFault::Model(fault)) => Err(fault.into()),
            Err(face::ReferenceFault::Photo(_) | face::ReferenceFault::NoFace) => Ok(None),
        }
    }

    /// Of how many live pictures nothing was taken, by reason.
    pub(crate) fn reasons(taken: &[Taken]) -> BTreeMap<&'static str, usize> {
        let mut count = BTreeMap::new();
        for reason in taken.iter().filter_map(|taken| taken.as_ref().err()) {
            *count.entry(*reason).or_insert(0) += 1;
        }
        count
    }
}

/// The listed models, checked as the terminal checks them.
pub(crate) fn matcher() -> Result<Matcher, Fault> {
    let manifest = Manifest::built_in()?;
    let folder = rig::places::models().map_err(|fault| Fault::Setup(fault.to_string()))?;
    let read = |id| {
        let path = folder.join(&manifest.entry(id)?.file);
        std::fs::read(&path).map_err(Fault::file(&path))
    };
    let (yunet, sface) = (read(ModelId::YuNet)?, read(ModelId::SFace)?);
    Ok(Matcher::load(&manifest, ModelBytes { yunet: &yunet, sface: &sface })?)
}

/// A photo of the usual size, decoded as from a card.
pub(crate) fn through_the_card(grey: &image::GrayImage) -> Result<Grey8, Fault> {
    let Card::Bytes(bytes) = USUAL else { return lossless(grey.clone()) };
    let photo = Photo::of_size(grey, bytes)?;
    face::decode_photo(photo.jp2()).map_err(|_| Fault::LedgerMalformed("a photo that its own card can show"))
}

/// The detector finds nobody in the labelled picture itself.
const NOBODY: &str = "nobody found in the picture itself";

pub(crate) const fn reason_name(reason: QualityReason) -> &'static str {
    match reason {
        QualityReason::NoFace => "no face",
        QualityReason::SeveralFaces { .. } => "several faces",
        QualityReason::TooSmall { .. } => "too far",
        QualityReason::TooDark { .. } => "too dark",
        QualityReason::TooBright { .. } => "too bright",
        QualityReason::Turned { .. } => "turned",
        QualityReason::Blurred { .. } => "blurred",
        QualityReason::TooLarge { .. } => "too near",
        QualityReason::BackLight { .. } => "back light",
        QualityReason::EyesCovered { .. } => "eyes covered",
        QualityReason::MouthCovered { .. } => "mouth covered",
        QualityReason::WhiteFrame => "white frame",
        QualityReason::BlackFrame => "black frame",
    }
}
