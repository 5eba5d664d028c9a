//! What the holder alone knows leaves the store by `show --secrets` and by nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "each test uses a part")]
mod support;

use support::{Counter, DAY};
use virtual_card::card_file::{CardFile, ReferenceName};

/// Planted, so that no date or number of the output can be taken for it.
const PIN: &str = "7391";

/// What must not be read anywhere: every PIN, 照合番号B, 個人番号 and the security code of a card.
fn secrets(card: &CardFile) -> Vec<String> {
    let names = ReferenceName::ALL.into_iter().filter(|name| *name != ReferenceName::BirthDate);
    let values = names.filter_map(|name| card.secret(name)).map(|secret| secret.reveal().to_owned());
    values.chain([card.front.security_code.clone()]).collect()
}

/// Everything that a run can say, without the store's random path.
fn said(counter: &Counter, words: &[&str]) -> String {
    let (text, end) = counter.run(words);
    let fault = end.err().map(|fault| format!("{fault} {fault:?}")).unwrap_or_default();
    (text + &fault).replace(counter.store().directory().to_str().unwrap(), "STORE")
}

fn assert_silent(counter: &Counter, secrets: &[String], words: &[&str]) {
    let text = said(counter, words);
    for secret in secrets {
        assert!(!text.contains(secret.as_str()), "{words:?} says a secret: {text}");
    }
}

#[test]
fn no_command_says_a_secret() {
    let counter = Counter::with(&["normal", "kao-ninsho"]);
    let mut known: Vec<String> = [1, 2].iter().flat_map(|number| secrets(&counter.card(*number))).collect();
    known.push(PIN.to_owned());
    for words in [
        ["list"].as_slice(),
        // Before the lock: a random PIN is none of the years that the card shows.
        &["expire", "1", "2", "--day", DAY],
        &["show", "1"],
        &["show", "2"],
        &["lock-pins", "1"],
        &["show", "1"],
        &["update", "1", "--address", "東京都架空市移転先"],
        &["set-tries", "1", "check-number-b", "5"],
        &["suspend", "1"],
        &["lock-pins", "1"],
        &["resume", "1"],
        &["unlock", "1", "--pin", PIN],
        &["show", "1"],
        &["list"],
        &["unlock", "1"],
        &["new", "normal", "--day", DAY],
        &["help"],
        &["profiles"],
    ] {
        // The random PIN of a lock is a secret too, before and after.
        known.extend(secrets(&counter.card(1)).into_iter().chain(secrets(&counter.card(2))));
        assert_silent(&counter, &known, words);
        assert_silent(&counter, &secrets(&counter.card(1)), words_again(words));
    }
    assert_silent(&counter, &secrets(&counter.card(3)), &["show", "3"]);
}

/// What to say again after a command: the card as it is now.
fn words_again<'a>(words: &[&'a str]) -> &'a [&'a str] {
    if words.contains(&"1") { &["show", "1"] } else { &["list"] }
}

#[test]
fn a_pin_in_the_wrong_place_is_not_repeated() {
    let counter = Counter::with(&["kao-ninsho"]);
    let pins = ["7391", "73911"].map(str::to_owned);
    for words in [
        ["unlock", "1", "7391"].as_slice(),
        &["unlock", "1", "--7391"],
        &["unlock", "1", "--pin=7391"],
        &["unlock", "1", "--pin", "73911"],
        &["unlock", "1", "--pin", "7391", "--pin", "7391"],
        &["set-tries", "1", "7391", "3"],
        &["set-tries", "1", "support", "7391"],
        &["expire", "1", "7391"],
        &["lock-pins", "1", "--mark", "7391"],
        &["7391"],
    ] {
        assert_silent(&counter, &pins, words);
        assert!(counter.run(words).1.is_err(), "{words:?}");
    }
}

#[test]
fn the_search_finds_what_is_said() {
    let counter = Counter::with(&["kao-ninsho"]);
    counter.says(&["unlock", "1", "--pin", PIN]);
    let text = said(&counter, &["show", "1", "--secrets"]);
    assert_eq!(text.matches(PIN).count(), 3);
    let found = secrets(&counter.card(1)).iter().filter(|secret| text.contains(secret.as_str())).count();
    // Of the card's seven values all but 照合番号A: the security code stands in 照合番号B.
    assert_eq!(found, 6);
}
