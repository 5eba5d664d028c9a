//! Numbers by seed: the same for the same seed on every machine, and one card's do not depend on another's.

use crate::numeric::{index, real};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// Dice of one purpose.
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// Dice of a set's seed, for one card and one purpose.
    #[must_use]
    pub fn new(seed: u64, card: u64, purpose: u64) -> Self {
        let mut whole = [0; 32];
        let parts = [seed, card, purpose].into_iter().flat_map(u64::to_le_bytes);
        whole.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
        Self(ChaCha8Rng::from_seed(whole))
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number from `low` to `high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        let [a, b, ..] = self.0.next_u32().to_le_bytes();
        low + (high - low) * f32::from(u16::from_le_bytes([a, b])) / f32::from(u16::MAX)
    }

    /// A whole number from `low` to `high`, both of which may come.
    pub fn whole(&mut self, low: u16, high: u16) -> u16 {
        let count = u32::from(high.saturating_sub(low)) + 1;
        low + u16::try_from(self.0.next_u32() % count).unwrap_or_default()
    }

    /// Whether something happens that does in this share of cases.
    pub fn chance(&mut self, share: f32) -> bool {
        self.between(0.0, 1.0) < share
    }

    /// One of several.
    #[expect(clippy::indexing_slicing, reason = "the index is clamped, and an empty list is no use of this")]
    pub fn one<T: Copy, const N: usize>(&mut self, of: [T; N]) -> T {
        of[index(self.between(0.0, 0.9999) * real(N), N.saturating_sub(1))]
    }

    /// One of two signs.
    pub fn sign(&mut self) -> f32 {
        if self.chance(0.5) { 1.0 } else { -1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_numbers_and_another_card_others() {
        let bits = |seed, card| Dice::new(seed, card, 1).bits();
        assert_eq!(bits(7, 3), bits(7, 3));
        assert_ne!(bits(7, 3), bits(7, 4));
        assert_ne!(bits(7, 3), bits(8, 3));
    }

    #[test]
    fn every_one_of_several_comes() {
        let mut dice = Dice::new(1, 1, 1);
        let mut seen = [0_u32; 3];
        (0..300).for_each(|_| seen[usize::from(dice.one([0_u8, 1, 2]))] += 1);
        assert!(seen.iter().all(|count| *count > 60), "{seen:?}");
        assert!((0..100).all(|_| (3..=5).contains(&dice.whole(3, 5))));
    }
}
