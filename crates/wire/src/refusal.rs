//! Why the service refuses a statement, an authorisation or a registration.

use core::fmt;

use serde::{Deserialize, Serialize};

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// Why the service refused. Names and codes are stable: none is reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum RefusalReason {
            $($(#[$doc])* $name,)*
        }

        impl RefusalReason {
            /// All reasons, by code.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its number in logs and on reception's screen: 1xx challenge, 2xx terminal,
            /// 3xx certificate and card, 4xx method, 5xx registration.
            pub const fn code(self) -> u16 {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

reasons! {
    /// The service made no such challenge.
    ChallengeUnknown = 101,
    /// The challenge was answered before.
    ChallengeUsed = 102,
    /// The challenge is too old.
    ChallengeExpired = 103,
    /// The challenge was made for another terminal.
    ChallengeOfOtherTerminal = 104,
    /// Session, facility or purpose is not the challenge's.
    ChallengeMismatch = 105,
    /// The terminal's clock is more than five minutes away from the service's.
    ClockDisagrees = 106,
    /// The terminal asked for another challenge after this one.
    ChallengeSuperseded = 107,

    /// Names another terminal than the connection's.
    TerminalMismatch = 201,
    /// The terminal's signature does not verify with its enrolled key.
    TerminalSignature = 202,
    /// The terminal decided by a revision of the rules that the service does not know.
    PolicyRevisionUnknown = 203,

    /// Not an X.509 certificate as the profile has it.
    CertificateMalformed = 301,
    /// The evidence speaks of another certificate.
    CertificateMismatch = 302,
    /// No configured root has that key identifier.
    CertificateIssuerUnknown = 303,
    /// The root did not sign it.
    CertificateSignature = 304,
    /// A CA certificate, or one without the key usage `digitalSignature`.
    CertificateUsage = 305,
    /// Not a certificate for user authentication (利用者証明用).
    CertificatePolicy = 306,
    /// A critical extension that the service does not know.
    CertificateExtension = 307,
    /// It begins in the future.
    CertificateNotYetValid = 308,
    /// It ended longer ago than the grace: renew.
    CertificateEnded = 309,
    /// Revoked at the centre.
    CertificateRevoked = 310,
    /// Suspended at the centre (一時停止).
    CertificateSuspended = 311,
    /// The card's signature does not verify with the certificate's key.
    CardSignature = 312,

    /// The rules don't allow this method for this kind of card.
    MethodNotPermitted = 401,
    /// The score is below the service's line for this card, or the terminal's own.
    ScoreTooLow = 402,
    /// A face without attack detection, in production.
    AttackDetectionMissing = 403,
    /// The service can't open a card's key: no holder authorisation is configured.
    HolderAuthorisationUnavailable = 404,
    /// A PIN opens the key by itself.
    HolderAuthorisationNotNeeded = 405,
    /// The card's key was opened by nobody, or for another claim.
    NotAuthorised = 406,
    /// An authorisation was given for this challenge before.
    AlreadyAuthorised = 407,
    /// What the card answered, its challenge, is not what the holder authorisation can go on from.
    CardChallengeUnsuitable = 408,
    /// More visual confirmations lately, at this terminal or by this member of staff, than the
    /// service's operator allows.
    VisualTooOften = 409,
    /// More faces lately, at this terminal, than the service's operator allows.
    FaceTooOften = 410,

    /// The service made no such token.
    RegistrationTokenUnknown = 501,
    /// The token was used before.
    RegistrationTokenUsed = 502,
    /// The token is too old.
    RegistrationTokenExpired = 503,
    /// The token was given to another terminal or session.
    RegistrationTokenMismatch = 504,
    /// The holder declined.
    RegistrationDeclined = 505,
    /// The manual of that day refuses registration by visual confirmation (M6).
    RegistrationRefusedByManual = 506,
    /// The manual of that day is silent and readers were not changed yet (M6a).
    RegistrationReadersNotChanged = 507,
    /// The facility does not allow it.
    RegistrationRefusedBySite = 508,
}

impl fmt::Display for RefusalReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {self:?}", self.code())
    }
}
