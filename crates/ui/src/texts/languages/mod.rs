//! What patients read, one file per language: all of a language can be read from top to bottom.

mod chinese;
mod english;
mod japanese;
mod korean;
mod plain_japanese;
mod portuguese;
mod vietnamese;

use super::catalogue::Catalogue;
use terminal::Language;

/// The texts of a language.
pub const fn catalogue(language: Language) -> &'static Catalogue {
    match language {
        Language::Japanese => &japanese::TEXTS,
        Language::PlainJapanese => &plain_japanese::TEXTS,
        Language::English => &english::TEXTS,
        Language::Chinese => &chinese::TEXTS,
        Language::Korean => &korean::TEXTS,
        Language::Portuguese => &portuguese::TEXTS,
        Language::Vietnamese => &vietnamese::TEXTS,
    }
}
