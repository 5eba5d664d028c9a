//! The file's lines, both ways.

use super::Transcript;
use super::fault::{Flaw, TranscriptFault};
#[cfg(test)]
use super::words::Row;
use super::words::{Worded, Words, recorded};
use policy::{Date, Millis, Patience, Revision, RevisionId, Rules, Site, VisualRule};
use terminal::{Ending, Language, ReceptionNotice};

/// The longest file that is read, in bytes. A session has a few kilobytes.
pub const MAX_BYTES: usize = 4 << 20;
/// The most lines that are read.
pub const MAX_LINES: u32 = 1 << 16;

const VERSION: u32 = 1;
const FIRST: &str = "transcript";
const REVISION: &str = "revision";
const UNMEASURED: &str = "unmeasured";
const TICKETS: &str = "tickets";
const OPENING: &str = "opening";
const LANGUAGE: &str = "language";
const EVENTS: &str = "events";
const SCREENS: &str = "screens";
const SPENT: &str = "spent";
const ENDED: &str = "ended";

/// What a revision is for the machine. Its basis and its standing may be corrected later.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Applied {
    id: RevisionId,
    from: Date,
    visual_registration: VisualRule,
}

/// [`Transcript::ended`].
#[derive(Clone, Copy)]
pub(super) struct Ended {
    ending: Ending,
    told: ReceptionNotice,
}

recorded! {
    Applied { id: "id", from: "from", visual_registration: "visual-registration" }
    Ended { ending: "ending", told: "told" }
}

impl Applied {
    const fn of(revision: &Revision) -> Self {
        let Revision { id, from, visual_registration, basis: _, established: _ } = *revision;
        Self { id, from, visual_registration }
    }
}

/// Structs of which every field but `given` has a line of its own: `field: "name"`.
macro_rules! lined {
    ($name:ident, $write:ident, $read:ident $(, given $given:ident: $type:ty)* {
        $($field:ident: $label:literal,)+
    }) => {
        fn $write(value: &$name, text: &mut String) {
            let $name { $($field,)+ $($given: _,)* } = value;
            $(text.push_str(&line($label, $field));)+
        }

        fn $read(lines: &mut Lines<'_> $(, $given: $type)*) -> Result<$name, TranscriptFault> {
            Ok($name { $($field: lines.labelled($label)?,)+ $($given,)* })
        }
    };
}

lined! {
    Rules, write_rules, read_rules, given revisions: &'static [Revision], given unmeasured: Patience {
        threshold: "threshold",
        pin_entries: "pin-entries",
        captures: "captures",
        captures_before_call: "captures-before-call",
        staff_attempts: "staff-attempts",
        strikes: "strikes",
        check_number_reserve: "check-number-reserve",
        check_number_entries: "check-number-entries",
        notice_months: "notice-months",
        grace_months: "grace-months",
        grace: "grace",
        deadlines: "deadlines",
    }
}

lined! {
    Site, write_site, read_site {
        build: "build",
        holder_authorisation: "holder-authorisation",
        visual: "visual",
        visual_registration: "visual-registration",
        last_try: "last-try",
    }
}

fn line<T: Worded>(label: &str, value: &T) -> String {
    let mut line = label.to_owned();
    value.write(&mut line);
    line.push('\n');
    line
}

/// The line of an event or a screen.
pub(super) fn timed<T: Worded>((time, what): &(Millis, T)) -> String {
    line(&time.0.to_string(), what)
}

/// The lines before the first event.
pub(super) fn head(transcript: &Transcript) -> String {
    let mut text = line(FIRST, &VERSION);
    for revision in transcript.rules.revisions {
        text.push_str(&line(REVISION, &Applied::of(revision)));
    }
    if transcript.rules.unmeasured != transcript.rules.measured_patience() {
        text.push_str(&line(UNMEASURED, &transcript.rules.unmeasured));
    }
    write_rules(&transcript.rules, &mut text);
    write_site(&transcript.site, &mut text);
    text.push_str(&line(TICKETS, &transcript.tickets));
    text.push_str(&line(OPENING, &transcript.opening));
    if transcript.language != Language::Japanese {
        text.push_str(&line(LANGUAGE, &transcript.language));
    }
    text.push_str(&line(EVENTS, &()));
    text
}

pub(super) fn write(transcript: &Transcript) -> String {
    let mut text = head(transcript);
    text.extend(transcript.events.iter().map(timed));
    text.push_str(&line(SCREENS, &()));
    text.extend(transcript.screens.iter().map(timed));
    text.push_str(&line(SPENT, &transcript.spent));
    text.push_str(&line(ENDED, &transcript.ended.map(|(ending, told)| Ended { ending, told })));
    text
}

