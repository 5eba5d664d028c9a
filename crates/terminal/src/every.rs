//! Every value of the words by which a session is told of: one list for each, which does not build
//! while a variant is missing from it. The failure catalogue and the tests of completeness walk these.

use crate::{Blame, CallReason, Ending, NextStep, Notice, QualityReason, Refusal};
use policy::RegistrationClosure;

/// `ALL` of a type whose variants hold nothing, or `$name` for the plain ones among them; the
/// patterns after the semicolon name the others.
macro_rules! every {
    ($(#[$doc:meta])* $visible:vis $name:ident: $type:ident = $($variant:ident),+ $(; $($pattern:pat),+)?) => {
        impl $type {
            $(#[$doc])*
            $visible const $name: &'static [Self] = &[$(Self::$variant),+];
        }

        const _: fn($type) = |value| match value {
            $($type::$variant => (),)+
            $($($pattern => (),)+)?
        };
    };
}

every! {
    /// All of them.
    pub ALL: Refusal = CertificateEnded, CertificateRevoked, CertificateSuspended, CertificateUnknown,
        MethodNotPermitted, EvidenceInsufficient, Challenge, Terminal, Statement
}
every! {
    /// All of them.
    pub ALL: Blame = Nobody, Card, Terminal, Service, Rule, Person
}
every! {
    /// All of them.
    pub ALL: NextStep = TakeCardAndWait, PutCardAgain, PutMyNumberCard, PaperAtReception,
        RenewCertificate, AskReception
}
every! {
    /// All of them.
    pub ALL: CallReason = CapturesFailed, LastTry, Visual, PinClosed, CheckNumber, PartFailed, CardLeft
}
every! {
    /// All of them.
    pub ALL: QualityReason = NoFace, SeveralFaces, TooSmall, TooDark, TooBright, Blurred, Turned
}
every! {
    PLAIN: Notice = PinLockedNow, PinUnknown, CounterChanged, LedgerFailed, FaceNotAccepted,
        PhotoUnavailable, CheckNumberRejected, CameraFailed, CredentialRejected, CredentialClosed;
        Notice::PinRejected { .. }
}
every! {
    PLAIN: Ending = Verified, VerifiedEndsSoon, VerifiedEntitlementOnly, NotMyNumberCard,
        OldResidentCard, PhoneNotSupported, CardMute, CardLockedByIssuer, CardMisbehaved, CardTooSlow,
        TwoCards, ReaderFailed, TerminalFailed, NoHolderAuthorisation, NoMethodLeft, PhotoNotGenuine,
        ChipNotGenuine, StaffSawOtherPerson, PinOutcomeUnknown, AuthorisationFailed, SignatureFailed,
        ChallengeExpired, CouldNotConfirm, ServiceMisbehaved, RegistrationDeclined, Cancelled, TimedOut,
        CardTakenAway;
        Ending::Refused(_), Ending::AuthorisationRefused(_), Ending::RegistrationClosed(_)
}

impl Notice {
    /// All of them. A counter starts at three, and an entry that leaves none is
    /// [`Notice::PinLockedNow`], so a rejection leaves two or one.
    pub fn all() -> impl Iterator<Item = Self> {
        let rejected = [2, 1].map(|left| Self::PinRejected { left });
        rejected.into_iter().chain(Self::PLAIN.iter().copied())
    }
}

impl Ending {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let refused = Refusal::ALL.iter().copied().map(Self::Refused);
        let unauthorised = Refusal::ALL.iter().copied().map(Self::AuthorisationRefused);
        let unregistered = RegistrationClosure::ALL.into_iter().map(Self::RegistrationClosed);
        Self::PLAIN.iter().copied().chain(refused).chain(unauthorised).chain(unregistered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_endings_share_a_code() {
        for (at, ending) in Ending::all().enumerate() {
            for other in Ending::all().skip(at + 1) {
                assert_ne!(ending.code(), other.code(), "{ending:?} and {other:?}");
            }
        }
    }

    #[test]
    fn the_hundreds_of_a_code_say_who_has_to_act() {
        for ending in Ending::all() {
            assert_eq!(ending.is_verified(), ending.blame() == Blame::Nobody, "{ending:?}");
            assert_eq!(ending.code() / 100 == 1, ending.is_verified(), "{ending:?}");
        }
    }
}
