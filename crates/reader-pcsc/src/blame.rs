//! Who is to blame: the table from PC/SC's errors to the port's.
//!
//! No wildcard arms: a new error of a later `pcsc` must be given its place before this compiles.

use apdu::ChannelError;
use pcsc::Error as E;
use runtime::port::{Presence, ReaderFault};

/// An error of SCardTransmit.
///
/// "Not executed" ([`ChannelError::outcome`]) is claimed only where pcsc-lite answers before it
/// speaks to the reader's driver; every other failure leaves the outcome unknown, because a
/// VERIFY that was in truth carried out must never be taken for one that was not.
pub(crate) const fn of_transmit(error: E) -> ChannelError {
    match error {
        E::ResetCard => ChannelError::Reset,
        E::SharingViolation => ChannelError::SharingViolation,
        E::NotReady => ChannelError::NotSent,
        E::ProtoMismatch => ChannelError::Unsupported,

        E::RemovedCard | E::NoSmartcard => ChannelError::Removed,
        // The reader gave up in the middle of an exchange.
        E::NotTransacted | E::CommDataLost => ChannelError::Torn,
        E::UnresponsiveCard | E::UnpoweredCard | E::Timeout => ChannelError::Mute,
        // The card's answer, not our command, is too long: `Held` measures the command first.
        E::InsufficientBuffer => ChannelError::ResponseTooLong,

        E::NoService | E::ServiceStopped | E::Shutdown => ChannelError::ServiceGone,
        // The socket to pcscd broke in the middle; or pcscd was restarted and knows our card no more.
        E::CommError | E::InvalidHandle => ChannelError::ServiceGone,
        // What libpcsclite calls a connection that was reset (`MessageReceive`): pcscd died before it
        // read our question, or does not let us speak to it at all.
        E::SecurityViolation => ChannelError::ServiceGone,
        E::ReaderUnavailable | E::UnknownReader | E::NoReadersAvailable => ChannelError::ReaderGone,

        E::InternalError
        | E::Cancelled
        | E::InvalidParameter
        | E::InvalidTarget
        | E::NoMemory
        | E::WaitedTooLong
        | E::UnknownCard
        | E::CantDispose
        | E::InvalidValue
        | E::SystemCancelled
        | E::UnknownError
        | E::InvalidAtr
        | E::PciTooSmall
        | E::ReaderUnsupported
        | E::DuplicateReader
        | E::CardUnsupported
        | E::IccInstallation
        | E::IccCreateorder
        | E::UnsupportedFeature
        | E::DirNotFound
        | E::FileNotFound
        | E::NoDir
        | E::NoFile
        | E::NoAccess
        | E::WriteTooMany
        | E::BadSeek
        | E::InvalidChv
        | E::UnknownResMng
        | E::NoSuchCertificate
        | E::CertificateUnavailable
        | E::NoKeyContainer
        | E::ServerTooBusy
        | E::UnsupportedCard
        | E::WrongChv
        | E::ChvBlocked
        | E::Eof
        | E::CancelledByUser
        | E::CardNotAuthenticated
        | E::CacheItemNotFound
        | E::CacheItemStale
        | E::CacheItemTooBig => ChannelError::ReaderFailed,
    }
}

/// An error while a card was looked for, connected to or locked.
pub(crate) const fn of_seizing(error: E) -> ReaderFault {
    match of_transmit(error) {
        ChannelError::Removed | ChannelError::Reset | ChannelError::Torn => ReaderFault::CardGone,
        ChannelError::Mute | ChannelError::Unsupported => ReaderFault::Mute,
        ChannelError::SharingViolation => ReaderFault::HeldByOther,
        _ => match error {
            // What lies there gives no ATR that a card of ours could give.
            E::UnknownCard | E::InvalidAtr | E::CardUnsupported | E::UnsupportedCard => ReaderFault::Mute,
            _ => ReaderFault::Lost,
        },
    }
}

