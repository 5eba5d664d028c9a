//! What is said of every screen that there is.
//!
//! `BLESS=1 cargo test --workspace --test guide` writes the pages in `said/` anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[path = "../../ui/tests/every/mod.rs"]
mod every;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use terminal::{Language, Notice, Screen};
use ui::texts::staff;
use voice::phrase::code;
use voice::{Phrase, Sound, Tone, said, whole};

/// Screens of `ui`, and every number that a card could tell.
fn screens() -> Vec<Screen> {
    let mut all = every::screens();
    for number in 0..=u8::MAX {
        for last_try in [false, true] {
            all.extend([0, 3, 4].map(|length| Screen::PinPad { length, shown: number, last_try }));
        }
        let notice = Some(Notice::PinRejected { left: number });
        all.push(Screen::Choose { methods: every::ALL_OPEN, notice, reopenable: false });
    }
    all
}

fn phrases(sounds: &[Sound]) -> Vec<&Phrase> {
    sounds.iter().filter_map(phrase).collect()
}

const fn phrase(sound: &Sound) -> Option<&Phrase> {
    match sound {
        Sound::Phrase(phrase) => Some(phrase),
        Sound::Tone(_) => None,
    }
}

/// What can't be heard: places on the screen, and touching.
fn only_seen(language: Language) -> &'static [&'static str] {
    match language {
        Language::Japanese => &["画面", "ボタン", "矢印", "枠", "触れ", "タッチ"],
        Language::PlainJapanese => &["画面", "ボタン", "やじるし", "わく", "タッチ"],
        Language::English => &["screen", "button", "arrow", "oval", "touch", "shown"],
        Language::Chinese => &["屏幕", "按钮", "箭头", "框", "触摸"],
        Language::Korean => &["화면", "버튼", "화살표", "틀에", "틀 안", "터치"],
        Language::Portuguese => &["tela", "botão", "seta", "oval", "toque", "aparec"],
        Language::Vietnamese => &["màn hình", "nút", "mũi tên", "khung", "chạm"],
    }
}

/// Words that nobody hears, as nobody reads them (`words.rs` of `ui` has the whole list).
const NEVER: [&str; 12] = [
    "目視",
    "無効",
    "資格がありません",
    "違います",
    "エラー",
    "10割",
    "あと1回",
    "invalid",
    "wrong",
    "fail",
    "error",
    "left: 1.",
];

const STAFF: [&str; 9] = [
    staff::SAME_PERSON,
    staff::OTHER_PERSON,
    staff::CLEAR_MARK,
    staff::RESET_STRIKES,
    staff::WITHOUT_PHOTO,
    staff::CREDENTIAL_REJECTED,
    staff::NUMBER_REJECTED,
    staff::CODE,
    "職員の方へ",
];

#[test]
fn every_screen_has_words_in_every_language() {
    for language in Language::ALL {
        for screen in screens() {
            assert!(!phrases(&whole(&screen, language)).is_empty(), "{language:?}: {screen:?}");
        }
    }
}

#[test]
fn what_is_said_can_be_heard_and_is_for_the_patient() {
    for phrase in voice::list::phrases() {
        let (language, text) = (phrase.language(), phrase.text());
        assert!(!text.contains(['{', '}', '\n', '●']), "{text}");
        for word in only_seen(language).iter().chain(&NEVER) {
            assert!(!text.to_lowercase().contains(word), "{language:?}: {word}: {text}");
        }
        assert!(STAFF.iter().all(|words| !text.contains(words)), "{language:?}: {text}");
    }
}

/// As many as are rendered at set-up, no more and no fewer.
#[test]
fn the_list_is_what_can_be_said() {
    let every: BTreeSet<Phrase> = Language::ALL
        .into_iter()
        .flat_map(|language| screens().into_iter().flat_map(move |screen| whole(&screen, language)))
        .filter_map(|sound| match sound {
            Sound::Phrase(phrase) => Some(phrase),
            Sound::Tone(_) => None,
        })
        .collect();
    let list = voice::list::phrases();
    let missing: Vec<_> = every.difference(&list).collect();
    let needless: Vec<_> = list.difference(&every).collect();
    assert!(missing.is_empty() && needless.is_empty(), "missing {missing:?}\nneedless {needless:?}");
    let files: BTreeSet<String> = list.iter().map(Phrase::file).collect();
    assert_eq!(files.len(), list.len(), "two sentences share a file");
    println!("{} sentences", list.len());
}

