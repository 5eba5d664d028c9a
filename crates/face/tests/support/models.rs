//! The model files and pictures that `cargo xtask setup` puts in place.
#![allow(dead_code, reason = "every test uses another part of it")]

use std::path::PathBuf;

/// `MYNUMBER_MODELS`, or `mynumber-terminal/models` in the user's cache folder.
pub(crate) fn folder() -> PathBuf {
    let set = |name| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    set("MYNUMBER_MODELS").unwrap_or_else(|| {
        let cache = set("XDG_CACHE_HOME")
            .or_else(|| set("HOME").map(|home| home.join(".cache")))
            .expect("neither XDG_CACHE_HOME nor HOME is set");
        cache.join("mynumber-terminal").join("models")
    })
}

pub(crate) fn read(name: &str) -> Vec<u8> {
    let path = folder().join(name);
    std::fs::read(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask setup` first", path.display()))
}

pub(crate) fn yunet() -> Vec<u8> {
    read("face_detection_yunet_2023mar.onnx")
}

pub(crate) fn sface() -> Vec<u8> {
    read("face_recognition_sface_2021dec.onnx")
}
