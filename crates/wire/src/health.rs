//! How the service is.

use policy::{Date, RevisionId};
use serde::{Deserialize, Serialize};

use crate::challenge::UnixSeconds;
use crate::words;

/// The answer to `GET /v1/health`: it serves, and by which clock and rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Health {
    /// [`crate::VERSION`].
    #[serde(deserialize_with = "words::version")]
    pub version: u8,
    /// The service's clock.
    pub time: UnixSeconds,
    /// Today in Japan, by that clock.
    #[serde(with = "words::date")]
    pub rule_date: Date,
    /// The revision of the rules in force.
    #[serde(with = "words::RevisionNumber")]
    pub policy_revision: RevisionId,
}
