//! A journal of any bytes opens or is refused; what opens once opens again.
#![no_main]

use journal::memory::Medium;
use journal::{Journal, UnixTime};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let medium = Medium::new();
    medium.set_content(Some(bytes.to_vec()));
    if Journal::open(medium.handle(), UnixTime(u64::MAX / 2)).is_ok() {
        assert!(Journal::open(medium.handle(), UnixTime(u64::MAX / 2)).is_ok());
    }
});
