//! Why a configured terminal can't be composed.

use crate::matcher::MatcherStart;
use crate::staff_file::StaffFileFault;
use display_fb::DisplayFault;
use reception_feed::ListenFault;
use service_https::SettingsFault;
use std::io::Error;
use std::path::PathBuf;
use touch_evdev::TouchFault;

/// Why a configured terminal can't be composed, with what to do next.
#[derive(Debug, thiserror::Error)]
pub enum ComposeFault {
    /// A file that the configuration names can't be read.
    #[error("{path}: {error}; the configuration names this file")]
    File {
        /// The file.
        path: PathBuf,
        /// What the file system says.
        error: Error,
    },
    /// Others may read a secret.
    #[error("{path} is a secret and open to others; `chmod o= {path}`, and make a new one if it was read")]
    Exposed {
        /// The file.
        path: PathBuf,
    },
    /// The site's secret is not 32 bytes.
    #[error("{path} is not 32 bytes; the first terminal of a site makes it: `head -c 32 /dev/urandom`")]
    SiteSecret {
        /// The file.
        path: PathBuf,
    },
    /// The settings of the service.
    #[error("[service]: {0}")]
    Service(#[from] SettingsFault),
    /// The terminal's key.
    #[error("{path}: {error}; it must be the PKCS#8 key of the terminal's certificate")]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: service_https::KeyFault,
    },
    /// Journal or strike ledger.
    #[error("{path}: {error}; if it is damaged, move it aside for somebody to look at: a new one is begun")]
    Records {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: journal::Error,
    },
    /// The staff file.
    #[error("{0}")]
    Staff(#[from] StaffFileFault),
    /// The font is none.
    #[error(
        "{path}, or one of the fonts beside it, is no font; install fonts-morisawa-bizud-gothic, fonts-noto-core and fonts-noto-cjk"
    )]
    Font {
        /// The file.
        path: PathBuf,
    },
    /// The screen.
    #[error("[display]: {0}")]
    Display(#[from] DisplayFault),
    /// The touch screen.
    #[error("[touch]: {0}")]
    Touch(#[from] TouchFault),
    /// The voice guide's sounds.
    #[error("[voice]: {0}")]
    Voice(#[from] speaker_aplay::SpeakerFault),
    /// The voice guide's keypad.
    #[error("[voice]: {0}")]
    Keypad(TouchFault),
    /// The feed to reception.
    #[error("[reception]: {0}")]
    Reception(#[from] ListenFault),
    /// The face models.
    #[error("{0}")]
    Matcher(#[from] MatcherStart),
    /// The system gives no thread.
    #[error("no thread: {0}; the machine is out of memory or of processes")]
    Thread(Error),
}
