//! The pictures a chip holds: the photo as JPEG 2000, and the printed texts as 1-bit PNG
//! (card.md 5.2).

use std::path::{Path, PathBuf};
use std::process::Command;

use ab_glyph::{Font, FontVec, PxScale, ScaleFont, point};
use image::imageops::FilterType;
use image::{DynamicImage, GrayImage};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::hex::Hex;
use crate::holder::Holder;

/// Width and height of the photo, pixels.
pub const PHOTO_SIZE: (u32, u32) = (378, 472);
/// Size asked for the photo, in bytes of 1024: what cards hold is about that large (card.md 5.2).
const PHOTO_BYTES: u32 = 15 * 1024;
/// Debian's BIZ UDGothic (package fonts-morisawa-bizud-gothic), for name and address.
pub const DEBIAN_FONT: &str = "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf";

/// The part of a picture that becomes the photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Crop {
    /// The largest centred part of the right shape.
    #[default]
    Centre,
    /// The largest centred part of the right shape within this box of pixels.
    Box {
        /// Left edge.
        x: u32,
        /// Upper edge.
        y: u32,
        /// Width.
        width: u32,
        /// Height.
        height: u32,
    },
}

/// A photo as the chip holds it: a JP2 file, greyscale, 378×472, 8 bit, 5/3 wavelet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Photo(Hex);

impl Photo {
    /// Makes the photo from a JPEG or PNG file with Debian's `opj_compress`.
    ///
    /// # Errors
    /// [`Error::Picture`], [`Error::ToolMissing`], [`Error::ToolRefused`], storage errors.
    pub fn from_picture(path: &Path, crop: Crop) -> Result<Self, Error> {
        let picture = image::open(path).map_err(|source| Error::Picture { path: path.to_owned(), source })?;
        Self::from_grey(&shape(&picture, crop), PHOTO_BYTES)
    }

    /// Makes a photo of about `bytes` bytes from a grey picture, which is brought to
    /// [`PHOTO_SIZE`].
    ///
    /// # Errors
    /// As [`Photo::from_picture`].
    pub fn of_size(grey: &GrayImage, bytes: u32) -> Result<Self, Error> {
        let (width, height) = PHOTO_SIZE;
        Self::from_grey(&image::imageops::resize(grey, width, height, FilterType::CatmullRom), bytes)
    }

    /// Takes a JP2 file as it is.
    ///
    /// # Errors
    /// [`Error::Malformed`] if it does not begin as a JP2 file.
    pub fn from_jp2(bytes: Vec<u8>) -> Result<Self, Error> {
        const SIGNATURE: [u8; 12] = [0, 0, 0, 0x0C, b'j', b'P', b' ', b' ', 0x0D, 0x0A, 0x87, 0x0A];
        if !bytes.starts_with(&SIGNATURE) {
            return Err(Error::Malformed { what: "JP2 file" });
        }
        Ok(Self(Hex(bytes)))
    }

    /// A grey head-and-shoulders shape, for tests that need a photo and no face.
    ///
    /// # Errors
    /// As [`Photo::from_picture`].
    pub fn placeholder() -> Result<Self, Error> {
        let grey = GrayImage::from_fn(PHOTO_SIZE.0, PHOTO_SIZE.1, |x, y| {
            let head = x.abs_diff(189).pow(2) * 2 + y.abs_diff(190).pow(2) < 17_000;
            let shoulders = x.abs_diff(189).pow(2) + y.abs_diff(500).pow(2) < 26_000;
            image::Luma([if head {
                170
            } else if shoulders {
                90
            } else {
                225
            }])
        });
        Self::from_grey(&grey, PHOTO_BYTES)
    }

    fn from_grey(grey: &GrayImage, bytes: u32) -> Result<Self, Error> {
        let directory = tempfile::tempdir().map_err(Error::at(Path::new("temporary directory")))?;
        let source = directory.path().join("photo.pgm");
        let target = directory.path().join("photo.jp2");
        let mut portable_graymap = format!("P5\n{} {}\n255\n", grey.width(), grey.height()).into_bytes();
        portable_graymap.extend_from_slice(grey.as_raw());
        std::fs::write(&source, portable_graymap).map_err(Error::at(&source))?;
        let ratio = (grey.width() * grey.height()).div_ceil(bytes.max(1));
        compress(&source, &target, ratio)?;
        Self::from_jp2(std::fs::read(&target).map_err(Error::at(&target))?)
    }

    /// The JP2 file.
    #[must_use]
    pub fn jp2(&self) -> &[u8] {
        &self.0.0
    }
}

fn shape(picture: &DynamicImage, crop: Crop) -> GrayImage {
    let part = match crop {
        Crop::Centre => picture.clone(),
        Crop::Box { x, y, width, height } => picture.crop_imm(x, y, width.max(1), height.max(1)),
    };
    part.resize_to_fill(PHOTO_SIZE.0, PHOTO_SIZE.1, FilterType::Lanczos3).into_luma8()
}

