//! A value as the words of a line, both ways, and the tables that say which words.

use super::fault::Flaw;
use core::iter::Peekable;
use core::str::Split;

/// What can stand in a line. Reading takes exactly the words that writing gives.
pub(super) trait Worded: Copy {
    /// Adds the value's words to the line.
    fn write(&self, line: &mut String);

    /// Takes the value's words.
    fn read(words: &mut Words<'_>) -> Result<Self, Flaw>;

    /// Values in which every variant and every part occurs.
    #[cfg(test)]
    fn exemplars() -> Vec<Self>;
}

/// The words of a line that are still to be read.
pub(super) struct Words<'a>(Peekable<Split<'a, char>>);

impl<'a> Words<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        Self(line.split(' ').peekable())
    }

    pub(super) fn next(&mut self) -> Result<&'a str, Flaw> {
        self.0.next().ok_or(Flaw::Missing)
    }

    /// Takes this word, if it is the next one.
    pub(super) fn take(&mut self, word: &str) -> bool {
        self.0.next_if_eq(&word).is_some()
    }

    /// Takes this word, and no other.
    pub(super) fn expect(&mut self, word: &str) -> Result<(), Flaw> {
        if self.next()? == word { Ok(()) } else { Err(Flaw::UnknownWord) }
    }

    pub(super) fn labelled<T: Worded>(&mut self, label: &str) -> Result<T, Flaw> {
        self.expect(label)?;
        T::read(self)
    }

    pub(super) fn end<T>(mut self, value: T) -> Result<T, Flaw> {
        if self.0.next().is_none() { Ok(value) } else { Err(Flaw::Surplus) }
    }
}

/// Adds one word to the line.
pub(super) fn word(line: &mut String, word: &str) {
    if !line.is_empty() {
        line.push(' ');
    }
    line.push_str(word);
}

/// Enums by their words: `Variant(parts) = "word"`, or `Variant { part: "name" } = "word"`.
macro_rules! worded {
    ($($name:ty {
        $($variant:ident $(($($item:ident),+))? $({$($field:ident: $label:literal),+})? = $word:literal,)+
    })+) => {$(
        impl $crate::transcript::words::Worded for $name {
            fn write(&self, line: &mut String) {
                match *self {$(
                    Self::$variant $(($($item),+))? $({$($field),+})? => {
                        $crate::transcript::words::word(line, $word);
                        $($($item.write(line);)+)?
                        $($($crate::transcript::words::word(line, $label); $field.write(line);)+)?
                    }
                )+}
            }

            fn read(words: &mut $crate::transcript::words::Words<'_>) -> Result<Self, Flaw> {
                match words.next()? {
                    $($word => {
                        $($(let $item = Worded::read(words)?;)+)?
                        $($(let $field = words.labelled($label)?;)+)?
                        Ok(Self::$variant $(($($item),+))? $({$($field),+})?)
                    })+
                    _ => Err(Flaw::UnknownWord),
                }
            }

            #[cfg(test)]
            fn exemplars() -> Vec<Self> {
                let mut all = Vec::new();
                $({
                    $($(let $item = <_ as Worded>::exemplars();)+)?
                    $($(let $field = <_ as Worded>::exemplars();)+)?
                    for _row in Row::all(&[$($($item.len(),)+)? $($($field.len(),)+)?]) {
                        $($(let $item = $item[_row.next()];)+)?
                        $($(let $field = $field[_row.next()];)+)?
                        all.push(Self::$variant $(($($item),+))? $({$($field),+})?);
                    }
                })+
                all
            }
        }
    )+};
}
pub(super) use worded;

/// Structs whose fields all have names: `field: "name"`.
macro_rules! recorded {
    ($($name:ident { $($field:ident: $label:literal),+ $(,)? })+) => {$(
        impl $crate::transcript::words::Worded for $name {
            fn write(&self, line: &mut String) {
                let Self { $($field),+ } = self;
                $($crate::transcript::words::word(line, $label); $field.write(line);)+
            }

            fn read(words: &mut $crate::transcript::words::Words<'_>) -> Result<Self, Flaw> {
                Ok(Self { $($field: words.labelled($label)?),+ })
            }

            #[cfg(test)]
            fn exemplars() -> Vec<Self> {
                $(let $field = <_ as Worded>::exemplars();)+
                let rows = Row::all(&[$($field.len()),+]);
                rows.into_iter().map(|row| Self { $($field: $field[row.next()]),+ }).collect()
            }
        }
    )+};
}
pub(super) use recorded;

/// One exemplar of several parts: all have their first value, but one at most.
#[cfg(test)]
pub(super) struct Row {
    /// Parts that come before that one.
    before: core::cell::Cell<usize>,
    value: usize,
}

#[cfg(test)]
impl Row {
    /// Rows in which each value of each part occurs; a new value adds a row and changes none.
    /// `counts`: how many values each part has.
    pub(super) fn all(counts: &[usize]) -> Vec<Self> {
        let row = |place: usize, value: usize| Self { before: place.into(), value };
        let others = |(place, count): (usize, &usize)| (1..*count).map(move |value| row(place, value));
        let mut all = vec![row(0, 0)];
        all.extend(counts.iter().enumerate().flat_map(others));
        all
    }

    /// Which value the next part has.
    pub(super) fn next(&self) -> usize {
        let before = self.before.get();
        self.before.set(before.wrapping_sub(1));
        if before == 0 { self.value } else { 0 }
    }
}
