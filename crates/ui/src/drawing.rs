//! The drawings, in strokes: no font has them, and no colour alone carries their meaning.

use crate::scene::Drawn;
use crate::shape::Shape::{self, Block, Disc, Dome, Frame, Ring, Stroke, Wave};
use crate::shape::{Layer, layers};
use crate::theme::Theme;
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::DrawTarget;

/// A drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Drawing {
    /// A card that is put on the reader.
    PlaceCard,
    /// A card that is taken from the reader.
    TakeCard,
    /// A card on the reader, at work.
    CardAtWork,
    /// A face in a camera's frame.
    Face,
    /// A pad of keys.
    Keys,
    /// Somebody at a desk.
    Desk,
    /// It went well.
    Check,
    /// The terminal talks to the service.
    Talking,
    /// Take care.
    Attention,
    /// A clock.
    Clock,
    /// A step that follows.
    Arrow,
    /// To the left.
    ArrowLeft,
    /// To the right.
    ArrowRight,
    /// One digit, which one nobody sees.
    Dot,
}

/// Whose colour a layer has.
#[derive(Clone, Copy)]
enum Tone {
    Ink,
    Soft,
    Paper,
}

type Strokes = &'static [(Tone, &'static [Shape])];

/// A card with its photo, lying; the reader under it.
const READER: &[Shape] = &[Block(6.0, 66.0, 88.0, 24.0, 7.0)];
const READER_FACE: &[Shape] = &[Block(9.0, 69.0, 82.0, 18.0, 5.0)];
const CARD: &[Shape] = &[Block(22.0, 27.0, 56.0, 35.0, 4.0)];
const CARD_FACE: &[Shape] = &[Block(24.5, 29.5, 51.0, 30.0, 2.5)];
const CARD_PRINT: &[Shape] = &[
    Disc((35.0, 40.5), 4.6),
    Dome((35.0, 54.5), 8.0),
    Stroke((49.0, 38.0), (70.0, 38.0), 1.5),
    Stroke((49.0, 45.0), (66.0, 45.0), 1.5),
    Stroke((49.0, 52.0), (70.0, 52.0), 1.5),
];

const PLACE_CARD: Strokes = &[
    (Tone::Ink, READER),
    (Tone::Soft, READER_FACE),
    (Tone::Ink, CARD),
    (Tone::Paper, CARD_FACE),
    (Tone::Ink, CARD_PRINT),
    (
        Tone::Ink,
        &[
            Stroke((50.0, 5.0), (50.0, 19.0), 2.2),
            Stroke((42.5, 13.0), (50.0, 20.5), 2.2),
            Stroke((57.5, 13.0), (50.0, 20.5), 2.2),
        ],
    ),
];

const TAKE_CARD: Strokes = &[
    (Tone::Ink, READER),
    (Tone::Soft, READER_FACE),
    (Tone::Ink, CARD),
    (Tone::Paper, CARD_FACE),
    (Tone::Ink, CARD_PRINT),
    (
        Tone::Ink,
        &[
            Stroke((50.0, 6.0), (50.0, 20.5), 2.2),
            Stroke((42.5, 13.0), (50.0, 5.5), 2.2),
            Stroke((57.5, 13.0), (50.0, 5.5), 2.2),
        ],
    ),
];

const CARD_AT_WORK: Strokes = &[
    (Tone::Ink, READER),
    (Tone::Soft, READER_FACE),
    (Tone::Ink, CARD),
    (Tone::Paper, CARD_FACE),
    (Tone::Ink, CARD_PRINT),
    (Tone::Ink, &[Disc((34.0, 14.0), 4.0), Disc((50.0, 14.0), 4.0), Disc((66.0, 14.0), 4.0)]),
];

const FACE: Strokes = &[
    (
        Tone::Ink,
        &[
            Frame(14.0, 14.0, 72.0, 72.0, 12.0, 3.0),
            Disc((40.0, 45.0), 4.0),
            Disc((60.0, 45.0), 4.0),
            Wave((50.0, 52.0), 13.0, 2.6, (0.0, 1.0)),
        ],
    ),
    // The frame is open between its corners.
    (Tone::Paper, &[Block(36.0, 8.0, 28.0, 10.0, 0.0), Block(36.0, 82.0, 28.0, 10.0, 0.0)]),
    (Tone::Paper, &[Block(8.0, 36.0, 10.0, 28.0, 0.0), Block(82.0, 36.0, 10.0, 28.0, 0.0)]),
];

const KEYS: Strokes = &[(
    Tone::Ink,
    &[
        Block(19.0, 12.0, 16.0, 16.0, 4.0),
        Block(42.0, 12.0, 16.0, 16.0, 4.0),
        Block(65.0, 12.0, 16.0, 16.0, 4.0),
        Block(19.0, 34.0, 16.0, 16.0, 4.0),
        Block(42.0, 34.0, 16.0, 16.0, 4.0),
        Block(65.0, 34.0, 16.0, 16.0, 4.0),
        Block(19.0, 56.0, 16.0, 16.0, 4.0),
        Block(42.0, 56.0, 16.0, 16.0, 4.0),
        Block(65.0, 56.0, 16.0, 16.0, 4.0),
        Block(42.0, 78.0, 16.0, 16.0, 4.0),
    ],
)];

