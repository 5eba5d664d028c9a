//! The stand-in for holder authorisation: NOT what the approved verifier does, which is not public
//! (card.md 6.3). Its commands select an application of their own, which the virtual card alone has:
//! SELECT and GET CHALLENGE, then EXTERNAL AUTHENTICATE with a signature over that challenge and
//! that card (ISO/IEC 7816-4; card.md 6.4). It lives here and not in the library, and exists in a
//! rig only.

use policy::HolderAuthorisation;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use verifier::Rig;
use verifier::authorise::{AuthoriserFault, CardAsking, Commands, HolderAuthoriser};
use verifier::signature::sha256;
use wire::{Certificate, Command, Misuse, Script, ScriptStep, StatusWord};

/// SELECT of `STAND-IN` in ASCII after `F0`, the first byte of unregistered proprietary AIDs
/// (ISO/IEC 7816-5), version 1.
const SELECT: &[u8] = b"\x00\xA4\x04\x0C\x0A\xF0STAND-IN\x01";
/// GET CHALLENGE of [`CHALLENGE`] bytes.
const GET_CHALLENGE: &[u8] = &[0x00, 0x84, 0x00, 0x00, 0x08];
/// EXTERNAL AUTHENTICATE with [`CRYPTOGRAM`] bytes of data, which follow.
const EXTERNAL_AUTHENTICATE: &[u8] = &[0x00, 0x82, 0x00, 0x00, 0x40];
/// Bytes of the card's challenge.
const CHALLENGE: usize = 8;
/// Bytes of the signature over it: r and s.
const CRYPTOGRAM: usize = 64;
/// What every cryptogram of the stand-in is over, first.
const LABEL: &[u8] = b"holder-authorisation stand-in v1\0";
/// Bytes of the digest of the certificate that follow.
const CARD: usize = 16;

/// Signs `LABEL || SHA-256(certificate)[0..16] || challenge(8)` by ECDSA P-256 with SHA-256, r and s.
pub(crate) struct StandIn {
    key: EcdsaKeyPair,
    random: SystemRandom,
}

/// The file holds no P-256 key in PKCS#8.
#[derive(Debug, thiserror::Error)]
#[error("no P-256 key in PKCS#8")]
pub(crate) struct NoKey;

impl StandIn {
    /// A stand-in with this key (PKCS#8, DER), in a rig.
    pub(crate) fn new(_rig: Rig, pkcs8: &[u8]) -> Result<Self, NoKey> {
        let random = SystemRandom::new();
        let key =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &random).map_err(|_| NoKey)?;
        Ok(Self { key, random })
    }

    fn cryptogram(
        &self,
        certificate: &Certificate,
        challenge: &[u8],
    ) -> Result<[u8; CRYPTOGRAM], AuthoriserFault> {
        let message = message(certificate, challenge);
        let signature = self.key.sign(&self.random, &message).map_err(|_| AuthoriserFault::Failed)?;
        signature.as_ref().try_into().map_err(|_| AuthoriserFault::Failed)
    }
}

fn message(certificate: &Certificate, challenge: &[u8]) -> Vec<u8> {
    let card = sha256(certificate.as_bytes());
    LABEL.iter().chain(card.0.iter().take(CARD)).chain(challenge).copied().collect()
}

/// A script of commands that must all succeed.
fn script(commands: &[&[u8]]) -> Result<Script, AuthoriserFault> {
    let step = |command: &&[u8]| -> Result<ScriptStep, Misuse> {
        ScriptStep::new(Command::new(command.to_vec())?, vec![StatusWord::SUCCESS])
    };
    let steps: Result<Vec<ScriptStep>, Misuse> = commands.iter().map(step).collect();
    steps.and_then(Script::new).map_err(|_| AuthoriserFault::Failed)
}

impl HolderAuthoriser for StandIn {
    fn kind(&self) -> HolderAuthorisation {
        HolderAuthorisation::StandIn
    }

