//! 券面事項確認AP: the card face, age and My Number records (card.md 5.2, 5.3).

use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use sha2::{Digest, Sha256};

use super::tlv::{object, public_key, signed, with_offsets};
use crate::date::Date;
use crate::error::Error;
use crate::holder::Holder;
use crate::pictures::Pictures;
use crate::pki::cv::KeyId;
use crate::pki::sign_sha256;

/// What READ BINARY can reach with its 15-bit offset; the terminal refuses a longer file.
pub(crate) const MOST_BYTES: usize = 0x7FFF;
/// DER before the 96-byte OCTET STRING of DF28's DigestInfo: the SHA-256 identifier, with a length
/// that no SHA-256 digest has (card.md 5.2).
const DIGEST_INFO_96: [u8; 19] = [
    0x30, 0x71, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
    0x04, 0x60,
];

/// The three digests that DF28 covers: facts and key, name and address, photo.
struct Groups {
    facts: Vec<u8>,
    texts: Vec<u8>,
    photo: Vec<u8>,
}

/// File 0002. `forged` signs another photo than the one that is stored.
pub(crate) fn card_face(
    holder: &Holder,
    pictures: &Pictures,
    expiry: Date,
    card_key: &RsaPublicKey,
    issuer: &RsaPrivateKey,
    forged: bool,
) -> Result<Vec<u8>, Error> {
    let birth = object(0xDF22, holder.birth_date.digits().as_bytes())?;
    let sex = object(0xDF23, &[holder.sex.digit()])?;
    let key = object(0xDF24, &public_key(card_key)?)?;
    let name = object(0xDF25, pictures.name())?;
    let address = object(0xDF26, pictures.address())?;
    let photo = object(0xDF27, pictures.photo().jp2())?;
    let mut groups = Groups {
        facts: [birth.as_slice(), &sex, &key].concat(),
        texts: [name.as_slice(), &address].concat(),
        photo: photo.clone(),
    };
    if forged {
        groups.photo.push(0);
    }
    let signature = object(0xDF28, &sign_groups(&groups, issuer)?)?;
    let expiry = object(0xDF29, expiry.digits().as_bytes())?;
    let code = object(0xDF2A, pictures.security_code())?;
    let objects = [birth, sex, key, name, address, photo, signature, expiry, code];
    let file = with_offsets(0xFF20, 0xDF21, &objects)?;
    if file.len() > MOST_BYTES {
        return Err(Error::TooLong { what: "card face", length: file.len(), most: MOST_BYTES });
    }
    Ok(file)
}

fn sign_groups(groups: &Groups, issuer: &RsaPrivateKey) -> Result<Vec<u8>, Error> {
    let mut message = DIGEST_INFO_96.to_vec();
    for group in [&groups.facts, &groups.texts, &groups.photo] {
        message.extend_from_slice(&Sha256::digest(group));
    }
    issuer.sign(Pkcs1v15Sign::new_unprefixed(), &message).map_err(|_| Error::Cryptography { what: "DF28" })
}

/// File 0001: birth date, card key, signature.
pub(crate) fn age(
    holder: &Holder,
    card_key: &RsaPublicKey,
    issuer: &RsaPrivateKey,
) -> Result<Vec<u8>, Error> {
    let birth = object(0xDF11, holder.birth_date.digits().as_bytes())?;
    let key = object(0xDF12, &public_key(card_key)?)?;
    signed(0xFF10, &[birth, key], 0xDF13, |message| sign_sha256(issuer, message))
}

/// File 0005: the My Number as a picture, card key, signature.
pub(crate) fn my_number(
    pictures: &Pictures,
    card_key: &RsaPublicKey,
    issuer: &RsaPrivateKey,
) -> Result<Vec<u8>, Error> {
    let picture = object(0xDF41, pictures.my_number())?;
    let key = object(0xDF42, &public_key(card_key)?)?;
    signed(0xFF40, &[picture, key], 0xDF43, |message| sign_sha256(issuer, message))
}

/// File 0003: basic facts of the application; `opaque` fills the block whose meaning is not public.
pub(crate) fn basic_facts(
    municipality_code: &str,
    key_id: KeyId,
    opaque_key_id: KeyId,
    opaque: &[u8],
) -> Result<Vec<u8>, Error> {
    let block = [opaque_key_id.0.as_slice(), opaque].concat();
    let fields = [
        object(0xDF31, &[0x06, 0x03, 0x0E, 0x01])?,
        object(0xDF32, &key_id.0)?,
        object(0xDF33, &[0x00])?,
        object(0xDF34, municipality_code.as_bytes())?,
        object(0xDF35, &block)?,
    ];
    object(0xFF30, &fields.concat())
}
