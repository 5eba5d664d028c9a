//! The face matcher behind the runtime's port.

use face::pad::{self, Challenge, PadOutcome, Progress, Sight, Trial};
use face::{
    Capture, Grey8, Manifest, Matcher, ModelBytes, ModelError, ModelId, Reference, ReferenceFault, RgbView,
};
use policy::{ComparisonScore, Millis};
use runtime::port::{
    self, Face, Frame, Look, MatcherFault, ModelIds, Movement, Picture, Presentation, Wanted,
};
use std::fmt;
use std::path::{Path, PathBuf};
use terminal::{QualityReason, Side, UndecidedReason};
use zeroize::Zeroizing;

/// The models, and the reference and the challenge of the session that is on.
pub struct FaceMatcher {
    matcher: Matcher,
    reference: Option<Reference>,
    models: ModelIds,
    challenge: Challenge,
    /// The challenge since the first frame that could be compared.
    trial: Option<Trial>,
}

/// Why the matcher could not be started.
#[derive(Debug)]
pub enum MatcherStart {
    /// A model file can't be read. Set-up fetches it.
    Unreadable(PathBuf, std::io::Error),
    /// A model file is not the listed one, or can't be loaded.
    Model(ModelError),
}

impl fmt::Display for MatcherStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, error) => {
                write!(f, "model {}: {error}; `cargo xtask setup` fetches it", path.display())
            }
            Self::Model(error) => write!(f, "{error}; `cargo xtask setup` fetches the listed file"),
        }
    }
}

impl std::error::Error for MatcherStart {}

impl FaceMatcher {
    /// Loads the listed models from a directory. Takes some tenths of a second.
    ///
    /// # Errors
    ///
    /// [`MatcherStart`].
    pub fn load(directory: &Path) -> Result<Self, MatcherStart> {
        let manifest = Manifest::built_in().map_err(MatcherStart::Model)?;
        let detector = Listed::read(&manifest, ModelId::YuNet, directory)?;
        let embedder = Listed::read(&manifest, ModelId::SFace, directory)?;
        let files = ModelBytes { yunet: &detector.bytes, sface: &embedder.bytes };
        let matcher = Matcher::load(&manifest, files).map_err(MatcherStart::Model)?;
        let models = ModelIds { detector: detector.sha256, embedder: embedder.sha256 };
        Ok(Self { matcher, reference: None, models, challenge: Challenge::drawn(0), trial: None })
    }

    /// Looks at a frame for what it is good for: nobody is compared who looks aside.
    fn see(&self, picture: RgbView<'_>, wanted: Wanted) -> Result<(Sight, Option<Capture>), MatcherFault> {
        let turning = self.trial.as_ref().is_some_and(|trial| trial.progress() != STRAIGHT);
        let seen = apart(|| match wanted {
            Wanted::Comparison if !turning => {
                self.matcher.see(picture).map(|(sight, capture)| (sight, Some(capture)))
            }
            Wanted::Comparison | Wanted::Movement => self.matcher.watch(picture).map(|sight| (sight, None)),
        });
        seen?.map_err(|_| MatcherFault::Failed)
    }

    /// A challenge is not begun before the face can be compared: whoever is too far away is told so first.
    fn follow(&mut self, sight: &Sight, usable: bool, at: Millis) -> Progress {
        let now = u32::try_from(at.0 & u64::from(u32::MAX)).unwrap_or_default();
        if usable && self.trial.is_none() {
            self.trial = Some(Trial::new(self.challenge, now));
        }
        self.trial.as_mut().map_or(STRAIGHT, |trial| trial.see(sight, now))
    }
}

const STRAIGHT: Progress = Progress::Ask(pad::Movement::Straight);

/// The loaded models, for who compares without a terminal.
impl AsRef<Matcher> for FaceMatcher {
    fn as_ref(&self) -> &Matcher {
        &self.matcher
    }
}

/// A model file with the hash that the manifest lists for it.
struct Listed {
    bytes: Vec<u8>,
    sha256: [u8; 32],
}

impl Listed {
    fn read(manifest: &Manifest, id: ModelId, directory: &Path) -> Result<Self, MatcherStart> {
        let entry = manifest.entry(id).map_err(MatcherStart::Model)?;
        let path = directory.join(&entry.file);
        let bytes = std::fs::read(&path).map_err(|error| MatcherStart::Unreadable(path, error))?;
        Ok(Self { bytes, sha256: entry.sha256 })
    }
}

impl port::Matcher for FaceMatcher {
    fn set_reference(&mut self, photo_jp2: &[u8]) -> Result<Picture, MatcherFault> {
        self.reference = None;
        let reference = apart(|| self.matcher.reference(photo_jp2))?.map_err(|fault| match fault {
            ReferenceFault::Photo(_) => MatcherFault::PhotoMalformed,
            ReferenceFault::NoFace => MatcherFault::PhotoUnusable,
            ReferenceFault::Model(_) => MatcherFault::Failed,
        })?;
        let picture = lend(reference.photo());
        self.reference = Some(reference);
        Ok(picture)
    }

