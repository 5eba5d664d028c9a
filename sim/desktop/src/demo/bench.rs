//! What outlives a scenario: pcscd with its slots, the card authorities, the pictures, the models.

use super::body::Terminal;
use super::faces::Faces;
use super::fault::DemoFault;
use crate::port::clock::SimClock;
use crate::port::shared_matcher::SharedMatcher;
use crate::port::stance;
use camera_files::Reel;
use card::cv::{CaKey, CaPurpose, KeyId};
use firmware::FaceMatcher;
use reader_pcsc::{FormRule, PcscReader, Readers};
use relief_head::Species;
use rig::{CardSlot, PrivatePcscd, Slot};
use runtime::port::{Clock, Reader, SlotState};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use ui::FontFiles;
use virtual_card::card_file::CardFile;
use virtual_card::date::Date;
use virtual_card::holder::Holder;
use virtual_card::pictures::{Crop, DEBIAN_FONT, Photo, Pictures};
use virtual_card::pki::Pki;
use virtual_card::profile::Profile;

/// The bench.
pub struct Bench {
    /// Where everything of this run is written.
    pub directory: PathBuf,
    /// The first slot: the first terminal's reader.
    pub first: CardSlot,
    /// The second slot: the other terminal's reader.
    pub second: CardSlot,
    /// Names of the two readers.
    pub readers: [&'static str; 2],
    /// A leak is switched on, to show that it is found.
    pub leak: bool,
    /// The card authorities.
    pub pki: Pki,
    /// The loaded models.
    pub matcher: SharedMatcher,
    /// Pictures of holder and stranger.
    pub faces: Faces,
    /// The font files of the screens.
    pub fonts: FontFiles,
    pictures: Pictures,
    poses: BTreeMap<(PathBuf, Species), Reel>,
    issued: u32,
    // Last, so that it outlives the slots.
    /// The card service, to be killed and started.
    pub pcscd: PrivatePcscd,
}

/// BIZ UDPGothic, a universal-design face (Debian package fonts-morisawa-bizud-gothic).
const FONT: &str = "/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Bold.ttf";
/// Of fonts-noto-core.
const LATIN_FONT: &str = "/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf";
/// Of fonts-noto-cjk.
const CJK_FONT: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc";

impl Bench {
    /// Starts pcscd and loads the models. `socket` is where this process looks for pcscd
    /// (`PCSCLITE_CSOCK_NAME`): it is made to lead to the private one.
    ///
    /// # Errors
    ///
    /// [`DemoFault`].
    pub fn start(directory: PathBuf, socket: &Path, faces: Faces, seed: u64) -> Result<Self, DemoFault> {
        let pcscd = PrivatePcscd::start()?;
        std::os::unix::fs::symlink(pcscd.socket(), socket).map_err(DemoFault::at(socket))?;
        let matcher = FaceMatcher::load(&rig::places::models()?).map_err(DemoFault::Matcher)?;
        let photo = Photo::from_picture(&faces.reference, Crop::Centre)?;
        let holder = Holder::fictional(1);
        let font = |path: &str| std::fs::read(path).map_err(DemoFault::at(Path::new(path)));
        // Kept between runs: RSA keys take a minute to make.
        let pki_directory = rig::places::models()?.with_file_name(format!("card-authorities-{seed}"));
        Ok(Self {
            first: CardSlot::start_repeatable(&pcscd, Slot::First, seed)?,
            second: CardSlot::start_repeatable(&pcscd, Slot::Second, seed.wrapping_add(1))?,
            readers: pcscd.readers(),
            pki: Pki::create_with_pool(&pki_directory, seed, 64)?,
            leak: false,
            matcher: SharedMatcher::new(matcher),
            faces,
            fonts: FontFiles { japanese: font(FONT)?, latin: font(LATIN_FONT)?, cjk: font(CJK_FONT)? },
            pictures: Pictures::draw(&holder, photo, Path::new(DEBIAN_FONT))?,
            poses: BTreeMap::new(),
            issued: 0,
            directory,
            pcscd,
        })
    }

    /// Issues a card on `day` and gives its file.
    ///
    /// # Errors
    ///
    /// [`DemoFault`].
    pub fn issue(&mut self, profile: &str, day: (u16, u8, u8), into: &Path) -> Result<PathBuf, DemoFault> {
        self.issued = self.issued.saturating_add(1);
        let profile: Profile = profile.parse()?;
        let (year, month, date) = day;
        let today = Date::new(year, month, date)?;
        let holder = Holder::fictional(self.issued);
        let card = CardFile::new(&self.pki, &holder, profile, &self.pictures, today)?;
        let path = into.join("card.json");
        card.save(&path)?;
        Ok(path)
    }

    /// Whoever this picture shows stands before the terminal's camera, or the picture itself does.
    ///
    /// # Errors
    ///
    /// [`DemoFault::Stance`].
    pub fn stand(
        &mut self,
        picture: &Path,
        species: Species,
        before: &Terminal,
        clock: &Arc<SimClock>,
    ) -> Result<(), DemoFault> {
        let key = (picture.to_owned(), species);
        if !self.poses.contains_key(&key) {
            let drawn = self.matcher.lend(|matcher| stance::poses(picture, species, matcher));
            let drawn = drawn.ok_or(DemoFault::Setting("the models died with a terminal"))?;
            self.poses.insert(key.clone(), drawn.map_err(DemoFault::Stance)?);
        }
        if let Some(poses) = self.poses.get(&key) {
            let clock: Arc<dyn Clock> = Arc::<SimClock>::clone(clock);
            stance::stand(&before.scene, poses.clone(), &before.told, &clock);
        }
        Ok(())
    }

    /// Waits until pcscd has noticed that both readers are empty: a card that comes back before it
    /// has looked would be taken for the old one.
    pub fn await_empty(&self) {
        for reader in self.readers {
            let mut reader = PcscReader::new(Readers::Named(vec![reader.to_owned()]), FormRule::Short);
            for _ in 0..20 {
                if reader.watch(SlotState::Card, Duration::from_millis(200)) == SlotState::Empty {
                    break;
                }
            }
        }
    }

    /// The authorities for photo and chip of the simulator's cards.
    ///
    /// # Errors
    ///
    /// [`DemoFault`].
    pub fn authorities(&self) -> Result<Vec<CaKey>, DemoFault> {
        self.pki.cv_authorities()?.iter().map(authority).collect()
    }
}

/// An authority of the simulator's cards, as the terminal keeps it.
pub(crate) fn authority(of: &virtual_card::pki::CvCa) -> Result<CaKey, DemoFault> {
    use virtual_card::pki::KeyId as Id;
    let wrong = |_| DemoFault::Setting("an authority of the simulator's cards is malformed");
    let key_id: [u8; 16] = of.key_id.0.as_slice().try_into().map_err(wrong)?;
    let purpose = if key_id == Id::SURFACE_CA.0 {
        CaPurpose::Surface
    } else if key_id == Id::SUPPORT_CA.0 {
        CaPurpose::Support
    } else {
        CaPurpose::CardLevel
    };
    let modulus = of.modulus.0.as_slice().try_into().map_err(wrong)?;
    Ok(CaKey { key_id: KeyId(key_id), purpose, modulus })
}
