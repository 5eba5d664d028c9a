//! What lots give, without a font: every kind of trouble comes, and the truth is about the picture.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use card_artist::dice::Dice;
use card_artist::note::{Ink, Note};
use card_artist::person::Person;
use card_artist::scene::Scene;
use card_artist::truth::Card;
use card_front::Layout;
use std::collections::BTreeSet;

fn card(id: u64) -> Card {
    let layout = Layout::built_in().unwrap();
    let mut dice = Dice::new(11, id, 0);
    Card {
        id,
        person: Person::draw(&mut dice),
        note: Note::draw(&mut dice),
        back: false,
        scene: Scene::draw(&layout, &mut Dice::new(11, id, 2)),
    }
}

#[test]
fn every_nuisance_comes_and_some_cards_have_none() {
    let cards: Vec<Card> = (0..1500).map(card).collect();
    let names: BTreeSet<&String> = cards.iter().flat_map(|card| &card.scene.nuisances).collect();
    assert_eq!(names.len(), 19, "{names:?}");
    assert!(cards.iter().filter(|card| card.scene.nuisances.is_empty()).count() > 100);
}

#[test]
fn a_card_lies_in_the_picture_at_a_scale_that_is_asked_for() {
    for card in (0..1500).map(card) {
        assert!(card.scene.lay.fits(0.0), "{:?}", card.scene);
        assert!((6.0..=12.0).contains(&card.scene.lay.pixels), "{:?}", card.scene.lay);
    }
}

#[test]
fn marks_are_plain_and_struck_through_in_both_inks_and_in_other_forms() {
    let marks: Vec<_> = (0..1500).filter_map(|id| card(id).note.mark).collect();
    assert!(marks.len() > 600 && marks.len() < 1000);
    for wanted in [None, Some(Ink::Red), Some(Ink::Black)] {
        assert!(marks.iter().filter(|mark| mark.struck == wanted).count() > 80, "{wanted:?}");
    }
    assert!(marks.iter().filter(|mark| mark.variant).count() > 80);
}

#[test]
fn the_truth_is_what_is_printed_and_its_parts_make_the_number() {
    let layout = Layout::built_in().unwrap();
    for card in (0..300).map(card) {
        let truth = card.truth(1, &layout);
        let print = &truth["truth"];
        let text = |key: &str| print[key].as_str().unwrap();
        assert_eq!(text("pinB"), format!("{}{}{}", text("dob6"), print["exp_y"], text("sec")));
        assert_eq!(text("pinB").len(), 14);
        assert!(text("exp_print").starts_with(&print["exp_y"].to_string()));
        assert_eq!(truth["file"], format!("{:05}_1.jpg", card.id));
    }
}
