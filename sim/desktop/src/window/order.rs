//! The orders that a person at the window or a script gives, one a line. Both come through here.

mod reading;

use embedded_graphics::prelude::Size;
use policy::Method;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;
use terminal::Choice;
use ui::scene::Action;

/// The longest line that is read.
pub const LONGEST: usize = 1024;

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
    /// What the camera is, and whether it works.
    Camera(CameraOrder),
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
    /// Saves the log of commands to the card.
    Apdu(PathBuf),
    /// Shows a transcript's screens.
    Replay(ReplayOrder),
    /// Switches the terminal off, and on again with a screen of this size.
    Size(Size),
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
    /// A picture, or a clip: a folder of numbered pictures.
    File(PathBuf),
}

/// Which transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplayOrder {
    /// That of a file.
    File(PathBuf),
    /// That of the last session.
    Last,
    /// None any more.
    Stop,
}

/// What is ordered of the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraOrder {
    /// Pictures before it, and how it then is.
    Is(CameraState),
    /// Which webcams there are.
    List,
    /// Pictures again.
    Pictures,
    /// A webcam: that of this number, or the first that gives a picture.
    Webcam(Option<u32>),
}

/// How the camera is that plays pictures.
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
        reading::named(name, rest.trim())
    }
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

#[cfg(test)]
mod tests;
