//! Furigana: how hard words are read, in small letters above them, where a text's place has room.

use crate::numeric::{nearest, real};
use crate::paragraph::Setting;
use terminal::Language;

/// Words and their readings. A word that begins with another one stands before it.
const READINGS: [(&str, &str); 13] = [
    ("暗証番号", "あんしょうばんごう"),
    ("顔認証", "かおにんしょう"),
    ("受付", "うけつけ"),
    ("資格確認書", "しかくかくにんしょ"),
    ("資格", "しかく"),
    ("署名用", "しょめいよう"),
    ("本人確認", "ほんにんかくにん"),
    ("電子証明書", "でんししょうめいしょ"),
    ("健康保険証", "けんこうほけんしょう"),
    ("住民基本台帳", "じゅうみんきほんだいちょう"),
    ("市区町村", "しくちょうそん"),
    ("再設定", "さいせってい"),
    ("読み取り台", "よみとりだい"),
];

/// Letters smaller than this have none: theirs would be too small to be read.
const LEAST: i32 = 28;

/// A reading and where it begins, in pixels from the start of its line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Its letters.
    pub text: &'static str,
    /// Where they begin. Left of the line's start for a long reading of its first word.
    pub left: f32,
    /// How wide they are.
    pub width: f32,
}

/// The size of readings above letters of this size: half of it, as in print.
pub(crate) const fn size(px: i32) -> i32 {
    px / 2
}

/// What a line of this size with readings is higher than one without: they fill what is free between
/// lines, and this besides.
pub(crate) const fn rise(px: i32) -> i32 {
    px * 3 / 10
}

/// The readings above a line, each in the middle above its word. None for who reads another language.
pub fn readings(setting: &Setting<'_>, line: &str) -> Vec<Reading> {
    if setting.language != Language::Japanese || setting.px < LEAST {
        return Vec::new();
    }
    let small = Setting { px: size(setting.px), ..*setting };
    let mut found = Vec::new();
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        let begun = READINGS.iter().find(|(word, _)| rest.starts_with(word));
        let (word, reading) = begun.copied().unwrap_or((rest, ""));
        let length = if reading.is_empty() { character.len_utf8() } else { word.len() };
        let (head, tail) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if !reading.is_empty() {
            let before = line.len() - rest.len();
            let start = setting.wide(line.get(..before).unwrap_or_default());
            let width = small.wide(reading);
            let left = start + (setting.wide(head) - width) / 2.0;
            found.push(Reading { text: reading, left, width });
        }
        rest = tail;
    }
    found
}

/// Where a reading is drawn so that it stays within its text's place.
pub(crate) fn within(reading: &Reading, line_left: f32, place: i32) -> i32 {
    let most = (real(place) - reading.width).max(0.0);
    nearest((line_left + reading.left).clamp(0.0, most))
}
