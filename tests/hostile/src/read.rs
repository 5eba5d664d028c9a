//! Bytes cut into numbers and pieces, and put together again for seeds.

/// What is left of an input. Reading past its end gives `None`.
#[derive(Clone, Copy, Debug)]
pub struct Pieces<'b>(pub &'b [u8]);

impl<'b> Pieces<'b> {
    /// The next byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// The next piece: a length byte below FF, or FF and two length bytes; then so many bytes.
    pub fn piece(&mut self) -> Option<&'b [u8]> {
        let length = match self.byte()? {
            0xFF => usize::from(u16::from_be_bytes([self.byte()?, self.byte()?])),
            short => usize::from(short),
        };
        let (piece, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(piece)
    }
}

/// Adds a piece that [`Pieces::piece`] gives back.
///
/// # Panics
/// If it is longer than a piece can be.
pub fn put(into: &mut Vec<u8>, piece: &[u8]) {
    match u8::try_from(piece.len()) {
        Ok(short) if short < 0xFF => into.push(short),
        _ => {
            into.push(0xFF);
            into.extend(u16::try_from(piece.len()).unwrap().to_be_bytes());
        }
    }
    into.extend_from_slice(piece);
}
