//! The display on a file of a framebuffer's size, read back pixel by pixel.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use display_fb::{DisplayFault, FbDisplay, Geometry, PixelFormat};
use embedded_graphics::prelude::{Point, Size};
use policy::Compared;
use runtime::port::{Display, Frame, Input, Picture};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use tempfile::NamedTempFile;
use terminal::{Language, Screen};
use ui::{Canvas, FontFiles, Fonts, Pictures, Theme, View};
use zeroize::Zeroizing;

const WIDTH: u32 = 800;
const HEIGHT: u32 = 480;
const VIEW: View = View {
    size: embedded_graphics::prelude::Size::new(WIDTH, HEIGHT),
    theme: Theme::Standard,
    language: Language::Japanese,
};

fn fonts() -> Fonts {
    let read = |file: &str| std::fs::read(file).expect("cargo xtask setup");
    let files = FontFiles {
        japanese: read("/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Bold.ttf"),
        latin: read("/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf"),
        cjk: read("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"),
    };
    Fonts::new(files).unwrap()
}

fn display(stride: u32, format: PixelFormat) -> (FbDisplay, NamedTempFile) {
    let file = NamedTempFile::new().unwrap();
    let geometry = Geometry::new(WIDTH, HEIGHT, stride, format).unwrap();
    (FbDisplay::open(file.path(), geometry, Theme::Standard, fonts()).unwrap(), file)
}

/// What `ui` draws, as RGB.
fn drawn(screen: &Screen, pictures: &Pictures<'_>) -> Vec<[u8; 3]> {
    let mut canvas = Canvas::new(Size::new(WIDTH, HEIGHT));
    ui::draw(screen, &VIEW, pictures, &fonts(), &mut canvas).unwrap();
    canvas.bytes().chunks(3).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
}

/// The pixels of a file with 32 bits per pixel and a stride of `stride` bytes, as RGB.
fn shown(file: &Path, stride: usize) -> Vec<[u8; 3]> {
    let bytes = std::fs::read(file).unwrap();
    assert_eq!(bytes.len(), stride * 480);
    let pixel = |p: &[u8]| [p[2], p[1], p[0]];
    bytes.chunks(stride).flat_map(|row| row[..800 * 4].chunks(4).map(pixel)).collect()
}

#[test]
fn a_screen_lies_in_a_32_bit_framebuffer_with_padded_rows() {
    let (mut display, file) = display(3264, PixelFormat::Xrgb8888);
    display.show(&Screen::Waiting, None, None);
    assert_eq!(shown(file.path(), 3264), drawn(&Screen::Waiting, &Pictures::default()));
    let bytes = std::fs::read(file.path()).unwrap();
    assert!(bytes.chunks(3264).all(|row| row[3200..].iter().all(|byte| *byte == 0)));
}

