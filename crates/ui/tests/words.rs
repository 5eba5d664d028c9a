//! The catalogue's rules, and the catalogue as a page that anybody can review.
//!
//! `BLESS=1 cargo test --workspace --test words` writes `CATALOGUE.md` anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod every;

use policy::{Availability, Closure, Method, Methods};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use terminal::{CallReason, Ending, Language, Notice, Screen, StaffErrand};
use ui::View;
use ui::layout::scene;
use ui::scene::Item;
use ui::texts::reception::ReceptionLine;
use ui::texts::{self, Catalogue, camera, endings, methods, reception, screens, staff, vendor};

/// Everything that stands on any screen.
fn seen(language: Language) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for screen in every::screens() {
        for item in scene(&screen, &View { language, ..every::VIEW }).items() {
            if let Item::Text(text) = item {
                seen.extend(text.paragraphs.iter().map(|paragraph| paragraph.text.replace('\n', "")));
            }
        }
    }
    seen
}

/// Invalid, wrong, false, failed, error, the full price, uninsured, unentitled, "one try left".
fn never(language: Language) -> &'static [&'static str] {
    match language {
        Language::Japanese | Language::PlainJapanese => &[
            "目視",
            "無効",
            "資格がありません",
            "違います",
            "ちがいます",
            "エラー",
            "失敗",
            "10割",
            "１０割",
            "全額",
            "あと1回",
            "不正",
            "偽",
            "無保険",
        ],
        Language::English => &[
            "invalid",
            "wrong",
            "false",
            "fake",
            "fail",
            "error",
            "full price",
            "full charge",
            "full cost",
            "100%",
            "uninsured",
            "not insured",
            "not entitled",
            "no insurance",
            "not eligible",
            "rejected",
            "refused",
            "1 try",
            "one try",
            "last try",
        ],
        Language::Chinese => &[
            "无效",
            "错误",
            "不正确",
            "虚假",
            "伪",
            "失败",
            "全额",
            "全价",
            "自费",
            "10成",
            "没有资格",
            "无资格",
            "没有保险",
            "无保险",
            "未参保",
            "拒绝",
            "还可以输入1次",
            "最后一次",
            "目视",
        ],
        Language::Korean => &[
            "무효",
            "틀렸",
            "틀린",
            "잘못",
            "오류",
            "위조",
            "가짜",
            "실패",
            "전액",
            "100%",
            "자격이 없",
            "무보험",
            "보험이 없",
            "거부",
            "앞으로 1번",
            "마지막",
            "육안",
        ],
        Language::Portuguese => &[
            "inválid",
            "errad",
            "incorret",
            "fals",
            "falh",
            " erro",
            "preço integral",
            "valor integral",
            "valor total",
            "100%",
            "sem seguro",
            "sem direito",
            "não tem direito",
            "rejeitad",
            "recusad",
            "última",
        ],
        Language::Vietnamese => &[
            "không hợp lệ",
            "vô hiệu",
            "sai",
            "giả mạo",
            "lỗi hệ thống",
            "thất bại",
            "toàn bộ chi phí",
            "100%",
            "không có bảo hiểm",
            "không có quyền",
            "không đủ tư cách",
            "từ chối",
            "lần cuối",
        ],
    }
}

#[test]
fn patients_never_read_what_frightens_or_is_untrue_in_any_language() {
    for language in Language::ALL {
        for text in seen(language) {
            let text = text.to_lowercase();
            for word in never(language) {
                assert!(!text.contains(word), "{language:?}: {word}: {text}");
            }
        }
    }
}

/// A place for a number or a name is filled wherever there is one, and there is one in every language.
#[test]
fn no_text_shows_a_place_that_is_to_be_filled() {
    for language in Language::ALL {
        assert!(seen(language).iter().all(|text| !text.contains(['{', '}'])), "{language:?}");
        let texts = texts::catalogue(language);
        let with_method = [
            texts.closed.counters_unknown,
            texts.closed.machine,
            texts.closed.not_here,
            texts.closed.no_photo,
            texts.closed.not_yet,
            texts.closed.used_up,
            texts.closed.part_failed,
            texts.closed.site,
        ];
        assert!(with_method.iter().all(|text| text.matches("{method}").count() == 1), "{language:?}");
        let with_left = [texts.screens.pin_left, texts.notices.rejected];
        assert!(with_left.iter().all(|text| text.matches("{left}").count() == 1), "{language:?}");
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
        for texts in Language::ALL.map(texts::catalogue) {
            let words = endings::words(texts, ending);
            assert!(!words.title.is_empty() && !words.body.is_empty(), "{ending:?}");
            assert!(!endings::next_step(texts, ending.next_step()).is_empty());
        }
        assert!(!reception::line(ending).what.is_empty(), "{ending:?}");
        let vendor = vendor::line(ending).to_string();
        assert!(vendor.starts_with(&ending.code().to_string()) && vendor.is_ascii(), "{vendor}");
    }
}

