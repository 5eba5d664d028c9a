//! What is searched for: every secret and every picture of a person, in the forms that it takes on its
//! way through a terminal.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use std::collections::{BTreeSet, HashMap};

/// Bytes of a window of something long. Windows follow each other without gap, so any 63 bytes of the
/// original that are left in one piece hold a whole one.
pub(crate) const WINDOW: usize = 32;
/// A window with fewer different bytes than this is found anywhere: flat background.
const LEAST_VARIETY: usize = 12;

/// One thing that must be nowhere.
pub(crate) struct Needle {
    pub(crate) what: &'static str,
    forms: Vec<Vec<u8>>,
    /// Typed key by key: also looked for at equal distances.
    pub(crate) keys: Option<Vec<u8>>,
    /// Too short to mean anything wherever it stands: counts where it did not stand before.
    pub(crate) fresh: Option<Vec<u8>>,
    /// The service is sent it: may be on the wire, and with the service.
    pub(crate) sent: bool,
    /// A direction in space: also looked for at any length.
    pub(crate) direction: Option<Vec<f32>>,
}

impl Needle {
    /// Something short and distinctive: as it is, in hexadecimal, in base64 at each of its three phases.
    pub(crate) fn text(what: &'static str, text: &[u8]) -> Self {
        let mut forms = vec![text.to_vec(), hex(text, false), hex(text, true)];
        forms.extend(base64_forms(text));
        Self { forms, ..Self::empty(what) }
    }

    /// The same, typed on a pad.
    pub(crate) fn typed(what: &'static str, text: &[u8]) -> Self {
        Self { keys: Some(text.to_vec()), ..Self::text(what, text) }
    }

    /// A PIN of four digits: in a VERIFY of JPKI 0018 anywhere, and alone where it did not stand before.
    pub(crate) fn pin(what: &'static str, digits: &[u8; 4]) -> Self {
        let verify = [&[0x00, 0x20, 0x00, 0x80, 0x04][..], digits].concat();
        Self { fresh: Some(digits.to_vec()), ..Self::text(what, &verify) }
    }

    /// Something long, in windows.
    pub(crate) fn windows(what: &'static str, bytes: &[u8]) -> Self {
        let windows = bytes.chunks_exact(WINDOW).filter(|window| is_varied(window));
        let needle = Self { forms: windows.map(<[u8]>::to_vec).collect(), ..Self::empty(what) };
        assert!(!needle.forms.is_empty(), "{what} is flat");
        needle
    }

    /// Windows of something that could also stand in text.
    pub(crate) fn windows_and_text(what: &'static str, bytes: &[u8]) -> Self {
        let mut needle = Self::windows(what, bytes);
        for window in needle.forms.clone() {
            needle.forms.extend(base64_forms(&window));
            needle.forms.push(hex(&window, false));
        }
        needle
    }

    /// An embedding, in windows of eight floats, and in any length.
    pub(crate) fn embedding(what: &'static str, embedding: &[f32]) -> Self {
        let bytes: Vec<u8> = embedding.iter().flat_map(|value| value.to_ne_bytes()).collect();
        Self { direction: Some(embedding.to_vec()), ..Self::windows(what, &bytes) }
    }

    /// Windows of each of several of a kind, but for what they have in common: that names nobody.
    pub(crate) fn differing(what: &'static str, all: &[&[u8]]) -> Self {
        let holders =
            |window: &[u8]| all.iter().filter(|one| memchr::memmem::find(one, window).is_some()).count();
        let windows = all.iter().flat_map(|one| one.chunks_exact(WINDOW));
        let own: Vec<&[u8]> = windows.filter(|window| holders(window) == 1).collect();
        Self::windows_and_text(what, &own.concat())
    }

    /// The same, that the service is sent.
    pub(crate) fn sent(self) -> Self {
        Self { sent: true, ..self }
    }

