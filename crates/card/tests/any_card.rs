//! Cards that answer anything at all: no panic, few commands, at most one VERIFY with data.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod common;

use std::sync::LazyLock;

use apdu::{ApduForm, CardChannel, ChannelError};
use card::certificate::BUFFER_LENGTH;
use card::cv::CaTable;
use card::{CheckNumberB, LastTry, Link, Pin, surface};
use proptest::prelude::*;

/// Answers from a pool of bytes, round and round.
struct AnyCard {
    answers: Vec<Result<Vec<u8>, ChannelError>>,
    sent: Vec<Vec<u8>>,
}

impl CardChannel for AnyCard {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        let turn = self.sent.len() % self.answers.len();
        self.sent.push(command.to_vec());
        let answer = self.answers[turn].clone()?;
        let room = response.get_mut(..answer.len());
        room.ok_or(ChannelError::ResponseTooLong)?.copy_from_slice(&answer);
        Ok(answer.len())
    }
}

/// A 32 KiB file in pieces of half of 256 bytes, each by 61xx in single bytes, is the worst that is borne.
const MOST_COMMANDS: usize = 256 * (1 + apdu::MOST_GET_RESPONSES) + 64;

fn status() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        6 => Just(vec![0x90, 0x00]),
        2 => (0u8..16).prop_map(|x| vec![0x63, 0xC0 | x]),
        1 => any::<u8>().prop_map(|x| vec![0x61, x]),
        1 => any::<u8>().prop_map(|x| vec![0x6C, x]),
        1 => Just(vec![0x6A, 0x86]),
        1 => Just(vec![0x6F, 0x00]),
        2 => any::<[u8; 2]>().prop_map(Vec::from),
    ]
}

fn content() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        2 => Just(Vec::new()),
        1 => Just(common::card_face(300)),
        1 => Just(common::card_face(300)[..256].to_vec()),
        1 => Just(common::user_certificate(1590)[..256].to_vec()),
        1 => Just(common::cv_certificate(&common::keys::AUTHORITY)),
        1 => Just(common::hex("FF20827FF0")),
        1 => Just(vec![0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]),
        3 => proptest::collection::vec(any::<u8>(), 0..300),
    ]
}

fn answer() -> impl Strategy<Value = Result<Vec<u8>, ChannelError>> {
    prop_oneof![
        12 => (content(), status()).prop_map(|(content, status)| Ok([content, status].concat())),
        1 => proptest::collection::vec(any::<u8>(), 0..2).prop_map(Ok),
        1 => prop_oneof![
            Just(ChannelError::Torn), Just(ChannelError::NotSent), Just(ChannelError::Reset),
            Just(ChannelError::Removed), Just(ChannelError::Mute),
        ].prop_map(Err),
    ]
}

fn form() -> impl Strategy<Value = ApduForm> {
    prop_oneof![Just(ApduForm::Short), Just(ApduForm::EXTENDED)]
}

/// Runs one procedure on a card that answers like this, and returns what was sent.
fn run(
    answers: Vec<Result<Vec<u8>, ChannelError>>,
    form: ApduForm,
    procedure: impl Fn(&mut Link<&mut AnyCard>),
) -> Vec<Vec<u8>> {
    let mut card = AnyCard { answers, sent: Vec::new() };
    procedure(&mut Link::new(&mut card, form));
    card.sent
}

type Procedure = fn(&mut Link<&mut AnyCard>);

const PROCEDURES: [Procedure; 6] = [
    |link| {
        let _ = card::identify::identify(link);
    },
    |link| {
        let _ = card::facts::read(link, &mut [0; BUFFER_LENGTH]);
    },
    |link| {
        let pin = Pin::from_ascii(b"1234").unwrap();
        let _ = card::pin::verify(link, &pin, 3, LastTry::Insisted);
    },
    |link| {
        let number = CheckNumberB::from_ascii(b"55021720352285").unwrap();
        let _ = card::check_number::present(link, &number);
    },
    |link| {
        let mut buffer = vec![0; surface::BUFFER_LENGTH];
        if let Ok(face) = surface::read(link, &mut buffer) {
            let table = [common::test_authority(card::cv::CaPurpose::Surface)];
            let _ = card::genuineness::check(link, &face, &[0; 32], CaTable(&table));
        }
    },
    |link| {
        let _ = card::sign::user_authentication(link, &[0; 32]);
    },
];

