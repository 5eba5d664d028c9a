//! What is sent again, what is not, and where it ends.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::{BTreeSet, VecDeque};

use apdu::iso::{self, ShortEf, Target};
use apdu::{
    Body, CardChannel, ChannelError, Command, CommandBuffer, ExchangeError, ExchangeFault, Header,
    MOST_GET_RESPONSES, Ne, Once, Outcome, Repeatable, Response, StatusWord,
};
use proptest::prelude::*;

type Answer = Result<Vec<u8>, ChannelError>;
/// Data and status word.
type Whole = Result<(Vec<u8>, u16), ExchangeError>;

/// Gives its answers in order, the last one for ever.
struct Channel {
    answers: VecDeque<Answer>,
    sent: Vec<Vec<u8>>,
}

impl Channel {
    fn new(answers: Vec<Answer>) -> Self {
        Self { answers: answers.into(), sent: Vec::new() }
    }
}

impl CardChannel for Channel {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        self.sent.push(command.to_vec());
        let answer =
            if self.answers.len() > 1 { self.answers.pop_front().unwrap() } else { self.answers[0].clone() }?;
        let room = response.get_mut(..answer.len());
        room.ok_or(ChannelError::ResponseTooLong)?.copy_from_slice(&answer);
        Ok(answer.len())
    }
}

fn owned(response: Result<Response<'_>, ExchangeError>) -> Whole {
    response.map(|response| (response.data.to_vec(), response.status.value()))
}

fn read(answers: Vec<Answer>, ne: Ne) -> (Whole, Vec<Vec<u8>>) {
    let mut channel = Channel::new(answers);
    let mut buffer = CommandBuffer::new();
    let target = Target::Short(ShortEf::of::<1>());
    let mut command = iso::read_start(&mut buffer, target, ne).unwrap();
    let result = owned(command.send(&mut channel, &mut [0; 4096]));
    (result, channel.sent)
}

fn sign(answers: Vec<Answer>) -> (Whole, Vec<Vec<u8>>) {
    let mut channel = Channel::new(answers);
    let mut buffer = CommandBuffer::new();
    let header = Header { cla: 0x80, ins: 0x2A, p1: 0, p2: 0x97 };
    let body = Body::SendAndExpect(&[1], Ne::SHORT_MAX);
    let command = Command::<Once>::new(&mut buffer, header, body).unwrap();
    let result = owned(command.send(&mut channel, &mut [0; 4096]));
    (result, channel.sent)
}

fn ok(data: &[u8], status: u16) -> Answer {
    Ok([data, &status.to_be_bytes()].concat())
}

#[test]
fn a_read_is_sent_again_once() {
    for first in [ok(&[], 0x6F00), Err(ChannelError::NotSent), Err(ChannelError::SharingViolation)] {
        let (result, sent) = read(vec![first.clone(), ok(&[1, 2], 0x9000)], Ne::SHORT_MAX);
        assert_eq!(result, Ok((vec![1, 2], 0x9000)));
        assert_eq!(sent.len(), 2);
        assert_eq!(read(vec![first], Ne::SHORT_MAX).1.len(), 2);
    }
}

#[test]
fn a_read_is_not_sent_again_if_the_card_may_be_gone() {
    for error in [
        ChannelError::Removed,
        ChannelError::Torn,
        ChannelError::Reset,
        ChannelError::Mute,
        ChannelError::ServiceGone,
        ChannelError::ReaderGone,
        ChannelError::Unsupported,
        ChannelError::ReaderFailed,
    ] {
        let (result, sent) = read(vec![Err(error)], Ne::SHORT_MAX);
        assert_eq!(result, Err(ExchangeError::Channel(error)));
        assert_eq!(sent.len(), 1);
    }
}

