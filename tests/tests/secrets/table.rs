//! Needle by place.

use crate::needle::Index;
use crate::place::Place;
use crate::sessions::{Left, Run};
use std::fmt;

/// The wire to the service, and the service.
const SERVICE: [&str; 3] = ["service mem", "service", "wire"];

/// Hits of every needle in every place.
pub(crate) struct Table {
    needles: Vec<&'static str>,
    /// Where nothing may be.
    places: Vec<(String, Vec<usize>)>,
    /// Whether the service is sent it.
    sent: Vec<bool>,
    control: Vec<usize>,
    meanwhile: Vec<usize>,
    sessions: Vec<String>,
    sizes: String,
}

impl Table {
    pub(crate) fn of(
        index: &Index,
        product: &Run,
        control: &Run,
        service: Vec<usize>,
        places: &[Place],
    ) -> Self {
        let mut all = vec![("memory".to_owned(), product.hits()), ("service mem".to_owned(), service)];
        all.extend(places.iter().map(|place| (place.what.to_owned(), place.hits.clone())));
        let size = |place: &Place| format!("{} {} kB", place.what, place.length / 1024);
        let sizes: Vec<String> = places.iter().map(size).collect();
        let memory = format!("memory {} MB", product.length / 1024 / 1024);
        let sessions = product.looks.iter().map(|left| {
            let control = control.looks.iter().find(|control| control.session == left.session);
            let told =
                |of: fn(&Left) -> u64| control.map_or(String::new(), |control| of(control).to_string());
            let hits = |left: &Left| left.hits.iter().sum::<usize>() as u64;
            let (unwiped, idle) = (told(hits), told(|left| left.worked));
            let Left { session, ending, worked, .. } = left;
            format!("{session:<54} {ending:<18} {:>6} {unwiped:>8} {worked:>8} {idle:>8}", hits(left))
        });
        Self {
            needles: index.needles.iter().map(|needle| needle.what).collect(),
            places: all,
            sent: index.needles.iter().map(|needle| needle.sent).collect(),
            control: control.hits(),
            meanwhile: product.meanwhile.clone(),
            sessions: sessions.collect(),
            sizes: format!("{memory}, {}", sizes.join(", ")),
        }
    }

    fn may(&self, needle: usize, place: &str) -> bool {
        self.sent[needle] && SERVICE.contains(&place)
    }

    /// What is where it must not be.
    pub(crate) fn left(&self) -> Vec<String> {
        let places = self.places.iter();
        let found = places.flat_map(|(place, hits)| {
            let there =
                hits.iter().enumerate().filter(|(number, hits)| **hits > 0 && !self.may(*number, place));
            there.map(move |(number, hits)| format!("{} in {place}: {hits}", self.needles[number]))
        });
        found.collect()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\n{:<54} {:<18} {:>6} {:>8} {:>8} {:>8}",
            "session", "ending", "left", "control", "CPU ms", "control"
        )?;
        for session in &self.sessions {
            writeln!(f, "{session}")?;
        }
        write!(f, "\n{:<24}", "needle")?;
        for (place, _) in &self.places {
            write!(f, " {place:>11}")?;
        }
        writeln!(f, " | {:>9} {:>9}", "meanwhile", "control")?;
        for (number, needle) in self.needles.iter().enumerate() {
            // A Japanese character is two columns wide.
            let wide = needle.chars().filter(|character| !character.is_ascii()).count();
            write!(f, "{needle}{}", " ".repeat(24_usize.saturating_sub(needle.chars().count() + wide)))?;
            for (place, hits) in &self.places {
                let hits = hits[number];
                let told = if self.may(number, place) { format!("({hits})") } else { hits.to_string() };
                write!(f, " {told:>11}")?;
            }
            writeln!(f, " | {:>9} {:>9}", self.meanwhile[number], self.control[number])?;
        }
        writeln!(f, "(n): the service is sent it\nsearched: {}", self.sizes)
    }
}
