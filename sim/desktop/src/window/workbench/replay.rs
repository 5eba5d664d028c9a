//! A session's transcript in the window: a fresh machine's screens, one after the other, over what the
//! terminal shows. No picture of a person is in them; a transcript has none.

use super::{Refusal, Workbench};
use crate::demo::DemoFault;
use crate::window::order::ReplayOrder;
use policy::Millis;
use runtime::Transcript;
use runtime::port::Clock as _;
use runtime::transcript::MAX_BYTES;
use std::collections::VecDeque;
use std::io::Read as _;
use std::path::Path;
use terminal::{Language, Screen};
use ui::{Canvas, View};

/// No screen is shown for less or more, however long it was seen: waiting is not worth seeing.
const STAY: (u64, u64) = (500, 2_000);

/// A transcript that is shown.
pub(super) struct Replay {
    language: Language,
    /// Those to come, with the time of the session.
    coming: VecDeque<(Millis, Screen)>,
    /// When the screen that is shown has stayed for long enough.
    until: Millis,
}

impl Replay {
    /// A fresh machine shows what the session showed, or it is not shown at all.
    fn of(transcript: &Transcript) -> Result<Self, Refusal> {
        let coming = VecDeque::from(transcript.replay());
        if !coming.iter().eq(&transcript.screens) {
            return Err(Refusal::OtherScreens);
        }
        Ok(Self { language: transcript.language, coming, until: Millis(0) })
    }

    /// The next screen if it is time for it, `None` within it at the end.
    fn next(&mut self, now: Millis) -> Option<Option<Screen>> {
        if now < self.until {
            return None;
        }
        let Some((time, screen)) = self.coming.pop_front() else { return Some(None) };
        let until_next = self.coming.front().map(|(next, _)| next.0.saturating_sub(time.0));
        let stay = until_next.unwrap_or(STAY.1).clamp(STAY.0, STAY.1);
        self.until = Millis(now.0.saturating_add(stay));
        Some(Some(screen))
    }
}

impl Workbench {
    pub(super) fn replay(&mut self, order: ReplayOrder) -> Result<String, Refusal> {
        let replay = match order {
            ReplayOrder::Stop => {
                self.end_replay();
                return Ok("replay is over".into());
            }
            ReplayOrder::Last => Replay::of(self.transcript.as_ref().ok_or(Refusal::NoTranscript)?)?,
            ReplayOrder::File(path) => Replay::of(&read(&path)?)?,
        };
        let answer = format!("{} screens, as the session showed them", replay.coming.len());
        // What is expected from now on is of the replay.
        self.recent.clear();
        self.replay = Some(replay);
        self.go_on_with_replay();
        Ok(answer)
    }

    /// Shows the next screen if it is time for it.
    pub(super) fn go_on_with_replay(&mut self) {
        let now = self.place.clock.now();
        match self.replay.as_mut().and_then(|replay| replay.next(now)) {
            None => {}
            Some(None) => self.end_replay(),
            Some(Some(screen)) => {
                let view = self.view();
                let mut canvas = Canvas::new(view.size);
                let Ok(()) = ui::draw(&screen, &view, &ui::Pictures::default(), &self.fonts, &mut canvas);
                self.glass.cover(Some(canvas.bytes().to_vec()));
                self.note(screen);
            }
        }
    }

    /// What the terminal shows is seen again.
    pub(super) fn end_replay(&mut self) {
        if self.replay.take().is_some() {
            self.glass.cover(None);
            self.note(self.live);
        }
    }

    /// How what is seen is laid out.
    pub(super) fn view(&self) -> View {
        let view = self.glass.view();
        let language = self.replay.as_ref().map_or(view.language, |replay| replay.language);
        View { language, ..view }
    }
}

/// Reads a transcript's file, never more than the longest.
fn read(path: &Path) -> Result<Transcript, DemoFault> {
    let at = DemoFault::at(path);
    // Before it is opened: opening a pipe waits for its writer.
    if !std::fs::metadata(path).map_err(&at)?.is_file() {
        return Err(DemoFault::Setting("a transcript is a file"));
    }
    let longest = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut text = String::new();
    std::fs::File::open(path).map_err(&at)?.take(longest).read_to_string(&mut text).map_err(&at)?;
    Transcript::read(&text).map_err(DemoFault::Transcript)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_stays_as_long_as_it_did_within_bounds() {
        let screens = [(0, Screen::Waiting), (1_000, Screen::Reading), (1_001, Screen::Waiting)];
        let coming = screens.map(|(time, screen)| (Millis(time), screen)).into();
        let mut replay = Replay { language: Language::Japanese, coming, until: Millis(0) };
        let mut at = |now: u64| replay.next(Millis(now));
        assert_eq!(at(5_000), Some(Some(Screen::Waiting)));
        assert_eq!(at(5_999), None);
        assert_eq!(at(6_000), Some(Some(Screen::Reading)));
        assert_eq!(at(6_499), None);
        assert_eq!(at(6_500), Some(Some(Screen::Waiting)));
        assert_eq!(at(8_499), None);
        assert_eq!(at(8_500), Some(None));
    }

    #[test]
    fn what_is_no_transcript_is_refused_without_waiting() {
        for path in ["/dev/zero", "/tmp", "/no/such/file", "/proc/self/exe"] {
            assert!(read(Path::new(path)).is_err(), "{path}");
        }
    }
}
