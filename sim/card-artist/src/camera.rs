//! What lens, shutter, sensor and coder make of the light.

use crate::dice::Dice;
use crate::numeric::{byte, index, real};
use crate::picture::Light;
use crate::scene::Scene;
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;

/// What the lens makes of the light, and the shutter of a picture that moves.
#[must_use]
pub fn focused(mut light: Light, scene: &Scene) -> Light {
    blur(&mut light, scene.blur);
    if scene.motion != (0.0, 0.0) {
        smear(&mut light, scene.motion);
    }
    light
}

/// One frame as a file: noise, a little flicker, the coder.
///
/// # Errors
/// What the coder says.
pub fn taken(light: &Light, scene: &Scene, dice: &mut Dice) -> Result<Vec<u8>, String> {
    let flicker = dice.between(0.98, 1.02);
    let mut samples = Vec::with_capacity(light.samples.len() * 3);
    for colour in &light.samples {
        // The sum of eight bytes is about normal: mean 1020, standard deviation 209.
        let noises = [(); 3].map(|()| dice.bits().to_le_bytes().map(f32::from).iter().sum::<f32>());
        let noisy = colour.iter().zip(noises);
        samples
            .extend(noisy.map(|(value, sum)| byte(value * flicker + (sum - 1020.0) / 209.0 * scene.noise)));
    }
    let size = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let frame = RgbImage::from_raw(size(light.columns), size(light.rows), samples).ok_or("lost pixels")?;
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, scene.jpeg)
        .encode_image(&frame)
        .map_err(|error| error.to_string())?;
    Ok(file)
}

/// A Gaussian, rows and then columns.
fn blur(light: &mut Light, deviation: f32) {
    let reach = index((deviation * 2.6).ceil(), 8);
    let weights: Vec<f32> =
        (0..=reach).map(|n| (-real(n * n) / (2.0 * deviation * deviation)).exp()).collect();
    let sum = weights.iter().skip(1).sum::<f32>() * 2.0 + 1.0;
    let steps: Vec<(isize, f32)> = (0_isize..)
        .zip(&weights)
        .flat_map(|(n, weight)| [(n, weight / sum), (-n, weight / sum)])
        .skip(1)
        .collect();
    light.samples = folded(light, &steps, true);
    light.samples = folded(light, &steps, false);
}

/// Every pixel as the sum of others in its row or column.
fn folded(light: &Light, steps: &[(isize, f32)], rows: bool) -> Vec<[f32; 3]> {
    let mut out = Vec::with_capacity(light.samples.len());
    for row in 0..light.rows {
        for column in 0..light.columns {
            let mut sum = [0.0; 3];
            for (step, weight) in steps {
                let (x, y) = if rows {
                    (moved(column, *step, light.columns), row)
                } else {
                    (column, moved(row, *step, light.rows))
                };
                let Some(colour) = light.samples.get(y * light.columns + x) else { continue };
                sum.iter_mut().zip(colour).for_each(|(sum, value)| *sum += value * weight);
            }
            out.push(sum);
        }
    }
    out
}

fn moved(at: usize, step: isize, count: usize) -> usize {
    at.saturating_add_signed(step).min(count.saturating_sub(1))
}

/// The mean of the picture's places while it moved.
fn smear(light: &mut Light, (right, down): (f32, f32)) {
    let steps = index(right.hypot(down).ceil() * 1.5, 16).max(2);
    let mut out = vec![[0.0; 3]; light.samples.len()];
    for step in 0..steps {
        let share = real(step) / real(steps - 1) - 0.5;
        for (at, sum) in out.iter_mut().enumerate() {
            let (x, y) = (real(at % light.columns) + right * share, real(at / light.columns) + down * share);
            let colour = between(light, x, y);
            sum.iter_mut().zip(colour).for_each(|(sum, value)| *sum += value / real(steps));
        }
    }
    light.samples = out;
}

fn between(light: &Light, x: f32, y: f32) -> [f32; 3] {
    let (left, top) = (index(x, light.columns - 1), index(y, light.rows - 1));
    let (fx, fy) = ((x - real(left)).clamp(0.0, 1.0), (y - real(top)).clamp(0.0, 1.0));
    let at = |dx: usize, dy: usize| {
        let (x, y) = ((left + dx).min(light.columns - 1), (top + dy).min(light.rows - 1));
        light.samples.get(y * light.columns + x).copied().unwrap_or_default()
    };
    let mix = crate::sheet::mix;
    mix(mix(at(0, 0), at(1, 0), fx), mix(at(0, 1), at(1, 1), fx), fy)
}
