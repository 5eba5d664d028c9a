//! The terminal's side of the stand-in for verifier authorisation (design.md section 5).
//!
//! **A stand-in.** How the real protocol works is not public (card.md 6.3). This one follows
//! ISO/IEC 7816-4 on an AID of its own, which only the virtual card has: SELECT, GET CHALLENGE,
//! EXTERNAL AUTHENTICATE with the service's cryptogram. The terminal only carries bytes.

use apdu::CardChannel;
use runtime::port::{HolderAuthorisation, HolderFault};

/// `STAND-IN` in ASCII after `F0`, the first byte of unregistered proprietary AIDs (ISO/IEC 7816-5).
const AID: [u8; 10] = [0xF0, b'S', b'T', b'A', b'N', b'D', b'-', b'I', b'N', 0x01];
/// Bytes of the card's challenge.
const CHALLENGE: u8 = 8;
const SUCCESS: [u8; 2] = [0x90, 0x00];
const NOT_FOUND: [u8; 2] = [0x6A, 0x82];

/// The stand-in.
#[derive(Debug, Default)]
pub struct StandIn;

impl HolderAuthorisation for StandIn {
    fn card_challenge(&mut self, card: &mut dyn CardChannel) -> Result<Vec<u8>, HolderFault> {
        let mut select = vec![0x00, 0xA4, 0x04, 0x0C, 0x0A];
        select.extend_from_slice(&AID);
        exchange(card, &select)?;
        exchange(card, &[0x00, 0x84, 0x00, 0x00, CHALLENGE])
    }

    fn open_key(&mut self, card: &mut dyn CardChannel, answer: &[u8]) -> Result<(), HolderFault> {
        let length = u8::try_from(answer.len()).map_err(|_| HolderFault::Refused)?;
        let mut command = vec![0x00, 0x82, 0x00, 0x00, length];
        command.extend_from_slice(answer);
        exchange(card, &command).map(|_| ())
    }
}

/// One command, one transmission.
fn exchange(card: &mut dyn CardChannel, command: &[u8]) -> Result<Vec<u8>, HolderFault> {
    let mut response = [0; 258];
    let length = card.transmit(command, &mut response).map_err(|_| HolderFault::Card)?;
    match response.get(..length).and_then(|answer| answer.split_last_chunk::<2>()) {
        Some((data, &SUCCESS)) => Ok(data.to_vec()),
        Some((_, &NOT_FOUND)) => Err(HolderFault::Unsupported),
        Some(_) => Err(HolderFault::Refused),
        None => Err(HolderFault::Card),
    }
}
