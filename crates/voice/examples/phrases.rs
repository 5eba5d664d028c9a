//! What has to be rendered for the voice guide, for `cargo xtask voices`: writes the tones into a directory
//! and prints one line for each sentence, with its file, its language and its words as they are spoken.
#![allow(missing_docs)]

use std::io::Write as _;
use std::path::Path;
use voice::phrase::code;
use voice::{Tone, list};

fn main() -> std::io::Result<()> {
    let directory = std::env::args_os().nth(1).ok_or_else(|| std::io::Error::other("usage: phrases DIR"))?;
    for tone in Tone::ALL {
        std::fs::write(Path::new(&directory).join(tone.file()), tone.wav())?;
    }
    let mut out = std::io::stdout().lock();
    for phrase in list::phrases() {
        writeln!(out, "{}\t{}\t{}", phrase.file(), code(phrase.language()), phrase.spoken())?;
    }
    Ok(())
}
