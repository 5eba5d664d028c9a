//! The window itself, through minifb.

use super::Line;
use super::board::{Board, SCREEN, WINDOW, order_at};
use crate::demo::DemoFault;
use crate::port::window::Glass;
use embedded_graphics::prelude::Point;
use minifb::{InputCallback, Key, KeyRepeat, MouseButton, MouseMode, Window, WindowOptions};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use ui::Canvas;
use zeroize::Zeroizing;

/// About as often as a common screen.
const PAUSE: Duration = Duration::from_millis(15);
/// Keys that are no characters, and what they order.
const KEYS: [(Key, &str); 4] = [
    (Key::Enter, "touch confirm"),
    (Key::NumPadEnter, "touch confirm"),
    (Key::Escape, "touch cancel"),
    (Key::Backspace, "key erase"),
];

/// The window and its pixels.
pub struct Pane {
    window: Window,
    pixels: Zeroizing<Vec<u32>>,
    canvas: Canvas,
    board: Option<Board>,
    pressed: bool,
    characters: Receiver<u8>,
}

impl Pane {
    /// Opens it.
    ///
    /// # Errors
    ///
    /// [`DemoFault::Window`].
    pub fn open() -> Result<Self, DemoFault> {
        let (width, height) = (index(WINDOW.width), index(WINDOW.height));
        let title = "My Number Card terminal: simulator";
        let mut window =
            Window::new(title, width, height, WindowOptions::default()).map_err(DemoFault::Window)?;
        // minifb would pause between hearing of the mouse and being asked for its place.
        window.set_target_fps(0);
        let (typed, characters) = channel();
        window.set_input_callback(Box::new(Typed(typed)));
        let pixels = Zeroizing::new(vec![0; width.saturating_mul(height)]);
        let canvas = Canvas::new(WINDOW);
        Ok(Self { window, pixels, canvas, board: None, pressed: false, characters })
    }

    /// Shows what changed and passes on what was done. False when the window was closed.
    ///
    /// # Errors
    ///
    /// [`DemoFault::Window`].
    pub fn refresh(
        &mut self,
        glass: &Glass,
        board: &Mutex<Board>,
        orders: &Sender<Line>,
    ) -> Result<bool, DemoFault> {
        std::thread::sleep(PAUSE);
        let board = board.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if self.board.as_ref() != Some(&board) {
            board.draw(&mut self.canvas);
            copy(
                self.canvas.bytes(),
                WINDOW.width,
                &mut self.pixels,
                |at| at >= SCREEN.width,
                |y| y >= SCREEN.height,
            );
            self.board = Some(board);
        }
        glass.look(|rgb| copy(rgb, SCREEN.width, &mut self.pixels, |_| true, |_| true));
        let (width, height) = (index(WINDOW.width), index(WINDOW.height));
        self.window.update_with_buffer(&self.pixels, width, height).map_err(DemoFault::Window)?;
        for order in self.orders() {
            // Orders are not taken any more at the end.
            let _ = orders.send(order);
        }
        Ok(self.window.is_open())
    }

    fn orders(&mut self) -> Vec<Line> {
        let pressed = self.window.get_keys_pressed(KeyRepeat::No);
        let mut orders: Vec<Line> = self.click().into_iter().collect();
        let known = KEYS.iter().filter(|(key, _)| pressed.contains(key));
        orders.extend(known.map(|(_, order)| Line::new(order.as_bytes().to_vec())));
        let keys = self.characters.try_iter();
        orders.extend(keys.map(|key| Line::new([b"key ".as_slice(), &[key]].concat())));
        orders
    }

    /// The order of a mouse button that was pressed since the last time.
    fn click(&mut self) -> Option<Line> {
        let before = std::mem::replace(&mut self.pressed, self.window.get_mouse_down(MouseButton::Left));
        if before || !self.pressed {
            return None;
        }
        // minifb asks for the mouse's place before it hears of the press: without asking again it would
        // be where the mouse was before it came here.
        self.window.update();
        let (x, y) = self.window.get_mouse_pos(MouseMode::Discard)?;
        let point = Point::new(pixel(x), pixel(y));
        let order = if pixel(x) < signed(SCREEN.width) && pixel(y) < signed(SCREEN.height) {
            format!("touch {} {}", point.x, point.y)
        } else {
            order_at(point)?.to_owned()
        };
        Some(Line::new(order.into_bytes()))
    }
}

/// Characters as they are typed. Not printed: they may be of a PIN.
struct Typed(Sender<u8>);

impl InputCallback for Typed {
    fn add_char(&mut self, character: u32) {
        if let Some(key) = u8::try_from(character).ok().filter(u8::is_ascii_graphic) {
            let _ = self.0.send(key);
        }
    }
}

/// Copies rows of RGB to the window's pixels, where column or row is wanted.
fn copy(rgb: &[u8], width: u32, pixels: &mut [u32], column: impl Fn(u32) -> bool, row: impl Fn(u32) -> bool) {
    let rows =
        rgb.chunks_exact(index(width).saturating_mul(3)).zip(pixels.chunks_exact_mut(index(WINDOW.width)));
    for (y, (from, to)) in (0..).zip(rows) {
        for (x, (from, to)) in (0..).zip(from.chunks_exact(3).zip(to)) {
            if let ([red, green, blue], true) = (from, column(x) || row(y)) {
                *to = u32::from_be_bytes([0, *red, *green, *blue]);
            }
        }
    }
}

fn index(length: u32) -> usize {
    usize::try_from(length).unwrap_or_default()
}

fn signed(length: u32) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

/// The pixel of a place in the window.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a float is cut at the ends of the range"
)]
fn pixel(place: f32) -> i32 {
    place as i32
}
