//! The card level and the commands of which only traces are public (card.md 3.6, 4.7, 4.8, 6.2).

use iso7816::command::CommandView;

use super::{Answer, Current, Reply, StatusWord, VirtualCard};
use crate::chip::{Application, FileId, Kind};

/// Contact ATR, which answers with an application current too.
const CONTACT_ATR: FileId = FileId(0x5F51);

impl VirtualCard {
    /// GET DATA; a short Le that the object does not fit into is `6700`, not a cut answer.
    pub(super) fn get_data(&mut self, command: &CommandView<'_>) -> Answer {
        let tag = FileId(u16::from_be_bytes([command.p1, command.p2]));
        let chip = &self.card.chip;
        let object = match (tag, self.current) {
            (CONTACT_ATR, _) => chip.contact_atr.as_ref(),
            (_, Current::IssuerDomain) => chip.data_objects.get(&tag),
            _ => None,
        };
        let object = object.ok_or(StatusWord::NO_OBJECT)?.0.clone();
        if !command.data().is_empty() || object.len() > command.expected() {
            return Err(StatusWord::WRONG_LENGTH);
        }
        self.exact_le(command, object.len())?;
        Ok(Reply::done(object))
    }

    /// `80 A2`, against key 0016 of the JPKI-AP: the certificate format is not public, so none is
    /// ever accepted; only the refusals that were observed are given.
    pub(super) fn terminal_certificate(&self, command: &CommandView<'_>) -> Answer {
        if self.current != Current::Application(Application::Jpki) {
            return Err(StatusWord::INSTRUCTION);
        }
        Err(match (command.p1, command.p2) {
            (0x00, 0xC1) => StatusWord::WRONG_LENGTH,
            _ => StatusWord::WRONG_PARAMETERS,
        })
    }

    /// SET SESSION KEY `80 AE`: secure messaging is left out, so an opened 補助AP refuses the
    /// cryptogram as a real one refuses a wrong one; the other applications answer as measured.
    pub(super) fn set_session_key(&self, _command: &CommandView<'_>) -> Answer {
        Err(match self.current {
            Current::Application(Application::Common | Application::Surface) => {
                StatusWord::NO_SECURITY_ENVIRONMENT
            }
            Current::Application(Application::Support) if self.rights.contains(&FileId(0x0011)) => {
                StatusWord::WRONG_DATA
            }
            Current::Application(_) => StatusWord::SECURITY_STATUS,
            Current::IssuerDomain | Current::StandIn => StatusWord::INSTRUCTION,
        })
    }

    /// `80 FC 00 00` belongs to the iPhone's token; plastic says `6700`.
    pub(super) fn last_command(&self, command: &CommandView<'_>) -> Answer {
        let iphone = self.card.chip.kind == Kind::Iphone;
        let exact = command.p1 == 0 && command.p2 == 0 && command.data().is_empty();
        if iphone && exact { Ok(Reply::done(Vec::new())) } else { Err(StatusWord::WRONG_LENGTH) }
    }

    /// EXTERNAL AUTHENTICATE exists for the stand-in's applet alone; what the card's own would do
    /// is not public (card.md 6.2).
    pub(super) fn external_authenticate(&mut self, command: &CommandView<'_>) -> Answer {
        if self.current != Current::StandIn {
            return Err(StatusWord::CONDITIONS);
        }
        if command.p1 != 0 || command.p2 != 0 {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        if command.expected() > 0 {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let certificate = self.card.user_authentication_certificate().unwrap_or_default();
        self.applet.authenticate(&certificate, command.data())?;
        Ok(Reply::done(Vec::new()))
    }
}
