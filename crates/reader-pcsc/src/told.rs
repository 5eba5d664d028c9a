//! What was told of the cards, and what to tell next.

use crate::view::Insertion;
use runtime::port::SlotState;

#[derive(Default)]
pub(crate) struct Told {
    /// The card that was told of, while a single card is what was told last.
    pub(crate) card: Option<Insertion>,
}

impl Told {
    /// The state to tell of these cards: a removal too when another card lies there than was told.
    pub(crate) fn tell(
        &mut self,
        known: SlotState,
        has_reader: bool,
        mut cards: Vec<Insertion>,
    ) -> SlotState {
        let state = match cards.len() {
            _ if !has_reader => SlotState::Lost,
            0 => SlotState::Empty,
            1 => SlotState::Card,
            _ => SlotState::Several,
        };
        let card = if state == SlotState::Card { cards.pop() } else { None };
        let swapped = known == SlotState::Card && self.card.is_some() && card.is_some() && self.card != card;
        self.card = if swapped { None } else { card };
        if swapped { SlotState::Empty } else { state }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SlotState::{Card, Empty, Lost, Several};

    fn card(reader: &str, count: u32) -> Insertion {
        Insertion { reader: std::ffi::CString::new(reader).unwrap(), count }
    }

    #[test]
    fn a_swapped_card_is_told_as_a_removal_once() {
        let mut told = Told::default();
        assert_eq!(told.tell(Empty, true, vec![card("A", 1)]), Card);
        assert_eq!(told.tell(Card, true, vec![card("A", 1)]), Card);
        assert_eq!(told.tell(Card, true, vec![card("A", 3)]), Empty);
        assert_eq!(told.card, None, "nothing may be held until the new card was told");
        assert_eq!(told.tell(Empty, true, vec![card("A", 3)]), Card);
        assert_eq!(told.card, Some(card("A", 3)));
    }

    #[test]
    fn the_same_count_on_another_reader_is_another_card() {
        let mut told = Told::default();
        told.tell(Empty, true, vec![card("A", 1)]);
        assert_eq!(told.tell(Card, true, vec![card("B", 1)]), Empty);
    }

    #[test]
    fn of_two_cards_none_is_remembered() {
        let mut told = Told::default();
        told.tell(Empty, true, vec![card("A", 1)]);
        assert_eq!(told.tell(Card, true, vec![card("A", 1), card("B", 1)]), Several);
        assert_eq!(told.card, None);
        assert_eq!(told.tell(Several, true, vec![card("B", 1)]), Card);
        assert_eq!(told.card, Some(card("B", 1)));
    }

    #[test]
    fn without_a_reader_there_is_no_card() {
        let mut told = Told::default();
        told.tell(Empty, true, vec![card("A", 1)]);
        assert_eq!(told.tell(Card, false, Vec::new()), Lost);
        assert_eq!(told.card, None);
    }
}
