//! How it ended, for the patient: short, kind, and always with a next step (Inv9).

use super::Words;
use terminal::{Ending, NextStep, Refusal};

/// Title and body of an ending.
pub const fn words(ending: Ending) -> Words {
    match ending {
        Ending::Verified => Words::new("確認できました", "本人確認が終わりました。"),
        Ending::VerifiedEndsSoon => Words::new(
            "確認できました",
            "カードの電子証明書の期限が近づいています。早めに、市区町村の窓口で更新してください。",
        ),
        Ending::VerifiedEntitlementOnly => Words::new(
            "本人確認ができました",
            "電子証明書の期限が過ぎています。きょうは、お薬や健診の情報を医師に伝えられません。",
        ),
        Ending::RegistrationClosed(_) => Words::new(
            "ここでは登録ができませんでした",
            "この方法では、きょうは登録ができません。保険の確認は、受付でいたします。",
        ),
        Ending::RegistrationDeclined => Words::new(
            "登録しないで終わります",
            "登録は、あとからでもできます。保険の確認は、受付でいたします。",
        ),
        Ending::Cancelled => Words::new("中止しました", "きょうの受付は、別の方法でできます。"),
        Ending::TimedOut => {
            Words::new("時間になったので、終わりました", "もう一度なさるときは、カードを置き直してください。")
        }
        Ending::StaffSawOtherPerson => {
            Words::new("本人確認ができませんでした", "お手数をおかけします。受付でご案内します。")
        }
        Ending::PinOutcomeUnknown => Words::new(
            "暗証番号を確認できませんでした",
            "途中でカードとのやりとりが切れました。番号が合っていたかは、分かりません。",
        ),
        Ending::NoHolderAuthorisation => Words::new(
            "受付で確認いたします",
            "この端末は、暗証番号を使わない確認に対応していません。受付でご案内します。",
        ),
        Ending::NoMethodLeft => {
            Words::new("受付で確認いたします", "この端末での確認は、ここまでです。受付でご案内します。")
        }
        Ending::Refused(refusal) | Ending::AuthorisationRefused(refusal) => refused(refusal),
        Ending::CouldNotConfirm => Words::new(
            "保険の資格を確認できませんでした",
            "通信がつながりませんでした。カードのせいではありません。受付でご案内します。",
        ),
        Ending::ServiceMisbehaved => Words::new(
            "保険の資格を確認できませんでした",
            "機械どうしの通信の不具合です。カードのせいではありません。受付でご案内します。",
        ),
        Ending::ChallengeExpired => Words::new(
            "保険の資格を確認できませんでした",
            "確認に使える時間が過ぎました。受付でご案内します。",
        ),
        Ending::NotMyNumberCard => Words::new(
            "マイナンバーカード\nではないようです",
            "診察券など、別のカードが置かれているようです。",
        ),
        Ending::OldResidentCard => {
            Words::new("住民基本台帳カード\nのようです", "このカードは、保険の確認には使えません。")
        }
        Ending::PhoneNotSupported => {
            Words::new("ここではスマートフォンを使えません", "この端末は、カードだけを読み取れます。")
        }
        Ending::CardMute => Words::new(
            "カードを読み取れませんでした",
            "ケースから出し、写真の面を上にして、台の真ん中に置いてください。",
        ),
        Ending::CardTooSlow => Words::new(
            "カードを読み取れませんでした",
            "位置が、ずれているのかもしれません。台の真ん中に置いてください。",
        ),
        Ending::CardTakenAway => {
            Words::new("途中でカードが離れました", "終わるまで、カードを台に置いたままにしてください。")
        }
        Ending::TwoCards => {
            Words::new("カードが2枚あるようです", "マイナンバーカードを1枚だけ置いてください。")
        }
        Ending::CardLockedByIssuer => Words::new(
            "カードが止められているようです",
            "くわしいことは、市区町村の窓口で分かります。きょうは、受付でご案内します。",
        ),
        Ending::ReaderFailed | Ending::TerminalFailed | Ending::ClockWrong => Words::new(
            "機械の調子がよくありません",
            "ご迷惑をおかけします。カードのせいではありません。受付でご案内します。",
        ),
        Ending::PhotoNotGenuine => {
            Words::new("カードの写真を確認できませんでした", "お手数をおかけします。受付でご案内します。")
        }
        Ending::CardMisbehaved
        | Ending::ChipNotGenuine
        | Ending::AuthorisationFailed
        | Ending::SignatureFailed => {
            Words::new("カードを確認できませんでした", "お手数をおかけします。受付でご案内します。")
        }
    }
}

const fn refused(refusal: Refusal) -> Words {
    match refusal {
        Refusal::CertificateEnded => Words::new(
            "電子証明書の期限が過ぎています",
            "保険の資格を確認できませんでした。更新すると、また使えます。",
        ),
        Refusal::CertificateRevoked => Words::new(
            "電子証明書が使えなくなっています",
            "カードの手続きなどで、使えなくなることがあります。受付でご案内します。",
        ),
        Refusal::CertificateSuspended => Words::new(
            "カードが一時的に止まっています",
            "なくしたという届け出などで、止まることがあります。受付でご案内します。",
        ),
        Refusal::CertificateUnknown => Words::new(
            "保険の資格を確認できませんでした",
            "カードの電子証明書を確認できませんでした。受付でご案内します。",
        ),
        Refusal::MethodNotPermitted => Words::new(
            "保険の資格を確認できませんでした",
            "この方法では、きょうは確認できません。受付でご案内します。",
        ),
        Refusal::EvidenceInsufficient => Words::new(
            "保険の資格を確認できませんでした",
            "ここでの確認だけでは、足りませんでした。受付でご案内します。",
        ),
        Refusal::Challenge | Refusal::Terminal | Refusal::Statement => Words::new(
            "保険の資格を確認できませんでした",
            "この端末の不具合です。カードのせいではありません。受付でご案内します。",
        ),
    }
}

/// What the patient does now.
pub const fn next_step(step: NextStep) -> &'static str {
    match step {
        NextStep::TakeCardAndWait => "カードをお取りになり、席でお待ちください",
        NextStep::PutCardAgain => {
            "カードを置き直してください。\nうまくいかないときは、受付にお声がけください"
        }
        NextStep::PutMyNumberCard => {
            "マイナンバーカードを置いてください。\nお持ちでない方は、受付にお声がけください"
        }
        NextStep::PaperAtReception => {
            "カードをお取りになり、受付へお越しください。\n資格確認書などをお持ちの方は、お見せください"
        }
        NextStep::RenewCertificate => {
            "カードをお取りになり、受付へお越しください。\n更新は、市区町村の窓口でできます"
        }
        NextStep::AskReception => "カードをお取りになり、受付にお声がけください",
    }
}
