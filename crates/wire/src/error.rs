//! Whose fault it is that bytes could not be taken, or a message could not be made.

/// Everything that can go wrong in this crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum WireError {
    /// The sender's bytes break a rule of this protocol.
    #[error("malformed: {0}")]
    Malformed(Malformed),
    /// The sender speaks something newer or other than we do.
    #[error("unsupported: {0}")]
    Unsupported(Unsupported),
    /// Our own caller gave something that no message can hold.
    #[error("misuse: {0}")]
    Misuse(Misuse),
}

/// What the sender broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum Malformed {
    /// Longer than [`crate::MAX_MESSAGE`].
    #[error("message too long")]
    TooLong,
    /// The outer JSON is not a JWS in general serialisation, or has members that it must not have.
    #[error("not a JWS in general JSON serialisation")]
    Container,
    /// Not as many signatures as this container has.
    #[error("wrong number of signatures")]
    SignatureCount,
    /// Not base64url without padding (RFC 7515 section 2), or not canonical.
    #[error("not base64url without padding")]
    Base64,
    /// A protected header that is not the exact set of members.
    #[error("protected header")]
    Header,
    /// Another algorithm than the one that this signature has.
    #[error("wrong algorithm")]
    Algorithm,
    /// Another kind of signed thing, or none.
    #[error("wrong typ")]
    Type,
    /// A signature of another length than its algorithm gives.
    #[error("wrong length of a signature")]
    SignatureLength,
    /// Not one certificate, not base64, or longer than [`crate::bytes::MAX_CERTIFICATE`].
    #[error("certificate")]
    Certificate,
    /// The payload, or an unsigned message, is not what its type says.
    #[error("payload")]
    Payload,
}

/// What we don't speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum Unsupported {
    /// A message of another version.
    #[error("version")]
    Version,
    /// A `crit` header (RFC 7515 4.1.11): we understand no extension.
    #[error("critical header")]
    CriticalHeader,
}

/// What our caller did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum Misuse {
    /// A name that is empty, longer than 64 characters or holds other than `A-Z a-z 0-9 . _ -`.
    #[error("not a name")]
    Name,
    /// Bytes of a length that this field can't hold.
    #[error("wrong length")]
    Length,
    /// The message would be longer than [`crate::MAX_MESSAGE`].
    #[error("message too long")]
    TooLong,
    /// The value can't be written as JSON.
    #[error("not encodable")]
    Encoding,
}

impl From<Malformed> for WireError {
    fn from(what: Malformed) -> Self {
        Self::Malformed(what)
    }
}

impl From<Unsupported> for WireError {
    fn from(what: Unsupported) -> Self {
        Self::Unsupported(what)
    }
}

impl From<Misuse> for WireError {
    fn from(what: Misuse) -> Self {
        Self::Misuse(what)
    }
}
