//! Why there is no touch screen.

use std::path::PathBuf;

/// Why the touch screen, or the keypad, could not be opened, with what to do next.
#[derive(Debug, thiserror::Error)]
pub enum TouchFault {
    /// The device can't be opened, or no thread was given.
    #[error("{device}: {error}; is it plugged in, and is this user in the group `input`?")]
    Channel {
        /// The device's file.
        device: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// Another program holds it.
    #[error("{device} is held by another program; end that one, or configure another device")]
    Held {
        /// The device's file.
        device: PathBuf,
    },
    /// It has no absolute positions, or no range of them: a mouse or a keyboard.
    #[error("{device} is no touch screen; `ls /dev/input/by-path` lists the devices")]
    Unsupported {
        /// The device's file.
        device: PathBuf,
    },
    /// It has no digits.
    #[error("{device} is no numeric keypad; `ls /dev/input/by-path` lists the devices")]
    NoKeypad {
        /// The device's file.
        device: PathBuf,
    },
}
