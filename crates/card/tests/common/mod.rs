//! Cards for the tests: one that follows a script, and one that behaves like the real one as far as
//! card.md describes it, with the quirks that a client must bear.
#![allow(clippy::as_conversions, clippy::panic, dead_code, unreachable_pub)]

pub mod keys;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::LazyLock;

use apdu::{CardChannel, ChannelError};
use card::Application;
use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{Odd, U2048};
use sha2::{Digest, Sha256};

pub fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    assert!(digits.len().is_multiple_of(2), "odd hex: {text}");
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

pub type Answer = Result<Vec<u8>, ChannelError>;

/// Answers from a list and checks each command against it.
pub struct Scripted {
    steps: VecDeque<(Vec<u8>, Answer)>,
    pub sent: Vec<Vec<u8>>,
}

impl Scripted {
    pub fn new<const N: usize>(steps: [(&str, Answer); N]) -> Self {
        let steps = steps.map(|(command, answer)| (hex(command), answer));
        Self { steps: steps.into(), sent: Vec::new() }
    }

    pub fn assert_finished(&self) {
        assert!(self.steps.is_empty(), "not sent: {:02X?}", self.steps);
    }
}

pub fn says(text: &str) -> Answer {
    Ok(hex(text))
}

impl CardChannel for Scripted {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        self.sent.push(command.to_vec());
        let (expected, answer) = self
            .steps
            .pop_front()
            .unwrap_or_else(|| panic!("nothing more may be sent, but {command:02X?} was"));
        assert_eq!(command, expected, "sent {command:02X?}");
        deliver(&answer?, response)
    }
}

fn deliver(answer: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
    let room = response.get_mut(..answer.len()).ok_or(ChannelError::ResponseTooLong)?;
    room.copy_from_slice(answer);
    Ok(answer.len())
}

/// An RSA key as hexadecimal digits.
pub struct Key {
    pub modulus: &'static str,
    pub exponent: &'static str,
}

impl Key {
    pub fn modulus(&self) -> [u8; 256] {
        hex(self.modulus).try_into().unwrap()
    }

    /// Pads like PKCS #1 v1.5 and signs.
    pub fn sign(&self, digest_info: &[u8]) -> Vec<u8> {
        let mut block = vec![0xFF; 256];
        block[0] = 0;
        block[1] = 1;
        block[255 - digest_info.len()] = 0;
        block[256 - digest_info.len()..].copy_from_slice(digest_info);
        self.raw(&block)
    }

    /// The private operation on a block.
    pub fn raw(&self, block: &[u8]) -> Vec<u8> {
        let number = |bytes: &[u8]| U2048::from_be_slice(bytes);
        let modulus = Odd::new(number(&hex(self.modulus))).unwrap();
        let params = FixedMontyParams::new_vartime(modulus);
        let power = FixedMontyForm::new(&number(block), &params).pow(&number(&hex(self.exponent)));
        power.retrieve().to_be_bytes().as_ref().to_vec()
    }

    pub fn sign_sha256(&self, data: &[u8]) -> Vec<u8> {
        self.sign(&card::rsa::digest_info(&Sha256::digest(data).into()))
    }

    /// `90 03 010001 91 82 0100 modulus`.
    pub fn as_on_card(&self) -> Vec<u8> {
        let mut bytes = tlv(0x90, &[1, 0, 1]);
        bytes.extend(tlv(0x91, &self.modulus()));
        bytes
    }
}

pub fn tlv(tag: u32, value: &[u8]) -> Vec<u8> {
    let mut bytes: Vec<u8> = tag.to_be_bytes().into_iter().skip_while(|b| *b == 0).collect();
    match value.len() {
        0..=0x7F => bytes.push(value.len() as u8),
        0x80..=0xFF => bytes.extend([0x81, value.len() as u8]),
        length => {
            bytes.push(0x82);
            bytes.extend((length as u16).to_be_bytes());
        }
    }
    bytes.extend(value);
    bytes
}

pub const TEST_KEY_ID: [u8; 16] = *b"9000023\x08\x05001\0\0\0\0";
pub const MUNICIPALITY_KEY_ID: [u8; 16] = *b"1322121\x08\x05000\0\0\0\0";

