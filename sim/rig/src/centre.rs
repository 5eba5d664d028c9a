//! A centre in this process: what the verification service's stand-in for holder authorisation answers,
//! made by the virtual card's own crate instead of the service's, for benches without a service.
//!
//! **A stand-in.** How the real protocol works is not public (card.md 6.3).

use virtual_card::stand_in::{AID, CHALLENGE_LENGTH, authorise};
use wire::{AuthorisationAnswer, AuthorisationRequest, Command, Misuse, RefusalReason, Script, ScriptStep};
use wire::{CardResponse, CardResponses, Certificate, StatusWord};

/// The stand-in's centre.
#[derive(Clone)]
pub struct StandInCentre {
    key_pkcs8: Vec<u8>,
}

impl StandInCentre {
    /// The centre that has this key (PKCS#8, DER): [`virtual_card::pki::Pki::stand_in_private_key`].
    #[must_use]
    pub const fn new(key_pkcs8: Vec<u8>) -> Self {
        Self { key_pkcs8 }
    }

    /// What it answers. It judges nothing but the card's responses.
    #[must_use]
    pub fn answer(&self, request: &AuthorisationRequest) -> AuthorisationAnswer {
        self.answer_to(&request.certificate, &request.responses)
    }

    /// What it answers a card that has this certificate and said this.
    #[must_use]
    pub fn answer_to(&self, certificate: &Certificate, responses: &CardResponses) -> AuthorisationAnswer {
        let responses = responses.as_slice();
        if responses.is_empty() {
            let answer = self.begin().map(AuthorisationAnswer::Continue);
            return answer.unwrap_or(AuthorisationAnswer::Refused(UNAVAILABLE));
        }
        match responses.last().map(CardResponse::split) {
            Some((challenge, StatusWord::SUCCESS)) => match challenge.try_into() {
                Ok(challenge) => self.open(certificate.as_bytes(), &challenge),
                Err(_) => AuthorisationAnswer::Refused(RefusalReason::CardChallengeUnsuitable),
            },
            _ => AuthorisationAnswer::Refused(RefusalReason::CardChallengeUnsuitable),
        }
    }

    fn begin(&self) -> Result<Script, Misuse> {
        let select = [&[0x00, 0xA4, 0x04, 0x0C, 0x0A][..], &AID].concat();
        script(&[&select, &[0x00, 0x84, 0x00, 0x00, 0x08]])
    }

    fn open(&self, certificate: &[u8], challenge: &[u8; CHALLENGE_LENGTH]) -> AuthorisationAnswer {
        let opened = authorise(&self.key_pkcs8, certificate, challenge).ok().and_then(|cryptogram| {
            script(&[&[&[0x00, 0x82, 0x00, 0x00, 0x40][..], &cryptogram].concat()]).ok()
        });
        match opened {
            Some(script) => AuthorisationAnswer::Authorised(script),
            None => AuthorisationAnswer::Refused(UNAVAILABLE),
        }
    }
}

const UNAVAILABLE: RefusalReason = RefusalReason::HolderAuthorisationUnavailable;

/// A script of commands that must all succeed.
///
/// # Errors
///
/// [`Misuse`] if it has no command or one that is none, or is too long.
pub fn script(commands: &[&[u8]]) -> Result<Script, Misuse> {
    let step = |command: &&[u8]| -> Result<ScriptStep, Misuse> {
        ScriptStep::new(Command::new(command.to_vec())?, vec![StatusWord::SUCCESS])
    };
    commands.iter().map(step).collect::<Result<_, _>>().and_then(Script::new)
}
