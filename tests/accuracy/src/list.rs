//! Labelled pictures: a folder with `list.tsv`.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// The first line of `list.tsv`.
const HEADER: &str = "identity\timage\tgroup";

/// Why there is no list to measure on.
#[derive(Debug)]
pub enum ListFault {
    /// The folder has none.
    Missing(PathBuf),
    /// This line of it is not what it should be.
    Line(usize),
    /// It names fewer than two people.
    TooFewPeople,
    /// It, or a picture that it names, can't be read.
    File(PathBuf, std::io::Error),
}

impl fmt::Display for ListFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(
                f,
                "there is no {}: nothing was measured. A folder of labelled pictures has a list.tsv with the \
                 columns identity, image (a path below the folder) and group",
                path.display()
            ),
            Self::Line(line) => write!(f, "list.tsv, line {line}: not `identity<TAB>image<TAB>group`"),
            Self::TooFewPeople => f.write_str("the list names fewer than two people: nothing to compare"),
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for ListFault {}

/// One picture of one person. What it is called stays in here: reports hold numbers only.
#[derive(Debug)]
pub struct Picture {
    /// Which person, counted from zero in the list's order.
    pub person: usize,
    /// Its file.
    pub path: PathBuf,
}

/// All pictures.
#[derive(Debug)]
pub struct List {
    /// In the list's order.
    pub pictures: Vec<Picture>,
    /// The group of each person.
    pub groups: Vec<String>,
    /// SHA-256 of `list.tsv` alone.
    pub of_list: [u8; 32],
    /// SHA-256 over the list and then every picture in its order, so that another set is another hash.
    pub sha256: [u8; 32],
}

impl List {
    /// Reads the list and every picture once.
    ///
    /// # Errors
    /// [`ListFault`]: a list with one line that is not understood is not used in part.
    pub fn read(folder: &Path) -> Result<Self, ListFault> {
        let path = folder.join("list.tsv");
        if !path.is_file() {
            return Err(ListFault::Missing(path));
        }
        let text = std::fs::read_to_string(&path).map_err(file(&path))?;
        let mut list = Self::parse(&text, folder)?;
        list.of_list = Sha256::digest(text.as_bytes()).into();
        let mut hash = Sha256::new_with_prefix(text.as_bytes());
        for picture in &list.pictures {
            let bytes = std::fs::read(&picture.path).map_err(file(&picture.path))?;
            hash.update(Sha256::digest(bytes));
        }
        list.sha256 = hash.finalize().into();
        Ok(list)
    }

    fn parse(text: &str, folder: &Path) -> Result<Self, ListFault> {
        let mut lines = (1..).zip(text.lines());
        if lines.next().is_none_or(|(_, line)| line.trim_end() != HEADER) {
            return Err(ListFault::Line(1));
        }
        let mut persons = BTreeMap::new();
        let mut list = Self { pictures: Vec::new(), groups: Vec::new(), of_list: [0; 32], sha256: [0; 32] };
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let mut fields = line.trim_end().split('\t');
            let [Some(identity), Some(image), Some(group), None] =
                [fields.next(), fields.next(), fields.next(), fields.next()]
            else {
                return Err(ListFault::Line(number));
            };
            let next = list.groups.len();
            let person = *persons.entry(identity.to_owned()).or_insert(next);
            if person == next {
                list.groups.push(group.to_owned());
            }
            list.pictures.push(Picture { person, path: folder.join(image) });
        }
        if list.groups.len() < 2 {
            return Err(ListFault::TooFewPeople);
        }
        Ok(list)
    }

    /// The names of the groups, sorted.
    #[must_use]
    pub fn group_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.groups.iter().map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The pictures of each person, by position in the list.
    #[must_use]
    pub fn of_each(&self) -> Vec<Vec<usize>> {
        let mut of = vec![Vec::new(); self.groups.len()];
        for (at, picture) in self.pictures.iter().enumerate() {
            if let Some(of) = of.get_mut(picture.person) {
                of.push(at);
            }
        }
        of
    }
}

/// What `map_err` makes of a failure with this file.
fn file(path: &Path) -> impl FnOnce(std::io::Error) -> ListFault + '_ {
    move |error| ListFault::File(path.to_owned(), error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_counted_in_the_order_of_the_list() {
        let text = "identity\timage\tgroup\nB\tb1.jpg\tx\nA\ta1.jpg\ty\nB\tb2.jpg\tx\n";
        let list = List::parse(text, Path::new("/f")).unwrap();
        assert_eq!(list.of_each(), [vec![0, 2], vec![1]]);
        assert_eq!(list.groups, ["x", "y"]);
        assert_eq!(list.pictures[2].path, Path::new("/f/b2.jpg"));
    }

    #[test]
    fn what_is_no_list_is_refused_with_its_line() {
        let line = |text: &str| match List::parse(text, Path::new("/f")) {
            Err(ListFault::Line(line)) => line,
            _ => 0,
        };
        assert_eq!(line("name,file\n"), 1);
        assert_eq!(line("identity\timage\tgroup\nA\ta.jpg\tx\nA\tb.jpg\n"), 3);
        assert!(matches!(
            List::parse("identity\timage\tgroup\nA\ta.jpg\tx\n", Path::new("/f")),
            Err(ListFault::TooFewPeople)
        ));
    }
}
