//! One sentence in one language, and the file that it is rendered to.

use crate::readings;
use crate::tone::Tone;
use std::borrow::Cow;
use terminal::Language;

/// One thing that is heard.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sound {
    /// Words.
    Phrase(Phrase),
    /// No words.
    Tone(Tone),
}

/// One sentence, spoken by the voice of its language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phrase {
    language: Language,
    text: Cow<'static, str>,
}

impl Phrase {
    /// A sentence of the catalogue. What breaks a line there is a space to a voice, and nothing in languages
    /// that have no spaces.
    pub(crate) fn new(language: Language, text: impl Into<Cow<'static, str>>) -> Self {
        let text = text.into();
        let text = if text.contains('\n') { text.replace('\n', space(language)).into() } else { text };
        Self { language, text }
    }

    /// Whose voice.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// What it says.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same as its voice is given it: hard words in letters that are read in one way only.
    pub fn spoken(&self) -> Cow<'_, str> {
        match self.language {
            Language::Japanese | Language::PlainJapanese => readings::spoken(&self.text).into(),
            _ => Cow::Borrowed(self.text()),
        }
    }

    /// The name of its file. It depends on language and spoken words alone, so that a file that is there is
    /// right for as long as they are.
    pub fn file(&self) -> String {
        format!("{}-{:016x}.wav", code(self.language), fingerprint(self.spoken().as_bytes()))
    }
}

/// As files are named after it.
pub const fn code(language: Language) -> &'static str {
    match language {
        Language::Japanese => "ja",
        Language::PlainJapanese => "ja-plain",
        Language::English => "en",
        Language::Chinese => "zh",
        Language::Korean => "ko",
        Language::Portuguese => "pt",
        Language::Vietnamese => "vi",
    }
}

const fn space(language: Language) -> &'static str {
    match language {
        Language::Japanese | Language::PlainJapanese | Language::Chinese => "",
        Language::English | Language::Korean | Language::Portuguese | Language::Vietnamese => " ",
    }
}

/// FNV-1a of 64 bits: it names files, it guards nothing. A test sees that no two sentences share a name.
fn fingerprint(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_of_the_screen_is_not_heard() {
        assert_eq!(Phrase::new(Language::Japanese, "カードを\n置いて").text(), "カードを置いて");
        assert_eq!(Phrase::new(Language::English, "your\ncard").text(), "your card");
    }

    /// One that nothing is said with is left over from another wording.
    #[test]
    fn every_reading_is_of_a_sentence_that_is_said() {
        let list = crate::list::phrases();
        for (written, read) in readings::READINGS {
            let mut with = list.iter().filter(|phrase| phrase.text().contains(written));
            assert!(with.next().is_some_and(|phrase| phrase.spoken().contains(read)), "{written}");
            assert!(list.iter().all(|phrase| !phrase.spoken().contains(written)), "{written}");
        }
    }

    /// Test vectors of the FNV reference code.
    #[test]
    fn names_are_made_as_published() {
        assert_eq!(fingerprint(b""), 0xCBF2_9CE4_8422_2325);
        assert_eq!(fingerprint(b"foobar"), 0x8594_4171_F739_67E8);
    }
}
