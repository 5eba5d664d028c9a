//! The adapter to the machine: its clock, environment and randomness.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use rand_chacha::ChaCha20Rng;
use rand_core::{OsRng, RngCore, SeedableRng};
use virtual_card::date::Date;

use crate::fault::MunicipalityFault;

/// Japan is nine hours ahead of UTC all year.
const JAPAN_SECONDS: u64 = 9 * 3600;

/// Today's date in Japan; `None` if the clock is before 1970 or beyond the calendar.
#[expect(clippy::disallowed_methods, reason = "this is the clock adapter")]
pub(crate) fn today() -> Option<Date> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    day_in_japan(since.as_secs())
}

/// The date in Japan, `seconds` after 1970-01-01T00:00:00Z.
fn day_in_japan(seconds: u64) -> Option<Date> {
    let mut days = seconds.checked_add(JAPAN_SECONDS)? / 86_400;
    for year in 1970..=2400 {
        let in_year = if Date::new(year, 2, 29).is_ok() { 366 } else { 365 };
        if days < in_year {
            return nth_day(year, days);
        }
        days -= in_year;
    }
    None
}

/// The day `days` after 1 January.
fn nth_day(year: u16, days: u64) -> Option<Date> {
    let all = (1..=12).flat_map(|month| (1..=31).map(move |day| Date::new(year, month, day)));
    all.flatten().nth(usize::try_from(days).ok()?)
}

/// Where this person's programs keep their files.
pub(crate) fn people_files() -> Option<PathBuf> {
    data_home(std::env::var_os("XDG_DATA_HOME"), std::env::var_os("HOME"))
}

/// By the XDG Base Directory Specification, which ignores a relative path.
fn data_home(xdg: Option<OsString>, home: Option<OsString>) -> Option<PathBuf> {
    let absolute = |text: OsString| Some(PathBuf::from(text)).filter(|path| path.is_absolute());
    xdg.and_then(absolute).or_else(|| Some(home.and_then(absolute)?.join(".local").join("share")))
}

/// Randomness for PINs, seeded by the operating system.
pub(crate) fn randomness() -> Result<ChaCha20Rng, MunicipalityFault> {
    let mut seed = [0; 32];
    OsRng.try_fill_bytes(&mut seed).map_err(|_| MunicipalityFault::Randomness)?;
    Ok(ChaCha20Rng::from_seed(seed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_in_japan() {
        let day = |seconds| day_in_japan(seconds).unwrap().to_string();
        assert_eq!(day(0), "1970-01-01");
        // 2024-02-28T14:59:59Z and the second after; leap day.
        assert_eq!(day(1_709_132_399), "2024-02-28");
        assert_eq!(day(1_709_132_400), "2024-02-29");
        // 2026-12-31T15:00:00Z.
        assert_eq!(day(1_798_729_200), "2027-01-01");
        assert_eq!(day_in_japan(u64::MAX), None);
        assert_eq!(day_in_japan(u64::MAX / 2), None);
    }

    #[test]
    fn the_clock_is_read() {
        assert!(today().unwrap() > Date::new(2023, 4, 1).unwrap());
    }

    #[test]
    fn files_go_where_the_environment_says() {
        let home =
            |xdg: Option<&str>, home: Option<&str>| data_home(xdg.map(Into::into), home.map(Into::into));
        assert_eq!(home(Some("/data"), Some("/home/me")), Some("/data".into()));
        assert_eq!(home(Some("data"), Some("/home/me")), Some("/home/me/.local/share".into()));
        assert_eq!(home(Some(""), Some("/home/me")), Some("/home/me/.local/share".into()));
        assert_eq!(home(None, Some("me")), None);
        assert_eq!(home(None, None), None);
    }

    #[test]
    fn two_draws_differ() {
        assert_ne!(randomness().unwrap().next_u64(), randomness().unwrap().next_u64());
    }
}
