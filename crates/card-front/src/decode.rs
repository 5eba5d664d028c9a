//! From the recogniser's probabilities to characters (CTC: runs of one class are one character).

use zeroize::{Zeroize, Zeroizing};

use crate::recogniser::Steps;

/// The characters that may stand in a field, with the classes that mean them.
pub(crate) struct Alphabet {
    members: Vec<(usize, char)>,
}

/// One character that was read. What is printed is a secret: wiped with the line.
#[derive(Clone, Copy, Zeroize)]
pub(crate) struct Glyph {
    pub(crate) character: char,
    /// The model's probability of it where it is surest.
    pub(crate) probability: f32,
    /// The first and the last step that it was seen in.
    pub(crate) first: usize,
    pub(crate) last: usize,
}

/// What was read of a line. Wiped on drop.
pub(crate) struct Text {
    pub(crate) glyphs: Zeroizing<Vec<Glyph>>,
    /// For each step how sure the model is of a character that may not stand here.
    foreign: Vec<f32>,
    pub(crate) steps: usize,
}

impl Alphabet {
    /// The characters of `wanted`, each in every form that `charset` has for it.
    pub(crate) fn of(charset: &[String], wanted: &str) -> Self {
        let members = charset.iter().enumerate().filter_map(|(at, written)| {
            let mut characters = written.chars();
            let (character, None) = (folded(characters.next()?), characters.next()) else { return None };
            wanted.contains(character).then_some((at + 1, character))
        });
        Self { members: members.collect() }
    }

    /// Every character of the charset.
    pub(crate) fn all(charset: &[String]) -> Self {
        let first = |written: &String| written.chars().next();
        let members = charset.iter().enumerate().filter_map(|(at, written)| Some((at + 1, first(written)?)));
        Self { members: members.collect() }
    }
}

/// Digits of full width are digits; Chinese forms that the model writes are those of Japan (ocr.md 5.6).
pub(crate) fn folded(character: char) -> char {
    let wide = u32::from(character).checked_sub(u32::from('０')).and_then(|n| char::from_digit(n, 10));
    match character {
        '顏' | '颜' => '顔',
        '认' => '認',
        '证' | '證' => '証',
        '効' | '效' => '効',
        other => wide.unwrap_or(other),
    }
}

/// Reads the steps with the characters that may stand there, and no others.
pub(crate) fn decode(steps: &Steps, alphabet: &Alphabet) -> Text {
    let mut text = Text { glyphs: Zeroizing::new(Vec::new()), foreign: Vec::new(), steps: 0 };
    let mut before = None;
    for (at, step) in steps.iter().enumerate() {
        let none = step.first().copied().unwrap_or_default();
        let probability = |class: usize| step.get(class).copied().unwrap_or_default();
        let members =
            alphabet.members.iter().map(|(class, character)| (probability(*class), *class, *character));
        let best = members.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(best, ..)| *best > none);
        let allowed = best.map_or(none, |(best, ..)| best.max(none));
        // The last class is a space, which may stand anywhere.
        let printed = step.split_last().map_or(step, |(_, printed)| printed);
        let any = printed.iter().copied().fold(0.0, f32::max);
        text.foreign.push(if any > allowed { any } else { 0.0 });
        match (best, text.glyphs.last_mut()) {
            (Some((best, class, _)), Some(last)) if before == Some(class) => {
                last.probability = last.probability.max(best);
                last.last = at;
            }
            (Some((probability, _, character)), _) => {
                text.glyphs.push(Glyph { character, probability, first: at, last: at });
            }
            (None, _) => {}
        }
        before = best.map(|(_, class, _)| class);
        text.steps += 1;
    }
    text
}

impl Text {
    /// How sure the model is of some glyphs that stand beside each other: of the least sure one, and that
    /// nothing else stands between them.
    pub(crate) fn confidence(glyphs: &[Glyph], foreign: &Self) -> f32 {
        let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else { return 0.0 };
        let surest = glyphs.iter().map(|glyph| glyph.probability).fold(1.0, f32::min);
        let between = foreign.foreign.get(first.first..=last.last).unwrap_or_default();
        surest.min(1.0 - between.iter().copied().fold(0.0, f32::max))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn charset() -> Vec<String> {
        ["1", "2", "１", "年", "x"].map(str::to_owned).to_vec()
    }

    /// Steps in which the model is 0.8 sure of one class each; 5 is "x", 6 the space.
    fn steps(classes: &[usize]) -> Steps {
        let step = |class: &usize| {
            let mut step = vec![0.02; 7];
            step[*class] = 0.8;
            step
        };
        Steps::new(7, Zeroizing::new(classes.iter().flat_map(step).collect())).unwrap()
    }

    fn read(classes: &[usize]) -> (String, f32) {
        let text = decode(&steps(classes), &Alphabet::of(&charset(), "12年"));
        let confidence = Text::confidence(&text.glyphs, &text);
        (text.glyphs.iter().map(|glyph| glyph.character).collect(), confidence)
    }

    #[test]
    fn runs_are_one_character_and_blanks_part_them() {
        assert_eq!(read(&[0, 1, 1, 0, 1, 2, 4, 6, 0]).0, "112年");
        assert_eq!(read(&[3, 0, 2]).0, "12");
        assert_eq!(read(&[0, 0]), (String::new(), 0.0));
    }

    #[test]
    fn a_character_that_may_not_stand_there_makes_its_neighbours_doubtful() {
        assert!(read(&[1, 0, 2]).1 > 0.79);
        let (text, confidence) = read(&[1, 5, 2]);
        assert_eq!(text, "12");
        assert!((confidence - 0.2).abs() < 1e-4);
        // Beside them it does no harm: a label, the next field.
        assert!(read(&[5, 1, 0, 2, 5]).1 > 0.79);
    }

    #[test]
    fn what_is_no_probability_is_a_fault() {
        use crate::recogniser::RecogniserFault;
        let steps = |values: Vec<f32>| Steps::new(2, Zeroizing::new(values)).err();
        assert_eq!(steps(vec![0.5, f32::NAN]), Some(RecogniserFault::NoProbability));
        assert_eq!(steps(vec![0.5, 7.0]), Some(RecogniserFault::NoProbability));
        assert_eq!(steps(vec![0.5]), Some(RecogniserFault::WrongOutput));
        assert_eq!(steps(vec![]), Some(RecogniserFault::WrongOutput));
    }
}
