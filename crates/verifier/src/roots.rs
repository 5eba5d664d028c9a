//! The roots that a card's certificate may descend from. They are pinned; a certificate that a
//! card shows as its issuer proves nothing.

use wire::Digest;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

use crate::certificate::{key_identifier, time};
use crate::mode::Mode;
use crate::signature::sha256;

/// SHA-256 of the published roots for user authentication: generation 1 (2015), 2 (2019) and
/// 3 (2023) (card.md 5.5).
pub const PUBLISHED: [Digest; 3] = [
    Digest([
        0x4d, 0xcf, 0xc4, 0xca, 0x0a, 0xaf, 0x9f, 0xb2, 0xa3, 0x08, 0x1b, 0x3f, 0x0c, 0x99, 0x1c, 0x32, 0x0b,
        0x3a, 0xcc, 0x00, 0x86, 0x67, 0xa3, 0x41, 0xee, 0xae, 0xc5, 0xaf, 0x1d, 0x58, 0xca, 0x7d,
    ]),
    Digest([
        0x0d, 0x98, 0xde, 0x47, 0xfc, 0x11, 0xb7, 0xf6, 0x71, 0x26, 0x87, 0x4b, 0x70, 0x28, 0xb6, 0x02, 0x6a,
        0x80, 0x3d, 0x26, 0x38, 0xd6, 0xed, 0xfe, 0x53, 0x17, 0x69, 0x53, 0x96, 0x1f, 0xad, 0xe6,
    ]),
    Digest([
        0x64, 0x11, 0x4f, 0x29, 0x62, 0x0c, 0x24, 0xed, 0x26, 0x31, 0xd4, 0x64, 0x76, 0xa0, 0x40, 0xe7, 0xee,
        0x74, 0x0d, 0x95, 0x60, 0x89, 0xc0, 0x0b, 0x03, 0x6a, 0x6a, 0x81, 0x18, 0xc3, 0x22, 0xb5,
    ]),
];

/// Why a configured root was not taken. The operator's mistake, all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RootFault {
    /// Production takes the published roots and no other.
    #[error("not one of the published roots, refused in production")]
    NotPublished,
    /// Not one DER certificate.
    #[error("not a certificate")]
    Malformed,
    /// Not a self-signed CA certificate with a key identifier.
    #[error("not a self-signed CA certificate with a key identifier")]
    NotARoot,
}

/// One root, with what a chain of length one needs of it.
#[derive(Clone, Debug)]
pub struct Root {
    der: Vec<u8>,
    pub(crate) key_identifier: Vec<u8>,
    pub(crate) not_before: u64,
    pub(crate) not_after: u64,
}

impl Root {
    /// The root parsed; it was parsed before, so this fails only if memory does.
    pub(crate) fn parsed(&self) -> Option<X509Certificate<'_>> {
        X509Certificate::from_der(&self.der).ok().map(|(_, root)| root)
    }
}

/// The configured roots.
#[derive(Clone, Debug, Default)]
pub struct Roots(Vec<Root>);

impl Roots {
    /// Takes the roots (DER each).
    ///
    /// # Errors
    /// [`RootFault`] at the first that this mode does not take.
    pub fn new<'a>(mode: Mode, roots: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, RootFault> {
        roots.into_iter().map(|der| root(mode, der)).collect::<Result<_, _>>().map(Self)
    }

    /// The roots whose key identifier is the one that a certificate names as its issuer's. All
    /// generations have the same name, so the name is no choice (card.md 5.5).
    pub(crate) fn by_key_identifier<'a>(&'a self, wanted: &'a [u8]) -> impl Iterator<Item = &'a Root> {
        self.0.iter().filter(move |root| root.key_identifier == wanted)
    }
}

fn root(mode: Mode, der: &[u8]) -> Result<Root, RootFault> {
    if mode == Mode::Production && !PUBLISHED.contains(&sha256(der)) {
        return Err(RootFault::NotPublished);
    }
    let (rest, parsed) = X509Certificate::from_der(der).map_err(|_| RootFault::Malformed)?;
    if !rest.is_empty() {
        return Err(RootFault::Malformed);
    }
    let signs = matches!(parsed.key_usage(), Ok(Some(usage)) if usage.value.key_cert_sign());
    if !parsed.is_ca() || !signs || parsed.verify_signature(None).is_err() {
        return Err(RootFault::NotARoot);
    }
    let key_identifier = key_identifier(&parsed).ok_or(RootFault::NotARoot)?.to_vec();
    let not_before = time(parsed.validity().not_before).ok_or(RootFault::Malformed)?;
    let not_after = time(parsed.validity().not_after).ok_or(RootFault::Malformed)?;
    Ok(Root { der: der.to_vec(), key_identifier, not_before, not_after })
}
