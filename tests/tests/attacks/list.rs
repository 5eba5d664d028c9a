//! The list itself: `tests/attacks.toml` names every attack's tests, every test of an attack is in
//! it, and `tests/ATTACKS.md` is what it says. `BLESS=1` writes that file anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    attack: Vec<Attack>,
    /// What nothing here stops.
    open: Vec<Open>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Attack {
    id: String,
    from: String,
    attack: String,
    defence: String,
    keeps: String,
    left: String,
    tests: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    id: String,
    attack: String,
    why: String,
}

impl Attack {
    /// File and function of each test.
    fn tests(&self) -> impl Iterator<Item = (&str, &str)> {
        self.tests.split_whitespace().map(|test| test.split_once("::").expect(test))
    }
}

fn list() -> List {
    toml::from_str(&std::fs::read_to_string(repository().join("tests/attacks.toml")).unwrap()).unwrap()
}

/// The functions of a file that are tests, and not switched off.
fn tests_in(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut attributes = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[") {
            attributes.push(line);
            continue;
        }
        if let Some(rest) = line.strip_prefix("fn ") {
            let marked = attributes.contains(&"#[test]");
            if marked && !attributes.iter().any(|it| it.starts_with("#[ignore")) {
                let name = rest.split('(').next().unwrap();
                found.insert(name.to_owned());
            }
        }
        if !line.starts_with("//") {
            attributes.clear();
        }
    }
    found
}

fn read(file: &str) -> String {
    std::fs::read_to_string(repository().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

#[test]
fn tests_are_found_and_those_switched_off_are_not() {
    let text = "#[test]\nfn one() {}\nfn two() {}\n#[test]\n#[ignore = \"slow\"]\nfn three() {}\n\
                proptest! {\n    #[test]\n    fn four(x in 0..1) {}\n}\n#[test]\n/// Words.\nfn five() {}\n";
    assert_eq!(tests_in(text).into_iter().collect::<Vec<_>>(), ["five", "four", "one"]);
}

#[test]
fn every_attack_names_tests_that_exist() {
    let list = list();
    assert!(list.attack.len() > 40 && !list.open.is_empty());
    let mut files: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for attack in &list.attack {
        assert!(ids.insert(&attack.id), "{} twice", attack.id);
        assert_ne!(attack.tests().count(), 0, "{} has no test", attack.id);
        for (file, test) in attack.tests() {
            let tests = files.entry(file.to_owned()).or_insert_with(|| tests_in(&read(file)));
            assert!(tests.contains(test), "{}: no test {test} in {file}", attack.id);
        }
        for text in [&attack.attack, &attack.defence, &attack.keeps, &attack.left, &attack.from] {
            assert!(!text.is_empty() && !text.contains('|'), "{}: {text:?}", attack.id);
        }
        let invariants = attack.keeps.split(' ').all(|keeps| {
            keeps.strip_prefix("Inv").is_some_and(|number| (1..=13).contains(&number.parse::<u8>().unwrap()))
        });
        assert!(invariants, "{}: {}", attack.id, attack.keeps);
    }
    for open in &list.open {
        assert!(ids.insert(&open.id), "{} twice", open.id);
        assert!(!open.attack.is_empty() && !open.why.is_empty(), "{}", open.id);
    }
}

/// Files named `attacks.rs` and folders named `attacks` hold tests of attacks and nothing else.
#[test]
fn every_test_of_an_attack_is_in_the_list() {
    let list = list();
    let listed: BTreeSet<_> = list.attack.iter().flat_map(Attack::tests).collect();
    let mut places = vec!["tests/tests".to_owned()];
    for entry in std::fs::read_dir(repository().join("crates")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        places.push(format!("crates/{name}/tests"));
    }
    let mut files = vec![];
    for place in &places {
        files.push(format!("{place}/attacks.rs"));
        let folder = std::fs::read_dir(repository().join(place).join("attacks"));
        for entry in folder.into_iter().flatten() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            files.push(format!("{place}/attacks/{name}"));
        }
    }
    files.retain(|file| file != "tests/tests/attacks/list.rs" && repository().join(file).exists());
    assert!(files.len() > 8, "{files:?}");
    for file in &files {
        for test in tests_in(&read(file)) {
            assert!(listed.contains(&(file.as_str(), test.as_str())), "{file}::{test} is in no attack");
        }
    }
}

fn rendered(list: &List) -> String {
    let mut out = String::from(
        "# Attacks\n\nWho might pretend to be somebody else, what stands against it, what remains possible, and the test\n\
         that tries it. Generated from [attacks.toml](attacks.toml); `BLESS=1 cargo test --workspace --test attacks`\n\
         writes it anew, `cargo xtask attacks` prints it and runs every test that is named here.\n",
    );
    let mut from = "";
    for attack in &list.attack {
        if attack.from != from {
            from = &attack.from;
            write!(out, "\n## {from}\n\n| attack | defence | keeps | what is left | tests |\n").unwrap();
            out.push_str("| --- | --- | --- | --- | --- |\n");
        }
        let tests: Vec<_> = attack.tests().map(|(file, test)| format!("[{test}](../{file})")).collect();
        let Attack { id, attack, defence, keeps, left, .. } = attack;
        let tests = tests.join("<br>");
        writeln!(out, "| <a id=\"{id}\"></a>{attack} | {defence} | {keeps} | {left} | {tests} |").unwrap();
    }
    out.push_str("\n## What nothing here stops\n\n| attack | why |\n| --- | --- |\n");
    for Open { id, attack, why } in &list.open {
        writeln!(out, "| <a id=\"{id}\"></a>{attack} | {why} |").unwrap();
    }
    out
}

#[test]
fn the_table_is_what_the_list_says() {
    let table = rendered(&list());
    let path = repository().join("tests/ATTACKS.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).unwrap_or_default() == table,
        "BLESS=1 cargo test --workspace --test attacks writes tests/ATTACKS.md anew"
    );
    // Attacks of one kind stand together: a second heading of the same words would hide that.
    let headings: Vec<_> = table.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headings.len(), headings.iter().collect::<BTreeSet<_>>().len());
}