    const fn empty(what: &'static str) -> Self {
        Self { what, forms: Vec::new(), keys: None, fresh: None, sent: false, direction: None }
    }
}

fn is_varied(window: &[u8]) -> bool {
    window.iter().collect::<BTreeSet<_>>().len() >= LEAST_VARIETY
}

fn hex(bytes: &[u8], upper: bool) -> Vec<u8> {
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    if upper { text.to_uppercase() } else { text }.into_bytes()
}

/// What base64 makes of the bytes wherever they stand: without the characters that also depend on
/// their neighbours.
fn base64_forms(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut forms = BTreeSet::new();
    for phase in 0..3 {
        let padded = [&vec![0; phase][..], bytes].concat();
        let whole = padded.len() / 3 * 4;
        let first = [0, 2, 3][phase];
        for text in [STANDARD.encode(&padded), URL_SAFE.encode(&padded)] {
            forms.insert(text.as_bytes()[first..whole].to_vec());
        }
    }
    forms.into_iter().collect()
}

/// All forms of all needles, ready to be looked up.
pub(crate) struct Index {
    pub(crate) needles: Vec<Needle>,
    /// By the first eight bytes.
    heads: HashMap<u64, Vec<(usize, Vec<u8>)>>,
    /// A bit for every hash of a first eight bytes: most places are left by it.
    sieve: Vec<u64>,
}

const SIEVE_BITS: u32 = 22;

impl Index {
    pub(crate) fn new(needles: Vec<Needle>) -> Self {
        let mut heads: HashMap<u64, Vec<(usize, Vec<u8>)>> = HashMap::new();
        let mut sieve = vec![0; 1 << (SIEVE_BITS - 6)];
        for (number, needle) in needles.iter().enumerate() {
            for form in &needle.forms {
                let head = u64::from_le_bytes(*form.first_chunk().expect("forms have eight bytes and more"));
                let (word, bit) = place(head);
                sieve[word] |= bit;
                heads.entry(head).or_default().push((number, form.clone()));
            }
        }
        Self { needles, heads, sieve }
    }

    /// Counts the hits of each needle's forms in `bytes`.
    pub(crate) fn count(&self, bytes: &[u8], hits: &mut [usize]) {
        let mut head = 0_u64;
        for (at, byte) in bytes.iter().enumerate() {
            head = head >> 8 | u64::from(*byte) << 56;
            let (word, bit) = place(head);
            if self.sieve[word] & bit == 0 || at < 7 {
                continue;
            }
            for (number, form) in self.heads.get(&head).into_iter().flatten() {
                hits[*number] += usize::from(bytes[at - 7..].starts_with(form));
            }
        }
    }
}

fn place(head: u64) -> (usize, u64) {
    let hash = head.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - SIEVE_BITS);
    ((hash >> 6) as usize, 1 << (hash & 63))
}

#[test]
fn a_needle_is_found_in_its_forms_wherever_it_stands() {
    let (number, photo) = (b"47061520358316".to_vec(), (0..=255).collect::<Vec<u8>>());
    let needles = vec![Needle::text("number", &number), Needle::windows_and_text("photo", &photo)];
    let index = Index::new(needles);
    let left = photo[33..96].to_vec();
    for (wanted, form) in [(0, &number), (1, &left)] {
        for filler in 0..9 {
            let hay = [&vec![b'x'; filler][..], form, b"yy"].concat();
            let texts =
                [STANDARD.encode(&hay).into_bytes(), URL_SAFE.encode(&hay).into_bytes(), hex(&hay, false)];
            for hay in texts.into_iter().chain([hay]) {
                let mut hits = [0, 0];
                index.count(&hay, &mut hits);
                assert!(hits[wanted] > 0 && hits[1 - wanted] == 0, "{filler} {hits:?}");
            }
        }
    }
    let mut hits = [0, 0];
    index.count(&photo[33..95], &mut hits);
    index.count(&number[1..], &mut hits);
    assert_eq!(hits, [0, 0]);
}
