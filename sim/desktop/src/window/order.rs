//! The orders that a person at the window or a script gives, one a line. Both come through here.

use policy::Method;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;
use terminal::Choice;
use ui::scene::Action;
use virtual_card::profile::Profile;

/// The longest line that is read.
pub const LONGEST: usize = 1024;
/// How long `expect` waits where the line does not say.
const PATIENCE: Duration = Duration::from_secs(10);
/// Nobody waits longer, and no clock goes further ahead at once: a day.
const DAY: u64 = 86_400;

/// One order.
pub enum Order {
    /// Puts a card on the reader: a new one, one from a file, or the last one again.
    Insert(Card),
    /// Takes it away.
    Remove,
    /// Takes it away in the middle of the command that comes after so many.
    RemoveAfter(u64),
    /// Touches the terminal's screen here.
    TouchAt(i32, i32),
    /// Touches a button, or a key of the pad that is shown.
    Touch(Aim),
    /// Types what the card's holder or the staff know.
    Type(Known),
    /// Who stands before the camera.
    Face(Face),
    /// Whether the camera works.
    Camera(CameraState),
    /// Starts or ends the verification service.
    Service(bool),
    /// Lets so many seconds pass.
    Clock(u64),
    /// Waits for a screen.
    Expect(Wanted, Duration),
    /// Saves the window as a PNG, without pictures of persons.
    Shot(PathBuf),
    /// Saves the transcript of the last session.
    Transcript(PathBuf),
    /// Asks what is going on.
    State,
    /// Ends the simulator.
    Quit,
}

/// Which card.
pub enum Card {
    /// A new one of this profile, by its name.
    New(String),
    /// From a file.
    File(PathBuf),
    /// The one that was there before.
    Again,
}

/// What is touched, by its meaning. No Debug: which key it is may be secret.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// A button.
    Choice(Choice),
    /// A key with this character, whatever pad is shown.
    Character(u8),
    /// The key that takes the last one back, whatever pad is shown.
    Erase,
}

impl Aim {
    /// Whether a target means this.
    pub fn is(self, action: Action) -> bool {
        match (self, action) {
            (Self::Choice(aim), Action::Choice(choice)) => aim == choice,
            (
                Self::Character(aim),
                Action::PinDigit(key) | Action::NumberDigit(key) | Action::Character(key),
            ) => aim == key,
            (Self::Erase, Action::PinErase | Action::NumberErase | Action::CharacterErase) => true,
            _ => false,
        }
    }
}

/// What is typed. The digits stay with the card's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// The card's PIN.
    Pin,
    /// Another PIN.
    WrongPin,
    /// 照合番号B.
    CheckNumber,
    /// The staff's credential.
    Credential,
}

/// Who stands before the camera.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Face {
    /// Nobody.
    None,
    /// The holder, on another day than the photo's.
    Holder,
    /// Somebody else.
    Stranger,
    /// A photograph of the holder, on a sheet.
    Print,
    /// A picture.
    File(PathBuf),
}

/// How the camera is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraState {
    /// It works.
    Good,
    /// It is unplugged.
    None,
    /// It hangs.
    Frozen,
    /// Its shutter is closed.
    Black,
}

/// The name of a screen as the code has it, or all of it: `pinpad`, `ending(verified)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted(String);

impl Wanted {
    /// Whether this is the screen.
    pub fn is(&self, screen: &terminal::Screen) -> bool {
        let whole: String = format!("{screen:?}").to_lowercase().split_whitespace().collect();
        self.0 == whole || whole.split(['(', '{']).next() == Some(self.0.as_str())
    }
}

/// Why a line is no order. Says nothing of what the line said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misread {
    /// Nothing on it.
    Empty,
    /// Longer than [`LONGEST`].
    TooLong,
    /// Not UTF-8, or with control characters.
    NotText,
    /// No order of that name.
    Unknown,
    /// The order takes other words.
    Words(&'static str),
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("an empty line"),
            Self::TooLong => write!(f, "a line of more than {LONGEST} bytes"),
            Self::NotText => f.write_str("a line that is no text"),
            Self::Unknown => f.write_str("no order of that name; see `sim help`"),
            Self::Words(usage) => write!(f, "it is: {usage}"),
        }
    }
}

impl Order {
    /// Reads a line.
    ///
    /// # Errors
    ///
    /// [`Misread`].
    pub fn read(line: &[u8]) -> Result<Self, Misread> {
        if line.len() > LONGEST {
            return Err(Misread::TooLong);
        }
        let line = std::str::from_utf8(line).map_err(|_| Misread::NotText)?.trim();
        if line.chars().any(char::is_control) {
            return Err(Misread::NotText);
        }
        let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
        named(name, rest.trim())
    }
}