pub fn test_authority(purpose: card::cv::CaPurpose) -> card::cv::CaKey {
    card::cv::CaKey { key_id: card::cv::KeyId(TEST_KEY_ID), purpose, modulus: keys::AUTHORITY.modulus() }
}

/// EF 0004, signed by `authority`.
pub fn cv_certificate(authority: &Key) -> Vec<u8> {
    let mut body = TEST_KEY_ID.to_vec();
    body.extend(MUNICIPALITY_KEY_ID);
    body.extend(keys::MUNICIPALITY.as_on_card());
    let mut inside = tlv(0x5F4E, &body);
    inside.extend(tlv(0x5F37, &authority.sign_sha256(&body)));
    tlv(0x7F21, &inside)
}

/// EF 0002 with a photo of this length, signed by the municipality's key.
pub fn card_face(photo_length: usize) -> Vec<u8> {
    let mut photo = hex("0000000C 6A502020");
    photo.resize(photo_length, 0x5A);
    card_face_with(&photo, &keys::MUNICIPALITY)
}

pub fn card_face_with(photo: &[u8], signer: &Key) -> Vec<u8> {
    let person =
        [tlv(0xDF22, b"19800217"), tlv(0xDF23, b"2"), tlv(0xDF24, &keys::CHIP.as_on_card())].concat();
    let texts = [tlv(0xDF25, b"\x89PNG name"), tlv(0xDF26, b"\x89PNG address")].concat();
    let photo = tlv(0xDF27, photo);
    let mut digest_info = hex("30 71 30 0D 06 09 60 86 48 01 65 03 04 02 01 05 00 04 60");
    for group in [&person, &texts, &photo] {
        digest_info.extend(Sha256::digest(group));
    }
    let value = [
        tlv(0xDF21, &[0; 18]),
        person,
        texts,
        photo,
        tlv(0xDF28, &signer.sign(&digest_info)),
        tlv(0xDF29, b"20350217"),
        tlv(0xDF2A, b"\x89PNG security code"),
    ]
    .concat();
    tlv(0xFF20, &value)
}

/// A certificate with the facts that are read, and of the length that real ones have.
pub fn user_certificate(length: usize) -> Vec<u8> {
    let algorithm = tlv(0x30, &hex("06092A864886F70D01010B0500"));
    let authority = tlv(0x30, &tlv(0x80, &[0xA5; 20]));
    let extension = tlv(0x30, &[tlv(0x06, &hex("551D23")), tlv(0x04, &authority)].concat());
    let validity = [tlv(0x17, b"251027012345Z"), tlv(0x17, b"300217145959Z")].concat();
    let build = |subject: usize| {
        let tbs = [
            tlv(0xA0, &hex("020102")),
            tlv(0x02, &hex("0705D990")),
            algorithm.clone(),
            tlv(0x30, &hex("310B")),
            tlv(0x30, &validity),
            tlv(0x30, &vec![0x55; subject]),
            tlv(0x30, &keys::CHIP.modulus()),
            tlv(0xA3, &tlv(0x30, &extension)),
        ]
        .concat();
        let signature = tlv(0x03, &[0; 257]);
        tlv(0x30, &[tlv(0x30, &tbs), algorithm.clone(), signature].concat())
    };
    let padding = length - build(300).len() + 300;
    let certificate = build(padding);
    assert_eq!(certificate.len(), length);
    certificate
}

/// The application and the number of a file or reference, `0001` to `001E`.
pub type Place = (Application, u8);

pub struct Reference {
    pub secret: Vec<u8>,
    pub tries: u8,
    pub most: u8,
}

/// What a card does beside the rules.
#[derive(Default, Clone, Copy)]
pub struct Quirks {
    /// The first command gets 6F00.
    pub first_command_fails: bool,
    /// P1-P2 with a short identifier gets 6A86.
    pub no_short_identifiers: bool,
    /// READ BINARY gives at most so many bytes.
    pub most_per_read: Option<usize>,
    /// Data comes by 61xx and GET RESPONSE.
    pub get_response: bool,
    /// READ BINARY with Le = 00 gets 6Cxx.
    pub exact_le: bool,
    /// The end of a file is told by 6282.
    pub warns_at_end: bool,
}

