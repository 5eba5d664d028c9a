//! JPEG 2000 codestreams that no chip has: every knob of the headers (ISO/IEC 15444-1 Annex A) to
//! be turned, over entropy-coded bytes that mean nothing.

/// A codestream to be built. The default is as large a picture as the headers' bounds let through.
#[derive(Clone, Debug)]
pub(crate) struct Bomb {
    pub(crate) size: (u32, u32),
    pub(crate) tile: (u32, u32),
    pub(crate) components: u16,
    pub(crate) precision: u8,
    pub(crate) subsampling: (u8, u8),
    pub(crate) progression: u8,
    pub(crate) layers: u16,
    pub(crate) levels: u8,
    /// Exponents of the precincts' edges; `None` for the greatest.
    pub(crate) precinct: Option<(u8, u8)>,
    /// Exponents of the code-blocks' edges minus two.
    pub(crate) block: (u8, u8),
    pub(crate) block_style: u8,
    /// 5/3, or else 9/7.
    pub(crate) reversible: bool,
    pub(crate) guard_bits: u8,
    pub(crate) exponent: u8,
    /// What stands behind the headers of all tiles together.
    pub(crate) body: Vec<u8>,
    /// Tile-parts of each tile.
    pub(crate) parts: u8,
}

impl Default for Bomb {
    fn default() -> Self {
        Self {
            size: (1024, 1024),
            tile: (1024, 1024),
            components: 1,
            precision: 8,
            subsampling: (1, 1),
            progression: 0,
            layers: 1,
            levels: 5,
            precinct: None,
            block: (4, 4),
            block_style: 0,
            reversible: true,
            guard_bits: 2,
            exponent: 10,
            body: Vec::new(),
            parts: 1,
        }
    }
}

/// Bytes without meaning, always the same ones (xorshift).
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        // No marker may stand in a packet body: FF is followed by less than 90 there.
        u8::try_from(state >> 56).unwrap().min(0xFE)
    };
    std::iter::repeat_with(next).take(length).collect()
}

impl Bomb {
    pub(crate) fn codestream(&self) -> Vec<u8> {
        let mut out = vec![0xFF, 0x4F];
        segment(&mut out, 0x51, &self.siz());
        segment(&mut out, 0x52, &self.cod());
        segment(&mut out, 0x5C, &self.qcd());
        let tiles = self.size.0.div_ceil(self.tile.0.max(1)) * self.size.1.div_ceil(self.tile.1.max(1));
        let tiles = u16::try_from(tiles.min(512)).unwrap();
        let share = self.body.len() / usize::from(tiles) / usize::from(self.parts);
        let mut body = self.body.as_slice();
        for tile in 0..tiles {
            for part in 0..self.parts {
                let (own, rest) = body.split_at(share.min(body.len()));
                body = rest;
                let mut sot = tile.to_be_bytes().to_vec();
                sot.extend(u32::try_from(14 + own.len()).unwrap().to_be_bytes());
                sot.extend([part, self.parts]);
                segment(&mut out, 0x90, &sot);
                out.extend([0xFF, 0x93]);
                out.extend_from_slice(own);
            }
        }
        out.extend([0xFF, 0xD9]);
        out
    }

    fn siz(&self) -> Vec<u8> {
        let mut siz = vec![0, 0];
        for value in [self.size.0, self.size.1, 0, 0, self.tile.0, self.tile.1, 0, 0] {
            siz.extend(value.to_be_bytes());
        }
        siz.extend(self.components.to_be_bytes());
        for _ in 0..self.components {
            siz.extend([self.precision.wrapping_sub(1), self.subsampling.0, self.subsampling.1]);
        }
        siz
    }

    fn cod(&self) -> Vec<u8> {
        let mut cod = vec![u8::from(self.precinct.is_some()), self.progression];
        cod.extend(self.layers.to_be_bytes());
        cod.extend([0, self.levels, self.block.0, self.block.1, self.block_style, u8::from(self.reversible)]);
        if let Some((x, y)) = self.precinct {
            cod.extend(std::iter::repeat_n(y << 4 | x, usize::from(self.levels) + 1));
        }
        cod
    }

