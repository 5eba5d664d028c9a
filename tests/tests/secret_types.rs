//! Types that hold a secret or a person can't be copied, compared, serialised or shown.
//!
//! The proofs are made by the compiler: this file does not build if one of these types gains one of
//! these traits. (Types that no other crate sees are proved beside their definitions.)
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde::Serialize;
use static_assertions::{assert_impl_any, assert_not_impl_any};
use std::fmt::{Debug, Display, LowerHex};
use std::hash::Hash;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// Neither copied, nor compared by `==` (which stops at the first difference), nor written anywhere.
macro_rules! kept_in {
    ($($secret:ty),+ $(,)?) => {
        $(
            assert_not_impl_any!($secret: Clone, Copy, PartialEq, PartialOrd, Hash);
            assert_not_impl_any!($secret: Serialize, Display, LowerHex, AsRef<[u8]>, AsRef<str>);
        )+
    };
}

kept_in!(card::Pin, card::CheckNumberB, card_front::PrintedNumber, card_front::Reading);
kept_in!(runtime::port::Frame, runtime::port::Picture, runtime::port::Input, runtime::port::Key);
kept_in!(face::Grey8, face::Rgb8, face::Reference, face::Probe, face::Matcher);
kept_in!(apdu::CommandBuffer, apdu::Command<'static, apdu::Once>);
kept_in!(journal::SiteSecret, service_https::TerminalKey, service_https::NamedKey);

// What is typed has no text form at all, not even a redacted one: it must not come near a log.
assert_not_impl_any!(runtime::port::Input: Debug);
assert_not_impl_any!(runtime::port::Key: Debug);
// Nor has what a camera reads of it.
assert_not_impl_any!(card_front::PrintedNumber: Debug);
assert_not_impl_any!(card_front::Reading: Debug);

// A command of the kind that is sent once exists once.
assert_not_impl_any!(apdu::Command<'static, apdu::Once>: Clone);

// The question is one that can be answered with yes.
assert_impl_any!(policy::ComparisonScore: Clone);
assert_impl_any!(policy::ComparisonScore: Debug);
assert_impl_any!(policy::ComparisonScore: PartialEq);
assert_impl_any!(wire::SessionId: Serialize);
assert_impl_any!(face::Grey8: ZeroizeOnDrop);

#[test]
fn what_has_a_text_form_shows_nothing_in_it() {
    let grey = || Zeroizing::new(vec![213; 9]);
    let texts = [
        format!("{:?}", card::Pin::from_ascii(b"7294").unwrap()),
        format!("{:?}", card::CheckNumberB::from_ascii(b"72943850617294").unwrap()),
        format!("{:?}", runtime::port::Picture { width: 3, height: 3, grey: grey() }),
        format!("{:?}", runtime::port::Frame { width: 3, height: 1, rgb: grey() }),
        format!("{:?}", face::Grey8::new(3, 3, vec![213; 9]).unwrap()),
        format!("{:?}", journal::SiteSecret::take(&mut [213; 32])),
    ];
    for text in texts {
        for shown in ["72", "94", "213", "d5", "D5"] {
            assert!(!text.contains(shown), "{text}");
        }
    }
}

#[test]
fn a_refused_secret_is_not_in_its_error() {
    let refused = card::Pin::from_ascii(b"72x4").unwrap_err();
    assert!(!format!("{refused:?}").contains("72"));
    let refused = card::CheckNumberB::from_ascii(b"7294385061729x").unwrap_err();
    assert!(!format!("{refused:?}").contains("72"));
}
