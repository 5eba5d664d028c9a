//! The two secrets that this crate presents.

use subtle::ConstantTimeEq;
use zeroize::ZeroizeOnDrop;

/// Why digits are no secret of this kind. Says nothing about the digits themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigitsError {
    /// Too few or too many.
    WrongLength,
    /// A byte is not an ASCII digit.
    NotADigit,
}

/// A 4-digit PIN, as ASCII digits. Wiped when dropped; no `Clone`, no contents in `Debug`.
#[derive(ZeroizeOnDrop)]
pub struct Pin([u8; 4]);

/// 照合番号B, 14 ASCII digits: date of birth with the era year, year of the card's expiry, security code
/// (card.md 5.1). Wiped when dropped; no `Clone`, no contents in `Debug`.
#[derive(ZeroizeOnDrop)]
pub struct CheckNumberB([u8; 14]);

impl Pin {
    /// A PIN from its four ASCII digits.
    ///
    /// # Errors
    ///
    /// [`DigitsError`].
    pub fn from_ascii(digits: &[u8]) -> Result<Self, DigitsError> {
        copy_digits(digits).map(Self)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl CheckNumberB {
    /// 照合番号B from its fourteen ASCII digits.
    ///
    /// # Errors
    ///
    /// [`DigitsError`].
    pub fn from_ascii(digits: &[u8]) -> Result<Self, DigitsError> {
        copy_digits(digits).map(Self)
    }

    /// Whether both are the same number, in constant time.
    pub fn same_as(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }

    pub(crate) const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

fn copy_digits<const N: usize>(digits: &[u8]) -> Result<[u8; N], DigitsError> {
    let copy = <[u8; N]>::try_from(digits).map_err(|_| DigitsError::WrongLength)?;
    if copy.iter().all(u8::is_ascii_digit) { Ok(copy) } else { Err(DigitsError::NotADigit) }
}

impl core::fmt::Debug for Pin {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Pin(redacted)")
    }
}

impl core::fmt::Debug for CheckNumberB {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("CheckNumberB(redacted)")
    }
}
