//! How the vocabulary of `policy` is written in JSON: lower-case words, never numbers, so that a
//! record reads the same after the order of an enum changed. A variant added in `policy` does not
//! compile here until it has its word.

use policy::{
    AttackDetection, CardKind, Compared, ComparisonScore, Credential, Date, Method, Purpose, RevisionId,
};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize, Deserialize)]
#[serde(remote = "Method", rename_all = "snake_case")]
pub(crate) enum MethodWord {
    Face,
    Pin,
    Visual,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Purpose", rename_all = "snake_case")]
pub(crate) enum PurposeWord {
    Verification,
    Registration,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "CardKind", rename_all = "snake_case")]
pub(crate) enum CardKindWord {
    Ordinary,
    PinLocked,
    FaceAuthentication,
    Undetermined,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "AttackDetection", rename_all = "snake_case")]
pub(crate) enum AttackDetectionWord {
    None,
    Movement,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Compared", rename_all = "snake_case")]
pub(crate) enum ComparedWord {
    ChipPhotoVerified,
    ChipPhotoUnverified,
    PrintedPhotoOnly,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Credential", rename_all = "snake_case")]
pub(crate) enum CredentialWord {
    ClinicPassword,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "RevisionId")]
pub(crate) struct RevisionNumber(u16);

/// A score is written as its integer, from -10000 to 10000; others are refused.
pub(crate) mod score {
    use super::{ComparisonScore, Deserialize, Deserializer, Serialize, Serializer};
    use serde::de::Error as _;

    pub(crate) fn serialize<S: Serializer>(score: &ComparisonScore, to: S) -> Result<S::Ok, S::Error> {
        score.0.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<ComparisonScore, D::Error> {
        let score = i16::deserialize(from)?;
        if (-10_000..=10_000).contains(&score) {
            Ok(ComparisonScore(score))
        } else {
            Err(D::Error::custom("score"))
        }
    }
}

/// A method that may not have been reached: `null` then.
pub(crate) mod optional_method {
    use super::{Deserialize, Deserializer, Method, MethodWord, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Word(#[serde(with = "MethodWord")] Method);

    pub(crate) fn serialize<S: Serializer>(method: &Option<Method>, to: S) -> Result<S::Ok, S::Error> {
        method.map(Word).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Method>, D::Error> {
        Ok(Option::<Word>::deserialize(from)?.map(|word| word.0))
    }
}

/// A day in Japan, `YYYY-MM-DD`.
pub(crate) mod date {
    use super::{Date, Deserialize, Deserializer, Serializer, read_date, write_date};
    use serde::de::Error as _;

    pub(crate) fn serialize<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&write_date(*date))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        let text = String::deserialize(from)?;
        read_date(&text).ok_or_else(|| D::Error::custom("date"))
    }
}

/// `YYYY-MM-DD`.
pub fn write_date(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// The date, if the text is exactly `YYYY-MM-DD` and the calendar has it.
pub fn read_date(text: &str) -> Option<Date> {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let exact = (year.len(), month.len(), day.len()) == (4, 2, 2);
    if !exact || !digits(year) || !digits(month) || !digits(day) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// The word of a method, as the store and the log write it.
pub const fn method_word(method: Method) -> &'static str {
    match method {
        Method::Face => "face",
        Method::Pin => "pin",
        Method::Visual => "visual",
    }
}

/// A version: the number [`crate::VERSION`] and no other.
pub(crate) fn version<'de, D: Deserializer<'de>>(from: D) -> Result<u8, D::Error> {
    let version = u8::deserialize(from)?;
    if version == crate::VERSION { Ok(version) } else { Err(D::Error::custom("version")) }
}
