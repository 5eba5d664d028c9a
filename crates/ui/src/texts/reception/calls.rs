//! What reception does when it is called, and while a session goes on.

use super::ReceptionLine;
use terminal::{CallReason, Notice, QualityReason, UndecidedReason};

/// Why reception is called, and what it does now.
pub const fn call(reason: CallReason) -> ReceptionLine {
    let (what, next) = match reason {
        CallReason::CapturesFailed => (
            "お顔の確認がうまくいかず、患者さんがお困りです。",
            "そばへ行き、明るさと立つ位置を直す。だめなら、目視で確認する。",
        ),
        CallReason::LastTry => (
            "患者さんが、暗証番号の最後の1回を使おうとしています。",
            "すぐ行く。まちがえると市区町村の窓口での再設定になると伝え、ほかの方法を勧める。",
        ),
        CallReason::Visual => (
            "患者さんが、受付での確認を選びました。",
            "端末へ行き、確認用パスワードを入れて、写真とお顔を見くらべる。",
        ),
        CallReason::PinClosed => (
            "患者さんが、止めている暗証番号のことで相談しています。",
            "端末へ行き、確認用パスワードを入れて、番号を思い出したか、追記欄に取消線があるかを確かめる。",
        ),
        CallReason::CheckNumber => (
            "カードの写真を読み取るため、カードの表の番号が要ります。",
            "端末へ行き、カードの表を見て、生年月日・有効期限・セキュリティコードを入力する。",
        ),
        CallReason::PartFailed => (
            "端末の部品（カメラか、記録）が動いていません。",
            "患者さんにほかの方法を案内し、業者に連絡する。",
        ),
        CallReason::CardLeft => {
            ("カードが、読み取り台に残っています。", "患者さんを呼び止めて、カードをお返しする。")
        }
    };
    ReceptionLine { what, next, ladder: "" }
}

/// What reception does while the patient reads this. What has happened, the patient's own words say
/// ([`crate::texts::methods::notice`]).
pub const fn notice(notice: Notice) -> &'static str {
    match notice {
        Notice::PinRejected { left: 2.. } => "ご本人に任せる。迷っていれば、顔認証か目視を勧める。",
        Notice::PinRejected { left: 1 } => "暗証番号は止めてもらい、顔認証か目視を勧める。",
        Notice::PinRejected { left: 0 } | Notice::PinLockedNow => {
            "顔認証か目視で続ける。暗証番号の再設定は市区町村の窓口で、と伝える。"
        }
        Notice::PinUnknown => "番号が合っていたかは、だれにも分からない。顔認証か目視を勧める。",
        Notice::CounterChanged => "そのまま続けてよい。いま画面にある回数が、正しい回数。",
        Notice::LedgerFailed => "顔認証か目視を勧める。くり返すなら、業者に連絡する。",
        Notice::FaceNotAccepted => "そばへ行く。目視か、暗証番号を勧める。",
        Notice::PhotoUnavailable => "画面で選べる、ほかの方法を勧める。",
        Notice::CheckNumberRejected => {
            "カードの表をもう一度見て、14けたを入れ直す。2回合わなければ、ほかの方法を勧める。"
        }
        Notice::CameraFailed => "画面で選べる、ほかの方法を勧める。業者に連絡する。",
        Notice::CredentialRejected => "確認用パスワードを、初めから入れ直す。",
        Notice::CredentialClosed => "目視は、しばらく使えない。ほかの方法か、資格確認書などで確認する。",
    }
}

/// What reception does if the patient can't follow the instruction beside the preview.
pub const fn quality(reason: QualityReason) -> &'static str {
    match reason {
        QualityReason::NoFace => "カメラの高さと向きを、お顔に合わせる。",
        QualityReason::SeveralFaces => "付き添いの方に、少し離れてもらう。",
        QualityReason::TooSmall => "カメラに近づいてもらう。車いすの方は、端末のほうを近づける。",
        QualityReason::TooDark => "照明をつける。お顔が明るいほうを向くように、端末を回す。",
        QualityReason::TooBright => "お顔に強い光が当たらない向きに、端末を回す。",
        QualityReason::Blurred => "少しのあいだ、止まってもらう。カメラの汚れを拭く。",
        QualityReason::Turned => "カメラを正面から見てもらう。首を動かせない方は、目視で確認する。",
    }
}

/// What reception does if the movement that was asked for is not seen.
pub const fn movement(reason: UndecidedReason) -> &'static str {
    match reason {
        UndecidedReason::NotStill => "少しのあいだ、正面を見て止まってもらう。",
        UndecidedReason::DidNotTurn => {
            "矢印のほうへ、もう少し大きく向いてもらう。首を動かせない方は、目視で確認する。"
        }
        UndecidedReason::OtherSide => "画面の矢印を、一緒に見る。首を動かせない方は、目視で確認する。",
        UndecidedReason::DidNotReturn => "向いたあと、正面に戻ってもらう。",
        UndecidedReason::FaceLost => {
            "枠から出ないように、ゆっくり動いてもらう。まわりの方には、少し離れてもらう。"
        }
    }
}
