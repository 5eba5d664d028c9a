//! A site: a terminal's files, the service in its own process, the tap between them, and the card's bench.

use crate::tap::Tap;
use rig::{CardSlot, PrivatePcscd, Slot};
use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;
use virtual_card::card_file::CardFile;
use virtual_card::date::Date;
use virtual_card::holder::Holder;
use virtual_card::pictures::{Crop, DEBIAN_FONT, Photo, Pictures};
use virtual_card::pki::Pki;
use virtual_card::profile::Profile;
use virtual_card::secret::StoredSecret;

/// The right PIN of every card here, and a wrong one.
pub(crate) const PIN: &[u8; 4] = b"7294";
pub(crate) const WRONG_PIN: &[u8; 4] = b"8361";
/// A member of staff, and a secret that nobody has.
pub(crate) const CREDENTIAL: &str = "017quoll-xylem-7z-vp";
pub(crate) const WRONG_CREDENTIAL: &str = "017okapi-quartz-4k-j";
/// 照合番号B of no card here.
pub(crate) const WRONG_NUMBER: &[u8; 14] = b"61042920417306";
/// The holder of every card here.
const NAME: &str = "針山　さがす子";

/// The demonstration's authorities and their pool of keys: they take a minute to make and are kept.
const SEED: u64 = 1;
const KEYS: u32 = 64;
/// Numbers that the demonstration does not issue, of keys that it has.
const FIRST_CARD: u32 = 50;
const CARDS: u32 = 8;
/// The card whose number staff type: its holder was born on another day, so that it is another number.
pub(crate) const TYPED_CARD: usize = 7;
/// When the cards were issued; they are good for years.
fn today() -> Date {
    Date::new(2026, 11, 1).unwrap()
}

const FRAME_BYTES: usize = 800 * 480 * 4;

/// A card.
pub(crate) struct Card {
    pub(crate) path: PathBuf,
    pub(crate) certificate: Vec<u8>,
}

/// The site.
pub(crate) struct Site {
    pub(crate) slot: CardSlot,
    pub(crate) pcscd: PrivatePcscd,
    pub(crate) tap: Tap,
    pub(crate) service: Child,
    pub(crate) pki: Pki,
    pub(crate) holder: Holder,
    pub(crate) pictures: Pictures,
    /// Registered cards of the holder's, each with a certificate of its own.
    pub(crate) cards: Vec<Card>,
    /// What the terminal and the service write to. Everything in it is searched.
    pub(crate) written: TempDir,
    /// Cards, keys and pictures: the world outside.
    pub(crate) given: TempDir,
}

impl Site {
    pub(crate) fn set_up() -> Self {
        let (written, given) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        test_pki::write(given.path(), &["terminal-1"]).unwrap();
        std::fs::create_dir(written.path().join("tmp")).unwrap();
        std::fs::create_dir(written.path().join("transcripts")).unwrap();
        std::fs::write(written.path().join("fb"), vec![0; FRAME_BYTES]).unwrap();
        put(&given.path().join("site-secret"), &[7; 32]);
        crop_faces(given.path());
        let photo = Photo::from_picture(&given.path().join("reference.png"), Crop::Centre).unwrap();
        let mut holder = Holder::fictional(1);
        holder.name = NAME.to_owned();
        holder.pins.user_authentication = StoredSecret::new(str::from_utf8(PIN).unwrap());
        let pictures = Pictures::draw(&holder, photo, Path::new(DEBIAN_FONT)).unwrap();
        let pki_directory = rig::places::models().unwrap().with_file_name(format!("card-authorities-{SEED}"));
        let pki = Pki::create_with_pool(&pki_directory, SEED, KEYS).unwrap();
        let service = start_service(&pki, written.path(), given.path());
        let (service, address) = service;
        let tap = Tap::start(address.parse().unwrap(), given.path());
        let pcscd = PrivatePcscd::start().unwrap();
        let slot = CardSlot::start(&pcscd, Slot::First).unwrap();
        let cards = Vec::new();
        let mut site = Self { slot, pcscd, tap, service, pki, holder, pictures, cards, written, given };
        std::fs::write(site.given("terminal.toml"), site.config()).unwrap();
        site.enrol();
        for number in 0..CARDS {
            let card = site.issue(number);
            site.cards.push(card);
        }
        site
    }

    pub(crate) fn given(&self, name: &str) -> PathBuf {
        self.given.path().join(name)
    }

    pub(crate) fn written(&self, name: &str) -> PathBuf {
        self.written.path().join(name)
    }

