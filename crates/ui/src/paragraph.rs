//! Breaking text into lines, each script in its own way: Japanese between phrases where it can be;
//! Chinese between any two characters; both never inside a number, and with no 、 or 。 at the start of
//! a line (JIS X 4051, line-start and line-end prohibition). All others, Korean among them, between words.
//!
//! Thai has no spaces between words: it would need a dictionary, and is not offered.

use crate::fonts::Fonts;
use core::ops::Range;
use terminal::Language;

/// Characters that may not start a line.
const NOT_FIRST: &str =
    "、。，．・：；？！ー々」』）】〉》〕］｝ぁぃぅぇぉっゃゅょァィゥェォッャュョ％…〜,.:;?!)]}%";
/// Characters that may not end a line.
const NOT_LAST: &str = "「『（【〈《〔［｛([{";
/// After one of these a phrase ends, even if it is the only hiragana between two kanji. After any
/// other lone hiragana (置き直す, 読み取る) a word goes on.
const PARTICLES: &str = "をがはにでとのもへやか";
/// Words that begin a phrase whatever goes before.
const OPENINGS: [&str; 2] = ["ください", "できま"];

/// One line of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line<'t> {
    /// Its text.
    pub text: &'t str,
    /// Its width in pixels.
    pub width: f32,
    /// It ends between phrases, or with its paragraph.
    pub whole: bool,
}

/// Letters that a text is set in.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'f> {
    /// Where they come from.
    pub fonts: &'f Fonts,
    /// Whose they are.
    pub language: Language,
    /// Pixels per em.
    pub px: i32,
}

impl Setting<'_> {
    /// The width of a line, without the space that it was broken at.
    pub(crate) fn wide(&self, text: &str) -> f32 {
        let advance = |character| self.fonts.advance(self.language, character, self.px);
        text.trim_end_matches(' ').chars().map(advance).sum()
    }
}

/// Breaks `text` into lines of at most `width` pixels. A `\n` always breaks; a
/// sentence begins a new line where that costs none. A word that is longer than a line alone is
/// broken between its characters.
pub fn lines<'t>(setting: &Setting<'_>, text: &'t str, width: f32) -> Vec<Line<'t>> {
    text.split('\n').flat_map(|part| by_sentence(setting, part, width)).collect()
}

fn by_sentence<'t>(setting: &Setting<'_>, text: &'t str, width: f32) -> Vec<Line<'t>> {
    let filled = broken(setting, text, width);
    let mut rest = text;
    let mut kept = Vec::new();
    // As many whole sentences to a line as it holds; a longer one begins its own.
    while let Some((line, after)) = sentences_that_fit(setting, rest, width) {
        kept.extend(broken(setting, line, width));
        rest = after;
    }
    if kept.len() <= filled.len() { kept } else { filled }
}

/// Behind 。, and behind the space after a full stop.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    let mut last = ' ';
    text.char_indices().filter_map(move |(at, character)| {
        let before = core::mem::replace(&mut last, character);
        let ends = character == '。' || (character == ' ' && before == '.');
        ends.then_some(at + character.len_utf8())
    })
}

fn sentences_that_fit<'t>(setting: &Setting<'_>, text: &'t str, width: f32) -> Option<(&'t str, &'t str)> {
    let mut ends = sentence_ends(text).chain([text.len()]);
    let first = ends.next().filter(|_| !text.is_empty())?;
    let fits = |end: &usize| text.get(..*end).is_some_and(|part| setting.wide(part) <= width);
    text.split_at_checked(ends.take_while(fits).last().unwrap_or(first))
}

/// As [`lines`], but no short rest stands alone on the last one: then all are as even as their number
/// allows.
pub fn lines_without_rest<'t>(setting: &Setting<'_>, text: &'t str, width: f32) -> Vec<Line<'t>> {
    let filled = lines(setting, text, width);
    match filled.last() {
        Some(last) if filled.len() > 1 && last.width * 2.5 < width => even_lines(setting, text, width),
        _ => filled,
    }
}

