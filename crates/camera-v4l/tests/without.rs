//! The camera on a machine that has none of this name.
#![allow(clippy::unwrap_used)]

use camera_v4l::{Pick, V4lCamera, attached_cameras};
use runtime::port::{Camera, CameraFault};

#[test]
fn a_camera_that_is_not_there_is_absent_each_time() {
    for pick in [Pick::Index(63), Pick::Named("no camera has this name".into())] {
        let mut camera = V4lCamera::new(pick);
        for _ in 0..3 {
            assert_eq!(camera.start(), Err(CameraFault::Absent));
            assert_eq!(camera.frame().unwrap_err(), CameraFault::Silent, "it is off");
            camera.stop();
        }
    }
}

#[test]
fn devices_are_listed_in_order() {
    let all = attached_cameras();
    assert!(all.is_sorted());
    assert!(all.iter().all(|camera| !camera.name.is_empty()));
}
