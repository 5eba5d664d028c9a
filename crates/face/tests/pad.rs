//! Attack detection through the shipped detector, on synthetic presentations of the fetched portraits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod support;

use face::pad::{AttackSign, Challenge, Movement, PadOutcome, Progress, Side};
use face::{Rgb8, Sight, Trial};
use image::RgbImage;
use relief_head::{Actor, Asked, Photograph, Species};
use support::{HOLDER, MATCHER, Portrait, rgb8};

fn photograph(portrait: &Portrait) -> Photograph {
    let cut = portrait.cut();
    let sized = image::imageops::resize(&cut, 384, 480, image::imageops::FilterType::Triangle);
    let Sight::Face(sighting) = MATCHER.watch(&rgb8(sized.clone())).unwrap() else { panic!() };
    Photograph::new(sized, sighting.landmarks()).unwrap()
}

fn play(species: Species, byte: u8, seed: u64) -> PadOutcome {
    let mut actor = Actor::new(species, photograph(&HOLDER[AHEAD]), None, seed);
    let mut trial = Trial::new(Challenge::drawn(byte), 0);
    let mut now = 0;
    loop {
        let asked = match trial.progress() {
            Progress::Over(outcome) => return outcome,
            Progress::Ask(Movement::Straight) => Asked::Straight,
            Progress::Ask(Movement::Turn(Side::Left)) => Asked::Left,
            Progress::Ask(Movement::Turn(Side::Right)) => Asked::Right,
        };
        let frame: RgbImage = actor.frame(asked, now);
        let frame: Rgb8 = rgb8(frame);
        trial.see(&MATCHER.watch(&frame).unwrap(), now);
        now += 66;
    }
}

/// Which of the holder's portraits looks straight ahead.
const AHEAD: usize = 0;

/// Sides in every order.
const DRAWS: [u8; 4] = [0b01, 0b10, 0b00, 0b11];

#[test]
fn a_relief_head_that_turns_as_asked_is_bona_fide() {
    for (seed, draw) in (1..).zip(DRAWS) {
        let outcome = play(Species::ReliefHead, draw, seed);
        assert!(matches!(outcome, PadOutcome::BonaFide(_)), "{draw}: {outcome:?}");
    }
}

#[test]
fn the_same_photograph_on_a_plane_is_never_bona_fide() {
    let planes = [Species::PrintTurned, Species::CutOutline, Species::ScreenMoved];
    let mut named = 0;
    for (seed, draw) in (1..).zip([0b01, 0b11]) {
        for species in planes {
            let outcome = play(species, draw, seed);
            println!("{species:?} {draw}: {outcome:?}");
            assert!(!matches!(outcome, PadOutcome::BonaFide(_)), "{species:?} {draw}");
            let attack = PadOutcome::AttackPresentation(AttackSign::Flat);
            named += usize::from(species == Species::PrintTurned && outcome == attack);
        }
    }
    assert!(named > 0, "no turned print was named an attack");
}
