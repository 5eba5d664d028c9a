//! Depthwise 3×3 convolution together with the activations around it.
//!
//! tract's own walks the rows one by one and falls back to one value at a time for a stride of
//! two, for the borders and for the end of each row; rows of 14 are half such ends. Here each
//! channel is laid out with its border of zeros, so that every output is the same nine products
//! and whole bands of rows are one run of them. Laying out is the moment to apply the activation
//! in front, handing over the one behind: neither costs a pass of its own.

use fearless_simd::{Level, Simd, dispatch};
use tract_onnx::tract_hir::internal::*;

use super::prelu::Ramp;

/// Values of the second input per channel: the ramp before, nine taps, the ramp after.
pub(super) const WEIGHTS: usize = 15;
/// About this many sums are in flight at once, so that they and what they need stay in the
/// nearest cache.
const RUN: usize = 1024;

/// Input `[1, channels, rows, columns]`, padded by one zero on each side, and `[channels, 15]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Depthwise {
    pub(super) stride: Stride,
}

/// From one output to the next, in inputs, along both axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Stride {
    One,
    Two,
}

impl Stride {
    fn outputs(self, inputs: usize) -> usize {
        match self {
            Self::One => inputs,
            Self::Two => inputs.div_ceil(2),
        }
    }
}

impl Op for Depthwise {
    fn name(&self) -> StaticName {
        "DepthwiseWithRamps".into()
    }

    op_as_typed_op!();
}

impl EvalOp for Depthwise {
    op_out_of_plan!();

    fn eval(&self, _: &EvalContext<'_>, inputs: TVec<TValue>) -> TractResult<TVec<TValue>> {
        let (input, weights) = args_2!(inputs);
        let &[1, channels, rows, columns] = input.shape() else { bail!("not one picture") };
        let (weights, _) = weights.try_as_plain_ram()?.as_slice::<f32>()?.as_chunks::<WEIGHTS>();
        let mut plane = Plane::new(rows, columns);
        let level = Level::new();
        if self.stride == Stride::One {
            // Each channel is laid out apart before it is overwritten.
            let mut output = input.into_tensor();
            let mut view = output.try_as_plain_ram_mut()?;
            let channels = view.as_slice_mut::<f32>()?.chunks_exact_mut((rows * columns).max(1));
            for (channel, weights) in channels.zip(weights) {
                plane.lay_out(level, channel, weights);
                plane.convolve(level, weights, self.stride, channel);
            }
            return Ok(tvec!(output.into_tvalue()));
        }
        let (rows_out, columns_out) = (self.stride.outputs(rows), self.stride.outputs(columns));
        let mut output = Tensor::zero::<f32>(&[1, channels, rows_out, columns_out])?;
        let sources = input.try_as_plain_ram()?.as_slice::<f32>()?.chunks_exact((rows * columns).max(1));
        let mut view = output.try_as_plain_ram_mut()?;
        let targets = view.as_slice_mut::<f32>()?.chunks_exact_mut((rows_out * columns_out).max(1));
        for ((source, weights), target) in sources.zip(weights).zip(targets) {
            plane.lay_out(level, source, weights);
            plane.convolve(level, weights, self.stride, target);
        }
        Ok(tvec!(output.into_tvalue()))
    }
}

impl TypedOp for Depthwise {
    as_op!();

    fn output_facts(&self, inputs: &[&TypedFact]) -> TractResult<TVec<TypedFact>> {
        let input = inputs.first().context("no input")?;
        let &[1, channels, rows, columns] = input.shape.as_concrete().context("an open shape")? else {
            bail!("not one picture")
        };
        let shape = [1, channels, self.stride.outputs(rows), self.stride.outputs(columns)];
        Ok(tvec!(input.datum_type.fact(shape)))
    }
}

/// Room for one channel with its border, and for a band of sums.
struct Plane {
    columns: usize,
    pitch: usize,
    padded: Vec<f32>,
    sums: Vec<f32>,
}

impl Plane {
    fn new(rows: usize, columns: usize) -> Self {
        let pitch = columns + 2;
        // Two values more, which the last sums of the last row read and nobody takes.
        Self { columns, pitch, padded: vec![0.0; (rows + 2) * pitch + 2], sums: vec![0.0; RUN.max(pitch)] }
    }

    fn lay_out(&mut self, level: Level, source: &[f32], weights: &[f32; WEIGHTS]) {
        let &[scale, shift, slope, ..] = weights;
        let before = Ramp { scale, shift, slope };
        let targets = self.padded.chunks_exact_mut(self.pitch).skip(1);
        let rows = source.chunks_exact(self.columns.max(1)).zip(targets);
        dispatch!(level, simd => simd.vectorize(#[inline(always)] || for (row, target) in rows {
            let target = target.get_mut(1..=row.len()).unwrap_or_default();
            target.iter_mut().zip(row).for_each(|(target, &value)| *target = before.at(value));
        }));
    }

    /// The same sums in the same order whatever registers the processor has.
    fn convolve(&mut self, level: Level, weights: &[f32; WEIGHTS], stride: Stride, target: &mut [f32]) {
        let &[_, _, _, t0, t1, t2, t3, t4, t5, t6, t7, t8, scale, shift, slope] = weights;
        let taps = [t0, t1, t2, t3, t4, t5, t6, t7, t8];
        let after = Ramp { scale, shift, slope };
        let columns = stride.outputs(self.columns).max(1);
        let (band, step) = match stride {
            Stride::One => ((RUN / self.pitch).max(1), self.pitch),
            Stride::Two => (1, 2 * self.pitch),
        };
        let Self { pitch, padded, sums, .. } = self;
        let bands = target.chunks_mut(band * columns).enumerate();
        dispatch!(level, simd => simd.vectorize(#[inline(always)] || for (number, target) in bands {
            let run = target.len() / columns * *pitch;
            let inputs = padded.get(number * band * step..).unwrap_or_default();
            let sums = sums.get_mut(..run).unwrap_or_default();
            nine_products(inputs, *pitch, &taps, sums);
            let rows = target.chunks_exact_mut(columns).zip(sums.chunks_exact(*pitch));
            rows.for_each(|(row, sums)| hand_over(sums, stride, after, row));
        }));
    }
}