fn named(name: &str, rest: &str) -> Result<Order, Misread> {
    let wrong = Misread::Words;
    match name {
        "" => Err(Misread::Empty),
        "insert" => Ok(Order::Insert(card(rest))),
        "remove" => removal(rest).ok_or(wrong("remove [after N commands]")),
        "touch" => touch(rest).ok_or(wrong("touch X Y, or touch BUTTON")),
        "key" => key(rest).map(Order::Touch).ok_or(wrong("key CHARACTER, or key erase")),
        "type" => known(rest).map(Order::Type).ok_or(wrong("type pin|wrong-pin|number|credential")),
        "face" => face(rest).map(Order::Face).ok_or(wrong("face none|holder|stranger|print|FILE")),
        "camera" => camera(rest).map(Order::Camera).ok_or(wrong("camera good|none|frozen|black")),
        "service" => service(rest).map(Order::Service).ok_or(wrong("service up|down")),
        "clock" => clock(rest).map(Order::Clock).ok_or(wrong("clock +SECONDS, a day at most")),
        "expect" => expect(rest).ok_or(wrong("expect SCREEN [within SECONDS]")),
        "shot" => file(rest).map(Order::Shot).ok_or(wrong("shot FILE")),
        "transcript" => file(rest).map(Order::Transcript).ok_or(wrong("transcript FILE")),
        "state" if rest.is_empty() => Ok(Order::State),
        "state" => Err(wrong("state")),
        "quit" if rest.is_empty() => Ok(Order::Quit),
        "quit" => Err(wrong("quit")),
        _ => Err(Misread::Unknown),
    }
}

fn card(rest: &str) -> Card {
    match rest {
        "" => Card::Again,
        _ if rest.parse::<Profile>().is_ok() => Card::New(rest.to_owned()),
        _ => Card::File(rest.into()),
    }
}

fn removal(rest: &str) -> Option<Order> {
    if rest.is_empty() {
        return Some(Order::Remove);
    }
    let count = rest.strip_prefix("after ")?.strip_suffix(" commands")?;
    count.trim().parse().ok().map(Order::RemoveAfter)
}

fn touch(rest: &str) -> Option<Order> {
    if let Some((x, y)) = rest.split_once(' ') {
        return Some(Order::TouchAt(x.parse().ok()?, y.trim().parse().ok()?));
    }
    BUTTONS
        .iter()
        .find(|(name, _)| *name == rest)
        .map(|(_, choice)| Order::Touch(Aim::Choice(*choice)))
        .or_else(|| (rest == "erase").then_some(Order::Touch(Aim::Erase)))
}

/// The buttons of all screens.
pub const BUTTONS: [(&str, Choice); 13] = [
    ("face", Choice::Method(Method::Face)),
    ("pin", Choice::Method(Method::Pin)),
    ("visual", Choice::Method(Method::Visual)),
    ("confirm", Choice::Confirm),
    ("back", Choice::Back),
    ("cancel", Choice::Cancel),
    ("insist", Choice::Insist),
    ("same-person", Choice::SamePerson),
    ("other-person", Choice::OtherPerson),
    ("ask-staff", Choice::AskStaff),
    ("cannot-turn", Choice::CannotTurn),
    ("clear-mark", Choice::ClearMark),
    ("reset-strikes", Choice::ResetStrikes),
];

fn key(rest: &str) -> Option<Aim> {
    match rest.as_bytes() {
        [character] if character.is_ascii_graphic() => Some(Aim::Character(*character)),
        b"erase" => Some(Aim::Erase),
        _ => None,
    }
}

fn known(rest: &str) -> Option<Known> {
    match rest {
        "pin" => Some(Known::Pin),
        "wrong-pin" => Some(Known::WrongPin),
        "number" => Some(Known::CheckNumber),
        "credential" => Some(Known::Credential),
        _ => None,
    }
}

fn face(rest: &str) -> Option<Face> {
    match rest {
        "" => None,
        "none" => Some(Face::None),
        "holder" => Some(Face::Holder),
        "stranger" => Some(Face::Stranger),
        "print" => Some(Face::Print),
        path => Some(Face::File(path.into())),
    }
}

fn camera(rest: &str) -> Option<CameraState> {
    match rest {
        "good" => Some(CameraState::Good),
        "none" => Some(CameraState::None),
        "frozen" => Some(CameraState::Frozen),
        "black" => Some(CameraState::Black),
        _ => None,
    }
}

