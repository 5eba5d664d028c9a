//! The configuration file: TOML, as `firmware/terminal.example.toml` shows it.
//!
//! It says where parts and files are, and what the site chose among what policy allows. It can't say
//! which authorities are trusted or which build this is: those are [`crate::Anchors`]. Secrets are named by their path and never stand in it. A key that is not known
//! is an error, so that a misspelt choice is not taken for the default.

use policy::{HolderAuthorisation, LastTry};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use ui::Theme;
use wire::{FacilityId, TerminalId};

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The name under which the service knows this terminal.
    pub terminal: TerminalId,
    /// The clinic or pharmacy.
    pub facility: FacilityId,
    /// Directory of the files that `models/manifest.toml` names.
    pub models: PathBuf,
    /// What the site chose.
    #[serde(default)]
    pub site: SiteChoices,
    /// The verification service.
    pub service: ServicePlace,
    /// What outlives a crash.
    pub records: RecordsPlace,
    /// The card readers.
    #[serde(default)]
    pub reader: ReaderChoice,
    /// The face camera.
    #[serde(default)]
    pub camera: CameraChoice,
    /// The screen.
    pub display: DisplayPlace,
    /// The touch screen; none where touches come from elsewhere.
    pub touch: Option<TouchPlace>,
    /// The voice guide; none if left out.
    pub voice: Option<VoicePlace>,
    /// The feed to reception.
    pub reception: ReceptionPlace,
}

/// What a site chooses among what policy allows; [`policy::Site::OUT_OF_THE_BOX`] until it does.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteChoices {
    /// Whether staff may verify by eye here.
    pub visual: bool,
    /// Whether first registration after visual confirmation is permitted here.
    pub visual_registration: bool,
    /// The last try of the PIN.
    pub last_try: LastTryChoice,
    /// How a card's key is opened without PIN.
    pub holder_authorisation: HolderChoice,
}

/// How a card's key is opened without PIN (design.md section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolderChoice {
    /// It is not: only PIN can sign.
    None,
    /// The service's commands are passed to the card. Of use only with a service that has the approved
    /// centre's commands, which are not public.
    Relay,
}

/// The last try of the PIN.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastTryChoice {
    /// Never used.
    Closed,
    /// Used after warning, call to reception and a separate confirmation.
    OnInsistence,
}

/// The verification service, and who this terminal is to it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServicePlace {
    /// `https://HOST:PORT`.
    pub address: String,
    /// Roots of the service's certificate, PEM.
    pub roots: PathBuf,
    /// The terminal's certificate, PEM.
    pub certificate: PathBuf,
    /// Its P-256 key, PKCS#8 in PEM. A secret.
    pub key: PathBuf,
    /// For one question altogether.
    #[serde(default = "ten")]
    pub timeout_seconds: u64,
}

const fn ten() -> u64 {
    10
}

/// What outlives a crash.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordsPlace {
    /// This terminal's journal.
    pub journal: PathBuf,
    /// The strike ledger, on a local disk; linked terminals on one machine share it.
    pub strikes: PathBuf,
    /// 32 random bytes, the same for all terminals of the site. A secret.
    pub site_secret: PathBuf,
    /// Who may confirm by eye, as `terminal enrol-staff` writes it; nobody without it.
    pub staff: Option<PathBuf>,
}

/// The card readers.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReaderChoice {
    /// Their names; every reader of the machine if none is named.
    pub names: Vec<String>,
    /// Which APDUs are sent.
    pub apdus: ApduChoice,
}

/// Which APDUs are sent.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApduChoice {
    /// Extended ones where reader and protocol carry them.
    #[default]
    ByReader,
    /// Short ones only.
    Short,
}

/// The face camera: `camera = "first"`, `camera.index = 0` or `camera.name = "…"`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CameraChoice {
    /// The first that can be used.
    #[default]
    First,
    /// That of `/dev/video` with this number.
    Index(u32),
    /// The first that can be used of those with this name.
    Name(String),
}

/// The screen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisplayPlace {
    /// The framebuffer, `/dev/fb0`.
    pub device: PathBuf,
    /// BIZ UDPGothic Bold, TrueType.
    pub font: PathBuf,
    /// Noto Sans Bold, TrueType: for Latin letters.
    #[serde(default = "latin_font")]
    pub latin_font: PathBuf,
    /// The collection Noto Sans CJK Bold: for Chinese and Korean.
    #[serde(default = "cjk_font")]
    pub cjk_font: PathBuf,
    /// How screens look.
    #[serde(default)]
    pub theme: ThemeChoice,
    /// How pixels lie in it, where sysfs does not tell or the device is a plain file. Its sides decide
    /// the arrangement: a screen that is taller than wide is laid out upright.
    pub geometry: Option<GeometryChoice>,
}

