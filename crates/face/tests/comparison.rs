//! Real portraits through the card's own path: the holder is found alike, a stranger is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod support;

use face::{Capture, Probe, Reference};
use support::{HOLDER, MATCHER, Portrait, STRANGER};

/// The score that face.md 6.3 recommends to ask for; policy holds its own.
const ALIKE: i16 = 4200;
/// Average and smallest sizes of a chip photo, in bytes.
const SIZES: [usize; 4] = [2_000, 3_000, 6_000, 20_000];

fn probe(portrait: &Portrait) -> Probe {
    match MATCHER.capture(&portrait.frame()).unwrap() {
        Capture::Usable(probe) => probe,
        Capture::Unusable(reason) => panic!("{}: {reason:?}", portrait.name),
    }
}

fn reference(portrait: &Portrait, bytes: usize) -> Reference {
    MATCHER.reference(&portrait.chip_photo(bytes)).unwrap()
}

#[test]
fn the_holder_is_alike_and_the_stranger_is_not() {
    let stranger = probe(&STRANGER);
    let holders = HOLDER.each_ref().map(probe);
    for bytes in SIZES {
        for (i, card) in HOLDER.iter().enumerate() {
            let reference = reference(card, bytes);
            let score = |name: &str, probe: &Probe| {
                let score = reference.compare(probe);
                println!("{bytes:>6} B  card {:<7} live {name:<7} {score}", card.name);
                score.ten_thousandths()
            };
            for (j, other) in HOLDER.iter().enumerate().filter(|&(j, _)| j != i) {
                assert!(score(other.name, &holders[j]) >= ALIKE);
            }
            assert!(score(STRANGER.name, &stranger) < ALIKE);
        }
    }
}

#[test]
fn the_strangers_own_card_takes_him() {
    let reference = reference(&STRANGER, 6_000);
    assert!(reference.compare(&probe(&STRANGER)).ten_thousandths() >= ALIKE);
    for holder in &HOLDER {
        assert!(reference.compare(&probe(holder)).ten_thousandths() < ALIKE);
    }
}

#[test]
fn the_same_frame_gives_the_same_score() {
    let [card, live, _] = &HOLDER;
    let score = || reference(card, 6_000).compare(&probe(live));
    assert_eq!(score(), score());
}

#[test]
fn a_photo_without_a_face_is_said_to_have_none() {
    let grey = image::GrayImage::from_fn(378, 472, |x, y| {
        image::Luma([u8::try_from((x * 3 + y * 5) % 251).unwrap()])
    });
    let fault = MATCHER.reference(&support::chip::photo(&grey, 6_000)).err();
    assert_eq!(fault, Some(face::ReferenceFault::NoFace));
}

#[test]
fn nothing_printed_of_a_person() {
    let reference = reference(&HOLDER[0], 6_000);
    assert_eq!(format!("{reference:?}"), "Reference(redacted)");
    assert!(format!("{:?}", probe(&HOLDER[0])).starts_with("Probe(redacted"));
}

#[test]
fn a_matcher_serves_every_thread() {
    fn crosses<T: Send + Sync>() {}
    crosses::<face::Matcher>();
    crosses::<Reference>();
    crosses::<Probe>();
}

#[test]
fn a_file_that_is_not_listed_is_refused() {
    let mut yunet = support::models::yunet();
    let sface = support::models::sface();
    *yunet.last_mut().unwrap() ^= 1;
    let load = |yunet: &[u8], sface: &[u8]| {
        let manifest = face::Manifest::built_in().unwrap();
        face::Matcher::load(&manifest, face::ModelBytes { yunet, sface }).err()
    };
    assert_eq!(load(&yunet, &sface), Some(face::ModelError::NotTheListedFile(face::ModelId::YuNet)));
    assert_eq!(
        load(&support::models::yunet(), &support::models::yunet()),
        Some(face::ModelError::NotTheListedFile(face::ModelId::SFace))
    );
}
