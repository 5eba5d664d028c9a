//! What happens before the search.

use crate::memory::{Before, Memory};
use crate::needle::{Index, Needle};
use crate::site::{CREDENTIAL, PIN, Site, TYPED_CARD, WRONG_CREDENTIAL, WRONG_NUMBER, WRONG_PIN};
use crate::terminal::{CREDENTIAL_TYPED, Mishap, NUMBER_TYPED, PIN_TYPED, Plan, Terminal};
use face::{Capture, Matcher, ModelBytes, ModelId, Rgb8};
use relief_head::Species;
use rig::{Moment, Torn};
use sim::port::stance;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// Needles that are looked for while they are there.
pub(crate) const RIGHT_PIN: &str = "PIN";
pub(crate) const TYPED_NUMBER: &str = "照合番号B, typed";
pub(crate) const REFUSED_NUMBER: &str = "照合番号B, refused";
pub(crate) const TYPED_CREDENTIAL: &str = "wrong staff credential";
pub(crate) const PHOTO: &str = "chip photo, decoded";
/// Needles of which the control must show some.
pub(crate) const PHOTO_FILE: &str = "chip photo, JPEG 2000";
pub(crate) const CERTIFICATE: &str = "certificate 000A";
pub(crate) const FACE: &str = "stranger, embedding";

/// How the sessions must end.
pub(crate) const ENDINGS: &[&str] = &[
    "Verified",
    "Verified",
    "PinOutcomeUnknown",
    "CardTakenAway",
    "ReaderFailed",
    "Verified",
    "CardTakenAway",
    "Verified",
    "Verified",
    "CouldNotConfirm",
];

/// How those of the control must.
pub(crate) const CONTROL_ENDINGS: &[&str] = &["Verified"; 5];

/// Sessions of the control that read the chip's photo and look at a face.
pub(crate) const WITH_PHOTO: [&str; 3] = [BY_FACE, BY_TYPED_NUMBER, BY_STAFF];
const BY_FACE: &str = "face";
const BY_TYPED_NUMBER: &str = "face; staff type a wrong and the right number";
const BY_STAFF: &str = "another face; staff, a wrong and a right credential";

/// What was left after one session.
pub(crate) struct Left {
    pub(crate) session: &'static str,
    pub(crate) ending: String,
    pub(crate) hits: Vec<usize>,
    /// Processor time of the terminal, in milliseconds.
    pub(crate) worked: u64,
}

/// All sessions of one program.
pub(crate) struct Run {
    pub(crate) looks: Vec<Left>,
    /// Hits while it was there: PIN, 照合番号B and credential typed, the photo shown to staff.
    pub(crate) meanwhile: Vec<usize>,
    /// Bytes looked through after the last session.
    pub(crate) length: usize,
}

impl Run {
    /// The product's composition, with every session.
    pub(crate) fn of_product(site: &mut Site, index: &Index) -> Self {
        let mut evening = Evening::begin("terminal-rig", site, index);
        evening.pins();
        evening.mishaps();
        evening.face();
        evening.torn_photo();
        evening.typed_number();
        evening.staff();
        evening.service_away();
        evening.run
    }

    /// The same without the wiping allocator, with the sessions that leave most.
    pub(crate) fn of_control(site: &mut Site, index: &Index) -> Self {
        let mut evening = Evening::begin("terminal-rig-unwiped", site, index);
        evening.pins();
        evening.face();
        evening.typed_number();
        evening.staff();
        evening.run
    }

    pub(crate) fn endings(&self) -> Vec<&str> {
        self.looks.iter().map(|left| left.ending.as_str()).collect()
    }

    /// Hits of each needle, over all looks.
    pub(crate) fn hits(&self) -> Vec<usize> {
        let sum = |number: usize| self.looks.iter().map(|left| left.hits[number]).sum();
        (0..self.meanwhile.len()).map(sum).collect()
    }
}