/// Where Debian's fonts-noto-core has it.
fn latin_font() -> PathBuf {
    PathBuf::from("/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf")
}

/// Where Debian's fonts-noto-cjk has it.
fn cjk_font() -> PathBuf {
    PathBuf::from("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc")
}

/// How screens look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    /// Dark on light.
    #[default]
    Standard,
    /// White and yellow on black.
    HighContrast,
    /// The standard colours, with letters as large as their places hold.
    Large,
}

/// How pixels lie in the framebuffer.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeometryChoice {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Bytes from one row to the next.
    pub stride: u32,
    /// The pixels' format.
    pub format: FormatChoice,
}

/// The pixels' format.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormatChoice {
    /// 32 bits.
    Xrgb8888,
    /// 16 bits.
    Rgb565,
}

/// The touch screen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TouchPlace {
    /// Best a name that stays, as in `/dev/input/by-path`.
    pub device: PathBuf,
    /// Turned by a quarter against the screen.
    #[serde(default)]
    pub swapped: bool,
    /// Right and left exchanged.
    #[serde(default)]
    pub mirrored_x: bool,
    /// Top and bottom exchanged.
    #[serde(default)]
    pub mirrored_y: bool,
}

/// The voice guide.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoicePlace {
    /// The directory that `cargo xtask voices` fills.
    pub sounds: PathBuf,
    /// ALSA's name of the output; its default one without it.
    pub output: Option<String>,
    /// A numeric keypad, best by a name that stays, as in `/dev/input/by-path`.
    pub keypad: Option<PathBuf>,
}

/// The feed to reception.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceptionPlace {
    /// `unix:/PATH`, or a loopback `ADDRESS:PORT`.
    pub listen: String,
}

/// Why a configuration can't be used, with what to do next.
#[derive(Debug, thiserror::Error)]
pub enum ConfigFault {
    /// The file can't be read.
    #[error("{path}: {error}; firmware/terminal.example.toml is one to start from")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the file system says.
        error: std::io::Error,
    },
    /// It is not TOML, or a key is missing, misspelt or of the wrong type.
    #[error("{path}: {error}\nfirmware/terminal.example.toml explains every key")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where, and what was expected there.
        error: toml::de::Error,
    },
}

impl Config {
    /// Reads a configuration file. The files that it names are not looked at yet.
    ///
    /// # Errors
    ///
    /// [`ConfigFault`].
    pub fn read(path: &Path) -> Result<Self, ConfigFault> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| ConfigFault::Unreadable { path: path.to_owned(), error })?;
        toml::from_str(&text).map_err(|error| ConfigFault::Malformed { path: path.to_owned(), error })
    }
}

impl Default for SiteChoices {
    fn default() -> Self {
        let policy::Site { visual, visual_registration, last_try, .. } = policy::Site::OUT_OF_THE_BOX;
        let holder_authorisation = HolderChoice::None;
        let last_try = match last_try {
            LastTry::Closed => LastTryChoice::Closed,
            LastTry::OnInsistence => LastTryChoice::OnInsistence,
        };
        Self { visual, visual_registration, last_try, holder_authorisation }
    }
}

impl From<HolderChoice> for HolderAuthorisation {
    fn from(choice: HolderChoice) -> Self {
        match choice {
            HolderChoice::None => Self::None,
            HolderChoice::Relay => Self::Relay,
        }
    }
}

impl From<ThemeChoice> for Theme {
    fn from(choice: ThemeChoice) -> Self {
        match choice {
            ThemeChoice::Standard => Self::Standard,
            ThemeChoice::HighContrast => Self::HighContrast,
            ThemeChoice::Large => Self::Large,
        }
    }
}

