//! Written by `cargo xtask accuracy --data DIR --adopt`; do not edit.

use super::{Counted, Ledger, Rates};
use crate::words::ComparisonScore;

/// What the lines of this build rest on.
pub const LEDGER: Ledger = Ledger {
    data: "0c9ce69c4bb0b5e442881d3bf17df1f4fcc794cfac8c0470be77542c66344781",
    models: [
        "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
        "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79",
    ],
    threshold: ComparisonScore(5050),
    whole: Rates {
        false_matches: Counted { errors: 9, of: 6745890 },
        false_matches_at_most: Some(4),
        false_non_matches: Counted { errors: 712, of: 6540 },
    },
    group: Rates {
        false_matches: Counted { errors: 3, of: 28911 },
        false_matches_at_most: Some(498),
        false_non_matches: Counted { errors: 56, of: 713 },
    },
    folded: Rates {
        false_matches: Counted { errors: 1, of: 1818168 },
        false_matches_at_most: None,
        false_non_matches: Counted { errors: 125, of: 2235 },
    },
    strict: ComparisonScore(5350),
    strict_whole: Rates {
        false_matches: Counted { errors: 1, of: 6745890 },
        false_matches_at_most: Some(1),
        false_non_matches: Counted { errors: 1037, of: 6540 },
    },
    strict_group: Rates {
        false_matches: Counted { errors: 0, of: 28911 },
        false_matches_at_most: Some(0),
        false_non_matches: Counted { errors: 80, of: 713 },
    },
};