/// A run in the making.
struct Evening<'a> {
    terminal: Terminal,
    site: &'a mut Site,
    index: &'a Index,
    before: Rc<Before>,
    run: Run,
    worked: u64,
}

impl<'a> Evening<'a> {
    fn begin(program: &str, site: &'a mut Site, index: &'a Index) -> Self {
        let terminal = Terminal::switch_on(site, program);
        site.listen();
        let before = Rc::new(terminal.memory().before(index));
        let run = Run { looks: Vec::new(), meanwhile: vec![0; index.needles.len()], length: 0 };
        let worked = terminal.worked();
        Self { terminal, site, index, before, run, worked }
    }

    /// A session, and the search of what is left of it.
    fn session(&mut self, session: &'static str, card: usize, plan: Plan<'_>) {
        let card = self.site.cards[card].path.clone();
        let ending = self.terminal.session(self.site, &card, plan);
        self.look(session, ending);
    }

    fn look(&mut self, session: &'static str, ending: String) {
        self.terminal.command("scene");
        // The last picture is gone when the hands have read the command.
        std::thread::sleep(Duration::from_millis(100));
        let memory = self.terminal.memory();
        let hits = memory.search(self.index, &self.before);
        let worked = self.terminal.worked() - self.worked;
        self.worked += worked;
        self.run.length = memory.length();
        self.run.looks.push(Left { session, ending, hits, worked });
    }

    fn pins(&mut self) {
        let (look, seen) = self.look_meanwhile();
        self.session("right PIN", 0, Plan { mishaps: vec![(PIN_TYPED, look)], ..by_pin(&[PIN]) });
        self.add(&seen);
        self.session("wrong PIN, then the right one", 0, by_pin(&[WRONG_PIN, PIN]));
    }

    fn mishaps(&mut self) {
        let tear: Mishap<'_> = Box::new(|site, _| site.slot.tear(Torn::Verify, Moment::After).unwrap());
        self.session("torn away in VERIFY", 1, Plan { mishaps: vec![("PinPad", tear)], ..by_pin(&[PIN]) });
        let leave: Mishap<'_> = Box::new(|site, _| site.slot.remove().unwrap());
        let plan = Plan { mishaps: vec![("PinPad { length: 2", leave)], ..by_pin(&[b"72"]) };
        self.session("card taken with two digits typed", 2, plan);
        let kill: Mishap<'_> = Box::new(|site, _| site.pcscd.kill());
        let plan = Plan { mishaps: vec![("PinPad { length: 3", kill)], ..by_pin(&[b"729"]) };
        self.session("pcscd dies at the PIN pad", 3, plan);
        self.site.pcscd.restart().unwrap();
        // The terminal and the card's bench find it again.
        std::thread::sleep(Duration::from_secs(2));
    }

    fn face(&mut self) {
        self.come("holder");
        self.session(BY_FACE, 4, by_face());
    }

    /// SELECT, query, VERIFY of the number; then the photo.
    fn torn_photo(&mut self) {
        self.come("holder");
        let tear: Mishap<'_> =
            Box::new(|site, _| site.slot.tear(Torn::AfterCommands(3), Moment::After).unwrap());
        let plan = Plan { mishaps: vec![("Choose", tear)], ..by_face() };
        self.session("torn away in the photo", 4, plan);
    }

    /// Nothing reads the card front: staff type its number, first a wrong one. The search looks when the
    /// second is typed, while the first is kept because it was refused.
    fn typed_number(&mut self) {
        self.come_without_number("holder");
        let right = number_of(self.site, TYPED_CARD);
        let (typed, seen_typed) = self.look_meanwhile();
        // The first mishap at this screen is for the first number, the second for the second.
        let nothing: Mishap<'_> = Box::new(|_, _| ());
        let plan = Plan {
            numbers: vec![WRONG_NUMBER.to_vec(), right].into(),
            mishaps: vec![(NUMBER_TYPED, nothing), (NUMBER_TYPED, typed)],
            ..by_face()
        };
        self.session(BY_TYPED_NUMBER, TYPED_CARD, plan);
        self.add(&seen_typed);
    }

