//! A card, its authorities and a terminal.

use std::path::Path;

use test_pki::Authority;
use virtual_card::card_file::CardFile;
use virtual_card::date::Date;
use virtual_card::holder::Holder;
use virtual_card::pictures::{DEBIAN_FONT, Photo, Pictures};
use virtual_card::pki::Pki;
use virtual_card::profile::Profile;

pub(crate) fn make(folder: &Path) {
    let directory = tempfile::tempdir().unwrap();
    let pki = Pki::create_with_pool(directory.path(), 6, 1).unwrap();
    let holder = Holder::fictional(1);
    let pictures = Pictures::draw(&holder, Photo::placeholder().unwrap(), DEBIAN_FONT.as_ref()).unwrap();
    let today = Date::new(2026, 11, 24).unwrap();
    let card = CardFile::new(&pki, &holder, Profile::Normal, &pictures, today).unwrap();
    std::fs::create_dir_all(folder).unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).unwrap();
    put("card.json", &serde_json::to_vec_pretty(&card).unwrap());
    put("cv-ca.json", &serde_json::to_vec_pretty(&pki.cv_authorities().unwrap()).unwrap());
    put("root.der", &pki.user_authentication_root().unwrap());
    let terminal = Authority::new("terminals").unwrap().terminal(hostile::world::TERMINAL).unwrap();
    put("terminal.der", &terminal.certificate_der);
    put("terminal.pem", terminal.key_pem.as_bytes());
}
