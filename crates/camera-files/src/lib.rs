//! camera-files
