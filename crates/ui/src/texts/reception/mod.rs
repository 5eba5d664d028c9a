//! What the people at the desk read: how a session ended, why they are called, what the patient has
//! before them; each with what they do now, in one line. In Japanese, and in [`english`] beside it.
//!
//! - [`line()`]: of an ending; [`LADDER`]: what 「資格確認書などで確認する」 means
//! - [`calls`]: of a call, of a notice, of a picture that is not usable

pub mod calls;
pub mod english;

use policy::RegistrationClosure;
use terminal::{Blame, Ending, Refusal};

/// What reception reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceptionLine {
    /// What happened.
    pub what: &'static str,
    /// What reception does now.
    pub next: &'static str,
    /// The steps that [`Self::next`] may call on; empty where there is nothing to confirm.
    pub ladder: &'static str,
}

/// The official ladder when the card can't be used (domain.md 2.5: 保発0710第1号 and what followed).
pub const LADDER: &str = "資格確認書。なければ、カードと一緒に、マイナポータルの画面か資格情報のお知らせ。\
                          どれもなければ、被保険者資格申立書。前に来た方は、変わりがないと聞き取れればそれでもよい。\
                          負担は、いつもの割合で。";

/// The line of an ending.
pub const fn line(ending: Ending) -> ReceptionLine {
    let ladder = if ending.is_verified() { "" } else { LADDER };
    ReceptionLine { what: what(ending), next: next(ending), ladder }
}

/// Who has to act.
pub const fn party(blame: Blame) -> &'static str {
    match blame {
        Blame::Nobody => "なし",
        Blame::Card => "カード",
        Blame::Terminal => "この端末",
        Blame::Service => "回線・確認サービス",
        Blame::Rule => "規則・設定",
        Blame::Person => "操作する方",
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
        Ending::CardMute => "カードが応答しません（ケース入り、向き、ICの故障）。",
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
        Ending::ClockWrong => "端末の時計が、確認サービスの時計と合っていません。",
        Ending::NoHolderAuthorisation => {
            "暗証番号を使えないカードですが、この端末は暗証番号なしの確認に対応していません。"
        }
        Ending::NoMethodLeft => "使える確認方法が、なくなりました。",
        Ending::RegistrationClosed(closure) => not_registered(closure),
        Ending::CouldNotConfirm => {
            "確認サービスにつながりませんでした。結果の記録は、復旧後に自動で送ります。"
        }
        Ending::ServiceMisbehaved => "確認サービスから、正しい応答がありませんでした。",
        Ending::ChallengeExpired => "操作に時間がかかり、確認の有効時間を過ぎました。",
        Ending::Refused(refusal) | Ending::AuthorisationRefused(refusal) => refused(refusal),
        Ending::StaffSawOtherPerson => "職員が、カードの写真と別の人だと判断しました。",
        Ending::AttackPresentation => "カメラの前に、写真や画面のような平らなものが写りました。",
        Ending::RegistrationDeclined => {
            "利用登録がされていないカードで、患者さんが登録を希望しませんでした。"
        }
        Ending::Cancelled => "患者さんが途中でやめました。",
        Ending::TimedOut => "操作がないまま、時間になりました。お困りかもしれません。",
        Ending::CardTakenAway => "途中でカードが取られました。",
    }
}

const fn not_registered(closure: RegistrationClosure) -> &'static str {
    match closure {
        RegistrationClosure::RefusedByManual | RegistrationClosure::ReadersNotChanged => {
            "利用登録がされていないカードです。目視での登録は、この日付の規則では認められていません。"
        }
        RegistrationClosure::RefusedBySite => {
            "利用登録がされていないカードです。目視での登録は、この施設の設定で止めています。"
        }
    }
}

const fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::CertificateEnded => "電子証明書が切れて3か月を過ぎています。",
        Refusal::CertificateRevoked => "電子証明書が失効しています。",
        Refusal::CertificateSuspended => "カードの利用が一時停止中です（紛失の届け出など）。",
        Refusal::CertificateUnknown => "電子証明書の発行者を確認できません。",
        Refusal::MethodNotPermitted => "この確認方法は、このカード・この日付の規則では認められていません。",
        Refusal::EvidenceInsufficient => "確認サービスが、本人確認の記録を十分と認めませんでした。",
        Refusal::Challenge => "確認サービスの番号が、期限切れか使用済みでした。",
        Refusal::Terminal => "確認サービスが、この端末を受け付けませんでした。",
        Refusal::Statement => "確認サービスが、署名または電文を正しくないとしました。",
    }
}

