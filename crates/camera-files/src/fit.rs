use image::imageops::FilterType;
use image::{DynamicImage, RgbImage, imageops};

/// Width of a fitted frame in pixels: VGA, as a camera at the counter gives it.
pub const FRAME_WIDTH: u32 = 640;
/// Height of a fitted frame in pixels.
pub const FRAME_HEIGHT: u32 = 480;

/// How pictures become frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fit {
    /// As they are; every frame has its picture's size.
    Native,
    /// The whole picture in 640×480, with grey beside it.
    Letterbox,
    /// 640×480 filled, with what does not fit cut off evenly.
    Cover,
}

/// Neither black nor white, so that it is not taken for a fault.
const GREY: image::Rgb<u8> = image::Rgb([128; 3]);

impl Fit {
    pub(crate) fn apply(self, picture: &DynamicImage) -> RgbImage {
        match self {
            Self::Native => picture.to_rgb8(),
            Self::Cover => {
                picture.resize_to_fill(FRAME_WIDTH, FRAME_HEIGHT, FilterType::Triangle).into_rgb8()
            }
            Self::Letterbox => letterbox(picture),
        }
    }
}

fn letterbox(picture: &DynamicImage) -> RgbImage {
    let whole = picture.resize(FRAME_WIDTH, FRAME_HEIGHT, FilterType::Triangle).into_rgb8();
    let mut frame = RgbImage::from_pixel(FRAME_WIDTH, FRAME_HEIGHT, GREY);
    let middle = |outer: u32, inner: u32| i64::from(outer.saturating_sub(inner) / 2);
    let left = middle(FRAME_WIDTH, whole.width());
    let top = middle(FRAME_HEIGHT, whole.height());
    imageops::replace(&mut frame, &whole, left, top);
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Left half red, right half blue.
    fn picture(width: u32, height: u32) -> DynamicImage {
        RgbImage::from_fn(width, height, |x, _| {
            image::Rgb(if x < width / 2 { [200, 0, 0] } else { [0, 0, 200] })
        })
        .into()
    }

    #[test]
    fn a_fitted_frame_has_the_cameras_size_whatever_the_pictures() {
        for (width, height) in [(1, 1), (640, 480), (100, 4_000), (4_000, 100), (639, 481)] {
            for fit in [Fit::Letterbox, Fit::Cover] {
                let frame = fit.apply(&picture(width, height));
                assert_eq!(frame.dimensions(), (FRAME_WIDTH, FRAME_HEIGHT), "{fit:?} {width}x{height}");
            }
            assert_eq!(Fit::Native.apply(&picture(width, height)).dimensions(), (width, height));
        }
    }

    #[test]
    fn a_tall_picture_stands_whole_between_grey() {
        let frame = Fit::Letterbox.apply(&picture(240, 480));
        assert_eq!(*frame.get_pixel(10, 240), GREY);
        assert_eq!(*frame.get_pixel(630, 240), GREY);
        assert_eq!(frame.get_pixel(220, 240).0, [200, 0, 0]);
        assert_eq!(frame.get_pixel(420, 240).0, [0, 0, 200]);
    }

    #[test]
    fn a_covering_picture_leaves_no_grey() {
        let frame = Fit::Cover.apply(&picture(240, 480));
        assert_eq!(frame.get_pixel(0, 0).0, [200, 0, 0]);
        assert_eq!(frame.get_pixel(639, 479).0, [0, 0, 200]);
    }
}
