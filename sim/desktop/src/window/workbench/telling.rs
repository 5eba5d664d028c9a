//! What the workbench tells of itself: its state, the board beside the screen, a picture.

use super::{Refusal, Workbench};
use crate::demo::DemoFault;
use crate::window::board::{Board, Plan};
use embedded_graphics::prelude::{DrawTargetExt as _, Point};
use embedded_graphics::primitives::Rectangle;
use runtime::port::ReceptionMessage;
use std::path::Path;
use terminal::ReceptionNotice;
use ui::Canvas;

/// As many commands as the largest window has room for.
const ROOM: usize = 40;

impl Workbench {
    pub(super) fn name(&self) -> String {
        format!("{:?}", self.screen)
    }

    pub(super) fn state(&mut self) -> Result<String, Refusal> {
        Ok(format!("{}, camera {}, screen {}", self.counts()?, self.camera(), self.name()))
    }

    fn counts(&mut self) -> Result<String, Refusal> {
        let stats = self.bench.first.stats()?;
        let card = if stats.present { "in" } else { "out" };
        let service = if self.service { "up" } else { "down" };
        let verifies: u64 = stats.verifies.values().sum();
        let commands = stats.commands;
        Ok(format!("card {card}, {commands} commands, {verifies} VERIFY, service {service}"))
    }

    /// Remembers what the bench answered last, to be shown.
    pub fn answered(&mut self, answer: String) {
        self.answered = answer;
    }

    /// What the window tells.
    pub fn board(&mut self) -> Board {
        let state = self.counts().unwrap_or_else(|refusal| refusal.to_string());
        let ended = self.transcript.as_ref().and_then(|transcript| transcript.ended);
        let mut lines = vec![
            ("State", state),
            ("Screen", self.name()),
            ("Last session", ended.map_or("none yet".into(), |(ending, _)| format!("{ending:?}"))),
            ("Service", self.place.last_said()),
        ];
        let headings = std::iter::once("Reception").chain(std::iter::repeat(""));
        lines.extend(headings.zip(self.heard.iter().map(|message| heard(*message))));
        lines.push(("Answer", self.answered.clone()));
        let commands = self.terminal.commands.last(ROOM).iter().map(ToString::to_string).collect();
        let on = if self.terminal.eye.is_on() { "on" } else { "off" };
        let mut sight = vec![format!("{on}: {}", self.camera())];
        sight.extend(self.glass.viewfinder().words());
        Board { plan: Plan::new(self.glass.view().size), lines, commands, sight }
    }

    pub(super) fn shot(&mut self, path: &Path) -> Result<(), Refusal> {
        let board = self.board();
        let (window, screen) = (board.plan.window(), board.plan.screen);
        let mut canvas = Canvas::new(window);
        board.draw(&mut canvas);
        let mut screen = canvas.cropped(&Rectangle::new(Point::zero(), screen));
        let view = self.view();
        let Ok(()) = ui::draw(&self.screen, &view, &ui::Pictures::default(), &self.fonts, &mut screen);
        crate::port::display::save(path, window, canvas.bytes()).map_err(DemoFault::at(path))?;
        Ok(())
    }
}

/// A message to reception in a row.
fn heard(message: ReceptionMessage) -> String {
    match message {
        ReceptionMessage::Heartbeat => "the terminal is alive".into(),
        ReceptionMessage::Call(reason) => format!("is called: {reason:?}"),
        ReceptionMessage::Notice(ReceptionNotice::Started) => "a session began".into(),
        ReceptionMessage::Notice(ReceptionNotice::Ended { ending, method, kind, .. }) => {
            let method = method.map_or("no method".into(), |method| format!("{method:?}"));
            format!("a session ended: {ending:?}, {method}, {kind:?} card")
        }
    }
}
