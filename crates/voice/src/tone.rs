//! Sounds that are no words: short, soft, and told apart by their melody.

/// Samples in a second.
pub const RATE: u32 = 16_000;
/// As loud as a voice: a third of what a sample can hold.
const LOUDNESS: i64 = 10_000;
/// Samples of swelling and fading, so that nothing clicks.
const EDGE: u32 = 160;
/// Parts of a whole wave.
const WAVE: i64 = 1 << 16;

/// A sound that is no words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// A card was seen.
    CardSeen,
    /// The camera looks: hold the face towards it.
    LookHere,
    /// Done, and well.
    Done,
    /// The card still lies there.
    TakeCard,
    /// A digit more was typed; never which.
    Typed,
    /// A digit was taken away.
    Erased,
    /// This key means nothing now.
    NoKey,
}

impl Tone {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::CardSeen, Self::LookHere, Self::Done, Self::TakeCard, Self::Typed, Self::Erased, Self::NoKey];

    /// The name of its file.
    pub const fn file(self) -> &'static str {
        match self {
            Self::CardSeen => "tone-card-seen.wav",
            Self::LookHere => "tone-look-here.wav",
            Self::Done => "tone-done.wav",
            Self::TakeCard => "tone-take-card.wav",
            Self::Typed => "tone-typed.wav",
            Self::Erased => "tone-erased.wav",
            Self::NoKey => "tone-no-key.wav",
        }
    }

    /// Pitch in hertz and length in milliseconds, one after the other.
    const fn notes(self) -> &'static [(u32, u32)] {
        match self {
            Self::CardSeen => &[(660, 90), (880, 140)],
            Self::LookHere => &[(988, 90), (988, 90)],
            Self::Done => &[(523, 120), (659, 120), (784, 260)],
            Self::TakeCard => &[(784, 160), (523, 160), (784, 160), (523, 160)],
            Self::Typed => &[(1047, 60)],
            Self::Erased => &[(440, 60)],
            Self::NoKey => &[(220, 150)],
        }
    }

    /// Its samples, at [`RATE`] in a second.
    pub fn samples(self) -> Vec<i16> {
        self.notes().iter().flat_map(|(pitch, length)| note(*pitch, *length)).collect()
    }

    /// A WAV file: one channel of 16 bits.
    pub fn wav(self) -> Vec<u8> {
        let samples = self.samples();
        let bytes = u32::try_from(samples.len()).unwrap_or(0) * 2;
        let mut file = Vec::new();
        file.extend(b"RIFF");
        file.extend((36 + bytes).to_le_bytes());
        file.extend(b"WAVEfmt ");
        // Length of this part, PCM, one channel; the rate; bytes in a second; bytes and bits of a sample.
        file.extend(16_u32.to_le_bytes());
        file.extend([1_u16, 1].map(u16::to_le_bytes).concat());
        file.extend([RATE, 2 * RATE].map(u32::to_le_bytes).concat());
        file.extend([2_u16, 16].map(u16::to_le_bytes).concat());
        file.extend(b"data");
        file.extend(bytes.to_le_bytes());
        file.extend(samples.into_iter().flat_map(i16::to_le_bytes));
        file
    }
}

fn note(pitch: u32, milliseconds: u32) -> impl Iterator<Item = i16> {
    let count = RATE * milliseconds / 1000;
    (0..count).map(move |at| {
        let edge = i64::from(at.min(count - 1 - at).min(EDGE));
        let wave = sine(i64::from(at) * i64::from(pitch) * WAVE / i64::from(RATE));
        i16::try_from(wave * LOUDNESS / SCALE * edge / i64::from(EDGE)).unwrap_or(0)
    })
}

/// What [`sine`] gives at its highest.
const SCALE: i64 = 1 << 15;

/// Sine of a part of a wave, by Bhaskara's formula, 16x(h-x) / (5h² - 4x(h-x)) for half a wave h: in whole
/// numbers, so that every machine makes the same file, and within two thousandths, which nobody hears.
const fn sine(at: i64) -> i64 {
    let half = WAVE / 2;
    let at = at % WAVE;
    let (x, sign) = if at < half { (at, 1) } else { (at - half, -1) };
    let product = x * (half - x);
    sign * SCALE * 16 * product / (5 * half * half - 4 * product)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_has_its_pitch_and_begins_and_ends_softly() {
        for tone in Tone::ALL {
            for (pitch, length) in tone.notes() {
                let samples: Vec<i16> = note(*pitch, *length).collect();
                let rises = samples.windows(2).filter(|pair| pair[0] < 0 && pair[1] >= 0).count();
                let waves = usize::try_from(pitch * length / 1000).unwrap();
                assert!(rises.abs_diff(waves) <= 2, "{tone:?}: {rises} of {waves}");
                assert_eq!((samples.first(), samples.last()), (Some(&0), Some(&0)), "{tone:?}");
                let loudest = samples.iter().map(|it| it.unsigned_abs()).max().unwrap();
                assert!((9_000..=10_000).contains(&loudest), "{tone:?}: {loudest}");
            }
        }
    }

    #[test]
    fn the_sine_is_one() {
        for at in 0..WAVE {
            let part = f64::from(i32::try_from(at).unwrap()) / f64::from(1 << 16);
            let exact = (part * std::f64::consts::TAU).sin();
            let found = f64::from(i32::try_from(sine(at)).unwrap()) / f64::from(1 << 15);
            assert!((exact - found).abs() < 0.002, "{at}: {found} for {exact}");
        }
    }

    #[test]
    fn a_file_says_how_long_it_is() {
        let wav = Tone::Done.wav();
        assert_eq!(wav.len(), 44 + 2 * Tone::Done.samples().len());
        assert_eq!(wav[4..8], u32::try_from(wav.len() - 8).unwrap().to_le_bytes());
        assert_eq!(wav[40..44], u32::try_from(wav.len() - 44).unwrap().to_le_bytes());
    }
}
