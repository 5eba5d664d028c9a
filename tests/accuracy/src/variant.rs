//! Changes to the live side that might bring it nearer to what a chip photo is. Measured, so that
//! what is built in is what helps.

use crate::bench::{Bench, Taken, through_the_card};
use crate::fault::Fault;
use crate::picture::NEAR;
use image::{DynamicImage, RgbImage};

/// A change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variant {
    /// Colours taken away.
    Grey,
    /// Colours taken away, and softened as the chip photo's codec does.
    GreySoft,
    /// Colours taken away, and through the chip photo's codec itself.
    GreyCoded,
    /// The mean of the scores of the picture and of its mirror image.
    Mirrored,
}

impl Variant {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Grey, Self::GreySoft, Self::GreyCoded, Self::Mirrored];

    /// Its name in the ledger.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Grey => "live side grey",
            Self::GreySoft => "live side grey, blurred by a hundredth of the distance between the eyes",
            Self::GreyCoded => "live side grey, through JPEG 2000 of 6 KB",
            Self::Mirrored => "live side and its mirror image, mean of both scores",
        }
    }

    /// Whether its scores are averaged with those of the picture as it is.
    pub(crate) const fn averages(self) -> bool {
        matches!(self, Self::Mirrored)
    }
}

/// The pictures taken with a change.
pub(crate) fn probes(bench: &Bench, variant: Variant, pictures: &[usize]) -> Result<Vec<Taken>, Fault> {
    bench.changed(variant.name(), pictures, |subject, _| match variant {
        Variant::Grey => Ok(grey(subject.scene(NEAR).frame)),
        Variant::GreySoft => Ok(image::imageops::blur(&grey(subject.scene(NEAR).frame), NEAR / 100.0)),
        Variant::Mirrored => Ok(image::imageops::flip_horizontal(&subject.scene(NEAR).frame)),
        Variant::GreyCoded => {
            let coded = through_the_card(&subject.token())?;
            let samples = coded.samples().iter().flat_map(|grey| [*grey; 3]).collect();
            RgbImage::from_raw(coded.width(), coded.height(), samples)
                .ok_or(Fault::LedgerMalformed("a decoded photo"))
        }
    })
}

fn grey(frame: RgbImage) -> RgbImage {
    DynamicImage::ImageLuma8(DynamicImage::ImageRgb8(frame).into_luma8()).into_rgb8()
}
