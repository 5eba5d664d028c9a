//! A numeric keypad for those who hear the screens ([`voice`]): its keys, one by one, as they come down.

use crate::TouchFault;
use crate::device::{RETRY, channel, grabbed};
use evdev::{Device, EventSummary, InputEvent, KeyCode};
use runtime::Hand;
use std::io::ErrorKind;
use std::path::Path;
use voice::{Keypad, KeypadKey};

/// Opens and grabs the keypad, and passes on what its keys mean until the program ends. One that is unplugged
/// later is looked for once a second.
///
/// # Errors
///
/// [`TouchFault`].
pub fn start_keypad(device: &Path, keypad: Keypad, hand: Hand) -> Result<(), TouchFault> {
    let keys = open(device)?;
    let path = device.to_owned();
    std::thread::Builder::new()
        .name("keypad".into())
        .spawn(move || serve(keys, &path, &keypad, &hand))
        .map(|_| ())
        .map_err(channel(device))
}

fn serve(mut keys: Device, path: &Path, keypad: &Keypad, hand: &Hand) {
    loop {
        let error = pass_on(&mut keys, keypad, hand);
        eprintln!("keypad: {error}; looking for it again");
        keys = loop {
            std::thread::sleep(RETRY);
            if let Ok(found) = open(path) {
                break found;
            }
        };
        eprintln!("keypad: here again");
    }
}

fn open(path: &Path) -> Result<Device, TouchFault> {
    let device = grabbed(path)?;
    let has = |key| device.supported_keys().is_some_and(|keys| keys.contains(key));
    if has(KeyCode::KEY_KP1) || has(KeyCode::KEY_1) {
        return Ok(device);
    }
    Err(TouchFault::NoKeypad { device: path.to_owned() })
}

/// Passes keys on until the device fails.
fn pass_on(keys: &mut Device, keypad: &Keypad, hand: &Hand) -> std::io::Error {
    loop {
        let events = match keys.fetch_events() {
            Ok(events) => events,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return error,
        };
        let pressed = events.filter_map(key).filter_map(|key| keypad.press(key));
        pressed.for_each(|input| hand.touch(input));
    }
}

/// The key that came down; 2 is a key's repetition, which types nothing.
fn key(event: InputEvent) -> Option<KeypadKey> {
    let EventSummary::Key(_, code, 1) = event.destructure() else { return None };
    KeypadKey::of(character(code)?)
}

/// The character on a key, on the keypad's block or in the row of a keyboard; Num Lock is for programs that
/// move a cursor.
const fn character(code: KeyCode) -> Option<char> {
    Some(match code {
        KeyCode::KEY_KP0 | KeyCode::KEY_0 => '0',
        KeyCode::KEY_KP1 | KeyCode::KEY_1 => '1',
        KeyCode::KEY_KP2 | KeyCode::KEY_2 => '2',
        KeyCode::KEY_KP3 | KeyCode::KEY_3 => '3',
        KeyCode::KEY_KP4 | KeyCode::KEY_4 => '4',
        KeyCode::KEY_KP5 | KeyCode::KEY_5 => '5',
        KeyCode::KEY_KP6 | KeyCode::KEY_6 => '6',
        KeyCode::KEY_KP7 | KeyCode::KEY_7 => '7',
        KeyCode::KEY_KP8 | KeyCode::KEY_8 => '8',
        KeyCode::KEY_KP9 | KeyCode::KEY_9 => '9',
        KeyCode::KEY_KPENTER | KeyCode::KEY_ENTER => '\n',
        KeyCode::KEY_KPASTERISK => '*',
        KeyCode::KEY_KPSLASH | KeyCode::KEY_SLASH => '/',
        KeyCode::KEY_KPMINUS | KeyCode::KEY_MINUS => '-',
        KeyCode::KEY_BACKSPACE => '\u{8}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use evdev::EventType;

    fn event(code: KeyCode, value: i32) -> InputEvent {
        InputEvent::new(EventType::KEY.0, code.0, value)
    }

    #[test]
    fn a_key_counts_once_when_it_comes_down() {
        assert!(matches!(key(event(KeyCode::KEY_KP7, 1)), Some(KeypadKey::Digit(7))));
        assert!(key(event(KeyCode::KEY_KP7, 0)).is_none());
        assert!(key(event(KeyCode::KEY_KP7, 2)).is_none());
        assert!(key(event(KeyCode::KEY_NUMLOCK, 1)).is_none());
    }

    #[test]
    fn every_key_of_the_guide_is_on_the_keypad() {
        let block =
            [KeyCode::KEY_KPENTER, KeyCode::KEY_KPASTERISK, KeyCode::KEY_KPSLASH, KeyCode::KEY_KPMINUS];
        let keys = block.map(|code| key(event(code, 1)));
        assert!(matches!(
            keys,
            [Some(KeypadKey::Enter), Some(KeypadKey::Again), Some(KeypadKey::Back), Some(KeypadKey::Erase)]
        ));
    }

    #[test]
    fn what_is_no_keypad_is_refused() {
        for path in ["/nonexistent", "/dev/null"] {
            assert!(matches!(open(Path::new(path)), Err(TouchFault::Channel { .. })));
        }
    }
}
