//! Only what changed is drawn again, and then the screen is as if all of it had been.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod every;
#[path = "every/named.rs"]
mod named;

use embedded_graphics::prelude::Size;
use terminal::Screen;
use ui::area::Area;
use ui::layout::scene;
use ui::{Canvas, Damage, Fonts, Pictures, Theme, View};

fn views() -> Vec<View> {
    let wide = View { size: Size::new(1024, 600), theme: Theme::HighContrast, ..every::VIEW };
    let tall = View { size: Size::new(480, 800), theme: Theme::Large, ..every::VIEW };
    vec![every::VIEW, wide, tall]
}

fn drawn(screen: &Screen, view: &View, fonts: &Fonts) -> Canvas {
    let mut canvas = Canvas::new(view.size);
    ui::draw(screen, view, &Pictures::default(), fonts, &mut canvas).unwrap();
    canvas
}

/// Goes from each screen to one that is so many further, and back at the end.
fn walk(view: &View, step: usize) {
    let fonts = every::fonts();
    let mut screens: Vec<Screen> = named::screens().into_iter().map(|(_, screen)| screen).collect();
    for length in 0..=4 {
        screens.push(Screen::PinPad { length, shown: 3, last_try: false });
    }
    let count = screens.len();
    let mut before = screens[0];
    let mut canvas = drawn(&before, view, &fonts);
    for nth in 1..=count {
        let after = screens[nth * step % count];
        let (old, new) = (scene(&before, view), scene(&after, view));
        let damage = Damage::between(&old, &new).inside(Area::whole(view.size));
        ui::draw_again(&new, &damage, view.theme, &Pictures::default(), &fonts, &mut canvas).unwrap();
        let whole = drawn(&after, view, &fonts);
        assert!(canvas.bytes() == whole.bytes(), "{} from {before:?} to {after:?}", every::name(view));
        before = after;
    }
}

#[test]
fn what_is_drawn_again_is_what_a_whole_drawing_shows() {
    for view in views() {
        for step in [1, 7, 40] {
            walk(&view, step);
        }
    }
}

fn pixels(damage: &Damage) -> i32 {
    damage.areas().iter().map(|area| area.width * area.height).sum()
}

#[test]
fn the_same_screen_damages_nothing_and_one_digit_its_cell() {
    let pad = |length| scene(&Screen::PinPad { length, shown: 3, last_try: false }, &every::VIEW);
    assert!(Damage::between(&pad(2), &pad(2)).areas().is_empty());
    for (before, after) in [(1, 2), (2, 1)] {
        let damage = Damage::between(&pad(before), &pad(after));
        assert!((400..8_000).contains(&pixels(&damage)), "{damage:?}");
    }
    let done = Damage::between(&pad(3), &pad(4));
    assert_eq!(done.areas().len(), 2, "the cell, and \"done\": {done:?}");
}

#[test]
fn areas_that_meet_become_one() {
    let square = |x, y| Area { x, y, width: 10, height: 10 };
    let mut damage = Damage::default();
    [square(0, 0), square(100, 0), square(50, 0)].into_iter().for_each(|area| damage.add(area));
    assert_eq!(damage.areas().len(), 3);
    damage.add(Area { x: 5, y: 5, width: 100, height: 2 });
    assert_eq!(damage.areas(), [Area { x: 0, y: 0, width: 110, height: 10 }]);
    assert!(damage.meets(&square(105, 5)) && !damage.meets(&square(110, 0)));
    let page = Area { x: 0, y: 0, width: 50, height: 5 };
    assert_eq!(damage.clone().inside(page).areas(), [page]);
    assert!(damage.inside(square(0, 20)).areas().is_empty());
}

/// All screens in turn, at the largest size: what is kept of their letters.
#[test]
fn kept_letters_stay_within_their_bound() {
    for theme in [Theme::Standard, Theme::Large] {
        let view = View { size: Size::new(1280, 800), theme, ..every::VIEW };
        let fonts = every::fonts();
        let mut most = 0;
        for (_, screen) in named::screens() {
            drawn(&screen, &view, &fonts);
            most = most.max(fonts.kept_bytes());
        }
        println!("{}: {most} bytes of letters kept", every::name(&view));
        assert!((500_000..=ui::fonts::CACHE_LIMIT).contains(&most), "{most}");
    }
}
