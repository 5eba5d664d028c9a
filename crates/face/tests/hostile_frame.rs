//! Camera frames of every size and content that the types let through: each is answered, in bounded
//! time, with a capture or a reason, never with a fault of the models.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs
)]

mod support;

use face::picture::{MAX_EDGE, MAX_PIXELS};
use face::{Capture, PictureFault, Rgb8};
use proptest::prelude::*;
use std::time::{Duration, Instant};
use support::MATCHER;

/// Of a debug build on a busy machine; an idle core needs a fiftieth.
const PATIENCE: Duration = Duration::from_secs(20);

fn filled(width: u32, height: u32, mut sample: impl FnMut(usize) -> u8) -> Rgb8 {
    let samples = usize::try_from(width * height * 3).unwrap();
    Rgb8::new(width, height, (0..samples).map(&mut sample).collect()).unwrap()
}

fn is_unusable(frame: &Rgb8) -> bool {
    let began = Instant::now();
    let capture = MATCHER.capture(frame).unwrap();
    assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
    matches!(capture, Capture::Unusable(_))
}

#[test]
fn the_smallest_the_longest_and_the_largest_frames_are_answered() {
    let square = 2896;
    assert!(square * square <= MAX_PIXELS);
    for (width, height) in [
        (1, 1),
        (1, 2),
        (3, 1),
        (1, 320),
        (321, 1),
        (1, MAX_EDGE),
        (MAX_EDGE, 1),
        (MAX_EDGE, 2048),
        (square, square),
    ] {
        for sample in [0, 255] {
            assert!(is_unusable(&filled(width, height, |_| sample)), "{width}x{height}");
        }
    }
}

#[test]
fn sizes_that_are_none_are_refused_before_a_pixel_is_looked_at() {
    for (width, height, length) in
        [(0, 0, 0), (0, 5, 0), (5, 0, 0), (MAX_EDGE + 1, 1, 12_291), (MAX_EDGE, MAX_EDGE, 0)]
    {
        assert_eq!(Rgb8::new(width, height, vec![0; length]).err(), Some(PictureFault::Size));
    }
    for length in [0, 11, 13, 4] {
        // Cut short, too long, or of other channels.
        assert_eq!(Rgb8::new(2, 2, vec![0; length]).err(), Some(PictureFault::Length));
    }
    assert_eq!(Rgb8::new(u32::MAX, u32::MAX, vec![0; 3]).err(), Some(PictureFault::Size));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn noise_and_stripes_of_any_size_are_answered(
        width in 1..1200_u32,
        height in 1..1200_u32,
        seed in any::<u64>(),
        period in 0..9_usize,
    ) {
        let mut state = seed | 1;
        let frame = filled(width, height, |at| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            match at.checked_div(period) {
                Some(stripe) if stripe % 2 == 0 => 0,
                _ => state.to_be_bytes()[0],
            }
        });
        prop_assert!(is_unusable(&frame));
    }
}