    fn qcd(&self) -> Vec<u8> {
        let bands = 3 * usize::from(self.levels) + 1;
        let style = self.guard_bits << 5 | if self.reversible { 0 } else { 2 };
        let mut qcd = vec![style];
        for _ in 0..bands {
            qcd.push(self.exponent << 3);
            if !self.reversible {
                qcd.push(0);
            }
        }
        qcd
    }
}

fn segment(out: &mut Vec<u8>, marker: u8, content: &[u8]) {
    out.extend([0xFF, marker]);
    out.extend(u16::try_from(content.len() + 2).unwrap().to_be_bytes());
    out.extend_from_slice(content);
}

/// Named bombs: each turns one knob, or several, as far as it goes, over so many bytes of a body.
pub(crate) fn all(body: usize) -> Vec<(&'static str, Vec<u8>)> {
    let most = || Bomb { body: noise(body), ..Bomb::default() };
    let dust = || Bomb { precinct: Some((4, 4)), block: (0, 0), ..most() };
    let tiles = || Bomb { tile: (128, 128), ..most() };
    let nothing = || vec![0; body];
    let ones = || vec![0xFE; body];
    vec![
        ("noise", most().codestream()),
        ("noise-9-7", Bomb { reversible: false, ..most() }.codestream()),
        ("full-blocks", Bomb { body: ones(), ..most() }.codestream()),
        ("empty-packets", Bomb { body: nothing(), layers: 32, ..dust() }.codestream()),
        ("layers-32", Bomb { layers: 32, ..most() }.codestream()),
        ("levels-10", Bomb { levels: 10, ..most() }.codestream()),
        ("tiles-64", tiles().codestream()),
        ("tile-parts-255", Bomb { parts: 255, ..most() }.codestream()),
        ("precincts", dust().codestream()),
        ("precincts-full", Bomb { body: ones(), layers: 32, levels: 10, ..dust() }.codestream()),
        (
            "everything",
            Bomb { tile: (128, 128), layers: 32, levels: 10, reversible: false, ..dust() }.codestream(),
        ),
        ("bit-planes", Bomb { guard_bits: 7, exponent: 31, body: ones(), ..most() }.codestream()),
        ("block-styles", Bomb { block_style: 0x3F, levels: 10, layers: 32, ..most() }.codestream()),
        ("bypass", Bomb { block_style: 0x01, body: ones(), ..most() }.codestream()),
        (
            "worst",
            Bomb { block_style: 0x3A, body: ones(), layers: 32, levels: 10, progression: 2, ..dust() }
                .codestream(),
        ),
        ("one-row", Bomb { size: (1024, 1), tile: (16, 1), levels: 10, layers: 32, ..most() }.codestream()),
        ("progression-1", Bomb { progression: 1, layers: 32, levels: 10, ..dust() }.codestream()),
        ("progression-2", Bomb { progression: 2, layers: 32, levels: 10, ..dust() }.codestream()),
        ("progression-3", Bomb { progression: 3, layers: 32, levels: 10, ..dust() }.codestream()),
        ("progression-4", Bomb { progression: 4, layers: 32, levels: 10, ..dust() }.codestream()),
        ("progression-255", Bomb { progression: 255, ..most() }.codestream()),
        // What the headers refuse.
        (
            "refused-huge",
            Bomb { size: (0xFFFF_FFFF, 0xFFFF_FFFF), tile: (0xFFFF_FFFF, 1), ..most() }.codestream(),
        ),
        ("refused-wide", Bomb { size: (0x4000_0000, 1), ..most() }.codestream()),
        ("refused-dust-of-tiles", Bomb { tile: (1, 1), ..most() }.codestream()),
        ("refused-tile-of-nothing", Bomb { tile: (0, 1024), ..most() }.codestream()),
        ("refused-layers", Bomb { layers: 0xFFFF, ..most() }.codestream()),
        ("refused-no-layer", Bomb { layers: 0, ..most() }.codestream()),
        ("refused-levels", Bomb { levels: 32, ..most() }.codestream()),
        ("refused-precincts", Bomb { precinct: Some((0, 0)), levels: 10, ..most() }.codestream()),
        ("refused-blocks", Bomb { block: (8, 8), ..most() }.codestream()),
        ("refused-components", Bomb { components: 2000, ..most() }.codestream()),
        ("refused-38-bits", Bomb { precision: 38, ..most() }.codestream()),
        ("refused-subsampling", Bomb { subsampling: (255, 255), ..most() }.codestream()),
    ]
}
