//! Commands and responses as text, without what must not be in a log.

use crate::hex::encode;

/// INS of the commands whose data is a PIN: VERIFY, CHANGE REFERENCE DATA, CHANGE KEY.
const SECRET: [u8; 3] = [0x20, 0x24, 0x32];

/// Classes that this card answers; bytes of another class may be anything, so they are not shown.
const CLASSES: [u8; 3] = [0x00, 0x08, 0x80];

/// A command: header in full, its body only if it can't hold a PIN.
#[must_use]
pub fn command(bytes: &[u8]) -> String {
    let Some(([class, instruction, ..], body)) = bytes.split_first_chunk::<4>() else {
        return format!("[{} bytes, not a command]", bytes.len());
    };
    if !CLASSES.contains(class) {
        return format!("[{} bytes of another class]", bytes.len());
    }
    if SECRET.contains(instruction) && body.len() > 1 {
        let header = encode(bytes.get(..4).unwrap_or(&[]));
        return format!("{header} [{} bytes withheld]", body.len());
    }
    encode(bytes)
}

/// A response: length of the data, which may be a person's, and the status word.
#[must_use]
pub fn response(bytes: &[u8]) -> String {
    match bytes.split_last_chunk::<2>() {
        Some(([], status)) => encode(status),
        Some((data, status)) => format!("[{} bytes] {}", data.len(), encode(status)),
        None => "[no answer]".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pin_is_shown_in_any_form_of_the_command() {
        for bytes in [
            b"\x00\x20\x00\x80\x041234".as_slice(),
            b"\x00\x20\x00\x98\x00\x00\x041234",
            b"\x08\x20\x00\x80\x041234",
            b"\x00\x24\x01\x80\x041234",
            b"\x80\x32\x00\x80\x041234",
            b"\x00\x20\x001234",
            b"1234",
        ] {
            let text = command(bytes);
            assert!(!text.contains("31323334"), "{text}");
        }
        assert_eq!(command(&[0x00, 0x20, 0x00, 0x80]), "00200080");
        assert_eq!(response(b"name\x90\x00"), "[4 bytes] 9000");
    }
}
