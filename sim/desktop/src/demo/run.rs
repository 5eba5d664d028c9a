//! Plays a scenario and judges each session.

use super::bench::Bench;
use super::body::Terminal;
use super::fault::DemoFault;
use super::person::{self, Digits, Reacts, Seen};
use super::place::{CREDENTIAL, Place};
use super::report::{Line, Report};
use super::scenario::{Act, Expect, Mishap, Scenario, Typed, Visit};
use rig::{CardSlot, SlotStats};
use runtime::Transcript;
use runtime::port::{Input, ReceptionMessage};
use std::path::{Path, PathBuf};
use std::time::Duration;
use terminal::{CallReason, Language, Screen};
use virtual_card::card_file::{CardFile, ReferenceName};
use virtual_card::municipality;

/// The counter that all of this is about.
const PIN: &str = "jpki/0018";
/// Things that happen at once in simulated time have this long in real time.
const PATIENCE: Duration = Duration::from_secs(8);

const NO_POWER: DemoFault = DemoFault::Setting("the terminal has no power");

/// One scenario being played.
struct Stage<'a> {
    bench: &'a mut Bench,
    scenario: &'a Scenario,
    place: Place,
    card: PathBuf,
    /// None only while its power is cut.
    terminal: Option<Terminal>,
    second: bool,
    sessions: u32,
}

/// Plays a scenario. A fault of the bench itself is reported as a fault of the scenario.
pub fn play(bench: &mut Bench, scenario: &Scenario, report: &mut Report) {
    if let Err(fault) = try_play(bench, scenario, report) {
        report.faults.push(format!("{} {}: {fault}", scenario.id, scenario.title));
    }
    // The next scenario begins with empty readers, whatever happened in this one.
    let _ = bench.first.remove();
    let _ = bench.second.remove();
    bench.await_empty();
}

fn try_play(bench: &mut Bench, scenario: &Scenario, report: &mut Report) -> Result<(), DemoFault> {
    let directory = bench.directory.join(scenario.id);
    std::fs::create_dir_all(&directory).map_err(DemoFault::at(&directory))?;
    let card = bench.issue(scenario.profile, scenario.day, &directory)?;
    let place = Place::set_up(bench, directory, noon(scenario.day), scenario.world, &card)?;
    let terminal = place.switch_on(bench, 0)?;
    let mut stage =
        Stage { bench, scenario, place, card, terminal: Some(terminal), second: false, sessions: 0 };
    for act in &scenario.acts {
        stage.act(act, report)?;
    }
    Ok(())
}

/// Seconds since 1970 of noon in Japan on this day.
pub(crate) fn noon((year, month, day): (u16, u8, u8)) -> u64 {
    // Three in the morning in UTC; the first day whose date in Japan is the wanted one.
    let wanted = policy::Date::new(year, month, day);
    (0..40_000u64)
        .map(|days| days.saturating_mul(86_400).saturating_add(3 * 3600))
        .find(|seconds| Some(policy::Date::from_unix(*seconds)) == wanted)
        .unwrap_or_default()
}

