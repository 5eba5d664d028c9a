//! The device: opening it, and the format that is asked for.

use crate::blame;
use crate::decode::{Encoding, decode};
use crate::feed::Source;
use crate::pick::{Pick, attached_cameras};
use nokhwa::Camera;
use nokhwa::utils::{
    ApiBackend, CameraFormat, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType, Resolution,
};
use runtime::port::{CameraFault, Frame};

/// VGA: enough for the face models, and every camera has it.
const SIZE: Resolution = Resolution { width_x: 640, height_y: 480 };

/// In the order of preference: without loss first.
const FORMATS: [FrameFormat; 3] = [FrameFormat::YUYV, FrameFormat::MJPEG, FrameFormat::NV12];

/// Frames a second, in the order of preference.
const RATES: [u32; 3] = [30, 25, 15];

/// So many broken frames in a row are dropped: USB loses a packet now and then.
const MOST_BROKEN: usize = 5;

/// An open camera with a running stream.
pub(crate) struct Device {
    index: u32,
    camera: Camera,
}

impl Device {
    /// Opens the first picked device that can be opened.
    ///
    /// Its fault is that of the first one that could not, or `Absent` if there is none.
    pub(crate) fn open(pick: &Pick) -> Result<Self, CameraFault> {
        let mut fault = None;
        for index in pick.candidates(&attached_cameras()) {
            match Self::open_index(index) {
                Ok(device) => return Ok(device),
                Err(why) => fault = fault.or(Some(why)),
            }
        }
        Err(fault.unwrap_or(CameraFault::Absent))
    }

    fn open_index(index: u32) -> Result<Self, CameraFault> {
        let mut fault = CameraFault::Misbehaved;
        for wanted in requests() {
            let request = RequestedFormat::with_formats(wanted, &FORMATS);
            let opened = Camera::with_backend(CameraIndex::Index(index), request, ApiBackend::Video4Linux);
            // A driver answers a format that it does not have with another one, and nokhwa with
            // an error.
            match opened.and_then(|mut camera| camera.open_stream().map(|()| camera)) {
                Ok(camera) => return Ok(Self { index, camera }),
                Err(error) => fault = blame::fault_of(index, &error),
            }
            if fault != CameraFault::Misbehaved {
                break;
            }
        }
        Err(fault)
    }
}

/// What to ask for, best first; last, whatever the camera names first.
fn requests() -> impl Iterator<Item = RequestedFormatType> {
    let exact = RATES.into_iter().flat_map(|rate| {
        FORMATS.map(|format| RequestedFormatType::Exact(CameraFormat::new(SIZE, format, rate)))
    });
    exact.chain([RequestedFormatType::None])
}

impl Source for Device {
    fn next(&mut self) -> Result<Frame, CameraFault> {
        for _ in 0..=MOST_BROKEN {
            let taken = self.camera.frame().map_err(|error| blame::fault_of(self.index, &error))?;
            let size = taken.resolution();
            let encoding = Encoding::try_from(taken.source_frame_format());
            let frame =
                encoding.and_then(|encoding| decode(encoding, size.width(), size.height(), taken.buffer()));
            if let Ok(frame) = frame {
                return Ok(frame);
            }
        }
        Err(CameraFault::Misbehaved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vga_without_loss_at_thirty_is_asked_for_first_and_anything_last() {
        let all: Vec<_> = requests().collect();
        let first = CameraFormat::new(SIZE, FrameFormat::YUYV, 30);
        assert_eq!(all.first(), Some(&RequestedFormatType::Exact(first)));
        assert_eq!(all.last(), Some(&RequestedFormatType::None));
        assert_eq!(all.len(), 10);
    }

    #[test]
    fn a_device_that_is_not_there_is_absent() {
        assert_eq!(Device::open_index(63).err(), Some(CameraFault::Absent));
        let nobody = Pick::Named("no camera has this name".into());
        assert_eq!(Device::open(&nobody).err(), Some(CameraFault::Absent));
    }
}
