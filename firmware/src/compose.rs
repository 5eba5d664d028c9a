//! From configuration and anchors to a terminal.

use crate::config::{
    ApduChoice, CameraChoice, Config, DisplayPlace, FormatChoice, GeometryChoice, HolderChoice, ReaderChoice,
    RecordsPlace, ServicePlace, TouchPlace, VoicePlace,
};
use crate::front::UnreadFront;
use crate::{Anchors, ComposeFault, FaceMatcher, SystemClock, SystemEntropy, staff_file};
use camera_v4l::{Pick, V4lCamera};
use display_fb::{FbDisplay, Geometry, PixelFormat};
use holder_relay::Relay;
use journal::{Journal, LogLedger, SiteSecret, UnixTime};
use reader_pcsc::{FormRule, PcscReader, Readers};
use reception_feed::Feed;
use runtime::port::{Clock, Display, HolderAuthorisation};
use runtime::{Chronicle, Hand, Parts, Records, Settings, StaffBook, Station, Transcript};
use service_https::{NamedKey, ServiceClient, TerminalKey};
use speaker_aplay::Loudspeaker;
use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store_file::FileStore;
use touch_evdev::Mounting;
use ui::{FontFiles, Fonts};
use voice::{Keypad, SpokenDisplay, Voice};
use wire::UnixSeconds;
use zeroize::Zeroizing;

/// A composed terminal.
pub struct Device {
    station: Station,
    hand: Hand,
}

impl Device {
    /// Touches it, and switches it off.
    pub fn hand(&self) -> Hand {
        self.hand.clone()
    }

    /// Serves patients on this thread until [`Hand::stop`]. The screen is black afterwards.
    pub fn run(self) {
        self.station.run();
    }
}

/// Composes a terminal. Card reader and camera may be plugged in later; everything else must be there.
///
/// # Errors
///
/// [`ComposeFault`].
pub fn compose(config: &Config, anchors: Anchors) -> Result<Device, ComposeFault> {
    compose_with(config, anchors, |parts| parts)
}

/// As [`compose`], with parts replaced that a bench has not: a camera, for one.
///
/// # Errors
///
/// [`ComposeFault`].
pub fn compose_with(
    config: &Config,
    anchors: Anchors,
    replace: impl FnOnce(Parts) -> Parts,
) -> Result<Device, ComposeFault> {
    let clock = Arc::new(SystemClock::start());
    let records = records(&config.records, clock.as_ref())?;
    let display = display(&config.display)?;
    let seen = display.seen();
    let (display, voice) = spoken(Box::new(display), config.voice.as_ref())?;
    let settings = Settings {
        rules: policy::BUILT_IN,
        site: anchors.site(&config.site),
        facility: config.facility.clone(),
    };
    let parts = Parts {
        reader: Box::new(reader(&config.reader)),
        authorisation: authorisation(config.site.holder_authorisation),
        authorities: anchors.authorities,
        camera: Box::new(V4lCamera::new(pick(&config.camera))),
        matcher: Box::new(FaceMatcher::load(&config.models)?),
        service: Box::new(service(&config.service, Arc::clone(&clock))?),
        key: Box::new(NamedKey { key: key(&config.service.key)?, terminal: config.terminal.clone() }),
        card_front: Box::new(UnreadFront),
        display,
        reception: Box::new(Feed::listen(&config.reception.listen.parse()?)?),
        chronicle: Box::new(Unkept),
        clock,
        entropy: Box::new(SystemEntropy::default()),
    };
    let (station, hand) = Station::start(replace(parts), records, settings).map_err(ComposeFault::Thread)?;
    if let Some(TouchPlace { device, swapped, mirrored_x, mirrored_y }) = &config.touch {
        let mounting = Mounting { swapped: *swapped, mirrored_x: *mirrored_x, mirrored_y: *mirrored_y };
        touch_evdev::start(device, mounting, seen, hand.clone())?;
    }
    if let (Some(voice), Some(device)) =
        (voice, config.voice.as_ref().and_then(|place| place.keypad.as_ref()))
    {
        touch_evdev::start_keypad(device, Keypad::new(voice), hand.clone()).map_err(ComposeFault::Keypad)?;
    }
    Ok(Device { station, hand })
}

/// A display that is heard besides, where the site wants it.
fn spoken(
    display: Box<dyn Display>,
    place: Option<&VoicePlace>,
) -> Result<(Box<dyn Display>, Option<Voice>), ComposeFault> {
    let Some(VoicePlace { sounds, output, .. }) = place else { return Ok((display, None)) };
    let settings = speaker_aplay::Settings { sounds: sounds.clone(), output: output.clone() };
    let voice = Voice::new(Box::new(Loudspeaker::start(settings)?));
    Ok((Box::new(SpokenDisplay::new(display, voice.clone())), Some(voice)))
}

fn authorisation(choice: HolderChoice) -> Option<Box<dyn HolderAuthorisation>> {
    match choice {
        HolderChoice::None => None,
        HolderChoice::Relay => Some(Box::new(Relay)),
    }
}

