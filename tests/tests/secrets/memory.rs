//! The memory of a live process: what a core dump would hold, and more.

use crate::needle::Index;
use std::collections::HashSet;
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::process::Command;

/// Keys typed one after the other lie at most so many bytes apart in a queue.
const FARTHEST: usize = 2_048;
/// So many keys in a row are no chance.
const KEYS: usize = 8;
/// A direction is recognised by so many values in a row.
const VALUES: usize = 12;

/// A part of a process's memory.
struct Region {
    start: u64,
    bytes: Vec<u8>,
    writable: bool,
}

/// Where four digits stood before they were typed.
pub(crate) struct Before {
    places: Vec<HashSet<u64>>,
}

/// A look into a process, which is stopped meanwhile.
pub(crate) struct Memory {
    regions: Vec<Region>,
}

impl Memory {
    /// Everything readable of a process that is not nothing but zeroes.
    pub(crate) fn of(process: u32) -> Self {
        signal(process, "-STOP");
        let memory = Self::read(&process.to_string());
        signal(process, "-CONT");
        memory
    }

    /// The process that looks.
    pub(crate) fn of_own() -> Self {
        Self::read("self")
    }

    fn read(process: &str) -> Self {
        let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
        let memory = File::open(format!("/proc/{process}/mem"))
            .expect("only root, or the same user if the system allows tracing, may look into a process");
        Self { regions: maps.lines().filter_map(|line| Region::read(line, &memory)).collect() }
    }

    pub(crate) fn length(&self) -> usize {
        self.regions.iter().map(|region| region.bytes.len()).sum()
    }

    /// Where the short needles stand.
    pub(crate) fn before(&self, index: &Index) -> Before {
        let places = index.needles.iter().map(|needle| match &needle.fresh {
            Some(digits) => self.places(digits).collect(),
            None => HashSet::new(),
        });
        Before { places: places.collect() }
    }

    fn places<'a>(&'a self, digits: &'a [u8]) -> impl Iterator<Item = u64> + 'a {
        self.regions.iter().flat_map(move |region| {
            let found = memchr::memmem::find_iter(&region.bytes, digits);
            found.map(|at| region.start + at as u64)
        })
    }

    /// Hits of each needle.
    pub(crate) fn search(&self, index: &Index, before: &Before) -> Vec<usize> {
        let mut hits = vec![0; index.needles.len()];
        for region in &self.regions {
            index.count(&region.bytes, &mut hits);
        }
        for (number, needle) in index.needles.iter().enumerate() {
            if let Some(digits) = &needle.fresh {
                let fresh = self.places(digits).filter(|place| !before.places[number].contains(place));
                hits[number] += fresh.count();
            }
            let writable = self.regions.iter().filter(|region| region.writable);
            if let Some(keys) = &needle.keys {
                hits[number] +=
                    writable.clone().map(|region| at_equal_distances(&region.bytes, keys)).sum::<usize>();
            }
            if let Some(direction) = &needle.direction {
                hits[number] += writable.map(|region| in_any_length(&region.bytes, direction)).sum::<usize>();
            }
        }
        hits
    }

    /// Every run of `N` floats of Euclidean length 1 that starts where an allocation can.
    pub(crate) fn directions<const N: usize>(&self) -> Vec<[f32; N]> {
        let mut found = Vec::new();
        for region in self.regions.iter().filter(|region| region.writable) {
            let floats = floats(&region.bytes);
            for at in (0..floats.len().saturating_sub(N)).step_by(4) {
                let run = &floats[at..at + N];
                if run[0].abs() > 1.0 || run[0] == 0.0 || !run.iter().all(|value| value.abs() < 1.0) {
                    continue;
                }
                let square: f32 = run.iter().map(|value| value * value).sum();
                if (square - 1.0).abs() < 1e-5 {
                    found.push(run.try_into().unwrap());
                }
            }
        }
        found
    }
}

impl Region {
    fn read(line: &str, memory: &File) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let (range, rights) = (words.next()?, words.next()?);
        let (start, end) = range.split_once('-')?;
        let (start, end) = (u64::from_str_radix(start, 16).ok()?, u64::from_str_radix(end, 16).ok()?);
        if !rights.starts_with('r') {
            return None;
        }
        let mut bytes = vec![0; usize::try_from(end - start).ok()?];
        // The kernel's own pages ([vvar]) can't be read.
        memory.read_exact_at(&mut bytes, start).ok()?;
        let writable = rights[1..].starts_with('w');
        bytes.iter().any(|byte| *byte != 0).then_some(Self { start, bytes, writable })
    }
}

fn signal(process: u32, signal: &str) {
    let sent = Command::new("kill").args([signal, &process.to_string()]).status().unwrap();
    assert!(sent.success(), "process {process} is gone");
}

/// Keys in a row at equal distances, as the slots of a queue keep them.
fn at_equal_distances(bytes: &[u8], keys: &[u8]) -> usize {
    let first = memchr::memchr_iter(keys[0], bytes);
    first
        .map(|at| (8..=FARTHEST).step_by(8).filter(|step| typed_at(bytes, at, *step, &keys[..KEYS])).count())
        .sum()
}

fn typed_at(bytes: &[u8], at: usize, step: usize, keys: &[u8]) -> bool {
    let mut places = keys.iter().enumerate();
    places.all(|(number, key)| bytes.get(at + number * step) == Some(key))
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|four| f32::from_ne_bytes(*four)).collect()
}

/// Runs of values in the proportions of the direction's.
fn in_any_length(bytes: &[u8], direction: &[f32]) -> usize {
    let floats = floats(bytes);
    let patterns: Vec<&[f32]> = direction.chunks_exact(VALUES).step_by(2).collect();
    let ratios: Vec<f32> = patterns.iter().map(|pattern| pattern[1] / pattern[0]).collect();
    let mut found = 0;
    for (run, next) in floats.windows(VALUES).zip(floats.iter().skip(1)) {
        if !(1e-6..1e6).contains(&run[0].abs()) {
            continue;
        }
        let ratio = next / run[0];
        for (pattern, wanted) in patterns.iter().zip(&ratios) {
            if (ratio - wanted).abs() <= wanted.abs() * 1e-4 {
                let scale = run[0] / pattern[0];
                let mut pairs = run.iter().zip(*pattern);
                let alike =
                    pairs.all(|(value, part)| (value - part * scale).abs() <= (part * scale).abs() * 1e-3);
                found += usize::from(alike);
            }
        }
    }
    found
}

#[test]
fn keys_in_a_queue_and_directions_of_any_length_are_found() {
    let mut queue = vec![0; 4096];
    for (number, key) in b"017akebono-61".iter().enumerate() {
        queue[100 + number * 88] = *key;
    }
    assert_eq!(at_equal_distances(&queue, b"017akebono-61"), 1);
    assert_eq!(at_equal_distances(&queue, b"017akxbono-61"), 0);

    let direction: Vec<f32> = (0..128_u8).map(|number| (f32::from(number) * 1.7).sin() / 8.0).collect();
    let bytes: Vec<u8> = direction.iter().flat_map(|value| (value * 37.5).to_ne_bytes()).collect();
    assert!(in_any_length(&bytes, &direction) > 0);
    let bytes: Vec<u8> = direction.iter().rev().flat_map(|value| value.to_ne_bytes()).collect();
    assert_eq!(in_any_length(&bytes, &direction), 0);
}
