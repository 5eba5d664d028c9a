//! The commands of the counter: one table, which is also the help text.

use std::io::Write;

use crate::fault::MunicipalityFault;
use crate::order::Order;
use crate::{adjust, issue, lock, show};

/// What carries a command out.
type Deed = fn(&Order<'_>, &mut dyn Write) -> Result<(), MunicipalityFault>;

/// One command. Everything it takes stands in its usage line; `places`, `options` and `flags` are
/// that line in parts.
pub(crate) struct Form {
    /// The first word.
    pub(crate) name: &'static str,
    /// The whole line, without `card`.
    pub(crate) usage: &'static str,
    /// Words that have to be there, in order.
    pub(crate) places: &'static [&'static str],
    /// Options with a value.
    pub(crate) options: &'static [&'static str],
    /// Options without.
    pub(crate) flags: &'static [&'static str],
    /// What it does, for the help.
    summary: &'static str,
    /// The deed.
    pub(crate) carry_out: Deed,
}

const STORE: &str = "--store";
const NUMBER: &[&str] = &["NUMBER"];

/// All of them, in the order of the help.
pub(crate) static FORMS: [Form; 12] = [
    Form {
        name: "new",
        usage: "new PROFILE [--photo FILE [--crop x,y,w,h]] [--name N] [--address A] [--birth YYYY-MM-DD] \
                [--sex male|female] [--day YYYY-MM-DD] [--seed N] [--font FILE] [--store DIR]",
        places: &["PROFILE"],
        options: &[
            "--photo",
            "--crop",
            "--name",
            "--address",
            "--birth",
            "--sex",
            "--day",
            "--seed",
            "--font",
            STORE,
        ],
        flags: &[],
        summary: "issues a card in the state of a profile, to an invented person unless you name one",
        carry_out: issue::new,
    },
    Form {
        name: "list",
        usage: "list [--store DIR]",
        places: &[],
        options: &[STORE],
        flags: &[],
        summary: "lists the cards",
        carry_out: show::list,
    },
    Form {
        name: "show",
        usage: "show NUMBER [--secrets] [--store DIR]",
        places: NUMBER,
        options: &[STORE],
        flags: &["--secrets"],
        summary: "shows status, mark, dates and tries left; PINs and 照合番号B only with --secrets",
        carry_out: show::show,
    },
    Form {
        name: "lock-pins",
        usage: "lock-pins NUMBER [--signature removed|revoked-only] [--mark printed|case|none] [--store DIR]",
        places: NUMBER,
        options: &["--signature", "--mark", STORE],
        flags: &[],
        summary: "makes it a 顔認証 card: 署名用 away, random PIN, 4-digit PINs locked, mark written",
        carry_out: lock::lock_pins,
    },
    Form {
        name: "unlock",
        usage: "unlock NUMBER [--pin DIGITS] [--store DIR]",
        places: NUMBER,
        options: &["--pin", STORE],
        flags: &[],
        summary: "initialises the 4-digit PINs (to DIGITS, or those it was made with), strikes the mark through",
        carry_out: lock::unlock,
    },
    Form {
        name: "update",
        usage: "update NUMBER --address A [--font FILE] [--store DIR]",
        places: NUMBER,
        options: &["--address", "--font", STORE],
        flags: &[],
        summary: "Q7: writes a new address on a 顔認証 card and locks it again with another random PIN",
        carry_out: lock::update,
    },
    Form {
        name: "set-tries",
        usage: "set-tries NUMBER NAME N [--store DIR]",
        places: &["NUMBER", "NAME", "N"],
        options: &[STORE],
        flags: &[],
        summary: "sets the tries left; NAME is user-authentication, digital-signature, resident, support, \
                  check-number-a, check-number-b or birth-date",
        carry_out: adjust::set_tries,
    },
    Form {
        name: "expire",
        usage: "expire NUMBER MONTHS [--day YYYY-MM-DD] [--store DIR]",
        places: &["NUMBER", "MONTHS"],
        options: &["--day", STORE],
        flags: &[],
        summary: "lets the certificates have ended so many months before the day",
        carry_out: adjust::expire,
    },
    Form {
        name: "suspend",
        usage: "suspend NUMBER [--store DIR]",
        places: NUMBER,
        options: &[STORE],
        flags: &[],
        summary: "カード運用状況: 運用中 becomes 一時停止",
        carry_out: adjust::suspend,
    },
    Form {
        name: "resume",
        usage: "resume NUMBER [--store DIR]",
        places: NUMBER,
        options: &[STORE],
        flags: &[],
        summary: "カード運用状況: 一時停止 becomes 運用中",
        carry_out: adjust::resume,
    },
    Form {
        name: "profiles",
        usage: "profiles",
        places: &[],
        options: &[],
        flags: &[],
        summary: "lists the states that a card can be made in",
        carry_out: show::profiles,
    },
    Form {
        name: "help",
        usage: "help",
        places: &[],
        options: &[],
        flags: &[],
        summary: "this text",
        carry_out: help,
    },
];

/// The command of that name.
pub(crate) fn find(name: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.name == name)
}

fn help(_: &Order<'_>, out: &mut dyn Write) -> Result<(), MunicipalityFault> {
    for form in &FORMS {
        writeln!(out, "card {}\n    {}", form.usage, form.summary)?;
    }
    writeln!(
        out,
        "\nThe store is $XDG_DATA_HOME/mynumber-terminal/cards or ~/.local/share/mynumber-terminal/cards: \
         one JSON file per card,\nthe issuers in pki/. Take a card off the reader before you change it here: \
         a card on the reader\nwrites its file from its own memory. The day is today in Japan unless --day says."
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_stands_in_its_usage_line() {
        for form in &FORMS {
            assert!(form.usage.starts_with(form.name), "{}", form.usage);
            let words: Vec<_> = form.usage.split([' ', '[', ']']).collect();
            for part in form.places.iter().chain(form.options).chain(form.flags) {
                assert!(words.contains(part), "{part} in {}", form.usage);
            }
            let options = words.iter().filter(|word| word.starts_with("--")).count();
            assert_eq!(options, form.options.len() + form.flags.len(), "{}", form.usage);
        }
    }
}