/// An error of SCardStatus on a card that is held.
pub(crate) const fn of_status(error: E) -> Presence {
    match of_transmit(error) {
        ChannelError::ServiceGone | ChannelError::ReaderGone => Presence::ReaderLost,
        // Whatever it is, that the card kept its state can't be claimed any more.
        _ => Presence::Gone,
    }
}

/// Whether what was known of the card is void after this error: it left, was reset, or may have
/// been either.
pub(crate) const fn voids(error: ChannelError) -> bool {
    matches!(error, ChannelError::Removed | ChannelError::Reset | ChannelError::Torn | ChannelError::Mute)
}

#[cfg(test)]
mod tests {
    use super::*;
    use apdu::Outcome;

    /// Every error, in the order of their numbers.
    const ALL: [(E, ChannelError, ReaderFault, Presence); 62] = {
        use {ChannelError as C, Presence as P, ReaderFault as R};
        [
            (E::InternalError, C::ReaderFailed, R::Lost, P::Gone),
            (E::Cancelled, C::ReaderFailed, R::Lost, P::Gone),
            (E::InvalidHandle, C::ServiceGone, R::Lost, P::ReaderLost),
            (E::InvalidParameter, C::ReaderFailed, R::Lost, P::Gone),
            (E::InvalidTarget, C::ReaderFailed, R::Lost, P::Gone),
            (E::NoMemory, C::ReaderFailed, R::Lost, P::Gone),
            (E::WaitedTooLong, C::ReaderFailed, R::Lost, P::Gone),
            (E::InsufficientBuffer, C::ResponseTooLong, R::Lost, P::Gone),
            (E::UnknownReader, C::ReaderGone, R::Lost, P::ReaderLost),
            (E::Timeout, C::Mute, R::Mute, P::Gone),
            (E::SharingViolation, C::SharingViolation, R::HeldByOther, P::Gone),
            (E::NoSmartcard, C::Removed, R::CardGone, P::Gone),
            (E::UnknownCard, C::ReaderFailed, R::Mute, P::Gone),
            (E::CantDispose, C::ReaderFailed, R::Lost, P::Gone),
            (E::ProtoMismatch, C::Unsupported, R::Mute, P::Gone),
            (E::NotReady, C::NotSent, R::Lost, P::Gone),
            (E::InvalidValue, C::ReaderFailed, R::Lost, P::Gone),
            (E::SystemCancelled, C::ReaderFailed, R::Lost, P::Gone),
            (E::CommError, C::ServiceGone, R::Lost, P::ReaderLost),
            (E::UnknownError, C::ReaderFailed, R::Lost, P::Gone),
            (E::InvalidAtr, C::ReaderFailed, R::Mute, P::Gone),
            (E::NotTransacted, C::Torn, R::CardGone, P::Gone),
            (E::ReaderUnavailable, C::ReaderGone, R::Lost, P::ReaderLost),
            (E::Shutdown, C::ServiceGone, R::Lost, P::ReaderLost),
            (E::PciTooSmall, C::ReaderFailed, R::Lost, P::Gone),
            (E::ReaderUnsupported, C::ReaderFailed, R::Lost, P::Gone),
            (E::DuplicateReader, C::ReaderFailed, R::Lost, P::Gone),
            (E::CardUnsupported, C::ReaderFailed, R::Mute, P::Gone),
            (E::NoService, C::ServiceGone, R::Lost, P::ReaderLost),
            (E::ServiceStopped, C::ServiceGone, R::Lost, P::ReaderLost),
            (E::UnsupportedFeature, C::ReaderFailed, R::Lost, P::Gone),
            (E::IccInstallation, C::ReaderFailed, R::Lost, P::Gone),
            (E::IccCreateorder, C::ReaderFailed, R::Lost, P::Gone),
            (E::DirNotFound, C::ReaderFailed, R::Lost, P::Gone),
            (E::FileNotFound, C::ReaderFailed, R::Lost, P::Gone),
            (E::NoDir, C::ReaderFailed, R::Lost, P::Gone),
            (E::NoFile, C::ReaderFailed, R::Lost, P::Gone),
            (E::NoAccess, C::ReaderFailed, R::Lost, P::Gone),
            (E::WriteTooMany, C::ReaderFailed, R::Lost, P::Gone),
            (E::BadSeek, C::ReaderFailed, R::Lost, P::Gone),
            (E::InvalidChv, C::ReaderFailed, R::Lost, P::Gone),
            (E::UnknownResMng, C::ReaderFailed, R::Lost, P::Gone),
            (E::NoSuchCertificate, C::ReaderFailed, R::Lost, P::Gone),
            (E::CertificateUnavailable, C::ReaderFailed, R::Lost, P::Gone),
            (E::NoReadersAvailable, C::ReaderGone, R::Lost, P::ReaderLost),
            (E::CommDataLost, C::Torn, R::CardGone, P::Gone),
            (E::NoKeyContainer, C::ReaderFailed, R::Lost, P::Gone),
            (E::ServerTooBusy, C::ReaderFailed, R::Lost, P::Gone),
            (E::UnsupportedCard, C::ReaderFailed, R::Mute, P::Gone),
            (E::UnresponsiveCard, C::Mute, R::Mute, P::Gone),
            (E::UnpoweredCard, C::Mute, R::Mute, P::Gone),
            (E::ResetCard, C::Reset, R::CardGone, P::Gone),
            (E::RemovedCard, C::Removed, R::CardGone, P::Gone),
            (E::SecurityViolation, C::ServiceGone, R::Lost, P::ReaderLost),
            (E::WrongChv, C::ReaderFailed, R::Lost, P::Gone),
            (E::ChvBlocked, C::ReaderFailed, R::Lost, P::Gone),
            (E::Eof, C::ReaderFailed, R::Lost, P::Gone),
            (E::CancelledByUser, C::ReaderFailed, R::Lost, P::Gone),
            (E::CardNotAuthenticated, C::ReaderFailed, R::Lost, P::Gone),
            (E::CacheItemNotFound, C::ReaderFailed, R::Lost, P::Gone),
            (E::CacheItemStale, C::ReaderFailed, R::Lost, P::Gone),
            (E::CacheItemTooBig, C::ReaderFailed, R::Lost, P::Gone),
        ]
    };

