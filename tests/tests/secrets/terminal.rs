//! A terminal in a process of its own, and the people before it.

use crate::memory::Memory;
use crate::site::{Site, program};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Nothing new on the screen for so long: the terminal hangs.
const STALL: Duration = Duration::from_secs(90);
/// pcscd looks for a card twice a second, and the terminal hears it from pcscd.
const CARD_NOTICED: Duration = Duration::from_millis(1_500);

/// Everything is typed, and nothing confirmed yet.
pub(crate) const PIN_TYPED: &str = "PinPad { length: 4";
pub(crate) const NUMBER_TYPED: &str = "CheckNumberPad { length: 14";
pub(crate) const CREDENTIAL_TYPED: &str = "StaffCredential { errand: Visual, length: 20";

/// The terminal.
pub(crate) struct Terminal {
    process: Child,
    hands: ChildStdin,
    screens: Receiver<String>,
}

/// What people do in one session; when they have nothing left to do they take the card away.
#[derive(Default)]
pub(crate) struct Plan<'a> {
    /// Methods chosen.
    pub(crate) methods: VecDeque<&'static str>,
    /// PINs typed.
    pub(crate) pins: VecDeque<&'static [u8]>,
    /// 照合番号B, typed by staff.
    pub(crate) numbers: VecDeque<Vec<u8>>,
    /// Credentials typed.
    pub(crate) credentials: VecDeque<&'static str>,
    /// What happens at these screens, once each.
    pub(crate) mishaps: Vec<(&'static str, Mishap<'a>)>,
}

/// Given the site and the terminal's process.
pub(crate) type Mishap<'a> = Box<dyn FnOnce(&mut Site, u32) + 'a>;

impl Terminal {
    /// Switches a program on and waits until it serves.
    pub(crate) fn switch_on(site: &Site, name: &str) -> Self {
        let log = File::options().append(true).create(true).open(site.written("terminal.log")).unwrap();
        let mut command = Command::new(program(name));
        command.arg(site.given("terminal.toml")).arg(site.pki.directory()).arg(site.written("transcripts"));
        command.env("PCSCLITE_CSOCK_NAME", site.pcscd.socket()).env("TMPDIR", site.written("tmp"));
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let (to_us, screens) = channel();
        let output = BufReader::new(process.stdout.take().unwrap());
        let mut log = File::options().append(true).open(site.written("terminal.log")).unwrap();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                writeln!(log, "{line}").unwrap();
                // Nobody listens after the end.
                let _ = to_us.send(line.strip_prefix("screen ").unwrap_or(&line).to_owned());
            }
        });
        let hands = process.stdin.take().unwrap();
        let terminal = Self { process, hands, screens };
        let first = terminal.screens.recv_timeout(STALL).unwrap_or_else(|_| panic!("{}", site.log()));
        assert_eq!(first, "Waiting");
        terminal
    }

    pub(crate) fn process(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn memory(&self) -> Memory {
        Memory::of(self.process())
    }

    /// Processor time used so far, in milliseconds.
    pub(crate) fn worked(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process())).unwrap();
        // User and system time, fields 14 and 15 (proc(5)), in hundredths of a second.
        let behind_name = stat.rsplit(')').next().unwrap();
        let times = behind_name.split_whitespace().skip(11).take(2);
        times.map(|time| time.parse::<u64>().unwrap() * 10).sum()
    }

    /// Does something with the terminal.
    pub(crate) fn command(&mut self, words: &str) {
        writeln!(self.hands, "{words}").unwrap();
    }

    fn press(&mut self, pad: &str, keys: &[u8]) {
        for key in keys {
            self.command(&format!("{pad} {}", char::from(*key)));
        }
    }

    /// One session with a card; gives its ending.
    pub(crate) fn session(&mut self, site: &mut Site, card: &Path, mut plan: Plan<'_>) -> String {
        while self.screens.try_recv().is_ok() {}
        site.slot.insert(card).unwrap();
        loop {
            let screen = self.screens.recv_timeout(STALL).unwrap_or_else(|_| panic!("hangs: {}", site.log()));
            if let Some(number) = plan.mishaps.iter().position(|(at, _)| screen.starts_with(at)) {
                let (_, act) = plan.mishaps.remove(number);
                act(site, self.process());
            }
            if let Some(ending) = screen.strip_prefix("Ending(") {
                // A torn card is gone already.
                let _ = site.slot.remove();
                self.await_removal();
                return ending.trim_end_matches(')').to_owned();
            }
            if self.react(&screen, &mut plan).is_none() {
                // As above.
                let _ = site.slot.remove();
            }
        }
    }

    /// Until the terminal has noticed that the card is gone. After some endings it does not tell.
    fn await_removal(&self) {
        let noticed = || self.screens.recv_timeout(CARD_NOTICED).ok();
        while noticed().is_some_and(|screen| screen != "Waiting") {}
    }

    /// `None` when there is nothing left to do.
    fn react(&mut self, screen: &str, plan: &mut Plan<'_>) -> Option<()> {
        if screen.starts_with("Choose") {
            let method = plan.methods.pop_front()?;
            self.command(&format!("touch {method}"));
        } else if screen.starts_with("PinPad { length: 0") {
            let pin = plan.pins.pop_front()?;
            self.press("pin", pin);
        } else if screen.starts_with("CheckNumberPad { length: 0") {
            let number = plan.numbers.pop_front()?;
            self.press("number", &number);
        } else if [PIN_TYPED, NUMBER_TYPED, CREDENTIAL_TYPED].iter().any(|typed| screen.starts_with(typed)) {
            self.command("touch confirm");
        } else if screen.starts_with("StaffCredential { errand: Visual, length: 0") {
            let credential = plan.credentials.pop_front()?;
            self.press("credential", credential.as_bytes());
        } else if screen.starts_with("StaffConfirm") {
            self.command("touch same");
        } else if screen.starts_with("OfferRegistration") {
            self.command("touch back");
        }
        Some(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Site {
    /// What terminal and bench said, for a failing test to show.
    pub(crate) fn log(&self) -> String {
        let log = std::fs::read_to_string(self.written("terminal.log")).unwrap_or_default();
        format!("{log}\n{}", self.pcscd.log())
    }

    /// Listens at the feed to reception until the terminal is off; what it hears is written down.
    pub(crate) fn listen(&self) {
        let mut feed = UnixStream::connect(self.written("reception.sock")).unwrap();
        let mut file = File::options().append(true).create(true).open(self.written("reception.log")).unwrap();
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(read @ 1..) = feed.read(&mut piece) {
                file.write_all(&piece[..read]).unwrap();
            }
        });
    }
}
