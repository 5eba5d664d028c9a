//! Noise and light of the camera, and the dice that everything here is drawn with.

use image::RgbImage;

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed on every machine. Not for
/// anything that must not be foretold.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn next_bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ bits >> 31
    }

    /// A number from `low` to `high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        let [a, b, ..] = self.next_bits().to_le_bytes();
        low + (high - low) * f32::from(u16::from_le_bytes([a, b])) / f32::from(u16::MAX)
    }
}

/// Adds the noise of a sensor: about normal, standard deviation 2.3 of 255, each channel by itself.
pub fn add_noise(frame: &mut RgbImage, dice: &mut Dice) {
    for chunk in frame.as_flat_samples_mut().samples.chunks_mut(2) {
        let bytes = dice.next_bits().to_le_bytes();
        let (one, two) = bytes.split_at(4);
        for (sample, four) in chunk.iter_mut().zip([one, two]) {
            // The sum of four bytes has mean 510 and standard deviation 148.
            let sum: i16 = four.iter().map(|byte| i16::from(*byte)).sum();
            let noisy = i16::from(*sample).saturating_add((sum - 510) / 64);
            *sample = u8::try_from(noisy.clamp(0, 255)).unwrap_or(u8::MAX);
        }
    }
}
