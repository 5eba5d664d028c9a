//! Obeys orders: moves the card, the people, and what is made to fail.

mod camera;
mod outcome;
mod people;
mod replay;
mod telling;

use outcome::Awaited;
pub use outcome::{Outcome, Refusal, Wait};
use replay::Replay;

use super::order::{Aim, Card, Face, Order, Wanted};
use crate::demo::DemoFault;
use crate::demo::bench::Bench;
use crate::demo::body::Terminal;
use crate::demo::place::Place;
use crate::demo::run::noon;
use crate::demo::scenario::ORDINARY;
use crate::demo::scenarios::TODAY;
use crate::port::window::Glass;
use embedded_graphics::prelude::{Point, Size};
use policy::Millis;
use rig::{Moment, Torn};
use runtime::Transcript;
use runtime::port::{Clock as _, ReceptionMessage};
use std::path::{Path, PathBuf};
use terminal::Screen;

/// Buttons come within so long.
const TOUCH_PATIENCE: u64 = 3_000;
/// Screens that are remembered for `expect`.
const REMEMBERED: usize = 256;

/// The bench with one terminal.
pub struct Workbench {
    bench: Bench,
    place: Place,
    terminal: Terminal,
    glass: Glass,
    fonts: ui::Fonts,
    card: Option<PathBuf>,
    /// Who stands before the camera when it plays pictures.
    before: Face,
    /// What is seen: the terminal's screen, or that of a replay over it.
    screen: Screen,
    live: Screen,
    replay: Option<Replay>,
    recent: Vec<Screen>,
    heard: Vec<ReceptionMessage>,
    transcript: Option<Transcript>,
    service: bool,
    answered: String,
    cards: u32,
}

impl Workbench {
    /// Sets the site up and switches the terminal on.
    ///
    /// # Errors
    ///
    /// [`DemoFault`].
    pub fn set_up(mut bench: Bench, glass: Glass) -> Result<Self, DemoFault> {
        let directory = folder(&bench.directory, "card-0")?;
        let first = bench.issue("normal", TODAY, &directory)?;
        let site = folder(&bench.directory, "site")?;
        let place = Place::set_up(&bench, site, noon(TODAY), ORDINARY, &first)?;
        let terminal = place.switch_on_behind(&bench, 0, Some(glass.clone()))?;
        let fonts = ui::Fonts::new(bench.fonts.clone());
        let fonts = fonts.map_err(|_| DemoFault::Font(PathBuf::from("of the screens")))?;
        let mut workbench = Self {
            bench,
            place,
            terminal,
            glass,
            fonts,
            card: Some(first),
            before: Face::Holder,
            screen: Screen::Waiting,
            live: Screen::Waiting,
            replay: None,
            recent: Vec::new(),
            heard: Vec::new(),
            transcript: None,
            service: true,
            answered: String::new(),
            cards: 0,
        };
        workbench.stand(&Face::Holder)?;
        Ok(workbench)
    }

    /// Takes in what happened since the last time.
    pub fn notice(&mut self) {
        while let Ok(screen) = self.terminal.screens.try_recv() {
            self.live = screen;
            if self.replay.is_none() {
                self.note(screen);
            }
        }
        self.go_on_with_replay();
        if !self.terminal.eye.is_on() {
            self.glass.viewfinder().put_out();
        }
        let old = self.recent.len().saturating_sub(REMEMBERED);
        self.recent.drain(..old);
        self.heard.extend(self.terminal.reception.take());
        let old = self.heard.len().saturating_sub(3);
        self.heard.drain(..old);
        while let Ok(transcript) = self.terminal.transcripts.try_recv() {
            self.transcript = Some(transcript);
        }
    }

    fn note(&mut self, screen: Screen) {
        self.screen = screen;
        self.recent.push(screen);
    }

    /// Obeys a line.
    ///
    /// # Errors
    ///
    /// [`Refusal`].
    pub fn obey(&mut self, line: &[u8]) -> Result<Outcome, Refusal> {
        match Order::read(line).map_err(Refusal::Misread)? {
            Order::TouchAt(..) | Order::Touch(_) | Order::Type(_) if self.replay.is_some() => {
                Err(Refusal::Replaying)
            }
            Order::Touch(aim) => Ok(self.waits(Awaited::Touchable(vec![aim]), TOUCH_PATIENCE)),
            Order::Type(known) => {
                let keys = self.keys(known)?;
                Ok(self.waits(Awaited::Touchable(keys), TOUCH_PATIENCE))
            }
            Order::Expect(wanted, within) => {
                let within = u64::try_from(within.as_millis()).unwrap_or(u64::MAX);
                Ok(self.waits(Awaited::Shown(wanted), within))
            }
            Order::Quit => Ok(Outcome::Ends),
            other => self.carry_out(other).map(Outcome::Done),
        }
    }

