use nokhwa::utils::{ApiBackend, CameraIndex};

/// Which camera.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The first that can be used.
    First,
    /// That of `/dev/video` with this number. Numbers change when cameras are plugged.
    Index(u32),
    /// The first that can be used of those with this name, as [`attached_cameras`] tells it. One
    /// camera often has two devices with the same name, of which one gives no pictures.
    Named(String),
}

/// A camera device of this machine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attached {
    /// The number behind `/dev/video`.
    pub index: u32,
    /// What the driver calls it.
    pub name: String,
}

/// The camera devices of this machine in the order of their numbers, for configuring a terminal and
/// for its self-test. Empty too when they can't be listed.
#[must_use]
pub fn attached_cameras() -> Vec<Attached> {
    // The crate below panics on a device file with an odd name.
    let listing = std::thread::Builder::new().name("list-cameras".into()).spawn(list);
    listing.ok().and_then(|listing| listing.join().ok()).unwrap_or_default()
}

fn list() -> Vec<Attached> {
    let found = nokhwa::query(ApiBackend::Video4Linux).unwrap_or_default();
    let devices = found.into_iter().filter_map(|camera| match camera.index() {
        CameraIndex::Index(index) => Some(Attached { index: *index, name: camera.human_name() }),
        CameraIndex::String(_) => None,
    });
    let mut devices: Vec<_> = devices.collect();
    devices.sort();
    devices
}

impl Pick {
    /// The numbers of the devices to try, in order.
    pub(crate) fn candidates(&self, attached: &[Attached]) -> Vec<u32> {
        let wanted = |camera: &&Attached| match self {
            Self::First => true,
            Self::Index(index) => camera.index == *index,
            Self::Named(name) => camera.name == *name,
        };
        attached.iter().filter(wanted).map(|camera| camera.index).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_tried_in_the_order_of_their_numbers() {
        let camera = |index, name: &str| Attached { index, name: name.into() };
        let attached = [camera(0, "Inner"), camera(1, "Face"), camera(2, "Face"), camera(10, "Face")];
        assert_eq!(Pick::First.candidates(&attached), [0, 1, 2, 10]);
        assert_eq!(Pick::Named("Face".into()).candidates(&attached), [1, 2, 10]);
        assert_eq!(Pick::Index(2).candidates(&attached), [2]);
        assert!(Pick::Index(3).candidates(&attached).is_empty());
        assert!(Pick::Named("Fac".into()).candidates(&attached).is_empty());
    }
}