#[test]
fn a_wrong_le_is_corrected_once_in_each_form() {
    let (result, sent) = read(vec![ok(&[], 0x6C02), ok(&[1, 2], 0x9000)], Ne::SHORT_MAX);
    assert_eq!(result, Ok((vec![1, 2], 0x9000)));
    assert_eq!(sent[1], [0x00, 0xB0, 0x81, 0x00, 0x02]);
    let (_, sent) = read(vec![ok(&[], 0x6C02), ok(&[1, 2], 0x9000)], Ne::EXTENDED_MAX);
    assert_eq!(sent[1], [0x00, 0xB0, 0x81, 0x00, 0x00, 0x00, 0x02]);
    let (_, sent) = read(vec![ok(&[], 0x6C00), ok(&[1, 2], 0x9000)], Ne::EXTENDED_MAX);
    assert_eq!(sent[1], [0x00, 0xB0, 0x81, 0x00, 0x00, 0x01, 0x00]);
    let (result, sent) = read(vec![ok(&[], 0x6C02)], Ne::SHORT_MAX);
    assert_eq!(result, Ok((vec![], 0x6C02)));
    assert_eq!(sent.len(), 2);
}

#[test]
fn a_channel_that_is_lent_is_the_channel() {
    let mut channel = Channel::new(vec![ok(&[1, 2], 0x9000)]);
    let mut response = [0; 4];
    assert_eq!(CardChannel::transmit(&mut &mut channel, &[0, 0x84, 0, 0, 2], &mut response), Ok(4));
    assert_eq!((channel.sent, response), (vec![vec![0, 0x84, 0, 0, 2]], [1, 2, 0x90, 0]));
}

#[test]
fn each_failure_of_a_channel_has_its_own_words() {
    let all = [
        ChannelError::Removed,
        ChannelError::Torn,
        ChannelError::Reset,
        ChannelError::Mute,
        ChannelError::SharingViolation,
        ChannelError::NotSent,
        ChannelError::ServiceGone,
        ChannelError::ReaderGone,
        ChannelError::ResponseTooLong,
        ChannelError::Unsupported,
        ChannelError::ReaderFailed,
    ];
    let words: BTreeSet<String> = all.iter().map(ChannelError::to_string).collect();
    assert_eq!(words.len(), all.len());
    assert!(words.iter().all(|words| words.contains(' ')), "{words:?}");
}

#[test]
fn a_response_shows_its_length_and_no_data() {
    let response = Response { data: &[0x5A; 3], status: StatusWord::SUCCESS };
    assert_eq!(format!("{response:?}"), "Response(3 bytes, 9000)");
}

#[test]
fn a_command_of_the_kind_once_is_sent_once() {
    for answer in [
        ok(&[], 0x6F00),
        ok(&[], 0x6C20),
        Err(ChannelError::NotSent),
        Err(ChannelError::Torn),
        Ok(vec![0x90]),
        Ok(vec![]),
    ] {
        assert_eq!(sign(vec![answer]).1.len(), 1);
    }
}

#[test]
fn fewer_than_two_bytes_are_a_torn_card() {
    for answer in [vec![], vec![0x90]] {
        let torn = Err(ExchangeError::Channel(ChannelError::Torn));
        assert_eq!(sign(vec![Ok(answer.clone())]).0, torn);
        assert_eq!(read(vec![Ok(answer)], Ne::SHORT_MAX).0, torn);
    }
    assert_eq!(ChannelError::Torn.outcome(), Outcome::Unknown);
}

#[test]
fn the_rest_of_a_response_is_fetched() {
    let answers = vec![ok(&[1], 0x6102), ok(&[2], 0x6101), ok(&[3], 0x9000)];
    let (result, sent) = sign(answers);
    assert_eq!(result, Ok((vec![1, 2, 3], 0x9000)));
    assert_eq!(sent[1..], [[0x00, 0xC0, 0x00, 0x00, 0x02], [0x00, 0xC0, 0x00, 0x00, 0x01]]);
}

#[test]
fn a_response_without_end_is_given_up() {
    let (result, sent) = sign(vec![ok(&[1], 0x6101)]);
    let endless = ExchangeError::CardMisbehaved(ExchangeFault::EndlessResponse);
    assert_eq!(result, Err(endless));
    assert_eq!(sent.len(), 1 + MOST_GET_RESPONSES);
    let (result, sent) = sign(vec![ok(&[], 0x6101)]);
    let empty = ExchangeError::CardMisbehaved(ExchangeFault::EmptyContinuation);
    assert_eq!(result, Err(empty));
    assert_eq!(sent.len(), 2);
}

