//! The simulator's window as a person uses it: opened on a real X server, clicked with its mouse, and
//! looked at by its pixels.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod desk;
mod orders;
mod process;

use desk::Desk;
use policy::{Availability, Method, Methods};
use sim::window::board::{Board, WINDOW};
use std::path::Path;
use terminal::{Choice, Ending, Language, Notice, Screen};
use ui::scene::Action;

const OPEN: Methods =
    Methods { face: Availability::Open, pin: Availability::Open, visual: Availability::Open };
const CHOOSE: Screen = Screen::Choose { methods: OPEN, notice: None, reopenable: false };

fn pad(length: u8) -> Screen {
    Screen::PinPad { length, shown: 3, last_try: false }
}

/// Lays a card down that every way is open to.
fn lay_down(desk: &mut Desk) {
    desk.press("insert normal", |desk| desk.expect("choose"));
    desk.shows(&CHOOSE);
}

fn choose(desk: &mut Desk, method: Method, screen: &str) {
    desk.touch(&CHOOSE, Action::Choice(Choice::Method(method)), |desk| desk.expect(screen));
}

fn take_away(desk: &mut Desk) {
    desk.press("remove", |desk| desk.expect("waiting"));
}

/// A session by PIN, of which only the waiting for screens is not done with the mouse.
fn pin_session(desk: &mut Desk, nth_card: u32) {
    lay_down(desk);
    choose(desk, Method::Pin, "pinpad");
    desk.shows(&pad(0));
    for (typed, digit) in (0..).zip(desk.pin(nth_card)) {
        let next = typed + 1;
        desk.touch(&pad(typed), Action::PinDigit(digit), |desk| {
            desk.expect(&format!("pinpad{{length:{next},shown:3,last_try:false}}"));
        });
        desk.shows(&pad(next));
    }
    desk.touch(&pad(4), Action::Choice(Choice::Confirm), |desk| desk.expect("ending(verified)"));
    desk.shows(&Screen::Ending(Ending::Verified));
    assert!(desk.order("state").contains(" 1 VERIFY"));
    take_away(desk);
}

#[test]
fn sessions_are_clicked_through_in_the_window_and_each_screen_is_seen_to_the_last_pixel() {
    let mut desk = Desk::open();
    desk.shows(&Screen::Waiting);
    pin_session(&mut desk, 1);
    desk.shows(&Screen::Waiting);

    desk.touch(&Screen::Waiting, Action::Language(Language::English), |desk| {
        desk.language = Language::English;
        desk.shows(&Screen::Waiting);
    });
    pin_session(&mut desk, 2);
    // The language is over with the session.
    desk.language = Language::Japanese;
    desk.shows(&Screen::Waiting);

    // With nobody before the camera its screen stays until it was looked at.
    desk.order("face none");
    lay_down(&mut desk);
    choose(&mut desk, Method::Face, "camera{hint:none}");
    desk.shows_camera(&Screen::Camera { hint: None });
    assert!(desk.quit(), "every order was obeyed");
}

/// Taken anew by `cargo xtask screens --window`.
const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../sim/desktop/window.png");

/// A second session, whose first PIN was wrong.
fn take_picture(seen: &Screen) {
    let mut desk = Desk::open();
    let verified = ["insert normal", "touch pin", "type pin", "touch confirm", "expect ending(verified)"];
    let rejected =
        ["remove", "expect waiting", "insert tries=3", "touch pin", "type wrong-pin", "touch confirm"];
    for order in verified.iter().chain(&rejected).chain(&["expect choose", "face holder"]) {
        desk.order(order);
    }
    desk.shows(seen);
    desk.is_drawn_twice();
    desk::save(Path::new(PICTURE), &desk.pixels());
    assert!(desk.quit());
}

#[test]
fn the_picture_in_the_readme_is_of_the_window_as_it_is_now() {
    let notice = Some(Notice::PinRejected { left: 2 });
    let seen = Screen::Choose { methods: OPEN, notice, reopenable: false };
    if std::env::var_os("BLESS").is_some() {
        take_picture(&seen);
    }
    let picture = image::open(PICTURE).unwrap().to_rgb8();
    assert_eq!(picture.dimensions(), (WINDOW.width, WINDOW.height));
    let mut bench = ui::Canvas::new(WINDOW);
    Board::default().draw(&mut bench);
    let pixels = picture.into_raw();
    let of_the_terminal = desk::terminals(&pixels) == desk::drawn(&seen, Language::Japanese, None);
    let of_the_bench = desk::buttons(&pixels) == desk::buttons(bench.bytes());
    assert!(of_the_terminal && of_the_bench, "see cargo xtask screens --window");
}
