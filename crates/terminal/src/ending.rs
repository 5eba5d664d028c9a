//! The failure catalogue: every way in which a session can end, with a stable code, who is to
//! blame and what comes next. Texts for patient and reception are `ui`'s.

use policy::RegistrationClosure;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ending {
    /// Verified.
    Verified,
    /// Verified; the certificate ends within three months.
    VerifiedEndsSoon,
    /// Verified for entitlement only: the certificate ended less than three months ago (H1, H2).
    VerifiedEntitlementOnly,
    /// The chip is not a My Number Card.
    NotMyNumberCard,
    /// An old 住基カード.
    OldResidentCard,
    /// A phone was put on the card reader.
    PhoneNotSupported,
    /// The card does not answer (D5).
    CardMute,
    /// The issuer locked the card's application.
    CardLockedByIssuer,
    /// The card answered something that it must not.
    CardMisbehaved,
    /// The card did not answer in time.
    CardTooSlow,
    /// Two cards lie on the readers.
    TwoCards,
    /// The reader or its service failed.
    ReaderFailed,
    /// A part of the terminal answered something that was not asked.
    TerminalFailed,
    /// The terminal's clock is wrong: the service would refuse what it signs, so nothing was asked of the card.
    ClockWrong,
    /// No way to use the card's key without PIN is configured, and PIN is closed.
    NoHolderAuthorisation,
    /// All methods are closed for other reasons.
    NoMethodLeft,
    /// The photo in the chip is not genuine.
    PhotoNotGenuine,
    /// The chip is not the one that the photo was issued to.
    ChipNotGenuine,
    /// Staff saw another person.
    StaffSawOtherPerson,
    /// The PIN went to the card and no answer came back (Inv3).
    PinOutcomeUnknown,
    /// The service refused to have the key opened.
    AuthorisationRefused(Refusal),
    /// The card did not open its key.
    AuthorisationFailed,
    /// The card did not sign.
    SignatureFailed,
    /// The challenge expired before it was signed.
    ChallengeExpired,
    /// The service could not be reached: could not confirm.
    CouldNotConfirm,
    /// The service answered nonsense or refused this terminal: could not confirm.
    ServiceMisbehaved,
    /// The service refused.
    Refused(Refusal),
    /// Registration is not permitted by this method today.
    RegistrationClosed(RegistrationClosure),
    /// The patient does not want to register now.
    RegistrationDeclined,
    /// The patient ended the session.
    Cancelled,
    /// Nobody did anything.
    TimedOut,
    /// The card was taken away before the end.
    CardTakenAway,
    /// What was before the camera moved as no head does.
    AttackPresentation,
}

/// Why the service refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Refusal {
    /// The certificate ended more than three months ago.
    CertificateEnded,
    /// The certificate was revoked.
    CertificateRevoked,
    /// The card's use is suspended (reported lost).
    CertificateSuspended,
    /// The certificate is not one of the configured authorities.
    CertificateUnknown,
    /// This method is not permitted for this card, purpose and date.
    MethodNotPermitted,
    /// The evidence is not sufficient.
    EvidenceInsufficient,
    /// The challenge is unknown, used or expired.
    Challenge,
    /// This terminal is not enrolled, or asks too often.
    Terminal,
    /// The statement is malformed or a signature is wrong.
    Statement,
}

/// Who has to act for it not to happen again (T-D: nobody takes the fault).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Blame {
    /// Nobody: the session went as it should.
    Nobody,
    /// The card, or what lies on the reader.
    Card,
    /// This terminal or its parts.
    Terminal,
    /// The line or the service.
    Service,
    /// A rule or a setting.
    Rule,
    /// A person's choice.
    Person,
}

/// What comes next. There always is something (Inv9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NextStep {
    /// Take the card and a seat.
    TakeCardAndWait,
    /// Take the card, put it on again.
    PutCardAgain,
    /// Put the My Number Card itself on the reader.
    PutMyNumberCard,
    /// Reception confirms entitlement on paper (資格確認書, 申立書; domain.md 2.5).
    PaperAtReception,
    /// Renew the certificate at the municipal office; reception helps today.
    RenewCertificate,
    /// Reception helps.
    AskReception,
}

