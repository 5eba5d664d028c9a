//! BER-TLV as this card writes it: two-byte tags, one-byte length below 128, else always `82 hh ll`.

use rsa::RsaPublicKey;
use rsa::traits::PublicKeyParts;

use crate::error::Error;

/// One object. The card writes `82 00 A9` where DER would write `81 A9` (test-card files, card.md 5).
pub(crate) fn object(tag: u16, value: &[u8]) -> Result<Vec<u8>, Error> {
    let mut bytes = match tag.to_be_bytes() {
        [0, low] => vec![low],
        both => both.to_vec(),
    };
    match u8::try_from(value.len()) {
        Ok(short @ 0..=0x7F) => bytes.push(short),
        _ => {
            let length = u16::try_from(value.len()).map_err(|_| Error::TooLong {
                what: "data object",
                length: value.len(),
                most: usize::from(u16::MAX),
            })?;
            bytes.push(0x82);
            bytes.extend_from_slice(&length.to_be_bytes());
        }
    }
    bytes.extend_from_slice(value);
    Ok(bytes)
}

/// The value of a public-key object: `90` exponent, `91` modulus (265 bytes for RSA-2048).
pub(crate) fn public_key(key: &RsaPublicKey) -> Result<Vec<u8>, Error> {
    let exponent = [0x01, 0x00, 0x01];
    let mut value = object(0x90, &exponent)?;
    value.extend(object(0x91, &modulus(key))?);
    Ok(value)
}

/// The modulus, big-endian, padded to 256 bytes.
pub(crate) fn modulus(key: &RsaPublicKey) -> Vec<u8> {
    let bytes = key.n().to_bytes_be();
    let mut padded = vec![0; 256_usize.saturating_sub(bytes.len())];
    padded.extend(bytes);
    padded
}

/// Objects behind an offset table: tag `outer`, then `table` with one u16 per object, counted from
/// the start of the file (card.md 5.2, 5.4).
pub(crate) fn with_offsets(outer: u16, table: u16, objects: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
    let body: usize = objects.iter().map(Vec::len).sum();
    let table_length = 3 + 2 * objects.len();
    let header = if table_length + body < 0x80 { 3 } else { 5 };
    let mut offsets = Vec::new();
    let mut position = header + table_length;
    for part in objects {
        let offset = u16::try_from(position).map_err(|_| Error::TooLong {
            what: "record with offset table",
            length: position,
            most: usize::from(u16::MAX),
        })?;
        offsets.extend_from_slice(&offset.to_be_bytes());
        position += part.len();
    }
    let mut value = object(table, &offsets)?;
    value.extend(objects.iter().flatten());
    object(outer, &value)
}

/// `outer` around `fields` and a sha256RSA signature over them under `signature_tag`.
pub(crate) fn signed(
    outer: u16,
    fields: &[Vec<u8>],
    signature_tag: u16,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, Error>,
) -> Result<Vec<u8>, Error> {
    let mut value: Vec<u8> = fields.concat();
    let signature = sign(&value)?;
    value.extend(object(signature_tag, &signature)?);
    object(outer, &value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_those_of_the_published_test_card() {
        // card.md 5.2: sizes of the nine objects give the table 001A 0025 … 0B91.
        let sizes: [(u16, usize); 9] = [
            (0xDF22, 8),
            (0xDF23, 1),
            (0xDF24, 265),
            (0xDF25, 169),
            (0xDF26, 340),
            (0xDF27, 1854),
            (0xDF28, 256),
            (0xDF29, 8),
            (0xDF2A, 106),
        ];
        let objects: Vec<_> =
            sizes.iter().map(|(tag, size)| object(*tag, &vec![0; *size]).unwrap()).collect();
        let file = with_offsets(0xFF20, 0xDF21, &objects).unwrap();
        assert_eq!(file.len(), 3070);
        assert_eq!(file[..8], [0xFF, 0x20, 0x82, 0x0B, 0xF9, 0xDF, 0x21, 0x12]);
        assert_eq!(crate::hex::encode(&file[8..26]), "001A00250029013701E5033E0A810B860B91");
    }

    #[test]
    fn short_records_have_short_headers() {
        // card.md 5.4: 補助 0002 of the test holder begins FF 20 65 DF 21 08 000E.
        let objects: Vec<_> = [(0xDF22, 15), (0xDF23, 54), (0xDF24, 8), (0xDF25, 1)]
            .iter()
            .map(|(tag, size)| object(*tag, &vec![0; *size]).unwrap())
            .collect();
        let file = with_offsets(0xFF20, 0xDF21, &objects).unwrap();
        assert_eq!(crate::hex::encode(&file[..14]), "FF2065DF2108000E002000590064");
    }
}
