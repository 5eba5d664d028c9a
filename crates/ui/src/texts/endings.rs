//! How it ended, for the patient: short, kind, and always with a next step (Inv9).

use super::catalogue::Endings;
use super::{Catalogue, Words};
use terminal::{Ending, NextStep, Refusal};

/// Title and body of an ending.
pub fn words(texts: &'static Catalogue, ending: Ending) -> Words {
    let said = &texts.endings;
    let words = match ending {
        Ending::Verified => &said.verified,
        Ending::VerifiedEndsSoon => &said.ends_soon,
        Ending::VerifiedEntitlementOnly => &said.entitlement_only,
        Ending::RegistrationClosed(_) => &said.registration_closed,
        Ending::RegistrationDeclined => &said.registration_declined,
        Ending::Cancelled => &said.cancelled,
        Ending::TimedOut => &said.timed_out,
        Ending::StaffSawOtherPerson | Ending::AttackPresentation => &said.other_person,
        Ending::PinOutcomeUnknown => &said.pin_unknown,
        Ending::NoHolderAuthorisation => &said.no_authorisation,
        Ending::NoMethodLeft => &said.no_method,
        Ending::Refused(refusal) | Ending::AuthorisationRefused(refusal) => refused(said, refusal),
        Ending::CouldNotConfirm => &said.not_reached,
        Ending::ServiceMisbehaved => &said.service,
        Ending::ChallengeExpired => &said.expired,
        Ending::NotMyNumberCard => &said.other_card,
        Ending::OldResidentCard => &said.resident_card,
        Ending::PhoneNotSupported => &said.phone,
        Ending::CardMute => &said.mute,
        Ending::CardTooSlow => &said.slow,
        Ending::CardTakenAway => &said.taken_away,
        Ending::TwoCards => &said.two_cards,
        Ending::CardLockedByIssuer => &said.stopped,
        Ending::ReaderFailed | Ending::TerminalFailed | Ending::ClockWrong => &said.machine,
        Ending::PhotoNotGenuine => &said.photo,
        Ending::CardMisbehaved
        | Ending::ChipNotGenuine
        | Ending::AuthorisationFailed
        | Ending::SignatureFailed => &said.card,
    };
    words.clone()
}

const fn refused(said: &Endings, refusal: Refusal) -> &Words {
    match refusal {
        Refusal::CertificateEnded => &said.certificate_ended,
        Refusal::CertificateRevoked => &said.certificate_revoked,
        Refusal::CertificateSuspended => &said.certificate_on_hold,
        Refusal::CertificateUnknown => &said.certificate_unknown,
        Refusal::MethodNotPermitted => &said.not_permitted,
        Refusal::EvidenceInsufficient => &said.not_sufficient,
        Refusal::Challenge | Refusal::Terminal | Refusal::Statement => &said.terminal,
    }
}

/// What the patient does now.
pub const fn next_step(texts: &'static Catalogue, step: NextStep) -> &'static str {
    match step {
        NextStep::TakeCardAndWait => texts.next.wait,
        NextStep::PutCardAgain => texts.next.again,
        NextStep::PutMyNumberCard => texts.next.my_number_card,
        NextStep::PaperAtReception => texts.next.paper,
        NextStep::RenewCertificate => texts.next.renew,
        NextStep::AskReception => texts.next.reception,
    }
}
