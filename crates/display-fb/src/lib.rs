//! The screen through the Linux framebuffer: [`FbDisplay`] implements the runtime's `Display` port
//! by plain writes to `/dev/fb0`.
//!
//! - [`FbDisplay`]: the port;
//! - [`Geometry`], [`PixelFormat`]: how pixels lie in the device, from sysfs or from configuration;
//! - `framebuffer`: the device, or any file of the right size.
//!
//! Plain writes need no `unsafe` and no mapping: the rows that changed go out in one `pwrite` for each
//! band of them, which the kernel's DRM emulation of the framebuffer takes as one damaged area. (The crate `linuxfb` maps the
//! device through `memmap` 0.7, which is unmaintained: RUSTSEC-2020-0077.)
//!
//! Buffers that held a person's picture are wiped after each draw, and the device is painted black
//! when the display is dropped. The text console on the same framebuffer, its cursor and its blanking
//! are the image's business (`vt.global_cursor_default=0 consoleblank=0`, no getty on the console).

mod display;
mod fault;
mod format;
mod framebuffer;
mod geometry;

pub use display::FbDisplay;
pub use fault::DisplayFault;
pub use format::PixelFormat;
pub use geometry::Geometry;
