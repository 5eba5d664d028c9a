#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    hostile::throw("camera_frame", bytes);
});
