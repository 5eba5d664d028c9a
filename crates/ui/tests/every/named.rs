//! The telling screens by name, with drawn stand-ins for pictures of persons.
#![allow(dead_code, unreachable_pub, reason = "each test crate uses its own part")]

use super::every;
use embedded_graphics::prelude::Size;
use policy::{Availability, Closure, Compared, Method, Methods, Reopening};
use std::path::Path;
use terminal::CameraHint;
use terminal::{Notice, QualityReason, Screen, Side, StaffErrand, UndecidedReason};
use ui::{Canvas, Picture};

const FRAME: (u32, u32) = (320, 240);
const PHOTO: (u32, u32) = (378, 472);

/// A face of three ovals on a grey wall.
fn face(width: i32, height: i32) -> Vec<[u8; 3]> {
    let inside = |x: i32, y: i32, cx: i32, cy: i32, rx: i32, ry: i32| {
        let (dx, dy) = (i64::from(x - cx) * i64::from(ry), i64::from(y - cy) * i64::from(rx));
        dx * dx + dy * dy < i64::from(rx * ry) * i64::from(rx * ry)
    };
    let (cx, cy, ry) = (width / 2, height / 2, height * 3 / 10);
    let pixel = |x, y| {
        let eye = inside(x, y, cx - ry / 3, cy - ry / 6, ry / 9, ry / 12);
        let other = inside(x, y, cx + ry / 3, cy - ry / 6, ry / 9, ry / 12);
        if eye || other || inside(x, y, cx, cy + ry / 2, ry / 3, ry / 14) {
            [70, 50, 50]
        } else if inside(x, y, cx, cy, ry * 3 / 4, ry) {
            [222, 184, 160]
        } else if inside(x, y, cx, cy - ry / 4, ry * 9 / 10, ry * 11 / 10) {
            [52, 44, 42]
        } else if inside(x, y, cx, height + ry / 4, ry * 2, ry) {
            [70, 96, 130]
        } else {
            [186, 192, 188]
        }
    };
    (0..height).flat_map(|y| (0..width).map(move |x| pixel(x, y))).collect()
}

pub fn frame() -> Vec<u8> {
    face(320, 240).into_flattened()
}

pub fn photo() -> Vec<u8> {
    face(378, 472).into_iter().map(|[red, green, blue]| red / 3 + green / 3 + blue / 3).collect()
}

pub fn preview(bytes: &[u8]) -> Picture<'_> {
    Picture::rgb(FRAME.0, FRAME.1, bytes).unwrap()
}

pub fn chip_photo(bytes: &[u8]) -> Picture<'_> {
    Picture::grey(PHOTO.0, PHOTO.1, bytes).unwrap()
}

