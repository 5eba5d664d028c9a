//! What screens say, and what their buttons say.

use super::{Words, camera, endings};
use policy::{Compared, Method};
use terminal::{Screen, StaffErrand};

/// End the session.
pub const CANCEL: &str = "やめる";
/// Back to the choice of methods.
pub const BACK: &str = "もどる";
/// Done with typing.
pub const CONFIRM: &str = "決定";
/// Take the last digit or character away.
pub const ERASE: &str = "消す";
/// Use the last try, having read what losing it costs.
pub const INSIST: &str = "それでも入力する";
/// Not to use the last try.
pub const DO_NOT_INSIST: &str = "入力しないで、もどる";
/// Register the card.
pub const REGISTER: &str = "登録する";
/// Don't register the card.
pub const DO_NOT_REGISTER: &str = "登録しない";
/// Staff: the person is the one in the photo.
pub const SAME_PERSON: &str = "同じ人です";
/// Staff: the person is another.
pub const OTHER_PERSON: &str = "別の人です";
/// Staff: the mark on the card is struck through.
pub const CLEAR_MARK: &str = "追記欄の「顔認証」に取消線があります";
/// Staff: the holder may try the PIN again today.
pub const RESET_STRIKES: &str = "ご本人が番号を思い出しました";
/// Staff who confirm by eye go on without the chip photo.
pub const WITHOUT_PHOTO: &str = "写真なしで進む";
/// Call staff about a PIN that is closed.
pub const ASK_STAFF: &str = "受付に相談";
/// What happens then.
pub const ASK_STAFF_EXPLAINED: &str = "暗証番号のご相談";
/// The first six digits of 照合番号B.
pub const NUMBER_BIRTH: &str = "生年月日（元号の年）";
/// The next four.
pub const NUMBER_EXPIRY: &str = "有効期限（西暦の年）";
/// The last four.
pub const NUMBER_CODE: &str = "セキュリティコード";

/// What the camera's pictures are for. Shown before the first capture.
pub const PHOTO_USE: &str = "顔写真は本人確認だけに使い、保存しません";
/// Face is a choice.
pub const FACE_IS_A_CHOICE: &str = "顔認証を選ばなくても、不利になることはありません";
/// Stands in the preview's place until there is a frame.
pub const NO_PREVIEW: &str = "カメラを準備しています";
/// Stands in the chip photo's place when there is none.
pub const NO_CHIP_PHOTO: &str = "カードの写真を\nご覧ください";
/// Before the code of an ending, for reception.
pub const CODE: &str = "受付用";

/// Title and body of a screen.
pub fn words(screen: &Screen) -> Words {
    match screen {
        Screen::Waiting => Words::new(
            "マイナンバーカードを\n置いてください",
            "ケースから出し、顔写真の面を上にして、読み取り台に置いてください。",
        ),
        Screen::TakeYourCard => Words::new(
            "カードをお取りください",
            "カードが、読み取り台に残っています。お忘れのないようにお願いします。",
        ),
        Screen::Reading => {
            Words::new("カードを読み取っています", "終わるまで、カードを動かさないでください。")
        }
        Screen::Choose { .. } => Words::new("本人確認の方法をお選びください", ""),
        Screen::Connecting => Words::new("確認しています", "このまま、少しお待ちください。"),
        Screen::PinPad { shown, last_try, .. } => pin_pad(*shown, *last_try),
        Screen::CheckingPin => {
            Words::new("暗証番号を確認しています", "終わるまで、カードを動かさないでください。")
        }
        Screen::LastTryWarning { .. } => Words::new(
            "次にまちがえると、暗証番号が使えなくなります",
            "使えなくなると、市区町村の窓口で、暗証番号の再設定が必要です。\
             署名用パスワードが分かる方は、一部のコンビニでも再設定できます。",
        ),
        Screen::ReadingPhoto => Words::new(
            "カードの写真を読み取っています",
            "終わるまで、カードを動かさないでください。写真は、お顔との見くらべだけに使います。",
        ),
        Screen::Camera { hint } => camera::hint(*hint),
        Screen::CheckNumberPad { method: Method::Visual, .. } => {
            Words::new("職員の方へ：カードの表の番号", "写真を読み取るための番号です。数字は画面に出ません。")
        }
        Screen::CheckNumberPad { .. } => {
            Words::new("職員が番号を入力します", "職員をお呼びしました。お待ちください。")
        }
        Screen::StaffCredential { errand: StaffErrand::Visual, .. } => {
            Words::new("受付の職員がお顔を確認します", "職員をお呼びしました。このままお待ちください。")
        }
        Screen::StaffCredential { errand: StaffErrand::Reopen, .. } => {
            Words::new("暗証番号のことをうかがいます", "職員をお呼びしました。このままお待ちください。")
        }
        Screen::StaffConfirm { compared } => staff_confirm(*compared),
        Screen::StaffReopen(_) => Words::new(
            "職員の方へ：止めている暗証番号",
            "確かめたことを選ぶと、暗証番号をもう一度使えます。選んだ方の番号とともに、記録に残ります。",
        ),
        Screen::Signing => {
            Words::new("本人確認を仕上げています", "終わるまで、カードを動かさないでください。")
        }
        Screen::OfferRegistration => Words::new(
            "このカードを、健康保険証として登録しますか",
            "まだ登録されていないカードです。登録すると、マイナ保険証として使えます。\
             登録しないときは、受付で保険の確認をします。",
        ),
        Screen::Ending(ending) => endings::words(*ending),
    }
}

/// A second, lesser text of some screens.
pub const fn aside(screen: &Screen) -> &'static str {
    match screen {
        Screen::LastTryWarning { confirmable: true } => {
            "受付の職員をお呼びしました。職員にもお聞きください。"
        }
        Screen::LastTryWarning { confirmable: false } => {
            "受付の職員をお呼びしました。ボタンは、まもなく押せます。"
        }
        Screen::StaffCredential { .. } => "職員の方へ：確認用パスワード",
        Screen::Waiting
        | Screen::TakeYourCard
        | Screen::Reading
        | Screen::Choose { .. }
        | Screen::Connecting
        | Screen::PinPad { .. }
        | Screen::CheckingPin
        | Screen::ReadingPhoto
        | Screen::Camera { .. }
        | Screen::CheckNumberPad { .. }
        | Screen::StaffConfirm { .. }
        | Screen::StaffReopen(_)
        | Screen::Signing
        | Screen::OfferRegistration
        | Screen::Ending(_) => "",
    }
}

fn pin_pad(shown: u8, last_try: bool) -> Words {
    let body = match (shown, last_try) {
        (_, true) | (0 | 1, false) => "次にまちがえると、暗証番号が使えなくなります".into(),
        (left, false) => format!("あと{left}回まで入力できます。番号は画面に出ません。").into(),
    };
    Words { title: "4けたの暗証番号を\n入力してください".into(), body }
}

const fn staff_confirm(compared: Compared) -> Words {
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
