//! The thread that reads a camera, and the newest frame.

use runtime::port::{CameraFault, Frame};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What gives frames, and may block for ever.
pub(crate) trait Source {
    /// The next frame; after an error there is none any more.
    fn next(&mut self) -> Result<Frame, CameraFault>;
}

/// Reads a source in a thread of its own and keeps its newest frame: a frame that was not fetched
/// in time is replaced, so that what is compared is what stands there now.
pub(crate) struct Feed {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    open: bool,
    newest: Option<Frame>,
    fault: Option<CameraFault>,
    /// The reader shall end.
    stopped: bool,
    /// The reader has ended and let go of the source.
    ended: bool,
}

impl Feed {
    /// Opens a source and begins to read it; waits for `limit` until it is open.
    ///
    /// Together with an error comes the feed if it may still hold the device.
    pub(crate) fn start<S: Source>(
        open: impl FnOnce() -> Result<S, CameraFault> + Send + 'static,
        limit: Duration,
    ) -> Result<Self, (CameraFault, Option<Self>)> {
        let feed = Self { shared: Arc::default() };
        let ending = Ending(Arc::clone(&feed.shared));
        let reader = std::thread::Builder::new().name("read-camera".into());
        // The handle is not kept: `ended` says all that it could.
        let started = reader.spawn(move || {
            let ending = ending;
            read(open, &ending.0);
        });
        started.map_err(|_| (CameraFault::Misbehaved, None))?;
        let state = feed.wait(limit, |state| state.open || state.ended);
        let failed = match (state.open, state.fault) {
            (true, _) => None,
            (false, fault) => Some(fault.unwrap_or(CameraFault::Silent)),
        };
        drop(state);
        match failed {
            None => Ok(feed),
            Some(fault) => {
                feed.stop(Duration::ZERO);
                let left = (!feed.has_ended()).then_some(feed);
                Err((fault, left))
            }
        }
    }

    /// The newest frame that was not fetched yet; waits for one for `limit`.
    pub(crate) fn frame(&self, limit: Duration) -> Result<Frame, CameraFault> {
        let mut state = self.wait(limit, |state| state.newest.is_some() || state.ended);
        let fault = state.fault.unwrap_or(CameraFault::Silent);
        state.newest.take().ok_or(fault)
    }

    /// Makes the reader end and waits for that for `limit`.
    pub(crate) fn stop(&self, limit: Duration) {
        let mut state = self.shared.lock();
        state.stopped = true;
        state.newest = None;
        drop(state);
        drop(self.wait(limit, |state| state.ended));
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.shared.lock().ended
    }

    fn wait(&self, limit: Duration, until: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let state = self.shared.lock();
        let waited = self.shared.changed.wait_timeout_while(state, limit, |state| !until(state));
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.stop(Duration::ZERO);
    }
}

impl Shared {
    /// Nothing is changed halfway under the lock, so a panic elsewhere did it no harm.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and wakes who waits.
    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }
}

fn read<S: Source>(open: impl FnOnce() -> Result<S, CameraFault>, shared: &Shared) {
    let mut source = match open() {
        Ok(source) => source,
        Err(fault) => return shared.change(|state| state.fault = Some(fault)),
    };
    shared.change(|state| state.open = true);
    while !shared.lock().stopped {
        match source.next() {
            Ok(frame) => shared.change(|state| state.newest = Some(frame).filter(|_| !state.stopped)),
            Err(fault) => return shared.change(|state| state.fault = Some(fault)),
        }
    }
}

