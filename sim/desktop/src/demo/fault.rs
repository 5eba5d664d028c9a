//! Why the demonstration itself could not go on.

use std::fmt;
use std::path::{Path, PathBuf};

/// What went wrong on the bench.
#[derive(Debug)]
pub enum DemoFault {
    /// A file or directory.
    File(PathBuf, std::io::Error),
    /// The bench: pcscd, its driver, a program that is not built.
    Rig(rig::RigFault),
    /// The virtual card or its authorities.
    Card(virtual_card::error::Error),
    /// The TLS authorities.
    Tls(test_pki::PkiFault),
    /// Models of the matcher.
    Matcher(firmware::MatcherStart),
    /// A portrait that can't be read or cut.
    Portrait(PathBuf, image::ImageError),
    /// A picture for the camera.
    Picture(camera_files::OpenFault),
    /// Somebody who is to stand before the camera.
    Stance(crate::port::stance::StanceFault),
    /// The font of the screens.
    Font(PathBuf),
    /// The service's program said this.
    Service(String),
    /// Journal or ledger.
    Records(journal::Error),
    /// A setting that can't be used.
    Setting(&'static str),
    /// A transcript's file.
    Transcript(runtime::TranscriptFault),
    /// The municipal office.
    Municipality(municipality::MunicipalityFault),
    /// The window can't be opened or drawn.
    Window(minifb::Error),
    /// The arguments.
    Usage(String),
}

impl DemoFault {
    /// A fault about this path.
    pub fn at(path: &Path) -> impl Fn(std::io::Error) -> Self + '_ {
        |error| Self::File(path.to_owned(), error)
    }
}

impl fmt::Display for DemoFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Rig(fault) => write!(f, "{fault}"),
            Self::Card(error) => write!(f, "virtual card: {error}"),
            Self::Tls(fault) => write!(f, "test authorities: {fault}"),
            Self::Matcher(fault) => write!(f, "{fault}"),
            Self::Portrait(path, error) => write!(f, "portrait {}: {error}", path.display()),
            Self::Picture(fault) => write!(f, "picture for the camera: {fault}"),
            Self::Stance(fault) => write!(f, "before the camera: {fault}"),
            Self::Font(path) => {
                write!(f, "font {} can't be used; `cargo xtask setup` installs it", path.display())
            }
            Self::Service(said) => write!(f, "verifier: {said}"),
            Self::Records(error) => write!(f, "records: {error}"),
            Self::Setting(what) => write!(f, "{what}"),
            Self::Transcript(fault) => write!(f, "transcript: {fault}"),
            Self::Municipality(fault) => write!(f, "{fault}"),
            Self::Window(error) => write!(f, "window: {error} (is DISPLAY set?)"),
            Self::Usage(what) => write!(f, "{what} (see `sim help`)"),
        }
    }
}

impl std::error::Error for DemoFault {}

impl From<rig::RigFault> for DemoFault {
    fn from(fault: rig::RigFault) -> Self {
        Self::Rig(fault)
    }
}

impl From<virtual_card::error::Error> for DemoFault {
    fn from(error: virtual_card::error::Error) -> Self {
        Self::Card(error)
    }
}

impl From<journal::Error> for DemoFault {
    fn from(error: journal::Error) -> Self {
        Self::Records(error)
    }
}
