//! What staff read on the terminal: in Japanese, whatever the patient reads.

use super::Words;
use policy::Compared;

/// The person is the one in the photo.
pub const SAME_PERSON: &str = "同じ人です";
/// The person is another.
pub const OTHER_PERSON: &str = "別の人です";
/// The mark on the card is struck through.
pub const CLEAR_MARK: &str = "追記欄の「顔認証」に取消線があります";
/// The holder may try the PIN again today.
pub const RESET_STRIKES: &str = "ご本人が番号を思い出しました";
/// Staff who confirm by eye go on without the chip photo.
pub const WITHOUT_PHOTO: &str = "写真なしで進む";
/// The first six digits of 照合番号B.
pub const NUMBER_BIRTH: &str = "生年月日（元号の年）";
/// The next four.
pub const NUMBER_EXPIRY: &str = "有効期限（西暦の年）";
/// The last four.
pub const NUMBER_CODE: &str = "セキュリティコード";
/// Stands in the chip photo's place when there is none.
pub const NO_CHIP_PHOTO: &str = "カードの写真を\nご覧ください";
/// Before the code of an ending, for reception.
pub const CODE: &str = "受付用";
/// In the field of the staff credential, until something is typed.
pub const CREDENTIAL: &str = "職員の方へ：確認用パスワード";
/// A credential that did not match.
pub const CREDENTIAL_REJECTED: &str = "パスワードが一致しません。もう一度、入力してください。";
/// A 照合番号B that did not match.
pub const NUMBER_REJECTED: &str = "カードの番号と合いません。カードの表を見て、入力し直してください。";

/// To type 照合番号B for a confirmation by eye.
pub const NUMBER: Words =
    Words::new("職員の方へ：カードの表の番号", "写真を読み取るための番号です。数字は画面に出ません。");
/// To say why a closed PIN may be used again.
pub const REOPEN: Words = Words::new(
    "職員の方へ：止めている暗証番号",
    "確かめたことを選ぶと、暗証番号をもう一度使えます。選んだ方の番号とともに、記録に残ります。",
);

/// To compare.
pub const fn confirm(compared: Compared) -> Words {
    match compared {
        Compared::ChipPhotoVerified => Words::new(
            "職員の方へ：お顔の確認",
            "これは、カードに入っている写真です。目の前の方と、同じ人ですか。",
        ),
        Compared::ChipPhotoUnverified => Words::new(
            "職員の方へ：お顔の確認",
            "カードの中の写真は、確かめられませんでした。印刷された写真と、同じ人ですか。",
        ),
        Compared::PrintedPhotoOnly => Words::new(
            "職員の方へ：お顔の確認",
            "カードに印刷された写真と見くらべてください。目の前の方と、同じ人ですか。",
        ),
    }
}
