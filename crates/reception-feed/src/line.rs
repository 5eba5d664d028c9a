//! FORMAT. One message is one line: a JSON object in UTF-8 without line breaks, then `\n`.
//!
//! | member | where | what |
//! | --- | --- | --- |
//! | `v` | always | version of this format: 1 |
//! | `n` | always | number of the message since the terminal started; a gap is a message missed |
//! | `kind` | always | `heartbeat`, `call`, `started` or `ended` |
//! | `reason` | `call` | `captures_failed`, `last_try`, `visual`, `pin_closed`, `check_number`, `part_failed`, `card_left` |
//! | `code` | `ended` | the ending's code in the failure catalogue |
//! | `verified` | `ended` | whether the service verified the holder |
//! | `what`, `next` | `call`, `ended` | what happened, and what reception does now, in Japanese |
//! | `ladder` | `ended` | how entitlement is confirmed without the card, in Japanese; empty where it need not be |
//! | `method` | `ended` | `face`, `pin`, `visual` or null |
//! | `late` | `ended` | true if nobody listened when it happened; absent otherwise |
//!
//! More members may be added under the same version.

use runtime::port::ReceptionMessage;
use serde_json::{Value, json};
use terminal::{CallReason, ReceptionNotice};
use ui::texts::reception::{self, calls};

/// Version of the format.
pub const VERSION: u32 = 1;

/// A message with its number, as JSON.
pub(crate) fn message(number: u64, message: &ReceptionMessage) -> Value {
    let mut value = match message {
        ReceptionMessage::Heartbeat => json!({ "kind": "heartbeat" }),
        ReceptionMessage::Call(reason) => {
            let words = calls::call(*reason);
            json!({ "kind": "call", "reason": name(*reason), "what": words.what, "next": words.next })
        }
        ReceptionMessage::Notice(ReceptionNotice::Started) => json!({ "kind": "started" }),
        ReceptionMessage::Notice(ReceptionNotice::Ended { ending, method, .. }) => {
            let words = reception::line(*ending);
            json!({
                "kind": "ended",
                "code": ending.code(),
                "verified": ending.is_verified(),
                "what": words.what,
                "next": words.next,
                "ladder": words.ladder,
                "method": method.map(|method| format!("{method:?}").to_lowercase()),
            })
        }
    };
    if let Some(members) = value.as_object_mut() {
        members.insert("v".into(), VERSION.into());
        members.insert("n".into(), number.into());
    }
    value
}

/// The same message, told late.
pub(crate) fn late(mut message: Value) -> Value {
    if let Some(members) = message.as_object_mut() {
        members.insert("late".into(), true.into());
    }
    message
}

/// As it is sent.
pub(crate) fn bytes(message: &Value) -> Vec<u8> {
    format!("{message}\n").into_bytes()
}

const fn name(reason: CallReason) -> &'static str {
    match reason {
        CallReason::CapturesFailed => "captures_failed",
        CallReason::LastTry => "last_try",
        CallReason::Visual => "visual",
        CallReason::PinClosed => "pin_closed",
        CallReason::CheckNumber => "check_number",
        CallReason::PartFailed => "part_failed",
        CallReason::CardLeft => "card_left",
    }
}