#[test]
fn a_response_that_does_not_fit_is_refused() {
    let mut channel = Channel::new(vec![ok(&[0; 100], 0x6164), ok(&[0; 100], 0x9000)]);
    let mut buffer = CommandBuffer::new();
    let mut command = iso::read_start(&mut buffer, Target::Current, Ne::SHORT_MAX).unwrap();
    let result = owned(command.send(&mut channel, &mut [0; 150]));
    let error = ExchangeError::Channel(ChannelError::ResponseTooLong);
    assert_eq!(result, Err(error));
}

#[test]
fn a_channel_that_claims_more_than_the_buffer_is_refused() {
    struct Liar;
    impl CardChannel for Liar {
        fn transmit(&mut self, _: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
            Ok(response.len() + 1)
        }
    }
    let mut buffer = CommandBuffer::new();
    let mut command = iso::read_start(&mut buffer, Target::Current, Ne::SHORT_MAX).unwrap();
    let error = ExchangeError::Channel(ChannelError::ResponseTooLong);
    assert_eq!(owned(command.send(&mut Liar, &mut [0; 9])), Err(error));
}

#[test]
fn status_words_are_read() {
    assert_eq!(StatusWord::new(0x63C0).tries_left(), Some(0));
    assert_eq!(StatusWord::new(0x63CA).tries_left(), Some(10));
    assert_eq!(StatusWord::new(0x6300).tries_left(), None);
    assert_eq!(StatusWord::new(0x63B3).tries_left(), None);
    assert_eq!(StatusWord::new(0x64C3).tries_left(), None);
    assert!(StatusWord::new(0x6983).is_blocked() && StatusWord::new(0x6984).is_blocked());
    assert!(!StatusWord::new(0x6982).is_blocked());
    let good = (0..=u16::MAX).filter(|value| StatusWord::new(*value).is_success());
    assert_eq!(good.collect::<Vec<_>>(), [0x9000]);
    assert_eq!(format!("{} {:?}", StatusWord::BLOCKED, StatusWord::SUCCESS), "6984 9000");
}

proptest! {
    #[test]
    fn a_wrong_le_is_corrected_and_nothing_else_is(
        p2 in any::<u8>(),
        data in prop_oneof![Just(Vec::new()), proptest::collection::vec(any::<u8>(), 1..300)],
        count in prop_oneof![1u32..=256, 257u32..=65_536],
        le in any::<u8>(),
    ) {
        let header = Header { cla: 0, ins: 0xB0, p1: 0, p2 };
        let ne = Ne::new(count).unwrap();
        let body = if data.is_empty() { Body::Expect(ne) } else { Body::SendAndExpect(&data, ne) };
        let mut buffer = CommandBuffer::new();
        let mut command = Command::<Repeatable>::new(&mut buffer, header, body).unwrap();
        let extended = data.len() > 255 || count > 256;
        prop_assert_eq!(command.is_extended(), extended);
        let mut channel = Channel::new(vec![ok(&[], u16::from_be_bytes([0x6C, le])), ok(&[], 0x9000)]);
        command.send(&mut channel, &mut [0; 2]).unwrap();
        let mut expected = channel.sent[0].clone();
        expected.pop();
        if extended {
            expected.pop();
            expected.push(u8::from(le == 0));
        }
        expected.push(le);
        prop_assert_eq!(&channel.sent[1], &expected);
    }

    #[test]
    fn any_answers_end(
        answers in proptest::collection::vec(
            prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..40).prop_map(Ok),
                any::<u8>().prop_map(|x| Ok(vec![1, 0x61, x])),
                any::<u8>().prop_map(|x| Ok(vec![0x6C, x])),
                Just(Err(ChannelError::NotSent)),
            ],
            1..20,
        ),
    ) {
        prop_assert!(read(answers.clone(), Ne::SHORT_MAX).1.len() <= 3 + MOST_GET_RESPONSES);
        prop_assert!(sign(answers.clone()).1.len() <= 1 + MOST_GET_RESPONSES);
        let signed = sign(answers).1;
        prop_assert_eq!(signed.iter().filter(|command| command[1] == 0x2A).count(), 1);
    }
}
