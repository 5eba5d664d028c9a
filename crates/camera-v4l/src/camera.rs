use crate::device::Device;
use crate::feed::Feed;
use crate::pick::Pick;
use runtime::port::{Camera, CameraFault, Frame};
use std::time::Duration;

/// A USB camera that starts takes up to two seconds.
const OPEN_LIMIT: Duration = Duration::from_secs(5);
/// The first frame comes only after the sensor has measured the light.
const FIRST_FRAME_LIMIT: Duration = Duration::from_secs(3);
/// A camera that gives fewer than two frames a second is of no use.
const FRAME_LIMIT: Duration = Duration::from_millis(500);
/// Closing waits for the frame that is being read.
const STOP_LIMIT: Duration = Duration::from_secs(1);

/// The face camera.
///
/// Frames are 640×480 where the camera has that, else of the size that it names first; what was not
/// fetched is dropped, so a frame is never older than one period. A camera that was unplugged gives
/// [`CameraFault::Absent`] until it is started again.
pub struct V4lCamera {
    pick: Pick,
    feed: Option<Feed>,
    first: bool,
}

impl V4lCamera {
    /// A camera that is off. It need not be there yet.
    #[must_use]
    pub fn new(pick: Pick) -> Self {
        Self { pick, feed: None, first: true }
    }
}

impl Camera for V4lCamera {
    fn start(&mut self) -> Result<(), CameraFault> {
        self.stop();
        if self.feed.is_some() {
            // The last reader still hangs in the driver and holds the device.
            return Err(CameraFault::Silent);
        }
        self.first = true;
        let pick = self.pick.clone();
        match Feed::start(move || Device::open(&pick), OPEN_LIMIT) {
            Ok(feed) => {
                self.feed = Some(feed);
                Ok(())
            }
            Err((fault, left)) => {
                self.feed = left;
                Err(fault)
            }
        }
    }

    fn frame(&mut self) -> Result<Frame, CameraFault> {
        let feed = self.feed.as_ref().ok_or(CameraFault::Silent)?;
        let frame = feed.frame(if self.first { FIRST_FRAME_LIMIT } else { FRAME_LIMIT })?;
        self.first = false;
        Ok(frame)
    }

    fn stop(&mut self) {
        if let Some(feed) = &self.feed {
            feed.stop(STOP_LIMIT);
        }
        self.feed = self.feed.take().filter(|feed| !feed.has_ended());
    }
}
