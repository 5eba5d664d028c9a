//! A card as small as can be that counts tries as the real one does (card.md 4.2, 4.3), so that
//! millions of it fit a walk. `main.rs` plays it against the virtual card, answer by answer.

use card::Application;

/// The whole card: what a walk must remember of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Chip {
    /// Tries left of JPKI 0018.
    pub(crate) tries: u8,
    /// Tries left of 照合番号B, 券面事項確認AP 0012.
    pub(crate) number: u8,
    /// Tries left of each of the other 4-digit PINs; 0 together with `tries` 0 is a 顔認証 card.
    pub(crate) others: u8,
    /// The digit of which PIN (four times) and 照合番号B (fourteen times) are made.
    digit: u8,
    current: Option<Application>,
    right: bool,
}

const MOST_TRIES: u8 = 3;
const MOST_NUMBERS: u8 = 10;

impl Chip {
    pub(crate) const fn new(digit: u8, tries: u8, others: u8) -> Self {
        Self { tries, number: MOST_NUMBERS, others, digit, current: None, right: false }
    }

    pub(crate) const fn pin(&self) -> [u8; 4] {
        [self.digit; 4]
    }

    pub(crate) const fn check_number(&self) -> [u8; 14] {
        [self.digit; 14]
    }

    /// Off, or reset: selection and rights are gone, counters stay.
    pub(crate) const fn power_off(&mut self) {
        self.current = None;
        self.right = false;
    }

    /// What another program does that has the card for a moment: its own VERIFY.
    pub(crate) const fn foreign_try(&mut self, right: bool) {
        self.current = Some(Application::Jpki);
        self.right = false;
        if self.tries > 0 {
            self.tries = if right { MOST_TRIES } else { self.tries - 1 };
        }
    }

    /// The same with a wrong 照合番号B.
    pub(crate) const fn foreign_number(&mut self) {
        self.current = Some(Application::Surface);
        self.right = false;
        self.number = self.number.saturating_sub(1);
    }

    pub(crate) fn exchange(&mut self, command: &[u8]) -> Vec<u8> {
        match command {
            [0x00, 0xA4, 0x04, 0x0C, _, aid @ ..] => self.select(aid),
            [0x00, 0x20, 0x00, reference] => match self.counter(*reference) {
                Some(tries) => status(0x63C0 | u16::from(*tries)),
                None => status(0x6A82),
            },
            [0x00, 0x20, 0x00, 0x98, 0x04, pin @ ..] => self.verify(pin),
            [0x00, 0x20, 0x00, 0x92, 0x0E, number @ ..] => self.verify_number(number),
            [0x00, 0xB0, 0x86, 0x00, ..] => {
                self.file(*b"JPKIAPICCTOKEN2                 ".first_chunk::<32>().unwrap())
            }
            [0x00, 0xB0, 0x88, 0x00, ..] => self.file([0x8F, 0x00, 0x00]),
            [0x00, 0xB0, 0x8A, 0x00, ..] => self.file_of(&certificate(self.digit)),
            [0x80, 0x2A, 0x00, 0x97, ..] if self.current != Some(Application::Jpki) => status(0x6A82),
            [0x80, 0x2A, 0x00, 0x97, ..] if self.right => answer(&[0; 256]),
            [0x80, 0x2A, 0x00, 0x97, ..] => status(0x6982),
            _ => status(0x6D00),
        }
    }

    fn select(&mut self, aid: &[u8]) -> Vec<u8> {
        let found = Application::ALL.into_iter().find(|application| application.aid() == aid);
        if found.is_none() {
            return status(0x6A82);
        }
        self.current = found;
        self.right = false;
        status(0x9000)
    }

    /// The tries left of what VERIFY names so in the current application.
    pub(crate) fn counter(&mut self, reference: u8) -> Option<&mut u8> {
        match (self.current?, reference) {
            (Application::Jpki, 0x98) => Some(&mut self.tries),
            (Application::Surface, 0x92) => Some(&mut self.number),
            (Application::Support, 0x91) => Some(&mut self.others),
            (Application::Common | Application::ResidentRegister, 0x9C) => Some(&mut self.others),
            _ => None,
        }
    }

    /// The try is spent before the comparison.
    fn verify(&mut self, pin: &[u8]) -> Vec<u8> {
        if self.current != Some(Application::Jpki) {
            return status(0x6A82);
        }
        if self.tries == 0 {
            return status(0x6984);
        }
        self.tries -= 1;
        self.right = pin == self.pin();
        if self.right {
            self.tries = MOST_TRIES;
            return status(0x9000);
        }
        status(0x63C0 | u16::from(self.tries))
    }

    /// What the number opens is not the small card's business.
    fn verify_number(&mut self, number: &[u8]) -> Vec<u8> {
        if self.current != Some(Application::Surface) {
            return status(0x6A82);
        }
        if self.number == 0 {
            return status(0x6984);
        }
        self.number -= 1;
        if number == self.check_number() {
            self.number = MOST_NUMBERS;
            return status(0x9000);
        }
        status(0x63C0 | u16::from(self.number))
    }

    fn file<const N: usize>(&self, content: [u8; N]) -> Vec<u8> {
        self.file_of(&content)
    }

    fn file_of(&self, content: &[u8]) -> Vec<u8> {
        if self.current == Some(Application::Jpki) { answer(content) } else { status(0x6A82) }
    }
}

fn status(word: u16) -> Vec<u8> {
    word.to_be_bytes().to_vec()
}

fn answer(data: &[u8]) -> Vec<u8> {
    [data, &[0x90, 0x00]].concat()
}

/// The least that is an X.509 certificate to `card::certificate`: a serial number and a validity.
fn certificate(serial: u8) -> Vec<u8> {
    let object = |tag: u8, content: &[u8]| [&[tag, u8::try_from(content.len()).unwrap()], content].concat();
    let sequence = |parts: &[&[u8]]| object(0x30, &parts.concat());
    let empty = sequence(&[]);
    let validity = sequence(&[&object(0x17, b"230101000000Z"), &object(0x17, b"330101000000Z")]);
    let body = sequence(&[&object(0x02, &[serial]), &empty, &empty, &validity, &empty, &empty]);
    sequence(&[&body, &empty, &object(0x03, &[0])])
}