#[test]
fn a_screen_lies_in_a_16_bit_framebuffer() {
    let (mut display, file) = display(1600, PixelFormat::Rgb565);
    display.show(&Screen::Connecting, None, None);
    let bytes = std::fs::read(file.path()).unwrap();
    let shown: Vec<u16> = bytes.chunks(2).map(|pixel| u16::from_le_bytes([pixel[0], pixel[1]])).collect();
    let expected: Vec<u16> = drawn(&Screen::Connecting, &Pictures::default())
        .iter()
        .map(|[r, g, b]| u16::from(*r) / 8 * 2048 + u16::from(*g) / 4 * 32 + u16::from(*b) / 8)
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn pictures_of_persons_are_drawn_and_gone_with_the_next_screen_and_with_the_display() {
    let (mut display, file) = display(3200, PixelFormat::Xrgb8888);
    let frame = Frame { width: 8, height: 6, rgb: Zeroizing::new([200, 10, 90].repeat(48)) };
    let photo = Picture { width: 4, height: 5, grey: Zeroizing::new(vec![123; 20]) };
    let has = |pixel: [u8; 3]| shown(file.path(), 3200).iter().filter(|p| **p == pixel).count() > 5_000;
    display.show(&Screen::Camera { hint: None }, Some(&frame), None);
    assert!(has([200, 10, 90]));
    let confirm = Screen::StaffConfirm { compared: Compared::ChipPhotoVerified };
    display.show(&confirm, None, Some(&photo));
    assert!(has([123; 3]) && !has([200, 10, 90]));
    display.show(&Screen::TakeYourCard, None, None);
    assert!(!has([123; 3]));
    display.show(&confirm, None, Some(&photo));
    drop(display);
    assert!(std::fs::read(file.path()).unwrap().iter().all(|byte| *byte == 0));
}

#[test]
fn the_lost_feed_is_seen_and_touches_are_those_of_the_screen_that_is_seen() {
    let (mut display, file) = display(3200, PixelFormat::Xrgb8888);
    let seen = display.seen();
    let touched = |input: fn(&Input) -> bool| {
        let points = (0..480).step_by(8).flat_map(|y| (0..800).step_by(8).map(move |x| Point::new(x, y)));
        points.filter_map(|point| seen.touched(point)).filter(input).count() > 0
    };
    let pad = Screen::PinPad { length: 2, shown: 3, last_try: false };
    display.show(&pad, None, None);
    assert!(touched(|input| matches!(input, Input::Pin(_))));
    display.reception_feed(true);
    assert_ne!(shown(file.path(), 3200), drawn(&pad, &Pictures::default()));
    assert!(touched(|input| matches!(input, Input::Pin(_))));
    display.reception_feed(false);
    assert_eq!(shown(file.path(), 3200), drawn(&pad, &Pictures::default()));
    display.show(&Screen::Connecting, None, None);
    assert!(!touched(|input| matches!(input, Input::Pin(_))));
}

/// Rows in which nothing changed are not written: what a stranger wrote there stays until a whole
/// screen is.
#[test]
fn rows_that_did_not_change_are_not_written() {
    let (mut display, file) = display(3200, PixelFormat::Xrgb8888);
    let pad = |length| Screen::PinPad { length, shown: 3, last_try: false };
    display.show(&pad(1), None, None);
    let mark = |row: u64| file.as_file().write_all_at(&[0xEE; 3200], row * 3200).unwrap();
    let marked = |row: usize| std::fs::read(file.path()).unwrap()[row * 3200..][..3200] == [0xEE; 3200];
    let (first, last) = (0, 479);
    mark(0);
    mark(479);
    display.show(&pad(2), None, None);
    assert!(marked(first) && marked(last));
    let (shown, whole) = (shown(file.path(), 3200), drawn(&pad(2), &Pictures::default()));
    assert_eq!(shown[800..479 * 800], whole[800..479 * 800]);
    display.show(&Screen::Waiting, None, None);
    display.show(&pad(2), None, None);
    display.reception_feed(true);
    assert!(!marked(first) && marked(last), "the sign is in the first rows");
}

#[test]
fn an_absent_screen_is_a_fault_with_its_name() {
    let geometry = Geometry::new(WIDTH, HEIGHT, 3200, PixelFormat::Xrgb8888).unwrap();
    let fault =
        FbDisplay::open(Path::new("/nonexistent/fb0"), geometry, Theme::Standard, fonts()).err().unwrap();
    assert!(matches!(fault, DisplayFault::Channel { .. }));
    assert!(fault.to_string().contains("/nonexistent/fb0"));
}

/// A screen that is unplugged while it is used costs no panic and no session.
#[test]
fn a_screen_that_takes_nothing_more_is_drawn_to_all_the_same() {
    let geometry = Geometry::new(WIDTH, HEIGHT, 3200, PixelFormat::Xrgb8888).unwrap();
    let mut display = FbDisplay::open(Path::new("/dev/full"), geometry, Theme::Standard, fonts()).unwrap();
    display.show(&Screen::Waiting, None, None);
    display.show(&Screen::Connecting, None, None);
}