    /// Another person's face is not accepted; staff look, and so does the search, while the photo is shown.
    fn staff(&mut self) {
        self.come("stranger");
        let (typed, seen_typed) = self.look_meanwhile();
        let (shown, seen_shown) = self.look_meanwhile();
        let plan = Plan {
            methods: vec!["face", "visual"].into(),
            credentials: vec![WRONG_CREDENTIAL, CREDENTIAL].into(),
            mishaps: vec![(CREDENTIAL_TYPED, typed), ("StaffConfirm", shown)],
            ..Plan::default()
        };
        self.session(BY_STAFF, 5, plan);
        self.add(&seen_typed);
        self.add(&seen_shown);
    }

    /// A search in the middle of a session, and where its hits will be.
    fn look_meanwhile(&self) -> (Mishap<'a>, Rc<Cell<Vec<usize>>>) {
        let (index, before) = (self.index, Rc::clone(&self.before));
        let seen = Rc::<Cell<Vec<usize>>>::default();
        let told = Rc::clone(&seen);
        (Box::new(move |_, process| told.set(Memory::of(process).search(index, &before))), seen)
    }

    fn add(&mut self, seen: &Cell<Vec<usize>>) {
        for (sum, hits) in self.run.meanwhile.iter_mut().zip(seen.take()) {
            *sum += hits;
        }
    }

    /// The card's number is at hand, and somebody steps before the camera.
    fn come(&mut self, picture: &str) {
        let number = number(self.site);
        self.terminal.command(&format!("front {}", str::from_utf8(&number).unwrap()));
        self.come_without_number(picture);
    }

    fn come_without_number(&mut self, picture: &str) {
        self.terminal.command(&format!("scene {}", self.site.given(picture).display()));
    }

    fn service_away(&mut self) {
        let cut: Mishap<'_> = Box::new(|site, _| site.tap.cut(true));
        let plan = Plan { mishaps: vec![(PIN_TYPED, cut)], ..by_pin(&[PIN]) };
        self.session("service away after the PIN", 6, plan);
        self.site.tap.cut(false);
    }
}

