//! How a session ended, for the people at the desk: one line of what happened, one of what they do
//! now. 「できないとき」 is the official ladder (domain.md 2.5, 保発0710第1号).

use policy::RegistrationDecision;
use std::borrow::Cow;
use terminal::{Ending, NextStep, Refusal};

/// What reception reads of an ending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceptionLine {
    /// What happened.
    pub what: &'static str,
    /// What reception does now.
    pub next: Cow<'static, str>,
}

/// The line of an ending.
pub fn line(ending: Ending) -> ReceptionLine {
    let first = first_step(ending);
    let ladder = ladder(ending.next_step());
    let next = match (first, ladder) {
        ("", ladder) => Cow::Borrowed(ladder),
        (first, "") => Cow::Borrowed(first),
        (first, ladder) => Cow::Owned(format!("{first}{ladder}")),
    };
    ReceptionLine { what: what(ending), next }
}

const fn ladder(step: NextStep) -> &'static str {
    match step {
        NextStep::TakeCardAndWait => "",
        NextStep::PutCardAgain => {
            "カードを置き直してもらう。くり返すときは、紙の確認（資格確認書など）に切り替える。"
        }
        NextStep::PutMyNumberCard => {
            "マイナンバーカードを置いてもらう。お持ちでなければ、資格確認書で確認する。"
        }
        NextStep::PaperAtReception => {
            "資格確認書、またはカードとマイナポータル画面・資格情報のお知らせで確認する。\
             どれもなければ申立書。変わりがない旨を口頭で聞ければ、再診の方はそれでもよい。負担はふだんの割合で。"
        }
        NextStep::RenewCertificate => "市区町村の窓口での更新を案内する。",
        NextStep::AskReception => "お声がけし、ほかの確認方法（資格確認書など）を案内する。",
    }
}

const fn what(ending: Ending) -> &'static str {
    match ending {
        Ending::Verified => "本人を確認し、確認サービスが受け付けました。",
        Ending::VerifiedEndsSoon => {
            "本人を確認し、確認サービスが受け付けました。電子証明書は3か月以内に切れます。"
        }
        Ending::VerifiedEntitlementOnly => {
            "本人を確認しました。電子証明書が切れて3か月以内なので、資格だけ使えます（診療・薬剤・健診情報は得られません）。"
        }
        Ending::NotMyNumberCard => "マイナンバーカード以外のICカードが置かれました。",
        Ending::OldResidentCard => "住民基本台帳カードが置かれました。",
        Ending::PhoneNotSupported => "カード用の読み取り機に、スマートフォンが置かれました。",
        Ending::CardMute => "カードが応答しません（ケース入り、向き、磁気や折れによるICの故障）。",
        Ending::CardLockedByIssuer => "カードの機能が、発行元で止められています。",
        Ending::CardMisbehaved => "カードが、規格と違う応答をしました。",
        Ending::CardTooSlow => "カードの応答が、時間内にありませんでした。",
        Ending::TwoCards => "カードが2枚置かれています。",
        Ending::PhotoNotGenuine => {
            "カード内の写真の署名を確認できません（故障か偽造かは、端末では分かりません）。"
        }
        Ending::ChipNotGenuine => {
            "カードが本物だという証明を確認できません（故障か複製かは、端末では分かりません）。"
        }
        Ending::PinOutcomeUnknown => {
            "暗証番号の照合中にカードとの通信が切れました。正誤は不明です。1回分使ったものと数えています。"
        }
        Ending::SignatureFailed => "カードが署名を返しませんでした。",
        Ending::AuthorisationFailed => "カードが、暗証番号を使わない利用の許可を受け付けませんでした。",
        Ending::ReaderFailed => "読み取り機、またはその接続が止まっています。",
        Ending::TerminalFailed => "端末の部品が、求めていない応答をしました。",
        Ending::NoHolderAuthorisation => {
            "暗証番号が使えないカードですが、この端末は暗証番号なしの確認に対応していません。"
        }
        Ending::NoMethodLeft => "使える確認方法が、なくなりました。",
        Ending::RegistrationClosed(decision) => not_registered(decision),
        Ending::CouldNotConfirm => {
            "確認サービスにつながりませんでした。結果の記録は、復旧後に自動で送ります。"
        }
        Ending::ServiceMisbehaved => "確認サービスから、正しい応答がありませんでした。",
        Ending::ChallengeExpired => "操作に時間がかかり、確認の有効時間を過ぎました。",
        Ending::Refused(refusal) | Ending::AuthorisationRefused(refusal) => refused(refusal),
        Ending::StaffSawOtherPerson => "職員が、カードの写真と別の人だと判断しました。",
        Ending::RegistrationDeclined => {
            "利用登録がされていないカードで、患者さんが登録を希望しませんでした。"
        }
        Ending::Cancelled => "患者さんが途中でやめました。",
        Ending::TimedOut => "操作がないまま、時間になりました。お困りかもしれません。",
        Ending::CardTakenAway => "途中でカードが取られました。",
    }
}

