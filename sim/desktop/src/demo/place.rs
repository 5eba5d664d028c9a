//! One scenario's site: the service in its own process, and the terminals with their records.

use super::bench::Bench;
use super::body::{LooseParts, Terminal, start};
use super::fault::DemoFault;
use super::scenario::{Centre, World};
use crate::port::clock::SimClock;
use crate::port::eye::Eye;
use crate::port::front::ProfileFront;
use crate::port::overheard::ApduLog;
use crate::port::reception::ReceptionLog;
use crate::port::stance::Told;
use crate::port::window::Glass;
use camera_files::{AtEnd, FileCamera, Reel};
use journal::{Journal, LogLedger, SiteSecret, UnixTime};
use policy::{BUILT_IN, Build, HolderAuthorisation, Site};
use runtime::port::Clock;
use runtime::{Records, Settings, StaffBook, StaffEntry};
use service_https::{NamedKey, ServiceClient, TerminalKey};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;
use store_file::FileStore;
use wire::{FacilityId, TerminalId, UnixSeconds};

/// The staff credential of the demonstration: number 017 and a secret.
pub const CREDENTIAL: &str = "017akebono-61";
/// The terminals of the site.
const TERMINALS: [&str; 2] = ["terminal-1", "terminal-2"];
/// As fast as a webcam.
const FRAME_TIME: Duration = Duration::from_millis(33);
const FACILITY: &str = "clinic-0000000";

/// One scenario's site.
pub struct Place {
    directory: PathBuf,
    /// The one clock of the site.
    pub clock: Arc<SimClock>,
    world: World,
    tls: test_pki::Files,
    service: Option<Child>,
    address: Option<String>,
}