impl From<LastTryChoice> for LastTry {
    fn from(choice: LastTryChoice) -> Self {
        match choice {
            LastTryChoice::Closed => Self::Closed,
            LastTryChoice::OnInsistence => Self::OnInsistence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    const EXAMPLE: &str = include_str!("../terminal.example.toml");

    fn read(text: &str) -> Result<Config, ConfigFault> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        Config::read(file.path())
    }

    fn refusal(text: &str) -> String {
        let fault = read(text).unwrap_err();
        assert!(matches!(fault, ConfigFault::Malformed { .. }));
        fault.to_string()
    }

    #[test]
    fn the_example_is_a_configuration() {
        let config = read(EXAMPLE).unwrap();
        assert_eq!(config.terminal.as_str(), "terminal-1");
        assert!(matches!(config.camera, CameraChoice::First));
        assert!(config.touch.is_some());
    }

    #[test]
    fn what_is_left_out_is_as_out_of_the_box() {
        let start = EXAMPLE.find("[site]").unwrap();
        let end = start + EXAMPLE[start..].find("\n[service]").unwrap();
        let config = read(&EXAMPLE.replace(&EXAMPLE[start..end], "")).unwrap();
        assert!(config.site.visual && config.site.visual_registration);
        assert!(matches!(config.site.last_try, LastTryChoice::Closed));
        assert_eq!(config.site.holder_authorisation, HolderChoice::None);
        let out_of_the_box = policy::Site::OUT_OF_THE_BOX.holder_authorisation;
        assert_eq!(HolderAuthorisation::from(config.site.holder_authorisation), out_of_the_box);
    }

    #[test]
    fn a_site_chooses_the_relay_in_words_and_never_the_stand_in() {
        assert_eq!(read(EXAMPLE).unwrap().site.holder_authorisation, HolderChoice::None);
        let with = |choice: &str| EXAMPLE.replace("holder_authorisation = \"none\"", choice);
        let relay = read(&with("holder_authorisation = \"relay\"")).unwrap();
        assert_eq!(relay.site.holder_authorisation, HolderChoice::Relay);
        let refused = refusal(&with("holder_authorisation = \"stand_in\""));
        assert!(refused.contains("unknown variant `stand_in`"), "{refused}");
    }

    #[test]
    fn every_theme_has_its_word_and_another_word_is_refused() {
        let example = "theme = \"standard\"";
        assert!(EXAMPLE.contains(example));
        let with = |theme: &str| read(&EXAMPLE.replace(example, theme));
        for theme in Theme::ALL {
            let choice = with(&format!("theme = \"{}\"", theme.name())).unwrap().display.theme;
            assert_eq!(Theme::from(choice), theme);
        }
        assert_eq!(with("").unwrap().display.theme, ThemeChoice::Standard);
        let refused = refusal(&EXAMPLE.replace(example, "theme = \"dark\""));
        assert!(refused.contains("unknown variant `dark`") && refused.contains("high_contrast"), "{refused}");
    }

    #[test]
    fn what_a_build_trusts_cannot_be_configured() {
        for key in ["build = \"rig\"", "stand_in = true", "authorities = []"] {
            assert!(refusal(&format!("{key}\n{EXAMPLE}")).contains("unknown field"), "{key}");
            let in_site = EXAMPLE.replace("[site]", &format!("[site]\n{key}"));
            assert!(refusal(&in_site).contains("unknown field"), "{key}");
        }
    }

    #[test]
    fn secrets_have_paths_and_no_place_of_their_own() {
        let inline = EXAMPLE.replace("[service]", "[service]\nkey_pem = \"-----BEGIN\"");
        assert!(refusal(&inline).contains("unknown field"));
    }

    #[test]
    fn a_fault_names_file_key_and_next_step() {
        let misspelt = refusal(&EXAMPLE.replace("visual =", "visuel ="));
        assert!(misspelt.contains("visuel") && misspelt.contains("terminal.example.toml"), "{misspelt}");
        assert!(refusal(&EXAMPLE.replace("terminal = ", "terminl = ")).contains("terminl"));
        assert!(refusal(&EXAMPLE.replace("terminal-1", "terminal 1")).contains("terminal"));
        assert!(refusal(&EXAMPLE.replace("camera = \"first\"", "camera = \"second\"")).contains("second"));
        let absent = Config::read(Path::new("/nonexistent.toml")).unwrap_err();
        assert!(matches!(absent, ConfigFault::Unreadable { .. }));
        assert!(absent.to_string().contains("/nonexistent.toml"));
    }

    #[test]
    fn nothing_is_said_aloud_until_a_site_wants_it() {
        assert!(read(EXAMPLE).unwrap().voice.is_none());
        let start = EXAMPLE.find("# [voice]").unwrap();
        let (before, after) = EXAMPLE.split_at(start);
        let (block, rest) = after.split_once("\n\n").unwrap();
        let block = block.replace("# ", "");
        let voice = read(&format!("{before}{block}\n\n{rest}")).unwrap().voice.unwrap();
        assert!(voice.sounds.is_absolute() && voice.output.is_some() && voice.keypad.is_some());
    }

    #[test]
    fn a_camera_is_named_one_way() {
        let with = |camera: &str| read(&EXAMPLE.replace("camera = \"first\"", camera));
        assert!(matches!(with("camera.index = 2").unwrap().camera, CameraChoice::Index(2)));
        assert!(matches!(with("camera.name = \"Face\"").unwrap().camera, CameraChoice::Name(_)));
        assert!(with("camera.index = 2\ncamera.name = \"Face\"").is_err());
    }
}