/// As [`lines`], with lines as even as their number allows: for titles.
pub fn even_lines<'t>(setting: &Setting<'_>, text: &'t str, width: f32) -> Vec<Line<'t>> {
    let mut best = lines(setting, text, width);
    let widest = |lines: &[Line<'_>]| lines.iter().map(|line| line.width).fold(0.0, f32::max);
    loop {
        let narrower = widest(&best) - 1.0;
        let tried = lines(setting, text, narrower);
        if tried.len() > best.len() || widest(&tried) > narrower {
            return best;
        }
        best = tried;
    }
}

fn broken<'t>(setting: &Setting<'_>, text: &'t str, width: f32) -> Vec<Line<'t>> {
    let wide = |piece: &str| setting.wide(piece);
    let mut lines = Vec::new();
    let mut start = 0;
    let mut end = 0;
    let atoms = atom_ends(setting.language, text);
    let phrases = phrase_ends(setting.language, text);
    for &phrase_end in &phrases {
        if wide(text.get(start..phrase_end).unwrap_or_default()) <= width {
            end = phrase_end;
            continue;
        }
        if end > start {
            lines.push(start..end);
            start = end;
        }
        // A phrase that is too long alone is cut where no rule forbids it.
        let phrase_start = start;
        let inside = |at: &&usize| **at > phrase_start && **at <= phrase_end;
        for &atom_end in atoms.iter().filter(inside) {
            if wide(text.get(start..atom_end).unwrap_or_default()) > width && end > start {
                lines.push(start..end);
                start = end;
            }
            end = atom_end;
        }
    }
    lines.push(start..text.len());
    let line = |range: Range<usize>| {
        let whole = phrases.contains(&range.end);
        text.get(range).map(|text| Line { text: text.trim_end_matches(' '), width: wide(text), whole })
    };
    lines.into_iter().filter_map(line).collect()
}

/// Where a line may end, as byte positions.
fn atom_ends(language: Language, text: &str) -> Vec<usize> {
    match language {
        Language::Japanese | Language::PlainJapanese | Language::Chinese => ends_where(text, may_break),
        Language::English | Language::Korean | Language::Portuguese | Language::Vietnamese => {
            ends_where(text, word_ends)
        }
    }
}

/// Where a phrase ends, as byte positions.
fn phrase_ends(language: Language, text: &str) -> Vec<usize> {
    match language {
        Language::Japanese | Language::PlainJapanese => {
            ends_where(text, |before, after| may_break(before, after) && phrase_begins(before, after))
        }
        Language::Chinese
        | Language::English
        | Language::Korean
        | Language::Portuguese
        | Language::Vietnamese => atom_ends(language, text),
    }
}

fn word_ends(before: &str, after: &str) -> bool {
    before.ends_with(' ') && !after.starts_with(' ')
}

fn ends_where(text: &str, breaks: impl Fn(&str, &str) -> bool) -> Vec<usize> {
    let inner = text.char_indices().map(|(at, _)| at).skip(1);
    let mut ends: Vec<usize> = inner
        .filter(|at| text.split_at_checked(*at).is_some_and(|(before, after)| breaks(before, after)))
        .collect();
    ends.push(text.len());
    ends
}

fn may_break(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    // A number stays with its counter, an honorific with its word.
    let number = last.is_ascii_digit() && !NOT_FIRST.contains(first);
    let word = last.is_ascii_alphanumeric() && first.is_ascii_alphanumeric();
    let honorific = matches!(last, 'お' | 'ご') && is_kanji(first);
    !(NOT_FIRST.contains(first) || NOT_LAST.contains(last) || number || word || honorific)
}

fn phrase_begins(before: &str, after: &str) -> bool {
    let mut backwards = before.chars().rev();
    let (Some(last), Some(first)) = (backwards.next(), after.chars().next()) else {
        return false;
    };
    let closed = "」』）".contains(last) && !is_hiragana(first);
    if "、。，．！？ ".contains(last) || closed {
        return true;
    }
    if OPENINGS.iter().any(|opening| after.starts_with(opening)) {
        return true;
    }
    let lone = !backwards.next().is_some_and(is_hiragana);
    let phrase_over = is_hiragana(last) && (!lone || PARTICLES.contains(last));
    let second = after.chars().nth(1);
    let honorific = matches!(first, 'お' | 'ご') && second.is_some_and(is_kanji);
    phrase_over && (honorific || !is_hiragana(first))
}

const fn is_hiragana(character: char) -> bool {
    matches!(character, 'ぁ'..='ん')
}

const fn is_kanji(character: char) -> bool {
    matches!(character, '一'..='龯' | '々')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(text: &str) -> Vec<&str> {
        let mut start = 0;
        let cut = |end| {
            let piece = &text[start..end];
            start = end;
            piece
        };
        phrase_ends(Language::Japanese, text).into_iter().map(cut).collect()
    }

    #[test]
    fn phrases_end_after_particles_and_marks() {
        assert_eq!(
            phrases("暗証番号を置き直す、4けたの数字"),
            ["暗証番号を", "置き直す、", "4けたの", "数字"]
        );
        assert_eq!(phrases("受付の職員がお顔を確認します"), ["受付の", "職員が", "お顔を", "確認します"]);
        assert_eq!(phrases("カードを読み取って「顔認証」を"), ["カードを", "読み取って", "「顔認証」を"]);
    }

    #[test]
    fn a_line_never_breaks_inside_a_number_or_before_a_mark() {
        for text in ["あと12回です。", "窓口（2番）へ、どうぞ。", "PIN 0018 を"] {
            for end in atom_ends(Language::Japanese, text).into_iter().filter(|end| *end < text.len()) {
                let (before, after) = text.split_at(end);
                assert!(!NOT_FIRST.contains(after.chars().next().unwrap()), "{before}|{after}");
                assert!(!NOT_LAST.contains(before.chars().last().unwrap()), "{before}|{after}");
                let digits = before.ends_with(|c: char| c.is_ascii_digit());
                assert!(!digits || after.starts_with(' '), "{before}|{after}");
            }
        }
    }

    #[test]
    fn other_scripts_break_between_words_and_chinese_between_characters() {
        let pieces = |language, text: &'static str| {
            let mut start = 0;
            let cut = |end| {
                let piece = &text[start..end];
                start = end;
                piece
            };
            phrase_ends(language, text).into_iter().map(cut).collect::<Vec<_>>()
        };
        assert_eq!(
            pieces(Language::Korean, "카드를 다시 놓아 주세요"),
            ["카드를 ", "다시 ", "놓아 ", "주세요"]
        );
        assert_eq!(pieces(Language::Vietnamese, "Mã PIN: 4"), ["Mã ", "PIN: ", "4"]);
        assert_eq!(pieces(Language::Chinese, "请输入4位，好。"), ["请", "输", "入", "4位，", "好。"]);
    }
}
