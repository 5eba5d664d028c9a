//! Runs the shipped reader and policy on a set.

use crate::truth::{Frame, Set};
use card_front::geometry::Quad;
use card_front::{
    Field, Manifest, ModelId, PpOcr, Reader, Reading, Rgb8, Series, Sight, Strike, Trouble, WayUp,
};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use policy::Date;
use policy::card_front::{FrontDecision, FrontFacts, decide_front};
use std::path::Path;

/// The day that the cards lie there. Not the day of the measuring: its result must not change with it.
const TODAY: (u16, u8, u8) = (2026, 12, 1);

/// A field or a number that was looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Right,
    Undecided,
    Wrong,
}

/// What became of one frame.
pub(crate) struct Seen {
    pub(crate) file: String,
    pub(crate) back: bool,
    pub(crate) pixels: f64,
    pub(crate) nuisances: Vec<String>,
    /// Birth, expiry, code, as they were read, however unsure.
    pub(crate) fields: [Outcome; 3],
    /// All of it, if this frame were believed alone.
    pub(crate) believed: Outcome,
    /// `None` where nothing was read.
    pub(crate) way_up: Option<bool>,
    pub(crate) trouble: Option<Trouble>,
    /// The farthest corner from its place, in millimetres.
    pub(crate) corner: Option<f64>,
    /// What was found, what is there.
    pub(crate) mark: Option<(bool, bool)>,
    pub(crate) struck: Option<(Strike, bool)>,
    pub(crate) mark_kind: Option<String>,
    pub(crate) line_kind: Option<String>,
    pub(crate) two_cards: bool,
    pub(crate) milliseconds: i64,
    pub(crate) note_milliseconds: i64,
}

/// What became of one card.
pub(crate) struct Card {
    pub(crate) back: bool,
    pub(crate) frames: Vec<Seen>,
    /// As the terminal decides it: two frames agree.
    pub(crate) decided: Outcome,
    /// Frames until then.
    pub(crate) after: usize,
}

pub(crate) fn set(set: &Set, recogniser: &PpOcr) -> Result<Vec<Card>, String> {
    let reader = Reader::new(recogniser, set.layout.clone()).map_err(|fault| fault.to_string())?;
    let (year, month, day) = TODAY;
    let today = Date::new(year, month, day).ok_or("no such day")?;
    let cards: Vec<&[Frame]> = set.frames.chunk_by(|a, b| a.card == b.card).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = cards.len().div_ceil(threads).max(1);
    let all = |part: &[&[Frame]]| -> Result<Vec<Card>, String> {
        part.iter().map(|frames| card(&reader, frames, today)).collect()
    };
    let parts: Result<Vec<Vec<Card>>, String> = std::thread::scope(|scope| {
        let workers: Vec<_> = cards.chunks(share).map(|part| scope.spawn(move || all(part))).collect();
        workers.into_iter().map(|worker| worker.join().map_err(|_| "a thread died".to_owned())?).collect()
    });
    Ok(parts?.into_iter().flatten().collect())
}

pub(crate) fn recogniser() -> Result<PpOcr, String> {
    let manifest = Manifest::built_in().map_err(|fault| fault.to_string())?;
    let entry = manifest.entry(ModelId::PpOcrV6Rec).map_err(|fault| fault.to_string())?;
    let folder = rig::places::models().map_err(|fault| fault.to_string())?;
    let path = folder.join(&entry.file);
    let file = std::fs::read(&path)
        .map_err(|error| format!("{}: {error}; `cargo xtask models` fetches it", path.display()))?;
    PpOcr::load(&manifest, &file).map_err(|fault| fault.to_string())
}

fn card(reader: &Reader<&PpOcr>, frames: &[Frame], today: Date) -> Result<Card, String> {
    let mut series = Series::default();
    let mut card = Card {
        back: frames.iter().any(|frame| frame.back),
        frames: Vec::new(),
        decided: Outcome::Undecided,
        after: 0,
    };
    for (count, frame) in (1..).zip(frames) {
        let picture = picture(&frame.path)?;
        let before = processor_time();
        let sight = reader.look(&picture).map_err(|fault| fault.to_string())?;
        let mut seen = unread(frame);
        seen.milliseconds = processor_time() - before;
        match &sight {
            Sight::Nothing(trouble) => seen.trouble = Some(*trouble),
            Sight::Front(reading) => {
                judge(&mut seen, reading, frame, today);
                note(&mut seen, reader, &picture, reading, frame)?;
                let accepted = series.take(reading, today) == FrontDecision::Accept;
                if card.decided == Outcome::Undecided && accepted {
                    (card.decided, card.after) = (all(reading, frame), count);
                }
            }
        }
        card.frames.push(seen);
    }
    Ok(card)
}