impl Ending {
    /// The stable code under which reception, journal and vendor speak of it.
    pub const fn code(self) -> u16 {
        match self {
            Self::Verified => 100,
            Self::VerifiedEndsSoon => 101,
            Self::VerifiedEntitlementOnly => 102,
            Self::NotMyNumberCard => 201,
            Self::OldResidentCard => 202,
            Self::PhoneNotSupported => 203,
            Self::CardMute => 204,
            Self::CardLockedByIssuer => 205,
            Self::CardMisbehaved => 206,
            Self::CardTooSlow => 207,
            Self::TwoCards => 208,
            Self::PhotoNotGenuine => 210,
            Self::ChipNotGenuine => 211,
            Self::PinOutcomeUnknown => 212,
            Self::SignatureFailed => 213,
            Self::AuthorisationFailed => 214,
            Self::ReaderFailed => 301,
            Self::TerminalFailed => 302,
            Self::ClockWrong => 303,
            Self::NoHolderAuthorisation => 401,
            Self::NoMethodLeft => 402,
            Self::RegistrationClosed(RegistrationClosure::RefusedByManual) => 403,
            Self::RegistrationClosed(RegistrationClosure::ReadersNotChanged) => 404,
            Self::RegistrationClosed(RegistrationClosure::RefusedBySite) => 405,
            Self::CouldNotConfirm => 501,
            Self::ServiceMisbehaved => 502,
            Self::ChallengeExpired => 503,
            Self::Refused(refusal) => 510 + refusal.number(),
            Self::AuthorisationRefused(refusal) => 530 + refusal.number(),
            Self::StaffSawOtherPerson => 601,
            Self::RegistrationDeclined => 602,
            Self::Cancelled => 603,
            Self::TimedOut => 604,
            Self::CardTakenAway => 605,
            Self::AttackPresentation => 606,
        }
    }

    /// Who has to act.
    pub const fn blame(self) -> Blame {
        match self.code() / 100 {
            1 => Blame::Nobody,
            2 => Blame::Card,
            3 => Blame::Terminal,
            4 => Blame::Rule,
            5 => match self {
                Self::Refused(refusal) | Self::AuthorisationRefused(refusal) => refusal.blame(),
                _ => Blame::Service,
            },
            _ => Blame::Person,
        }
    }

    /// What comes next.
    pub const fn next_step(self) -> NextStep {
        match self {
            Self::Verified | Self::VerifiedEndsSoon => NextStep::TakeCardAndWait,
            Self::VerifiedEntitlementOnly => NextStep::RenewCertificate,
            Self::CardMute | Self::CardTooSlow | Self::CardTakenAway | Self::PinOutcomeUnknown => {
                NextStep::PutCardAgain
            }
            Self::NotMyNumberCard | Self::OldResidentCard | Self::PhoneNotSupported | Self::TwoCards => {
                NextStep::PutMyNumberCard
            }
            Self::Refused(Refusal::CertificateEnded)
            | Self::AuthorisationRefused(Refusal::CertificateEnded) => NextStep::RenewCertificate,
            Self::Cancelled
            | Self::TimedOut
            | Self::RegistrationDeclined
            | Self::StaffSawOtherPerson
            | Self::AttackPresentation => NextStep::AskReception,
            _ => NextStep::PaperAtReception,
        }
    }

    /// Whether the holder was verified by the service.
    pub const fn is_verified(self) -> bool {
        matches!(self, Self::Verified | Self::VerifiedEndsSoon | Self::VerifiedEntitlementOnly)
    }
}

impl Refusal {
    const fn number(self) -> u16 {
        match self {
            Self::CertificateEnded => 1,
            Self::CertificateRevoked => 2,
            Self::CertificateSuspended => 3,
            Self::CertificateUnknown => 4,
            Self::MethodNotPermitted => 5,
            Self::EvidenceInsufficient => 6,
            Self::Challenge => 7,
            Self::Terminal => 8,
            Self::Statement => 9,
        }
    }

    const fn blame(self) -> Blame {
        match self {
            Self::CertificateEnded
            | Self::CertificateRevoked
            | Self::CertificateSuspended
            | Self::CertificateUnknown => Blame::Card,
            Self::MethodNotPermitted => Blame::Rule,
            Self::EvidenceInsufficient | Self::Challenge | Self::Terminal | Self::Statement => {
                Blame::Terminal
            }
        }
    }
}
