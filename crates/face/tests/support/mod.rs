//! What the tests of this crate share: the matcher, portraits, and the way of a photo onto a card.
#![allow(dead_code, reason = "every test uses another part of it")]

pub(crate) mod chip;
pub(crate) mod models;

use std::sync::LazyLock;

use face::{Manifest, Matcher, ModelBytes, Rgb8};
use image::RgbImage;

pub(crate) static MATCHER: LazyLock<Matcher> = LazyLock::new(|| {
    let files = (models::yunet(), models::sface());
    let files = ModelBytes { yunet: &files.0, sface: &files.1 };
    Matcher::load(&Manifest::built_in().unwrap(), files).unwrap()
});

/// A portrait, and the rectangle of it that a photographer would cut for a card: eyes level, their
/// distance a quarter of the width.
pub(crate) struct Portrait {
    pub(crate) name: &'static str,
    pub(crate) crop: (u32, u32, u32, u32),
}

/// Three official portraits of one person, in the public domain.
pub(crate) const HOLDER: [Portrait; 3] = [
    Portrait { name: "obama", crop: (282, 4, 430, 537) },
    Portrait { name: "obama2", crop: (63, 108, 503, 628) },
    Portrait { name: "obama3", crop: (565, 136, 476, 594) },
];
/// One of another person, likewise.
pub(crate) const STRANGER: Portrait = Portrait { name: "biden", crop: (348, 78, 488, 610) };

impl Portrait {
    pub(crate) fn picture(&self) -> RgbImage {
        let jpeg = models::portrait(self.name);
        image::load_from_memory(&jpeg).unwrap().into_rgb8()
    }

    /// The card's picture, before JPEG 2000.
    pub(crate) fn cut(&self) -> RgbImage {
        let (x, y, width, height) = self.crop;
        image::imageops::crop_imm(&self.picture(), x, y, width, height).to_image()
    }

    /// The chip photo of at most about `bytes` bytes.
    pub(crate) fn chip_photo(&self, bytes: usize) -> Vec<u8> {
        chip::photo(&image::imageops::grayscale(&self.cut()), bytes)
    }

    /// A camera frame of 640×480 with the portrait's head and shoulders filling its height.
    pub(crate) fn frame(&self) -> Rgb8 {
        frame(&self.cut(), 640, 480)
    }
}

/// Puts `picture` in the middle of a grey frame, as high as the frame.
pub(crate) fn frame(picture: &RgbImage, width: u32, height: u32) -> Rgb8 {
    let across = picture.width() * height / picture.height();
    let fitted =
        image::imageops::resize(picture, across.min(width), height, image::imageops::FilterType::Triangle);
    let mut frame = RgbImage::from_pixel(width, height, image::Rgb([128, 128, 128]));
    let left = i64::from((width - fitted.width()) / 2);
    image::imageops::replace(&mut frame, &fitted, left, 0);
    rgb8(frame)
}

pub(crate) fn rgb8(picture: RgbImage) -> Rgb8 {
    Rgb8::new(picture.width(), picture.height(), picture.into_raw()).unwrap()
}
