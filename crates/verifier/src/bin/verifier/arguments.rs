//! `--name value` arguments.

use std::str::FromStr;

use crate::Fault;

/// What was given and not yet taken.
pub(crate) struct Arguments {
    given: Vec<(String, String)>,
}

impl Arguments {
    /// Reads `--name value` pairs; names in `flags` stand alone.
    pub(crate) fn parse(words: impl Iterator<Item = String>, flags: &[&str]) -> Result<Self, Fault> {
        let mut given = Vec::new();
        let mut words = words;
        while let Some(word) = words.next() {
            let name = word.strip_prefix("--").ok_or_else(|| Fault::Usage(format!("what is {word}?")))?;
            let value = if flags.contains(&name) {
                String::new()
            } else {
                words.next().ok_or_else(|| Fault::Usage(format!("--{name} needs a value")))?
            };
            given.push((name.to_owned(), value));
        }
        Ok(Self { given })
    }

    /// All values of an argument.
    pub(crate) fn many(&mut self, name: &str) -> Vec<String> {
        let (taken, left) = std::mem::take(&mut self.given).into_iter().partition(|(given, _)| given == name);
        self.given = left;
        let taken: Vec<(String, String)> = taken;
        taken.into_iter().map(|(_, value)| value).collect()
    }

    /// The value of an argument that may be given once.
    pub(crate) fn optional(&mut self, name: &str) -> Result<Option<String>, Fault> {
        let mut values = self.many(name);
        let value = values.pop();
        if values.is_empty() { Ok(value) } else { Err(Fault::Usage(format!("--{name} is given twice"))) }
    }

    /// The value of an argument that must be given.
    pub(crate) fn required(&mut self, name: &str) -> Result<String, Fault> {
        self.optional(name)?.ok_or_else(|| Fault::Usage(format!("--{name} is needed")))
    }

    /// The value of an argument, read as something else than text.
    pub(crate) fn read<T: FromStr>(&mut self, name: &str) -> Result<Option<T>, Fault> {
        let Some(value) = self.optional(name)? else { return Ok(None) };
        value.parse().map(Some).map_err(|_| Fault::Usage(format!("--{name} can't be {value}")))
    }

    /// Whether a flag is given.
    pub(crate) fn flag(&mut self, name: &str) -> Result<bool, Fault> {
        Ok(self.optional(name)?.is_some())
    }

    /// Refuses what nobody took.
    pub(crate) fn finish(self) -> Result<(), Fault> {
        match self.given.first() {
            None => Ok(()),
            Some((name, _)) => Err(Fault::Usage(format!("--{name} does not belong here"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Result<Arguments, Fault> {
        Arguments::parse(line.split_whitespace().map(str::to_owned), &["flag"])
    }

    #[test]
    fn everything_is_taken_once_or_refused() {
        let mut given = arguments("--root a --port 5 --flag --root b").unwrap();
        assert_eq!(given.many("root"), ["a", "b"]);
        assert_eq!(given.read::<u16>("port").unwrap(), Some(5));
        assert!(given.flag("flag").unwrap());
        assert!(!given.flag("flag").unwrap());
        assert!(given.required("port").is_err());
        given.finish().unwrap();
    }

    #[test]
    fn mistakes_are_refused() {
        assert!(arguments("root a").is_err());
        assert!(arguments("--root").is_err());
        assert!(arguments("--port x").unwrap().read::<u16>("port").is_err());
        assert!(arguments("--port 1 --port 2").unwrap().optional("port").is_err());
        assert!(arguments("--port 1").unwrap().finish().is_err());
    }
}
