//! What the terminal claims of a session; the payload that card and terminal sign.

use policy::{AttackDetection, CardKind, Compared, ComparisonScore, Credential, Method, Purpose, RevisionId};
use serde::{Deserialize, Serialize};

use crate::bytes::{Digest, Nonce, SessionId};
use crate::challenge::UnixSeconds;
use crate::error::WireError;
use crate::json;
use crate::names::{FacilityId, StaffId, TerminalId};
use crate::words;

/// The claim (design.md section 6). No byte of a person beyond the certificate's digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// [`crate::VERSION`].
    #[serde(deserialize_with = "words::version")]
    pub version: u8,
    /// The service's challenge.
    pub challenge: Nonce,
    /// The session, as in the challenge.
    pub session: SessionId,
    /// The terminal, as in the challenge.
    pub terminal: TerminalId,
    /// The facility, as in the challenge.
    pub facility: FacilityId,
    /// What the verification is wanted for, as when the challenge was asked for.
    #[serde(with = "words::PurposeWord")]
    pub purpose: Purpose,
    /// SHA-256 of the DER of certificate 000A: ties the terminal's signature to this card.
    pub certificate: Digest,
    /// The kind of card that the counters spoke of.
    #[serde(with = "words::CardKindWord")]
    pub card_kind: CardKind,
    /// How the holder was confirmed.
    pub confirmation: Confirmation,
    /// Whether presentation attacks were looked for (ISO/IEC 30107-3).
    #[serde(with = "words::AttackDetectionWord")]
    pub attack_detection: AttackDetection,
    /// The revision of the rules that the terminal decided by.
    #[serde(with = "words::RevisionNumber")]
    pub policy_revision: RevisionId,
    /// The terminal's clock when the holder was confirmed.
    pub time: UnixSeconds,
    /// SHA-256 of the session's transcript up to the sign effect.
    pub transcript: Digest,
}

impl Evidence {
    /// The method that the confirmation speaks of.
    pub const fn method(&self) -> Method {
        match self.confirmation {
            Confirmation::Face(_) => Method::Face,
            Confirmation::Pin => Method::Pin,
            Confirmation::Visual(_) => Method::Visual,
        }
    }

    /// The claim as bytes, without what moves on between authorisation and signature (time and
    /// transcript): equal for both exactly if the terminal claims the same of the same card.
    ///
    /// # Errors
    /// [`WireError::Misuse`] if they are longer than a message may be.
    pub fn claim(&self) -> Result<Vec<u8>, WireError> {
        json::write(&Self { time: UnixSeconds(0), transcript: Digest::ZERO, ..self.clone() })
    }
}

/// How the holder was confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Confirmation {
    /// The live face was compared with the photo in the chip.
    Face(FaceConfirmation),
    /// The card verified the PIN.
    Pin,
    /// Identified staff compared by eye.
    Visual(VisualConfirmation),
}

/// A comparison that was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaceConfirmation {
    /// The score, in 1/10000.
    #[serde(with = "words::score")]
    pub score: ComparisonScore,
    /// The threshold that the terminal compared it with.
    #[serde(with = "words::score")]
    pub threshold: ComparisonScore,
    /// SHA-256 of the detection model's file.
    pub detector: Digest,
    /// SHA-256 of the embedding model's file.
    pub embedder: Digest,
}

/// A visual confirmation: who, by what credential, why, and with what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisualConfirmation {
    /// Who compared.
    pub performer: StaffId,
    /// How that person was identified.
    #[serde(with = "words::CredentialWord")]
    pub credential: Credential,
    /// Why it was done by eye.
    pub reason: VisualReason,
    /// What the person was compared with.
    #[serde(with = "words::ComparedWord")]
    pub compared: Compared,
}

/// Why the holder was confirmed by eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisualReason {
    /// Captures were made and not accepted.
    FaceNotAccepted,
    /// Face could not be offered: no photo, no camera, no tries of 照合番号B.
    FaceNotOffered,
    /// The PIN can't be used: locked, or a 顔認証マイナンバーカード.
    PinNotUsable,
    /// The patient can't use the screen or the camera, or asked for staff.
    PatientAsked,
}
