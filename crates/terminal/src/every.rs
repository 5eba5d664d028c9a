//! Every value of the words by which a session is told of: one list for each, which does not build
//! while a variant is missing from it. The failure catalogue and the tests of completeness walk these.

use crate::screen::CameraHint;
use crate::{Blame, CallReason, Ending, NextStep, Notice, QualityReason, Refusal, Side, UndecidedReason};
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
    /// All of them.
    pub ALL: UndecidedReason = NotStill, DidNotTurn, OtherSide, DidNotReturn, FaceLost
}
every! {
    /// All of them.
    pub ALL: Side = Left, Right
}
every! {
    PLAIN: CameraHint = NotAccepted, LookAhead;
        CameraHint::Quality(_), CameraHint::Turn(_), CameraHint::Movement(_)
}
every! {
    PLAIN: Notice = PinLockedNow, PinUnknown, CounterChanged, LedgerFailed, FaceNotAccepted,
        PhotoUnavailable, CheckNumberRejected, CameraFailed, CredentialRejected, CredentialClosed;
        Notice::PinRejected { .. }
}
every! {
    PLAIN: Ending = Verified, VerifiedEndsSoon, VerifiedEntitlementOnly, NotMyNumberCard,
        OldResidentCard, PhoneNotSupported, CardMute, CardLockedByIssuer, CardMisbehaved, CardTooSlow,
        TwoCards, ReaderFailed, TerminalFailed, ClockWrong, NoHolderAuthorisation, NoMethodLeft, PhotoNotGenuine,
        ChipNotGenuine, StaffSawOtherPerson, PinOutcomeUnknown, AuthorisationFailed, SignatureFailed,
        ChallengeExpired, CouldNotConfirm, ServiceMisbehaved, RegistrationDeclined, Cancelled, TimedOut,
        CardTakenAway, AttackPresentation;
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

impl CameraHint {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let quality = QualityReason::ALL.iter().copied().map(Self::Quality);
        let turn = Side::ALL.iter().copied().map(Self::Turn);
        let movement = UndecidedReason::ALL.iter().copied().map(Self::Movement);
        Self::PLAIN.iter().copied().chain(quality).chain(turn).chain(movement)
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
    fn every_refusal_ends_a_session_in_both_ways_with_codes_of_its_own_kind() {
        assert!(Refusal::ALL.len() > 1);
        for refusal in Refusal::ALL {
            let (refused, unauthorised) = (Ending::Refused(*refusal), Ending::AuthorisationRefused(*refusal));
            assert!(Ending::all().any(|ending| ending == refused));
            assert!(Ending::all().any(|ending| ending == unauthorised));
            assert_eq!((refused.code() / 20, unauthorised.code() / 20), (25, 26), "{refusal:?}");
            assert_eq!(refused.code() + 20, unauthorised.code(), "{refusal:?}");
            assert_eq!(refused.blame(), unauthorised.blame());
        }
    }

    #[test]
    fn a_rejection_leaves_two_tries_or_one() {
        let left = |notice| match notice {
            Notice::PinRejected { left } => Some(left),
            _ => None,
        };
        assert!(Notice::all().filter_map(left).eq([2, 1]));
        assert!(Notice::all().count() > 2);
    }

    #[test]
    fn the_hundreds_of_a_code_say_who_has_to_act() {
        for ending in Ending::all() {
            assert_eq!(ending.is_verified(), ending.blame() == Blame::Nobody, "{ending:?}");
            let acts = match (ending.code() / 100, ending) {
                (1, _) => Blame::Nobody,
                (2, _) => Blame::Card,
                (3, _) => Blame::Terminal,
                (4, _) => Blame::Rule,
                // The service says no, for a reason that lies elsewhere.
                (5, Ending::Refused(_) | Ending::AuthorisationRefused(_)) => {
                    assert!(ending.blame() != Blame::Service, "{ending:?}");
                    continue;
                }
                (5, _) => Blame::Service,
                _ => Blame::Person,
            };
            assert_eq!(ending.blame(), acts, "{ending:?}");
        }
    }

    /// Inv9: a second try where nothing speaks against the card, the right card where another thing lay
    /// there, renewal where the certificate is over, and paper for everybody else.
    #[test]
    fn what_comes_next_is_what_helps() {
        for ending in Ending::all() {
            let helps = match ending {
                Ending::VerifiedEntitlementOnly
                | Ending::Refused(Refusal::CertificateEnded)
                | Ending::AuthorisationRefused(Refusal::CertificateEnded) => NextStep::RenewCertificate,
                verified if verified.is_verified() => NextStep::TakeCardAndWait,
                Ending::CardMute
                | Ending::CardTooSlow
                | Ending::CardTakenAway
                | Ending::PinOutcomeUnknown => NextStep::PutCardAgain,
                other_thing if (201..=203).contains(&other_thing.code()) => NextStep::PutMyNumberCard,
                Ending::TwoCards => NextStep::PutMyNumberCard,
                decided if decided.blame() == Blame::Person => NextStep::AskReception,
                _ => NextStep::PaperAtReception,
            };
            assert_eq!(ending.next_step(), helps, "{ending:?}");
        }
    }
}
