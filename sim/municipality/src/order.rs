//! One command line, taken apart by its form.

use std::path::{Path, PathBuf};

use virtual_card::date::Date;
use virtual_card::pictures::DEBIAN_FONT;

use crate::fault::MunicipalityFault;
use crate::form::Form;
use crate::store::Store;
use crate::surroundings;

/// Words in their places, options with their values.
pub(crate) struct Order<'a> {
    form: &'static Form,
    places: Vec<&'a str>,
    options: Vec<(&'static str, &'a str)>,
    flags: Vec<&'static str>,
}

impl<'a> Order<'a> {
    /// Reads the words after the command's name.
    pub(crate) fn read(form: &'static Form, words: &'a [String]) -> Result<Self, MunicipalityFault> {
        let mut order = Self { form, places: Vec::new(), options: Vec::new(), flags: Vec::new() };
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            if let Some(option) = named(form.options, word) {
                let value = words.next().filter(|value| !value.starts_with("--"));
                let value =
                    value.ok_or(MunicipalityFault::MissingWord { what: option, usage: form.usage })?;
                order.refuse_repeated(option)?;
                order.options.push((option, value));
            } else if let Some(flag) = named(form.flags, word) {
                order.refuse_repeated(flag)?;
                order.flags.push(flag);
            } else if word.starts_with("--") || order.places.len() == form.places.len() {
                return Err(MunicipalityFault::UnexpectedWord { usage: form.usage });
            } else {
                order.places.push(word);
            }
        }
        match form.places.get(order.places.len()) {
            Some(what) => Err(MunicipalityFault::MissingWord { what, usage: form.usage }),
            None => Ok(order),
        }
    }

    fn refuse_repeated(&self, option: &'static str) -> Result<(), MunicipalityFault> {
        if self.option(option).is_some() || self.flag(option) {
            return Err(MunicipalityFault::Repeated { option });
        }
        Ok(())
    }

    /// The word in that place of the usage line.
    pub(crate) fn word(&self, what: &'static str) -> Result<&'a str, MunicipalityFault> {
        let named = self.form.places.iter().zip(&self.places).find(|(place, _)| **place == what);
        named.map(|(_, word)| *word).ok_or(MunicipalityFault::MissingWord { what, usage: self.form.usage })
    }

    /// The value of an option.
    pub(crate) fn option(&self, name: &str) -> Option<&'a str> {
        self.options.iter().find(|(option, _)| *option == name).map(|(_, value)| *value)
    }

    /// The value of an option that has to be there.
    pub(crate) fn needed(&self, name: &'static str) -> Result<&'a str, MunicipalityFault> {
        self.option(name).ok_or(MunicipalityFault::MissingWord { what: name, usage: self.form.usage })
    }

    /// Whether an option without value is there.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.flags.contains(&name)
    }

    /// The card's number, from 1; leading zeros as in its file's name are fine.
    pub(crate) fn number(&self) -> Result<u32, MunicipalityFault> {
        let wrong = MunicipalityFault::WordForm { what: "NUMBER", form: "1 … 999999" };
        match digits(self.word("NUMBER")?) {
            Some(number @ 1..=999_999) => Ok(number),
            _ => Err(wrong),
        }
    }

    /// `--store`, or the machine's.
    pub(crate) fn store(&self) -> Result<Store, MunicipalityFault> {
        match self.option("--store") {
            Some(directory) => Ok(Store::at(directory)),
            None => Store::of_this_machine(),
        }
    }

    /// `--day`, or today.
    pub(crate) fn day(&self) -> Result<Date, MunicipalityFault> {
        match self.option("--day") {
            Some(text) => date("--day", text),
            None => surroundings::today().ok_or(MunicipalityFault::Clock),
        }
    }

    /// `--font`, or Debian's.
    pub(crate) fn font(&self) -> PathBuf {
        PathBuf::from(self.option("--font").unwrap_or(DEBIAN_FONT))
    }

    /// `--photo`.
    pub(crate) fn photo(&self) -> Option<&'a Path> {
        self.option("--photo").map(Path::new)
    }
}

/// The entry of `names` that `word` is.
fn named(names: &[&'static str], word: &str) -> Option<&'static str> {
    names.iter().find(|name| **name == word).copied()
}

/// A number written in ASCII digits alone; `str::parse` would take a sign.
pub(crate) fn digits<N: std::str::FromStr>(text: &str) -> Option<N> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// A day; `what` names the option it stands in.
pub(crate) fn date(what: &'static str, text: &str) -> Result<Date, MunicipalityFault> {
    Date::parse(text).map_err(|_| MunicipalityFault::WordForm { what, form: "YYYY-MM-DD" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form;
    use proptest::prelude::*;

    proptest! {
        /// Whatever is typed, the order holds it whole or says what is wrong.
        #[test]
        fn any_words_are_read_or_refused(
            at in 0..form::FORMS.len(),
            words in proptest::collection::vec("(--)?(store|secrets|pin|1|2026-01-01|.{0,6})", 0..6),
        ) {
            let form = &form::FORMS[at];
            if let Ok(order) = Order::read(form, &words) {
                prop_assert_eq!(order.places.len(), form.places.len());
                let taken = order.places.len() + 2 * order.options.len() + order.flags.len();
                prop_assert_eq!(taken, words.len());
                let number = order.number();
                prop_assert!(number.is_err() || form.places.first() == Some(&"NUMBER"));
            }
        }
    }

    #[test]
    fn numbers_are_digits_alone() {
        assert_eq!(digits::<u32>("007"), Some(7));
        for text in ["", "+7", "-7", "７", "7 ", "4294967296"] {
            assert_eq!(digits::<u32>(text), None, "{text}");
        }
    }
}
