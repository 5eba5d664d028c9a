//! One loaded matcher for all terminals of the demonstration: models are loaded once.

use super::viewfinder::Viewfinder;
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
    viewfinder: Option<Viewfinder>,
}

impl SharedMatcher {
    /// Shares a matcher.
    pub fn new(matcher: FaceMatcher) -> Self {
        let models = matcher.models();
        Self { matcher: Arc::new(Mutex::new(matcher)), models, viewfinder: None }
    }

    /// The same matcher, with somebody who looks on.
    #[must_use]
    pub fn watched(&self, viewfinder: Viewfinder) -> Self {
        Self { viewfinder: Some(viewfinder), ..self.clone() }
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
        let mut matcher = self.matcher.lock().map_err(|_| MatcherFault::Failed)?;
        let look = matcher.look(frame, at, wanted);
        if let (Some(viewfinder), Ok(look)) = (&self.viewfinder, &look) {
            viewfinder.see(frame, at, look, (*matcher).as_ref());
        }
        look
    }

    fn forget(&mut self) {
        if let Ok(mut matcher) = self.matcher.lock() {
            matcher.forget();
        }
        if let Some(viewfinder) = &self.viewfinder {
            viewfinder.clear();
        }
    }

    fn models(&self) -> ModelIds {
        self.models
    }
}
