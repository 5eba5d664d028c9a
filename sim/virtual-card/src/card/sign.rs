//! The private keys: COMPUTE DIGITAL SIGNATURE, INTERNAL AUTHENTICATE, GET CHALLENGE (card.md 4.5, 4.6).

use iso7816::command::CommandView;
use rand_core::RngCore;
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::{Pkcs1v15Sign, Pss, RsaPrivateKey};
use sha2::{Digest, Sha256};

use super::{Answer, Current, Reply, StatusWord, VirtualCard};
use crate::chip::{Access, Application, FileId, KeyUse};

/// File of the 利用者証明用 private key.
const USER_AUTHENTICATION_KEY: FileId = FileId(0x0017);
/// Most bytes PKCS#1 v1.5 leaves under a 2048-bit key.
const MOST_VERBATIM: usize = 245;

/// How P1 of `80 2A` turns the data into what is signed.
#[derive(Clone, Copy)]
enum Scheme {
    Verbatim,
    BareHash,
    DigestInfoOfHash,
    DigestInfo,
    PssOfHash,
    Pss,
}

impl Scheme {
    fn from_p1(p1: u8) -> Result<Self, StatusWord> {
        Ok(match p1 {
            0x00 => Self::Verbatim,
            0x01 => Self::BareHash,
            0x02 => Self::DigestInfoOfHash,
            0x03 => Self::DigestInfo,
            0x04 => Self::PssOfHash,
            0x05 => Self::Pss,
            _ => return Err(StatusWord::WRONG_PARAMETERS),
        })
    }

    fn admits(self, length: usize) -> bool {
        match self {
            Self::Verbatim => (1..=MOST_VERBATIM).contains(&length),
            Self::DigestInfoOfHash | Self::PssOfHash => length == 32,
            Self::BareHash | Self::DigestInfo | Self::Pss => length >= 1,
        }
    }
}

impl VirtualCard {
    pub(super) fn compute_signature(&mut self, command: &CommandView<'_>) -> Answer {
        let scheme = Scheme::from_p1(command.p1)?;
        let id = match command.p2 {
            0x00 => self.image().and_then(|image| image.default_key).ok_or(StatusWord::NO_OBJECT)?,
            p2 => self.named_file(p2)?,
        };
        let by_stand_in = self.check_signing_right(id)?;
        if command.data().is_empty() || command.expected() < 256 {
            return Err(StatusWord::WRONG_LENGTH);
        }
        if !scheme.admits(command.data().len()) {
            return Err(StatusWord::CONDITIONS);
        }
        let signature = self.sign(id, scheme, command.data())?;
        if by_stand_in {
            self.applet.use_right();
        }
        self.count_key_use(id);
        Ok(Reply::done(signature))
    }

    fn count_key_use(&mut self, id: FileId) {
        let key = self.image().and_then(|image| image.keys.get(&id));
        let guarded = key.is_some_and(|key| key.access != Access::Free);
        self.tally.private_key_uses += 1;
        self.tally.guarded_key_uses += u64::from(guarded);
    }

    /// `Ok(true)` if the key is open only by the stand-in's right, `Ok(false)` by a PIN or freely.
    fn check_signing_right(&self, id: FileId) -> Result<bool, StatusWord> {
        let image = self.image().ok_or(StatusWord::FILE_STRUCTURE)?;
        let key = image.keys.get(&id).ok_or(StatusWord::FILE_STRUCTURE)?;
        if key.purpose != KeyUse::Sign {
            return Err(StatusWord::CONDITIONS);
        }
        if self.permits(&key.access) {
            return Ok(false);
        }
        let stand_in = self.current == Current::Application(Application::Jpki)
            && id == USER_AUTHENTICATION_KEY
            && self.applet.has_right();
        if stand_in { Ok(true) } else { Err(StatusWord::SECURITY_STATUS) }
    }

    fn sign(&mut self, id: FileId, scheme: Scheme, data: &[u8]) -> Result<Vec<u8>, StatusWord> {
        let hash = Sha256::digest(data);
        let key = self.private_key(id)?;
        let signed = match scheme {
            Scheme::Verbatim => key.sign(Pkcs1v15Sign::new_unprefixed(), data),
            Scheme::BareHash => key.sign(Pkcs1v15Sign::new_unprefixed(), &hash),
            Scheme::DigestInfoOfHash => key.sign(Pkcs1v15Sign::new::<Sha256>(), data),
            Scheme::DigestInfo => key.sign(Pkcs1v15Sign::new::<Sha256>(), &hash),
            Scheme::PssOfHash => key.sign_with_rng(&mut self.rng, Pss::new::<Sha256>(), data),
            Scheme::Pss => key.sign_with_rng(&mut self.rng, Pss::new::<Sha256>(), &hash),
        };
        signed.map_err(|_| StatusWord::SELF_DIAGNOSIS)
    }

    /// The key in file `id`, parsed at its first use; `6A88` if it was destroyed.
    fn private_key(&mut self, id: FileId) -> Result<RsaPrivateKey, StatusWord> {
        let image = self.image().ok_or(StatusWord::FILE_STRUCTURE)?;
        let place = (image.application, id);
        if let Some(key) = self.parsed_keys.get(&place) {
            return Ok(key.clone());
        }
        let stored = image.keys.get(&id).and_then(|key| key.pkcs1.as_ref());
        let key = RsaPrivateKey::from_pkcs1_der(&stored.ok_or(StatusWord::NO_OBJECT)?.0)
            .map_err(|_| StatusWord::SELF_DIAGNOSIS)?;
        self.parsed_keys.insert(place, key.clone());
        Ok(key)
    }

    /// Only 共通 0019 answers; keys behind a PIN say `6982`, those of the 券面 applications `6985`.
    pub(super) fn internal_authenticate(&mut self, command: &CommandView<'_>) -> Answer {
        if command.p1 != 0 {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        let id = self.named_file(command.p2)?;
        let image = self.image().ok_or(StatusWord::FILE_STRUCTURE)?;
        let key = image.keys.get(&id).ok_or(StatusWord::FILE_STRUCTURE)?;
        if !self.permits(&key.access) {
            return Err(StatusWord::SECURITY_STATUS);
        }
        if key.purpose != KeyUse::InternalAuthentication {
            return Err(StatusWord::CONDITIONS);
        }
        let admitted = (1..=255).contains(&command.data().len()) && command.expected() >= 256;
        if !admitted {
            return Err(StatusWord::WRONG_LENGTH);
        }
        let signature = self.sign(id, Scheme::DigestInfo, command.data())?;
        self.count_key_use(id);
        Ok(Reply::done(signature))
    }

    pub(super) fn get_challenge(&mut self, command: &CommandView<'_>) -> Answer {
        if command.p1 != 0 || command.p2 != 0 {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        if !command.data().is_empty() || command.expected() == 0 {
            return Err(StatusWord::WRONG_LENGTH);
        }
        if command.expected() > 256 {
            return Err(StatusWord::CONDITIONS);
        }
        let mut challenge = vec![0; command.expected()];
        self.rng.fill_bytes(&mut challenge);
        if self.current == Current::StandIn {
            self.applet.keep_challenge(&challenge)?;
        }
        Ok(Reply::done(challenge))
    }
}
