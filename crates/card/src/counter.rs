//! Try counters, read without spending a try.

use apdu::iso::{self, ShortEf, Target};
use apdu::{CardChannel, CommandBuffer, StatusWord};

use crate::error::CardError;
use crate::file::{refuses_short_identifier, select_file};
use crate::link::{Application, Link, SHORT_RESPONSE, Selection};

/// The reference data whose counters matter to a terminal (card.md 3.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyReference {
    /// JPKI `0018`: the 4-digit PIN for user authentication, 3 tries.
    UserAuthenticationPin,
    /// JPKI `001B`: the password for signatures, 5 tries. No procedure here presents it.
    SignaturePassword,
    /// 券面事項入力補助AP `0011`: 4-digit PIN, 3 tries.
    SupportPin,
    /// 共通カードAP `001C`: 4-digit PIN, 3 tries.
    CommonPin,
    /// 住基AP `001C`: 4-digit PIN, 3 tries.
    ResidentRegisterPin,
    /// 券面事項確認AP `0012`: 照合番号B, 10 tries.
    CheckNumberB,
}

impl KeyReference {
    /// The application that holds it.
    #[must_use]
    pub const fn application(self) -> Application {
        match self {
            Self::UserAuthenticationPin | Self::SignaturePassword => Application::Jpki,
            Self::SupportPin => Application::Support,
            Self::CommonPin => Application::Common,
            Self::ResidentRegisterPin => Application::ResidentRegister,
            Self::CheckNumberB => Application::Surface,
        }
    }

    const fn short_ef(self) -> ShortEf {
        match self {
            Self::UserAuthenticationPin => ShortEf::of::<0x18>(),
            Self::SignaturePassword => ShortEf::of::<0x1B>(),
            Self::SupportPin => ShortEf::of::<0x11>(),
            Self::CommonPin | Self::ResidentRegisterPin => ShortEf::of::<0x1C>(),
            Self::CheckNumberB => ShortEf::of::<0x12>(),
        }
    }
}

/// What the card says about a try counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TriesLeft {
    /// So many, 1 to 15.
    Known(u8),
    /// None: `63C0`, `6983` or `6984`.
    Blocked,
    /// Nobody knows; never to be shown or treated as a number.
    Unknown(UnknownTries),
}

/// Why a counter is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnknownTries {
    /// It was not asked for, because no decision needs it.
    NotAsked,
    /// `9000`: this card says "already verified" instead of a number.
    AlreadyVerified,
    /// `6300`: tries are not counted.
    NotCounted,
    /// The card has no such application.
    NoApplication,
    /// The issuer locked the application.
    ApplicationLocked,
    /// Any other answer.
    Refused(StatusWord),
}

/// Asks how many tries are left: `00 20 00 80|sfi`, exactly four bytes (card.md 4.2).
///
/// 1 APDU, and 1 for the SELECT unless the application is current; 2 more on a card that refuses short
/// identifiers. Spends no try, and says nothing about whether the holder is verified.
///
/// # Errors
///
/// [`CardError::Channel`] or [`CardError::CardMisbehaved`] for a broken exchange. An answer that holds
/// no number is not an error but [`TriesLeft::Unknown`].
pub fn tries_left<C: CardChannel>(
    link: &mut Link<C>,
    reference: KeyReference,
) -> Result<TriesLeft, CardError> {
    Ok(ask(link, reference)?.0)
}

/// [`tries_left`], and how VERIFY must name the reference on this card.
pub(crate) fn ask<C: CardChannel>(
    link: &mut Link<C>,
    reference: KeyReference,
) -> Result<(TriesLeft, Target), CardError> {
    let unknown = |why| Ok((TriesLeft::Unknown(why), Target::Current));
    match link.select(reference.application())? {
        Selection::Selected => {}
        Selection::Locked => return unknown(UnknownTries::ApplicationLocked),
        Selection::NotFound(_) => return unknown(UnknownTries::NoApplication),
    }
    let ef = reference.short_ef();
    let status = query(link, Target::Short(ef))?;
    if !refuses_short_identifier(status) {
        return Ok((interpret(status), Target::Short(ef)));
    }
    let selected = select_file(link, ef)?;
    if !selected.is_success() {
        return unknown(UnknownTries::Refused(selected));
    }
    Ok((interpret(query(link, Target::Current)?), Target::Current))
}

fn query<C: CardChannel>(link: &mut Link<C>, target: Target) -> Result<StatusWord, CardError> {
    let mut command = CommandBuffer::new();
    let mut query = iso::tries_left(&mut command, target)?;
    let mut response = [0; SHORT_RESPONSE];
    Ok(link.send(&mut query, &mut response)?.status)
}

fn interpret(status: StatusWord) -> TriesLeft {
    if status.is_blocked() {
        return TriesLeft::Blocked;
    }
    match (status.tries_left(), status) {
        (Some(0), _) => TriesLeft::Blocked,
        (Some(tries), _) => TriesLeft::Known(tries),
        (None, StatusWord::SUCCESS) => TriesLeft::Unknown(UnknownTries::AlreadyVerified),
        (None, StatusWord::NO_MATCH_UNCOUNTED) => TriesLeft::Unknown(UnknownTries::NotCounted),
        (None, other) => TriesLeft::Unknown(UnknownTries::Refused(other)),
    }
}