impl Stage<'_> {
    fn act(&mut self, act: &Act, report: &mut Report) -> Result<(), DemoFault> {
        match act {
            Act::Session(visit) => {
                let line = self.session(visit)?;
                report.lines.push(line);
            }
            Act::ServiceDown => self.place.stop_service(),
            Act::ServiceUp { outcomes } => {
                self.place.start_service()?;
                self.await_outcomes(*outcomes, report)?;
            }
            Act::OnRecord(words) => {
                if !self.place.has_on_record(words)? {
                    report.faults.push(format!("{}: not on record: {words:?}", self.scenario.id));
                }
            }
            Act::PowerCut => self.power_cut()?,
            Act::UsedElsewhere => {
                let mut card = CardFile::load(&self.card)?;
                municipality::set_tries(&mut card, ReferenceName::UserAuthentication, 3);
                card.save(&self.card)?;
            }
            Act::OtherTerminal => {
                self.second = true;
                self.terminal = Some(self.place.switch_on(self.bench, 1)?);
            }
        }
        Ok(())
    }

    fn slot(&mut self) -> &mut CardSlot {
        if self.second { &mut self.bench.second } else { &mut self.bench.first }
    }

    /// The terminal is gone and comes back with what it had written.
    fn power_cut(&mut self) -> Result<(), DemoFault> {
        self.terminal = None;
        self.terminal = Some(self.place.switch_on(self.bench, 0)?);
        Ok(())
    }

    fn await_outcomes(&self, expected: usize, report: &mut Report) -> Result<(), DemoFault> {
        let mut seen = 0;
        for _ in 0..40 {
            // Delivery is offered every few seconds of the terminal's time.
            self.place.clock.skip(5_000);
            std::thread::sleep(Duration::from_millis(100));
            seen = self.place.outcomes_on_record()?;
            if seen == expected {
                break;
            }
        }
        if seen != expected {
            let id = self.scenario.id;
            report.faults.push(format!("{id}: {seen} outcome records delivered, {expected} expected"));
        }
        Ok(())
    }

    fn session(&mut self, visit: &Visit) -> Result<Line, DemoFault> {
        let before = self.counter()?;
        let digits = self.digits()?;
        if self.bench.leak {
            self.leak(&digits)?;
        }
        let plan = visit.plan(
            |typed| digits.pin(typed),
            |typed| digits.number(typed),
            Digits(CREDENTIAL.to_owned()),
        );
        let (picture, species) = self.bench.faces.before_camera(visit.face);
        let picture = picture.to_owned();
        let terminal = self.terminal.as_ref().ok_or(NO_POWER)?;
        self.bench.stand(&picture, species, terminal, &self.place.clock)?;
        terminal.front.lay(self.scenario.world.front_read.then(|| self.card.clone()));
        while terminal.screens.try_recv().is_ok() {}
        for (key, value, _) in visit.quirks {
            self.slot().behave(key, value)?;
        }
        if visit.language != Language::Japanese {
            self.terminal()?.hand.touch(Input::Language(visit.language));
        }
        let card = self.card.clone();
        self.slot().insert(&card)?;
        if let Some((torn, moment)) = visit.tear {
            self.slot().tear(torn, moment)?;
        }
        let (seen, stats) = self.attend(plan, visit.mishap)?;
        for (key, _, after) in visit.quirks {
            self.slot().behave(key, after)?;
        }
        if matches!(visit.mishap, Some(Mishap::PcscdAtPad | Mishap::PcscdAtSignature)) {
            self.bench.pcscd.restart()?;
        }
        let transcript = self.close()?;
        let text = self.keep(transcript.as_ref())?;
        let after = self.counter()?;
        let heard = self.terminal()?.reception.take();
        let happened = Happened { seen, stats, transcript, text, heard, tries: before.zip(after) };
        Ok(happened.line(self.scenario, visit.language, &visit.expect))
    }

    /// The person attends to the screens; the card's counts are taken before it goes.
    fn attend(
        &mut self,
        plan: person::Plan,
        mut mishap: Option<Mishap>,
    ) -> Result<(Option<Seen>, SlotStats), DemoFault> {
        let clock = std::sync::Arc::clone(&self.place.clock);
        let (bench, place) = (&mut *self.bench, &mut self.place);
        let slot = if self.second { &mut bench.second } else { &mut bench.first };
        let pcscd = &mut bench.pcscd;
        let terminal = self.terminal.as_ref().ok_or(NO_POWER)?;
        let mut last = None;
        let befalls = |screen: &Screen| match (screen, mishap) {
            (Screen::PinPad { length: 0, .. }, Some(Mishap::PcscdAtPad))
            | (Screen::Signing, Some(Mishap::PcscdAtSignature)) => {
                mishap = None;
                // The card is at work by then.
                std::thread::sleep(PATIENCE / 8);
                pcscd.kill();
                Reacts::No
            }
            (Screen::PinPad { length: 0, .. }, Some(Mishap::ServiceAtPad)) => {
                mishap = None;
                place.stop_service();
                Reacts::Yes
            }
            _ => Reacts::Yes,
        };
        let seen = person::attend(plan, &terminal.screens, &terminal.hand, &clock, befalls, || {
            last = slot.stats().ok();
            // A card that is gone already was torn out.
            let _ = slot.remove();
        });
        let stats = match last {
            Some(stats) => stats,
            None => slot.stats()?,
        };
        Ok((seen.ok(), stats))
    }

    /// The card is taken, the screens run out, and the transcript arrives.
    fn close(&mut self) -> Result<Option<Transcript>, DemoFault> {
        let torn = !self.slot().stats()?.present;
        if !torn {
            self.slot().remove()?;
        }
        self.bench.await_empty();
        for _ in 0..10 {
            // The terminal looks at its reader several times a second.
            if let Ok(transcript) = self.terminal()?.transcripts.recv_timeout(PATIENCE / 10) {
                return Ok(Some(transcript));
            }
            // The screen of an ending that asks for something runs out.
            self.place.clock.skip(21_000);
        }
        Ok(None)
    }

    /// What a careless programmer would do; the search after the demonstration must find it.
    fn leak(&self, digits: &Known) -> Result<(), DemoFault> {
        let path = self.card.with_file_name("careless.log");
        std::fs::write(&path, format!("pin {} entered\n", digits.pin)).map_err(DemoFault::at(&path))
    }

    /// Keeps the transcript as a file, which replays.
    fn keep(&mut self, transcript: Option<&Transcript>) -> Result<String, DemoFault> {
        self.sessions = self.sessions.saturating_add(1);
        let text = transcript.map(Transcript::write).unwrap_or_default();
        let path = self.card.with_file_name(format!("session-{}.transcript", self.sessions));
        std::fs::write(&path, &text).map_err(DemoFault::at(&path))?;
        Ok(text)
    }

    fn terminal(&self) -> Result<&Terminal, DemoFault> {
        self.terminal.as_ref().ok_or(NO_POWER)
    }

    fn counter(&self) -> Result<Option<u8>, DemoFault> {
        Ok(CardFile::load(&self.card)?.counters().get(PIN).copied())
    }

    fn digits(&self) -> Result<Known, DemoFault> {
        let card = CardFile::load(&self.card)?;
        let right = card.secret(ReferenceName::UserAuthentication).map(|secret| secret.reveal().to_owned());
        let number = card.holder().map(|holder| holder.check_number_b(card.front.card_expiry));
        let number = number.map(|secret| secret.reveal().to_owned()).unwrap_or_default();
        Ok(Known { pin: right.unwrap_or_default(), number })
    }
}

