//! A transcript's file: what is read writes back identically and replays without a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(transcript) = runtime::Transcript::read(text) {
        assert_eq!(transcript.write(), text);
        let _ = transcript.replay();
    }
});