/// Says that the reader has ended, also by a panic. It outlives the source, so the device is free.
struct Ending(Arc<Shared>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.change(|state| {
            if !state.stopped {
                state.fault.get_or_insert(CameraFault::Misbehaved);
            }
            state.ended = true;
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, Sender, channel};
    use zeroize::Zeroizing;

    const LONG: Duration = Duration::from_secs(30);
    const SHORT: Duration = Duration::from_millis(20);

    /// Gives what the test sends; silent until then.
    struct Hand(Receiver<Result<Frame, CameraFault>>);

    impl Source for Hand {
        fn next(&mut self) -> Result<Frame, CameraFault> {
            self.0.recv().expect("the test panicked, or wants this to")
        }
    }

    /// Says when it is inside the driver.
    struct Announced {
        enter: Sender<()>,
        hand: Hand,
    }

    impl Source for Announced {
        fn next(&mut self) -> Result<Frame, CameraFault> {
            // The test listens for the first time alone.
            let _ = self.enter.send(());
            self.hand.next()
        }
    }

    fn frame(shade: u8) -> Frame {
        Frame { width: 1, height: 1, rgb: Zeroizing::new(vec![shade; 3]) }
    }

    fn feed() -> (Feed, Sender<Result<Frame, CameraFault>>) {
        let (sender, receiver) = channel();
        let feed = Feed::start(move || Ok(Hand(receiver)), LONG).map_err(|(fault, _)| fault).unwrap();
        (feed, sender)
    }

    #[test]
    fn a_frame_is_given_once_and_silence_has_a_limit() {
        let (feed, hand) = feed();
        assert_eq!(feed.frame(SHORT).unwrap_err(), CameraFault::Silent);
        hand.send(Ok(frame(7))).unwrap();
        assert_eq!(feed.frame(LONG).unwrap().rgb[0], 7);
        assert_eq!(feed.frame(SHORT).unwrap_err(), CameraFault::Silent);
        hand.send(Err(CameraFault::Absent)).unwrap();
    }

    #[test]
    fn the_newest_frame_replaces_older_ones() {
        let (feed, hand) = feed();
        for shade in 1..=9 {
            hand.send(Ok(frame(shade))).unwrap();
        }
        let newest = |state: &State| state.newest.as_ref().is_some_and(|frame| frame.rgb[0] == 9);
        drop(feed.wait(LONG, newest));
        assert_eq!(feed.frame(LONG).unwrap().rgb[0], 9);
        hand.send(Err(CameraFault::Absent)).unwrap();
    }

    #[test]
    fn an_unplugged_camera_stays_absent() {
        let (feed, hand) = feed();
        hand.send(Ok(frame(7))).unwrap();
        hand.send(Err(CameraFault::Absent)).unwrap();
        assert_eq!(feed.frame(LONG).unwrap().rgb[0], 7);
        for _ in 0..2 {
            assert_eq!(feed.frame(LONG).unwrap_err(), CameraFault::Absent);
        }
        assert!(feed.has_ended());
    }

    #[test]
    fn a_panic_of_the_source_is_its_end_and_no_more() {
        let (feed, hand) = feed();
        drop(hand);
        assert_eq!(feed.frame(LONG).unwrap_err(), CameraFault::Misbehaved);
        assert!(feed.has_ended());
    }

    #[test]
    fn stopping_waits_for_the_device_but_not_for_ever() {
        let ((hand, frames), (enter, entered)) = (channel(), channel());
        let source = move || Ok(Announced { enter, hand: Hand(frames) });
        let feed = Feed::start(source, LONG).map_err(|(fault, _)| fault).unwrap();
        entered.recv().unwrap();
        feed.stop(SHORT);
        assert!(!feed.has_ended(), "it is still inside the driver");
        hand.send(Ok(frame(7))).unwrap();
        feed.stop(LONG);
        assert!(feed.has_ended());
        assert_eq!(feed.frame(SHORT).unwrap_err(), CameraFault::Silent, "nothing is kept of it");
    }

    #[test]
    fn a_source_that_does_not_open_says_why() {
        let refused = Feed::start(|| Err::<Hand, _>(CameraFault::Busy), LONG).err();
        assert!(matches!(refused, Some((CameraFault::Busy, None))));
        let (hand, wait) = channel::<()>();
        let stuck = Feed::start(
            move || {
                let _ = wait.recv();
                Err::<Hand, _>(CameraFault::Busy)
            },
            SHORT,
        );
        let Some((CameraFault::Silent, Some(left))) = stuck.err() else { panic!("it opened") };
        assert!(!left.has_ended());
        drop(hand);
        left.stop(LONG);
        assert!(left.has_ended());
    }
}
