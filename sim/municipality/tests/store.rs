//! The store: what is kept, what survives, and who may be in it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "each test uses a part")]
mod support;

use std::fs::File;

use municipality::MunicipalityFault as Fault;
use support::{Counter, DAY};
use virtual_card::pki::Pki;

#[test]
fn the_first_card_makes_the_store_and_its_issuers() {
    let counter = Counter::empty();
    assert!(counter.says(&["list"]).contains("card new normal"));
    assert!(!counter.store().directory().exists(), "looking makes nothing");
    counter.says(&["new", "normal", "--day", DAY, "--seed", "77"]);
    let root = Pki::open(&counter.store().pki_directory()).unwrap().user_authentication_root().unwrap();
    counter.says(&["new", "no-sign", "--day", DAY]);
    let again = Pki::open(&counter.store().pki_directory()).unwrap().user_authentication_root().unwrap();
    assert_eq!(root, again, "the second card comes from the same issuers");
    assert!(matches!(counter.refuses(&["new", "normal", "--seed", "1"]), Fault::AnotherSeed { .. }));
    assert_eq!(counter.store().numbers().unwrap(), [1, 2]);
}

#[test]
fn numbers_go_on_from_the_highest() {
    let counter = Counter::with(&["normal", "normal"]);
    std::fs::remove_file(counter.store().card_path(1)).unwrap();
    counter.says(&["new", "normal", "--day", DAY]);
    assert_eq!(counter.store().numbers().unwrap(), [2, 3], "two cards never share keys");
}

#[test]
fn one_broken_card_hides_no_other() {
    let counter = Counter::with(&["normal", "tries=1"]);
    let path = counter.store().card_path(1);
    let whole = counter.bytes(1);
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let list = counter.says(&["list"]);
    assert!(list.contains("001 読めません") && list.contains("002 tries=1"), "{list}");
    for words in [["show", "1"], ["lock-pins", "1"], ["suspend", "1"]] {
        assert!(matches!(counter.refuses(&words), Fault::VirtualCard(_)), "{words:?}");
    }
    assert_eq!(counter.bytes(1), whole[..whole.len() / 2], "a broken card is left for its owner");
    counter.says(&["suspend", "2"]);
    std::fs::write(&path, &whole).unwrap();
    counter.says(&["suspend", "1"]);
}

#[test]
fn other_files_are_no_cards() {
    let counter = Counter::with(&["normal"]);
    for name in ["1.json", "0001.json", "000.json", "copy.json", "002.json.tmp", ".tmpAbCd", "003", "004.txt"]
    {
        std::fs::write(counter.store().directory().join(name), "not a card").unwrap();
    }
    assert_eq!(counter.store().numbers().unwrap(), [1]);
    counter.says(&["suspend", "1"]);
}

#[test]
fn a_copied_card_is_not_taken_for_another() {
    let counter = Counter::with(&["normal"]);
    std::fs::copy(counter.store().card_path(1), counter.store().card_path(2)).unwrap();
    for words in [["show", "2"], ["lock-pins", "2"]] {
        let fault = counter.refuses(&words);
        assert!(matches!(fault, Fault::AnotherCard { found: 1, .. }), "{fault:?}");
        assert!(fault.to_string().contains("its own name back"));
    }
    assert!(counter.says(&["list"]).contains("002 読めません"));
}

#[test]
fn two_cannot_be_at_the_counter_at_once() {
    let counter = Counter::with(&["normal"]);
    let before = counter.bytes(1);
    let lock = File::open(counter.store().directory().join("counter.lock")).unwrap();
    lock.lock().unwrap();
    for words in [["new", "normal", "--day", DAY].as_slice(), &["lock-pins", "1"], &["suspend", "1"]] {
        let fault = counter.refuses(words);
        assert!(matches!(fault, Fault::Busy { .. }), "{fault:?}");
        assert!(fault.to_string().contains("try again"));
    }
    assert!(counter.says(&["list"]).contains("001"), "looking needs no turn");
    assert_eq!(counter.bytes(1), before);
    drop(lock);
    counter.says(&["suspend", "1"]);
}

#[test]
fn a_store_that_is_no_directory_is_named() {
    let counter = Counter::empty();
    std::fs::write(counter.store().directory(), "a file").unwrap();
    for words in [["new", "normal", "--day", DAY].as_slice(), &["list"]] {
        let fault = counter.refuses(words);
        assert!(matches!(fault, Fault::Storage { .. }), "{fault:?}");
        assert!(fault.to_string().contains("another --store"));
    }
}

#[test]
fn issuers_that_are_gone_stop_what_needs_them_alone() {
    let counter = Counter::with(&["kao-ninsho"]);
    std::fs::remove_dir_all(counter.store().pki_directory()).unwrap();
    let before = counter.bytes(1);
    for words in [["expire", "1", "2", "--day", DAY].as_slice(), &["update", "1", "--address", "x"]] {
        assert!(matches!(counter.refuses(words), Fault::VirtualCard(_)), "{words:?}");
        assert_eq!(counter.bytes(1), before);
    }
    counter.says(&["unlock", "1"]);
}
