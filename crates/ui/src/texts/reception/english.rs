//! The lines of reception in English, in the same order.

use super::ReceptionLine;
use policy::RegistrationClosure;
use terminal::{CallReason, Ending, Notice, QualityReason, Refusal, UndecidedReason};

/// The official ladder when the card can't be used (domain.md 2.5).
pub const LADDER: &str = "Confirmation document (資格確認書). Without it: the card together with the \
                          Mynaportal screen or the entitlement notice (資格情報のお知らせ). Without any: \
                          a written declaration (被保険者資格申立書). For somebody who was here before it is \
                          enough to hear that nothing changed. The usual share is charged.";

/// The line of an ending.
pub const fn line(ending: Ending) -> ReceptionLine {
    let ladder = if ending.is_verified() { "" } else { LADDER };
    ReceptionLine { what: what(ending), next: next(ending), ladder }
}

const fn what(ending: Ending) -> &'static str {
    match ending {
        Ending::Verified => "The holder is verified and the service accepted it.",
        Ending::VerifiedEndsSoon => "Verified; the certificate ends within three months.",
        Ending::VerifiedEntitlementOnly => {
            "Verified; the certificate ended less than three months ago, so only entitlement is answered."
        }
        Ending::NotMyNumberCard => "A chip card that is not a My Number Card was put on the reader.",
        Ending::OldResidentCard => "An old resident-register card (住基カード) was put on the reader.",
        Ending::PhoneNotSupported => "A phone was put on the card reader.",
        Ending::CardMute => "The card does not answer (in its case, wrong way round, or a broken chip).",
        Ending::CardLockedByIssuer => "The issuer stopped the card's application.",
        Ending::CardMisbehaved => "The card answered against its standard.",
        Ending::CardTooSlow => "The card did not answer in time.",
        Ending::TwoCards => "Two cards are on the reader.",
        Ending::PhotoNotGenuine => {
            "The signature of the photo in the card could not be confirmed (fault or forgery: not known)."
        }
        Ending::ChipNotGenuine => {
            "The card could not prove that it is the genuine one (fault or copy: not known)."
        }
        Ending::PinOutcomeUnknown => {
            "The link to the card broke while the PIN was checked. Right or wrong is not known; it counts as used."
        }
        Ending::SignatureFailed => "The card gave no signature.",
        Ending::AuthorisationFailed => "The card did not take the permission to be used without PIN.",
        Ending::ReaderFailed => "The card reader or its connection stopped.",
        Ending::TerminalFailed => "A part of the terminal answered something that was not asked.",
        Ending::ClockWrong => "The terminal's clock differs from the service's.",
        Ending::NoHolderAuthorisation => {
            "The card can't use a PIN, and this terminal has no way to verify without one."
        }
        Ending::NoMethodLeft => "No method of verification is left.",
        Ending::RegistrationClosed(closure) => match closure {
            RegistrationClosure::RefusedByManual | RegistrationClosure::ReadersNotChanged => {
                "The card is not registered, and the rules of this date do not let staff register it by eye."
            }
            RegistrationClosure::RefusedBySite => {
                "The card is not registered, and this site does not let staff register it by eye."
            }
        },
        Ending::CouldNotConfirm => {
            "The service could not be reached. The record of the outcome is sent when it is back."
        }
        Ending::ServiceMisbehaved => "The service gave no proper answer.",
        Ending::ChallengeExpired => "It took longer than the service's number is good for.",
        Ending::Refused(refusal) | Ending::AuthorisationRefused(refusal) => refused(refusal),
        Ending::StaffSawOtherPerson => "Staff saw another person than on the card's photo.",
        Ending::AttackPresentation => "Before the camera was something flat, as a photo or a screen is.",
        Ending::RegistrationDeclined => "The card is not registered and the patient does not wish it now.",
        Ending::Cancelled => "The patient stopped.",
        Ending::TimedOut => "Nobody did anything until the time ran out. The patient may need help.",
        Ending::CardTakenAway => "The card was taken away before the end.",
    }
}

const fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::CertificateEnded => "The certificate ended more than three months ago.",
        Refusal::CertificateRevoked => "The certificate was revoked.",
        Refusal::CertificateSuspended => "The card is suspended (reported lost, for example).",
        Refusal::CertificateUnknown => "The issuer of the certificate could not be confirmed.",
        Refusal::MethodNotPermitted => "The rules of this date do not permit this method for this card.",
        Refusal::EvidenceInsufficient => "The service did not find the record of verification sufficient.",
        Refusal::Challenge => "The service's number had expired or was used before.",
        Refusal::Terminal => "The service did not accept this terminal.",
        Refusal::Statement => "The service found a signature or the message not correct.",
    }
}

const fn next(ending: Ending) -> &'static str {
    match ending {
        Ending::Verified => "Nothing to do.",
        Ending::VerifiedEndsSoon => "When they leave, suggest renewal at the municipal office.",
        Ending::VerifiedEntitlementOnly => {
            "Ask for medicines by the medicine notebook. Renewal is at the municipal office."
        }
        Ending::NotMyNumberCard | Ending::OldResidentCard => {
            "Have the My Number Card put there. Without one, confirm by the ladder."
        }
        Ending::PhoneNotSupported => "Have the card put there. Without one, confirm by the ladder.",
        Ending::CardMute => {
            "Out of its case, photo up, put it again. If that does not help, confirm by the ladder."
        }
        Ending::CardTooSlow => "Put it in the middle again. If that does not help, confirm by the ladder.",
        Ending::CardLockedByIssuer => "Confirm by the ladder. The municipal office can tell about the card.",
        Ending::CardMisbehaved => {
            "Confirm by the ladder. If other people's cards do it too, tell the vendor the code."
        }
        Ending::TwoCards => "Leave only the My Number Card and put it again.",
        Ending::PhotoNotGenuine | Ending::ChipNotGenuine => {
            "Confirm by the ladder and look at card and face. Do not speak as if you suspected them."
        }
        Ending::PinOutcomeUnknown => {
            "Put the card again. Suggest face or staff before PIN; if neither is open, confirm by the ladder."
        }
        Ending::ReaderFailed => "Plug the reader's cable in again. Until it is back, confirm by the ladder.",
        Ending::ClockWrong => "Have the terminal's clock set. Until then, confirm by the ladder.",
        Ending::TerminalFailed => "Restart the terminal. Until it is back, confirm by the ladder.",
        Ending::NoHolderAuthorisation | Ending::NoMethodLeft => "Confirm by the ladder.",
        Ending::RegistrationClosed(_) => {
            "Confirm by the ladder today. Registering works by face (and by PIN where the card has one)."
        }
        Ending::CouldNotConfirm => "Look at the line. Until it is back, confirm by the ladder.",
        Ending::ServiceMisbehaved | Ending::SignatureFailed | Ending::AuthorisationFailed => {
            "Confirm by the ladder. If it happens again, tell the vendor the code."
        }
        Ending::ChallengeExpired => "Have the card put again. In a hurry, confirm by the ladder.",
        Ending::Refused(refusal) | Ending::AuthorisationRefused(refusal) => refused_next(refusal),
        Ending::StaffSawOtherPerson => {
            "Ask kindly whether it is a relative's card. Confirm by the ladder, for the person who is there."
        }
        Ending::AttackPresentation => {
            "Go there; do not accuse. Compare the person with the card's photo, or confirm by the ladder."
        }
        Ending::RegistrationDeclined => "Do not press. Confirm by the ladder.",
        Ending::Cancelled => "Speak to them; another method, or confirm by the ladder.",
        Ending::TimedOut => "Speak to them; if they need help, another method, or confirm by the ladder.",
        Ending::CardTakenAway => "Have the card put again. In a hurry, confirm by the ladder.",
    }
}

const fn refused_next(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::CertificateEnded => "Confirm by the ladder today. Renewal is at the municipal office.",
        Refusal::CertificateRevoked => {
            "Confirm by the ladder today. The municipal office can tell about the card."
        }
        Refusal::CertificateSuspended => {
            "Confirm by the ladder today. The free line 0120-95-0178 can tell about the card."
        }
        Refusal::MethodNotPermitted | Refusal::EvidenceInsufficient => {
            "Have the card put again, with another method. Without one, confirm by the ladder."
        }
        Refusal::Challenge => "Have the card put again. If it happens again, tell the vendor the code.",
        Refusal::CertificateUnknown | Refusal::Terminal | Refusal::Statement => {
            "Confirm by the ladder. If it happens again, tell the vendor the code."
        }
    }
}

