//! Numbers, dates, and what may be missing or failed, as words.

use super::fault::Flaw;
use super::words::{Worded, Words, word};
use policy::{ComparisonScore, Date, Millis, RevisionId};
use std::fmt::Write as _;
use terminal::{LedgerFault, StaffId, Ticket};

/// Numbers, and numbers with a name.
macro_rules! numbers {
    ($($plain:ty),+; $($name:ident($inner:ty)),+) => {
        $(impl Worded for $plain {
            fn write(&self, line: &mut String) {
                word(line, &self.to_string());
            }

            fn read(words: &mut Words<'_>) -> Result<Self, Flaw> {
                let word = words.next()?;
                let number: Self = word.parse().map_err(|_| Flaw::Number)?;
                // "+7" and "007" are seven too, and are not how it is written.
                if number.to_string() == word { Ok(number) } else { Err(Flaw::Number) }
            }

            #[cfg(test)]
            fn exemplars() -> Vec<Self> {
                vec![Self::MIN, Self::MAX]
            }
        })+
        $(impl Worded for $name {
            fn write(&self, line: &mut String) {
                self.0.write(line);
            }

            fn read(words: &mut Words<'_>) -> Result<Self, Flaw> {
                <$inner>::read(words).map(Self)
            }

            #[cfg(test)]
            fn exemplars() -> Vec<Self> {
                <$inner>::exemplars().into_iter().map(Self).collect()
            }
        })+
    };
}
numbers! {
    u8, u16, u32, u64, i16, core::num::NonZeroU8;
    Ticket(u32), Millis(u64), ComparisonScore(i16), StaffId(u16), RevisionId(u16)
}

impl Worded for bool {
    fn write(&self, line: &mut String) {
        word(line, if *self { "yes" } else { "no" });
    }

    fn read(words: &mut Words<'_>) -> Result<Self, Flaw> {
        match words.next()? {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(Flaw::UnknownWord),
        }
    }

    #[cfg(test)]
    fn exemplars() -> Vec<Self> {
        vec![false, true]
    }
}

impl Worded for () {
    fn write(&self, _: &mut String) {}

    fn read(_: &mut Words<'_>) -> Result<Self, Flaw> {
        Ok(())
    }

    #[cfg(test)]
    fn exemplars() -> Vec<Self> {
        vec![()]
    }
}

/// A fault without parts: `failed` says it all.
impl Worded for LedgerFault {
    fn write(&self, _: &mut String) {}

    fn read(_: &mut Words<'_>) -> Result<Self, Flaw> {
        Ok(Self)
    }

    #[cfg(test)]
    fn exemplars() -> Vec<Self> {
        vec![Self]
    }
}

/// `2023-11-24`.
impl Worded for Date {
    fn write(&self, line: &mut String) {
        word(line, "");
        // Writing to a String does not fail.
        let _ = write!(line, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day());
    }

    fn read(words: &mut Words<'_>) -> Result<Self, Flaw> {
        let word = words.next()?;
        let mut parts = word.splitn(3, '-');
        let mut part = || parts.next().and_then(|part| part.parse::<u16>().ok()).ok_or(Flaw::Number);
        let (year, month, day) = (part()?, part()?, part()?);
        let small = |number| u8::try_from(number).map_err(|_| Flaw::Number);
        let date = Self::new(year, small(month)?, small(day)?).ok_or(Flaw::Number)?;
        let mut written = String::new();
        date.write(&mut written);
        if written == word { Ok(date) } else { Err(Flaw::Number) }
    }

    #[cfg(test)]
    fn exemplars() -> Vec<Self> {
        vec![Self::new(1868, 1, 1).unwrap(), Self::new(9999, 12, 31).unwrap()]
    }
}

/// `none`, or the value: no value that may be missing begins with that word.
impl<T: Worded> Worded for Option<T> {
    fn write(&self, line: &mut String) {
        match self {
            Some(value) => value.write(line),
            None => word(line, "none"),
        }
    }

    fn read(words: &mut Words<'_>) -> Result<Self, Flaw> {
        if words.take("none") {
            return Ok(None);
        }
        T::read(words).map(Some)
    }

    #[cfg(test)]
    fn exemplars() -> Vec<Self> {
        let mut all = vec![None];
        all.extend(T::exemplars().into_iter().map(Some));
        all
    }
}

/// `ok` and the value, or `failed` and the fault.
impl<T: Worded, E: Worded> Worded for Result<T, E> {
    fn write(&self, line: &mut String) {
        match self {
            Ok(value) => {
                word(line, "ok");
                value.write(line);
            }
            Err(fault) => {
                word(line, "failed");
                fault.write(line);
            }
        }
    }

    fn read(words: &mut Words<'_>) -> Result<Self, Flaw> {
        match words.next()? {
            "ok" => T::read(words).map(Ok),
            "failed" => E::read(words).map(Err),
            _ => Err(Flaw::UnknownWord),
        }
    }

    #[cfg(test)]
    fn exemplars() -> Vec<Self> {
        let values = T::exemplars().into_iter().map(Ok);
        values.chain(E::exemplars().into_iter().map(Err)).collect()
    }
}
