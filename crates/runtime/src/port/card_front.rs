//! The printed side of the card.

use card::CheckNumberB;
use policy::Mark;

/// What is known of the printed side of the card that lies there. Until it is read by a camera, the
/// simulator answers from the card's profile; where nothing is known staff type 照合番号B.
pub trait CardFront: Send {
    /// 照合番号B, if it is at hand. Asked only when face, or visual with the chip photo, was chosen.
    fn check_number(&mut self) -> Option<CheckNumberB>;

    /// The mark in the 追記欄.
    fn mark(&mut self) -> Mark;
}