    /// What is done at once, and what is answered then.
    fn carry_out(&mut self, order: Order) -> Result<String, Refusal> {
        let said = match order {
            Order::Insert(card) => self.insert(card).map(|()| "inserted")?,
            Order::Remove => self.bench.first.remove().map(|()| "removed")?,
            Order::RemoveAfter(count) => self.tear_after(count).map(|()| "will be removed")?,
            Order::TouchAt(x, y) => self.touch(Point::new(x, y)).map(|()| "touched")?,
            Order::Face(face) => self.stand(&face).map(|()| "stands there")?,
            Order::Camera(order) => return self.set_camera(order),
            Order::Service(up) => self.serve(up).map(|()| "service set")?,
            Order::Clock(seconds) => self.skip(seconds),
            Order::Shot(path) => self.shot(&path).map(|()| "saved")?,
            Order::Transcript(path) => self.save_transcript(&path).map(|()| "saved")?,
            Order::Apdu(path) => save(&path, &self.terminal.commands.text()).map(|()| "saved")?,
            Order::Replay(order) => return self.replay(order),
            Order::Size(size) => self.switch_on_with(size).map(|()| "switched on anew")?,
            Order::State => return self.state(),
            // They wait, or end everything, above.
            Order::Touch(_) | Order::Type(_) | Order::Expect(..) | Order::Quit => "",
        };
        Ok(said.to_owned())
    }

    fn tear_after(&mut self, count: u64) -> Result<(), Refusal> {
        Ok(self.bench.first.tear(Torn::AfterCommands(count), Moment::Before)?)
    }

    fn skip(&self, seconds: u64) -> &'static str {
        self.place.clock.skip(seconds.saturating_mul(1000));
        "time passed"
    }

    fn save_transcript(&self, path: &Path) -> Result<(), Refusal> {
        let transcript = self.transcript.as_ref().ok_or(Refusal::NoTranscript)?;
        Ok(save(path, &transcript.write())?)
    }

    /// Switches the terminal off, and on again with another screen. Whoever stood there still does.
    fn switch_on_with(&mut self, size: Size) -> Result<(), Refusal> {
        self.end_replay();
        self.notice();
        self.terminal.switch_off();
        self.glass.resize(size);
        let (source, before) = (self.terminal.eye.source(), self.before.clone());
        let lain = self.bench.first.stats()?.present.then(|| self.card.clone()).flatten();
        self.terminal = self.place.switch_on_behind(&self.bench, 0, Some(self.glass.clone()))?;
        self.terminal.front.lay(lain);
        self.stand(&before)?;
        self.terminal.eye.choose(source);
        Ok(())
    }

    fn waits(&self, what: Awaited, milliseconds: u64) -> Outcome {
        let until = Millis(self.place.clock.now().0.saturating_add(milliseconds));
        Outcome::Waits(Wait { what, until })
    }

    /// Whether what is waited for has happened; `None` if it may still.
    pub fn look_for(&mut self, wait: &Wait) -> Option<Result<String, Refusal>> {
        let (found, missing) = match &wait.what {
            Awaited::Shown(wanted) => (self.was_shown(wanted).then(|| self.name()), Refusal::NotShown),
            Awaited::Touchable(aims) => {
                (self.touch_all(aims).then(|| "touched".to_owned()), Refusal::NothingThere)
            }
        };
        match found {
            Some(answer) => Some(Ok(answer)),
            None if self.place.clock.now() >= wait.until => Some(Err(missing)),
            None => None,
        }
    }

    /// A screen counts once: what is expected next comes after it.
    fn was_shown(&mut self, wanted: &Wanted) -> bool {
        match self.recent.iter().position(|screen| wanted.is(screen)) {
            Some(at) => {
                self.recent.drain(..=at);
                true
            }
            None => wanted.is(&self.screen),
        }
    }

    fn touch_all(&self, aims: &[Aim]) -> bool {
        let scene = ui::layout::scene(&self.screen, &self.glass.view());
        let point = |aim: &Aim| {
            let target = scene.targets().iter().find(|target| aim.is(target.action))?;
            let area = target.area;
            Some(Point::new(area.x + area.width / 2, area.y + area.height / 2))
        };
        let Some(points) = aims.iter().map(point).collect::<Option<Vec<_>>>() else { return false };
        points.into_iter().all(|point| self.touch(point).is_ok())
    }

    fn touch(&self, point: Point) -> Result<(), Refusal> {
        let input = self.glass.touched(point).ok_or(Refusal::NothingThere)?;
        self.terminal.hand.touch(input);
        Ok(())
    }

    fn insert(&mut self, card: Card) -> Result<(), Refusal> {
        let path = match card {
            Card::Again => self.card.clone().ok_or(Refusal::NoCard)?,
            Card::File(path) => path,
            Card::New(profile) => {
                self.cards = self.cards.saturating_add(1);
                let directory = folder(&self.bench.directory, &format!("card-{}", self.cards))?;
                let path = self.bench.issue(&profile, TODAY, &directory)?;
                self.place.tell_centre(&path)?;
                path
            }
        };
        self.terminal.front.lay(Some(path.clone()));
        self.bench.first.insert(&path)?;
        self.card = Some(path);
        Ok(())
    }

    fn serve(&mut self, up: bool) -> Result<(), Refusal> {
        match (self.service, up) {
            (false, true) => self.place.start_service()?,
            (true, false) => self.place.stop_service(),
            _ => {}
        }
        self.service = up;
        Ok(())
    }
}

fn save(path: &Path, text: &str) -> Result<(), DemoFault> {
    std::fs::write(path, text).map_err(DemoFault::at(path))
}

fn folder(inside: &Path, name: &str) -> Result<PathBuf, DemoFault> {
    let directory = inside.join(name);
    std::fs::create_dir_all(&directory).map_err(DemoFault::at(&directory))?;
    Ok(directory)
}
