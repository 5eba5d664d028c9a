//! Every value of everything that a screen can show. Each list sits beside an exhaustive match, so
//! that a new variant does not build until it is listed.
#![allow(dead_code, unreachable_pub, reason = "each test crate uses its own part")]

use embedded_graphics::prelude::Size;
use policy::{Availability, Closure, Compared, Method, Methods, Reopening};
use terminal::CameraHint;
use terminal::{Choice, Ending, Language, Notice, QualityReason, Screen, StaffErrand};
use ui::{FontFiles, Fonts, Theme, View};

/// Of Debian's fonts-morisawa-bizud-gothic, fonts-noto-core and fonts-noto-cjk.
pub const FONTS: [&str; 3] = [
    "/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Bold.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
];

pub const SIZES: [Size; 5] = [
    Size::new(800, 480),
    Size::new(1024, 600),
    Size::new(1024, 768),
    Size::new(1280, 800),
    Size::new(480, 800),
];

/// The smallest landscape target in the standard theme.
pub const VIEW: View = View { size: SIZES[0], theme: Theme::Standard, language: Language::Japanese };

/// Every size in every theme, in Japanese.
pub fn views() -> Vec<View> {
    views_in(Language::Japanese)
}

/// Every size in every theme.
pub fn views_in(language: Language) -> Vec<View> {
    Theme::ALL.into_iter().flat_map(|theme| SIZES.map(|size| View { size, theme, language })).collect()
}

/// As files are named after it.
pub fn name(view: &View) -> String {
    format!("{}-{}x{}", view.theme.name(), view.size.width, view.size.height)
}

/// As files are named after it.
pub const fn language(language: Language) -> &'static str {
    match language {
        Language::Japanese => "japanese",
        Language::PlainJapanese => "plain-japanese",
        Language::English => "english",
        Language::Chinese => "chinese",
        Language::Korean => "korean",
        Language::Portuguese => "portuguese",
        Language::Vietnamese => "vietnamese",
    }
}

pub fn fonts() -> Fonts {
    let [japanese, latin, cjk] = FONTS.map(|file| std::fs::read(file).expect("cargo xtask setup"));
    Fonts::new(FontFiles { japanese, latin, cjk }).unwrap()
}

