//! The simulator's window as a person uses it: opened on a real X server, clicked with its mouse, and
//! looked at by its pixels.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod desk;
mod process;

use desk::Desk;
use policy::{Availability, Method, Methods};
use terminal::{Choice, Ending, Language, Screen};
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
        desk.view.language = Language::English;
        desk.shows(&Screen::Waiting);
    });
    pin_session(&mut desk, 2);
    // The language is over with the session.
    desk.view.language = Language::Japanese;
    desk.shows(&Screen::Waiting);

    // With nobody before the camera its screen stays until it was looked at.
    desk.order("face none");
    lay_down(&mut desk);
    choose(&mut desk, Method::Face, "camera{hint:none}");
    desk.shows_camera(&Screen::Camera { hint: None });
    take_away(&mut desk);
    desk.shows(&Screen::Waiting);
    assert!(desk.quit(), "every order was obeyed");
}
