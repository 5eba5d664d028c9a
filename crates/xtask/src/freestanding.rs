//! `cargo xtask freestanding`: the no_std crates really need no operating system.
//!
//! They are built for a bare microcontroller, whose toolchain has no `std` to find. Where that
//! target's core library can't be had (no rustup, or no network), `--hosted`, the second best:
//! a program without `std` that links them all for this machine with a panic handler of its own;
//! a crate that pulls `std` in brings a second one, which the compiler refuses.

use crate::cargo::{self, cargo};
use crate::checks::step;
use crate::stop::Stop;
use crate::tool;
use std::path::Path;
use std::process::Command;

/// The crates of design.md's wall 5.
const CRATES: [&str; 4] = ["apdu", "card", "policy", "terminal"];
const TARGET: &str = "thumbv7em-none-eabihf";

/// Builds by the target, or by the fallback where the target can't be had or `--hosted` says so.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    step("freestanding build");
    match arguments {
        [] if has_target() || add_target() => on_target(),
        [] => {
            println!("{TARGET} can't be had here: linking without std for this machine instead");
            hosted()
        }
        [only] if only == "--hosted" => hosted(),
        _ => Err(Stop::Misuse("usage: cargo xtask freestanding [--hosted]\n")),
    }
}

fn on_target() -> Result<(), Stop> {
    let mut build = cargo("build")?;
    build.args(["--target", TARGET]);
    for name in CRATES {
        build.args(["--package", name]);
    }
    tool::run(&mut build)
}

/// Whether the compiler in use has a core library for the target.
fn has_target() -> bool {
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    tool::text(&mut rustc).is_ok_and(|directory| Path::new(directory.trim()).is_dir())
}

fn add_target() -> bool {
    tool::succeeds(Command::new("rustup").args(["target", "add", TARGET]))
}

/// A program of its own, outside the workspace, in the build directory.
fn hosted() -> Result<(), Stop> {
    let directory = cargo::programs()?.join("freestanding");
    let source = directory.join("src");
    std::fs::create_dir_all(&source).map_err(Stop::file(&source))?;
    let write = |path: &Path, text: String| std::fs::write(path, text).map_err(Stop::file(path));
    write(&directory.join("Cargo.toml"), hosted_manifest()?)?;
    write(&source.join("main.rs"), hosted_program())?;
    // The versions of the workspace, so that nothing new is fetched.
    let lock = cargo::repository().join("Cargo.lock");
    std::fs::copy(&lock, directory.join("Cargo.lock")).map_err(Stop::file(lock))?;
    let mut build = cargo("rustc")?;
    build
        .current_dir(&directory)
        .args(["--quiet", "--target-dir", "target", "--"])
        .args(["-C", "link-arg=-nostartfiles", "-C", "link-arg=-static"])
        .args(["-C", "relocation-model=static", "-C", "link-arg=-lc"]);
    tool::run(&mut build)
}

fn hosted_manifest() -> Result<String, Stop> {
    let top = cargo::repository();
    let top = top.canonicalize().map_err(Stop::file(top))?;
    let mut text = String::from(
        "[workspace]\n[package]\nname = \"freestanding\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [profile.dev]\npanic = \"abort\"\n[dependencies]\n",
    );
    for name in CRATES {
        let path = top.join("crates").join(name);
        text.push_str(&format!("{name} = {{ path = {:?} }}\n", path.display().to_string()));
    }
    Ok(text)
}

fn hosted_program() -> String {
    let mut text = String::from("#![no_std]\n#![no_main]\n");
    for name in CRATES {
        text.push_str(&format!("use {name} as _;\n"));
    }
    text.push_str(
        "#[panic_handler]\nfn panic(_: &core::panic::PanicInfo<'_>) -> ! { loop {} }\n\
         #[unsafe(no_mangle)]\nextern \"C\" fn _start() -> ! { loop {} }\n\
         #[unsafe(no_mangle)]\nextern \"C\" fn rust_eh_personality() {}\n",
    );
    text
}
