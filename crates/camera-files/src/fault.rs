/// A planned fault of the camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fault {
    /// The first frame it befalls, counted from 0 at each start of the camera.
    pub from: u32,
    /// What happens from then on.
    pub upset: Upset,
}

impl Fault {
    /// A fault from the very start.
    #[must_use]
    pub const fn at_once(upset: Upset) -> Self {
        Self { from: 0, upset }
    }

    pub(crate) const fn befalls(self, frame: u32) -> bool {
        frame >= self.from
    }
}

/// How a camera fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Upset {
    /// It was unplugged; from frame 0: it can't be started.
    Absent,
    /// Another program took it; from frame 0: it can't be started.
    Busy,
    /// It gives no frame any more, although it starts.
    Silent,
    /// It gives something that is no picture.
    Misbehaved,
    /// Black frames: a closed shutter.
    Black,
    /// White frames: B2 of the trouble cases ("the screen goes white").
    White,
    /// The same frame again and again: a driver that hangs. From frame 0: the first one.
    Frozen,
}
