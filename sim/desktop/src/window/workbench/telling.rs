//! What the workbench tells of itself: its state, the board beside the screen, a picture.

use super::{Refusal, Workbench};
use crate::demo::DemoFault;
use crate::window::board::{Board, SCREEN, WINDOW};
use embedded_graphics::prelude::{DrawTargetExt as _, Point};
use embedded_graphics::primitives::Rectangle;
use runtime::port::ReceptionMessage;
use std::path::Path;
use terminal::ReceptionNotice;
use ui::Canvas;

impl Workbench {
    pub(super) fn name(&self) -> String {
        format!("{:?}", self.screen)
    }

    pub(super) fn state(&mut self) -> Result<String, Refusal> {
        Ok(format!("{}, screen {}", self.counts()?, self.name()))
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
        Board { lines }
    }

    pub(super) fn shot(&mut self, path: &Path) -> Result<(), Refusal> {
        let mut canvas = Canvas::new(WINDOW);
        self.board().draw(&mut canvas);
        let mut screen = canvas.cropped(&Rectangle::new(Point::zero(), SCREEN));
        let view = self.glass.view();
        let Ok(()) = ui::draw(&self.screen, &view, &ui::Pictures::default(), &self.fonts, &mut screen);
        crate::port::display::save(path, WINDOW, canvas.bytes()).map_err(DemoFault::at(path))?;
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
