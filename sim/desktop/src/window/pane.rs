//! The window itself, through minifb.

use super::Line;
use super::board::{Board, EMPTY, Plan};
use crate::demo::DemoFault;
use crate::port::viewfinder::Viewfinder;
use crate::port::window::Glass;
use embedded_graphics::prelude::Point;
use embedded_graphics::primitives::Rectangle;
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
    plan: Plan,
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
    pub fn open(plan: Plan) -> Result<Self, DemoFault> {
        let size = plan.window();
        let (width, height) = (index(size.width), index(size.height));
        let title = "My Number Card terminal: simulator";
        let mut window =
            Window::new(title, width, height, WindowOptions::default()).map_err(DemoFault::Window)?;
        // minifb would pause between hearing of the mouse and being asked for its place.
        window.set_target_fps(0);
        let (typed, characters) = channel();
        window.set_input_callback(Box::new(Typed(typed)));
        let pixels = Zeroizing::new(vec![0; width.saturating_mul(height)]);
        let canvas = Canvas::new(size);
        Ok(Self { window, plan, pixels, canvas, board: None, pressed: false, characters })
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
        let plan = Plan::new(glass.view().size);
        if self.plan != plan {
            // A window can't be made larger from within; another one can be opened.
            *self = Self::open(plan)?;
        }
        let board = board.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if self.board.as_ref() != Some(&board) && board.plan == plan {
            self.draw(board);
        }
        self.copy_screen(glass);
        self.copy_sight(glass.viewfinder());
        let (width, height) = (index(plan.window().width), index(plan.window().height));
        self.window.update_with_buffer(&self.pixels, width, height).map_err(DemoFault::Window)?;
        for order in self.orders() {
            // Orders are not taken any more at the end.
            let _ = orders.send(order);
        }
        Ok(self.window.is_open())
    }

    /// Draws the bench around the terminal's screen.
    fn draw(&mut self, board: Board) {
        board.draw(&mut self.canvas);
        let (screen, width) = (self.plan.screen, self.plan.window().width);
        let rows = self.canvas.bytes().chunks_exact(index(width).saturating_mul(3));
        for (y, (from, to)) in (0..).zip(rows.zip(self.pixels.chunks_exact_mut(index(width)))) {
            let left = if y < screen.height { index(screen.width) } else { 0 };
            let from = from.get(left.saturating_mul(3)..).unwrap_or_default();
            copy(from, to.get_mut(left..).unwrap_or_default());
        }
        self.board = Some(board);
    }

    fn copy_screen(&mut self, glass: &Glass) {
        let (pixels, plan) = (&mut self.pixels, self.plan);
        glass.look(|size, rgb| {
            // Another size: it is copied when the window for it is open.
            if size == plan.screen {
                copy_rows(rgb, Rectangle::new(Point::zero(), size), pixels, plan);
            }
        });
    }

    /// Nothing of a face stays in the window when there is none to be seen.
    fn copy_sight(&mut self, viewfinder: &Viewfinder) {
        let (pixels, area) = (&mut self.pixels, self.plan.picture());
        let plan = self.plan;
        viewfinder.look(|picture| match picture {
            Some(rgb) => copy_rows(rgb, area, pixels, plan),
            None => {
                let empty = EMPTY.repeat(index(area.size.width.saturating_mul(area.size.height)));
                copy_rows(&empty, area, pixels, plan);
            }
        });
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
        let order = if Rectangle::new(Point::zero(), self.plan.screen).contains(point) {
            format!("touch {} {}", point.x, point.y)
        } else {
            self.plan.order_at(point)?.to_owned()
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

/// Copies a picture, RGB, to its place in the window.
fn copy_rows(rgb: &[u8], area: Rectangle, pixels: &mut [u32], plan: Plan) {
    let (left, top) = (at(area.top_left.x), at(area.top_left.y));
    let width = index(area.size.width);
    let rows = pixels.chunks_exact_mut(index(plan.window().width)).skip(top);
    for (from, to) in rgb.chunks_exact(width.saturating_mul(3)).zip(rows) {
        copy(from, to.get_mut(left..left.saturating_add(width)).unwrap_or_default());
    }
}

/// Copies RGB to the window's pixels.
fn copy(rgb: &[u8], pixels: &mut [u32]) {
    for (from, to) in rgb.chunks_exact(3).zip(pixels) {
        if let [red, green, blue] = from {
            *to = u32::from_be_bytes([0, *red, *green, *blue]);
        }
    }
}

fn at(place: i32) -> usize {
    usize::try_from(place).unwrap_or_default()
}

fn index(length: u32) -> usize {
    usize::try_from(length).unwrap_or_default()
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
