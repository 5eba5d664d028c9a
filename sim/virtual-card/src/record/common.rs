//! 共通カードAP and the card-level objects (card.md 3.4, 3.6).

use crate::date::Date;
use crate::holder::Holder;

/// Record 1 of file 0001: simple TLV `01 1C`, serial 15, municipality 5, expiry 8, all digits.
pub(crate) fn card_record(holder: &Holder, expiry: Date) -> Vec<u8> {
    let digits = format!("{}{}{}", serial(holder), holder.municipality_code, expiry.digits());
    let mut record = vec![0x01, 0x1C];
    record.extend(digits.bytes().take(28));
    record
}

/// The card's serial: 15 digits, beginning with a 9 that no municipality uses today.
pub(crate) fn serial(holder: &Holder) -> String {
    format!("9{:014}", holder.issue_number)
}

/// Data object 0066: GlobalPlatform card recognition data, OID arc 1.2.840.114283.
pub(crate) const CARD_RECOGNITION: [u8; 24] = [
    0x66, 0x16, 0x73, 0x14, 0x06, 0x07, 0x2A, 0x86, 0x48, 0x86, 0xFC, 0x6B, 0x01, 0x60, 0x09, 0x06, 0x07,
    0x2A, 0x86, 0x48, 0x86, 0xFC, 0x6B, 0x02,
];
