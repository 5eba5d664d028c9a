//! How a session ended, for those who mend it: a code, who has to act, and what to look at, so that
//! nobody is sent from one party to the next (domain.md D1, D2).

use core::fmt::{self, Display, Formatter};
use policy::RegistrationClosure;
use terminal::{Blame, Ending, Refusal};

/// The vendor's line of an ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VendorLine {
    /// The code of the failure catalogue.
    pub code: u16,
    /// Who has to act.
    pub blame: Blame,
    /// What was seen, and where to look.
    pub text: &'static str,
}

impl Display for VendorLine {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} [{}] {}", self.code, party(self.blame), self.text)
    }
}

/// The line of an ending.
pub const fn line(ending: Ending) -> VendorLine {
    VendorLine { code: ending.code(), blame: ending.blame(), text: text(ending) }
}

/// Who that is.
pub const fn party(blame: Blame) -> &'static str {
    match blame {
        Blame::Nobody => "nobody",
        Blame::Card => "card",
        Blame::Terminal => "terminal",
        Blame::Service => "line or service",
        Blame::Rule => "rule or setting",
        Blame::Person => "person",
    }
}

/// What to have at hand before calling, besides the code (in the corner of the screen, in reception's
/// feed, in the journal) and the time (in the journal).
pub const fn needs(ending: Ending) -> &'static str {
    match ending {
        Ending::Verified
        | Ending::VerifiedEndsSoon
        | Ending::VerifiedEntitlementOnly
        | Ending::StaffSawOtherPerson
        | Ending::RegistrationDeclined
        | Ending::Cancelled
        | Ending::TimedOut => "nothing",
        Ending::AttackPresentation => {
            "how often it comes, with which people; height and light of the camera; models' hashes"
        }
        Ending::NotMyNumberCard | Ending::OldResidentCard | Ending::PhoneNotSupported => {
            "nothing, unless it was a My Number Card"
        }
        Ending::CardMute
        | Ending::CardMisbehaved
        | Ending::CardTooSlow
        | Ending::PinOutcomeUnknown
        | Ending::SignatureFailed
        | Ending::AuthorisationFailed => "whether other cards work; model of the reader; pcscd's log",
        Ending::CardTakenAway => "nothing; if nobody took the card, model of the reader and pcscd's log",
        Ending::TwoCards => "how many readers are plugged in; pcscd's log",
        Ending::CardLockedByIssuer => "whether other cards work",
        Ending::PhotoNotGenuine | Ending::ChipNotGenuine => {
            "whether other cards pass; if none does, the CA table of this build is old"
        }
        Ending::ReaderFailed => "model of the reader, cable and port; pcscd's and the kernel's log",
        Ending::TerminalFailed => "version of the build; the journal",
        Ending::ClockWrong => "both clocks; whether the device reaches its time server",
        Ending::NoHolderAuthorisation | Ending::NoMethodLeft | Ending::RegistrationClosed(_) => {
            "the site's configuration"
        }
        Ending::CouldNotConfirm => "whether the line was up; the service's log of that minute",
        Ending::ServiceMisbehaved => "the service's log of that minute; expiry of the terminal's certificate",
        Ending::ChallengeExpired => "how long the patient took; both clocks",
        Ending::Refused(_) | Ending::AuthorisationRefused(_) => {
            "the service's record of that minute: it holds the exact reason with its number"
        }
    }
}

const fn text(ending: Ending) -> &'static str {
    match ending {
        Ending::Verified => "Verified.",
        Ending::VerifiedEndsSoon => "Verified; the certificate ends within the notice period.",
        Ending::VerifiedEntitlementOnly => "Verified within the grace period: entitlement only.",
        Ending::NotMyNumberCard => "A chip answered, but SELECT found none of the card's applications.",
        Ending::OldResidentCard => "The chip is a Basic Resident Register card.",
        Ending::PhoneNotSupported => "The token on the contactless reader names itself a phone.",
        Ending::CardMute => {
            "No answer to the first commands: card in its case, wrong way round, or dead chip."
        }
        Ending::CardLockedByIssuer => "SELECT says that the application is locked by its issuer.",
        Ending::CardMisbehaved => {
            "The card answered against its specification: malformed, contradictory or out of order."
        }
        Ending::CardTooSlow => "A card procedure passed its deadline; nothing was resent.",
        Ending::TwoCards => "Two readers of this terminal, or two slots of one, hold a card.",
        Ending::PhotoNotGenuine => {
            "The signature over the photo group is wrong, or its issuer is not in the CA table."
        }
        Ending::ChipNotGenuine => {
            "Internal authentication failed: the chip does not hold the key of its record."
        }
        Ending::PinOutcomeUnknown => {
            "VERIFY was sent and no status word came back; counted as a strike, not resent."
        }
        Ending::SignatureFailed => "The card gave no signature, or not in time; not retried.",
        Ending::AuthorisationFailed => "The card refused the service's authorisation for one signature.",
        Ending::ReaderFailed => "The PC/SC reader or its daemon went away.",
        Ending::TerminalFailed => "A port answered with the wrong kind of reply: a fault of this software.",
        Ending::ClockWrong => {
            "The challenge was issued more than 300 s from the terminal's clock; nothing was asked of the card."
        }
        Ending::NoHolderAuthorisation => {
            "PIN is closed for this card and holder authorisation is configured as none."
        }
        Ending::NoMethodLeft => "Every method is closed; the last choice of methods said why, for each.",
        Ending::RegistrationClosed(closure) => registration(closure),
        Ending::CouldNotConfirm => "The service was not reached in time; an outcome record is queued.",
        Ending::ServiceMisbehaved => {
            "The service refused this terminal's request, answered malformed, or sent forbidden commands."
        }
        Ending::ChallengeExpired => "The challenge expired on the terminal before it was signed.",
        Ending::Refused(refusal) | Ending::AuthorisationRefused(refusal) => refused(refusal),
        Ending::StaffSawOtherPerson => "Staff declined the visual confirmation.",
        Ending::AttackPresentation => {
            "Attack presentation (ISO/IEC 30107-1): when asked to turn, it turned as a plane does."
        }
        Ending::RegistrationDeclined => "The holder declined registration.",
        Ending::Cancelled => "The holder cancelled.",
        Ending::TimedOut => "No touch before the screen's deadline.",
        Ending::CardTakenAway => "The card left, or was reset by another program, before the end.",
    }
}

const fn registration(closure: RegistrationClosure) -> &'static str {
    match closure {
        RegistrationClosure::RefusedByManual => {
            "The rule revision in force refuses registration by visual confirmation."
        }
        RegistrationClosure::ReadersNotChanged => {
            "The rule revision in force is silent: readers were not changed yet."
        }
        RegistrationClosure::RefusedBySite => {
            "This site's setting refuses registration by visual confirmation."
        }
    }
}

const fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::CertificateEnded => {
            "Service: the user-authentication certificate ended longer ago than the grace period."
        }
        Refusal::CertificateRevoked => "Service: the certificate is revoked.",
        Refusal::CertificateSuspended => "Service: the certificate is on hold.",
        Refusal::CertificateUnknown => "Service: the certificate has no path to a configured root.",
        Refusal::MethodNotPermitted => {
            "Service: the dated rule forbids this method for this card kind and purpose."
        }
        Refusal::EvidenceInsufficient => "Service: score, attack detection or performer do not suffice.",
        Refusal::Challenge => "Service: the challenge is unknown, used or expired; compare both clocks.",
        Refusal::Terminal => "Service: this terminal is not enrolled, or over its rate.",
        Refusal::Statement => "Service: the statement is malformed or one of its two signatures is wrong.",
    }
}