fn note(
    seen: &mut Seen,
    reader: &Reader<&PpOcr>,
    picture: &Rgb8,
    reading: &Reading,
    frame: &Frame,
) -> Result<(), String> {
    let before = processor_time();
    let note = reader.note(picture, reading).map_err(|fault| fault.to_string())?;
    seen.note_milliseconds = processor_time() - before;
    seen.mark = Some((note.mark, frame.mark));
    seen.struck = (note.mark && frame.mark).then_some((note.strike, frame.struck));
    Ok(())
}

fn unread(frame: &Frame) -> Seen {
    Seen {
        file: frame.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        back: frame.back,
        pixels: frame.pixels,
        nuisances: frame.nuisances.clone(),
        fields: [Outcome::Undecided; 3],
        believed: Outcome::Undecided,
        way_up: None,
        trouble: None,
        corner: None,
        mark: None,
        struck: None,
        mark_kind: frame.mark_kind.clone(),
        line_kind: frame.line_kind.clone(),
        two_cards: frame.two_cards,
        milliseconds: 0,
        note_milliseconds: 0,
    }
}

fn judge(seen: &mut Seen, reading: &Reading, frame: &Frame, today: Date) {
    seen.fields = fields(frame).map(|(field, digits)| match reading.reads(field, digits.as_bytes()) {
        None => Outcome::Undecided,
        // The back has no fields: whatever was read there is wrong.
        Some(right) if right && !frame.back => Outcome::Right,
        Some(_) => Outcome::Wrong,
    });
    let alone = reading.facts(today, u8::MAX).map(|facts: FrontFacts| decide_front(&facts));
    if alone == Some(FrontDecision::Accept) {
        seen.believed = all(reading, frame);
    }
    seen.way_up = Some((reading.way_up() == WayUp::Upright) == frame.upright);
    seen.trouble = reading.trouble();
    let ways = [reading.corners(), reading.corners().turned_half()];
    seen.corner = ways.map(|corners| apart(corners, frame)).into_iter().flatten().reduce(f64::min);
}

/// The farthest corner, in millimetres. Sets differ in which corner of a card on its head they list first.
fn apart(corners: Quad, frame: &Frame) -> Option<f64> {
    let found = corners.0.map(|corner| (f64::from(corner.x), f64::from(corner.y)));
    let apart = found.iter().zip(&frame.corners).map(|(a, b)| (a.0 - b.0).hypot(a.1 - b.1));
    apart.reduce(f64::max).map(|pixels| pixels / frame.pixels)
}

fn fields(frame: &Frame) -> [(Field, &str); 3] {
    [(Field::Birth, &frame.birth), (Field::Expiry, &frame.expiry), (Field::Code, &frame.code)]
}

fn all(reading: &Reading, frame: &Frame) -> Outcome {
    let mut right = fields(frame).into_iter().map(|(field, digits)| reading.reads(field, digits.as_bytes()));
    if right.all(|right| right == Some(true)) && !frame.back { Outcome::Right } else { Outcome::Wrong }
}

fn picture(path: &Path) -> Result<Rgb8, String> {
    let decoded = image::open(path).map_err(|error| format!("{}: {error}", path.display()))?.into_rgb8();
    let (width, height) = decoded.dimensions();
    Rgb8::new(width, height, decoded.into_raw()).map_err(|fault| format!("{}: {fault}", path.display()))
}

/// Milliseconds of processor time of this thread, which is all that reading takes.
fn processor_time() -> i64 {
    let usage = getrusage(UsageWho::RUSAGE_THREAD);
    usage.map_or(0, |usage| usage.user_time().num_milliseconds() + usage.system_time().num_milliseconds())
}

/// Kilobytes of memory that this process had at its peak.
pub(crate) fn peak_memory() -> i64 {
    getrusage(UsageWho::RUSAGE_SELF).map_or(0, |usage| usage.max_rss())
}
