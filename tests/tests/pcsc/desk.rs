//! The desk at which the adapter is tried: a private pcscd, cards, and programs that ask.

use rig::{CardSlot, PrivatePcscd, Slot, SlotStats};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use virtual_card::card_file::CardFile;
use virtual_card::date::Date;
use virtual_card::holder::Holder;
use virtual_card::pictures::{DEBIAN_FONT, Photo, Pictures};
use virtual_card::pki::Pki;

/// Longer than anything here takes, on a busy machine too.
pub(crate) const LIMIT: Duration = Duration::from_secs(40);

/// The adapter, or a client beside it, in a process of its own.
pub(crate) struct Probe {
    child: Child,
    commands: ChildStdin,
    answers: Receiver<String>,
}

impl Probe {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let commands = child.stdin.take().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (sender, answers) = channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, commands, answers }
    }

    pub(crate) fn tell(&mut self, command: &str) {
        writeln!(self.commands, "{command}").unwrap();
    }

    pub(crate) fn hear(&self) -> String {
        self.answers.recv_timeout(LIMIT).expect("an answer in time")
    }

    /// Whether the last command has no answer yet. What would have answered at once has by now.
    pub(crate) fn is_waiting(&self) -> bool {
        self.answers.recv_timeout(Duration::from_millis(200)).is_err()
    }

    pub(crate) fn ask(&mut self, command: &str) -> String {
        self.tell(command);
        self.hear()
    }

    /// Asks until the answer is this one.
    pub(crate) fn ask_until(&mut self, command: &str, expected: &str) {
        let started = Instant::now();
        loop {
            let answer = self.ask(command);
            if answer == expected {
                return;
            }
            assert!(started.elapsed() < LIMIT, "{command}: {answer} and not {expected}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits for `expected`, through whatever states come before it.
    pub(crate) fn watch_until(&mut self, mut known: String, expected: &str) {
        let started = Instant::now();
        while known != expected {
            assert!(started.elapsed() < LIMIT, "{known} and not {expected}");
            known = self.ask(&format!("watch {known} 5000"));
        }
    }

    /// Processor time so far.
    pub(crate) fn worked(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
        // utime and stime in hundredths of a second (proc(5), fields 14 and 15).
        let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
        Duration::from_millis(ticks * 10)
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn program() -> PathBuf {
    rig::places::program("examples/pcsc-probe").unwrap()
}

/// A pcscd with two slots, and cards to put into them.
pub(crate) struct Desk {
    pub(crate) slots: [CardSlot; 2],
    pub(crate) pcscd: PrivatePcscd,
    home: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let pcscd = PrivatePcscd::start().unwrap();
        let slots = [Slot::First, Slot::Second].map(|slot| CardSlot::start(&pcscd, slot).unwrap());
        Self { slots, pcscd, home: TempDir::new().unwrap() }
    }

    pub(crate) fn probe(&self, arguments: &[&str]) -> Probe {
        let mut command = self.pcscd.client(program());
        command.args(arguments);
        Probe::start(command)
    }

    /// Puts a fresh card of a profile into a slot.
    pub(crate) fn insert(&mut self, slot: usize, profile: &str) -> CardFile {
        let card = issue(profile);
        let file = self.home.path().join(format!("card-{slot}.json"));
        card.save(&file).unwrap();
        self.slots[slot].insert(&file).unwrap();
        card
    }

    /// A desk with an ordinary card in the first slot, told of and held.
    pub(crate) fn holding(arguments: &[&str]) -> (Self, Probe, CardFile) {
        let mut desk = Self::new();
        let card = desk.insert(0, "normal");
        let mut probe = desk.probe(arguments);
        probe.watch_until("Lost".into(), "Card");
        let held = probe.ask("hold");
        assert!(held.starts_with("held"), "{held}\n{}", desk.pcscd.log());
        (desk, probe, card)
    }

    pub(crate) fn stats(&mut self) -> SlotStats {
        self.slots[0].stats().unwrap()
    }
}

fn issue(profile: &str) -> CardFile {
    static PKI: OnceLock<Pki> = OnceLock::new();
    let pki = PKI.get_or_init(|| {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pcsc-pki");
        Pki::create_with_pool(&directory, 13, 1).unwrap()
    });
    let holder = Holder::fictional(1);
    let pictures = Pictures::draw(&holder, Photo::placeholder().unwrap(), Path::new(DEBIAN_FONT)).unwrap();
    let today = Date::new(2026, 11, 24).unwrap();
    CardFile::new(pki, &holder, profile.parse().unwrap(), &pictures, today).unwrap()
}