    #[test]
    #[allow(clippy::as_conversions)]
    fn the_table_names_every_number_of_pcsclite() {
        let first = 0x8010_0001..=0x8010_0031;
        // Windows' number of what pcsc-lite numbers 0x8010001F.
        let numbers = first.filter(|number| *number != 0x8010_0022).chain(0x8010_0065..=0x8010_0072);
        assert!(ALL.into_iter().map(|(error, ..)| error as u32).eq(numbers));
    }

    #[test]
    fn every_error_has_its_place() {
        for (error, channel, fault, presence) in ALL {
            assert_eq!(of_transmit(error), channel, "{error:?}");
            assert_eq!(of_seizing(error), fault, "{error:?}");
            assert_eq!(of_status(error), presence, "{error:?}");
        }
    }

    #[test]
    fn not_executed_is_claimed_for_four_errors_alone() {
        let errors = ALL.into_iter().map(|(error, ..)| error);
        let claimed = errors.filter(|error| of_transmit(*error).outcome() == Outcome::NotExecuted);
        let right = [E::SharingViolation, E::ProtoMismatch, E::NotReady, E::ResetCard];
        assert!(claimed.eq(right));
    }

    #[test]
    fn nothing_is_kept_of_a_card_that_left_or_was_reset() {
        for error in [E::RemovedCard, E::ResetCard, E::NotTransacted, E::NoSmartcard, E::UnpoweredCard] {
            assert!(voids(of_transmit(error)), "{error:?}");
        }
        for error in [E::SharingViolation, E::NotReady, E::InsufficientBuffer] {
            assert!(!voids(of_transmit(error)), "{error:?}");
        }
    }
}
