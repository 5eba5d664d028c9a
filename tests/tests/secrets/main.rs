//! Where a secret may be left: complete sessions, good and bad, on the device's composition with real
//! models behind the real pcscd; then the search of everything that is left of them.
//!
//! - [`needle`]: what is searched for; [`memory`]: in the live process; [`place`]: in files and on the wire
//! - [`site`]: the terminal's surroundings; [`tap`]: the wire in clear; [`terminal`]: the process and the people
//! - [`sessions`]: what happens; [`table`]: what was found
//!
//! Not searched, because no program can wipe it: pcscd, whose client sends it the PIN, and the kernel's
//! buffers of sockets, camera and screen. Not found by it: single keys, and floats that the networks made
//! of a face before its embedding; they go with the threads that end and with what is freed and wiped.
//!
//! The control is the same program without the allocator that wipes what is freed: the search must find
//! something there. `cargo xtask secrets` prints the table.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions,
    missing_docs
)]

mod memory;
mod needle;
mod place;
mod sessions;
mod site;
mod table;
mod tap;
mod terminal;

use memory::Memory;
use needle::Index;
use sessions::Run;
use site::Site;
use table::Table;

#[test]
fn nothing_is_left_of_a_session_but_where_nothing_wipes() {
    let mut site = Site::set_up();
    let index = Index::new(sessions::needles(&site));
    let product = Run::of_product(&mut site, &index);
    let service = {
        let memory = Memory::of(site.service.id());
        // A service hears no PIN: chance is all that a short needle would find.
        memory.search(&index, &memory.before(&index))
    };
    let control = Run::of_control(&mut site, &index);
    let table = Table::of(&index, &product, &control, service, &place::search(&site, &index));
    println!("{table}");

    assert_eq!(product.endings(), sessions::ENDINGS, "{}", site.log());
    assert_eq!(control.endings(), sessions::CONTROL_ENDINGS, "{}", site.log());
    assert_eq!(table.left(), Vec::<String>::new());
    // The search finds what is there, and what nobody wiped.
    let there = [
        sessions::RIGHT_PIN,
        sessions::TYPED_NUMBER,
        sessions::REFUSED_NUMBER,
        sessions::TYPED_CREDENTIAL,
        sessions::PHOTO,
    ];
    for needle in there {
        assert!(product.meanwhile[named(&index, needle)] > 0, "{needle} is not found while it is there");
    }
    let unwiped = [sessions::PHOTO_FILE, sessions::CERTIFICATE, sessions::FACE];
    let unwiped = unwiped.map(|needle| control.hits()[named(&index, needle)]);
    assert!(unwiped.iter().sum::<usize>() > 0, "nothing is found where nothing wipes");
    for left in control.looks.iter().filter(|left| sessions::WITH_PHOTO.contains(&left.session)) {
        assert!(
            left.hits.iter().sum::<usize>() > 0,
            "{}: nothing is found where nothing wipes",
            left.session
        );
    }
}

fn named(index: &Index, name: &str) -> usize {
    index.needles.iter().position(|needle| needle.what == name).unwrap()
}
