//! A terminal of the demonstration: the real adapters and the virtual ones, on a thread of its own.

use super::fault::DemoFault;
use crate::port::clock::SimClock;
use crate::port::display::HeadlessDisplay;
use crate::port::eye::{Eye, EyeChoice};
use crate::port::front::ProfileFront;
use crate::port::overheard::{ApduLog, OverheardReader};
use crate::port::reception::ReceptionLog;
use crate::port::shared_matcher::SharedMatcher;
use crate::port::stance::{ReadDisplay, Told};
use crate::port::window::{Glass, WindowDisplay};
use camera_files::Knob;
use firmware::SystemEntropy;
use holder_relay::Relay;
use reader_pcsc::{FormRule, PcscReader, Readers};
use runtime::port::Display;
use runtime::{Chronicle, Hand, Parts, Records, Settings, Station, Transcript};
use service_https::{NamedKey, ServiceClient};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use store_file::FileStore;
use terminal::Screen;
use ui::FontFiles;

/// A terminal that is switched on.
pub struct Terminal {
    /// Touches it.
    pub hand: Hand,
    /// Its screens as they change.
    pub screens: Receiver<Screen>,
    /// Transcripts of sessions whose screens are over.
    pub transcripts: Receiver<Transcript>,
    /// What lies on its reader.
    pub front: ProfileFront,
    /// What reception heard.
    pub reception: ReceptionLog,
    /// What was said to its card, without what must not be in a log.
    pub commands: ApduLog,
    /// Changes what its camera sees where that plays pictures.
    pub scene: Knob,
    /// Whether its camera plays pictures or is a webcam.
    pub eye: EyeChoice,
    /// What its screen asks of whoever stands before it.
    pub told: Told,
    pub(super) thread: Option<JoinHandle<()>>,
}

impl Terminal {
    /// Waits until it has let go of its parts, so that another one can have them.
    pub fn switch_off(&mut self) {
        self.hand.stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.switch_off();
    }
}

/// What can go to the terminal's own thread. The display is made there: it stays there.
pub(super) struct LooseParts {
    pub(super) reader: String,
    pub(super) commands: ApduLog,
    pub(super) authorities: Vec<card::cv::CaKey>,
    pub(super) camera: Eye,
    pub(super) matcher: SharedMatcher,
    pub(super) service: ServiceClient,
    pub(super) key: NamedKey,
    pub(super) front: ProfileFront,
    pub(super) reception: ReceptionLog,
    pub(super) clock: Arc<SimClock>,
    pub(super) fonts: FontFiles,
    /// Where its screens are seen; without one they become pictures in `screens`.
    pub(super) glass: Option<Glass>,
    pub(super) screens: PathBuf,
    pub(super) to_person: Sender<Screen>,
    pub(super) told: Told,
    pub(super) to_bench: Sender<Transcript>,
    /// The centre's commands are passed to the card.
    pub(super) relay: bool,
}

impl LooseParts {
    fn compose(self) -> Result<Parts, DemoFault> {
        let fonts =
            ui::Fonts::new(self.fonts).map_err(|_| DemoFault::Font(PathBuf::from("of the screens")))?;
        let display: Box<dyn Display> = match self.glass {
            Some(glass) => Box::new(WindowDisplay::new(fonts, glass, self.to_person)),
            None => Box::new(HeadlessDisplay::new(fonts, self.screens, self.to_person)),
        };
        let reader = PcscReader::new(Readers::Named(vec![self.reader]), FormRule::ByReader);
        Ok(Parts {
            reader: Box::new(OverheardReader::new(Box::new(reader), self.commands)),
            authorisation: if self.relay { Some(Box::new(Relay)) } else { None },
            authorities: self.authorities,
            camera: Box::new(self.camera),
            matcher: Box::new(self.matcher),
            service: Box::new(self.service),
            key: Box::new(self.key),
            card_front: Box::new(self.front),
            display: Box::new(ReadDisplay::new(display, move |screen| self.told.read(screen))),
            reception: Box::new(self.reception),
            chronicle: Box::new(ToBench(self.to_bench)),
            clock: self.clock,
            entropy: Box::new(SystemEntropy::default()),
        })
    }
}

struct ToBench(Sender<Transcript>);

impl Chronicle for ToBench {
    fn keep(&mut self, transcript: Transcript) {
        // Nobody reads on when the scenario is over.
        let _ = self.0.send(transcript);
    }
}

/// Starts the thread; the display is made on it.
pub(super) fn start(
    loose: LooseParts,
    records: Records<FileStore>,
    settings: Settings,
) -> Result<(Hand, JoinHandle<()>), DemoFault> {
    let (to_us, started) = channel();
    let thread = std::thread::Builder::new()
        .name("terminal".into())
        .spawn(move || {
            let station = loose.compose().and_then(|parts| {
                Station::start(parts, records, settings).map_err(DemoFault::at(Path::new("terminal")))
            });
            match station {
                Ok((station, hand)) => {
                    let _ = to_us.send(Ok(hand));
                    station.run();
                }
                Err(fault) => {
                    let _ = to_us.send(Err(fault));
                }
            }
        })
        .map_err(DemoFault::at(Path::new("terminal")))?;
    let hand = started.recv().map_err(|_| DemoFault::Setting("the terminal ended at its start"))??;
    Ok((hand, thread))
}
