//! camera-v4l
