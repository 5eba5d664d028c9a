//! From bytes to a command: class, channel, secure messaging, then one handler per instruction.

use iso7816::Instruction;
use iso7816::command::class::SecureMessaging;
use iso7816::command::{CommandView, FromSliceError};

use super::{Answer, Current, Delivery, Reply, StatusWord, VirtualCard};
use crate::chip::Application;

/// The card's own instructions, which the upstream crate has no name for (card.md 4, JICSAP).
pub(super) mod ins {
    pub(crate) const COMPUTE_SIGNATURE: u8 = 0x2A;
    pub(crate) const CHANGE_KEY: u8 = 0x32;
    pub(crate) const EXTERNAL_AUTHENTICATE: u8 = 0x82;
    pub(crate) const GET_CHALLENGE: u8 = 0x84;
    pub(crate) const INTERNAL_AUTHENTICATE: u8 = 0x88;
    pub(crate) const TERMINAL_CERTIFICATE: u8 = 0xA2;
    pub(crate) const SET_SESSION_KEY: u8 = 0xAE;
    pub(crate) const READ_RECORD: u8 = 0xB2;
    pub(crate) const GET_DATA: u8 = 0xCA;
    pub(crate) const LAST_COMMAND: u8 = 0xFC;
}

/// Whether `command` is a VERIFY that spends a try.
pub(super) fn is_verify_with_data(command: &[u8]) -> bool {
    CommandView::try_from(command).is_ok_and(|view| {
        view.class().into_inner() == 0 && view.instruction() == Instruction::Verify && !view.data().is_empty()
    })
}

impl VirtualCard {
    /// Carries out one command; always at least two bytes.
    pub(super) fn execute(&mut self, command: &[u8]) -> Vec<u8> {
        let first = std::mem::replace(&mut self.fresh, false);
        if first && self.behaviour.first_command_6f00 {
            return StatusWord::SELF_DIAGNOSIS.0.to_be_bytes().to_vec();
        }
        let answer = match CommandView::try_from(command) {
            Ok(view) => self.answer(view),
            Err(FromSliceError::InvalidClass) => Err(StatusWord::CLASS),
            Err(_) => Err(StatusWord::WRONG_LENGTH),
        };
        match answer {
            Ok(reply) => reply.into_bytes(),
            Err(status) => status.0.to_be_bytes().to_vec(),
        }
    }

    fn answer(&mut self, command: CommandView<'_>) -> Answer {
        check_class(&command).or_else(|refusal| self.secure_messaging(&command, refusal))?;
        if command.instruction() == Instruction::GetResponse {
            return self.get_response(&command);
        }
        self.pending.clear();
        let reply = self.carry_out(command)?;
        Ok(self.deliver(reply))
    }

    fn carry_out(&mut self, command: CommandView<'_>) -> Answer {
        let proprietary = command.class().into_inner() == 0x80;
        match (proprietary, u8::from(command.instruction())) {
            (false, 0x20) => self.verify(&command),
            (false, 0x24) => self.change_reference_data(&command),
            (false, ins::EXTERNAL_AUTHENTICATE) => self.external_authenticate(&command),
            (false, ins::GET_CHALLENGE) => self.get_challenge(&command),
            (false, ins::INTERNAL_AUTHENTICATE) => self.internal_authenticate(&command),
            (false, 0xA4) => self.select(&command),
            (false, 0xB0) => self.read_binary(&command),
            (false, ins::READ_RECORD) => self.read_record(&command),
            (false, ins::GET_DATA) => self.get_data(&command),
            (true, ins::COMPUTE_SIGNATURE) => self.compute_signature(&command),
            (true, ins::CHANGE_KEY) => self.change_key(&command),
            (true, ins::TERMINAL_CERTIFICATE) => self.terminal_certificate(&command),
            (true, ins::SET_SESSION_KEY) => self.set_session_key(&command),
            (true, ins::LAST_COMMAND) => self.last_command(&command),
            _ => Err(StatusWord::INSTRUCTION),
        }
    }

    /// The refusals of CLA 08 (card.md 4.7). The secure session of the 補助AP is not built, so none
    /// is ever open; every other bad class keeps its own `refusal`.
    fn secure_messaging(&self, command: &CommandView<'_>, refusal: StatusWord) -> Result<(), StatusWord> {
        if refusal != StatusWord::NO_SECURE_MESSAGING {
            return Err(refusal);
        }
        let reads = matches!(command.instruction(), Instruction::ReadBinary | Instruction::Verify);
        let session_possible =
            matches!(self.current, Current::Application(Application::Support | Application::Jpki));
        Err(if session_possible && reads { StatusWord::NO_SESSION } else { refusal })
    }

    fn deliver(&mut self, reply: Reply) -> Reply {
        let fetch = self.behaviour.delivery == Delivery::GetResponse
            && reply.status == StatusWord::DONE
            && !reply.data.is_empty();
        if !fetch {
            return reply;
        }
        self.pending = reply.data;
        Reply { data: Vec::new(), status: StatusWord::waiting(self.pending.len()) }
    }

    fn get_response(&mut self, command: &CommandView<'_>) -> Answer {
        if self.pending.is_empty() {
            return Err(StatusWord::CONDITIONS);
        }
        if command.p1 != 0 || command.p2 != 0 {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        if command.expected() == 0 || !command.data().is_empty() {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let rest = self.pending.split_off(self.pending.len().min(command.expected()));
        let data = std::mem::replace(&mut self.pending, rest);
        let status = match self.pending.len() {
            0 => StatusWord::DONE,
            more => StatusWord::waiting(more),
        };
        Ok(Reply { data, status })
    }
}

/// CLA `00` and `80` are the card's; only channel 0; secure messaging apart (card.md 1.3, 4.7).
fn check_class(command: &CommandView<'_>) -> Result<(), StatusWord> {
    let class = command.class();
    match (class.into_inner(), class.secure_messaging()) {
        (0x00 | 0x80, _) => Ok(()),
        (0x01..=0x03 | 0x81..=0x83 | 0x40..=0x7F, _) => Err(StatusWord::CHANNEL_NOT_SUPPORTED),
        (0x08, SecureMessaging::Standard) => Err(StatusWord::NO_SECURE_MESSAGING),
        (0x0C, SecureMessaging::Authenticated) => Err(StatusWord::NO_MESSAGING_OBJECT),
        _ => Err(StatusWord::CLASS),
    }
}
