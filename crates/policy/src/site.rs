//! What a site chooses. Nothing here can widen what the [`crate::table`] allows.

/// Which build this is. Fixed at composition, never read from a configuration file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Build {
    /// The product: no stand-in, no test anchor, no face without attack detection.
    Production,
    /// Simulator, demonstration and test rig.
    Rig,
}

/// How the card's key can be used without a PIN (design.md section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HolderAuthorisation {
    /// Not configured: only PIN can sign.
    None,
    /// The documented stand-in that only the virtual card understands: what a service of a rig has.
    StandIn,
    /// The centre's commands are relayed to the card: what a terminal has, whoever the centre is.
    Relay,
}

/// What happens with the last try of the PIN (Inv2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LastTry {
    /// Never used.
    Closed,
    /// Used only after warning, call to reception and a separate confirmation.
    OnInsistence,
}

/// One site's choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Site {
    /// The build that the site runs.
    pub build: Build,
    /// How the key is used without a PIN.
    pub holder_authorisation: HolderAuthorisation,
    /// Whether staff may verify by eye here.
    pub visual: bool,
    /// Whether first registration after visual confirmation is permitted here.
    pub visual_registration: bool,
    /// The last try of the PIN.
    pub last_try: LastTry,
}

impl Site {
    /// The site that a new device is until somebody decides otherwise: out of the box, with a
    /// real card, only PIN can sign.
    pub const OUT_OF_THE_BOX: Self = Self {
        build: Build::Production,
        holder_authorisation: HolderAuthorisation::None,
        visual: true,
        visual_registration: true,
        last_try: LastTry::Closed,
    };
}
