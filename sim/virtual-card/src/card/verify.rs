//! VERIFY, the try counters, and changing a PIN (card.md 4.2, 4.3).

use iso7816::command::CommandView;

use super::{Answer, Current, Reply, StatusWord, VirtualCard};
use crate::chip::{Application, FileId, Reference};
use crate::secret::StoredSecret;

impl VirtualCard {
    pub(super) fn verify(&mut self, command: &CommandView<'_>) -> Answer {
        if command.p1 != 0 {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        let id = self.named_file(command.p2)?;
        let tries_left = self.reference(id)?.tries_left;
        if command.expected() > 0 {
            return Err(StatusWord::WRONG_LENGTH);
        }
        if command.data().is_empty() {
            return Err(StatusWord::tries_left(tries_left));
        }
        self.count_verify(id);
        if tries_left == 0 {
            return Err(StatusWord::REFERENCE_BLOCKED);
        }
        self.present(id, command.data())
    }

    /// The try is spent before the comparison and given back after a match, so that pulling the
    /// card in between never makes a free guess.
    fn present(&mut self, id: FileId, value: &[u8]) -> Answer {
        self.rights.remove(&id);
        let reference = self.reference_mut(id)?;
        reference.tries_left = reference.tries_left.saturating_sub(1);
        let left = reference.tries_left;
        self.persist()?;
        let reference = self.reference_mut(id)?;
        if !reference.value.matches(value) {
            return Err(StatusWord::tries_left(left));
        }
        reference.tries_left = reference.tries_most;
        self.persist()?;
        self.rights.insert(id);
        Ok(Reply::done(Vec::new()))
    }

    pub(super) fn change_reference_data(&mut self, command: &CommandView<'_>) -> Answer {
        let here = matches!(self.current, Current::Application(Application::Jpki | Application::Support));
        self.change(command, 0x01, here)
    }

    pub(super) fn change_key(&mut self, command: &CommandView<'_>) -> Answer {
        let here = matches!(self.current, Current::Application(Application::Common | Application::Resident));
        self.change(command, 0x00, here)
    }

    fn change(&mut self, command: &CommandView<'_>, p1: u8, here: bool) -> Answer {
        if !here {
            return Err(StatusWord::INSTRUCTION);
        }
        if command.p1 != p1 {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        let id = self.named_file(command.p2)?;
        let reference = self.reference(id)?;
        if command.data().is_empty() || command.expected() > 0 {
            return Err(StatusWord::WRONG_LENGTH);
        }
        if reference.tries_left == 0 {
            return Err(StatusWord::REFERENCE_BLOCKED);
        }
        if !self.rights.contains(&id) {
            return Err(StatusWord::SECURITY_STATUS);
        }
        if !reference.changeable {
            return Err(StatusWord::CONDITIONS);
        }
        let text = std::str::from_utf8(command.data()).map_err(|_| StatusWord::WRONG_DATA)?;
        if !reference.alphabet.admits(command.data()) {
            return Err(StatusWord::WRONG_DATA);
        }
        let value = StoredSecret::new(text);
        self.reference_mut(id)?.value = value;
        self.persist()?;
        Ok(Reply::done(Vec::new()))
    }

    /// The reference in file `id`, `6981` if the file is something else.
    fn reference(&self, id: FileId) -> Result<&Reference, StatusWord> {
        let found = self.image().and_then(|image| image.references.get(&id));
        found.ok_or(StatusWord::FILE_STRUCTURE)
    }

    fn reference_mut(&mut self, id: FileId) -> Result<&mut Reference, StatusWord> {
        let found = self.image_mut().and_then(|image| image.references.get_mut(&id));
        found.ok_or(StatusWord::FILE_STRUCTURE)
    }

    fn count_verify(&mut self, id: FileId) {
        if let Current::Application(application) = self.current {
            self.tally.count_verify(crate::card_file::counter_name(application, id));
        }
    }
}
