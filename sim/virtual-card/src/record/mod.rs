//! The contents of the card's files, byte for byte as card.md section 5 has them.

pub(crate) mod common;
pub(crate) mod jpki;
pub(crate) mod support;
pub(crate) mod surface;
pub(crate) mod tlv;
