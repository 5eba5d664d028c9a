//! Obeys orders: moves the card, the people, and what is made to fail.

mod outcome;
mod telling;

use outcome::Awaited;
pub use outcome::{Outcome, Refusal, Wait};

use super::order::{Aim, CameraState, Card, Face, Known, Order, Wanted};
use crate::demo::DemoFault;
use crate::demo::bench::Bench;
use crate::demo::body::Terminal;
use crate::demo::place::{CREDENTIAL, Place};
use crate::demo::run::noon;
use crate::demo::scenario::{self, ORDINARY};
use crate::demo::scenarios::TODAY;
use crate::port::stance::StanceFault;
use crate::port::window::Glass;
use camera_files::{Fault, Fit, Reel, Upset};
use embedded_graphics::prelude::Point;
use policy::Millis;
use relief_head::Species;
use rig::{Moment, Torn};
use runtime::Transcript;
use runtime::port::{Clock as _, ReceptionMessage};
use std::path::{Path, PathBuf};
use terminal::Screen;
use virtual_card::card_file::{CardFile, ReferenceName};

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
    screen: Screen,
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
            screen: Screen::Waiting,
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
            self.screen = screen;
            self.recent.push(screen);
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

    /// Obeys a line.
    ///
    /// # Errors
    ///
    /// [`Refusal`].
    pub fn obey(&mut self, line: &[u8]) -> Result<Outcome, Refusal> {
        let done = |what: &str| Ok(Outcome::Done(what.to_owned()));
        match Order::read(line).map_err(Refusal::Misread)? {
            Order::Insert(card) => self.insert(card).map(|()| Outcome::Done("inserted".into())),
            Order::Remove => {
                self.bench.first.remove()?;
                done("removed")
            }
            Order::RemoveAfter(count) => {
                self.bench.first.tear(Torn::AfterCommands(count), Moment::Before)?;
                done("will be removed")
            }
            Order::TouchAt(x, y) => {
                self.touch(Point::new(x, y))?;
                done("touched")
            }
            Order::Touch(aim) => Ok(self.waits(Awaited::Touchable(vec![aim]), TOUCH_PATIENCE)),
            Order::Type(known) => {
                let keys = self.keys(known)?;
                Ok(self.waits(Awaited::Touchable(keys), TOUCH_PATIENCE))
            }
            Order::Face(face) => {
                self.stand(&face)?;
                done("stands there")
            }
            Order::Camera(state) => {
                self.terminal.scene.set_fault(fault(state));
                done("camera set")
            }
            Order::Service(up) => self.serve(up).map(|()| Outcome::Done("service set".into())),
            Order::Clock(seconds) => {
                self.place.clock.skip(seconds.saturating_mul(1000));
                done("time passed")
            }
            Order::Expect(wanted, within) => {
                let within = u64::try_from(within.as_millis()).unwrap_or(u64::MAX);
                Ok(self.waits(Awaited::Shown(wanted), within))
            }
            Order::Shot(path) => self.shot(&path).map(|()| Outcome::Done("saved".into())),
            Order::Transcript(path) => {
                let transcript = self.transcript.as_ref().ok_or(Refusal::NoTranscript)?;
                std::fs::write(&path, transcript.write()).map_err(DemoFault::at(&path))?;
                done("saved")
            }
            Order::State => self.state().map(Outcome::Done),
            Order::Quit => Ok(Outcome::Ends),
        }
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

    /// The keys of what the holder or the staff know.
    fn keys(&self, known: Known) -> Result<Vec<Aim>, Refusal> {
        let keys = |digits: &str| digits.bytes().map(Aim::Character).collect();
        if matches!(known, Known::Credential) {
            return Ok(keys(CREDENTIAL));
        }
        let card = CardFile::load(self.card.as_deref().ok_or(Refusal::NoCard)?)?;
        if known == Known::CheckNumber {
            let holder = card.holder().map_err(|_| Refusal::NoCard)?;
            return Ok(keys(holder.check_number_b(card.front.card_expiry).reveal()));
        }
        let pin = card.secret(ReferenceName::UserAuthentication).ok_or(Refusal::NoCard)?;
        Ok(match known {
            // Each digit's complement to nine is never the digit.
            Known::WrongPin => {
                pin.reveal().bytes().map(|digit| Aim::Character((b'0' + b'9').wrapping_sub(digit))).collect()
            }
            _ => keys(pin.reveal()),
        })
    }

    fn stand(&mut self, face: &Face) -> Result<(), DemoFault> {
        let faces = &self.bench.faces;
        let (picture, species) = match face {
            Face::None => {
                self.terminal.scene.set_reel(Reel::of_colour([0x60; 3]));
                return Ok(());
            }
            Face::Holder => faces.before_camera(scenario::Face::Holder),
            Face::Stranger => faces.before_camera(scenario::Face::Stranger),
            Face::Print => faces.before_camera(scenario::Face::Print),
            Face::File(path) => (path.as_path(), Species::ReliefHead),
        };
        let picture = picture.to_owned();
        match self.bench.stand(&picture, species, &self.terminal, &self.place.clock) {
            // A picture without one face is shown as it is: there is nobody who could turn.
            Err(DemoFault::Stance(StanceFault::NoFace)) => {
                let reel = Reel::of_pictures(&[picture], Fit::Letterbox);
                self.terminal.scene.set_reel(reel.map_err(DemoFault::Picture)?);
                Ok(())
            }
            stood => stood,
        }
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

fn fault(state: CameraState) -> Option<Fault> {
    match state {
        CameraState::Good => None,
        CameraState::None => Some(Fault::at_once(Upset::Absent)),
        CameraState::Frozen => Some(Fault::at_once(Upset::Frozen)),
        CameraState::Black => Some(Fault::at_once(Upset::Black)),
    }
}

fn folder(inside: &Path, name: &str) -> Result<PathBuf, DemoFault> {
    let directory = inside.join(name);
    std::fs::create_dir_all(&directory).map_err(DemoFault::at(&directory))?;
    Ok(directory)
}