    fn authorise(&self, card: CardAsking<'_>) -> Result<Commands, AuthoriserFault> {
        let challenge = match card.responses.as_slice() {
            [] => return Ok(Commands::Continue(script(&[SELECT, GET_CHALLENGE])?)),
            [_selected, made] => match made.split() {
                (challenge, StatusWord::SUCCESS) if challenge.len() == CHALLENGE => challenge,
                _ => return Err(AuthoriserFault::Unsuitable),
            },
            _ => return Err(AuthoriserFault::Unsuitable),
        };
        let cryptogram = self.cryptogram(card.certificate, challenge)?;
        Ok(Commands::Open(script(&[&[EXTERNAL_AUTHENTICATE, &cryptogram].concat()])?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::KeyPair as _;
    use verifier::Mode;
    use verifier::signature::terminal_signed;
    use wire::{CardResponse, CardResponses, Nonce};

    fn stand_in() -> StandIn {
        let Mode::Rig(rig) = Mode::rig() else { panic!("not a rig") };
        let pkcs8 =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
        assert!(StandIn::new(rig, b"no key").is_err());
        StandIn::new(rig, pkcs8.as_ref()).unwrap()
    }

    fn asked(
        stand_in: &StandIn,
        certificate: &Certificate,
        responses: &[&[u8]],
    ) -> Result<Commands, AuthoriserFault> {
        let responses = responses.iter().map(|bytes| CardResponse::new(bytes.to_vec()).unwrap()).collect();
        let responses = CardResponses::new(responses).unwrap();
        stand_in.authorise(CardAsking { conversation: &Nonce([0; 32]), certificate, responses: &responses })
    }

    fn card() -> Certificate {
        Certificate::new(vec![0x30, 1, 2]).unwrap()
    }

    #[test]
    fn first_the_card_is_asked_for_a_challenge_on_the_stand_in_s_own_application() {
        let Ok(Commands::Continue(script)) = asked(&stand_in(), &card(), &[]) else { panic!("no script") };
        let commands: Vec<&[u8]> = script.steps().iter().map(|step| step.command().as_bytes()).collect();
        assert_eq!(commands, [SELECT, GET_CHALLENGE]);
        assert!(script.steps().iter().all(|step| step.expected() == [StatusWord::SUCCESS]));
    }

    #[test]
    fn the_cryptogram_is_for_this_card_and_this_challenge() {
        let stand_in = stand_in();
        let answered = asked(&stand_in, &card(), &[&[0x90, 0], &[7, 7, 7, 7, 7, 7, 7, 7, 0x90, 0]]);
        let Ok(Commands::Open(script)) = answered else { panic!("{answered:?}") };
        let [step] = script.steps() else { panic!("one command opens the key") };
        let (header, cryptogram) = step.command().as_bytes().split_at(5);
        assert_eq!(header, EXTERNAL_AUTHENTICATE);

        let mut expected = b"holder-authorisation stand-in v1\0".to_vec();
        expected.extend(&sha256(card().as_bytes()).0[..16]);
        expected.extend([7; 8]);
        let key = stand_in.key.public_key().as_ref();
        assert!(terminal_signed(key, &expected, cryptogram));
        expected.pop();
        assert!(!terminal_signed(key, &expected, cryptogram));
    }

    #[test]
    fn other_responses_are_not_gone_on_from() {
        let good: &[u8] = &[7, 7, 7, 7, 7, 7, 7, 7, 0x90, 0];
        let failed: &[u8] = &[7, 7, 7, 7, 7, 7, 7, 7, 0x69, 0x85];
        let cases: [&[&[u8]]; 6] = [
            &[good],
            &[&[0x90, 0], &good[1..]],
            &[&[0x90, 0], &[good, &[0]].concat()],
            &[&[0x90, 0], failed],
            &[&[0x90, 0], &[0x90, 0]],
            &[&[0x90, 0], good, good],
        ];
        let stand_in = stand_in();
        for responses in cases {
            let refused = asked(&stand_in, &card(), responses);
            assert_eq!(refused, Err(AuthoriserFault::Unsuitable), "{responses:?}");
        }
    }
}
