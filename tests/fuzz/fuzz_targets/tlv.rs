//! BER-TLV from a card: every object ends inside the input, and the walk ends.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut reader = apdu::tlv::Reader::new(bytes);
    let mut seen = 0;
    while let Ok(object) = reader.take() {
        seen += object.value.len();
        assert!(seen <= bytes.len());
    }
});
