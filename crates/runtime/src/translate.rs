//! Between the words of the parts and the words of the machine.

use crate::port;
use policy::{Counters, Mark, Method, Strikes, Tries, classify};
use terminal::{Refusal, ServiceFault, Standing, VerdictOutcome};
use wire::RefusalReason;

/// What the machine is told of a card.
pub fn card_facts(facts: &card::CardFacts, mark: Mark, strikes: Strikes) -> policy::CardFacts {
    let pin = tries(facts.user_authentication_pin);
    let kind = classify(Counters {
        user_authentication: pin,
        support: tries(facts.other_pins.support),
        common: tries(facts.other_pins.common),
        resident: tries(facts.other_pins.resident_register),
    });
    // 照合番号B has its counter read right before it is presented: a PIN session never touches
    // 券面事項確認AP.
    policy::CardFacts { kind, pin, check_number: Tries::Unasked, mark, strikes }
}

fn tries(left: card::TriesLeft) -> Tries {
    match left {
        card::TriesLeft::Known(count) => Tries::of(count),
        card::TriesLeft::Blocked => Tries::Blocked,
        card::TriesLeft::Unknown(card::UnknownTries::NotAsked) => Tries::Unasked,
        card::TriesLeft::Unknown(_) => Tries::Unknown,
    }
}

pub(crate) const fn service_fault(fault: port::ServiceFault) -> ServiceFault {
    match fault {
        port::ServiceFault::Unreachable => ServiceFault::Unreachable,
        port::ServiceFault::Misbehaved | port::ServiceFault::Rejected => ServiceFault::Misbehaved,
    }
}

pub(crate) fn verdict(answer: &Result<wire::Verdict, port::ServiceFault>) -> VerdictOutcome {
    match answer {
        Ok(wire::Verdict::Verified(verified)) => VerdictOutcome::Verified(standing(verified)),
        Ok(wire::Verdict::Refused(reason)) => VerdictOutcome::Refused(refusal(*reason)),
        Ok(wire::Verdict::Unregistered(_)) => VerdictOutcome::Unregistered,
        Err(port::ServiceFault::Unreachable) => VerdictOutcome::Unreachable,
        // Nonsense is no refusal: nothing was confirmed, and the service hears of the session later.
        Err(port::ServiceFault::Misbehaved) => VerdictOutcome::Misbehaved,
        Err(port::ServiceFault::Rejected) => VerdictOutcome::Refused(Refusal::Statement),
    }
}

const fn standing(verified: &wire::Verified) -> Standing {
    match (verified.standing, verified.notice) {
        (wire::Standing::EntitlementOnly, _) => Standing::EntitlementOnly,
        (wire::Standing::Full, Some(wire::Notice::CertificateEndsSoon { .. })) => Standing::FullEndsSoon,
        (wire::Standing::Full, Some(wire::Notice::CertificateEnded { .. }) | None) => Standing::Full,
    }
}

pub(crate) const fn journal_method(method: Option<Method>) -> journal::Method {
    match method {
        None => journal::Method::None,
        Some(Method::Pin) => journal::Method::Pin,
        Some(Method::Face) => journal::Method::Face,
        Some(Method::Visual) => journal::Method::Visual,
    }
}

/// The kind of card for the journal. An ending that speaks of another card says more than counters.
pub(crate) const fn journal_kind(kind: policy::CardKind, ending: terminal::Ending) -> journal::CardKind {
    match (ending, kind) {
        (terminal::Ending::OldResidentCard, _) => journal::CardKind::Juki,
        (terminal::Ending::PhoneNotSupported, _) => journal::CardKind::Phone,
        (terminal::Ending::NotMyNumberCard, _) => journal::CardKind::Other,
        (_, policy::CardKind::Ordinary) => journal::CardKind::Ordinary,
        (_, policy::CardKind::PinLocked) => journal::CardKind::PinLocked,
        (_, policy::CardKind::FaceAuthentication) => journal::CardKind::FaceOnly,
        (_, policy::CardKind::Undetermined) => journal::CardKind::Undetermined,
    }
}

/// The service's reasons in the catalogue's terms.
pub(crate) const fn refusal(reason: RefusalReason) -> Refusal {
    use RefusalReason as Reason;
    match reason {
        Reason::ChallengeUnknown
        | Reason::ChallengeUsed
        | Reason::ChallengeExpired
        | Reason::ChallengeOfOtherTerminal
        | Reason::ChallengeMismatch
        | Reason::ChallengeSuperseded => Refusal::Challenge,
        Reason::ClockDisagrees
        | Reason::TerminalMismatch
        | Reason::TerminalSignature
        | Reason::PolicyRevisionUnknown => Refusal::Terminal,
        Reason::CertificateEnded => Refusal::CertificateEnded,
        Reason::CertificateRevoked => Refusal::CertificateRevoked,
        Reason::CertificateSuspended => Refusal::CertificateSuspended,
        Reason::CertificateMalformed
        | Reason::CertificateIssuerUnknown
        | Reason::CertificateSignature
        | Reason::CertificateUsage
        | Reason::CertificatePolicy
        | Reason::CertificateExtension
        | Reason::CertificateNotYetValid => Refusal::CertificateUnknown,
        Reason::CertificateMismatch | Reason::CardSignature => Refusal::Statement,
        Reason::ScoreTooLow
        | Reason::AttackDetectionMissing
        | Reason::NotAuthorised
        | Reason::AlreadyAuthorised
        | Reason::CardChallengeUnsuitable => Refusal::EvidenceInsufficient,
        Reason::MethodNotPermitted
        | Reason::HolderAuthorisationUnavailable
        | Reason::HolderAuthorisationNotNeeded
        | Reason::VisualTooOften
        | Reason::FaceTooOften
        | Reason::RegistrationDeclined
        | Reason::RegistrationRefusedByManual
        | Reason::RegistrationReadersNotChanged
        | Reason::RegistrationRefusedBySite => Refusal::MethodNotPermitted,
        Reason::RegistrationTokenUnknown
        | Reason::RegistrationTokenUsed
        | Reason::RegistrationTokenExpired
        | Reason::RegistrationTokenMismatch => Refusal::Challenge,
    }
}
