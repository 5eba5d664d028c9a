//! The way to the card, with one upset at a chosen command, and an eye on every VERIFY.

use crate::chip::Chip;
use apdu::{CardChannel, ChannelError};

/// What goes wrong at a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Upset {
    /// The card leaves before it has seen the command.
    LeavesBefore,
    /// The card acts and leaves before its answer arrives.
    LeavesAfter,
    /// Another program resets the card before the command.
    Reset,
    /// Another program holds the card: the command is not sent.
    Busy,
    /// The card does not hear the command; nobody can say so.
    MuteBefore,
    /// The card acts and its answer is lost.
    MuteAfter,
    /// pcscd dies before the card has seen the command.
    ServiceDiesBefore,
    /// The card acts and pcscd dies with the answer.
    ServiceDiesAfter,
    /// Another program spends a try between two commands of ours. One transaction per hold keeps
    /// it out; it is here for the terminal that has none.
    ForeignTry,
}

impl Upset {
    /// What can happen to a terminal that holds the card in a transaction.
    pub(crate) const ALL: [Self; 8] = [
        Self::LeavesBefore,
        Self::LeavesAfter,
        Self::Reset,
        Self::Busy,
        Self::MuteBefore,
        Self::MuteAfter,
        Self::ServiceDiesBefore,
        Self::ServiceDiesAfter,
    ];
}

/// One VERIFY of 0018 that was transmitted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Presented {
    /// The card's counter before it.
    pub(crate) tries: u8,
    /// The terminal can't rule out that the card acted on it.
    pub(crate) sent: bool,
    /// An answer came back.
    pub(crate) answered: bool,
}

/// One VERIFY of 照合番号B that the terminal can't rule out to have reached the card.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PresentedNumber {
    /// The card's counter before it.
    pub(crate) tries: u8,
    pub(crate) digits: [u8; 14],
}

/// A channel to a chip, for one job.
pub(crate) struct Rail<'a> {
    pub(crate) chip: &'a mut Chip,
    /// JPKI was selected by the job before; a link of one hold remembers that, and the links here
    /// last for one job, so the SELECT that the real one would not send is answered here.
    pub(crate) selected: bool,
    /// The hold is worth nothing any more.
    pub(crate) void: bool,
    /// The card has left the reader.
    pub(crate) left: bool,
    /// pcscd has died.
    pub(crate) dead: bool,
    pub(crate) upset: Option<(u8, Upset)>,
    pub(crate) struck: bool,
    pub(crate) sent: u8,
    /// The card's counter right before the last command.
    tries: u8,
    /// And that of 照合番号B.
    number_tries: u8,
    pub(crate) presented: Vec<Presented>,
    pub(crate) numbers: Vec<PresentedNumber>,
}

impl<'a> Rail<'a> {
    pub(crate) fn new(chip: &'a mut Chip, selected: bool, void: bool, upset: Option<(u8, Upset)>) -> Self {
        Self {
            chip,
            selected,
            void,
            left: false,
            dead: false,
            upset,
            struck: false,
            sent: 0,
            tries: 0,
            number_tries: 0,
            presented: Vec::new(),
            numbers: Vec::new(),
        }
    }

    fn carry_out(&mut self, command: &[u8]) -> Result<Vec<u8>, ChannelError> {
        let number = self.sent;
        self.sent += 1;
        let upset = self.upset.filter(|(at, _)| *at == number).map(|(_, upset)| upset);
        self.struck |= upset.is_some();
        if upset == Some(Upset::ForeignTry) {
            self.chip.foreign_try(false);
        }
        self.tries = self.chip.tries;
        self.number_tries = self.chip.number;
        match upset {
            None | Some(Upset::ForeignTry) => Ok(self.chip.exchange(command)),
            Some(Upset::Busy) => Err(ChannelError::SharingViolation),
            Some(Upset::MuteBefore) => Err(ChannelError::Mute),
            Some(Upset::MuteAfter) => {
                self.chip.exchange(command);
                Err(ChannelError::Mute)
            }
            Some(Upset::LeavesBefore) => self.lose(ChannelError::Removed),
            Some(Upset::LeavesAfter) => {
                self.chip.exchange(command);
                self.lose(ChannelError::Torn)
            }
            Some(Upset::Reset) => {
                self.chip.power_off();
                self.void = true;
                Err(ChannelError::Reset)
            }
            Some(Upset::ServiceDiesBefore) => self.die(),
            Some(Upset::ServiceDiesAfter) => {
                self.chip.exchange(command);
                self.die()
            }
        }
    }

    fn lose(&mut self, error: ChannelError) -> Result<Vec<u8>, ChannelError> {
        self.left = true;
        self.void = true;
        self.chip.power_off();
        Err(error)
    }

    fn die(&mut self) -> Result<Vec<u8>, ChannelError> {
        self.dead = true;
        self.void = true;
        self.chip.power_off();
        Err(ChannelError::ServiceGone)
    }
}

impl CardChannel for Rail<'_> {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        if self.void {
            return Err(if self.dead { ChannelError::ServiceGone } else { ChannelError::Removed });
        }
        let jpki = matches!(command, [0, 0xA4, 4, _, _, aid @ ..] if aid == card::Application::Jpki.aid());
        let answer = if jpki && self.selected && self.sent == 0 {
            Ok(vec![0x90, 0x00])
        } else {
            self.carry_out(command)
        };
        if matches!(command, [_, 0x20, _, 0x98, _, ..]) {
            let sent = !matches!(&answer, Err(error) if error.outcome() == apdu::Outcome::NotExecuted);
            self.presented.push(Presented { tries: self.tries, sent, answered: answer.is_ok() });
        }
        if let [_, 0x20, _, 0x92, 14, digits @ ..] = command
            && !matches!(&answer, Err(error) if error.outcome() == apdu::Outcome::NotExecuted)
        {
            let digits = digits.try_into().unwrap();
            self.numbers.push(PresentedNumber { tries: self.number_tries, digits });
        }
        match &answer {
            Ok(_) if jpki => self.selected = true,
            Ok(_) if matches!(command, [0, 0xA4, 4, ..]) => self.selected = false,
            Ok(_) => {}
            Err(_) => self.selected = false,
        }
        let answer = answer?;
        response.get_mut(..answer.len()).ok_or(ChannelError::ResponseTooLong)?.copy_from_slice(&answer);
        Ok(answer.len())
    }
}
