//! The readings of one card while it lies there: which number was seen how often.

use policy::Date;
use policy::card_front::{FrontDecision, FrontFacts, decide_front};

use crate::print::PrintedNumber;
use crate::reader::Reading;

/// Different numbers that are remembered at most; a card on which more are read is not readable.
const MOST_NUMBERS: usize = 8;

/// What was read of one card. Wiped on drop; begin a new one for the next card.
#[derive(Default)]
pub struct Series {
    seen: Vec<(PrintedNumber, u8)>,
}

impl Series {
    /// Takes one more reading and says what policy makes of it. Only readings that policy would believe by
    /// themselves count as frames that agree.
    pub fn take(&mut self, reading: &Reading, today: Date) -> FrontDecision {
        let (Some(number), Some(facts)) = (reading.number(), reading.facts(today, 1)) else {
            return FrontDecision::AnotherFrame;
        };
        if decide_front(&FrontFacts { frames: u8::MAX, ..facts }) != FrontDecision::Accept {
            return FrontDecision::AnotherFrame;
        }
        let frames = self.count(number);
        decide_front(&FrontFacts { frames, ..facts })
    }

    /// The number that most frames agree on.
    #[must_use]
    pub fn number(&self) -> Option<&PrintedNumber> {
        self.seen.iter().max_by_key(|(_, frames)| *frames).map(|(number, _)| number)
    }

    fn count(&mut self, number: PrintedNumber) -> u8 {
        if let Some((_, frames)) = self.seen.iter_mut().find(|(seen, _)| seen.same_as(&number)) {
            *frames = frames.saturating_add(1);
            return *frames;
        }
        if self.seen.len() < MOST_NUMBERS {
            self.seen.push((number, 1));
        }
        1
    }
}