/// What the bench knows from the card's file.
struct Known {
    pin: String,
    number: String,
}

impl Known {
    fn pin(&self, typed: Typed) -> Digits {
        as_typed(&self.pin, typed)
    }

    fn number(&self, typed: Typed) -> Digits {
        as_typed(&self.number, typed)
    }
}

fn as_typed(right: &str, typed: Typed) -> Digits {
    match typed {
        Typed::Right => Digits(right.to_owned()),
        // Each digit's complement to nine is never the digit.
        Typed::Wrong => {
            let other = |digit: u8| char::from(b'9'.wrapping_sub(digit.wrapping_sub(b'0')));
            Digits(right.bytes().map(other).collect())
        }
    }
}

/// What happened in a session.
struct Happened {
    seen: Option<Seen>,
    stats: SlotStats,
    transcript: Option<Transcript>,
    /// The transcript's file.
    text: String,
    heard: Vec<ReceptionMessage>,
    tries: Option<(u8, u8)>,
}

impl Happened {
    fn calls(&self) -> Vec<CallReason> {
        let mut calls: Vec<CallReason> = Vec::new();
        for message in &self.heard {
            if let ReceptionMessage::Call(reason) = message
                && !calls.contains(reason)
            {
                calls.push(*reason);
            }
        }
        calls
    }

