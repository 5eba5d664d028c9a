//! SELECT: applications by name or prefix of it, files by identifier (card.md 1.3, 4.1).

use iso7816::command::CommandView;

use super::{Answer, Current, Reply, StatusWord, VirtualCard};
use crate::chip::{Application, FileId, Kind};
use crate::stand_in;

/// GlobalPlatform issuer security domain, selected at power-up.
const ISSUER_DOMAIN: [u8; 7] = [0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00];
/// The only file of the card level: selectable, unreadable (card.md 3.6).
pub(super) const CARD_LEVEL_FILE: FileId = FileId(0x001E);

impl VirtualCard {
    pub(super) fn select(&mut self, command: &CommandView<'_>) -> Answer {
        match (command.p1, command.p2) {
            (0x04, 0x00 | 0x0C) => self.select_application(command),
            (0x02, 0x00 | 0x0C) => self.select_file(command),
            (0x00, 0x00 | 0x0C) => self.select_master_file(command),
            _ => Err(StatusWord::WRONG_PARAMETERS),
        }
    }

    fn select_application(&mut self, command: &CommandView<'_>) -> Answer {
        let name = command.data();
        if name.is_empty() || name.len() > 16 {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let (found, full_name, locked) = self.find_application(name).ok_or(StatusWord::NO_FILE)?;
        let again = found == self.current && self.behaviour.reselect_keeps_rights;
        self.current = found;
        self.current_file = None;
        if !again {
            self.rights.clear();
        }
        self.applet.application_selected(found == Current::Application(Application::Jpki));
        let data = if command.p2 == 0x00 && command.expected() > 0 {
            file_control_information(&full_name)
        } else {
            Vec::new()
        };
        let status = if locked { StatusWord::APPLICATION_LOCKED } else { StatusWord::DONE };
        Ok(Reply { data, status })
    }

    fn find_application(&self, name: &[u8]) -> Option<(Current, Vec<u8>, bool)> {
        let chip = &self.card.chip;
        if chip.kind == Kind::MyNumberCard && ISSUER_DOMAIN.starts_with(name) {
            return Some((Current::IssuerDomain, ISSUER_DOMAIN.to_vec(), false));
        }
        if chip.stand_in_key.is_some() && stand_in::AID.starts_with(name) {
            return Some((Current::StandIn, stand_in::AID.to_vec(), false));
        }
        chip.applications.iter().find(|image| image.application.aid().starts_with(name)).map(|image| {
            (Current::Application(image.application), image.application.aid().to_vec(), image.locked)
        })
    }

    fn select_file(&mut self, command: &CommandView<'_>) -> Answer {
        let &[high, low] = command.data() else {
            return Err(StatusWord::WRONG_LENGTH);
        };
        let id = FileId(u16::from_be_bytes([high, low]));
        if !self.has_file(id) {
            return Err(StatusWord::NO_FILE);
        }
        self.current_file = Some(id);
        Ok(Reply::done(Vec::new()))
    }

    /// `00 A4 00 00` lies on this card: refused at the card level, `9000` without any effect inside
    /// an application; `3F00` does not exist.
    fn select_master_file(&self, command: &CommandView<'_>) -> Answer {
        match (command.data().is_empty(), self.current) {
            (false, _) => Err(StatusWord::NO_FILE),
            (true, Current::IssuerDomain) => Err(StatusWord::WRONG_PARAMETERS),
            (true, _) => Ok(Reply::done(Vec::new())),
        }
    }

    pub(super) fn has_file(&self, id: FileId) -> bool {
        match self.current {
            Current::IssuerDomain => self.card.chip.kind == Kind::MyNumberCard && id == CARD_LEVEL_FILE,
            Current::StandIn => false,
            Current::Application(_) => self.image().is_some_and(|image| image.has(id)),
        }
    }

    /// The file a P2 of `80` (current) or `80|sfi` names; a short identifier makes it current.
    pub(super) fn named_file(&mut self, p2: u8) -> Result<FileId, StatusWord> {
        match p2 {
            0x80 => self.current_file.ok_or(StatusWord::NO_CURRENT_FILE),
            0x81..=0x9E => self.file_by_short_id(p2 & 0x1F),
            _ => Err(StatusWord::WRONG_PARAMETERS),
        }
    }

    pub(super) fn file_by_short_id(&mut self, sfi: u8) -> Result<FileId, StatusWord> {
        let id = FileId::short(sfi);
        if !self.has_file(id) {
            return Err(StatusWord::NO_FILE);
        }
        self.current_file = Some(id);
        Ok(id)
    }
}

/// A minimal template; the real card's bytes are not public (card.md 4.1).
fn file_control_information(name: &[u8]) -> Vec<u8> {
    let length = u8::try_from(name.len()).unwrap_or(0);
    let mut template = vec![0x6F, length + 2, 0x84, length];
    template.extend_from_slice(name);
    template
}