/// A card in memory.
pub struct FakeCard {
    pub files: HashMap<Place, Vec<u8>>,
    pub references: BTreeMap<(u8, u8), Reference>,
    pub applications: Vec<Application>,
    pub quirks: Quirks,
    pub chip_key: &'static Key,
    /// A centre opened the key for user authentication, by means that this card does not show.
    pub opened_by_a_centre: bool,
    /// Every command and the length of its response.
    pub log: Vec<(Vec<u8>, usize)>,
    current: Option<Application>,
    file: u8,
    verified: Vec<(u8, u8)>,
    held_back: Vec<u8>,
}

/// Made once: signing takes time.
static ORDINARY: LazyLock<HashMap<Place, Vec<u8>>> = LazyLock::new(|| {
    let mut token = b"JPKIAPICCTOKEN2".to_vec();
    token.resize(160, b' ');
    HashMap::from([
        ((Application::Jpki, 0x06), token),
        ((Application::Jpki, 0x08), hex("8F8F00")),
        ((Application::Jpki, 0x0A), user_certificate(1590)),
        ((Application::Surface, 0x02), card_face(1854)),
        ((Application::Surface, 0x04), cv_certificate(&keys::AUTHORITY)),
    ])
});

pub const PIN: &[u8] = b"1234";
pub const CHECK_NUMBER: &[u8] = b"55021720352285";

fn index(application: Application) -> u8 {
    Application::ALL.iter().position(|other| *other == application).unwrap() as u8
}

impl FakeCard {
    /// An ordinary card, with a photo of 1,854 bytes as on the public test card.
    pub fn ordinary() -> Self {
        let mut card = Self {
            files: ORDINARY.clone(),
            references: BTreeMap::new(),
            applications: Application::ALL.to_vec(),
            quirks: Quirks::default(),
            chip_key: &keys::CHIP,
            opened_by_a_centre: false,
            log: Vec::new(),
            current: None,
            file: 0,
            verified: Vec::new(),
            held_back: Vec::new(),
        };
        for (place, secret, most) in [
            ((Application::Jpki, 0x18), PIN, 3),
            ((Application::Jpki, 0x1B), b"ABC123", 5),
            ((Application::Support, 0x11), PIN, 3),
            ((Application::Common, 0x1C), PIN, 3),
            ((Application::ResidentRegister, 0x1C), PIN, 3),
            ((Application::Surface, 0x12), CHECK_NUMBER, 10),
        ] {
            let reference = Reference { secret: secret.to_vec(), tries: most, most };
            card.references.insert((index(place.0), place.1), reference);
        }
        card
    }

    pub fn set_tries(&mut self, application: Application, number: u8, tries: u8) {
        self.references.get_mut(&(index(application), number)).unwrap().tries = tries;
    }

    pub fn tries(&self, application: Application, number: u8) -> u8 {
        self.references[&(index(application), number)].tries
    }

    pub fn commands(&self) -> Vec<Vec<u8>> {
        self.log.iter().map(|(command, _)| command.clone()).collect()
    }

    fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        if self.quirks.first_command_fails && self.log.is_empty() {
            return hex("6F00");
        }
        match command {
            [0, 0xC0, 0, 0, le] => self.release(usize::from(*le)),
            [0, 0xA4, 4, 0x0C, 10, aid @ ..] => self.select(aid),
            [0, 0xA4, 2, 0x0C, 2, 0, file] => {
                self.file = *file;
                hex("9000")
            }
            [0, 0xB0, p1, p2, le @ ..] => self.read(*p1, *p2, le),
            [0, 0x20, 0, p2] => self.query(*p2),
            [0, 0x20, 0, p2, lc, secret @ ..] if secret.len() == usize::from(*lc) => self.verify(*p2, secret),
            [0x80, 0x2A, 0, key, 51, data @ ..] => self.sign(*key, &data[..51]),
            _ => hex("6D00"),
        }
    }

    fn select(&mut self, aid: &[u8]) -> Vec<u8> {
        let found = self.applications.iter().find(|a| a.aid() == aid);
        let Some(application) = found else {
            return hex("6A82");
        };
        self.current = Some(*application);
        self.verified.clear();
        self.file = 0;
        hex("9000")
    }

    /// Takes the file that P1 or P2 names; false if this card does not take short identifiers.
    fn name(&mut self, parameter: u8) -> bool {
        if parameter & 0x1F == 0 {
            return true;
        }
        self.file = parameter & 0x1F;
        !self.quirks.no_short_identifiers
    }

    fn read(&mut self, p1: u8, p2: u8, le: &[u8]) -> Vec<u8> {
        let short = p1 & 0x80 != 0;
        if short && !self.name(p1) {
            return hex("6A86");
        }
        let offset = if short { usize::from(p2) } else { usize::from(p1) << 8 | usize::from(p2) };
        let asked = match le {
            [0] => 256,
            [n] => usize::from(*n),
            [0, 0, 0] => 65_536,
            [0, high, low] => usize::from(*high) << 8 | usize::from(*low),
            _ => return hex("6700"),
        };
        let Some(application) = self.current else {
            return hex("6986");
        };
        if (application, self.file) == (Application::Surface, 0x02)
            && !self.verified.contains(&(index(application), 0x12))
        {
            return hex("6982");
        }
        let Some(content) = self.files.get(&(application, self.file)) else {
            return hex("6A82");
        };
        let Some(rest) = content.get(offset..).filter(|rest| !rest.is_empty()) else {
            return hex("6B00");
        };
        let given = asked.min(self.quirks.most_per_read.unwrap_or(asked));
        let chunk = &rest[..given.min(rest.len())];
        if self.quirks.exact_le && le == [0] && chunk.len() < 256 {
            return vec![0x6C, chunk.len() as u8];
        }
        let ended = self.quirks.warns_at_end && chunk.len() < asked;
        let mut answer = chunk.to_vec();
        answer.extend(if ended { hex("6282") } else { hex("9000") });
        self.hold_back(answer)
    }

    fn hold_back(&mut self, answer: Vec<u8>) -> Vec<u8> {
        if !self.quirks.get_response || answer.len() <= 2 {
            return answer;
        }
        let more = u8::try_from(answer.len() - 2).unwrap_or(0);
        self.held_back = answer;
        vec![0x61, more]
    }

    fn release(&mut self, le: usize) -> Vec<u8> {
        let le = if le == 0 { 256 } else { le };
        let data = self.held_back.len().saturating_sub(2);
        if le >= data {
            return std::mem::take(&mut self.held_back);
        }
        let rest = self.held_back.split_off(le);
        let mut answer = std::mem::replace(&mut self.held_back, rest);
        let more = u8::try_from(self.held_back.len() - 2).unwrap_or(0);
        answer.extend([0x61, more]);
        answer
    }

    fn reference(&mut self, p2: u8) -> Result<(u8, u8), Vec<u8>> {
        if !self.name(p2) {
            return Err(hex("6A86"));
        }
        let application = self.current.ok_or(hex("6986"))?;
        let place = (index(application), self.file);
        if self.references.contains_key(&place) { Ok(place) } else { Err(hex("6A88")) }
    }

    fn query(&mut self, p2: u8) -> Vec<u8> {
        match self.reference(p2) {
            Ok(place) => vec![0x63, 0xC0 | self.references[&place].tries],
            Err(status) => status,
        }
    }

    fn verify(&mut self, p2: u8, secret: &[u8]) -> Vec<u8> {
        let place = match self.reference(p2) {
            Ok(place) => place,
            Err(status) => return status,
        };
        let reference = self.references.get_mut(&place).unwrap();
        if reference.tries == 0 {
            return hex("6984");
        }
        if reference.secret == secret {
            reference.tries = reference.most;
            self.verified.push(place);
            return hex("9000");
        }
        reference.tries -= 1;
        vec![0x63, 0xC0 | reference.tries]
    }

    fn sign(&mut self, key: u8, data: &[u8]) -> Vec<u8> {
        let allowed = match (self.current, key) {
            (Some(Application::Surface), 0) => true,
            (Some(Application::Jpki), 0x97) => self.opened_by_a_centre || self.verified.contains(&(0, 0x18)),
            _ => return hex("6A86"),
        };
        if !allowed {
            return hex("6982");
        }
        let mut answer = self.chip_key.sign(data);
        answer.extend(hex("9000"));
        self.hold_back(answer)
    }
}

impl CardChannel for FakeCard {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        let answer = self.answer(command);
        self.log.push((command.to_vec(), answer.len()));
        deliver(&answer, response)
    }
}