    fn issue(&self, number: u32) -> Card {
        let holder = Holder { issue_number: FIRST_CARD + number, ..self.holder_of(number as usize) };
        let file = CardFile::new(&self.pki, &holder, Profile::Normal, &self.pictures, today()).unwrap();
        let path = self.given(&format!("card-{number}.json"));
        file.save(&path).unwrap();
        let certificate = file.user_authentication_certificate().unwrap();
        let certificate_file = self.given("certificate.der");
        std::fs::write(&certificate_file, &certificate).unwrap();
        operator(self.written.path(), &["register", "--certificate", certificate_file.to_str().unwrap()]);
        Card { path, certificate }
    }

    /// One person, who on one card was born on another day.
    pub(crate) fn holder_of(&self, card: usize) -> Holder {
        let mut holder = self.holder.clone();
        if card == TYPED_CARD {
            holder.birth_date = Date::new(1957, 3, 26).unwrap();
        }
        holder
    }

    /// When every card here expires.
    pub(crate) fn expiry(&self) -> Date {
        let card = CardFile::new(&self.pki, &self.holder, Profile::Normal, &self.pictures, today()).unwrap();
        card.front.card_expiry
    }

    fn config(&self) -> String {
        let models = rig::places::models().unwrap();
        let (here, given) = (self.written.path().display(), self.given.path().display());
        let (models, tap, reader) = (models.display(), self.tap.address, self.pcscd.readers()[0]);
        format!(
            r#"
            terminal = "terminal-1"
            facility = "clinic-0000000"
            models = "{models}"
            [site]
            holder_authorisation = "relay"
            [reader]
            names = ["{reader}"]
            [service]
            address = "https://{tap}"
            roots = "{given}/authority.pem"
            certificate = "{given}/terminal-1.pem"
            key = "{given}/terminal-1-key.pem"
            [records]
            journal = "{here}/journal"
            strikes = "{here}/strikes"
            site_secret = "{given}/site-secret"
            staff = "{here}/staff"
            [display]
            device = "{here}/fb"
            font = "/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Bold.ttf"
            geometry = {{ width = 800, height = 480, stride = 3200, format = "xrgb8888" }}
            [reception]
            listen = "unix:{here}/reception.sock"
            "#
        )
    }

    /// By the product itself.
    fn enrol(&self) {
        let mut product = Command::new(program("terminal"));
        product
            .args(["enrol-staff", "--number", &CREDENTIAL[..3], "--config"])
            .arg(self.given("terminal.toml"));
        let mut running = product.stdin(Stdio::piped()).spawn().unwrap();
        writeln!(running.stdin.take().unwrap(), "{}", &CREDENTIAL[3..]).unwrap();
        assert!(running.wait().unwrap().success());
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.service.kill();
        let _ = self.service.wait();
    }
}

pub(crate) fn program(name: &str) -> PathBuf {
    rig::places::program(name)
        .unwrap_or_else(|fault| panic!("{fault}; `cargo build --workspace --bins --examples` makes it"))
}

/// One command of the service's operator.
fn operator(written: &Path, words: &[&str]) {
    let mut command = Command::new(program("verifier"));
    let done = command.args(words).arg("--database").arg(written.join("service.sqlite")).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn start_service(pki: &Pki, written: &Path, given: &Path) -> (Child, String) {
    let file = |name: &str| given.join(name).to_str().unwrap().to_owned();
    std::fs::write(file("stand-in-key.der"), pki.stand_in_private_key().unwrap()).unwrap();
    std::fs::write(file("card-root.der"), pki.user_authentication_root().unwrap()).unwrap();
    let terminal = file("terminal-1.pem");
    let facility = "clinic-0000000";
    operator(
        written,
        &["enrol-terminal", "--id", "terminal-1", "--facility", facility, "--certificate", &terminal],
    );
    let mut command = Command::new(program("verifier"));
    command.args(["serve", "--mode", "rig", "--listen", "127.0.0.1:0", "--requests-per-minute", "600"]);
    command.arg("--unsealed");
    command.arg("--database").arg(written.join("service.sqlite"));
    for (option, name) in [
        ("--server-cert", "service.pem"),
        ("--server-key", "service-key.pem"),
        ("--client-ca", "authority.pem"),
        ("--card-root", "card-root.der"),
        ("--stand-in-key", "stand-in-key.der"),
    ] {
        command.args([option, &file(name)]);
    }
    command.env("TMPDIR", written.join("tmp"));
    let log = File::create(written.join("service.log")).unwrap();
    let mut service = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(service.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening ").expect("the service does not come up");
    (service, address.to_owned())
}

fn put(path: &Path, bytes: &[u8]) {
    let mut file = File::options().write(true).create(true).truncate(true).mode(0o600).open(path).unwrap();
    file.write_all(bytes).unwrap();
}

/// The demonstration's portraits, cut to their heads.
fn crop_faces(into: &Path) {
    sim::demo::faces::Faces::fetched(&rig::places::faces().unwrap(), into).unwrap();
}
