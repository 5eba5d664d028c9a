//! Codestream headers (ISO/IEC 15444-1 Annex A), read to bound what decoding can cost.

use super::bytes::{take, take_slice, take_u16, take_u32};
use super::{MAX_EDGE, PhotoFault};

const SOC: u16 = 0xff4f;
const SIZ: u16 = 0xff51;
const COD: u16 = 0xff52;
const COC: u16 = 0xff53;
const QCD: u16 = 0xff5c;
const PLT: u16 = 0xff58;
const COM: u16 = 0xff64;
const SOT: u16 = 0xff90;
const SOD: u16 = 0xff93;
const EOC: u16 = 0xffd9;

/// A picture this small needs no more; each tile costs the decoder its own set-up.
const MAX_TILES: u32 = 64;
/// 1024 halved ten times is one pixel.
const MAX_LEVELS: u8 = 10;
const MAX_LAYERS: u16 = 32;
/// Smallest precinct edge, as a power of two: below it the count of precincts explodes.
const MIN_PRECINCT: u8 = 4;

/// Checks every header of `stream` and returns the picture's width and height.
pub(super) fn check(stream: &[u8]) -> Result<(u32, u32), PhotoFault> {
    let mut rest = stream;
    if take_u16(&mut rest)? != SOC || take_u16(&mut rest)? != SIZ {
        return Err(PhotoFault::Malformed);
    }
    let size = check_size(segment(&mut rest)?)?;
    let mut styled = false;
    loop {
        match take_u16(&mut rest)? {
            SOT if styled => break,
            COD if !styled => {
                check_style(segment(&mut rest)?)?;
                styled = true;
            }
            marker => pass_over(marker, &mut rest)?,
        }
    }
    check_tile_parts(rest)?;
    Ok(size)
}

/// The content of a marker segment; its length field counts itself.
fn segment<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], PhotoFault> {
    let length = take_u16(rest)?.checked_sub(2).ok_or(PhotoFault::Malformed)?;
    take_slice(rest, usize::from(length))
}

fn pass_over(marker: u16, rest: &mut &[u8]) -> Result<(), PhotoFault> {
    match marker {
        QCD | PLT | COM => segment(rest).map(drop),
        0xff30..=0xffff => Err(PhotoFault::Unsupported),
        _ => Err(PhotoFault::Malformed),
    }
}

/// SIZ, A.5.1.
fn check_size(mut siz: &[u8]) -> Result<(u32, u32), PhotoFault> {
    let siz = &mut siz;
    take::<2>(siz)?;
    let (width, height) = (take_u32(siz)?, take_u32(siz)?);
    let offset = (take_u32(siz)?, take_u32(siz)?);
    let (tile_width, tile_height) = (take_u32(siz)?, take_u32(siz)?);
    let tile_offset = (take_u32(siz)?, take_u32(siz)?);
    let components = take_u16(siz)?;
    if !(1..=MAX_EDGE).contains(&width) || !(1..=MAX_EDGE).contains(&height) {
        return Err(PhotoFault::Size);
    }
    if tile_width == 0 || tile_height == 0 {
        return Err(PhotoFault::Malformed);
    }
    let tiles = width.div_ceil(tile_width) * height.div_ceil(tile_height);
    if offset != (0, 0) || tile_offset != (0, 0) || tiles > MAX_TILES || components != 1 {
        return Err(PhotoFault::Unsupported);
    }
    // Precision minus one (the top bit would mean signed), then both subsampling factors.
    match take(siz)? {
        [7, 1, 1] => Ok((width, height)),
        _ => Err(PhotoFault::Unsupported),
    }
}

/// COD, A.6.1.
fn check_style(mut cod: &[u8]) -> Result<(), PhotoFault> {
    let cod = &mut cod;
    let [style, _progression] = take(cod)?;
    let layers = take_u16(cod)?;
    let [_component_transform, levels, block_width, block_height, _block_style, _transform] = take(cod)?;
    let precincts_fit =
        style & 1 == 0 || cod.iter().all(|p| p & 0x0f >= MIN_PRECINCT && p >> 4 >= MIN_PRECINCT);
    // Both code-block fields are exponents minus two; together at most 4096 coefficients.
    let blocks_fit = block_width <= 8 && block_height <= 8 && block_width + block_height <= 8;
    if levels > MAX_LEVELS || layers > MAX_LAYERS || !precincts_fit || !blocks_fit {
        return Err(PhotoFault::Unsupported);
    }
    Ok(())
}

/// Walks the tile-parts; `rest` starts behind the first SOT marker. Their headers may override
/// the main header's coding style, so only harmless segments may stand in them.
fn check_tile_parts(mut rest: &[u8]) -> Result<(), PhotoFault> {
    loop {
        let whole = rest;
        let mut sot = segment(&mut rest)?;
        take_u16(&mut sot)?;
        let length = take_u32(&mut sot)?;
        loop {
            match take_u16(&mut rest)? {
                SOD => break,
                COC | COD => return Err(PhotoFault::Unsupported),
                marker => pass_over(marker, &mut rest)?,
            }
        }
        // Psot counts from the SOT marker, two bytes before `whole`; 0 means to the end.
        let next = match usize::try_from(length).ok().and_then(|n| n.checked_sub(2)) {
            Some(n) if n < whole.len() => whole.get(n..).unwrap_or_default(),
            _ => return Ok(()),
        };
        if next.len() >= rest.len() {
            return Err(PhotoFault::Malformed);
        }
        rest = next;
        match take_u16(&mut rest) {
            Ok(SOT) => {}
            Ok(EOC) | Err(_) => return Ok(()),
            Ok(_) => return Err(PhotoFault::Malformed),
        }
    }
}
