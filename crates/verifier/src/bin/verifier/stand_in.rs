//! The stand-in for holder authorisation: NOT what the approved verifier does, which is not public
//! (card.md 6.3). It signs the card's challenge; the virtual card alone understands it. It lives
//! here and not in the library, and exists in a rig only.

use policy::HolderAuthorisation;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use verifier::Rig;
use verifier::authorise::{AuthoriserFault, HolderAuthoriser};
use verifier::signature::sha256;
use wire::{CardChallenge, Certificate, Cryptogram};

/// What every cryptogram of the stand-in is over, first.
const LABEL: &[u8] = b"holder-authorisation stand-in v1\0";
/// Bytes of the digest of the certificate that follow.
const CARD: usize = 16;
/// Bytes of the card's challenge that end it.
const CHALLENGE: usize = 8;

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
}

fn message(certificate: &Certificate, challenge: &[u8]) -> Vec<u8> {
    let card = sha256(certificate.as_bytes());
    LABEL.iter().chain(card.0.iter().take(CARD)).chain(challenge).copied().collect()
}

impl HolderAuthoriser for StandIn {
    fn kind(&self) -> HolderAuthorisation {
        HolderAuthorisation::StandIn
    }

    fn authorise(
        &self,
        certificate: &Certificate,
        challenge: &CardChallenge,
    ) -> Result<Cryptogram, AuthoriserFault> {
        if challenge.as_bytes().len() != CHALLENGE {
            return Err(AuthoriserFault::Unsuitable);
        }
        let message = message(certificate, challenge.as_bytes());
        let signature = self.key.sign(&self.random, &message).map_err(|_| AuthoriserFault::Failed)?;
        Cryptogram::new(signature.as_ref().to_vec()).map_err(|_| AuthoriserFault::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::KeyPair as _;
    use verifier::Mode;
    use verifier::signature::terminal_signed;

    fn rig() -> Rig {
        let Mode::Rig(rig) = Mode::rig() else { panic!("not a rig") };
        rig
    }

    #[test]
    fn the_cryptogram_is_for_this_card_and_this_challenge() {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let stand_in = StandIn::new(rig(), pkcs8.as_ref()).unwrap();
        let card = Certificate::new(vec![0x30, 1, 2]).unwrap();
        let challenge = CardChallenge::new(vec![7; 8]).unwrap();
        let cryptogram = stand_in.authorise(&card, &challenge).unwrap();

        let mut expected = b"holder-authorisation stand-in v1\0".to_vec();
        expected.extend(&sha256(card.as_bytes()).0[..16]);
        expected.extend([7; 8]);
        let key = stand_in.key.public_key().as_ref();
        assert!(terminal_signed(key, &expected, cryptogram.as_bytes()));
        expected.pop();
        assert!(!terminal_signed(key, &expected, cryptogram.as_bytes()));
    }

    #[test]
    fn other_challenges_and_other_keys_are_refused() {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let stand_in = StandIn::new(rig(), pkcs8.as_ref()).unwrap();
        let card = Certificate::new(vec![0x30]).unwrap();
        for length in [1, 7, 9, 64] {
            let challenge = CardChallenge::new(vec![7; length]).unwrap();
            assert_eq!(stand_in.authorise(&card, &challenge), Err(AuthoriserFault::Unsuitable));
        }
        assert!(StandIn::new(rig(), b"no key").is_err());
    }
}
