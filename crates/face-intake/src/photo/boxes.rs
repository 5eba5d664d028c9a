//! JP2 boxes (ISO/IEC 15444-1 Annex I), as far as it takes to find the one codestream.

use super::PhotoFault;
use super::bytes::{take, take_u32};

const SIGNATURE_BOX: [u8; 12] = *b"\0\0\0\x0cjP  \r\n\x87\n";
const CODESTREAM_BOX: [u8; 4] = *b"jp2c";
const START_OF_CODESTREAM: [u8; 4] = [0xff, 0x4f, 0xff, 0x51];

/// The codestream inside `file`, which may also be one itself.
pub(super) fn codestream(file: &[u8]) -> Result<&[u8], PhotoFault> {
    if file.starts_with(&START_OF_CODESTREAM) {
        return Ok(file);
    }
    let mut rest = file.strip_prefix(&SIGNATURE_BOX).ok_or(PhotoFault::Malformed)?;
    while !rest.is_empty() {
        let (kind, content) = next_box(&mut rest)?;
        if kind == CODESTREAM_BOX {
            return Ok(content);
        }
    }
    Err(PhotoFault::Malformed)
}

/// Splits the first box off `rest`. A box that claims more than there is holds what there is: a
/// photo cut short on the card is still a photo.
fn next_box<'a>(rest: &mut &'a [u8]) -> Result<([u8; 4], &'a [u8]), PhotoFault> {
    let length = take_u32(rest)?;
    let kind = take(rest)?;
    let content_length = match length {
        0 => rest.len(),
        1 => usize::try_from(u64::from_be_bytes(take(rest)?).checked_sub(16).ok_or(PhotoFault::Malformed)?)
            .unwrap_or(usize::MAX),
        _ => usize::try_from(length.checked_sub(8).ok_or(PhotoFault::Malformed)?).unwrap_or(usize::MAX),
    };
    let (content, tail) = rest.split_at(content_length.min(rest.len()));
    *rest = tail;
    Ok((kind, content))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(boxes: &[u8]) -> Vec<u8> {
        [&SIGNATURE_BOX[..], boxes].concat()
    }

    #[test]
    fn the_codestream_is_found_behind_other_boxes() {
        let jp2 = file(b"\0\0\0\x09ftypX\0\0\0\x0bjp2cABC\0\0\0\x08free");
        assert_eq!(codestream(&jp2), Ok(&b"ABC"[..]));
        let extended = file(b"\0\0\0\x01jp2c\0\0\0\0\0\0\0\x12AB");
        assert_eq!(codestream(&extended), Ok(&b"AB"[..]));
    }

    #[test]
    fn damaged_boxes_are_faults() {
        for boxes in [&b""[..], b"\0\0\0\x07jp2cA", b"\0\0\0\x01jp2c\0\0\0\0\0\0\0\x0f", b"\0\0"] {
            assert_eq!(codestream(&file(boxes)), Err(PhotoFault::Malformed));
        }
        assert_eq!(codestream(b"\xff\xd8\xff\xe0"), Err(PhotoFault::Malformed));
    }
}
