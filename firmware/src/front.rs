//! The printed side of the card.

use card::CheckNumberB;
use policy::Mark;
use runtime::port::CardFront;

/// Nobody reads the printed side yet: no camera looks at it, and there is no screen on which staff
/// could type 照合番号B. So a device never has it at hand, and face ends there with its reason; out
/// of the box no session gets that far, for only PIN can sign.
#[derive(Debug)]
pub struct UnreadFront;

impl CardFront for UnreadFront {
    fn check_number(&mut self) -> Option<CheckNumberB> {
        None
    }

    fn mark(&mut self) -> Mark {
        Mark::Unseen
    }
}
