//! What a build trusts. Fixed by the program that composes, never read from a file.

use crate::config::SiteChoices;
use card::cv::CaKey;
use policy::{Build, Site};

/// The anchors of one build. The product's are [`Anchors::production`]; a rig has its own.
pub struct Anchors {
    /// Which build this is.
    pub build: Build,
    /// The authorities for photo and chip.
    pub authorities: Vec<CaKey>,
}

impl Anchors {
    /// The product's: the authorities of real cards.
    pub fn production() -> Self {
        Self { build: Build::Production, authorities: card::ca::PRODUCTION.to_vec() }
    }

    /// What policy is asked with: these anchors, and what the site chose.
    pub fn site(&self, choices: &SiteChoices) -> Site {
        Site {
            build: self.build,
            holder_authorisation: choices.holder_authorisation.into(),
            visual: choices.visual,
            visual_registration: choices.visual_registration,
            last_try: choices.last_try.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{HolderChoice, LastTryChoice};
    use policy::{
        AttackDetection, Attempts, Availability, BUILT_IN, CardFacts, CardKind, Closure, Mark, Methods,
        Strikes, Tries, open_methods,
    };
    use std::num::NonZeroU8;

    /// Everything else that a configuration can allow.
    const fn choices(holder_authorisation: HolderChoice) -> SiteChoices {
        let last_try = LastTryChoice::OnInsistence;
        SiteChoices { visual: true, visual_registration: true, last_try, holder_authorisation }
    }

    fn methods(build: Build, holder: HolderChoice, kind: CardKind) -> Methods {
        let tries = Tries::Left(NonZeroU8::new(3).unwrap());
        let card = CardFacts {
            kind,
            pin: tries,
            check_number: Tries::Unasked,
            mark: Mark::Unseen,
            strikes: Strikes::Known(0),
        };
        let anchors = Anchors { build, ..Anchors::production() };
        let site = anchors.site(&choices(holder));
        open_methods(&BUILT_IN, &site, &card, Attempts::default(), AttackDetection::None)
    }

    #[test]
    fn production_trusts_the_authorities_of_real_cards_and_signs_by_pin_alone() {
        assert_eq!(Anchors::production().authorities, card::ca::PRODUCTION);
        let holder = SiteChoices::default().holder_authorisation;
        let closed = Availability::Closed(Closure::NoHolderAuthorisation);
        let ordinary = methods(Build::Production, holder, CardKind::Ordinary);
        assert_eq!(ordinary, Methods { face: closed, pin: Availability::Open, visual: closed });
        assert!(!methods(Build::Production, holder, CardKind::FaceAuthentication).any_open());
    }

    #[test]
    fn production_refuses_a_face_without_attack_detection() {
        let relayed = methods(Build::Production, HolderChoice::Relay, CardKind::Ordinary);
        assert_eq!(relayed.face, Availability::Closed(Closure::NoAttackDetection));
        assert_eq!(relayed.visual, Availability::Open);
        let rig = methods(Build::Rig, HolderChoice::Relay, CardKind::Ordinary);
        assert_eq!(rig.face, Availability::Open);
    }
}
