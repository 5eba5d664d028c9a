//! All comparisons between a number of references and a number of probes.

/// Where a reference or a probe comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// Whose it is.
    pub(crate) person: usize,
    /// The pictures that it is made of, by position in the list: a picture is never compared with
    /// itself.
    pub(crate) pictures: Vec<usize>,
}

/// One comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// Whose the reference is.
    pub(crate) reference: usize,
    /// Whose the probe is.
    pub(crate) probe: usize,
    /// In ten-thousandths.
    pub(crate) score: i16,
}

/// Scores in ten-thousandths, a row for each reference, a column for each probe.
#[derive(Default)]
pub(crate) struct Scores {
    references: Vec<Source>,
    probes: Vec<Source>,
    rows: Vec<Vec<Option<i16>>>,
}

impl Scores {
    pub(crate) fn new(probes: Vec<Source>) -> Self {
        Self { references: Vec::new(), probes, rows: Vec::new() }
    }

    /// Adds a reference with its score against each probe; `None` where one of them was not acquired.
    pub(crate) fn add(&mut self, reference: Source, row: Vec<Option<i16>>) {
        self.references.push(reference);
        self.rows.push(row);
    }

    /// Every comparison that was made, in a fixed order.
    pub(crate) fn comparisons(&self) -> impl Iterator<Item = Comparison> + '_ {
        self.references.iter().zip(&self.rows).flat_map(|(reference, row)| {
            self.probes.iter().zip(row).filter_map(|(probe, score)| {
                let itself = reference.pictures.iter().any(|picture| probe.pictures.contains(picture));
                let score = score.filter(|_| !itself)?;
                Some(Comparison { reference: reference.person, probe: probe.person, score })
            })
        })
    }

    /// As [`Self::comparisons`], between people for whom `within` holds.
    pub(crate) fn within<'a>(
        &'a self,
        within: impl Fn(usize) -> bool + 'a,
    ) -> impl Iterator<Item = Comparison> + 'a {
        self.comparisons().filter(move |c| within(c.reference) && within(c.probe))
    }

    /// The mean of two scores of each pair, of one where the other is missing.
    pub(crate) fn mean(&self, other: &Self) -> Self {
        let mean = |(a, b): (&Option<i16>, &Option<i16>)| match (*a, *b) {
            (Some(a), Some(b)) => Some(i16::midpoint(a, b)),
            (a, b) => a.or(b),
        };
        let rows = self.rows.iter().zip(&other.rows);
        let rows = rows.map(|(a, b)| a.iter().zip(b).map(mean).collect()).collect();
        Self { references: self.references.clone(), probes: self.probes.clone(), rows }
    }

    /// The references and their rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&Source, &[Option<i16>])> {
        self.references.iter().zip(self.rows.iter().map(Vec::as_slice))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_never_compared_with_itself() {
        let source = |person, pictures: &[usize]| Source { person, pictures: pictures.to_vec() };
        let mut scores = Scores::new(vec![source(0, &[0]), source(0, &[1, 2]), source(1, &[3])]);
        scores.add(source(0, &[0]), vec![Some(1), Some(2), Some(3)]);
        scores.add(source(0, &[2]), vec![Some(4), Some(5), None]);
        let all: Vec<i16> = scores.comparisons().map(|c| c.score).collect();
        assert_eq!(all, [2, 3, 4]);
        let mut doubled = Scores::new(scores.probes.clone());
        for (reference, row) in scores.rows() {
            doubled.add(reference.clone(), row.iter().map(|score| score.map(|s| s + 10)).collect());
        }
        let mean: Vec<i16> = scores.mean(&doubled).comparisons().map(|c| c.score).collect();
        assert_eq!(mean, [7, 8, 9]);
        let own: Vec<i16> = scores.within(|person| person == 0).map(|c| c.score).collect();
        assert_eq!(own, [2, 4]);
    }
}