#[test]
fn the_sentences_that_were_agreed_are_said() {
    let japanese = texts::catalogue(Language::Japanese);
    let both = Methods { pin: Availability::Closed(Closure::PinLocked), ..every::ALL_OPEN };
    let closed = |closure, methods: &Methods| methods::closed(japanese, Method::Pin, closure, methods);
    assert_eq!(
        closed(Closure::FaceAuthenticationCard, &both),
        "このカードは暗証番号を使わないカードです。顔認証か、受付での確認をお選びください。"
    );
    assert_eq!(
        closed(Closure::PinLocked, &both),
        "暗証番号がロックされています。きょうは顔認証か、受付での確認で続けられます。"
    );
    assert_eq!(
        methods::notice(japanese, Notice::PinUnknown, &both),
        "暗証番号を確認できませんでした。カードを置き直してください。"
    );
    let unknown = endings::words(japanese, Ending::PinOutcomeUnknown).title;
    let again = endings::next_step(japanese, Ending::PinOutcomeUnknown.next_step());
    assert_eq!(unknown, "暗証番号を確認できませんでした");
    assert!(again.starts_with("カードを置き直してください"));
    let away = endings::words(japanese, Ending::CouldNotConfirm);
    assert_eq!(away.title, "保険の資格を確認できませんでした");
    assert!(away.body.ends_with("受付でご案内します。"));
    assert_eq!(japanese.screens.photo_use, "顔写真は本人確認だけに使い、保存しません");
    let staff = screens::words(
        japanese,
        &Screen::StaffCredential { errand: StaffErrand::Visual, length: 0, notice: None },
    );
    assert_eq!(staff.title, "受付の職員がお顔を確認します");
    let last = screens::words(japanese, &Screen::LastTryWarning { confirmable: true });
    assert_eq!(last.title, "次にまちがえると、暗証番号が使えなくなります");
    assert!(last.body.contains("市区町村の窓口"));
}

