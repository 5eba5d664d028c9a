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
    threshold: ComparisonScore(4700),
    whole: Rates {
        false_matches: Counted { errors: 36, of: 6776748 },
        false_matches_at_most: Some(10),
        false_non_matches: Counted { errors: 407, of: 6592 },
    },
    group: Rates {
        false_matches: Counted { errors: 3, of: 29084 },
        false_matches_at_most: Some(391),
        false_non_matches: Counted { errors: 18, of: 724 },
    },
    folded: Rates {
        false_matches: Counted { errors: 4, of: 1818168 },
        false_matches_at_most: None,
        false_non_matches: Counted { errors: 62, of: 2235 },
    },
    strict: ComparisonScore(5200),
    strict_whole: Rates {
        false_matches: Counted { errors: 1, of: 6776748 },
        false_matches_at_most: Some(1),
        false_non_matches: Counted { errors: 859, of: 6592 },
    },
    strict_group: Rates {
        false_matches: Counted { errors: 0, of: 29084 },
        false_matches_at_most: Some(0),
        false_non_matches: Counted { errors: 56, of: 724 },
    },
};
