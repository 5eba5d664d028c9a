//! 券面事項入力補助AP: My Number, the four attributes, and what protects them (card.md 5.4).

use rsa::{RsaPrivateKey, RsaPublicKey};
use sha2::{Digest, Sha256};

use super::tlv::{object, public_key, signed, with_offsets};
use crate::error::Error;
use crate::holder::Holder;
use crate::pki::cv::KeyId;
use crate::pki::sign_sha256;

/// File 0001: twelve digits and two bytes of filler, which DF31 of file 0003 covers too.
pub(crate) fn my_number(holder: &Holder) -> Result<Vec<u8>, Error> {
    let mut file = object(0xFF10, holder.my_number.reveal().as_bytes())?;
    file.extend_from_slice(&[0xFF, 0xFF]);
    Ok(file)
}

/// File 0002: name, address, birth date, sex.
pub(crate) fn four_attributes(holder: &Holder) -> Result<Vec<u8>, Error> {
    let objects = attribute_objects(holder)?;
    with_offsets(0xFF20, 0xDF21, &objects)
}

fn attribute_objects(holder: &Holder) -> Result<[Vec<u8>; 4], Error> {
    Ok([
        object(0xDF22, holder.name.as_bytes())?,
        object(0xDF23, holder.address.as_bytes())?,
        object(0xDF24, holder.birth_date.digits().as_bytes())?,
        object(0xDF25, &[holder.sex.digit()])?,
    ])
}

/// File 0003: digests of the two files above and the municipality's signature.
pub(crate) fn integrity(holder: &Holder, issuer: &RsaPrivateKey) -> Result<Vec<u8>, Error> {
    let attributes = attribute_objects(holder)?.concat();
    let fields =
        [object(0xDF31, &Sha256::digest(my_number(holder)?))?, object(0xDF32, &Sha256::digest(attributes))?];
    signed(0xFF30, &fields, 0xDF33, |message| sign_sha256(issuer, message))
}

/// File 0005: basic facts of the application.
pub(crate) fn basic_facts(key_id: KeyId, opaque: &[u8; 16]) -> Result<Vec<u8>, Error> {
    let mut block = opaque.to_vec();
    block.resize(128, 0xFF);
    let fields =
        [object(0xDF41, &[0x01, 0x03, 0x0E, 0x01])?, object(0xDF42, &key_id.0)?, object(0xDF43, &block)?];
    object(0xFF40, &fields.concat())
}

/// File 0006: the key under which a session key would be sent.
pub(crate) fn session_key(key: &RsaPublicKey) -> Result<Vec<u8>, Error> {
    object(0xA1, &public_key(key)?)
}

/// File 0007: the application's own public key, signed.
pub(crate) fn internal_key(key: &RsaPublicKey, issuer: &RsaPrivateKey) -> Result<Vec<u8>, Error> {
    let field = object(0xDF51, &public_key(key)?)?;
    signed(0xFF50, &[field], 0xDF52, |message| sign_sha256(issuer, message))
}