/// Why reception is called, and what it does now.
pub const fn call(reason: CallReason) -> ReceptionLine {
    let (what, next) = match reason {
        CallReason::CapturesFailed => (
            "The face can't be verified and the patient needs help.",
            "Go there; mend light and place. If that does not help, confirm by eye.",
        ),
        CallReason::LastTry => (
            "The patient is about to use the last try of the PIN.",
            "Go at once. Say that an error means a reset at the municipal office; suggest another method.",
        ),
        CallReason::Visual => (
            "The patient chose to be verified by staff.",
            "Go there, type the staff password, compare photo and face.",
        ),
        CallReason::PinClosed => (
            "The patient asks about a PIN that is held back.",
            "Go there, type the staff password; ask whether they remember the PIN, look for a struck-through mark.",
        ),
        CallReason::CheckNumber => (
            "The number on the card front is needed to read the card's photo.",
            "Go there and type birth date, expiry year and security code from the card front.",
        ),
        CallReason::PartFailed => (
            "A part of the terminal (camera or records) does not work.",
            "Lead the patient to another method and tell the vendor.",
        ),
        CallReason::CardLeft => {
            ("A card was left on the reader.", "Call the patient back and return the card.")
        }
    };
    ReceptionLine { what, next, ladder: "" }
}

/// What reception does while the patient reads this.
pub const fn notice(notice: Notice) -> &'static str {
    match notice {
        Notice::PinRejected { left: 2.. } => "Leave it to them. If they hesitate, suggest face or staff.",
        Notice::PinRejected { left: 1 } => "Ask them to leave the PIN; suggest face or staff.",
        Notice::PinRejected { left: 0 } | Notice::PinLockedNow => {
            "Go on by face or staff. The PIN is reset at the municipal office."
        }
        Notice::PinUnknown => "Nobody knows whether it was right. Suggest face or staff.",
        Notice::CounterChanged => "Go on. The number on the screen now is the true one.",
        Notice::LedgerFailed => "Suggest face or staff. If it happens again, tell the vendor.",
        Notice::FaceNotAccepted => "Go there. Suggest staff or PIN.",
        Notice::PhotoUnavailable => "Suggest another method that the screen offers.",
        Notice::CheckNumberRejected => {
            "Look at the card again and type the 14 digits anew. After two misses suggest another method."
        }
        Notice::CameraFailed => "Suggest another method that the screen offers. Tell the vendor.",
        Notice::CredentialRejected => "Type the staff password again from the start.",
        Notice::CredentialClosed => {
            "Staff can't confirm for a while. Another method, or confirm by the ladder."
        }
    }
}

/// What reception does if the patient can't follow the instruction beside the preview.
pub const fn quality(reason: QualityReason) -> &'static str {
    match reason {
        QualityReason::NoFace => "Set height and direction of the camera to the face.",
        QualityReason::SeveralFaces => "Ask those who came along to step aside.",
        QualityReason::TooSmall => "Ask them to come closer; to a wheelchair, move the terminal.",
        QualityReason::TooDark => "Switch on the light; turn the terminal so that the face is lit.",
        QualityReason::TooBright => "Turn the terminal so that no strong light falls on the face.",
        QualityReason::Blurred => "Ask them to hold still a moment. Wipe the camera.",
        QualityReason::Turned => {
            "Ask them to look straight at it. Who can't turn the head is confirmed by eye."
        }
    }
}

/// What reception does if the movement that was asked for is not seen.
pub const fn movement(reason: UndecidedReason) -> &'static str {
    match reason {
        UndecidedReason::NotStill => "Ask them to look straight ahead and hold still a moment.",
        UndecidedReason::DidNotTurn => {
            "Ask them to turn further, toward the arrow. Who can't is confirmed by eye."
        }
        UndecidedReason::OtherSide => {
            "Look at the arrow together. Who can't turn the head is confirmed by eye."
        }
        UndecidedReason::DidNotReturn => "Ask them to look straight ahead again after the turn.",
        UndecidedReason::FaceLost => {
            "Ask them to move slowly and stay in the oval; ask others to step aside."
        }
    }
}
