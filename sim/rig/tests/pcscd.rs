//! The private pcscd, seen by a client that knows nothing of this project (OpenSC).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use rig::PrivatePcscd;
use std::os::unix::net::UnixStream;
use std::path::Path;

/// The readers that OpenSC lists.
fn listed(pcscd: &PrivatePcscd) -> String {
    let output = pcscd.client("opensc-tool").arg("--list-readers").output().unwrap();
    assert!(output.status.success(), "{}", pcscd.log());
    String::from_utf8(output.stdout).unwrap()
}

/// How many processes of this machine have `directory` in their command line.
fn running_with(directory: &Path) -> usize {
    let directory = directory.to_str().unwrap().as_bytes();
    let entries = std::fs::read_dir("/proc").unwrap();
    entries
        .filter_map(|entry| std::fs::read(entry.ok()?.path().join("cmdline")).ok())
        .filter(|line| line.windows(directory.len()).any(|part| part == directory))
        .count()
}

#[test]
fn a_client_sees_both_readers_at_once() {
    let pcscd = PrivatePcscd::start().unwrap();
    let text = listed(&pcscd);
    for reader in pcscd.readers() {
        assert!(text.contains(reader), "{text}");
    }
    assert_eq!(text.matches("Virtual PCD").count(), 2, "{text}");
}

#[test]
fn several_run_side_by_side_and_none_listens_outside_its_room() {
    let all: Vec<PrivatePcscd> = (0..3).map(|_| PrivatePcscd::start().unwrap()).collect();
    for pcscd in &all {
        assert_eq!(listed(pcscd).matches("Virtual PCD").count(), 2);
    }
    // The kernel's own list of this machine's listening ports; 8C7B and 8C7C are the driver's.
    let tcp = std::fs::read_to_string("/proc/net/tcp").unwrap();
    assert!(!tcp.contains(":8C7B 00000000:0000 0A"), "{tcp}");
    assert!(!tcp.contains(":8C7C 00000000:0000 0A"), "{tcp}");
}

#[test]
fn a_crash_leaves_its_files_and_a_restart_serves_again() {
    let mut pcscd = PrivatePcscd::start().unwrap();
    pcscd.kill();
    let socket = pcscd.socket();
    assert!(socket.exists(), "a killed pcscd leaves its socket");
    assert!(UnixStream::connect(&socket).is_err(), "nobody answers on it");
    let output = pcscd.client("opensc-tool").arg("--list-readers").output().unwrap();
    assert!(!String::from_utf8_lossy(&output.stdout).contains("Virtual PCD"));
    pcscd.restart().unwrap();
    assert_eq!(listed(&pcscd).matches("Virtual PCD").count(), 2);
}

#[test]
fn dropping_it_ends_pcscd_and_removes_its_files() {
    let pcscd = PrivatePcscd::start().unwrap();
    let directory = pcscd.socket().parent().unwrap().parent().unwrap().to_owned();
    let mentions = || running_with(&directory);
    assert_eq!(mentions(), 3, "unshare, nsenter and pcscd");
    drop(pcscd);
    assert_eq!(mentions(), 0);
    assert!(!directory.exists());
}
