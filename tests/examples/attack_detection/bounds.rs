//! Two-sided 95 % bounds of a share (Clopper and Pearson 1934).

/// Lower and upper bound for `hits` of `trials`.
pub(crate) fn clopper_pearson(hits: u32, trials: u32) -> (f64, f64) {
    const TAIL: f64 = 0.025;
    // The upper bound is the share at which so few hits have probability TAIL; the lower one mirrors it.
    let upper = |hits: u32| match hits >= trials {
        true => 1.0,
        false => solve(|share| cumulative(hits, trials, share) - TAIL),
    };
    (1.0 - upper(trials - hits), upper(hits))
}

/// The root of a function that falls from above 0 to below 0 on 0..1.
fn solve(falling: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if falling(middle) > 0.0 { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// The probability of at most `hits` in `trials` at this share.
fn cumulative(hits: u32, trials: u32, share: f64) -> f64 {
    let mut log_choose = 0.0_f64;
    let mut sum = 0.0;
    for hit in 0..=hits {
        if hit > 0 {
            log_choose += (f64::from(trials - hit + 1) / f64::from(hit)).ln();
        }
        let log = log_choose + f64::from(hit) * share.ln() + f64::from(trials - hit) * (1.0 - share).ln();
        sum += log.exp();
    }
    sum
}
