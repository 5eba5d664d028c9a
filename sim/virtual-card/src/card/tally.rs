//! Counts of what a card was asked, for tests and for the slot's `stats`.

use std::collections::BTreeMap;

use serde::Serialize;

/// Counts since the card was put into the field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Commands that reached the card.
    pub commands: u64,
    /// Commands by instruction byte, two hexadecimal digits.
    pub by_instruction: BTreeMap<String, u64>,
    /// VERIFYs that carried data, by `application/file`; blocked references included.
    pub verifies: BTreeMap<String, u64>,
    /// Signatures and internal authentications made.
    pub private_key_uses: u64,
    /// Those of them by a key that only a right secret or the stand-in opens.
    pub guarded_key_uses: u64,
}

impl Tally {
    pub(super) fn count_command(&mut self, command: &[u8]) {
        self.commands += 1;
        let instruction = command.get(1).copied().unwrap_or(0);
        *self.by_instruction.entry(format!("{instruction:02X}")).or_default() += 1;
    }

    pub(super) fn count_verify(&mut self, reference: String) {
        *self.verifies.entry(reference).or_default() += 1;
    }
}
