//! The catalogue: every sentence that a person reads, in one place, one file per reader's question.
//!
//! - [`mod@catalogue`]: what patients read, as a record that each language fills in; `languages`: one file
//!   for each of them
//! - [`screens`], [`methods`], [`camera`], [`endings`]: which of these texts it is now
//! - [`staff`]: what staff read on the terminal, in Japanese always
//! - [`reception`]: the same for the people at the desk, with what they do now; and why they are called
//! - [`vendor`]: the same for those who mend it, in English
//!
//! Two pages beside this crate's manifest show all of it to a reviewer who does not program:
//! `CATALOGUE.md` what patients read, `FAILURES.md` each failure with what everybody reads of it and
//! the tests that reach it. Tests keep them true. Each match is exhaustive and each record whole, so no text can be missing.
//!
//! Words that patients never read: 目視, 無効, 資格がありません, 違います, エラー, 10割, and 「あと1回」
//! (issue 5; design.md 4, Inv9), and their like in other languages. A test reads every text for them.

pub mod camera;
pub mod catalogue;
pub mod endings;
pub mod methods;
pub mod reception;
pub mod screens;
pub mod staff;
pub mod vendor;

mod languages;

pub use catalogue::Catalogue;
pub use languages::catalogue;

use std::borrow::Cow;

/// A title and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The title.
    pub title: Cow<'static, str>,
    /// The rest; may be empty.
    pub body: Cow<'static, str>,
}

impl Words {
    pub(crate) const fn new(title: &'static str, body: &'static str) -> Self {
        Self { title: Cow::Borrowed(title), body: Cow::Borrowed(body) }
    }
}