const fn not_registered(decision: RegistrationDecision) -> &'static str {
    match decision {
        RegistrationDecision::RefusedByManual | RegistrationDecision::ReadersNotChanged => {
            "利用登録がされていないカードです。目視での登録は、この日付の規則では認められていません。"
        }
        RegistrationDecision::RefusedBySite => {
            "利用登録がされていないカードです。目視での登録は、この施設の設定で止めています。"
        }
        RegistrationDecision::Open => "利用登録がされていないカードです。",
    }
}

const fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::CertificateEnded => "電子証明書が切れて3か月を過ぎています。",
        Refusal::CertificateRevoked => "電子証明書が失効しています（再発行、転居の手続き、更新など）。",
        Refusal::CertificateSuspended => "カードの利用が一時停止中です（紛失の届け出など）。",
        Refusal::CertificateUnknown => "電子証明書の発行者を確認できません。",
        Refusal::MethodNotPermitted => "この確認方法は、このカード・この日付の規則では認められていません。",
        Refusal::EvidenceInsufficient => "確認サービスが、本人確認の記録を十分と認めませんでした。",
        Refusal::Challenge => "確認サービスの番号が、期限切れか使用済みでした。",
        Refusal::Terminal => "確認サービスが、この端末を受け付けませんでした（登録切れ、または回数の制限）。",
        Refusal::Statement => "確認サービスが、署名または電文を正しくないとしました。",
    }
}

/// What comes before the ladder; empty where nothing does.
const fn first_step(ending: Ending) -> &'static str {
    match ending {
        Ending::Verified => "対応は要りません。",
        Ending::VerifiedEndsSoon => "お帰りの際に、市区町村の窓口での更新を案内する。",
        Ending::VerifiedEntitlementOnly => "お薬は、お薬手帳で確認する。",
        Ending::CardLockedByIssuer => "市区町村の窓口で分かると伝える。",
        Ending::TwoCards => "読み取り機の上を1枚にする。",
        Ending::PhotoNotGenuine | Ending::ChipNotGenuine => {
            "患者さんを疑う言い方をしない。カードの面とお顔を確かめる。"
        }
        Ending::PinOutcomeUnknown => "暗証番号をすぐに入れ直さない。顔認証か目視を勧める。",
        Ending::ReaderFailed => "読み取り機のケーブルを確かめる。戻らなければ、コードを業者に伝える。",
        Ending::TerminalFailed => "端末を再起動する。くり返せば、コードを業者に伝える。",
        Ending::RegistrationClosed(_) => {
            "顔認証での登録を勧める。暗証番号が使えるカードなら、暗証番号やマイナポータルでも登録できる。"
        }
        Ending::CouldNotConfirm => "回線を確かめる。",
        Ending::ServiceMisbehaved => "くり返せば、コードを業者に伝える。",
        Ending::ChallengeExpired => "もう一度置いてもらってもよい。",
        Ending::Refused(refusal) | Ending::AuthorisationRefused(refusal) => refused_first(refusal),
        Ending::StaffSawOtherPerson => "ご家族のカードとの取り違えがないか、やわらかく尋ねる。",
        Ending::RegistrationDeclined => "無理に勧めない。",
        Ending::NotMyNumberCard
        | Ending::OldResidentCard
        | Ending::PhoneNotSupported
        | Ending::CardMute
        | Ending::CardMisbehaved
        | Ending::CardTooSlow
        | Ending::SignatureFailed
        | Ending::AuthorisationFailed
        | Ending::NoHolderAuthorisation
        | Ending::NoMethodLeft
        | Ending::Cancelled
        | Ending::TimedOut
        | Ending::CardTakenAway => "",
    }
}

const fn refused_first(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::CertificateEnded => "きょうは資格確認書か申立書で確認する。",
        Refusal::CertificateRevoked => "市区町村の窓口で電子証明書を発行し直せると伝える。",
        Refusal::CertificateSuspended => "見つかったカードなら、停止の解除が要ると伝える。",
        Refusal::Challenge => "もう一度置いてもらってもよい。",
        Refusal::MethodNotPermitted => "ほかの方法があれば、それで試してもらう。",
        Refusal::CertificateUnknown
        | Refusal::EvidenceInsufficient
        | Refusal::Terminal
        | Refusal::Statement => "くり返せば、コードを業者に伝える。",
    }
}
