//! Fixed and bounded bytes, each with one text form.

use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::Misuse;
use crate::script::is_command;

/// Longest certificate taken, in bytes of DER. Certificate 000A has about 1700 (card.md 5.5).
pub const MAX_CERTIFICATE: usize = 4096;

/// Longest command that is passed on to a card, in bytes: a card-verifiable certificate with its
/// signature is far shorter (card.md 5.3).
pub const MAX_COMMAND: usize = 4096;

/// Longest response that is passed on from a card, in bytes, status word included.
pub const MAX_RESPONSE: usize = 4096;

/// Defines `$name` around `[u8; $length]`, written as base64url without padding.
macro_rules! fixed {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub [u8; $length]);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&URL_SAFE_NO_PAD.encode(self.0))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| D::Error::custom("base64url"))?;
                bytes.try_into().map(Self).map_err(|_| D::Error::custom("length"))
            }
        }
    };
}

/// Defines `$name` around bytes that `$fits`, written by `$engine`.
macro_rules! bounded {
    ($(#[$doc:meta])* $name:ident, $fits:expr, $engine:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(Vec<u8>);

        impl $name {
            /// Takes the bytes.
            ///
            /// # Errors
            /// [`Misuse::Length`] if there are too few or too many.
            pub fn new(bytes: Vec<u8>) -> Result<Self, Misuse> {
                let fits: fn(&[u8]) -> bool = $fits;
                if fits(&bytes) { Ok(Self(bytes)) } else { Err(Misuse::Length) }
            }

            /// The bytes.
            pub fn as_bytes(&self) -> &[u8] {
                &self.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&$engine.encode(&self.0))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                let bytes = $engine.decode(text).map_err(|_| D::Error::custom("base64"))?;
                Self::new(bytes).map_err(D::Error::custom)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} bytes)"), self.0.len())
            }
        }
    };
}

fixed!(
    /// The service's challenge: 32 random bytes, used once.
    Nonce,
    32
);

fixed!(
    /// A SHA-256.
    Digest,
    32
);

fixed!(
    /// Names one session of one terminal: 16 random bytes, no meaning.
    SessionId,
    16
);

fixed!(
    /// Opens one registration; 32 random bytes made by the service, used once.
    RegistrationToken,
    32
);

bounded!(
    /// A certificate in DER, not yet believed in any way. Written as base64 with padding, as `x5c`
    /// is (RFC 7515 4.1.6). Debug prints its length alone: the serial names a person's card.
    Certificate,
    |bytes| (1..=MAX_CERTIFICATE).contains(&bytes.len()),
    STANDARD
);

bounded!(
    /// One command APDU for a card: the header and exactly what its length bytes say (ISO/IEC
    /// 7816-4 §5.2), at most [`MAX_COMMAND`] bytes. base64url.
    Command,
    |bytes| bytes.len() <= MAX_COMMAND && is_command(bytes),
    URL_SAFE_NO_PAD
);

bounded!(
    /// What a card answered to a command: data and status word, at most [`MAX_RESPONSE`] bytes.
    /// base64url. Debug prints its length alone.
    CardResponse,
    |bytes| (2..=MAX_RESPONSE).contains(&bytes.len()),
    URL_SAFE_NO_PAD
);

impl Digest {
    /// Of nothing: stands where a digest is left out of a comparison.
    pub const ZERO: Self = Self([0; 32]);
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nonce({})", URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The digest of a certificate names a card, so none is printed.
        f.write_str("Digest(redacted)")
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionId({self})")
    }
}

impl fmt::Debug for RegistrationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegistrationToken(redacted)")
    }
}