fn by_pin(pins: &[&'static [u8]]) -> Plan<'static> {
    Plan { methods: vec!["pin"; pins.len()].into(), pins: pins.to_vec().into(), ..Plan::default() }
}

fn by_face() -> Plan<'static> {
    Plan { methods: vec!["face"].into(), ..Plan::default() }
}

/// 照合番号B of every card here but one.
fn number(site: &Site) -> Vec<u8> {
    number_of(site, 0)
}

fn number_of(site: &Site, card: usize) -> Vec<u8> {
    let expiry = site.expiry();
    site.holder_of(card).check_number_b(expiry).reveal().as_bytes().to_vec()
}

/// Everything of the holder, the stranger and the staff.
pub(crate) fn needles(site: &Site) -> Vec<Needle> {
    let pictures = &site.pictures;
    let jp2 = pictures.photo().jp2();
    let photo = face::decode_photo(jp2).unwrap();
    let mut needles = vec![
        Needle::pin(RIGHT_PIN, PIN),
        Needle::pin("wrong PIN", WRONG_PIN),
        Needle::typed("照合番号B", &number(site)),
        Needle::typed(TYPED_NUMBER, &number_of(site, TYPED_CARD)),
        Needle::typed(REFUSED_NUMBER, WRONG_NUMBER),
        Needle::typed("staff credential", CREDENTIAL.as_bytes()),
        Needle::typed(TYPED_CREDENTIAL, WRONG_CREDENTIAL.as_bytes()),
        Needle::text("name", site.holder.name.as_bytes()),
        Needle::windows_and_text("name, picture", pictures.name()),
        Needle::windows_and_text("address, picture", pictures.address()),
        Needle::windows_and_text(PHOTO_FILE, jp2),
        Needle::windows(PHOTO, photo.samples()),
    ];
    let certificates: Vec<&[u8]> = site.cards.iter().map(|card| &card.certificate[..]).collect();
    needles.push(Needle::differing(CERTIFICATE, &certificates).sent());
    let key = std::fs::read(site.given("terminal-1-key.pem")).unwrap();
    // Between the lines that every key begins and ends with.
    needles.push(Needle::windows("terminal's key, PEM", &key[28..key.len() - 27]));
    needles.extend(live_faces(site, jp2));
    needles
}

/// Camera frames and embeddings.
fn live_faces(site: &Site, jp2: &[u8]) -> Vec<Needle> {
    let matcher = matcher();
    let frames = ["holder", "stranger"].map(|name| poses(site, name, &matcher));
    let mut needles = vec![
        Needle::windows("holder, camera", frames[0].samples()),
        Needle::windows("stranger, camera", frames[1].samples()),
    ];
    let mut known = directions();
    let mut new = || {
        let mut fresh: Vec<Vec<f32>> = Vec::new();
        for found in directions() {
            if !known.contains(&found) && !fresh.contains(&found) {
                fresh.push(found);
            }
        }
        known.extend(fresh.iter().cloned());
        fresh
    };
    let reference = matcher.reference(jp2).unwrap();
    let references = new();
    let [(holder, holders), (stranger, strangers)] = frames.each_ref().map(|frame| {
        let Capture::Usable(probe) = matcher.capture(frame).unwrap() else { panic!("no face") };
        (probe, new())
    });
    let scores = [&holder, &stranger].map(|probe| reference.compare(probe).ten_thousandths());
    assert!(scores[0] > scores[1]);
    // Runs of other floats have the length of one by chance: the three are those that give the scores.
    let mut found = Vec::new();
    for one in &references {
        let partner = |all: &[Vec<f32>], score| all.iter().find(|other| gives(one, other, score)).cloned();
        if let Some((holder, stranger)) = partner(&holders, scores[0]).zip(partner(&strangers, scores[1])) {
            found.push([one.clone(), holder, stranger]);
        }
    }
    assert_eq!(found.len(), 1, "of {} {} {}", references.len(), holders.len(), strangers.len());
    let names = ["chip photo, embedding", "holder, embedding", FACE];
    needles.extend(names.iter().zip(&found[0]).map(|(what, values)| Needle::embedding(what, values)));
    needles
}

/// Whether two embeddings have this score, in ten-thousandths.
fn gives(one: &[f32], other: &[f32], score: i16) -> bool {
    let cosine: f32 = one.iter().zip(other).map(|(a, b)| a * b).sum();
    (cosine * 10_000.0 - f32::from(score)).abs() <= 1.0
}

/// Every unit vector of 128 floats in this very process: `face` lends its embeddings to nobody.
fn directions() -> Vec<Vec<f32>> {
    Memory::of_own().directions::<128>().into_iter().map(Vec::from).collect()
}

fn matcher() -> Matcher {
    let manifest = face::Manifest::built_in().unwrap();
    let file =
        |id| std::fs::read(rig::places::models().unwrap().join(&manifest.entry(id).unwrap().file)).unwrap();
    let files = ModelBytes { yunet: &file(ModelId::YuNet), sface: &file(ModelId::SFace) };
    Matcher::load(&manifest, files).unwrap()
}

/// Draws the poses of a head that turns, for the terminal's camera, and gives the one that looks ahead.
fn poses(site: &Site, name: &str, matcher: &Matcher) -> Rgb8 {
    let picture = site.given(&format!("{name}.png"));
    let drawn = stance::draw(&picture, Species::ReliefHead, matcher).unwrap();
    let clip = site.given(name);
    std::fs::create_dir(&clip).unwrap();
    for (number, pose) in drawn.iter().enumerate() {
        pose.save(clip.join(format!("{number:02}.png"))).unwrap();
    }
    let ahead = &drawn[drawn.len() / 2];
    Rgb8::new(ahead.width(), ahead.height(), ahead.as_raw().clone()).unwrap()
}