fn service(rest: &str) -> Option<bool> {
    match rest {
        "up" => Some(true),
        "down" => Some(false),
        _ => None,
    }
}

fn clock(rest: &str) -> Option<u64> {
    rest.strip_prefix('+')?.parse().ok().filter(|seconds| *seconds <= DAY)
}

fn expect(rest: &str) -> Option<Order> {
    let (name, within) = match rest.split_once(" within ") {
        Some((name, seconds)) => (name, seconds.trim().parse().ok().filter(|seconds| *seconds <= DAY)?),
        None => (rest, PATIENCE.as_secs()),
    };
    let name: String = name.to_lowercase().split_whitespace().collect();
    (!name.is_empty()).then(|| Order::Expect(Wanted(name), Duration::from_secs(within)))
}

fn file(rest: &str) -> Option<PathBuf> {
    (!rest.is_empty()).then(|| rest.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    const GOOD: [&str; 22] = [
        "insert normal",
        "insert tries=1",
        "insert",
        "insert /tmp/card.json",
        "remove",
        "remove after 12 commands",
        "touch 400 200",
        "touch pin",
        "touch erase",
        "key 5",
        "key erase",
        "type pin",
        "face none",
        "face holder",
        "camera frozen",
        "service down",
        "clock +20",
        "expect PinPad",
        "expect ending(verified) within 30",
        "shot a file.png",
        "transcript t",
        "state",
    ];

    #[test]
    fn every_order_is_read() {
        for line in GOOD {
            assert!(Order::read(line.as_bytes()).is_ok(), "{line}");
        }
        assert!(
            matches!(Order::read(b"insert tries=1"), Ok(Order::Insert(Card::New(name))) if name == "tries=1")
        );
        assert!(matches!(Order::read(b"remove after 12 commands"), Ok(Order::RemoveAfter(12))));
        assert!(matches!(Order::read(b"touch 4 -2"), Ok(Order::TouchAt(4, -2))));
        for (name, choice) in BUTTONS {
            let order = Order::read(format!("touch {name}").as_bytes());
            assert!(matches!(order, Ok(Order::Touch(Aim::Choice(read))) if read == choice), "{name}");
        }
    }

    #[test]
    fn what_is_no_order_is_said_without_the_words_of_the_line() {
        let misread = |line: &[u8]| match Order::read(line) {
            Ok(_) => panic!("read"),
            Err(misread) => misread,
        };
        assert_eq!(misread(b"  "), Misread::Empty);
        assert_eq!(misread(&[b'a'; LONGEST + 1]), Misread::TooLong);
        assert_eq!(misread(b"face \xff"), Misread::NotText);
        assert_eq!(misread(b"state\0"), Misread::NotText);
        assert_eq!(misread(b"1234"), Misread::Unknown);
        for line in ["key 1234", "type 1234", "touch 1", "clock 5", "clock +86401", "expect", "quit now"] {
            let Misread::Words(usage) = misread(line.as_bytes()) else { panic!("{line}") };
            assert!(!usage.contains("1234"));
        }
    }

    #[test]
    fn a_screen_is_known_by_its_name_or_whole() {
        let Ok(Order::Expect(wanted, _)) = Order::read(b"expect Ending(Verified)") else { panic!() };
        assert!(wanted.is(&terminal::Screen::Ending(terminal::Ending::Verified)));
        assert!(!wanted.is(&terminal::Screen::Ending(terminal::Ending::Cancelled)));
        let Ok(Order::Expect(wanted, _)) = Order::read(b"expect pinpad") else { panic!() };
        assert!(wanted.is(&terminal::Screen::PinPad { length: 2, shown: 3, last_try: false }));
        assert!(!wanted.is(&terminal::Screen::Waiting));
    }

    proptest! {
        #[test]
        fn no_line_is_too_hostile(line in proptest::collection::vec(any::<u8>(), 0..2048)) {
            let _ = Order::read(&line);
        }

        /// An order with anything changed in it is an order or a misreading.
        #[test]
        fn no_order_breaks_by_a_change(which in 0..GOOD.len(), at in any::<usize>(), byte in any::<u8>()) {
            let mut line = GOOD[which].as_bytes().to_vec();
            let at = at % line.len();
            line[at] = byte;
            if let Err(misread) = Order::read(&line) {
                prop_assert_ne!(misread, Misread::TooLong);
            }
        }
    }
}
