//! Big-endian reading that ends in a fault instead of a panic.

use super::PhotoFault;

/// Takes `N` bytes from the front of `rest`.
pub(super) fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], PhotoFault> {
    let (&front, tail) = rest.split_first_chunk().ok_or(PhotoFault::Malformed)?;
    *rest = tail;
    Ok(front)
}

pub(super) fn take_u16(rest: &mut &[u8]) -> Result<u16, PhotoFault> {
    take(rest).map(u16::from_be_bytes)
}

pub(super) fn take_u32(rest: &mut &[u8]) -> Result<u32, PhotoFault> {
    take(rest).map(u32::from_be_bytes)
}

/// Takes the `length` bytes at the front of `rest`.
pub(super) fn take_slice<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], PhotoFault> {
    let (front, tail) = rest.split_at_checked(length).ok_or(PhotoFault::Malformed)?;
    *rest = tail;
    Ok(front)
}
