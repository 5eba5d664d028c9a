//! The signature by the key for user authentication.

use apdu::CardChannel;

use crate::error::{CardError, Step};
use crate::genuineness::compute_signature;
use crate::link::{Application, Link};
use crate::rsa::Signature;

/// P2 of the signing command: JPKI `0017` by short identifier, with the high bit set (card.md 4.5).
const USER_AUTHENTICATION_KEY: u8 = 0x97;

/// Has JPKI `0017` sign a SHA-256 digest (sha256WithRSAEncryption): `80 2A 00 97 33 DigestInfo 00`, sent once.
///
/// 1 APDU, and 1 for the SELECT unless the application is current. After [`crate::pin::verify`] it is
/// current, and a SELECT would end the right that the PIN gave.
///
/// # Errors
///
/// [`Misuse::NotAuthorised`](crate::Misuse::NotAuthorised) if the holder was not verified;
/// [`CardError`] of the link. After an error of the channel it is unknown whether the key was used.
pub fn user_authentication<C: CardChannel>(
    link: &mut Link<C>,
    digest: &[u8; 32],
) -> Result<Signature, CardError> {
    link.require(Application::Jpki)?;
    compute_signature(link, USER_AUTHENTICATION_KEY, digest, Step::Sign)
}
