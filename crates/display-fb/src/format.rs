//! How one pixel lies in memory.

/// A pixel format of Linux framebuffers; both are stored in little-endian order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PixelFormat {
    /// 32 bits: blue, green, red, and a byte that nobody looks at.
    Xrgb8888,
    /// 16 bits: five of red, six of green, five of blue, from the top.
    Rgb565,
}

impl PixelFormat {
    /// Bytes of one pixel.
    pub const fn bytes(self) -> u32 {
        match self {
            Self::Xrgb8888 => 4,
            Self::Rgb565 => 2,
        }
    }

    /// The format of a framebuffer with this depth, where its driver has the usual order of colours.
    pub(crate) const fn of_depth(bits: u32) -> Option<Self> {
        match bits {
            32 => Some(Self::Xrgb8888),
            16 => Some(Self::Rgb565),
            _ => None,
        }
    }

    /// Lays a row of RGB pixels of 8 bits out in `row`; what is beyond the shorter of both is left.
    pub(crate) fn lay_out(self, rgb: &[[u8; 3]], row: &mut [u8]) {
        match self {
            Self::Xrgb8888 => {
                for ([red, green, blue], place) in rgb.iter().zip(row.as_chunks_mut().0) {
                    *place = [*blue, *green, *red, 0xFF];
                }
            }
            Self::Rgb565 => {
                for ([red, green, blue], place) in rgb.iter().zip(row.as_chunks_mut().0) {
                    let [red, green, blue] = [red >> 3, green >> 2, blue >> 3].map(u16::from);
                    *place = (red << 11 | green << 5 | blue).to_le_bytes();
                }
            }
        }
    }
}
