//! What a build trusts. Fixed by the program that composes, never read from a file.

use crate::config::SiteChoices;
use card::cv::CaKey;
use policy::{Build, HolderAuthorisation, Site};
use runtime::port;

/// The anchors of one build. The product's are [`Anchors::production`]; a rig has its own.
pub struct Anchors {
    /// Which build this is.
    pub build: Build,
    /// The authorities for photo and chip.
    pub authorities: Vec<CaKey>,
    /// How the card's key is opened without PIN, if it can be.
    pub authorisation: Option<Authorisation>,
}

/// A way to open the card's key without PIN.
pub struct Authorisation {
    /// What it is to policy.
    pub kind: HolderAuthorisation,
    /// What carries it out.
    pub port: Box<dyn port::HolderAuthorisation>,
}

impl Anchors {
    /// The product's: the authorities of real cards, and no way to sign without PIN (design.md 5).
    pub fn production() -> Self {
        Self { build: Build::Production, authorities: card::ca::PRODUCTION.to_vec(), authorisation: None }
    }

    /// What policy is asked with: these anchors, and what the site chose.
    pub fn site(&self, choices: &SiteChoices) -> Site {
        Site {
            build: self.build,
            holder_authorisation: self
                .authorisation
                .as_ref()
                .map_or(HolderAuthorisation::None, |authorisation| authorisation.kind),
            visual: choices.visual,
            visual_registration: choices.visual_registration,
            last_try: choices.last_try.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LastTryChoice;
    use policy::{
        AttackDetection, Attempts, Availability, BUILT_IN, CardFacts, CardKind, Closure, Mark, Method,
        Methods, Strikes, Tries, open_methods,
    };
    use runtime::port::HolderFault;
    use std::num::NonZeroU8;

    struct Opener;

    impl port::HolderAuthorisation for Opener {
        fn card_challenge(&mut self, _: &mut dyn apdu::CardChannel) -> Result<Vec<u8>, HolderFault> {
            Ok(vec![1; 8])
        }

        fn open_key(&mut self, _: &mut dyn apdu::CardChannel, _: &[u8]) -> Result<(), HolderFault> {
            Ok(())
        }
    }

    /// Everything that a configuration can allow.
    const ALL: SiteChoices =
        SiteChoices { visual: true, visual_registration: true, last_try: LastTryChoice::OnInsistence };

    fn methods(anchors: &Anchors, kind: CardKind) -> Methods {
        let tries = Tries::Left(NonZeroU8::new(3).unwrap());
        let card = CardFacts {
            kind,
            pin: tries,
            check_number: Tries::Unasked,
            mark: Mark::Unseen,
            strikes: Strikes::Known(0),
        };
        let attempts = Attempts { pin: 0, face: 0, staff: 0 };
        open_methods(&BUILT_IN, &anchors.site(&ALL), &card, attempts, AttackDetection::None)
    }

    fn with(kind: HolderAuthorisation) -> Anchors {
        let authorisation = Some(Authorisation { kind, port: Box::new(Opener) });
        Anchors { authorisation, ..Anchors::production() }
    }

    #[test]
    fn production_trusts_the_authorities_of_real_cards_and_signs_by_pin_alone() {
        let anchors = Anchors::production();
        assert_eq!(anchors.authorities, card::ca::PRODUCTION);
        let closed = Availability::Closed(Closure::NoHolderAuthorisation);
        let ordinary = methods(&anchors, CardKind::Ordinary);
        assert_eq!(ordinary, Methods { face: closed, pin: Availability::Open, visual: closed });
        assert!(!methods(&anchors, CardKind::FaceAuthentication).any_open());
    }

    #[test]
    fn production_refuses_the_stand_in_even_if_it_is_composed_in() {
        let composed = methods(&with(HolderAuthorisation::StandIn), CardKind::Ordinary);
        for method in [Method::Face, Method::Visual] {
            assert_eq!(composed.of(method), Availability::Closed(Closure::NoHolderAuthorisation));
        }
        let rig = Anchors { build: Build::Rig, ..with(HolderAuthorisation::StandIn) };
        assert_eq!(methods(&rig, CardKind::Ordinary).face, Availability::Open);
    }

    #[test]
    fn production_refuses_a_face_without_attack_detection() {
        let relayed = methods(&with(HolderAuthorisation::Relay), CardKind::Ordinary);
        assert_eq!(relayed.face, Availability::Closed(Closure::NoAttackDetection));
        assert_eq!(relayed.visual, Availability::Open);
    }
}
