//! The same work on many things, on all cores, with the answers in order.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Progress is told no more often than this.
const TELL: Duration = Duration::from_secs(10);

/// Does `work` on each number below `count`. The answers are in the numbers' order, whichever
/// thread was faster; the first fault, in that order, ends it.
pub(crate) fn each<T: Send, E: Send>(
    name: &str,
    count: usize,
    work: impl Fn(usize) -> Result<T, E> + Sync,
) -> Result<Vec<T>, E> {
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(count.max(1));
    let share = || {
        let mut done = Vec::new();
        let mut told = now();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return done;
            }
            let answer = work(at);
            let failed = answer.is_err();
            done.push((at, answer));
            if failed {
                next.store(count, Ordering::Relaxed);
            }
            if told.elapsed() > TELL {
                eprintln!("  {name}: {at} of {count}");
                told = now();
            }
        }
    };
    let mut all: Vec<(usize, Result<T, E>)> = std::thread::scope(|scope| {
        let crew: Vec<_> = (0..threads).map(|_| scope.spawn(share)).collect();
        // A panic of one of them is this thread's too.
        let finished =
            crew.into_iter().map(|one| one.join().unwrap_or_else(|p| std::panic::resume_unwind(p)));
        finished.flatten().collect()
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, answer)| answer).collect()
}

#[expect(clippy::disallowed_methods, reason = "progress on the terminal; no figure depends on it")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_in_order() {
        let doubled = each("doubling", 1000, |n| Ok::<_, ()>(2 * n)).unwrap();
        assert!(doubled.iter().enumerate().all(|(n, double)| *double == 2 * n));
        assert_eq!(doubled.len(), 1000);
    }

    #[test]
    fn a_fault_ends_it() {
        assert_eq!(each("failing", 1000, |n| if n == 30 { Err(n) } else { Ok(n) }), Err(30));
    }
}
