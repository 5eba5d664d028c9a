//! The faults of a card and its reader: the columns of the matrix.

use apdu::ChannelError;
use rig::Upset;

/// One fault: its column, and what the tray does.
#[derive(Clone, Debug)]
pub struct CardFault {
    /// The head of its column.
    pub name: &'static str,
    /// What happens.
    pub upset: Upset,
    /// Whether the terminal loses the card or the reader by it, whatever was asked.
    pub loss: Option<Loss>,
}

/// What a fault takes away for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The card: it left, was reset or fell silent.
    Card,
    /// The reader's service.
    Reader,
}

const fn losing(name: &'static str, upset: Upset, loss: Loss) -> CardFault {
    CardFault { name, upset, loss: Some(loss) }
}

const fn answering(name: &'static str, upset: Upset) -> CardFault {
    CardFault { name, upset, loss: None }
}

/// All of them. `6F00` and a sharing violation come twice: once, which a repeatable command survives,
/// and from then on. A refusal by status word reaches the terminal although the card has acted: the
/// worse of the two cases, because the counters have moved.
#[must_use]
pub fn card_faults() -> Vec<CardFault> {
    let word = |word: u16| Upset::Answer(word.to_be_bytes().to_vec());
    let on = |word: u16| Upset::AnswerFromNowOn(word.to_be_bytes().to_vec());
    vec![
        losing("before", Upset::RemovedBefore, Loss::Card),
        losing("after", Upset::RemovedAfter, Loss::Card),
        losing("mute", Upset::ChannelFromNowOn(ChannelError::Mute), Loss::Card),
        losing("reset", Upset::Channel(ChannelError::Reset), Loss::Card),
        answering("shared", Upset::Channel(ChannelError::SharingViolation)),
        answering("shared+", Upset::ChannelFromNowOn(ChannelError::SharingViolation)),
        losing("pcscd", Upset::ServiceKilled, Loss::Reader),
        answering("reader", Upset::Channel(ChannelError::ReaderFailed)),
        answering("6F00", word(0x6F00)),
        answering("6F00+", on(0x6F00)),
        answering("6700", word(0x6700)),
        answering("6982", word(0x6982)),
        answering("6983", word(0x6983)),
        answering("6984", word(0x6984)),
        answering("63C0", word(0x63C0)),
        answering("unseen", Upset::Refusal(vec![0x69, 0x82])),
        answering("lie", Upset::Refusal(vec![0x90, 0x00])),
        answering("61xx+", Upset::AnswerFromNowOn([&[0xAA; 16][..], &[0x61, 0x10]].concat())),
        answering("61 00+", on(0x6110)),
        answering("6Cxx+", on(0x6C10)),
        losing("empty", Upset::Answer(Vec::new()), Loss::Card),
        losing("1 byte", Upset::Answer(vec![0x90]), Loss::Card),
        answering("9000", Upset::StatusOnly),
        answering("half", Upset::Halved),
        answering("-1", Upset::LastByteLost),
        answering("1+", Upset::ByteTooMany),
        answering("+1", Upset::DataTooLong),
        answering("tag", Upset::WrongTag),
        answering("length", Upset::LengthOverrun),
        answering("again", Upset::Replayed),
    ]
}

/// What the heads of the columns mean.
pub const LEGEND: &str = "\
before, after   the card leaves before, or after, it acted on the command
mute            the card answers nothing any more
reset           another program resets the card
shared          sharing violation, once; shared+: from then on
pcscd           pcscd is killed and starts again when the card has been taken
reader          the reader reports a failure of its own, once
6F00 ... 63C0   this status word arrives although the card acted; 6F00+: from then on
unseen, lie     6982, or 9000, and the card did not act
61xx+, 61 00+   a storm of 6110, each with 16 bytes of data, or each with none
6Cxx+           a loop of 6C10
empty, 1 byte   nothing, or one byte, arrives
9000            the data is lost and the status word arrives
half, -1        the second half of the data is lost; the last byte of the answer is lost
1+, +1          a byte too many: before the data, behind the data
tag, length     the data's first byte is another; its first length field says 65,535
again           the answer to the command before arrives once more, and the card did not act
";