/// Each sum is that of the nine inputs right and below of its place; rows are `pitch` apart.
#[inline(always)]
fn nine_products(inputs: &[f32], pitch: usize, taps: &[f32; 9], sums: &mut [f32]) {
    let run = sums.len();
    let at = |row: usize, column: usize| inputs.get(row * pitch + column..row * pitch + column + run);
    let (Some(x0), Some(x1), Some(x2)) = (at(0, 0), at(0, 1), at(0, 2)) else { return };
    let (Some(x3), Some(x4), Some(x5)) = (at(1, 0), at(1, 1), at(1, 2)) else { return };
    let (Some(x6), Some(x7), Some(x8)) = (at(2, 0), at(2, 1), at(2, 2)) else { return };
    let &[t0, t1, t2, t3, t4, t5, t6, t7, t8] = taps;
    let rows = (x0.iter().zip(x1).zip(x2)).zip(x3.iter().zip(x4).zip(x5)).zip(x6.iter().zip(x7).zip(x8));
    for (sum, ((((x0, x1), x2), ((x3, x4), x5)), ((x6, x7), x8))) in sums.iter_mut().zip(rows) {
        // Three sums at a time, which need not wait for each other.
        let above = t0 * x0 + t1 * x1 + t2 * x2;
        let beside = t3 * x3 + t4 * x4 + t5 * x5;
        let below = t6 * x6 + t7 * x7 + t8 * x8;
        *sum = above + beside + below;
    }
}

#[inline(always)]
fn hand_over(sums: &[f32], stride: Stride, after: Ramp, row: &mut [f32]) {
    match stride {
        Stride::One => row.iter_mut().zip(sums).for_each(|(y, sum)| *y = after.at(*sum)),
        Stride::Two => {
            let (pairs, _) = sums.as_chunks::<2>();
            row.iter_mut().zip(pairs).for_each(|(y, [sum, _])| *y = after.at(*sum));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Small whole numbers, so that sums are exact in any order.
    fn value(seed: usize) -> f32 {
        f32::from(u8::try_from(seed * 7919 % 251 % 13).unwrap()) - 6.0
    }

    fn plainly(source: &[f32], columns: usize, weights: &[f32; WEIGHTS], step: usize) -> Vec<f32> {
        let rows = source.len() / columns;
        let [before, after] = [[0, 1, 2], [12, 13, 14]].map(|at| Ramp::of(&at.map(|i| weights[i])));
        let at = |row: usize, column: usize| {
            let inside = (1..=rows).contains(&row) && (1..=columns).contains(&column);
            if inside { before.at(source[(row - 1) * columns + column - 1]) } else { 0.0 }
        };
        let places = (0..rows).step_by(step).flat_map(|y| (0..columns).step_by(step).map(move |x| (y, x)));
        let sum = |(y, x)| (0..9).map(|tap| weights[3 + tap] * at(y + tap / 3, x + tap % 3)).sum::<f32>();
        places.map(|place| after.at(sum(place))).collect()
    }

    fn run(stride: Stride, rows: usize, columns: usize) -> (Vec<f32>, Vec<f32>) {
        let channels = 2;
        let area = rows * columns;
        let source: Vec<f32> = (0..channels * area).map(value).collect();
        let weights: Vec<f32> = (0..channels * WEIGHTS).map(|i| value(i + 3)).collect();
        let tensor =
            |shape: &[usize], values: &[f32]| Tensor::from_shape(shape, values).unwrap().into_tvalue();
        let inputs =
            tvec!(tensor(&[1, channels, rows, columns], &source), tensor(&[channels, WEIGHTS], &weights));
        let outputs = Depthwise { stride }.eval_out_of_plan(inputs).unwrap().unwrap();
        let step = if stride == Stride::One { 1 } else { 2 };
        let expected = source.chunks(area).zip(weights.as_chunks().0);
        let expected =
            expected.flat_map(|(source, weights)| plainly(source, columns, weights, step)).collect();
        (outputs[0].try_as_plain_ram().unwrap().as_slice().unwrap().to_vec(), expected)
    }

    #[test]
    fn it_is_the_sum_of_nine_products_at_any_size() {
        for (rows, columns) in
            [(1, 1), (1, 7), (9, 1), (2, 2), (7, 7), (14, 14), (3, 1500), (61, 33), (112, 112)]
        {
            for stride in [Stride::One, Stride::Two] {
                let (got, expected) = run(stride, rows, columns);
                assert_eq!(got, expected, "{rows}x{columns} {stride:?}");
            }
        }
    }
}
