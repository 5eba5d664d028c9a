//! The device and its loop.

use crate::contacts::{Change, Contacts};
use crate::mapping::{Mapping, Range};
use crate::{Mounting, TouchFault};
use evdev::{AbsInfo, AbsoluteAxisCode as Axis, Device, EventSummary, InputEvent, KeyCode};
use panel::Seen;
use runtime::Hand;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// An unplugged device is looked for this often.
pub(crate) const RETRY: Duration = Duration::from_secs(1);

/// Opens and grabs the touch screen, and passes its touches on until the program ends. One that is
/// unplugged later is looked for once a second.
///
/// # Errors
///
/// [`TouchFault`].
pub fn start(device: &Path, mounting: Mounting, seen: Seen, hand: Hand) -> Result<(), TouchFault> {
    let screen = TouchScreen::open(device, mounting)?;
    let path = device.to_owned();
    std::thread::Builder::new()
        .name("touch".into())
        .spawn(move || serve(screen, &path, mounting, &seen, &hand))
        .map(|_| ())
        .map_err(channel(device))
}

fn serve(mut screen: TouchScreen, path: &Path, mounting: Mounting, seen: &Seen, hand: &Hand) {
    loop {
        let error = screen.pass_on(seen, hand);
        eprintln!("touch screen: {error}; looking for it again");
        screen = loop {
            std::thread::sleep(RETRY);
            if let Ok(found) = TouchScreen::open(path, mounting) {
                break found;
            }
        };
        eprintln!("touch screen: here again");
    }
}

struct TouchScreen {
    device: Device,
    mapping: Mapping,
    contacts: Contacts,
    multi: bool,
}

impl TouchScreen {
    fn open(path: &Path, mounting: Mounting) -> Result<Self, TouchFault> {
        let device = grabbed(path)?;
        let axes: Vec<(Axis, AbsInfo)> = device.get_absinfo().map_err(channel(path))?.collect();
        let of = |wanted: Axis| axes.iter().find(|(axis, _)| *axis == wanted).map(|(_, found)| *found);
        // With slots (type B). A device of type A is heard through the kernel's emulation of one finger.
        let multi = of(Axis::ABS_MT_SLOT).is_some() && of(Axis::ABS_MT_POSITION_X).is_some();
        let (x, y) = if multi {
            (of(Axis::ABS_MT_POSITION_X), of(Axis::ABS_MT_POSITION_Y))
        } else {
            (of(Axis::ABS_X), of(Axis::ABS_Y))
        };
        let range = |axis: Option<AbsInfo>| {
            axis.and_then(|axis| Range::new(axis.minimum(), axis.maximum()))
                .ok_or_else(|| TouchFault::Unsupported { device: path.to_owned() })
        };
        let mapping = Mapping { x: range(x)?, y: range(y)?, mounting };
        let last = x.zip(y).map(|(x, y)| (x.value(), y.value()));
        let contacts = Contacts::none(if multi { None } else { last });
        Ok(Self { device, mapping, contacts, multi })
    }

    /// Passes touches on until the device fails.
    fn pass_on(&mut self, seen: &Seen, hand: &Hand) -> std::io::Error {
        loop {
            let events = match self.device.fetch_events() {
                Ok(events) => events,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return error,
            };
            for event in events {
                if let EventSummary::Synchronization(..) = event.destructure() {
                    for (x, y) in self.contacts.came_down() {
                        let point = self.mapping.point(x, y, seen.size());
                        if let Some(input) = seen.touched(point) {
                            hand.touch(input);
                        }
                    }
                } else if let Some(change) = change(event, self.multi) {
                    self.contacts.take(&change);
                }
            }
        }
    }
}

