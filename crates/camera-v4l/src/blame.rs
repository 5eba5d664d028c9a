use nokhwa::NokhwaError;
use runtime::port::CameraFault;
use std::path::PathBuf;

/// What a failure of the device with this number means.
pub(crate) fn fault_of(index: u32, error: &NokhwaError) -> CameraFault {
    let there = PathBuf::from(format!("/dev/video{index}")).exists();
    if there { fault_of_text(&error.to_string()) } else { CameraFault::Absent }
}

/// nokhwa hands on the system's reason as text only.
fn fault_of_text(text: &str) -> CameraFault {
    let text = text.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if says(&["resource busy", "os error 16)"]) {
        CameraFault::Busy
    } else if says(&["no such device", "no such file", "os error 19)", "os error 2)", "permission denied"]) {
        // One that we may not open is as good as none; setting a device up gives the right.
        CameraFault::Absent
    } else {
        CameraFault::Misbehaved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_reason_is_found_in_the_text() {
        let open = |why: &str| NokhwaError::OpenDeviceError("0".into(), format!("V4L2 Error: {why}"));
        let stream = |why: &str| NokhwaError::OpenStreamError(why.into());
        let read = |why: &str| NokhwaError::ReadFrameError(why.into());
        let table = [
            (open("No such file or directory"), CameraFault::Absent),
            (open("Permission denied (os error 13)"), CameraFault::Absent),
            (stream("Device or resource busy (os error 16)"), CameraFault::Busy),
            (read("No such device (os error 19)"), CameraFault::Absent),
            (read("Input/output error (os error 5)"), CameraFault::Misbehaved),
            (read("Protocol error (os error 21)"), CameraFault::Misbehaved),
        ];
        for (error, fault) in table {
            assert_eq!(fault_of_text(&error.to_string()), fault, "{error}");
        }
    }

    #[test]
    fn a_device_without_its_file_is_absent_whatever_it_says() {
        let error = NokhwaError::ReadFrameError("Input/output error (os error 5)".into());
        assert_eq!(fault_of(4_000_000_000, &error), CameraFault::Absent);
    }
}