const DESK: Strokes = &[
    (Tone::Ink, &[Disc((50.0, 27.0), 15.0), Dome((50.0, 72.0), 26.0), Block(8.0, 74.0, 84.0, 14.0, 4.0)]),
    (Tone::Paper, &[Block(8.0, 70.5, 84.0, 3.5, 0.0)]),
];

const CHECK: Strokes = &[
    (Tone::Ink, &[Disc((50.0, 50.0), 42.0)]),
    (Tone::Paper, &[Stroke((31.0, 51.0), (45.0, 65.0), 4.6), Stroke((45.0, 65.0), (70.0, 37.0), 4.6)]),
];

const TALKING: Strokes = &[
    (Tone::Ink, &[Block(8.0, 30.0, 30.0, 40.0, 5.0), Block(62.0, 22.0, 30.0, 56.0, 5.0)]),
    (Tone::Soft, &[Block(12.0, 34.0, 22.0, 28.0, 2.0)]),
    (Tone::Soft, &[Block(67.0, 30.0, 20.0, 6.0, 2.0), Block(67.0, 42.0, 20.0, 6.0, 2.0)]),
    (Tone::Ink, &[Disc((44.0, 50.0), 2.6), Disc((50.0, 50.0), 2.6), Disc((56.0, 50.0), 2.6)]),
];

const ATTENTION: Strokes = &[(
    Tone::Ink,
    &[
        Stroke((50.0, 15.0), (90.0, 82.0), 5.0),
        Stroke((90.0, 82.0), (10.0, 82.0), 5.0),
        Stroke((10.0, 82.0), (50.0, 15.0), 5.0),
        Stroke((50.0, 42.0), (50.0, 58.0), 4.2),
        Disc((50.0, 70.0), 4.6),
    ],
)];

const CLOCK: Strokes = &[(
    Tone::Ink,
    &[
        Ring((50.0, 50.0), 38.0, 4.0),
        Stroke((50.0, 28.0), (50.0, 51.0), 3.4),
        Stroke((50.0, 51.0), (65.0, 60.0), 3.4),
    ],
)];

const ARROW: Strokes = &[(
    Tone::Ink,
    &[
        Stroke((14.0, 50.0), (82.0, 50.0), 6.0),
        Stroke((56.0, 24.0), (84.0, 50.0), 6.0),
        Stroke((56.0, 76.0), (84.0, 50.0), 6.0),
    ],
)];

const ARROW_LEFT: Strokes = &[(
    Tone::Ink,
    &[
        Stroke((14.0, 50.0), (86.0, 50.0), 8.0),
        Stroke((14.0, 50.0), (42.0, 22.0), 8.0),
        Stroke((14.0, 50.0), (42.0, 78.0), 8.0),
    ],
)];

const ARROW_RIGHT: Strokes = &[(
    Tone::Ink,
    &[
        Stroke((14.0, 50.0), (86.0, 50.0), 8.0),
        Stroke((86.0, 50.0), (58.0, 22.0), 8.0),
        Stroke((86.0, 50.0), (58.0, 78.0), 8.0),
    ],
)];

const DOT: Strokes = &[(Tone::Ink, &[Disc((50.0, 50.0), 48.0)])];

impl Drawing {
    const fn strokes(self) -> Strokes {
        match self {
            Self::PlaceCard => PLACE_CARD,
            Self::TakeCard => TAKE_CARD,
            Self::CardAtWork => CARD_AT_WORK,
            Self::Face => FACE,
            Self::Keys => KEYS,
            Self::Desk => DESK,
            Self::Check => CHECK,
            Self::Talking => TALKING,
            Self::Attention => ATTENTION,
            Self::Clock => CLOCK,
            Self::Arrow => ARROW,
            Self::ArrowLeft => ARROW_LEFT,
            Self::ArrowRight => ARROW_RIGHT,
            Self::Dot => DOT,
        }
    }
}

/// Draws one drawing at its place.
pub(crate) fn draw<D>(drawn: &Drawn, theme: Theme, to: &mut D) -> Result<(), D::Error>
where
    D: DrawTarget<Color = Rgb888>,
{
    let colour = |tone| match tone {
        Tone::Ink => drawn.ink,
        Tone::Soft => drawn.soft,
        Tone::Paper => drawn.paper,
    };
    let strokes = drawn.drawing.strokes();
    let tones: Vec<Layer<'_>> =
        strokes.iter().map(|(tone, shapes)| Layer { colour: theme.colour(colour(*tone)), shapes }).collect();
    layers(drawn.area, theme.colour(drawn.paper), &tones, to)
}
