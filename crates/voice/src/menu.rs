//! Which keys choose what: the ways on of a screen, numbered as they are spoken.
//!
//! Numbers follow one order, whatever the shape of the screen. Staff's screens have no numbers: what staff
//! confirm is touched by staff, and no key of the patient's keypad stands for it. "Enter" confirms on the
//! PIN pad alone: elsewhere a key that was pressed twice would agree to what nobody has heard yet.

use policy::{Availability, Method, Methods};
use terminal::{Choice, Language, Screen};
use ui::texts::catalogue::Buttons;
use ui::texts::{Catalogue, methods};

/// Where a key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// For the session machine.
    Choice(Choice),
    /// What is heard from now on.
    Language(Language),
}

/// A way on, and its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where it leads.
    pub way: Way,
    /// Its name.
    pub label: &'static str,
    /// What happens then; may be empty.
    pub explained: &'static str,
}

/// The ways on of a screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Menu {
    /// Chosen by 1, 2 and so on.
    pub numbered: Vec<Item>,
    /// Chosen by 0: the way back or out.
    pub zero: Option<Item>,
}

impl Menu {
    /// Where a digit leads.
    pub fn way(&self, digit: u8) -> Option<Way> {
        let item = match digit.checked_sub(1) {
            None => self.zero.as_ref(),
            Some(nth) => self.numbered.get(usize::from(nth)),
        };
        item.map(|item| item.way)
    }
}

/// The menu of a screen.
pub fn menu(texts: &'static Catalogue, screen: &Screen, language: Language) -> Menu {
    let said = &texts.buttons;
    let ends = |numbered| Menu { numbered, zero: Some(item(Choice::Cancel, said.cancel)) };
    let leads_back = |numbered| Menu { numbered, zero: Some(item(Choice::Back, said.back)) };
    match screen {
        Screen::Waiting => Menu { numbered: languages(language), zero: None },
        Screen::Choose { methods, reopenable, .. } => ends(ways(texts, methods, *reopenable)),
        Screen::LastTryWarning { confirmable } => ends(last_try(said, *confirmable)),
        Screen::OfferRegistration => {
            ends(vec![item(Choice::Confirm, said.register), item(Choice::Back, said.do_not_register)])
        }
        Screen::Camera { .. } => leads_back(vec![item(Choice::CannotTurn, said.cannot_turn)]),
        Screen::StaffCredential { .. } | Screen::CheckNumberPad { method: Method::Face, .. } => {
            leads_back(Vec::new())
        }
        Screen::PinPad { .. } | Screen::CheckNumberPad { .. } => Menu::default(),
        Screen::StaffConfirm { .. } | Screen::StaffReopen(_) => Menu::default(),
        Screen::TakeYourCard | Screen::Ending(_) => Menu::default(),
        Screen::Reading | Screen::Connecting | Screen::CheckingPin => Menu::default(),
        Screen::ReadingPhoto | Screen::Signing => Menu::default(),
    }
}

/// The methods that are open, and the way to have a closed PIN opened.
fn ways(texts: &'static Catalogue, methods: &Methods, reopenable: bool) -> Vec<Item> {
    let open = |method: &Method| methods.of(*method) == Availability::Open;
    let open = Method::ALL.into_iter().filter(open).map(|method| by(texts, method));
    open.chain(reopenable.then(|| ask_staff(texts))).collect()
}

/// The safe way is the first; the other has a number once it can be chosen.
fn last_try(said: &Buttons, confirmable: bool) -> Vec<Item> {
    let safe = item(Choice::Back, said.do_not_insist);
    let insist = confirmable.then(|| item(Choice::Insist, said.insist));
    std::iter::once(safe).chain(insist).collect()
}

const fn item(choice: Choice, label: &'static str) -> Item {
    Item { way: Way::Choice(choice), label, explained: "" }
}

const fn by(texts: &'static Catalogue, method: Method) -> Item {
    let named = methods::named(texts, method);
    Item { explained: named.explained, ..item(Choice::Method(method), named.name) }
}

const fn ask_staff(texts: &'static Catalogue) -> Item {
    let said = &texts.buttons;
    Item { explained: said.ask_staff_explained, ..item(Choice::AskStaff, said.ask_staff) }
}

/// The other languages, each by its own name.
fn languages(own: Language) -> Vec<Item> {
    let named = |language| Item {
        way: Way::Language(language),
        label: ui::texts::catalogue(language).name,
        explained: "",
    };
    Language::ALL.into_iter().filter(|language| *language != own).map(named).collect()
}
