//! The face worker: camera and matcher, and what makes one capture of several frames.

use super::Message;
use crate::port::{Camera, Clock, Frame, Look, Matcher, MatcherFault, Picture};
use policy::{AttackDetection, Folding, Frames};
use std::hash::{DefaultHasher, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use terminal::{CaptureOutcome, QualityReason, ReferenceOutcome, Ticket};
use zeroize::Zeroizing;

/// A sensor's noise makes every frame another. So many frames in a row that are the same to the last
/// bit come from a camera that hangs, and may show somebody who has left.
const MOST_ALIKE: u32 = 8;
/// Frames that differ, before a score counts, however good the first one is: a camera that hangs has one.
const MOMENTS: u32 = 2;
/// Frames may be looked at for this long, in milliseconds. Well under the capture's deadline.
const WINDOW: u32 = 8_000;

/// What the loop asks of the face worker.
pub(crate) enum FaceJob {
    /// Decode the chip photo and keep it as the reference.
    SetReference(Zeroizing<Vec<u8>>),
    /// Capture and compare.
    Capture,
    /// Wipe the reference.
    Forget,
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
    /// Moves on when the session that a capture belongs to is over: the capture is broken off.
    pub(crate) era: Arc<AtomicU32>,
}

impl FaceWorker {
    pub(crate) fn run(mut self, jobs: &Receiver<(Ticket, FaceJob)>, to_loop: &Sender<Message>) {
        while let Ok((ticket, job)) = jobs.recv() {
            let reply = match job {
                FaceJob::SetReference(photo) => self.set_reference(&photo),
                FaceJob::Capture => FaceReply::Captured(self.capture(to_loop)),
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

    fn set_reference(&mut self, photo: &[u8]) -> FaceReply {
        match self.matcher.set_reference(photo) {
            Ok(picture) => FaceReply::Reference(ReferenceOutcome::Genuine, Some(picture)),
            Err(
                MatcherFault::PhotoMalformed
                | MatcherFault::PhotoUnusable
                | MatcherFault::NoReference
                | MatcherFault::Failed,
            ) => FaceReply::Reference(ReferenceOutcome::Unreadable, None),
        }
    }

    fn capture(&mut self, to_loop: &Sender<Message>) -> CaptureOutcome {
        if self.camera.start().is_err() {
            return CaptureOutcome::PartFailed;
        }
        let outcome = self.look_at_frames(to_loop);
        self.camera.stop();
        outcome
    }

    fn look_at_frames(&mut self, to_loop: &Sender<Message>) -> CaptureOutcome {
        let era = self.era.load(Ordering::Acquire);
        let until = self.clock.now().after(WINDOW);
        let mut frames = Frames::default();
        let mut reason = QualityReason::NoFace;
        let mut still = Still::default();
        let goes_on = || self.clock.now() < until && self.era.load(Ordering::Acquire) == era;
        let mut moments = 0u32;
        while !(frames.settled(&self.folding) && moments >= MOMENTS) && goes_on() {
            let Ok(frame) = self.camera.frame() else {
                return CaptureOutcome::PartFailed;
            };
            match still.see(&frame) {
                0 => moments = moments.saturating_add(1),
                MOST_ALIKE.. => return CaptureOutcome::PartFailed,
                // One look at one moment counts once.
                _ => continue,
            }
            if frames.settled(&self.folding) {
                continue;
            }
            match self.matcher.look(&frame) {
                Ok(Look::Scored(score)) => frames = frames.with(score),
                Ok(Look::Unusable(why)) => reason = why,
                Err(_) => return CaptureOutcome::PartFailed,
            }
            // The preview is best effort: a loop that is gone needs none.
            let _ = to_loop.send(Message::Preview(frame));
        }
        match frames.score() {
            Some(_) if moments < MOMENTS => CaptureOutcome::PartFailed,
            Some(score) => CaptureOutcome::Scored { score, detection: AttackDetection::None },
            None => CaptureOutcome::Unusable(reason),
        }
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
