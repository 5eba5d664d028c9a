//! What the person before the camera is told while a capture is on.

use super::Message;
use crate::port::{Face, Frame, Look, Movement, Presentation};
use std::sync::mpsc::Sender;
use terminal::{CameraHint, QualityReason, Ticket};

/// So many frames in a row must have the same fault before it is said (a third of a second): words that
/// come and go can't be read.
const STEADY: u32 = 5;

/// Tells the loop of changes. Best effort: a loop that is gone needs no words and no preview.
pub(super) struct Prompter<'a> {
    ticket: Ticket,
    to_loop: &'a Sender<Message>,
    told: Option<CameraHint>,
    fault: Option<QualityReason>,
    in_a_row: u32,
}

impl<'a> Prompter<'a> {
    pub(super) const fn new(ticket: Ticket, to_loop: &'a Sender<Message>) -> Self {
        Self { ticket, to_loop, told: None, fault: None, in_a_row: 0 }
    }

    pub(super) fn preview(&self, frame: Frame) {
        let _ = self.to_loop.send(Message::Preview(frame));
    }

    /// Says what follows from this look, if it is something else than before.
    pub(super) fn saw(&mut self, look: &Look) {
        let known = self.told;
        if let Some(hint) = self.hint(look).filter(|hint| known != Some(*hint)) {
            self.told = Some(hint);
            let _ = self.to_loop.send(Message::Hint(self.ticket, hint));
        }
    }

    fn hint(&mut self, look: &Look) -> Option<CameraHint> {
        let fault = match look.face {
            Face::Unusable(reason) => Some(reason),
            Face::Scored(_) | Face::Followed => None,
        };
        self.in_a_row = if fault == self.fault { self.in_a_row.saturating_add(1) } else { 1 };
        self.fault = fault;
        match look.presentation {
            Presentation::Asked(Movement::Turn(side)) => Some(CameraHint::Turn(side)),
            Presentation::Asked(Movement::Straight) => match fault {
                Some(reason) => (self.in_a_row >= STEADY).then_some(CameraHint::Quality(reason)),
                // What the screen said before the first frame holds until something else was said.
                None => self.told.map(|_| CameraHint::LookAhead),
            },
            Presentation::BonaFide | Presentation::Attack | Presentation::Undecided(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;
    use terminal::Side;

    fn told(looks: &[(Face, Presentation)]) -> Vec<CameraHint> {
        let (to_loop, inbox) = channel();
        let mut prompter = Prompter::new(Ticket(7), &to_loop);
        for (face, presentation) in looks {
            prompter.saw(&Look { face: *face, presentation: *presentation });
        }
        let hints = inbox.try_iter().map(|message| match message {
            Message::Hint(Ticket(7), hint) => hint,
            _ => panic!("a hint"),
        });
        hints.collect()
    }

    const STRAIGHT: Presentation = Presentation::Asked(Movement::Straight);
    const LEFT: Presentation = Presentation::Asked(Movement::Turn(Side::Left));
    const DARK: Face = Face::Unusable(QualityReason::TooDark);

    #[test]
    fn a_turn_and_the_way_back_are_said_once_each() {
        let looks = [STRAIGHT, STRAIGHT, LEFT, LEFT, STRAIGHT, STRAIGHT, LEFT, Presentation::BonaFide];
        let said = [CameraHint::Turn(Side::Left), CameraHint::LookAhead, CameraHint::Turn(Side::Left)];
        assert_eq!(told(&looks.map(|presentation| (Face::Followed, presentation))), said);
    }

    #[test]
    fn a_fault_is_said_when_it_lasts_and_taken_back_when_it_is_mended() {
        assert_eq!(told(&[(DARK, STRAIGHT); 4]), []);
        let mut looks = [(DARK, STRAIGHT); 9];
        looks[6] = (Face::Unusable(QualityReason::NoFace), STRAIGHT);
        looks[8] = (Face::Followed, STRAIGHT);
        assert_eq!(told(&looks), [CameraHint::Quality(QualityReason::TooDark), CameraHint::LookAhead]);
    }
}
