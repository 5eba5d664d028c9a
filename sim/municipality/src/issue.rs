//! `card new`: a card for an invented person, or for the one that the options describe.

use std::io::Write;
use std::path::Path;

use virtual_card::card_file::CardFile;
use virtual_card::date::Date;
use virtual_card::holder::{Holder, Sex};
use virtual_card::pictures::{Crop, Photo, Pictures};
use virtual_card::profile::Profile;

use crate::fault::MunicipalityFault;
use crate::order::{self, Order};
use crate::words;

/// The days on which the simulator's roots are valid: 2023-04-01 to 2036-03-31.
const ISSUERS: [(u16, u8, u8); 2] = [(2023, 4, 1), (2036, 3, 31)];
/// Longest name and address in characters; the line on the chip's picture is set smaller to hold them.
const LONGEST_NAME: usize = 60;
const LONGEST_ADDRESS: usize = 120;

/// What was asked for, read before anything is made.
struct Wish<'a> {
    profile: Profile,
    day: Date,
    name: Option<String>,
    address: Option<&'a str>,
    birth: Option<Date>,
    sex: Option<Sex>,
    crop: Crop,
    seed: Option<u64>,
}

pub(crate) fn new(order: &Order<'_>, out: &mut dyn Write) -> Result<(), MunicipalityFault> {
    let wish = Wish::read(order)?;
    let store = order.store()?;
    let photo = match order.photo() {
        Some(path) => photo(path, wish.crop)?,
        None => Photo::placeholder()?,
    };
    let _taken = store.take()?;
    let pki = store.pki_from(wish.seed)?;
    let holder = wish.holder(store.next_number()?);
    let pictures = Pictures::draw(&holder, photo, &order.font())?;
    let card = CardFile::new(&pki, &holder, wish.profile, &pictures, wish.day)?;
    let number = holder.issue_number;
    let path = store.card_path(number);
    card.save(&path)?;
    writeln!(out, "{number:03} {} {}", words::profile(wish.profile), holder.name)?;
    writeln!(out, "カードを作りました。 issued: {}", path.display())?;
    if order.photo().is_none() {
        writeln!(
            out,
            "写真は仮の絵です。 the photo is a placeholder without a face: --photo FILE gives one"
        )?;
    }
    writeln!(out, "暗証番号は card show {number} --secrets で見られます。 that shows its PINs")?;
    Ok(())
}

/// The photo of a picture file; of a file that is none the virtual card tells what is wrong.
fn photo(path: &Path, crop: Crop) -> Result<Photo, MunicipalityFault> {
    if let (Crop::Box { x, y, .. }, Ok((width, height))) = (crop, image::image_dimensions(path))
        && (x >= width || y >= height)
    {
        return Err(MunicipalityFault::CropOutside { width, height });
    }
    Ok(Photo::from_picture(path, crop)?)
}

impl<'a> Wish<'a> {
    fn read(order: &Order<'a>) -> Result<Self, MunicipalityFault> {
        let profile = order.word("PROFILE")?.parse().map_err(|_| MunicipalityFault::UnknownProfile)?;
        if order.option("--crop").is_some() && order.photo().is_none() {
            return Err(MunicipalityFault::CropWithoutPhoto);
        }
        let day = issue_day(order)?;
        Ok(Self {
            profile,
            day,
            name: order.option("--name").map(name).transpose()?,
            address: order.option("--address").map(address).transpose()?,
            birth: order.option("--birth").map(|text| birth(text, day)).transpose()?,
            sex: order.option("--sex").map(sex).transpose()?,
            crop: order.option("--crop").map_or(Ok(Crop::Centre), crop)?,
            seed: order.option("--seed").map(seed).transpose()?,
        })
    }

    /// The invented person of that number, with everything that was said about them.
    fn holder(&self, number: u32) -> Holder {
        let mut holder = Holder::fictional(number);
        if let Some(name) = &self.name {
            holder.name.clone_from(name);
        }
        if let Some(address) = self.address {
            address.clone_into(&mut holder.address);
        }
        holder.birth_date = self.birth.unwrap_or(holder.birth_date);
        holder.sex = self.sex.unwrap_or(holder.sex);
        holder
    }
}

fn issue_day(order: &Order<'_>) -> Result<Date, MunicipalityFault> {
    let day = order.day()?;
    let [(y, m, d), (year, month, last)] = ISSUERS;
    let (first, last) = (Date::new(y, m, d)?, Date::new(year, month, last)?);
    let valid = (first..=last).contains(&day);
    if valid { Ok(day) } else { Err(MunicipalityFault::OutsideIssuers { day, first, last }) }
}

/// 生年月日. Invented people are born long before the issuers are.
fn birth(text: &str, day: Date) -> Result<Date, MunicipalityFault> {
    let birth = order::date("--birth", text)?;
    if birth > day { Err(MunicipalityFault::NotYetBorn { day }) } else { Ok(birth) }
}

/// 氏名; a card has U+3000 between family and given name.
fn name(text: &str) -> Result<String, MunicipalityFault> {
    printable("--name", "1 … 60 characters", text, LONGEST_NAME).map(|text| text.replace(' ', "\u{3000}"))
}

/// 住所 as it will stand on the card.
pub(crate) fn address(text: &str) -> Result<&str, MunicipalityFault> {
    printable("--address", "1 … 120 characters", text, LONGEST_ADDRESS)
}

/// Text that fits, without characters that would steer the screen of whoever lists the cards.
fn printable<'a>(
    what: &'static str,
    form: &'static str,
    text: &'a str,
    most: usize,
) -> Result<&'a str, MunicipalityFault> {
    let text = text.trim();
    let fits = (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if fits { Ok(text) } else { Err(MunicipalityFault::WordForm { what, form }) }
}

fn sex(text: &str) -> Result<Sex, MunicipalityFault> {
    match text {
        "male" => Ok(Sex::Male),
        "female" => Ok(Sex::Female),
        _ => Err(MunicipalityFault::WordForm { what: "--sex", form: "male | female" }),
    }
}

fn seed(text: &str) -> Result<u64, MunicipalityFault> {
    order::digits(text)
        .ok_or(MunicipalityFault::WordForm { what: "--seed", form: "0 … 18446744073709551615" })
}

fn crop(text: &str) -> Result<Crop, MunicipalityFault> {
    let sides: Option<Vec<u32>> = text.split(',').map(order::digits).collect();
    match sides.as_deref() {
        Some(&[x, y, width, height]) if width > 0 && height > 0 => Ok(Crop::Box { x, y, width, height }),
        _ => Err(MunicipalityFault::WordForm { what: "--crop", form: "x,y,width,height" }),
    }
}