    fn begin(&mut self, draw: u8) {
        self.challenge = Challenge::drawn(draw);
        self.trial = None;
    }

    fn look(&mut self, frame: &Frame, at: Millis, wanted: Wanted) -> Result<Look, MatcherFault> {
        let picture =
            RgbView::new(frame.width, frame.height, &frame.rgb).map_err(|_| MatcherFault::Failed)?;
        let (sight, capture) = self.see(picture, wanted)?;
        let usable = matches!(capture, Some(Capture::Usable(_)));
        let presentation = presentation(self.follow(&sight, usable, at));
        let reference = self.reference.as_ref().ok_or(MatcherFault::NoReference)?;
        // What is compared is what moves: a frame in the middle of the challenge.
        let ahead = self.trial.as_ref().is_some_and(Trial::looks_ahead);
        let face = match capture {
            Some(Capture::Unusable(reason)) => Face::Unusable(quality(reason)),
            Some(Capture::Usable(probe)) if ahead => {
                Face::Scored(ComparisonScore(reference.compare(&probe).ten_thousandths()))
            }
            Some(Capture::Usable(_)) | None => Face::Followed,
        };
        Ok(Look { face, presentation })
    }

    fn forget(&mut self) {
        self.reference = None;
        self.trial = None;
    }

    fn models(&self) -> ModelIds {
        self.models
    }
}

/// Does the work on a thread that ends with it. The model runtime keeps its scratch per thread, pieces
/// of the last face in it; so the scratch is freed, and the stack given back, when a face was looked at.
/// And a decoder that panics over a hostile photo takes no more than this one look along.
fn apart<R: Send>(work: impl FnOnce() -> R + Send) -> Result<R, MatcherFault> {
    std::thread::scope(|scope| {
        let look = std::thread::Builder::new().name("look".into()).spawn_scoped(scope, work);
        look.map_err(|_| MatcherFault::Failed)?.join().map_err(|_| MatcherFault::Failed)
    })
}

fn lend(photo: &Grey8) -> Picture {
    Picture { width: photo.width(), height: photo.height(), grey: Zeroizing::new(photo.samples().to_vec()) }
}

fn presentation(progress: Progress) -> Presentation {
    match progress {
        Progress::Ask(movement) => Presentation::Asked(match movement {
            pad::Movement::Straight => Movement::Straight,
            pad::Movement::Turn(pad::Side::Left) => Movement::Turn(Side::Left),
            pad::Movement::Turn(pad::Side::Right) => Movement::Turn(Side::Right),
        }),
        Progress::Over(PadOutcome::BonaFide(_)) => Presentation::BonaFide,
        Progress::Over(PadOutcome::AttackPresentation(_)) => Presentation::Attack,
        Progress::Over(PadOutcome::Undecided(reason)) => Presentation::Undecided(match reason {
            pad::UndecidedReason::NotStill => UndecidedReason::NotStill,
            pad::UndecidedReason::DidNotTurn => UndecidedReason::DidNotTurn,
            pad::UndecidedReason::OtherSide => UndecidedReason::OtherSide,
            pad::UndecidedReason::DidNotReturn => UndecidedReason::DidNotReturn,
            pad::UndecidedReason::FaceLost => UndecidedReason::FaceLost,
        }),
    }
}

/// The nearest of the session's reasons.
const fn quality(reason: face::QualityReason) -> QualityReason {
    match reason {
        face::QualityReason::NoFace
        | face::QualityReason::TooLarge { .. }
        | face::QualityReason::EyesCovered { .. }
        | face::QualityReason::MouthCovered { .. }
        | face::QualityReason::WhiteFrame
        | face::QualityReason::BlackFrame => QualityReason::NoFace,
        face::QualityReason::SeveralFaces { .. } => QualityReason::SeveralFaces,
        face::QualityReason::TooSmall { .. } => QualityReason::TooSmall,
        face::QualityReason::BackLight { .. } | face::QualityReason::TooDark { .. } => QualityReason::TooDark,
        face::QualityReason::TooBright { .. } => QualityReason::TooBright,
        face::QualityReason::Blurred { .. } => QualityReason::Blurred,
        face::QualityReason::Turned { .. } => QualityReason::Turned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// Says when it is gone.
    struct Scratch;

    static GONE: AtomicBool = AtomicBool::new(false);

    impl Drop for Scratch {
        fn drop(&mut self) {
            GONE.store(true, Ordering::SeqCst);
        }
    }

    thread_local! {
        static KEPT: RefCell<Option<Scratch>> = const { RefCell::new(None) };
    }

    #[test]
    fn what_a_look_keeps_for_its_thread_goes_with_it() {
        assert_eq!(apart(|| KEPT.set(Some(Scratch))), Ok(()));
        assert!(GONE.load(Ordering::SeqCst));
    }

    #[test]
    fn a_look_that_panics_is_a_fault_and_no_more() {
        assert_eq!(apart(|| -> () { panic!("a decoder's bug") }), Err(MatcherFault::Failed));
    }
}