pub(super) fn read(text: &str, known: &'static [Revision]) -> Result<Transcript, TranscriptFault> {
    if text.len() > MAX_BYTES {
        return Err(TranscriptFault::TooLong);
    }
    let mut lines = Lines { rest: text, number: 0 };
    let version = lines.labelled(FIRST)?;
    if version != VERSION {
        return Err(TranscriptFault::UnsupportedVersion { version });
    }
    let revisions = read_revisions(&mut lines, known)?;
    let rules = read_all_rules(&mut lines, revisions)?;
    let site = read_site(&mut lines)?;
    let tickets = lines.labelled(TICKETS)?;
    let opening = lines.labelled(OPENING)?;
    let language = read_language(&mut lines)?;
    lines.labelled::<()>(EVENTS)?;
    let events = lines.timed_until(SCREENS)?;
    lines.labelled::<()>(SCREENS)?;
    let screens = lines.timed_until(SPENT)?;
    let spent = lines.labelled(SPENT)?;
    let ended: Option<Ended> = lines.labelled(ENDED)?;
    let ended = ended.map(|Ended { ending, told }| (ending, told));
    lines.end(Transcript { rules, site, tickets, opening, language, events, screens, spent, ended })
}

/// Patience that is the same for everybody has no line: rules that knew no other wrote none.
fn read_all_rules(lines: &mut Lines<'_>, revisions: &'static [Revision]) -> Result<Rules, TranscriptFault> {
    let unmeasured: Option<Patience> =
        if lines.comes(UNMEASURED) { Some(lines.labelled(UNMEASURED)?) } else { None };
    let line = lines.number;
    let nobody = Patience { captures: 0, before_call: 0 };
    let rules = read_rules(lines, revisions, unmeasured.unwrap_or(nobody))?;
    match unmeasured {
        None => Ok(Rules { unmeasured: rules.measured_patience(), ..rules }),
        Some(same) if same == rules.measured_patience() => {
            Err(TranscriptFault::Malformed { line, flaw: Flaw::Surplus })
        }
        Some(_) => Ok(rules),
    }
}

/// Japanese has no line: there is one way to write a transcript.
fn read_language(lines: &mut Lines<'_>) -> Result<Language, TranscriptFault> {
    if !lines.comes(LANGUAGE) {
        return Ok(Language::Japanese);
    }
    match lines.labelled(LANGUAGE)? {
        Language::Japanese => Err(lines.malformed(Flaw::Surplus)),
        language => Ok(language),
    }
}

fn read_revisions(
    lines: &mut Lines<'_>,
    known: &'static [Revision],
) -> Result<&'static [Revision], TranscriptFault> {
    let mut read: Vec<Applied> = Vec::new();
    while lines.comes(REVISION) {
        read.push(lines.labelled(REVISION)?);
    }
    if read.is_empty() {
        return Ok(&[]);
    }
    known
        .windows(read.len())
        .find(|run| run.iter().map(Applied::of).eq(read.iter().copied()))
        .ok_or(TranscriptFault::UnsupportedRevisions { line: lines.number })
}

/// The lines that are still to be read.
struct Lines<'a> {
    rest: &'a str,
    /// Of the last line that was taken.
    number: u32,
}

impl<'a> Lines<'a> {
    /// Whether the next line begins with this word.
    fn comes(&self, word: &str) -> bool {
        self.rest.strip_prefix(word).is_some_and(|after| after.starts_with([' ', '\n']))
    }

    fn next(&mut self) -> Result<Words<'a>, TranscriptFault> {
        if self.number == MAX_LINES {
            return Err(TranscriptFault::TooLong);
        }
        self.number = self.number.saturating_add(1);
        if self.rest.is_empty() {
            return Err(self.malformed(Flaw::Missing));
        }
        let (line, rest) = self.rest.split_once('\n').ok_or(self.malformed(Flaw::CutOff))?;
        self.rest = rest;
        Ok(Words::of(line))
    }

    /// Takes the line of that name.
    fn labelled<T: Worded>(&mut self, label: &str) -> Result<T, TranscriptFault> {
        let mut words = self.next()?;
        let read = words.labelled(label).and_then(|value| words.end(value));
        read.map_err(|flaw| self.malformed(flaw))
    }

    /// Takes lines with times, down to the line of that name.
    fn timed_until<T: Worded>(&mut self, label: &str) -> Result<Vec<(Millis, T)>, TranscriptFault> {
        let mut all = Vec::new();
        while !self.comes(label) {
            let mut words = self.next()?;
            let read = Millis::read(&mut words).and_then(|time| Ok((time, T::read(&mut words)?)));
            let read = read.and_then(|value| words.end(value));
            all.push(read.map_err(|flaw| self.malformed(flaw))?);
        }
        Ok(all)
    }

    fn end<T>(&self, value: T) -> Result<T, TranscriptFault> {
        if self.rest.is_empty() {
            return Ok(value);
        }
        Err(TranscriptFault::Malformed { line: self.number.saturating_add(1), flaw: Flaw::Surplus })
    }

    const fn malformed(&self, flaw: Flaw) -> TranscriptFault {
        TranscriptFault::Malformed { line: self.number, flaw }
    }
}
