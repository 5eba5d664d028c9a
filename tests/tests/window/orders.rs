//! Orders beyond a session: webcam, log of commands, replay, clip, size of the screen.

use crate::desk::{Desk, NOBODY};
use crate::process::until;
use crate::{choose, lay_down, take_away};
use embedded_graphics::prelude::{Point, Size};
use image::{Rgb, RgbImage};
use policy::Method;
use sim::window::board::{EMPTY, Plan, WINDOW};
use std::path::Path;
use terminal::Screen;

#[test]
fn webcam_log_replay_clip_and_size_are_ordered_while_it_runs() {
    let mut desk = Desk::open();
    webcam(&mut desk);
    log_and_replay(&mut desk);
    clip(&mut desk);
    size(&mut desk);
    assert!(!desk.end(), "some orders were refused");
}

/// Whatever is attached to this machine, there are not 4,000 webcams.
fn webcam(desk: &mut Desk) {
    desk.refused("camera webcam 4000", "there is no webcam 4000");
    let list = desk.order("camera list");
    if list.contains("no webcam is attached") {
        desk.refused("camera webcam", "pictures do without: face holder");
    }
    desk.order("camera pictures");
    assert!(desk.order("state").contains("camera pictures"));
}

fn log_and_replay(desk: &mut Desk) {
    for order in ["insert normal", "touch pin", "type pin", "touch confirm", "expect ending(verified)"] {
        desk.order(order);
    }
    let [log, transcript] = ["log", "transcript"].map(|name| desk.kept().join(name));
    desk.order(&format!("apdu {}", log.display()));
    the_log_withholds(&log);
    take_away(desk);
    let order = format!("transcript {}", transcript.display());
    assert!(until(|| desk.ask(&order).starts_with("ok ")));
    desk.order(&format!("replay {}", transcript.display()));
    desk.refused("touch pin", "what is seen is a replay");
    for screen in ["reading", "choose", "pinpad", "ending(verified)", "waiting"] {
        desk.expect(screen);
    }
    desk.order("replay last");
    desk.order("replay stop");
    desk.shows(&Screen::Waiting);
    desk.refused(&format!("replay {}", log.display()), "transcript");
    desk.refused("replay /dev/zero", "a transcript is a file");
}

/// The VERIFY with the PIN is there, as that and no more.
fn the_log_withholds(log: &Path) {
    let log = std::fs::read_to_string(log).unwrap();
    let withheld = log.lines().filter(|line| line.contains("withheld"));
    let words: Vec<_> = withheld.map(|line| line.split_whitespace().collect::<Vec<_>>()).collect();
    assert_eq!(words, [["VERIFY", "withheld", "0", "back", "9000"]]);
    assert!(log.lines().any(|line| line.starts_with("SELECT")));
}

/// A clip is what the camera sees; the detector's picture is in the window and in no file.
fn clip(desk: &mut Desk) {
    let folder = desk.kept().join("clip");
    std::fs::create_dir(&folder).unwrap();
    desk.refused(&format!("face {}", folder.display()), "no pictures");
    for name in ["1.png", "2.png"] {
        RgbImage::from_pixel(640, 480, Rgb(NOBODY)).save(folder.join(name)).unwrap();
    }
    desk.order(&format!("face {}", folder.display()));
    lay_down(desk);
    choose(desk, Method::Face, "camera{hint:none}");
    desk.shows_camera(&Screen::Camera { hint: None });
    let seen = Plan::default().picture().center();
    assert!(until(|| pixel(&desk.pixels(), seen) == NOBODY), "the detector's picture");
    let shot = desk.kept().join("shot.png");
    desk.order(&format!("shot {}", shot.display()));
    assert_eq!(pixel(image::open(shot).unwrap().to_rgb8().as_raw(), seen), EMPTY);
    take_away(desk);
    assert!(until(|| pixel(&desk.pixels(), seen) == EMPTY), "nothing of it stays");
}

fn pixel(window: &[u8], at: Point) -> [u8; 3] {
    let [x, y, width] =
        [at.x, at.y, i32::try_from(WINDOW.width).unwrap()].map(|n| usize::try_from(n).unwrap());
    window[(y * width + x) * 3..][..3].try_into().unwrap()
}

fn size(desk: &mut Desk) {
    desk.refused("size 640x480", "size WIDTHxHEIGHT");
    for (width, height) in [(1_024, 600), (480, 800)] {
        desk.order(&format!("size {width}x{height}"));
        desk.expect("waiting");
        desk.order("insert normal");
        desk.expect("choose");
        let shot = desk.kept().join(format!("{width}.png"));
        desk.order(&format!("shot {}", shot.display()));
        let window = Plan::new(Size::new(width, height)).window();
        assert_eq!(image::image_dimensions(shot).unwrap(), (window.width, window.height));
        desk.order("remove");
        desk.expect("waiting");
    }
}
