//! The model files and pictures that `cargo xtask setup` puts in place.
#![allow(dead_code, reason = "every test uses another part of it")]

use std::path::{Path, PathBuf};

/// What `cargo xtask setup` keeps: where `variable` says, or in `mynumber-terminal/NAME` of the user's cache.
fn folder(variable: &str, name: &str) -> PathBuf {
    let set = |name| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    set(variable).unwrap_or_else(|| {
        let cache = set("XDG_CACHE_HOME")
            .or_else(|| set("HOME").map(|home| home.join(".cache")))
            .expect("neither XDG_CACHE_HOME nor HOME is set");
        cache.join("mynumber-terminal").join(name)
    })
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path)
        .unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask setup` first", path.display()))
}

fn model(name: &str) -> Vec<u8> {
    read(&folder("MYNUMBER_MODELS", "models").join(name))
}

/// One of the demonstration pictures, as it was fetched.
pub(crate) fn portrait(name: &str) -> Vec<u8> {
    read(&folder("MYNUMBER_FACES", "faces").join(format!("{name}.jpg")))
}

pub(crate) fn yunet() -> Vec<u8> {
    model("face_detection_yunet_2023mar.onnx")
}

pub(crate) fn sface() -> Vec<u8> {
    model("face_recognition_sface_2021dec.onnx")
}
