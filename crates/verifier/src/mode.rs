//! Production or rig. Fixed at start; production is what one gets without asking.

use policy::Build;

/// Proof that this process runs as a rig. Whatever must not exist in production asks for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rig {
    _private: (),
}

/// Which service this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Real cards: only the published roots, only the production policy, no stand-in, real time.
    Production,
    /// Simulator, demonstration, test bench.
    Rig(Rig),
}

/// id-policy of user authentication in production certificates (card.md 5.5).
const PRODUCTION_POLICY: &str = "1.2.392.200149.8.5.1.3.30";
/// The same in certificates of the test authority (card.md 5.5).
const TEST_POLICY: &str = "1.2.392.200149.8.5.1.0.30";

impl Mode {
    /// The rig. Said once, by the binary that was told to be one, and by tests.
    pub const fn rig() -> Self {
        Self::Rig(Rig { _private: () })
    }

    /// The build that the rules are asked with.
    pub const fn build(self) -> Build {
        match self {
            Self::Production => Build::Production,
            Self::Rig(_) => Build::Rig,
        }
    }

    /// The certificate policies (dotted OIDs) of which a card's certificate must have one.
    pub const fn policies(self) -> &'static [&'static str] {
        match self {
            Self::Production => &[PRODUCTION_POLICY],
            Self::Rig(_) => &[PRODUCTION_POLICY, TEST_POLICY],
        }
    }
}