pub fn screens() -> Vec<(String, Screen)> {
    use Availability::{Closed, Open};
    let all = every::ALL_OPEN;
    let choose = |methods, notice| Screen::Choose { methods, notice, reopenable: false };
    let number = |length, method, notice| Screen::CheckNumberPad { length, method, notice };
    let closed_pin = |closure| Methods { pin: Closed(closure), ..all };
    let none = Closed(Closure::NoHolderAuthorisation);
    let card = closed_pin(Closure::FaceAuthenticationCard);
    let mut named = vec![
        ("waiting", Screen::Waiting),
        ("take-your-card", Screen::TakeYourCard),
        ("reading", Screen::Reading),
        ("choose", choose(all, None)),
        ("choose-face-authentication-card", choose(card, None)),
        (
            "choose-face-authentication-card-visual",
            choose(Methods { face: Closed(Closure::AttemptsUsedUp), ..card }, Some(Notice::FaceNotAccepted)),
        ),
        ("choose-locked", choose(closed_pin(Closure::PinLocked), None)),
        ("choose-locked-now", choose(closed_pin(Closure::PinLocked), Some(Notice::PinLockedNow))),
        ("choose-rejected-two", choose(all, Some(Notice::PinRejected { left: 2 }))),
        ("choose-rejected-one", choose(closed_pin(Closure::LastTry), Some(Notice::PinRejected { left: 1 }))),
        ("choose-last-try", choose(closed_pin(Closure::LastTry), None)),
        ("choose-strikes", choose(closed_pin(Closure::StrikesUsedUp), Some(Notice::PinUnknown))),
        (
            "choose-reopenable",
            Screen::Choose { methods: closed_pin(Closure::StrikesUsedUp), notice: None, reopenable: true },
        ),
        (
            "choose-only-reopenable",
            Screen::Choose {
                methods: Methods { face: none, pin: Closed(Closure::StrikesUsedUp), visual: none },
                notice: None,
                reopenable: true,
            },
        ),
        ("choose-pin-only", choose(Methods { face: none, pin: Open, visual: none }, None)),
        (
            "choose-camera-failed",
            choose(Methods { face: Closed(Closure::PartFailed), ..all }, Some(Notice::CameraFailed)),
        ),
        (
            "choose-most-words",
            choose(
                Methods {
                    face: Closed(Closure::CheckNumberLow),
                    pin: Closed(Closure::StrikesUsedUp),
                    visual: Open,
                },
                Some(Notice::FaceNotAccepted),
            ),
        ),
        ("connecting", Screen::Connecting),
        ("pin-empty", Screen::PinPad { length: 0, shown: 3, last_try: false }),
        ("pin-full", Screen::PinPad { length: 4, shown: 2, last_try: false }),
        ("pin-last", Screen::PinPad { length: 2, shown: 1, last_try: true }),
        ("checking-pin", Screen::CheckingPin),
        ("last-try", Screen::LastTryWarning { confirmable: false }),
        ("last-try-confirmable", Screen::LastTryWarning { confirmable: true }),
        ("reading-photo", Screen::ReadingPhoto),
        ("camera", Screen::Camera { hint: None }),
        ("camera-without", Screen::Camera { hint: None }),
        ("camera-not-accepted", Screen::Camera { hint: Some(CameraHint::NotAccepted) }),
        ("number", number(0, Method::Face, None)),
        ("number-typed", number(8, Method::Visual, None)),
        ("number-rejected", number(0, Method::Face, Some(Notice::CheckNumberRejected))),
        ("staff", Screen::StaffCredential { errand: StaffErrand::Visual, length: 0, notice: None }),
        (
            "staff-typed",
            Screen::StaffCredential {
                errand: StaffErrand::Visual,
                length: 8,
                notice: Some(Notice::CredentialRejected),
            },
        ),
        ("staff-asked", Screen::StaffCredential { errand: StaffErrand::Reopen, length: 0, notice: None }),
        ("staff-confirm", Screen::StaffConfirm { compared: Compared::ChipPhotoVerified }),
        ("staff-confirm-printed", Screen::StaffConfirm { compared: Compared::PrintedPhotoOnly }),
        ("staff-confirm-unverified", Screen::StaffConfirm { compared: Compared::ChipPhotoUnverified }),
        ("staff-reopen", Screen::StaffReopen(Reopening { mark: true, strikes: true })),
        ("signing", Screen::Signing),
        ("offer-registration", Screen::OfferRegistration),
    ]
    .into_iter()
    .map(|(name, screen)| (name.to_owned(), screen))
    .collect::<Vec<_>>();
    let quality = |reason: QualityReason| {
        (
            format!("camera-{reason:?}").to_lowercase(),
            Screen::Camera { hint: Some(CameraHint::Quality(reason)) },
        )
    };
    named.extend(every::qualities().into_iter().map(quality));
    let moved = [
        ("camera-ahead", CameraHint::LookAhead),
        ("camera-turn-left", CameraHint::Turn(Side::Left)),
        ("camera-turn-right", CameraHint::Turn(Side::Right)),
    ];
    let moved = moved.map(|(name, hint)| (name.to_owned(), Screen::Camera { hint: Some(hint) }));
    named.extend(moved);
    let undecided = |reason: &UndecidedReason| {
        let hint = CameraHint::Movement(*reason);
        (format!("camera-{reason:?}").to_lowercase(), Screen::Camera { hint: Some(hint) })
    };
    named.extend(UndecidedReason::ALL.iter().map(undecided));
    named.extend(
        every::endings()
            .into_iter()
            .map(|ending| (format!("ending-{}", ending.code()), Screen::Ending(ending))),
    );
    named
}

/// Those that are kept as pictures.
pub const TELLING: [&str; 8] = [
    "waiting",
    "choose",
    "choose-face-authentication-card",
    "pin-last",
    "camera",
    "staff-confirm",
    "ending-100",
    "ending-501",
];

/// The RGB pixels of a file.
pub fn pixels(file: &Path) -> Vec<u8> {
    let file = std::io::BufReader::new(std::fs::File::open(file).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut bytes).unwrap();
    bytes
}

pub fn png(canvas: &Canvas, size: Size) -> Vec<u8> {
    png_of(canvas.bytes(), size)
}

/// Of RGB pixels.
pub fn png_of(rgb: &[u8], size: Size) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, size.width, size.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.write_header().unwrap().write_image_data(rgb).unwrap();
    bytes
}
