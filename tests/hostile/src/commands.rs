//! What a card is told: the virtual card against any commands.

use virtual_card::card::{Outcome, PowerEvent};
use virtual_card::card_file::ReferenceName;

use crate::Taken;
use crate::read::Pieces;
use crate::world;

/// Commands that one input has at most: more says nothing new.
const MOST: usize = 64;

/// The card answers every command with two bytes at least and never panics; a counter falls by
/// one VERIFY or change at most; no guarded key is used before a right
/// secret was presented (internal authentication by the 券面 keys is free: card.md 4.6).
/// A piece of no byte switches the power off and on.
pub(crate) fn card_commands(bytes: &[u8]) -> Taken {
    let mut card = world::powered();
    let secrets = ReferenceName::ALL.map(|name| world::card().secret(name).unwrap().reveal().as_bytes());
    let mut input = Pieces(bytes);
    let mut right_secret = false;
    let mut last = Vec::new();
    for _ in 0..MOST {
        let Some(command) = input.piece() else { break };
        if command.is_empty() {
            card.power(PowerEvent::Off);
            card.power(PowerEvent::On);
            continue;
        }
        let before = card.counters();
        let Outcome::Answered { response, .. } = card.exchange(command) else {
            panic!("a powered card is silent");
        };
        assert!(response.len() >= 2 && response.len() <= 65_536 + 2, "{} bytes", response.len());
        right_secret |=
            secrets.iter().any(|secret| command.windows(secret.len()).any(|window| window == *secret));
        for (reference, left) in card.counters() {
            let was = before[&reference];
            assert!(left + 1 >= was, "{reference} fell from {was} to {left}");
            assert!(left <= was || right_secret, "{reference} rose from {was} to {left}");
        }
        assert!(right_secret || card.tally().guarded_key_uses == 0, "a guarded key was used without a right");
        last = response;
    }
    if last.ends_with(&[0x90, 0x00]) { Taken::Accepted } else { Taken::Refused }
}