/// A device keeps no transcripts; what an auditor needs is in the journal.
struct Unkept;

impl Chronicle for Unkept {
    fn keep(&mut self, _: Transcript) {}
}

fn records(place: &RecordsPlace, clock: &dyn Clock) -> Result<Records<FileStore>, ComposeFault> {
    let now = UnixTime(clock.unix());
    let mut journal = Journal::open(store(&place.journal)?, now).map_err(fault(&place.journal))?;
    let mut ledger = LogLedger::beside(&journal, store(&place.strikes)?);
    journal::note_condition(&mut journal, &mut ledger, now).map_err(fault(&place.journal))?;
    let mut secret = Zeroizing::new([0; 32]);
    let bytes = read_secret(&place.site_secret)?;
    *secret = bytes
        .as_slice()
        .try_into()
        .map_err(|_| ComposeFault::SiteSecret { path: place.site_secret.clone() })?;
    let staff = match &place.staff {
        Some(path) => staff_file::read(path)?,
        None => StaffBook::default(),
    };
    Ok(Records { journal, ledger: Box::new(ledger), secret: SiteSecret::take(&mut secret), staff })
}

pub(crate) fn store(path: &Path) -> Result<FileStore, ComposeFault> {
    FileStore::new(path).map_err(|error| fault(path)(error.into()))
}

/// What is wrong with the file of journal or ledger.
pub(crate) fn fault(path: &Path) -> impl FnOnce(journal::Error) -> ComposeFault + use<> {
    let path = path.to_owned();
    move |error| ComposeFault::Records { path, error }
}

fn display(place: &DisplayPlace) -> Result<FbDisplay, ComposeFault> {
    let files = FontFiles {
        japanese: read(&place.font)?,
        latin: read(&place.latin_font)?,
        cjk: read(&place.cjk_font)?,
    };
    let fonts = Fonts::new(files).map_err(|_| ComposeFault::Font { path: place.font.clone() })?;
    let geometry = match place.geometry {
        Some(GeometryChoice { width, height, stride, format }) => {
            let format = match format {
                FormatChoice::Xrgb8888 => PixelFormat::Xrgb8888,
                FormatChoice::Rgb565 => PixelFormat::Rgb565,
            };
            Geometry::new(width, height, stride, format)?
        }
        None => {
            let name = place.device.file_name().unwrap_or_default();
            Geometry::of_device(&Path::new("/sys/class/graphics").join(name))?
        }
    };
    Ok(FbDisplay::open(&place.device, geometry, place.theme.into(), fonts)?)
}

fn reader(choice: &ReaderChoice) -> PcscReader {
    let readers = if choice.names.is_empty() { Readers::All } else { Readers::Named(choice.names.clone()) };
    let form = match choice.apdus {
        ApduChoice::ByReader => FormRule::ByReader,
        ApduChoice::Short => FormRule::Short,
    };
    PcscReader::new(readers, form)
}

fn pick(choice: &CameraChoice) -> Pick {
    match choice {
        CameraChoice::First => Pick::First,
        CameraChoice::Index(index) => Pick::Index(*index),
        CameraChoice::Name(name) => Pick::Named(name.clone()),
    }
}

fn service(place: &ServicePlace, clock: Arc<SystemClock>) -> Result<ServiceClient, ComposeFault> {
    let settings = service_https::Settings {
        base: place.address.clone(),
        service_roots_pem: read(&place.roots)?,
        certificate_pem: read(&place.certificate)?,
        key_pem: read_secret(&place.key)?.to_vec(),
        timeout: Duration::from_secs(place.timeout_seconds),
    };
    Ok(ServiceClient::new(&settings, Arc::new(move || UnixSeconds(clock.unix())))?)
}

fn key(path: &Path) -> Result<TerminalKey, ComposeFault> {
    let fault = |error| ComposeFault::Key { path: path.to_owned(), error };
    TerminalKey::from_pkcs8(&read_secret(path)?).map_err(fault)
}

fn read(path: &Path) -> Result<Vec<u8>, ComposeFault> {
    std::fs::read(path).map_err(|error| ComposeFault::File { path: path.to_owned(), error })
}

/// A file that others may not read.
fn read_secret(path: &Path) -> Result<Zeroizing<Vec<u8>>, ComposeFault> {
    let fault = |error| ComposeFault::File { path: path.to_owned(), error };
    let mut file = File::open(path).map_err(fault)?;
    let metadata = file.metadata().map_err(fault)?;
    if metadata.permissions().mode() & 0o007 != 0 {
        return Err(ComposeFault::Exposed { path: path.to_owned() });
    }
    // Room for the whole file and one byte, so that no copy is left where the buffer grew.
    let room = usize::try_from(metadata.len()).unwrap_or(0).saturating_add(1);
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    file.read_to_end(&mut bytes).map_err(fault)?;
    Ok(bytes)
}