    fn verifies(&self) -> u64 {
        self.stats.verifies.get(PIN).copied().unwrap_or(0)
    }

    fn line(self, scenario: &Scenario, language: Language, expect: &Expect) -> Line {
        let faults = self.faults(language, expect);
        let ended = self.transcript.as_ref().and_then(|transcript| transcript.ended);
        let method = match ended {
            Some((_, terminal::ReceptionNotice::Ended { method, .. })) => method,
            _ => None,
        };
        Line {
            scenario: scenario.id,
            title: scenario.title,
            method,
            ending: self
                .seen
                .as_ref()
                .and_then(|seen| seen.ending)
                .unwrap_or(terminal::Ending::TerminalFailed),
            apdus: self.stats.commands,
            verifies: self.verifies(),
            tries: self.tries,
            spent: self.transcript.as_ref().map(|transcript| transcript.spent).unwrap_or_default(),
            calls: self.calls(),
            faults,
        }
    }

    /// Everything that is not as it must be.
    fn faults(&self, language: Language, expect: &Expect) -> Vec<String> {
        let mut faults = Vec::new();
        let mut must = |what: &str, is: String, should: String| {
            if is != should {
                faults.push(format!("{what} is {is}, must be {should}"));
            }
        };
        let Some(seen) = &self.seen else { return vec!["no ending: the terminal hangs".into()] };
        must("ending", format!("{:?}", seen.ending), format!("{:?}", Some(expect.ending)));
        let read = self.transcript.as_ref().map(|transcript| transcript.language);
        must("language", format!("{read:?}"), format!("{:?}", Some(language)));
        must("VERIFYs", self.verifies().to_string(), expect.verifies.to_string());
        must("tries", format!("{:?}", self.tries), format!("{:?}", expect.tries));
        must("camera on", seen.camera.to_string(), expect.camera.to_string());
        if let Some(pin) = expect.pin {
            let last = seen.choices.last().map(|(methods, _)| methods.pin);
            must("PIN at the last choice", format!("{last:?}"), format!("{:?}", Some(pin)));
        }
        if let Some(notice) = expect.notice {
            let last = seen.choices.last().and_then(|(_, notice)| *notice);
            must("notice at the last choice", format!("{last:?}"), format!("{:?}", Some(notice)));
        }
        if let Some(call) = expect.call {
            let called = self.calls().contains(&call);
            must("call to reception", called.to_string(), "true".into());
        }
        self.transcript_faults(expect, &mut must);
        faults
    }

    fn transcript_faults(&self, expect: &Expect, must: &mut impl FnMut(&str, String, String)) {
        let Some(transcript) = &self.transcript else {
            return must("transcript", "missing".into(), "kept".into());
        };
        // Inv10: reception hears of every session, once.
        let told = self.heard.iter().filter(|message| {
            matches!(message, ReceptionMessage::Notice(terminal::ReceptionNotice::Ended { .. }))
        });
        must("endings that reception heard", told.count().to_string(), "1".into());
        if let Some((_, terminal::ReceptionNotice::Ended { method, .. })) = transcript.ended {
            must("method", format!("{method:?}"), format!("{:?}", expect.method));
        }
        match Transcript::read(&self.text) {
            Ok(read) => {
                let same = read.replay() == transcript.screens;
                must("replay of the file shows the same screens", same.to_string(), "true".into());
            }
            Err(fault) => must("transcript's file", format!("{fault:?}"), "readable".into()),
        }
    }
}

/// Writes the report beside the screens.
///
/// # Errors
///
/// [`DemoFault::File`].
pub fn write(report: &Report, path: &Path) -> Result<(), DemoFault> {
    let text = format!("{:#}\n", report.json());
    std::fs::write(path, text).map_err(DemoFault::at(path))
}