/// What an event says of a finger. A device with slots reports the first finger a second time as a
/// single one, which is left out.
fn change(event: InputEvent, multi: bool) -> Option<Change> {
    match (event.destructure(), multi) {
        (EventSummary::AbsoluteAxis(_, Axis::ABS_MT_SLOT, slot), true) => Some(Change::Slot(slot)),
        (EventSummary::AbsoluteAxis(_, Axis::ABS_MT_TRACKING_ID, finger), true) => {
            Some(Change::Down(finger >= 0))
        }
        (EventSummary::AbsoluteAxis(_, Axis::ABS_MT_POSITION_X, x), true)
        | (EventSummary::AbsoluteAxis(_, Axis::ABS_X, x), false) => Some(Change::X(x)),
        (EventSummary::AbsoluteAxis(_, Axis::ABS_MT_POSITION_Y, y), true)
        | (EventSummary::AbsoluteAxis(_, Axis::ABS_Y, y), false) => Some(Change::Y(y)),
        // A tablet of a virtual machine has a button instead of a touch; 2 is a key's repetition.
        (EventSummary::Key(_, KeyCode::BTN_TOUCH | KeyCode::BTN_LEFT, value @ (0 | 1)), false) => {
            Some(Change::Down(value == 1))
        }
        _ => None,
    }
}

/// The device, heard by this program alone.
pub(crate) fn grabbed(path: &Path) -> Result<Device, TouchFault> {
    let mut device = Device::open(path).map_err(channel(path))?;
    device.grab().map_err(|error| match error.kind() {
        ErrorKind::ResourceBusy => TouchFault::Held { device: path.to_owned() },
        _ => channel(path)(error),
    })?;
    Ok(device)
}

pub(crate) fn channel(device: &Path) -> impl FnOnce(std::io::Error) -> TouchFault + use<> {
    let device = PathBuf::from(device);
    move |error| TouchFault::Channel { device, error }
}

#[cfg(test)]
mod tests {
    use super::*;
    use evdev::EventType;

    fn absolute(axis: Axis, value: i32) -> InputEvent {
        InputEvent::new(EventType::ABSOLUTE.0, axis.0, value)
    }

    #[test]
    fn a_device_with_slots_is_heard_through_them_alone() {
        assert!(matches!(change(absolute(Axis::ABS_MT_SLOT, 2), true), Some(Change::Slot(2))));
        assert!(matches!(change(absolute(Axis::ABS_MT_TRACKING_ID, 7), true), Some(Change::Down(true))));
        assert!(matches!(change(absolute(Axis::ABS_MT_TRACKING_ID, -1), true), Some(Change::Down(false))));
        assert!(matches!(change(absolute(Axis::ABS_MT_POSITION_X, 5), true), Some(Change::X(5))));
        assert!(change(absolute(Axis::ABS_X, 5), true).is_none());
        assert!(change(InputEvent::new(EventType::KEY.0, KeyCode::BTN_TOUCH.0, 1), true).is_none());
    }

    #[test]
    fn a_device_with_one_finger_is_heard_through_its_button() {
        let key = |code: KeyCode, value| change(InputEvent::new(EventType::KEY.0, code.0, value), false);
        assert!(matches!(key(KeyCode::BTN_TOUCH, 1), Some(Change::Down(true))));
        assert!(matches!(key(KeyCode::BTN_LEFT, 0), Some(Change::Down(false))));
        assert!(key(KeyCode::BTN_TOUCH, 2).is_none());
        assert!(key(KeyCode::KEY_1, 1).is_none());
        assert!(matches!(change(absolute(Axis::ABS_Y, 9), false), Some(Change::Y(9))));
        assert!(change(absolute(Axis::ABS_MT_POSITION_Y, 9), false).is_none());
    }

    #[test]
    fn what_is_no_touch_screen_is_refused() {
        let mounting = Mounting::default();
        let absent = TouchScreen::open(Path::new("/nonexistent"), mounting).err().unwrap();
        assert!(matches!(absent, TouchFault::Channel { .. }));
        assert!(matches!(
            TouchScreen::open(Path::new("/dev/null"), mounting),
            Err(TouchFault::Channel { .. })
        ));
    }
}
