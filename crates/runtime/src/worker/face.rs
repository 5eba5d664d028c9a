//! The face worker: camera and matcher, and what makes one capture of several frames.

use super::Message;
use super::prompt::Prompter;
use crate::port::{Camera, Clock, Face, Frame, Look, Matcher, MatcherFault, Picture, Presentation, Wanted};
use policy::{AttackDetection, ComparisonScore, Folding, Frames, Millis};
use std::hash::{DefaultHasher, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use terminal::{CaptureOutcome, QualityReason, ReferenceOutcome, Ticket};
use zeroize::Zeroizing;

/// A sensor's noise makes every frame another. So many frames in a row that are the same to the last
/// bit come from a camera that hangs, and may show somebody who has left.
const MOST_ALIKE: u32 = 8;
/// Milliseconds for the first usable face. With the movement (13 s, `face::pad`) well under the capture's
/// deadline.
const FOR_A_FACE: u32 = 8_000;
/// Milliseconds for a whole capture.
const WINDOW: u32 = 22_000;

/// What the loop asks of the face worker.
pub(crate) enum FaceJob {
    /// Decode the chip photo and keep it as the reference, of which the card said this.
    SetReference(Zeroizing<Vec<u8>>, ReferenceOutcome),
    /// Capture and compare.
    Capture(Capture),
    /// Wipe the reference.
    Forget,
}

/// A capture that is wanted.
#[derive(Clone, Copy)]
pub(crate) struct Capture {
    /// It is broken off, or not begun, when the era is another one.
    pub(crate) era: u32,
    /// A random byte: which movement is asked for.
    pub(crate) draw: u8,
}

/// What the face worker answers.
pub(crate) enum FaceReply {
    Reference(ReferenceOutcome, Option<Picture>),
    Captured(CaptureOutcome),
}

/// The worker's parts.
pub(crate) struct FaceWorker {
    pub(crate) camera: Box<dyn Camera>,
    pub(crate) matcher: Box<dyn Matcher>,
    pub(crate) clock: Arc<dyn Clock>,
    /// How the frames of a capture become one score.
    pub(crate) folding: Folding,
    /// Moves on when nobody waits for a capture any more.
    pub(crate) era: Arc<AtomicU32>,
}

impl FaceWorker {
    pub(crate) fn run(mut self, jobs: &Receiver<(Ticket, FaceJob)>, to_loop: &Sender<Message>) {
        while let Ok((ticket, job)) = jobs.recv() {
            let reply = match job {
                FaceJob::SetReference(photo, genuine) => self.set_reference(&photo, genuine),
                FaceJob::Capture(capture) => {
                    FaceReply::Captured(self.capture(capture, &mut Prompter::new(ticket, to_loop)))
                }
                FaceJob::Forget => {
                    self.matcher.forget();
                    continue;
                }
            };
            if to_loop.send(Message::Face(ticket, reply)).is_err() {
                return;
            }
        }
    }

    fn set_reference(&mut self, photo: &[u8], genuine: ReferenceOutcome) -> FaceReply {
        match self.matcher.set_reference(photo) {
            Ok(picture) => FaceReply::Reference(genuine, Some(picture)),
            Err(
                MatcherFault::PhotoMalformed
                | MatcherFault::PhotoUnusable
                | MatcherFault::NoReference
                | MatcherFault::Failed,
            ) => FaceReply::Reference(ReferenceOutcome::Unreadable, None),
        }
    }

    fn capture(&mut self, capture: Capture, prompter: &mut Prompter<'_>) -> CaptureOutcome {
        let mut so_far = SoFar::new(self.folding, self.clock.now());
        if !self.is_wanted(capture) {
            return so_far.unusable();
        }
        if self.camera.start().is_err() {
            return CaptureOutcome::PartFailed;
        }
        self.matcher.begin(capture.draw);
        let outcome = self.look_at_frames(capture, &mut so_far, prompter);
        self.camera.stop();
        outcome
    }

    fn is_wanted(&self, capture: Capture) -> bool {
        self.era.load(Ordering::Acquire) == capture.era
    }

    fn look_at_frames(
        &mut self,
        capture: Capture,
        so_far: &mut SoFar,
        prompter: &mut Prompter<'_>,
    ) -> CaptureOutcome {
        let mut still = Still::default();
        while self.is_wanted(capture) && self.clock.now() < so_far.until {
            let Ok(frame) = self.camera.frame() else {
                return CaptureOutcome::PartFailed;
            };
            match still.see(&frame) {
                0 => {}
                MOST_ALIKE.. => return CaptureOutcome::PartFailed,
                // One look at one moment counts once.
                _ => continue,
            }
            let Ok(look) = self.matcher.look(&frame, self.clock.now(), so_far.wanted()) else {
                return CaptureOutcome::PartFailed;
            };
            prompter.saw(&look);
            prompter.preview(frame);
            if let Some(outcome) = so_far.after(look) {
                return outcome;
            }
        }
        so_far.unusable()
    }
}

/// What the frames of a capture have shown.
struct SoFar {
    folding: Folding,
    frames: Frames,
    /// What was wrong with the last frame that was not usable.
    reason: QualityReason,
    begun: Millis,
    until: Millis,
}

impl SoFar {
    fn new(folding: Folding, now: Millis) -> Self {
        let until = now.after(FOR_A_FACE);
        Self { folding, frames: Frames::default(), reason: QualityReason::NoFace, begun: now, until }
    }

    const fn unusable(&self) -> CaptureOutcome {
        CaptureOutcome::Unusable(self.reason)
    }

    /// Frames are compared until their score stands.
    fn wanted(&self) -> Wanted {
        if self.frames.settled(&self.folding) { Wanted::Movement } else { Wanted::Comparison }
    }

    /// The outcome, where this look brings it. Without the movement none is accepted; a comparison that
    /// has failed is known before, and spares the patient the rest of it.
    fn after(&mut self, look: Look) -> Option<CaptureOutcome> {
        match look.face {
            Face::Unusable(reason) => self.reason = reason,
            Face::Scored(score) => self.frames = self.frames.with(score),
            Face::Followed => {}
        }
        if !matches!(look.face, Face::Unusable(_)) {
            self.until = self.begun.after(WINDOW);
        }
        match look.presentation {
            Presentation::Asked(_) => {
                self.failed().map(|score| CaptureOutcome::Scored { score, detection: AttackDetection::None })
            }
            Presentation::BonaFide => Some(self.frames.score().map_or(self.unusable(), |score| {
                CaptureOutcome::Scored { score, detection: AttackDetection::Movement }
            })),
            Presentation::Attack => Some(CaptureOutcome::AttackPresentation),
            Presentation::Undecided(reason) => Some(CaptureOutcome::Undecided(reason)),
        }
    }

    /// The score that stands and is too low.
    fn failed(&self) -> Option<ComparisonScore> {
        let low = |score: &ComparisonScore| *score < self.folding.early_accept;
        self.frames.score().filter(|score| self.frames.settled(&self.folding) && low(score))
    }
}

/// Notices frames that are the same. Of a frame it keeps 64 bits for as long as the capture.
#[derive(Default)]
struct Still {
    last: Option<u64>,
    alike: u32,
}

impl Still {
    /// How many frames right before this one were the same.
    fn see(&mut self, frame: &Frame) -> u32 {
        let mut hasher = DefaultHasher::new();
        hasher.write_u32(frame.width);
        hasher.write(&frame.rgb);
        let seen = Some(hasher.finish());
        self.alike = if seen == self.last { self.alike.saturating_add(1) } else { 0 };
        self.last = seen;
        self.alike
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_frames_that_are_the_same_to_the_last_bit_are_still() {
        let frame = |last| Frame { width: 1, height: 1, rgb: Zeroizing::new(vec![7, 7, last]) };
        let mut still = Still::default();
        let seen: Vec<u32> = [1, 1, 1, 2, 2, 1].map(|last| still.see(&frame(last))).into();
        assert_eq!(seen, [0, 1, 2, 0, 1, 0]);
    }
}
