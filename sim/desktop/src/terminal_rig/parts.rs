//! The parts that the bench replaces.

use card::CheckNumberB;
use policy::Mark;
use runtime::port::CardFront;
use runtime::{Chronicle, Transcript};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use terminal::Screen;
use zeroize::Zeroizing;

/// 照合番号B as the bench gave it, once.
#[derive(Clone, Default)]
pub(super) struct TypedFront {
    digits: Arc<Mutex<Option<Zeroizing<Vec<u8>>>>>,
}

impl TypedFront {
    pub(super) fn lay(&self, digits: &[u8]) {
        if let Ok(mut place) = self.digits.lock() {
            *place = Some(Zeroizing::new(digits.to_vec()));
        }
    }
}

impl CardFront for TypedFront {
    fn check_number(&mut self) -> Option<CheckNumberB> {
        let digits = self.digits.lock().ok()?.take()?;
        CheckNumberB::from_ascii(&digits).ok()
    }

    fn mark(&mut self) -> Mark {
        Mark::Unseen
    }
}

/// Prints each screen that is another than the one before.
pub(super) fn print_screens() -> impl FnMut(&Screen) {
    let mut last = None;
    move |screen| {
        if last.replace(*screen) != Some(*screen) {
            println!("screen {screen:?}");
        }
    }
}

/// Writes each session's transcript as a file.
pub(super) struct Written {
    directory: PathBuf,
    count: u32,
}

impl Written {
    pub(super) const fn new(directory: PathBuf) -> Self {
        Self { directory, count: 0 }
    }
}

impl Chronicle for Written {
    fn keep(&mut self, transcript: Transcript) {
        self.count = self.count.saturating_add(1);
        let path = self.directory.join(format!("{:02}.transcript", self.count));
        if let Err(error) = std::fs::write(&path, transcript.write()) {
            eprintln!("terminal-rig: {}: {error}", path.display());
        }
    }
}
