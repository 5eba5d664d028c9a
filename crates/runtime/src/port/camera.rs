//! The face camera.

use zeroize::Zeroizing;

/// A camera, or pictures that stand for one.
pub trait Camera: Send {
    /// Turns it on.
    ///
    /// # Errors
    ///
    /// [`CameraFault`]; the session offers other methods then (B2).
    fn start(&mut self) -> Result<(), CameraFault>;

    /// The next frame. Blocks for one frame period at most.
    ///
    /// # Errors
    ///
    /// [`CameraFault`].
    fn frame(&mut self) -> Result<Frame, CameraFault>;

    /// Turns it off. Frames that were not fetched are dropped.
    fn stop(&mut self);
}

/// One frame, RGB of 8 bits, row by row from the top left, without padding. Wiped when dropped;
/// not cloned, not printed.
pub struct Frame {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// `width × height × 3` bytes.
    pub rgb: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Frame({}x{})", self.width, self.height)
    }
}

/// What is wrong with the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CameraFault {
    /// No such device, or it was unplugged.
    Absent,
    /// Another program uses it.
    Busy,
    /// It gave no frame in time.
    Silent,
    /// It gave something that is no picture.
    Misbehaved,
}
