//! Presentations before the shipped detector.

use crate::people::People;
use face::pad::{Challenge, LiveShare, Movement, PadOutcome, Progress, Side, UndecidedReason};
use face::{Manifest, Matcher, ModelBytes, ModelId, Rgb8, Sight, TextureModels, Trial};
use relief_head::camera::Dice;
use relief_head::{Actor, Asked, Species};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Milliseconds from frame to frame: 15 a second.
const FRAME: u32 = 66;
/// Frames whose surface is looked at, from the first straight one on.
const SURFACES: usize = 5;

/// The loaded models.
pub(crate) struct Models {
    pub(crate) matcher: Matcher,
    /// Where its files are present.
    pub(crate) texture: Option<TextureModels>,
    pub(crate) hashes: Vec<(ModelId, String)>,
}

/// What one presentation came to.
#[derive(Clone, Copy)]
pub(crate) struct Result {
    pub(crate) species: Species,
    pub(crate) outcome: PadOutcome,
    /// Milliseconds until it was over.
    pub(crate) took: u32,
    pub(crate) live: Option<LiveShare>,
}

impl Models {
    pub(crate) fn load() -> core::result::Result<Self, String> {
        let manifest = Manifest::built_in().map_err(|error| error.to_string())?;
        let folder = rig::places::models().map_err(|error| error.to_string())?;
        let read = |id: ModelId| {
            let entry = manifest.entry(id).map_err(|error| error.to_string())?;
            let path = folder.join(&entry.file);
            std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))
        };
        let (yunet, sface) = (read(ModelId::YuNet)?, read(ModelId::SFace)?);
        let matcher = Matcher::load(&manifest, ModelBytes { yunet: &yunet, sface: &sface });
        let matcher = matcher.map_err(|error| error.to_string())?;
        let mut hashes = vec![(ModelId::YuNet, sha256(&yunet))];
        let texture = match (read(ModelId::MiniFasNetV2), read(ModelId::MiniFasNetV1Se)) {
            (Ok(v2), Ok(v1se)) => {
                hashes.push((ModelId::MiniFasNetV2, sha256(&v2)));
                hashes.push((ModelId::MiniFasNetV1Se, sha256(&v1se)));
                Some(TextureModels::load(&manifest, &v2, &v1se).map_err(|error| error.to_string())?)
            }
            _ => None,
        };
        Ok(Self { matcher, texture, hashes })
    }
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Every photograph as every species, on all cores. The order of the results does not depend on them.
pub(crate) fn all(models: &Models, people: &People) -> Vec<Result> {
    let species: Vec<Species> = [Species::ReliefHead].into_iter().chain(Species::ATTACKS).collect();
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(photograph) = people.photographs.get(number) else { return };
            let behind = people.photographs.get((number + 1) % people.photographs.len());
            for (at, species) in species.iter().enumerate() {
                let seed = u64::try_from(number * 100 + at).unwrap_or_default();
                let actor = Actor::new(*species, photograph.clone(), behind.cloned(), seed);
                let result = present(models, *species, actor, seed);
                if let Ok(mut results) = results.lock() {
                    results.push(((number, at), result));
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, core::num::NonZero::get) {
            scope.spawn(work);
        }
    });
    let mut results = results.into_inner().unwrap_or_default();
    results.sort_by_key(|(order, _)| *order);
    results.into_iter().map(|(_, result)| result).collect()
}

fn present(models: &Models, species: Species, mut actor: Actor, seed: u64) -> Result {
    let [byte, ..] = Dice::new(seed.wrapping_mul(0x9E37_79B9)).next_bits().to_le_bytes();
    // Recordings are at any moment of theirs when the challenge begins.
    let mut now = u32::from(byte) * 37;
    let began = now;
    let mut trial = Trial::new(Challenge::drawn(byte), now);
    let (mut progress, mut shares) = (trial.progress(), Vec::new());
    while let Progress::Ask(movement) = progress {
        let frame = actor.frame(asked(movement), now);
        let frame = Rgb8::new(frame.width(), frame.height(), frame.into_raw());
        let sight = frame.as_ref().ok().and_then(|frame| models.matcher.watch(frame).ok());
        let sight = sight.unwrap_or(Sight::Nobody);
        if let (Some(texture), Ok(frame), Sight::Face(sighting)) = (&models.texture, &frame, &sight)
            && shares.len() < SURFACES
        {
            shares.extend(texture.look(frame, sighting));
        }
        progress = trial.see(&sight, now);
        now += FRAME;
    }
    let outcome = match progress {
        Progress::Over(outcome) => outcome,
        Progress::Ask(_) => PadOutcome::Undecided(UndecidedReason::NotStill),
    };
    Result { species, outcome, took: now - began, live: LiveShare::mean(&shares) }
}

fn asked(movement: Movement) -> Asked {
    match movement {
        Movement::Straight => Asked::Straight,
        Movement::Turn(Side::Left) => Asked::Left,
        Movement::Turn(Side::Right) => Asked::Right,
    }
}
