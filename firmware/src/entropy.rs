//! The system's randomness.

use ring::rand::{SecureRandom, SystemRandom};
use runtime::port::{Entropy, EntropyFault};

/// The operating system's generator.
#[derive(Debug)]
pub struct SystemEntropy {
    random: SystemRandom,
}

impl Default for SystemEntropy {
    fn default() -> Self {
        Self { random: SystemRandom::new() }
    }
}

impl Entropy for SystemEntropy {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyFault> {
        self.random.fill(bytes).map_err(|_| EntropyFault)
    }
}