/// A closed method is never proposed.
#[test]
fn words_name_only_what_is_open() {
    for texts in Language::ALL.map(texts::catalogue) {
        for methods in every::methods() {
            let open = |method| methods.of(method) == Availability::Open;
            let (go_on, choose) = (&texts.closed.go_on, &texts.closed.choose);
            let of_face = [go_on.both, go_on.face, choose.both, choose.face];
            let of_visual = [go_on.both, go_on.visual, choose.both, choose.visual];
            let mut said: Vec<String> = every::notices()
                .into_iter()
                .map(|notice| methods::notice(texts, notice, &methods).into_owned())
                .collect();
            said.extend(
                [Closure::PinLocked, Closure::FaceAuthenticationCard]
                    .map(|it| methods::closed(texts, Method::Pin, it, &methods)),
            );
            for text in said {
                let proposes = |sentences: [&str; 4]| sentences.iter().any(|it| text.contains(it));
                assert!(open(Method::Face) || !proposes(of_face), "{text}");
                assert!(open(Method::Visual) || !proposes(of_visual), "{text}");
            }
        }
        assert!(texts.closed.go_on.face.contains(texts.methods.face.name));
        assert!(texts.closed.go_on.visual.contains(texts.methods.visual.name));
        assert!(!texts.closed.go_on.face.contains(texts.methods.visual.name));
        assert!(!texts.closed.go_on.visual.contains(texts.methods.face.name));
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

/// A part of the page, what the text is of, the text.
type Entry = (&'static str, String, String);

fn said(part: &'static str, name: &str, words: &texts::Words) -> [Entry; 2] {
    let entry = |what: &str, text: &str| (part, format!("{name}, {what}"), text.to_owned());
    [entry("title", &words.title), entry("body", &words.body)]
}

fn entries(texts: &'static Catalogue) -> Vec<Entry> {
    let mut all = Vec::new();
    for screen in telling_screens() {
        let name = match screen {
            Screen::Choose { .. } => "Choose".to_owned(),
            _ => format!("{screen:?}"),
        };
        all.extend(said("Screens", &name, &screens::words(texts, &screen)));
    }
    let screens = &texts.screens;
    let buttons = &texts.buttons;
    for (name, text) in [
        ("photo_use", screens.photo_use),
        ("face_is_a_choice", screens.face_is_a_choice),
        ("last_try_soon", screens.last_try_soon),
        ("last_try_now", screens.last_try_now),
        ("no_preview", screens.no_preview),
        ("cancel", buttons.cancel),
        ("back", buttons.back),
        ("confirm", buttons.confirm),
        ("erase", buttons.erase),
        ("insist", buttons.insist),
        ("do_not_insist", buttons.do_not_insist),
        ("register", buttons.register),
        ("do_not_register", buttons.do_not_register),
        ("ask_staff", buttons.ask_staff),
        ("ask_staff_explained", buttons.ask_staff_explained),
    ] {
        all.push(("Buttons, and what stands beside", name.to_owned(), text.to_owned()));
    }
    for method in Method::ALL {
        let named = methods::named(texts, method);
        all.push(("Methods", format!("{method:?}"), [named.name, named.explained].join("／")));
    }
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
        let text = methods::closed(texts, method, closure, &every::ALL_OPEN);
        all.push(("Why a method is closed (face and reception open)", format!("{closure:?}"), text));
    }
    for notice in every::notices() {
        let text = methods::notice(texts, notice, &every::ALL_OPEN).into_owned();
        all.push(("What has just happened (all methods open)", format!("{notice:?}"), text));
    }
    for hint in [None].into_iter().chain(every::hints().into_iter().map(Some)) {
        all.extend(said("Camera", &format!("{hint:?}"), &camera::hint(texts, hint)));
    }
    for ending in every::endings() {
        let name = format!("{} {ending:?}", ending.code());
        all.extend(said("Endings", &name, &endings::words(texts, ending)));
        let next = endings::next_step(texts, ending.next_step()).to_owned();
        all.push(("Endings", format!("{name}, next step"), next));
    }
    all
}

/// A language beside Japanese, each sentence once.
fn page(language: Language) -> String {
    let title = texts::catalogue(language).name.replace('\n', "");
    let mut page = format!(
        "# {title}\n\nWhat patients read, beside the Japanese. A sentence that is said in several places \
         stands at the first. Written by `BLESS=1 cargo test --workspace --test words` from \
         `src/texts/languages/`; ／ is a line break.\n"
    );
    let (own, translated) =
        (entries(texts::catalogue(Language::Japanese)), entries(texts::catalogue(language)));
    let (mut known, mut last) = (BTreeSet::new(), "");
    for ((part, name, own), (_, _, translated)) in own.iter().zip(&translated) {
        if translated.is_empty() || !known.insert((own, translated)) {
            continue;
        }
        if last != *part {
            table(&mut page, part, &["text", "日本語", &title]);
            last = part;
        }
        row(&mut page, &[name, own, translated]);
    }
    page
}

/// In Japanese, with what staff read on the terminal.
fn catalogue() -> String {
    let mut page = String::from(
        "# Catalogue of texts\n\nAll sentences that patients read, in Japanese; `catalogue/` has the other \
         languages beside it. What reception and vendor read stands in [FAILURES.md](FAILURES.md). Written by \
         `BLESS=1 cargo test --workspace --test words` from `src/texts/`; ／ is a line break.\n",
    );
    let mut last = "";
    for (part, name, text) in entries(texts::catalogue(Language::Japanese)) {
        if text.is_empty() {
            continue;
        }
        if last != part {
            table(&mut page, part, &["text", "日本語"]);
            last = part;
        }
        row(&mut page, &[&name, &text]);
    }
    table(&mut page, "What staff read on the terminal, beside the above", &["text"]);
    for label in [
        staff::SAME_PERSON,
        staff::OTHER_PERSON,
        staff::CLEAR_MARK,
        staff::RESET_STRIKES,
        staff::WITHOUT_PHOTO,
        staff::NUMBER_BIRTH,
        staff::NUMBER_EXPIRY,
        staff::NUMBER_CODE,
        staff::NO_CHIP_PHOTO,
        staff::CODE,
        staff::CREDENTIAL,
    ] {
        row(&mut page, &[label]);
    }
    page
}

/// Each page with its file's path.
fn pages() -> Vec<(String, String)> {
    let mut all = vec![("CATALOGUE.md".to_owned(), catalogue())];
    let translated = Language::ALL.into_iter().filter(|it| *it != Language::Japanese);
    all.extend(translated.map(|it| (format!("catalogue/{}.md", every::language(it)), page(it))));
    all
}

#[test]
fn the_catalogue_pages_are_true() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (file, page) in pages() {
        let path = folder.join(&file);
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &page).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == page, "{file} is old: BLESS=1 cargo test --workspace --test words");
    }
}
