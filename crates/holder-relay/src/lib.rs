//! Opens the card's key without a PIN by passing a centre's commands to the card: the port
//! [`HolderAuthorisation`] of the runtime, by [`card::relay`].
//!
//! The terminal knows none of these commands, and so this is the whole of its side: whatever the
//! approved centre's protocol is (it is not public, card.md 6.3), its commands come from the service,
//! and whoever has the specification implements `verifier::authorise::HolderAuthoriser` there. What the
//! terminal does know is what no centre may have it send, which `card::relay` refuses before anything
//! is sent: a VERIFY, a signature, a command that hides another, a reading of what 照合番号B has opened.
//!
//! The stand-in of the simulator comes the same way. Here nothing tells it from a real centre's
//! commands, and nothing has to: a real card has no application of its name, and the service in
//! production has no stand-in.

use apdu::{ApduForm, CardChannel, StatusWord};
use card::relay::{self, MOST_STEPS, Place, RelayOutcome, ScriptStep};
use card::{CardError, Link, Misuse};
use runtime::port::{HolderAuthorisation, HolderFault};
use wire::script::MAX_STEPS;
use wire::{CardResponse, CardResponses, Script};

// What arrives over the wire is not refused for its length alone.
const _: () = assert!(MAX_STEPS <= MOST_STEPS);

/// Passes scripts on.
#[derive(Debug, Default)]
pub struct Relay;

impl HolderAuthorisation for Relay {
    fn pass(
        &mut self,
        card: &mut dyn CardChannel,
        script: &Script,
        place: Place,
    ) -> Result<CardResponses, HolderFault> {
        let expected: Vec<Vec<StatusWord>> = script.steps().iter().map(expected).collect();
        let commands = script.steps().iter().map(|step| step.command().as_bytes());
        let steps: Vec<ScriptStep<'_>> =
            commands.zip(&expected).map(|(command, expected)| ScriptStep { command, expected }).collect();
        // The commands are the centre's own; their form is none of the link's business.
        let mut link = Link::new(card, ApduForm::Short);
        let mut buffer = vec![0; wire::bytes::MAX_RESPONSE];
        let mut responses = Vec::new();
        let outcome = relay::run(&mut link, place, &steps, &mut buffer, &mut |_, response| {
            responses.push(response.to_vec());
        });
        match outcome.map_err(fault)? {
            RelayOutcome::Completed => told(responses),
            RelayOutcome::Unexpected { step, status } => {
                Err(HolderFault::Refused { step, status: status.value() })
            }
        }
    }
}

fn expected(step: &wire::ScriptStep) -> Vec<StatusWord> {
    step.expected().iter().map(|word| StatusWord::new(word.0)).collect()
}

fn told(responses: Vec<Vec<u8>>) -> Result<CardResponses, HolderFault> {
    let responses: Result<Vec<CardResponse>, _> = responses.into_iter().map(CardResponse::new).collect();
    // More than a message holds: not what a card answers that opens its key.
    responses.and_then(CardResponses::new).map_err(|_| HolderFault::Card)
}

const fn fault(error: CardError) -> HolderFault {
    match error {
        CardError::Misuse(Misuse::ScriptForbidden { step } | Misuse::ScriptMalformed { step }) => {
            HolderFault::Forbidden { step }
        }
        CardError::Misuse(Misuse::ScriptTooLong) => HolderFault::Forbidden { step: MOST_STEPS },
        CardError::Misuse(_)
        | CardError::Malformed(_)
        | CardError::CardMisbehaved(_)
        | CardError::Channel(_)
        | CardError::Unsupported(_) => HolderFault::Card,
    }
}