/// Made once: two of them are signed.
static GOOD_FILES: LazyLock<[Vec<u8>; 3]> = LazyLock::new(|| {
    let authority = &common::keys::AUTHORITY;
    [common::card_face(60), common::user_certificate(1590), common::cv_certificate(authority)]
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_answer_makes_a_procedure_panic_run_on_or_send_a_secret_twice(
        answers in proptest::collection::vec(answer(), 1..12),
        form in form(),
    ) {
        for procedure in PROCEDURES {
            let sent = run(answers.clone(), form, procedure);
            prop_assert!(sent.len() <= MOST_COMMANDS, "{} commands", sent.len());
            let secret = sent.iter().filter(|c| c[1] == 0x20 && c.len() > 4).count();
            prop_assert!(secret <= 1);
            let signatures = sent.iter().filter(|c| c[1] == 0x2A).count();
            prop_assert!(signatures <= 1);
        }
    }

    #[test]
    fn a_secret_leaves_only_if_the_counter_is_what_was_shown(
        tries in 0u8..16, shown in 0u8..16, insisted in any::<bool>(),
    ) {
        let ask = Ok(vec![0x63, 0xC0 | tries]);
        let last_try = if insisted { LastTry::Insisted } else { LastTry::Closed };
        let sent = run(vec![Ok(vec![0x90, 0]), ask, Ok(vec![0x90, 0])], ApduForm::Short, |link| {
            let pin = Pin::from_ascii(b"1234").unwrap();
            let _ = card::pin::verify(link, &pin, shown, last_try);
        });
        let left = sent.iter().any(|c| c[1] == 0x20 && c.len() > 4);
        prop_assert_eq!(left, tries == shown && tries > 0 && (tries > 1 || insisted));
    }

    #[test]
    fn any_bytes_as_a_file(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = surface::parse(&bytes);
        let _ = card::support_ap::parse(&bytes);
        let _ = card::certificate::facts(&bytes);
        let _ = card::certificate::public_key(&bytes);
        let _ = card::cv::CvCertificate::parse(&bytes, card::CardFile::SurfaceCertificate);
    }

    #[test]
    fn a_good_file_with_one_bad_byte(position in any::<prop::sample::Index>(), byte in any::<u8>()) {
        for mut file in GOOD_FILES.clone() {
            let at = position.index(file.len());
            file[at] = byte;
            let _ = surface::parse(&file);
            let _ = card::certificate::facts(&file);
            let _ = card::certificate::public_key(&file);
            let _ = card::cv::CvCertificate::parse(&file, card::CardFile::SurfaceCertificate);
        }
    }
}

#[test]
fn the_four_attributes_are_read_wherever_they_begin() {
    let value = [
        common::tlv(0xDF21, &[0; 8]),
        common::tlv(0xDF22, "医療\u{3000}太郎".as_bytes()),
        common::tlv(0xDF23, "東京都清瀬市中里５丁目".as_bytes()),
        common::tlv(0xDF24, b"19800217"),
        common::tlv(0xDF25, b"1"),
    ]
    .concat();
    let record = common::tlv(0xFF20, &value);
    for file in [record.clone(), [vec![1, 2], record.clone()].concat(), [record, vec![0xFF; 9]].concat()] {
        let four = card::support_ap::parse(&file).unwrap();
        assert_eq!(four.name, "医療\u{3000}太郎");
        assert_eq!(four.address, "東京都清瀬市中里５丁目");
        assert_eq!(&four.birth_date.0, b"19800217");
        assert_eq!(four.sex, b'1');
        assert_eq!(format!("{four:?}"), "BasicFour(redacted)");
    }
}
