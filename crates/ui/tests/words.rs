//! The catalogue's rules, and the catalogue as a page that anybody can review.
//!
//! `BLESS=1 cargo test --workspace --test words` writes `CATALOGUE.md` anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod every;

use policy::{Availability, Closure, Method, Methods};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use terminal::{CallReason, Ending, Notice, Screen, StaffErrand};
use ui::layout::scene;
use ui::scene::Item;
use ui::texts::reception::ReceptionLine;
use ui::texts::{self, camera, endings, methods, reception, screens, vendor};

/// Everything that stands on any screen.
fn seen() -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for screen in every::screens() {
        for item in scene(&screen, &every::VIEW).items() {
            if let Item::Text(text) = item {
                seen.extend(text.paragraphs.iter().map(|paragraph| paragraph.text.replace('\n', "")));
            }
        }
    }
    seen
}

#[test]
fn patients_never_read_what_frightens_or_is_untrue() {
    let never = [
        "目視",
        "無効",
        "資格がありません",
        "違います",
        "エラー",
        "失敗",
        "10割",
        "１０割",
        "全額",
        "あと1回",
        "不正",
        "偽",
    ];
    for text in seen() {
        for word in never {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
}

/// All that reception reads, in both languages, with what it is about.
fn reception_lines() -> Vec<(String, ReceptionLine, ReceptionLine)> {
    use reception::{calls, english};
    let alone = |next| ReceptionLine { what: "", next, ladder: "" };
    let mut all = Vec::new();
    for ending in every::endings() {
        all.push((format!("{ending:?}"), reception::line(ending), english::line(ending)));
    }
    for reason in CallReason::ALL {
        all.push((format!("{reason:?}"), calls::call(*reason), english::call(*reason)));
    }
    for notice in every::notices() {
        let (own, english) = (calls::notice(notice), english::notice(notice));
        all.push((format!("{notice:?}"), alone(own), alone(english)));
    }
    for reason in every::qualities() {
        let (own, english) = (calls::quality(reason), english::quality(reason));
        all.push((format!("{reason:?}"), alone(own), alone(english)));
    }
    all
}

#[test]
fn reception_never_reads_of_invalid_insurance_or_of_the_full_charge() {
    let never = ["無効", "資格がありません", "無保険", "10割", "１０割", "全額"];
    let never_english = ["uninsured", "not insured", "invalid", "full charge", "in full", "100 %", "100%"];
    for (about, own, english) in reception_lines() {
        let own = [own.what, own.next, own.ladder].concat();
        let english = [english.what, english.next, english.ladder].concat().to_lowercase();
        assert!(!never.iter().any(|word| own.contains(word)), "{about}: {own}");
        assert!(!never_english.iter().any(|word| english.contains(word)), "{about}: {english}");
    }
}

/// A receptionist with three people before her reads one line.
#[test]
fn what_reception_does_now_is_one_short_line_in_both_languages() {
    for (about, own, english) in reception_lines() {
        assert!((1..=56).contains(&own.next.chars().count()), "{about}: {}", own.next);
        assert!((1..=104).contains(&english.next.len()), "{about}: {}", english.next);
        assert!(own.next.ends_with('。') && english.next.ends_with('.'), "{about}");
        assert!(!own.next.contains('\n') && english.next.is_ascii(), "{about}: {}", english.next);
        assert_eq!(own.what.is_empty(), english.what.is_empty(), "{about}");
        assert_eq!(own.ladder.is_empty(), english.ladder.is_empty(), "{about}");
    }
}

/// 「資格確認書などで確認する」 and "by the ladder" say the same, and the ladder is there to be read.
#[test]
fn a_line_that_calls_on_the_ladder_has_it() {
    for ending in every::endings() {
        let (own, english) = (reception::line(ending), reception::english::line(ending));
        let calls_on = own.next.contains("資格確認書など");
        assert_eq!(calls_on, english.next.contains("by the ladder"), "{ending:?}");
        assert!(!calls_on || own.ladder == reception::LADDER, "{ending:?}");
        assert_eq!(own.ladder.is_empty(), ending.is_verified(), "{ending:?}");
    }
    for step in ["資格確認書", "マイナポータル", "資格情報のお知らせ", "被保険者資格申立書"]
    {
        assert!(reception::LADDER.contains(step), "{step}");
    }
}

#[test]
fn every_ending_has_its_words_and_next_steps() {
    for ending in every::endings() {
        let words = endings::words(ending);
        assert!(!words.title.is_empty() && !words.body.is_empty(), "{ending:?}");
        assert!(!endings::next_step(ending.next_step()).is_empty());
        assert!(!reception::line(ending).what.is_empty(), "{ending:?}");
        let vendor = vendor::line(ending).to_string();
        assert!(vendor.starts_with(&ending.code().to_string()) && vendor.is_ascii(), "{vendor}");
    }
}

#[test]
fn the_sentences_that_were_agreed_are_said() {
    let both = Methods { pin: Availability::Closed(Closure::PinLocked), ..every::ALL_OPEN };
    let closed = |closure, methods: &Methods| methods::closed(Method::Pin, closure, methods);
    assert_eq!(
        closed(Closure::FaceAuthenticationCard, &both),
        "このカードは暗証番号を使わないカードです。顔認証か、受付での確認をお選びください。"
    );
    assert_eq!(
        closed(Closure::PinLocked, &both),
        "暗証番号がロックされています。きょうは顔認証か、受付での確認で続けられます。"
    );
    assert_eq!(
        methods::notice(Notice::PinUnknown, &both),
        "暗証番号を確認できませんでした。カードを置き直してください。"
    );
    let unknown = endings::words(Ending::PinOutcomeUnknown).title;
    let again = endings::next_step(Ending::PinOutcomeUnknown.next_step());
    assert_eq!(unknown, "暗証番号を確認できませんでした");
    assert!(again.starts_with("カードを置き直してください"));
    let away = endings::words(Ending::CouldNotConfirm);
    assert_eq!(away.title, "保険の資格を確認できませんでした");
    assert!(away.body.ends_with("受付でご案内します。"));
    assert_eq!(screens::PHOTO_USE, "顔写真は本人確認だけに使い、保存しません");
    let staff =
        screens::words(&Screen::StaffCredential { errand: StaffErrand::Visual, length: 0, notice: None });
    assert_eq!(staff.title, "受付の職員がお顔を確認します");
    let last = screens::words(&Screen::LastTryWarning { confirmable: true });
    assert_eq!(last.title, "次にまちがえると、暗証番号が使えなくなります");
    assert!(last.body.contains("市区町村の窓口"));
}

/// A closed method is never proposed.
#[test]
fn words_name_only_what_is_open() {
    for methods in every::methods() {
        let open = |method| methods.of(method) == Availability::Open;
        let mut said: Vec<String> = every::notices()
            .into_iter()
            .map(|notice| methods::notice(notice, &methods).into_owned())
            .collect();
        said.extend(
            [Closure::PinLocked, Closure::FaceAuthenticationCard]
                .map(|it| methods::closed(Method::Pin, it, &methods)),
        );
        for text in said {
            let proposes = |name: &str| {
                [format!("{name}か"), format!("{name}で続"), format!("{name}をお選び")]
                    .iter()
                    .any(|it| text.contains(it))
            };
            assert!(open(Method::Face) || !proposes("顔認証"), "{text}");
            assert!(open(Method::Visual) || !proposes("受付での確認"), "{text}");
        }
    }
}

#[test]
fn the_pad_shows_how_many_digits_there_are_and_no_digit_of_them() {
    let texts = |length| {
        let scene = scene(&Screen::PinPad { length, shown: 3, last_try: false }, &every::VIEW);
        let texts = scene.items().iter().filter_map(|item| match item {
            Item::Text(text) => Some(format!("{:?}", text.paragraphs)),
            Item::Panel(_) | Item::Drawing(_) | Item::Slot(..) => None,
        });
        texts.filter(|text| !text.contains("決定")).collect::<Vec<_>>()
    };
    assert_eq!(texts(0), texts(4));
}

fn row(page: &mut String, cells: &[&str]) {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('\n', "／")).collect();
    writeln!(page, "| {} |", cells.join(" | ")).unwrap();
}

fn table(page: &mut String, title: &str, heads: &[&str]) {
    writeln!(page, "\n## {title}\n").unwrap();
    row(page, heads);
    row(page, &vec!["---"; heads.len()]);
}

/// Without the numbers that a screen merely counts.
fn telling_screens() -> Vec<Screen> {
    let telling = |screen: &Screen| match screen {
        Screen::PinPad { length, shown, .. } => *length == 0 && *shown > 0 && *shown < 4,
        Screen::StaffCredential { length, notice, .. } | Screen::CheckNumberPad { length, notice, .. } => {
            *length == 0 && notice.is_none()
        }
        Screen::Camera { .. } | Screen::Ending(_) => false,
        _ => true,
    };
    let mut all = vec![Screen::Choose { methods: every::ALL_OPEN, notice: None, reopenable: false }];
    all.extend(every::plain_screens().into_iter().filter(telling));
    all
}

fn catalogue() -> String {
    let mut page = String::from(
        "# Catalogue of texts\n\nAll sentences that patients read; what reception and vendor read stands in \
         [FAILURES.md](FAILURES.md). Written by `BLESS=1 cargo test --workspace --test words` from \
         `src/texts/`; ／ is a line break.\n",
    );
    table(&mut page, "Screens (patient)", &["screen", "title", "body", "beside it"]);
    for screen in telling_screens() {
        let words = screens::words(&screen);
        let name = match screen {
            Screen::Choose { .. } => "Choose".to_owned(),
            _ => format!("{screen:?}"),
        };
        row(&mut page, &[&name, &words.title, &words.body, screens::aside(&screen)]);
    }
    row(&mut page, &["before the first capture", screens::PHOTO_USE, screens::FACE_IS_A_CHOICE, ""]);
    table(&mut page, "Buttons", &["text"]);
    for label in [
        screens::CANCEL,
        screens::BACK,
        screens::CONFIRM,
        screens::ERASE,
        screens::INSIST,
        screens::DO_NOT_INSIST,
        screens::REGISTER,
        screens::DO_NOT_REGISTER,
        screens::SAME_PERSON,
        screens::OTHER_PERSON,
        screens::CLEAR_MARK,
        screens::RESET_STRIKES,
        screens::WITHOUT_PHOTO,
        screens::ASK_STAFF,
        screens::ASK_STAFF_EXPLAINED,
        screens::NUMBER_BIRTH,
        screens::NUMBER_EXPIRY,
        screens::NUMBER_CODE,
        screens::NO_PREVIEW,
        screens::NO_CHIP_PHOTO,
        screens::CODE,
    ] {
        row(&mut page, &[label]);
    }
    table(&mut page, "Methods (patient)", &["method", "name", "what happens"]);
    for method in Method::ALL {
        row(&mut page, &[&format!("{method:?}"), methods::name(method), methods::explained(method)]);
    }
    table(&mut page, "Why a method is closed (patient; face and reception open)", &["reason", "text"]);
    for closure in every::closures() {
        let method = match closure {
            Closure::PinLocked
            | Closure::FaceAuthenticationCard
            | Closure::MarkNotCleared
            | Closure::CountersUnknown
            | Closure::LastTry
            | Closure::StrikesUsedUp
            | Closure::LedgerUnavailable => Method::Pin,
            _ => Method::Face,
        };
        row(&mut page, &[&format!("{closure:?}"), &methods::closed(method, closure, &every::ALL_OPEN)]);
    }
    table(&mut page, "What has just happened (patient; all methods open)", &["notice", "text"]);
    for notice in every::notices() {
        row(&mut page, &[&format!("{notice:?}"), &methods::notice(notice, &every::ALL_OPEN)]);
    }
    table(&mut page, "Camera (patient)", &["hint", "title", "body"]);
    for hint in [None].into_iter().chain(every::hints().into_iter().map(Some)) {
        let words = camera::hint(hint);
        row(&mut page, &[&format!("{hint:?}"), &words.title, &words.body]);
    }
    table(&mut page, "Endings (patient)", &["code", "ending", "title", "body", "next step"]);
    for ending in every::endings() {
        let texts::Words { title, body } = endings::words(ending);
        let code = ending.code().to_string();
        let next = endings::next_step(ending.next_step());
        row(&mut page, &[&code, &format!("{ending:?}"), &title, &body, next]);
    }
    page
}

#[test]
fn the_catalogue_page_is_true() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("CATALOGUE.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, catalogue()).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == catalogue(), "CATALOGUE.md is old: BLESS=1 cargo test --workspace --test words");
}
