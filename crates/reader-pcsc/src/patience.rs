use std::time::{Duration, Instant};

/// Time that runs out.
pub(crate) struct Patience {
    started: Instant,
    whole: Duration,
}

impl Patience {
    #[expect(clippy::disallowed_methods, reason = "waiting for a device is this adapter's work")]
    pub(crate) fn start(whole: Duration) -> Self {
        Self { started: Instant::now(), whole }
    }

    /// What is left of it; zero when it has run out.
    pub(crate) fn left(&self) -> Duration {
        self.whole.saturating_sub(self.started.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_runs_out_and_stays_out() {
        assert!(Patience::start(Duration::ZERO).left().is_zero());
        let long = Patience::start(Duration::from_secs(3_600)).left();
        assert!(long > Duration::from_secs(3_000) && long <= Duration::from_secs(3_600));
    }
}
