//! Makes one card of every profile: `make_cards PKI_DIRECTORY CARD_DIRECTORY [PHOTO]`.

use std::path::Path;
use std::process::ExitCode;

use virtual_card::card_file::CardFile;
use virtual_card::date::Date;
use virtual_card::error::Error;
use virtual_card::holder::Holder;
use virtual_card::pictures::{Crop, DEBIAN_FONT, Photo, Pictures};
use virtual_card::pki::Pki;
use virtual_card::profile::NAMES;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Some(pki), Some(cards)) = (arguments.first(), arguments.get(1)) else {
        eprintln!("usage: make_cards PKI_DIRECTORY CARD_DIRECTORY [PHOTO]");
        return ExitCode::from(2);
    };
    match make(Path::new(pki), Path::new(cards), arguments.get(2).map(Path::new)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("make_cards: {error}");
            ExitCode::FAILURE
        }
    }
}

fn make(pki: &Path, cards: &Path, photo: Option<&Path>) -> Result<(), Error> {
    let pki = Pki::create(pki, 1)?;
    std::fs::create_dir_all(cards)?;
    let photo = match photo {
        Some(path) => Photo::from_picture(path, Crop::Centre)?,
        None => Photo::placeholder()?,
    };
    let today = Date::new(2026, 11, 24)?;
    for (number, name) in (1..).zip(NAMES) {
        let holder = Holder::fictional(number);
        let pictures = Pictures::draw(&holder, photo.clone(), Path::new(DEBIAN_FONT))?;
        let card = CardFile::new(&pki, &holder, name.parse()?, &pictures, today)?;
        let path = cards.join(format!("{}.json", name.replace('=', "-")));
        card.save(&path)?;
        println!("{}", path.display());
    }
    Ok(())
}