/// Five decomposition levels are six resolutions; without `-I` the 5/3 transform is used, and one
/// layer is cut at the ratio of raw to coded size.
fn compress(source: &Path, target: &Path, ratio: u32) -> Result<(), Error> {
    let run = Command::new("opj_compress")
        .arg("-i")
        .arg(source)
        .arg("-o")
        .arg(target)
        .args(["-r", &ratio.to_string(), "-n", "6", "-b", "64,64"])
        .output();
    let output = run.map_err(|failure| match failure.kind() {
        std::io::ErrorKind::NotFound => {
            Error::ToolMissing { tool: "opj_compress", next_step: "apt-get install libopenjp2-tools" }
        }
        _ => Error::Storage { path: PathBuf::from("opj_compress"), source: failure },
    })?;
    if output.status.success() && target.exists() {
        return Ok(());
    }
    let answer = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Error::ToolRefused { tool: "opj_compress", answer })
}

/// All pictures of one card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pictures {
    photo: Photo,
    name: Hex,
    address: Hex,
    security_code: Hex,
    my_number: Hex,
}

impl Pictures {
    /// Draws the holder's texts with the font in `font_file` ([`DEBIAN_FONT`] for Debian's).
    ///
    /// # Errors
    /// [`Error::Font`] with what to install.
    pub fn draw(holder: &Holder, photo: Photo, font_file: &Path) -> Result<Self, Error> {
        let unusable = || Error::Font {
            path: font_file.to_owned(),
            next_step: "apt-get install fonts-morisawa-bizud-gothic, or name another font file",
        };
        let bytes = std::fs::read(font_file).map_err(|_| unusable())?;
        let font = FontVec::try_from_vec(bytes).map_err(|_| unusable())?;
        Ok(Self {
            photo,
            name: Hex(line(&font, &holder.name, 216)?),
            address: Hex(line(&font, &holder.address, 288)?),
            security_code: Hex(line(&font, &holder.security_code, 24)?),
            my_number: Hex(line(&font, holder.my_number.reveal(), 72)?),
        })
    }

    /// The photo.
    #[must_use]
    pub fn photo(&self) -> &Photo {
        &self.photo
    }

    /// 氏名, PNG 216×12.
    #[must_use]
    pub fn name(&self) -> &[u8] {
        &self.name.0
    }

    /// 住所, PNG 288×12.
    #[must_use]
    pub fn address(&self) -> &[u8] {
        &self.address.0
    }

    /// セキュリティコード, PNG 24×12.
    #[must_use]
    pub fn security_code(&self) -> &[u8] {
        &self.security_code.0
    }

    /// 個人番号, PNG 72×12.
    #[must_use]
    pub fn my_number(&self) -> &[u8] {
        &self.my_number.0
    }
}

const LINE_HEIGHT: u32 = 12;

/// One line of text, black on white, in a 1-bit PNG of `width`×12; a long text is set smaller.
fn line(font: &FontVec, text: &str, width: u32) -> Result<Vec<u8>, Error> {
    let mut bitmap = GrayImage::from_pixel(width, LINE_HEIGHT, image::Luma([255]));
    let natural = PxScale::from(12.0);
    let advance: f32 = text.chars().map(|c| font.as_scaled(natural).h_advance(font.glyph_id(c))).sum();
    let room = f32::from(u16::try_from(width).unwrap_or(u16::MAX));
    let squeeze = if advance > room { room / advance } else { 1.0 };
    let scale = PxScale { x: 12.0 * squeeze, y: 12.0 };
    let scaled = font.as_scaled(scale);
    let mut x = 0.0;
    for character in text.chars() {
        let id = font.glyph_id(character);
        let glyph = id.with_scale_and_position(scale, point(x, scaled.ascent()));
        x += scaled.h_advance(id);
        if let Some(outline) = font.outline_glyph(glyph) {
            let bounds = outline.px_bounds();
            outline.draw(|dx, dy, coverage| {
                let at = (pixel(bounds.min.x, dx), pixel(bounds.min.y, dy));
                if let (true, (Some(px), Some(py))) = (coverage > 0.3, at)
                    && let Some(dot) = bitmap.get_pixel_mut_checked(px, py)
                {
                    *dot = image::Luma([0]);
                }
            });
        }
    }
    one_bit_png(&bitmap)
}

/// Pixel coordinate of a glyph's dot; `None` left of or above the bitmap.
#[allow(clippy::as_conversions, clippy::cast_possible_truncation, reason = "float to pixel has no From")]
fn pixel(origin: f32, offset: u32) -> Option<u32> {
    u32::try_from(i64::from(origin.round() as i32) + i64::from(offset)).ok()
}

fn one_bit_png(bitmap: &GrayImage) -> Result<Vec<u8>, Error> {
    let failed = |_| Error::Cryptography { what: "PNG encoding" };
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, bitmap.width(), bitmap.height());
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().map_err(failed)?;
    let rows: Vec<u8> = bitmap
        .rows()
        .flat_map(|row| {
            let dots: Vec<bool> = row.map(|dot| dot.0 > [127]).collect();
            dots.chunks(8).map(octet).collect::<Vec<u8>>()
        })
        .collect();
    writer.write_image_data(&rows).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}

fn octet(dots: &[bool]) -> u8 {
    dots.iter().enumerate().fold(0, |byte, (at, lit)| if *lit { byte | (0x80 >> at) } else { byte })
}