macro_rules! every {
    ($(#[$doc:meta])* $name:ident: $type:ident = $($variant:ident),+ $(; $($pattern:pat => $more:expr),+)?) => {
        pub fn $name() -> Vec<$type> {
            let _ = |value: $type| match value {
                $($type::$variant => (),)+
                $($($pattern => (),)+)?
            };
            #[allow(unused_mut)]
            let mut all = vec![$($type::$variant),+];
            $($(all.extend($more);)+)?
            all
        }
    };
}

pub fn endings() -> Vec<Ending> {
    Ending::all().collect()
}

/// The machine's own and those that a stranger counter would give.
pub fn notices() -> Vec<Notice> {
    [0, 3].map(|left| Notice::PinRejected { left }).into_iter().chain(Notice::all()).collect()
}

pub fn qualities() -> Vec<QualityReason> {
    QualityReason::ALL.to_vec()
}

every!(closures: Closure = PinLocked, FaceAuthenticationCard, MarkNotCleared, CountersUnknown, LastTry,
    StrikesUsedUp, LedgerUnavailable, NoHolderAuthorisation, CheckNumberLow, CheckNumberUnknown,
    NoAttackDetection, AttemptsUsedUp, NeedsMovement, PartFailed, Site);
every!(comparisons: Compared = ChipPhotoVerified, ChipPhotoUnverified, PrintedPhotoOnly);
pub fn hints() -> Vec<CameraHint> {
    CameraHint::all().collect()
}

every!(choices: Choice = Confirm, Back, Cancel, Insist, SamePerson, OtherPerson, AskStaff,
    ClearMark, ResetStrikes, CannotTurn;
    Choice::Method(_) => Method::ALL.map(Choice::Method));

pub fn availabilities() -> Vec<Availability> {
    let mut all = vec![Availability::Open];
    all.extend(closures().into_iter().map(Availability::Closed));
    all
}

/// Which closures policy has for each method (policy's `open_methods`, and the machine's own).
pub fn methods() -> Vec<Methods> {
    use Closure::*;
    let open = |reasons: &[Closure]| {
        let closed = reasons.iter().copied().map(Availability::Closed);
        [Availability::Open].into_iter().chain(closed).collect::<Vec<_>>()
    };
    let pins = open(&[
        PinLocked,
        FaceAuthenticationCard,
        MarkNotCleared,
        CountersUnknown,
        LastTry,
        StrikesUsedUp,
        LedgerUnavailable,
        AttemptsUsedUp,
    ]);
    let faces = open(&[
        NoHolderAuthorisation,
        NoAttackDetection,
        AttemptsUsedUp,
        CheckNumberLow,
        CheckNumberUnknown,
        PartFailed,
        NeedsMovement,
    ]);
    let visuals = open(&[NoHolderAuthorisation, Site, AttemptsUsedUp]);
    let mut all = Vec::new();
    for pin in &pins {
        for face in &faces {
            for visual in &visuals {
                all.push(Methods { face: *face, pin: *pin, visual: *visual });
            }
        }
    }
    all
}

/// Whether staff can open this PIN again, by what the screen knows of it: policy may say no.
fn reopenable(methods: &Methods) -> Vec<bool> {
    let closed = [Closure::MarkNotCleared, Closure::StrikesUsedUp].map(Availability::Closed);
    match (methods.any_open(), closed.contains(&methods.pin)) {
        (true, true) => vec![false, true],
        (true, false) => vec![false],
        (false, true) => vec![true],
        (false, false) => vec![],
    }
}

pub const ALL_OPEN: Methods =
    Methods { face: Availability::Open, pin: Availability::Open, visual: Availability::Open };

pub fn reopenings() -> [Reopening; 3] {
    [(true, false), (false, true), (true, true)].map(|(mark, strikes)| Reopening { mark, strikes })
}

/// Screens other than the choice of methods.
pub fn plain_screens() -> Vec<Screen> {
    use Screen::*;
    let _ = |screen: Screen| match screen {
        Waiting | TakeYourCard | Reading | Choose { .. } | Connecting | PinPad { .. } | CheckingPin => (),
        LastTryWarning { .. } | ReadingPhoto | Camera { .. } | StaffCredential { .. } => (),
        CheckNumberPad { .. }
        | StaffConfirm { .. }
        | StaffReopen(_)
        | Signing
        | OfferRegistration
        | Ending(_) => (),
    };
    let mut all = vec![
        Waiting,
        TakeYourCard,
        Reading,
        Connecting,
        CheckingPin,
        ReadingPhoto,
        Signing,
        OfferRegistration,
    ];
    all.extend([false, true].map(|confirmable| LastTryWarning { confirmable }));
    for length in 0..=4 {
        for (shown, last_try) in [(0, false), (1, false), (1, true), (2, false), (3, false), (15, false)] {
            all.push(PinPad { length, shown, last_try });
        }
    }
    all.push(Camera { hint: None });
    all.extend(hints().into_iter().map(|hint| Camera { hint: Some(hint) }));
    for errand in [StaffErrand::Visual, StaffErrand::Reopen] {
        for length in [0, 1, 8, 32, 255] {
            all.push(StaffCredential { errand, length, notice: None });
            let with = |notice| StaffCredential { errand, length, notice: Some(notice) };
            all.extend(notices().into_iter().map(with));
        }
    }
    for method in [Method::Face, Method::Visual] {
        for length in 0..=14 {
            let with = |notice| CheckNumberPad { length, method, notice };
            all.extend([None, Some(Notice::CheckNumberRejected)].map(with));
        }
    }
    all.extend(comparisons().into_iter().map(|compared| StaffConfirm { compared }));
    all.extend(reopenings().map(StaffReopen));
    all.extend(endings().into_iter().map(Ending));
    all
}

/// Every choice of methods: all closures that policy has, under every notice.
pub fn choose_screens() -> Vec<Screen> {
    let mut said = vec![None];
    said.extend(notices().into_iter().map(Some));
    let mut all = Vec::new();
    for notice in said {
        for methods in methods() {
            let with = |reopenable| Screen::Choose { methods, notice, reopenable };
            all.extend(reopenable(&methods).into_iter().map(with));
        }
    }
    all
}

pub fn screens() -> Vec<Screen> {
    let mut all = plain_screens();
    all.extend(choose_screens());
    all
}