impl Place {
    /// Sets the site up: keys, database, enrolled terminals, the card's standing at the centre.
    ///
    /// # Errors
    ///
    /// [`DemoFault`].
    pub fn set_up(
        bench: &Bench,
        directory: PathBuf,
        noon: u64,
        world: World,
        card: &Path,
    ) -> Result<Self, DemoFault> {
        let tls = test_pki::write(&directory, &TERMINALS).map_err(DemoFault::Tls)?;
        let file = directory.join("clock");
        let clock = SimClock::at(noon, file.clone()).map_err(DemoFault::at(&file))?;
        let clock = Arc::new(clock);
        let mut place = Self { directory, clock, world, tls, service: None, address: None };
        place.write("stand-in-key.der", &bench.pki.stand_in_private_key()?)?;
        place.write("card-root.der", &bench.pki.user_authentication_root()?)?;
        for terminal in place.tls.terminals.clone() {
            let certificate = text(&terminal.certificate)?;
            place.operator(&[
                "enrol-terminal",
                "--id",
                &terminal.id,
                "--facility",
                FACILITY,
                "--certificate",
                &certificate,
            ])?;
        }
        place.tell_centre(card)?;
        place.start_service()?;
        Ok(place)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, DemoFault> {
        let path = self.directory.join(name);
        std::fs::write(&path, bytes).map_err(DemoFault::at(&path))?;
        Ok(path)
    }

    /// Tells the centre of a card.
    ///
    /// # Errors
    ///
    /// [`DemoFault`].
    pub fn tell_centre(&self, card: &Path) -> Result<(), DemoFault> {
        let card = virtual_card::card_file::CardFile::load(card)?;
        let Some(certificate) = card.user_authentication_certificate() else { return Ok(()) };
        let certificate = text(&self.write("card-certificate.der", &certificate)?)?;
        if self.world.registered {
            self.operator(&["register", "--certificate", &certificate])?;
        }
        if self.world.revoked {
            self.operator(&["revoke", "--certificate", &certificate])?;
        }
        Ok(())
    }

    fn database(&self) -> Result<String, DemoFault> {
        text(&self.directory.join("service.sqlite"))
    }

    /// One command of the service's operator; gives what it printed.
    fn operator(&self, arguments: &[&str]) -> Result<String, DemoFault> {
        let output = Command::new(rig::places::program("verifier")?)
            .args(arguments)
            .args(["--database", &self.database()?])
            .output()
            .map_err(DemoFault::at(Path::new("verifier")))?;
        if !output.status.success() {
            return Err(DemoFault::Service(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Outcome records that the service has on record.
    ///
    /// # Errors
    ///
    /// [`DemoFault`].
    pub fn outcomes_on_record(&self) -> Result<usize, DemoFault> {
        let records = self.operator(&["records"])?;
        Ok(records.lines().filter(|line| line.contains("\"outcome\"")).count())
    }

    /// Whether one line of the service's records has all of these words.
    ///
    /// # Errors
    ///
    /// [`DemoFault`].
    pub fn has_on_record(&self, words: &[&str]) -> Result<bool, DemoFault> {
        let records = self.operator(&["records"])?;
        Ok(records.lines().any(|line| words.iter().all(|word| line.contains(word))))
    }

    /// Starts the service, at the address that it had before.
    ///
    /// # Errors
    ///
    /// [`DemoFault`].
    pub fn start_service(&mut self) -> Result<(), DemoFault> {
        let path = |name: &str| text(&self.directory.join(name));
        let listen = self.address.clone().unwrap_or_else(|| "127.0.0.1:0".into());
        let mut command = Command::new(rig::places::program("verifier")?);
        command
            .args(["serve", "--mode", "rig", "--listen", &listen])
            .args(["--database", &self.database()?])
            .args(["--server-cert", &text(&self.tls.service_certificate)?])
            .args(["--server-key", &text(&self.tls.service_key)?])
            .args(["--client-ca", &text(&self.tls.authority)?])
            .args(["--card-root", &path("card-root.der")?])
            .args(["--clock-file", &text(self.clock.file())?]);
        match self.world.centre {
            Centre::None => {}
            Centre::OfTheCards => {
                command.args(["--stand-in-key", &path("stand-in-key.der")?]);
            }
            Centre::Unknown => {
                command.args(["--stand-in-key", &text(&self.tls.stand_in_key)?]);
            }
        }
        if !self.world.visual_registration {
            command.arg("--refuse-visual-registration");
        }
        let log = self.directory.join("service.log");
        let log =
            std::fs::OpenOptions::new().create(true).append(true).open(&log).map_err(DemoFault::at(&log))?;
        let mut service = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(DemoFault::at(Path::new("verifier")))?;
        let mut line = String::new();
        if let Some(stdout) = service.stdout.take() {
            BufReader::new(stdout).read_line(&mut line).map_err(DemoFault::at(Path::new("verifier")))?;
        }
        self.service = Some(service);
        let address = line.trim().strip_prefix("listening ").map(str::to_owned);
        self.address = Some(address.ok_or_else(|| DemoFault::Service(self.log()))?);
        Ok(())
    }

    /// What the service said last; it writes no names.
    pub fn last_said(&self) -> String {
        self.log().lines().last().unwrap_or_default().to_owned()
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.directory.join("service.log")).unwrap_or_default()
    }

    /// Ends the service as a crash would.
    pub fn stop_service(&mut self) {
        if let Some(mut service) = self.service.take() {
            // A service that ended by itself is down as well.
            let _ = service.kill();
            let _ = service.wait();
        }
    }

    /// Switches a terminal on.
    ///
    /// # Errors
    ///
    /// [`DemoFault`].
    pub fn switch_on(&self, bench: &Bench, number: usize) -> Result<Terminal, DemoFault> {
        self.switch_on_behind(bench, number, None)
    }

    /// Switches a terminal on whose screens are seen through this glass.
    ///
    /// # Errors
    ///
    /// [`DemoFault`].
    pub fn switch_on_behind(
        &self,
        bench: &Bench,
        number: usize,
        glass: Option<Glass>,
    ) -> Result<Terminal, DemoFault> {
        let files = self.tls.terminals.get(number).ok_or(DemoFault::Setting("the site has two terminals"))?;
        let screens_directory = self.directory.join("screens");
        std::fs::create_dir_all(&screens_directory).map_err(DemoFault::at(&screens_directory))?;
        let (to_person, screens) = channel();
        let (to_bench, transcripts) = channel();
        let front = ProfileFront::default();
        let reception = ReceptionLog::default();
        let pictures = FileCamera::new(Reel::of_colour([0; 3]), AtEnd::Repeat, FRAME_TIME);
        let (scene, told) = (pictures.knob(), Told::default());
        let camera = Eye::new(pictures);
        let eye = camera.choice();
        let commands = ApduLog::default();
        let matcher = match &glass {
            Some(glass) => bench.matcher.watched(glass.viewfinder().clone()),
            None => bench.matcher.clone(),
        };
        let loose = LooseParts {
            reader: bench.readers.get(number).copied().unwrap_or_default().to_owned(),
            commands: commands.clone(),
            authorities: bench.authorities()?,
            camera,
            matcher,
            service: self.client(files)?,
            key: key(files)?,
            front: front.clone(),
            reception: reception.clone(),
            clock: Arc::clone(&self.clock),
            fonts: bench.fonts.clone(),
            glass,
            screens: screens_directory,
            to_person,
            told: told.clone(),
            to_bench,
            relay: self.world.centre != Centre::None,
        };
        let records = self.records(&files.id)?;
        let settings = self.settings()?;
        let (hand, thread) = start(loose, records, settings)?;
        let thread = Some(thread);
        Ok(Terminal { hand, screens, transcripts, front, reception, commands, scene, eye, told, thread })
    }

    fn settings(&self) -> Result<Settings, DemoFault> {
        let authorisation = match self.world.centre {
            Centre::None => HolderAuthorisation::None,
            Centre::OfTheCards | Centre::Unknown => HolderAuthorisation::Relay,
        };
        Ok(Settings {
            rules: BUILT_IN,
            site: Site {
                build: Build::Rig,
                holder_authorisation: authorisation,
                visual: true,
                visual_registration: self.world.visual_registration,
                last_try: self.world.last_try,
            },
            facility: FacilityId::from_str(FACILITY).map_err(|_| DemoFault::Setting("facility"))?,
        })
    }

    fn client(&self, files: &test_pki::TerminalFiles) -> Result<ServiceClient, DemoFault> {
        let address = self.address.as_deref().unwrap_or_default();
        let settings = service_https::Settings {
            base: format!("https://{address}"),
            service_roots_pem: read(&self.tls.authority)?,
            certificate_pem: read(&files.certificate)?,
            key_pem: read(&files.key)?,
            timeout: Duration::from_secs(10),
        };
        let clock = Arc::clone(&self.clock);
        ServiceClient::new(&settings, Arc::new(move || UnixSeconds(clock.unix())))
            .map_err(|_| DemoFault::Setting("the terminal's TLS settings"))
    }

    /// The journal is the terminal's own; the strike ledger is shared by the site.
    fn records(&self, terminal: &str) -> Result<Records<FileStore>, DemoFault> {
        let now = UnixTime(self.clock.unix());
        let store = |name: String| {
            FileStore::new(self.directory.join(name)).map_err(|error| DemoFault::Records(error.into()))
        };
        let mut journal = Journal::open(store(format!("{terminal}.journal"))?, now)?;
        let mut ledger = LogLedger::beside(&journal, store("site.strikes".into())?);
        journal::note_condition(&mut journal, &mut ledger, now)?;
        // One site, one run: the secret only has to differ from other sites'.
        let mut secret = [0x5A; 32];
        let staff = StaffEntry::enrol(CREDENTIAL.as_bytes(), &[0x17; 16])
            .map_err(|_| DemoFault::Setting("the staff credential"))?;
        Ok(Records {
            journal,
            ledger: Box::new(ledger),
            secret: SiteSecret::take(&mut secret),
            staff: StaffBook::new(vec![staff]),
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.stop_service();
    }
}

fn key(files: &test_pki::TerminalFiles) -> Result<NamedKey, DemoFault> {
    let wrong = || DemoFault::Setting("the terminal's key");
    Ok(NamedKey {
        key: TerminalKey::from_pkcs8(&read(&files.key)?).map_err(|_| wrong())?,
        terminal: TerminalId::from_str(&files.id).map_err(|_| wrong())?,
    })
}

fn read(path: &Path) -> Result<Vec<u8>, DemoFault> {
    std::fs::read(path).map_err(DemoFault::at(path))
}

fn text(path: &Path) -> Result<String, DemoFault> {
    path.to_str().map(str::to_owned).ok_or(DemoFault::Setting("a path that is not UTF-8"))
}
