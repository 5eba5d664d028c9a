//! The ways of being verified, why one is closed, and what has just happened.

use policy::{Availability, Closure, Method, Methods};
use std::borrow::Cow;
use terminal::Notice;

/// The name of a method.
pub const fn name(method: Method) -> &'static str {
    match method {
        Method::Face => "顔認証",
        Method::Pin => "暗証番号",
        Method::Visual => "受付での確認",
    }
}

/// What happens in a method.
pub const fn explained(method: Method) -> &'static str {
    match method {
        Method::Face => "カメラでお顔を確認します",
        Method::Pin => "4けたの数字を入力します",
        Method::Visual => "受付の職員がお顔を確認します",
    }
}

/// Why a method is closed, naming only what is open instead.
pub fn closed(method: Method, closure: Closure, methods: &Methods) -> String {
    let name = name(method);
    match closure {
        Closure::PinLocked => format!("暗証番号がロックされています。{}", go_on_today(methods)),
        Closure::FaceAuthenticationCard => {
            format!("このカードは暗証番号を使わないカードです。{}", choose(methods))
        }
        Closure::MarkNotCleared => {
            "カードに「顔認証」の印があります。暗証番号を使いたいときは、受付にご相談ください。".into()
        }
        Closure::CountersUnknown => format!("カードの状態を読み取れないので、{name}は使えません。"),
        Closure::LastTry => {
            "暗証番号は、次にまちがえると、使えなくなります。そうならないように、止めています。".into()
        }
        Closure::StrikesUsedUp => {
            "暗証番号を2回確認できませんでした。ロックされないように、きょうは止めています。".into()
        }
        Closure::LedgerUnavailable => format!("機械の都合で、{name}は、いま使えません。"),
        Closure::NoHolderAuthorisation => format!("この端末では、{name}は使えません。"),
        Closure::CheckNumberLow | Closure::CheckNumberUnknown => {
            format!("写真を読み取れないので、{name}は使えません。")
        }
        Closure::NoAttackDetection => format!("この端末では、{name}は、まだ使えません。"),
        Closure::AttemptsUsedUp => format!("{name}は、今回は、ここまでです。"),
        Closure::PartFailed => format!("{name}は、いま使えません。"),
        Closure::Site => format!("この施設では、{name}は使っていません。"),
    }
}

/// The one line for face and visual closed for the same reason.
pub fn both_closed(closure: Closure, methods: &Methods) -> String {
    let one = closed(Method::Face, closure, methods);
    one.replacen(name(Method::Face), &format!("{}と{}", name(Method::Face), name(Method::Visual)), 1)
}

/// A word above the choice of methods, or above the staff credential. It names only what is open.
pub fn notice(notice: Notice, methods: &Methods) -> Cow<'static, str> {
    match notice {
        Notice::PinRejected { left: 0 } | Notice::PinLockedNow => {
            format!("暗証番号がロックされました。{}", go_on_today(methods)).into()
        }
        Notice::PinRejected { left: 1 } => {
            "暗証番号が一致しませんでした。次にまちがえると、暗証番号が使えなくなります。".into()
        }
        Notice::PinRejected { left } => {
            format!("暗証番号が一致しませんでした。あと{left}回まで入力できます。").into()
        }
        Notice::PinUnknown => "暗証番号を確認できませんでした。カードを置き直してください。".into(),
        Notice::CounterChanged => "カードの状態を確かめ直しました。番号は、カードに送っていません。".into(),
        Notice::LedgerFailed => "機械の都合で、暗証番号は使えません。番号は、カードに送っていません。".into(),
        Notice::FaceNotAccepted => {
            "お顔を確認できませんでした。職員をお呼びしました。ほかの方法もお選びいただけます。".into()
        }
        Notice::PhotoUnavailable => "カードの写真を読み取れませんでした。ほかの方法をお選びください。".into(),
        Notice::CheckNumberRejected => {
            "カードの番号と合いません。カードの表を見て、入力し直してください。".into()
        }
        Notice::CameraFailed => {
            "カメラが使えません。職員をお呼びしました。ほかの方法もお選びいただけます。".into()
        }
        Notice::CredentialRejected => "パスワードが一致しません。もう一度、入力してください。".into(),
        Notice::CredentialClosed => "受付での確認は、いま使えません。ほかの方法をお選びください。".into(),
    }
}

/// Whether a notice says already why this method is closed.
pub const fn explains(notice: Notice, method: Method, closure: Closure) -> bool {
    matches!(
        (notice, method, closure),
        (
            Notice::PinLockedNow | Notice::PinRejected { left: 0 },
            Method::Pin,
            Closure::PinLocked | Closure::FaceAuthenticationCard | Closure::CountersUnknown
        ) | (Notice::PinRejected { left: 1 }, Method::Pin, Closure::LastTry)
            | (Notice::LedgerFailed, Method::Pin, Closure::LedgerUnavailable)
            | (Notice::FaceNotAccepted, Method::Face, Closure::AttemptsUsedUp)
            | (
                Notice::PhotoUnavailable,
                Method::Face,
                Closure::PartFailed | Closure::CheckNumberLow | Closure::CheckNumberUnknown
            )
            | (Notice::CameraFailed, Method::Face, Closure::PartFailed)
            | (Notice::CredentialClosed, Method::Visual, Closure::AttemptsUsedUp)
    )
}

fn is_open(methods: &Methods, method: Method) -> bool {
    methods.of(method) == Availability::Open
}

fn go_on_today(methods: &Methods) -> &'static str {
    match (is_open(methods, Method::Face), is_open(methods, Method::Visual)) {
        (true, true) => "きょうは顔認証か、受付での確認で続けられます。",
        (true, false) => "きょうは顔認証で続けられます。",
        (false, true) => "きょうは受付での確認で続けられます。",
        (false, false) => "受付でご案内します。",
    }
}

fn choose(methods: &Methods) -> &'static str {
    match (is_open(methods, Method::Face), is_open(methods, Method::Visual)) {
        (true, true) => "顔認証か、受付での確認をお選びください。",
        (true, false) => "顔認証をお選びください。",
        (false, true) => "受付での確認をお選びください。",
        (false, false) => "受付でご案内します。",
    }
}
