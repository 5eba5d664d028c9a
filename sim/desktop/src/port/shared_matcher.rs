//! One loaded matcher for all terminals of the demonstration: models are loaded once.

use firmware::FaceMatcher;
use policy::Millis;
use runtime::port::{Frame, Look, Matcher, MatcherFault, ModelIds, Picture, Wanted};
use std::sync::{Arc, Mutex};

/// A handle to the matcher. Sessions of the demonstration follow each other, so that its one
/// reference is always the session's own.
#[derive(Clone)]
pub struct SharedMatcher {
    matcher: Arc<Mutex<FaceMatcher>>,
    models: ModelIds,
}

impl SharedMatcher {
    /// Shares a matcher.
    pub fn new(matcher: FaceMatcher) -> Self {
        let models = matcher.models();
        Self { matcher: Arc::new(Mutex::new(matcher)), models }
    }

    /// Lends the models; `None` if a terminal died with them.
    pub fn lend<R>(&self, to: impl FnOnce(&face::Matcher) -> R) -> Option<R> {
        self.matcher.lock().ok().map(|matcher| to((*matcher).as_ref()))
    }
}

impl Matcher for SharedMatcher {
    fn set_reference(&mut self, photo_jp2: &[u8]) -> Result<Picture, MatcherFault> {
        self.matcher.lock().map_err(|_| MatcherFault::Failed)?.set_reference(photo_jp2)
    }

    fn begin(&mut self, draw: u8) {
        if let Ok(mut matcher) = self.matcher.lock() {
            matcher.begin(draw);
        }
    }

    fn look(&mut self, frame: &Frame, at: Millis, wanted: Wanted) -> Result<Look, MatcherFault> {
        self.matcher.lock().map_err(|_| MatcherFault::Failed)?.look(frame, at, wanted)
    }

    fn forget(&mut self) {
        if let Ok(mut matcher) = self.matcher.lock() {
            matcher.forget();
        }
    }

    fn models(&self) -> ModelIds {
        self.models
    }
}
