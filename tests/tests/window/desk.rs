//! An X server of its own, the simulator's window on it, and its mouse.

use crate::process::{LIMIT, Process, lines, run, until};
use embedded_graphics::prelude::Point;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _};
use sim::window::board::{Plan, SCREEN, WINDOW};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::Receiver;
use tempfile::TempDir;
use terminal::{Language, Screen};
use ui::scene::Action;
use ui::{Canvas, FontFiles, Fonts, Picture, Pictures, Theme, View};
use virtual_card::card_file::{CardFile, ReferenceName};

const JAPANESE: &str = "/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Bold.ttf";
const LATIN: &str = "/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf";
const CJK: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc";
/// Who stands before the camera when nobody does: as [`camera_files::Reel::of_colour`] is told.
pub(crate) const NOBODY: [u8; 3] = [0x60; 3];

/// The desk.
pub(crate) struct Desk {
    /// What the terminal speaks.
    pub(crate) language: Language,
    script: Option<ChildStdin>,
    answers: Receiver<String>,
    // In the order of dropping: the simulator, its X server, their files.
    sim: Process,
    display: String,
    _server: Process,
    kept: TempDir,
}

impl Desk {
    /// Starts all of it and waits until it is ready.
    pub(crate) fn open() -> Self {
        let kept = tempfile::tempdir().unwrap();
        let (server, display) = server(kept.path());
        let mut sim = Command::new(rig::places::program("sim").expect("cargo xtask test builds it"))
            .arg("window")
            .env("DISPLAY", &display)
            // Its cards are looked for there.
            .env("TMPDIR", kept.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (script, said) = (sim.stdin.take(), sim.stdout.take().unwrap());
        let desk = Self {
            language: Language::Japanese,
            script,
            answers: lines(said),
            sim: Process(sim),
            display,
            _server: server,
            kept,
        };
        // Where there are no card authorities yet, their keys take a minute.
        assert_eq!(desk.answers.recv_timeout(LIMIT * 3).as_deref(), Ok("ok ready"));
        desk
    }

    /// Gives an order as a script does. It is obeyed.
    pub(crate) fn order(&mut self, line: &str) -> String {
        let answer = self.ask(line);
        assert!(answer.starts_with("ok "), "{line}: {answer}");
        answer
    }

    /// Gives an order as a script does. It is refused, for this reason.
    pub(crate) fn refused(&mut self, line: &str, why: &str) {
        let answer = self.ask(line);
        assert!(answer.starts_with("err ") && answer.contains(why), "{line}: {answer}");
    }

    /// Gives an order as a script does, whatever comes of it.
    pub(crate) fn ask(&mut self, line: &str) -> String {
        writeln!(self.script.as_mut().unwrap(), "{line}").unwrap();
        self.answers.recv_timeout(LIMIT * 2).expect("an answer")
    }

    /// Where files of this test may lie.
    pub(crate) fn kept(&self) -> &Path {
        self.kept.path()
    }

    /// The end of the script. True if every order was obeyed.
    pub(crate) fn end(mut self) -> bool {
        self.order("quit");
        self.sim.ended().expect("the simulator ends").success()
    }

    /// Waits for a screen: its name, or all of it.
    pub(crate) fn expect(&mut self, screen: &str) {
        self.order(&format!("expect {screen} within {}", LIMIT.as_secs()));
    }

    /// Presses the mouse's button, and lets go when what comes of it has come.
    fn click(&mut self, at: Point, come: impl FnOnce(&mut Self)) {
        let [x, y] = [at.x, at.y].map(|place| place.to_string());
        self.mouse(&["mousemove", &x, &y, "mousedown", "1"]);
        come(self);
        self.mouse(&["mouseup", "1"]);
        self.is_drawn_twice();
    }

    fn mouse(&self, words: &[&str]) {
        run(Command::new("xdotool").env("DISPLAY", &self.display).args(words));
    }

    /// The window hears of the mouse once for each time that it is drawn, after that. What the mouse did
    /// before this is known to it afterwards, so that a press that follows is another one.
    pub(crate) fn is_drawn_twice(&mut self) {
        for order in ["state", "camera good"] {
            let before = self.pixels();
            // The answer is drawn, and differs from that of the other.
            self.order(order);
            assert!(until(|| self.pixels() != before), "the window stands still");
        }
    }

    /// Clicks on the bench's button with this order.
    pub(crate) fn press(&mut self, order: &str, come: impl FnOnce(&mut Self)) {
        self.click(Plan::default().place_of(order).unwrap(), come);
    }

    /// Clicks on the terminal's button or key that means this.
    pub(crate) fn touch(&mut self, screen: &Screen, means: Action, come: impl FnOnce(&mut Self)) {
        let scene = ui::layout::scene(screen, &view(self.language));
        let area = scene.targets().iter().find(|target| target.action == means).unwrap().area;
        self.click(Point::new(area.x + area.width / 2, area.y + area.height / 2), come);
    }

    /// Clicks on the bench's `quit`. True if every order was obeyed.
    pub(crate) fn quit(mut self) -> bool {
        let at = Plan::default().place_of("quit").unwrap();
        let [x, y] = [at.x, at.y].map(|place| place.to_string());
        self.mouse(&["mousemove", &x, &y, "mousedown", "1"]);
        self.sim.ended().expect("the simulator ends").success()
    }

    /// The PIN of the card that was issued as the so manieth.
    pub(crate) fn pin(&self, nth: u32) -> Vec<u8> {
        let inside = |directory: PathBuf| directory.join(format!("card-{nth}/card.json"));
        let folders = std::fs::read_dir(self.kept.path()).unwrap().map(|entry| entry.unwrap().path());
        let path = folders.map(inside).find(|path| path.exists()).expect("a card");
        let card = CardFile::load(&path).unwrap();
        card.secret(ReferenceName::UserAuthentication).unwrap().reveal().into()
    }

    /// The terminal's part of the window is this screen, to the last pixel.
    pub(crate) fn shows(&self, screen: &Screen) {
        let wanted = drawn(screen, self.language, None);
        self.is_seen(&wanted, &format!("{screen:?}"));
    }

    /// The same of the camera's screen, with what the camera sees when nobody is there.
    pub(crate) fn shows_camera(&self, screen: &Screen) {
        let frame = NOBODY.repeat(640 * 480);
        let wanted = drawn(screen, self.language, Picture::rgb(640, 480, &frame).ok());
        self.is_seen(&wanted, &format!("{screen:?} and nobody"));
    }

    fn is_seen(&self, wanted: &[u8], what: &str) {
        if until(|| terminals(&self.pixels()) == wanted) {
            return;
        }
        let seen = self.save("window-seen.png");
        let pairs = terminals(&self.pixels());
        let differing = pairs.chunks(3).zip(wanted.chunks(3)).filter(|(one, other)| one != other).count();
        panic!("{differing} pixels differ from {what}: {}", seen.display());
    }

    /// Keeps what is seen as a picture.
    fn save(&self, name: &str) -> PathBuf {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        save(&path, &self.pixels());
        path
    }

    /// The X server's framebuffer, which the window fills: RGB.
    pub(crate) fn pixels(&self) -> Vec<u8> {
        let dump = std::fs::read(self.kept.path().join("Xvfb_screen0")).unwrap();
        // XWDFile.h: words of 32 bits, most significant byte first.
        let word = |nth: usize| u32::from_be_bytes(dump[nth * 4..nth * 4 + 4].try_into().unwrap());
        let size = |nth: usize| usize::try_from(word(nth)).unwrap();
        assert_eq!((word(4), word(5)), (WINDOW.width, WINDOW.height));
        assert_eq!((word(7), word(11), word(14)), (0, 32, 0xFF_0000), "BGRX, least significant byte first");
        assert_eq!(word(12), WINDOW.width * 4);
        let start = size(0) + size(19) * 12;
        let pixels = dump[start..].chunks_exact(4).take(index(WINDOW.width * WINDOW.height));
        pixels.flat_map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // The end of its script is the simulator's end; killed, it would leave the program that it
        // started behind.
        self.script = None;
        let _ = self.sim.ended();
    }
}

/// An X server that is as large as the window, so that the window lies at its corner.
fn server(directory: &Path) -> (Process, String) {
    let mut server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-nolisten", "tcp", "-nocursor", "-terminate"])
        .args(["-screen", "0", &format!("{}x{}x24", WINDOW.width, WINDOW.height)])
        .arg("-fbdir")
        .arg(directory)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("cargo xtask setup installs it");
    let said = lines(server.stdout.take().unwrap());
    let server = Process(server);
    let display = said.recv_timeout(LIMIT).expect("the number of the display");
    (server, format!(":{display}"))
}

const fn view(language: Language) -> View {
    View { size: SCREEN, theme: Theme::Standard, language }
}

/// What the terminal's screen has to be.
pub(crate) fn drawn(screen: &Screen, language: Language, preview: Option<Picture<'_>>) -> Vec<u8> {
    let [japanese, latin, cjk] = [JAPANESE, LATIN, CJK].map(|path| std::fs::read(path).unwrap());
    let fonts = Fonts::new(FontFiles { japanese, latin, cjk }).unwrap();
    let pictures = Pictures { preview, chip_photo: None };
    let mut canvas = Canvas::new(SCREEN);
    let Ok(()) = ui::draw(screen, &view(language), &pictures, &fonts, &mut canvas);
    canvas.bytes().to_vec()
}

/// The part of a window beside the terminal's screen, where the bench's buttons are.
pub(crate) fn buttons(window: &[u8]) -> Vec<u8> {
    let end = usize::try_from(Plan::default().log()).unwrap();
    let rows = window.chunks(index(WINDOW.width) * 3).take(end);
    rows.flat_map(|row| &row[index(SCREEN.width) * 3..]).copied().collect()
}

/// The terminal's part of a window.
pub(crate) fn terminals(window: &[u8]) -> Vec<u8> {
    let rows = window.chunks(index(WINDOW.width) * 3).take(index(SCREEN.height));
    rows.flat_map(|row| &row[..index(SCREEN.width) * 3]).copied().collect()
}

/// Writes a window as a PNG.
pub(crate) fn save(path: &Path, window: &[u8]) {
    let file = BufWriter::new(File::create(path).unwrap());
    // Large even areas are smallest without a filter.
    let encoder = PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::NoFilter);
    encoder.write_image(window, WINDOW.width, WINDOW.height, ExtendedColorType::Rgb8).unwrap();
}

fn index(length: u32) -> usize {
    usize::try_from(length).unwrap()
}
