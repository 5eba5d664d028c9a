//! What can go wrong with one command, and what it makes of the card's answer.

use apdu::ChannelError;

/// What goes wrong with one command, or from one command on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upset {
    /// The card leaves before it has seen the command.
    RemovedBefore,
    /// The card acts on the command and leaves before its answer arrives.
    RemovedAfter,
    /// The channel reports this once; the card has not seen the command.
    Channel(ChannelError),
    /// The channel reports this for every command from now on; the card sees none of them.
    ChannelFromNowOn(ChannelError),
    /// pcscd is killed: neither this command nor a later one reaches the card, and there is no
    /// reader until the next card is laid.
    ServiceKilled,
    /// The card acts; this arrives instead of its answer.
    Answer(Vec<u8>),
    /// The card acts; this arrives instead of its answer, for every command from now on.
    AnswerFromNowOn(Vec<u8>),
    /// The card has not seen the command; this arrives in the place of an answer.
    Refusal(Vec<u8>),
    /// The card acts; its data is lost and its status word arrives.
    StatusOnly,
    /// The card acts; the second half of its data is lost and its status word arrives.
    Halved,
    /// The card acts; the last byte of its answer is lost.
    LastByteLost,
    /// The card acts; a byte comes before its answer.
    ByteTooMany,
    /// The card acts; a byte comes between its data and its status word.
    DataTooLong,
    /// The card acts; the first byte of its data, the tag of a file, is another.
    WrongTag,
    /// The card acts; the first length field of its data says 65,535.
    LengthOverrun,
    /// The card has not seen the command; the answer to the one before arrives once more.
    Replayed,
}

impl Upset {
    /// Whether it befalls every command from the planned one on.
    pub(crate) const fn lasts(&self) -> bool {
        matches!(self, Self::ChannelFromNowOn(_) | Self::AnswerFromNowOn(_) | Self::ServiceKilled)
    }

    /// What arrives instead of this answer of the card.
    pub(crate) fn spoil(&self, answer: &[u8]) -> Vec<u8> {
        let (data, status) = answer.split_at(answer.len().saturating_sub(2));
        match self {
            Self::Answer(bytes) | Self::AnswerFromNowOn(bytes) => bytes.clone(),
            Self::StatusOnly => status.to_vec(),
            Self::Halved => [data.get(..data.len() / 2).unwrap_or_default(), status].concat(),
            Self::LastByteLost => answer.split_last().map(|(_, rest)| rest.to_vec()).unwrap_or_default(),
            Self::ByteTooMany => [&[0], answer].concat(),
            Self::DataTooLong => [data, &[0], status].concat(),
            Self::WrongTag => [&flip(data, 0), status].concat(),
            Self::LengthOverrun => [&overrun(data), status].concat(),
            _ => answer.to_vec(),
        }
    }
}

fn flip(data: &[u8], at: usize) -> Vec<u8> {
    let mut data = data.to_vec();
    if let Some(byte) = data.get_mut(at) {
        *byte ^= 0x01;
    }
    data
}

/// Data objects of the card have tags of one or two bytes, and lengths of `82 hh ll` where it
/// matters (card.md 5). Data that is no data object gets the bytes all the same.
fn overrun(data: &[u8]) -> Vec<u8> {
    let mut data = data.to_vec();
    let two = data.first().is_some_and(|tag| tag & 0x1F == 0x1F);
    let at = if two { 2 } else { 1 };
    for (place, byte) in data.iter_mut().skip(at).zip([0x82, 0xFF, 0xFF]) {
        *place = byte;
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &[u8] = &[0x30, 0x82, 0x01, 0x02, 0xAA, 0xBB, 0x90, 0x00];

    #[test]
    fn each_upset_spoils_in_its_own_way() {
        let spoilt = |upset: Upset| upset.spoil(ANSWER);
        assert_eq!(spoilt(Upset::StatusOnly), [0x90, 0x00]);
        assert_eq!(spoilt(Upset::Halved), [0x30, 0x82, 0x01, 0x90, 0x00]);
        assert_eq!(spoilt(Upset::LastByteLost), ANSWER[..7]);
        assert_eq!(spoilt(Upset::ByteTooMany)[..2], [0x00, 0x30]);
        assert_eq!(spoilt(Upset::DataTooLong)[5..], [0xBB, 0x00, 0x90, 0x00]);
        assert_eq!(spoilt(Upset::WrongTag)[0], 0x31);
        assert_eq!(spoilt(Upset::LengthOverrun)[..4], [0x30, 0x82, 0xFF, 0xFF]);
        assert_eq!(
            Upset::LengthOverrun.spoil(&[0xFF, 0x20, 1, 2, 3, 4, 0x90, 0])[..5],
            [0xFF, 0x20, 0x82, 0xFF, 0xFF]
        );
        assert!(spoilt(Upset::Answer(vec![])).is_empty());
    }

    #[test]
    fn a_bare_status_word_is_spoilt_too() {
        for upset in [Upset::Halved, Upset::WrongTag, Upset::LengthOverrun, Upset::StatusOnly] {
            assert_eq!(upset.spoil(&[0x90, 0x00]), [0x90, 0x00]);
        }
        assert_eq!(Upset::DataTooLong.spoil(&[0x90, 0x00]), [0x00, 0x90, 0x00]);
        assert_eq!(Upset::ByteTooMany.spoil(&[0x63, 0xC3]), [0x00, 0x63, 0xC3]);
    }
}
