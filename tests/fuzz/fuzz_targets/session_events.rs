#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    hostile::throw("session_events", bytes);
});
