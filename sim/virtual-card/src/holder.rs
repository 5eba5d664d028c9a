//! The person a card is issued to: everything that is printed, stored or chosen at issue.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::secret::StoredSecret;

/// Sex as DF23 and DF25 write it (JIS X 0303; card.md 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// `1`
    Male,
    /// `2`
    Female,
}

impl Sex {
    /// The ASCII digit on the card.
    #[must_use]
    pub const fn digit(self) -> u8 {
        match self {
            Self::Male => b'1',
            Self::Female => b'2',
        }
    }
}

/// The PINs chosen at issue (card.md 3.7).
#[derive(Debug, Clone)]
pub struct Pins {
    /// 利用者証明用, 4 digits.
    pub user_authentication: StoredSecret,
    /// 署名用, 6 to 16 of `A-Z0-9`.
    pub digital_signature: StoredSecret,
    /// 住民基本台帳用, 4 digits; two references on the card.
    pub resident: StoredSecret,
    /// 券面事項入力補助用, 4 digits.
    pub support: StoredSecret,
}

/// A fictional person, and the numbers printed on the card.
#[derive(Debug, Clone)]
pub struct Holder {
    /// Counts the cards of one PKI from 1; it fixes keys, serials and the certificate's name, so
    /// two cards of one PKI must not share it.
    pub issue_number: u32,
    /// 氏名, family and given name with U+3000 between.
    pub name: String,
    /// 住所, with full-width digits.
    pub address: String,
    /// 生年月日.
    pub birth_date: Date,
    /// 性別.
    pub sex: Sex,
    /// 12 digits; of fictional people with a wrong check digit, so that it is nobody's.
    pub my_number: StoredSecret,
    /// セキュリティコード, 4 digits printed below the photo.
    pub security_code: String,
    /// 全国地方公共団体コード of the issuing municipality, 5 digits.
    pub municipality_code: String,
    /// PINs.
    pub pins: Pins,
}

const PEOPLE: [(&str, &str, Date, Sex); 8] = [
    ("模擬　一郎", "東京都架空市見本町１－２－３", Date::at(1961, 8, 4), Sex::Male),
    ("仮名　花子", "東京都架空市例示台４－５－６", Date::at(1980, 2, 17), Sex::Female),
    ("試験　太郎", "東京都架空市検査通７－８", Date::at(1942, 11, 20), Sex::Male),
    ("見本　さくら", "東京都架空市標本坂９－１０－１１", Date::at(1996, 4, 2), Sex::Female),
    ("例示　健", "東京都架空市仮設１２－１３", Date::at(1975, 6, 30), Sex::Male),
    ("架空　みどり", "東京都架空市模型町１４－１", Date::at(1935, 1, 9), Sex::Female),
    ("標本　誠", "東京都架空市試作１５－２－２０１", Date::at(1988, 12, 31), Sex::Male),
    ("仮想　あかね", "東京都架空市演習台１６－３", Date::at(2001, 10, 15), Sex::Female),
];

impl Holder {
    /// An invented person for card number `issue_number`; the same number gives the same person.
    /// PINs and numbers differ from card to card and look like nothing else in the tests.
    #[must_use]
    pub fn fictional(issue_number: u32) -> Self {
        let [first, ..] = PEOPLE;
        let pick = usize::try_from(issue_number).unwrap_or(0) % PEOPLE.len();
        let (name, address, birth_date, sex) = PEOPLE.get(pick).copied().unwrap_or(first);
        let spread = |factor: u32, modulus: u32| issue_number.wrapping_mul(factor) % modulus;
        Self {
            issue_number,
            name: name.to_owned(),
            address: address.to_owned(),
            birth_date,
            sex,
            my_number: StoredSecret::new(nobody(90_210_000_000 + u64::from(spread(7_919, 9_999_999)))),
            security_code: format!("{:04}", 1_000 + spread(3_571, 8_999)),
            municipality_code: "13999".to_owned(),
            pins: Pins {
                user_authentication: StoredSecret::new(format!("{:04}", 2_000 + spread(1_237, 7_999))),
                digital_signature: StoredSecret::new(format!("SIGN{:04}", spread(2_741, 9_999))),
                resident: StoredSecret::new(format!("{:04}", 2_000 + spread(4_241, 7_999))),
                support: StoredSecret::new(format!("{:04}", 2_000 + spread(6_311, 7_999))),
            },
        }
    }

    /// 照合番号B for a card that expires on `expiry`: era birth date, year of expiry, security code
    /// (card.md 5.1).
    #[must_use]
    pub fn check_number_b(&self, expiry: Date) -> StoredSecret {
        StoredSecret::new(format!(
            "{}{:04}{}",
            self.birth_date.era_digits(),
            expiry.year(),
            self.security_code
        ))
    }
}

/// Eleven digits and a check digit that is one off the right one (総務省令第85号 第5条).
fn nobody(eleven: u64) -> String {
    let digits = format!("{:011}", eleven % 100_000_000_000);
    let sum: u32 = digits
        .bytes()
        .rev()
        .zip([2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6])
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let right = if sum % 11 <= 1 { 0 } else { 11 - sum % 11 };
    format!("{digits}{}", (right + 1) % 10)
}
