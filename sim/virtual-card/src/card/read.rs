//! READ BINARY and READ RECORD (card.md 4.4).

use iso7816::command::CommandView;

use super::{Answer, Current, Delivery, Reply, StatusWord, VirtualCard};
use crate::chip::{Application, FileId};

/// 基本4情報 of the 補助AP, the file in which cards of 2023 are said to carry two bytes in front.
const FOUR_ATTRIBUTES: (Application, FileId) = (Application::Support, FileId(0x0002));

impl VirtualCard {
    pub(super) fn read_binary(&mut self, command: &CommandView<'_>) -> Answer {
        if !command.data().is_empty() || command.expected() == 0 {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let (id, offset) = match command.p1 {
            0x80..=0x9F => (self.file_by_short_id(command.p1 & 0x1F)?, usize::from(command.p2)),
            0xA0..=0xFF => return Err(StatusWord::WRONG_PARAMETERS),
            high => (
                self.current_file.ok_or(StatusWord::NO_CURRENT_FILE)?,
                usize::from(u16::from_be_bytes([high, command.p2])),
            ),
        };
        let content = self.transparent_content(id)?;
        let rest = content.get(offset..).filter(|rest| !rest.is_empty()).ok_or(StatusWord::OFFSET)?;
        let length = rest.len().min(command.expected());
        self.exact_le(command, length)?;
        let data = rest.iter().take(length).copied().collect();
        let short = length < command.expected() && self.behaviour.end_of_file_6282;
        let status = if short { StatusWord::END_OF_FILE } else { StatusWord::DONE };
        Ok(Reply { data, status })
    }

    fn transparent_content(&self, id: FileId) -> Result<Vec<u8>, StatusWord> {
        let file = self.image().and_then(|image| image.transparent.get(&id));
        let file = file.ok_or(StatusWord::FILE_STRUCTURE)?;
        if !self.permits(&file.read) {
            return Err(StatusWord::SECURITY_STATUS);
        }
        let prefixed = self.behaviour.two_bytes_before_ff20
            && self.current == Current::Application(FOUR_ATTRIBUTES.0)
            && id == FOUR_ATTRIBUTES.1;
        let mut content = if prefixed { vec![0x00, 0x00] } else { Vec::new() };
        content.extend_from_slice(&file.content.0);
        Ok(content)
    }

    pub(super) fn read_record(&mut self, command: &CommandView<'_>) -> Answer {
        if !command.data().is_empty() || command.expected() == 0 {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let id = match command.p2 >> 3 {
            0 => self.current_file.ok_or(StatusWord::NO_CURRENT_FILE)?,
            sfi => self.file_by_short_id(sfi)?,
        };
        match command.p2 & 0x07 {
            0x04 => {}
            0x05 => return Err(StatusWord::NOT_SUPPORTED),
            _ => return Err(StatusWord::WRONG_PARAMETERS),
        }
        let records = self.image().and_then(|image| image.records.get(&id));
        let records = records.ok_or(StatusWord::FILE_STRUCTURE)?;
        let index = usize::from(command.p1).checked_sub(1).ok_or(StatusWord::NO_RECORD)?;
        let record = records.get(index).ok_or(StatusWord::NO_RECORD)?.0.clone();
        self.exact_le(command, record.len())?;
        Ok(Reply::done(record))
    }

    /// In the `6Cxx` test mode a short Le has to be exact.
    pub(super) fn exact_le(&self, command: &CommandView<'_>, length: usize) -> Result<(), StatusWord> {
        let wrong = self.behaviour.delivery == Delivery::ExactLe
            && !command.extended
            && command.expected() <= 256
            && command.expected() != length;
        if wrong { Err(StatusWord::wrong_le(length)) } else { Ok(()) }
    }
}
