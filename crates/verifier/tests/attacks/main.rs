//! Attacks on the service, by whoever can send it bytes. `tests/attacks.toml` lists them all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::as_conversions, missing_docs)]

mod claims;
mod messages;
#[path = "../support/mod.rs"]
mod support;
mod trust;

use policy::Purpose;
use support::{World, visual};
use wire::{AuthorisationAnswer, Evidence};

fn by_sight(world: &World) -> Evidence {
    let mut evidence = world.evidence(Purpose::Verification);
    evidence.confirmation = visual();
    evidence
}

fn opened(world: &World, evidence: &Evidence) -> bool {
    matches!(world.authorise(evidence, &world.card), AuthorisationAnswer::Authorised(_))
}
