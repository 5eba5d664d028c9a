//! What drawing costs: `cargo xtask bench ui`.
//!
//! Aims on a desktop machine: a whole screen in 4 ms, a usual change in 1 ms, and the camera's preview
//! at 15 frames a second in a quarter of a core, which is 16 ms for a frame.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[path = "../tests/every/mod.rs"]
mod every;
#[path = "../tests/every/named.rs"]
mod named;

use divan::Bencher;
use embedded_graphics::prelude::Size;
use terminal::Screen;
use ui::layout::scene;
use ui::{Canvas, Damage, Pictures, Theme, View};

const SIZES: [(u32, u32); 3] = [(800, 480), (1280, 800), (480, 800)];

fn main() {
    divan::main();
}

const fn view((width, height): (u32, u32), theme: Theme) -> View {
    View { size: Size::new(width, height), theme, language: terminal::Language::Japanese }
}

fn named(name: &str) -> Screen {
    named::screens().into_iter().find(|(known, _)| known == name).unwrap().1
}

fn whole(bencher: Bencher<'_, '_>, screen: &str, view: View) {
    let (screen, fonts, mut canvas) = (named(screen), every::fonts(), Canvas::new(view.size));
    let (frame, photo) = (named::frame(), named::photo());
    let lent =
        Pictures { preview: Some(named::preview(&frame)), chip_photo: Some(named::chip_photo(&photo)) };
    bencher.bench_local(|| ui::draw(&screen, &view, &lent, &fonts, &mut canvas));
}

/// A whole screen, with its letters kept.
#[divan::bench(args = ["waiting", "choose", "pin-full", "staff-typed", "camera", "ending-501"])]
fn whole_screen(bencher: Bencher<'_, '_>, screen: &str) {
    whole(bencher, screen, every::VIEW);
}

/// The same at other sizes.
#[divan::bench(args = SIZES)]
fn whole_choice(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    whole(bencher, "choose", view(size, Theme::Standard));
}

/// In letters that are fitted to their places.
#[divan::bench(args = SIZES)]
fn whole_choice_large(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    whole(bencher, "choose", view(size, Theme::Large));
}

/// The first time: every letter is made.
#[divan::bench]
fn first_screen(bencher: Bencher<'_, '_>) {
    let mut canvas = Canvas::new(every::VIEW.size);
    let screen = named("waiting");
    bencher.with_inputs(every::fonts).bench_local_values(|fonts| {
        ui::draw(&screen, &every::VIEW, &Pictures::default(), &fonts, &mut canvas)
    });
}

fn change(bencher: Bencher<'_, '_>, before: &Screen, after: &Screen, size: (u32, u32)) {
    let view = view(size, Theme::Standard);
    let (fonts, mut canvas) = (every::fonts(), Canvas::new(view.size));
    ui::draw(before, &view, &Pictures::default(), &fonts, &mut canvas).unwrap();
    let before = scene(before, &view);
    bencher.bench_local(|| {
        let after = scene(after, &view);
        let damage = Damage::between(&before, &after);
        ui::draw_again(&after, &damage, view.theme, &Pictures::default(), &fonts, &mut canvas)
    });
}

/// One more digit of the PIN.
#[divan::bench(args = SIZES)]
fn one_digit(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    let pad = |length| Screen::PinPad { length, shown: 3, last_try: false };
    change(bencher, &pad(1), &pad(2), size);
}

/// The last digit: "done" can be touched.
#[divan::bench(args = SIZES)]
fn last_digit(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    let pad = |length| Screen::PinPad { length, shown: 3, last_try: false };
    change(bencher, &pad(3), &pad(4), size);
}

/// One character of a credential.
#[divan::bench(args = SIZES)]
fn one_character(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    let errand = terminal::StaffErrand::Visual;
    let with = |length| Screen::StaffCredential { errand, length, notice: None };
    change(bencher, &with(3), &with(4), size);
}

/// The instruction beside the preview.
#[divan::bench(args = SIZES)]
fn another_instruction(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    change(bencher, &named("camera-toodark"), &named("camera-turned"), size);
}

/// One frame of the camera.
#[divan::bench(args = SIZES)]
fn preview_frame(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    let view = view(size, Theme::Standard);
    let (fonts, mut canvas, frame) = (every::fonts(), Canvas::new(view.size), named::frame());
    let lent = Pictures { preview: Some(named::preview(&frame)), chip_photo: None };
    let screen = named("camera-turned");
    bencher.bench_local(|| {
        let scene = scene(&screen, &view);
        let mut damage = Damage::default();
        scene.slots().for_each(|(_, area)| damage.add(area));
        ui::draw_again(&scene, &damage, view.theme, &lent, &fonts, &mut canvas)
    });
}
