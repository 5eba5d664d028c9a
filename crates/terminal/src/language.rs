//! What a person chose to read, as data. The machine carries none: runtime remembers it, transcripts
//! record it, `ui` has the words.

/// A language of what patients see. What staff read stays Japanese.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// 日本語: where every session begins.
    #[default]
    Japanese,
    /// やさしい日本語: short sentences, few kanji.
    PlainJapanese,
    /// English.
    English,
    /// 中文（简体）.
    Chinese,
    /// 한국어.
    Korean,
    /// Português, as in Brazil.
    Portuguese,
    /// Tiếng Việt.
    Vietnamese,
}

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Japanese,
        Self::PlainJapanese,
        Self::English,
        Self::Chinese,
        Self::Korean,
        Self::Portuguese,
        Self::Vietnamese,
    ];
}