/// Whatever comes before it, nothing is said that is not in the list.
#[test]
fn a_change_says_nothing_that_is_not_in_the_list() {
    let list = voice::list::phrases();
    let mut screens = every::plain_screens();
    screens.push(Screen::Choose { methods: every::ALL_OPEN, notice: None, reopenable: false });
    for screen in &screens {
        for previous in &screens {
            let sounds = said(screen, Language::Japanese, Some(previous));
            assert!(phrases(&sounds).into_iter().all(|it| list.contains(it)), "{screen:?}");
            assert_eq!(sounds.is_empty(), silent(previous, screen), "{previous:?} to {screen:?}");
        }
    }
}

/// The same screen, or what staff type.
fn silent(previous: &Screen, screen: &Screen) -> bool {
    use Screen::{CheckNumberPad, StaffCredential};
    match (previous, screen) {
        (StaffCredential { errand: before, .. }, StaffCredential { errand: now, .. }) => before == now,
        (CheckNumberPad { method: before, .. }, CheckNumberPad { method: now, .. }) => before == now,
        _ => previous == screen,
    }
}

#[test]
fn a_key_of_the_pin_is_one_tone_and_never_a_word() {
    let pad = |length| Screen::PinPad { length, shown: 3, last_try: false };
    for language in Language::ALL {
        for length in 0..3 {
            let one_more = said(&pad(length + 1), language, Some(&pad(length)));
            assert_eq!(one_more, [Sound::Tone(Tone::Typed)]);
            let one_less = said(&pad(length), language, Some(&pad(length + 1)));
            assert_eq!(one_less, [Sound::Tone(Tone::Erased)]);
        }
        let last = said(&pad(4), language, Some(&pad(3)));
        assert_eq!(last[0], Sound::Tone(Tone::Typed));
        assert_eq!(phrases(&last).len(), 1, "that it is enough, and which key comes now");
    }
}

#[test]
fn one_instruction_of_the_camera_is_one_sentence() {
    for hint in every::hints() {
        let first = Screen::Camera { hint: None };
        let sounds = said(&Screen::Camera { hint: Some(hint) }, Language::Japanese, Some(&first));
        assert!((1..=2).contains(&phrases(&sounds).len()), "{hint:?}: {sounds:?}");
    }
}

#[test]
fn the_menu_is_spoken_with_its_numbers() {
    let screen = Screen::Choose { methods: every::ALL_OPEN, notice: None, reopenable: false };
    let sounds = whole(&screen, Language::Japanese);
    let heard: Vec<&str> = phrases(&sounds).into_iter().map(Phrase::text).collect();
    let expected = [
        "本人確認の方法をお選びください",
        "1、顔認証。",
        "カメラでお顔を確認します",
        "2、暗証番号。",
        "4けたの数字を入力します",
        "3、受付での確認。",
        "受付の職員がお顔を確認します",
        "0、やめる。",
    ];
    assert_eq!(heard[..expected.len()], expected);
}

/// A page for each language: what is said of each telling screen, one line each.
fn page(language: Language) -> String {
    let mut page = format!("# What is said: {}\n\n", ui::texts::catalogue(language).name.replace('\n', " "));
    page.push_str("Written by `BLESS=1 cargo test --workspace --test guide`. ♪ is a tone.\n");
    let mut screens: Vec<Screen> = every::plain_screens();
    screens.retain(telling);
    let methods = every::methods().into_iter();
    let plain = |methods| Screen::Choose { methods, notice: None, reopenable: false };
    screens.extend(methods.filter(policy::Methods::any_open).map(plain));
    let mut seen = BTreeSet::new();
    for screen in screens {
        let sounds = whole(&screen, language);
        let words = |sound: &Sound| match sound {
            Sound::Phrase(phrase) => phrase.text().to_owned(),
            Sound::Tone(_) => "♪".to_owned(),
        };
        // Only what is new: reasons and ways on repeat.
        let fresh: Vec<String> = sounds.iter().filter(|it| seen.insert((*it).clone())).map(words).collect();
        if !fresh.is_empty() {
            write!(page, "\n- {}", fresh.join(" / ")).unwrap();
        }
    }
    page.push('\n');
    page
}

fn telling(screen: &Screen) -> bool {
    !matches!(screen, Screen::PinPad { length: 1..=3, .. })
}

#[test]
fn the_pages_are_true() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("said");
    for language in Language::ALL {
        let file = folder.join(format!("{}.md", code(language)));
        let page = page(language);
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&file, &page).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(kept == page, "{} is old: BLESS=1 cargo test --workspace --test guide", file.display());
    }
}
