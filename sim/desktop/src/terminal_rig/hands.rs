//! What the bench's hands do: commands from standard input.

use super::nothing;
use super::parts::TypedFront;
use crate::port::stance::{self, Told};
use camera_files::{Fit, Knob, Reel};
use policy::Method;
use runtime::Hand;
use runtime::port::{Clock, Input, Key};
use std::fs::File;
use std::io::Read as _;
use std::sync::Arc;
use terminal::{Choice, Language};
use zeroize::Zeroizing;

/// Longest command.
const LONGEST: usize = 4096;

/// Hands on a terminal.
pub(super) struct Hands {
    pub(super) hand: Hand,
    pub(super) scene: Knob,
    pub(super) front: TypedFront,
    pub(super) told: Told,
    pub(super) clock: Arc<dyn Clock>,
}

impl Hands {
    /// Carries commands out until there are no more, or one is wrong; then the terminal is off.
    pub(super) fn work(self) {
        // Not by the standard library's handle, which keeps what it read ahead.
        if let Ok(mut input) = File::open("/dev/stdin") {
            while let Some(line) = line(&mut input) {
                if self.carry_out(&line).is_none() {
                    eprintln!("terminal-rig: a command that there is not");
                    break;
                }
            }
        }
        self.hand.stop();
    }

    /// `None` for what is no command, and for `stop`.
    fn carry_out(&self, line: &[u8]) -> Option<()> {
        let (command, rest) = match line.iter().position(|byte| *byte == b' ') {
            Some(at) => (line.get(..at)?, line.get(at.checked_add(1)?..)?),
            None => (line, &[][..]),
        };
        match command {
            b"touch" => self.hand.touch(Input::Choice(choice(rest)?)),
            b"pin" => self.hand.touch(Input::Pin(Key::Character(*rest.first()?))),
            b"number" => self.hand.touch(Input::CheckNumber(Key::Character(*rest.first()?))),
            b"credential" => self.hand.touch(Input::Credential(Key::Character(*rest.first()?))),
            b"language" => self.hand.touch(Input::Language(language(rest)?)),
            b"front" => self.front.lay(rest),
            b"scene" if rest.is_empty() => self.scene.set_reel(nothing()),
            b"scene" => {
                let clip = Reel::of_clip(str::from_utf8(rest).ok()?, Fit::Letterbox).ok()?;
                stance::stand(&self.scene, clip, &self.told, &self.clock);
            }
            _ => return None,
        }
        Some(())
    }
}

fn language(word: &[u8]) -> Option<Language> {
    Some(match word {
        b"japanese" => Language::Japanese,
        b"plain-japanese" => Language::PlainJapanese,
        b"english" => Language::English,
        b"chinese" => Language::Chinese,
        b"korean" => Language::Korean,
        b"portuguese" => Language::Portuguese,
        b"vietnamese" => Language::Vietnamese,
        _ => return None,
    })
}

fn choice(word: &[u8]) -> Option<Choice> {
    Some(match word {
        b"face" => Choice::Method(Method::Face),
        b"pin" => Choice::Method(Method::Pin),
        b"visual" => Choice::Method(Method::Visual),
        b"confirm" => Choice::Confirm,
        b"back" => Choice::Back,
        b"cancel" => Choice::Cancel,
        b"insist" => Choice::Insist,
        b"same" => Choice::SamePerson,
        b"other" => Choice::OtherPerson,
        b"clear" => Choice::ClearMark,
        b"cannot-turn" => Choice::CannotTurn,
        _ => return None,
    })
}

/// One line without its end, read byte by byte into room of its own that is wiped.
fn line(input: &mut File) -> Option<Zeroizing<Vec<u8>>> {
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST));
    let mut byte = Zeroizing::new([0]);
    while line.len() < LONGEST {
        match input.read(&mut *byte) {
            Ok(1) if byte.contains(&b'\n') => return Some(line),
            Ok(1) => line.extend_from_slice(&*byte),
            Ok(_) | Err(_) => return None,
        }
    }
    None
}