/// One line, the first thing to do first.
const fn next(ending: Ending) -> &'static str {
    match ending {
        Ending::Verified => "することはありません。",
        Ending::VerifiedEndsSoon => "お帰りの際に、市区町村の窓口での更新をお勧めする。",
        Ending::VerifiedEntitlementOnly => "お薬は、お薬手帳で聞き取る。更新は市区町村の窓口で、と伝える。",
        Ending::NotMyNumberCard | Ending::OldResidentCard => {
            "マイナンバーカードを置いてもらう。なければ、資格確認書などで確認する。"
        }
        Ending::PhoneNotSupported => "カードを置いてもらう。なければ、資格確認書などで確認する。",
        Ending::CardMute => {
            "ケースから出し、写真の面を上にして置き直す。だめなら、資格確認書などで確認する。"
        }
        Ending::CardTooSlow => "台の真ん中に置き直す。だめなら、資格確認書などで確認する。",
        Ending::CardLockedByIssuer => "資格確認書などで確認する。カードのことは市区町村の窓口で、と伝える。",
        Ending::CardMisbehaved => {
            "資格確認書などで確認する。別の方のカードでも出るなら、コードを業者に伝える。"
        }
        Ending::TwoCards => "マイナンバーカードを1枚だけ残して、置き直す。",
        Ending::PhotoNotGenuine | Ending::ChipNotGenuine => {
            "資格確認書などで確認し、カードの面とお顔も見る。疑う言い方はしない。"
        }
        Ending::PinOutcomeUnknown => {
            "カードを置き直す。暗証番号より先に、顔認証か目視を勧める。使えなければ、資格確認書などで確認する。"
        }
        Ending::ReaderFailed => "読み取り機のケーブルを差し直す。戻るまで、資格確認書などで確認する。",
        Ending::ClockWrong => "保守担当に、端末の時計を合わせてもらう。それまで、資格確認書などで確認する。",
        Ending::TerminalFailed => "端末を再起動する。戻るまで、資格確認書などで確認する。",
        Ending::NoHolderAuthorisation | Ending::NoMethodLeft => "資格確認書などで確認する。",
        Ending::RegistrationClosed(_) => {
            "きょうは資格確認書などで確認する。登録は、顔認証でできる（暗証番号が使える方は暗証番号でも）。"
        }
        Ending::CouldNotConfirm => "回線を見る。戻るまで、資格確認書などで確認する。",
        Ending::ServiceMisbehaved | Ending::SignatureFailed | Ending::AuthorisationFailed => {
            "資格確認書などで確認する。くり返すなら、コードを業者に伝える。"
        }
        Ending::ChallengeExpired => "もう一度カードを置いてもらう。お急ぎなら、資格確認書などで確認する。",
        Ending::Refused(refusal) | Ending::AuthorisationRefused(refusal) => refused_next(refusal),
        Ending::StaffSawOtherPerson => {
            "ご家族のカードとの取り違えがないか、やわらかく尋ねる。その方の資格確認書などで確認する。"
        }
        Ending::AttackPresentation => {
            "そばへ行く。疑う言い方はしない。目視で確認するか、その方の資格確認書などで確認する。"
        }
        Ending::RegistrationDeclined => "登録を重ねて勧めない。資格確認書などで確認する。",
        Ending::Cancelled => "お声がけし、ほかの方法か、資格確認書などで確認する。",
        Ending::TimedOut => "お声がけする。お困りなら、ほかの方法か、資格確認書などで確認する。",
        Ending::CardTakenAway => "カードを置き直してもらう。お急ぎなら、資格確認書などで確認する。",
    }
}

const fn refused_next(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::CertificateEnded => "きょうは資格確認書などで確認する。更新は市区町村の窓口で、と伝える。",
        Refusal::CertificateRevoked => {
            "きょうは資格確認書などで確認する。カードのことは市区町村の窓口で、と伝える。"
        }
        // マイナンバー総合フリーダイヤル (S:912), where a loss is reported (card.md).
        Refusal::CertificateSuspended => {
            "きょうは資格確認書などで確認する。カードのことは総合フリーダイヤル0120-95-0178で、と伝える。"
        }
        Refusal::MethodNotPermitted | Refusal::EvidenceInsufficient => {
            "もう一度置いてもらい、別の方法で。なければ、資格確認書などで確認する。"
        }
        Refusal::Challenge => "もう一度カードを置いてもらう。くり返すなら、コードを業者に伝える。",
        Refusal::CertificateUnknown | Refusal::Terminal | Refusal::Statement => {
            "資格確認書などで確認する。くり返すなら、コードを業者に伝える。"
        }
    }
}
