//! PReLU as one pass over memory.
//!
//! tract spells it as compare, multiply, select: three passes and two further buffers, half of
//! the time of a network that has one behind each convolution. Here it is one operation, in
//! place, that also takes over the batch normalisation in front of it.

use tract_onnx::tract_core::ops::binary::{BinMiniOp, TypedBinOp};
use tract_onnx::tract_core::ops::math;
use tract_onnx::tract_hir::internal::*;

/// What becomes of a value: `y = scale·x + shift`, then `slope·y` unless `y` is positive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ramp {
    pub(super) scale: f32,
    pub(super) shift: f32,
    pub(super) slope: f32,
}

impl Ramp {
    /// Changes nothing.
    pub(super) const NONE: Self = Self { scale: 1.0, shift: 0.0, slope: 1.0 };
    /// ReLU.
    pub(super) const POSITIVE: Self = Self { slope: 0.0, ..Self::NONE };

    /// A NaN stays one.
    #[inline(always)]
    pub(super) fn at(self, x: f32) -> f32 {
        let y = x * self.scale + self.shift;
        if y > 0.0 { y } else { y * self.slope }
    }

    pub(super) fn of(values: &[f32; 3]) -> Self {
        let &[scale, shift, slope] = values;
        Self { scale, shift, slope }
    }
}

/// ONNX's `PRelu` with one constant slope per channel, channels along axis 1.
#[derive(Debug, Clone)]
pub(super) struct OnnxPrelu;

impl Expansion for OnnxPrelu {
    fn name(&self) -> StaticName {
        "PreluPerChannel".into()
    }

    fn rules<'r, 'p: 'r, 's: 'r>(
        &'s self,
        solver: &mut Solver<'r>,
        inputs: &'p [TensorProxy],
        outputs: &'p [TensorProxy],
    ) -> InferenceResult {
        let ([x, _], [y]) = (inputs, outputs) else { bail!("PRelu takes two inputs and gives one output") };
        solver.equals(&x.datum_type, &y.datum_type)?;
        solver.equals(&x.shape, &y.shape)
    }

    fn wire(&self, name: &str, model: &mut TypedModel, inputs: &[OutletId]) -> TractResult<TVec<OutletId>> {
        let &[input, slope] = inputs else { bail!("PRelu takes two inputs") };
        let channels = model.outlet_fact(input)?.shape.get(1).context("no channels")?.to_usize()?;
        let slopes = per_channel(model, slope, channels).context("PRelu's slopes are not one per channel")?;
        let (input, scales, shifts) =
            normalised(model, input, channels).unwrap_or((input, vec![1.0; channels], vec![0.0; channels]));
        let ramps: Vec<f32> =
            scales.into_iter().zip(shifts).zip(slopes).flat_map(|((a, b), c)| [a, b, c]).collect();
        let ramps = model.add_const(format!("{name}.ramps"), Tensor::from_shape(&[channels, 3], &ramps)?)?;
        model.wire_node(name, Prelu, &[input, ramps])
    }
}

/// The constant behind `outlet`, if it holds one value per channel.
fn per_channel(model: &TypedModel, outlet: OutletId, channels: usize) -> Option<Vec<f32>> {
    let constant = model.outlet_fact(outlet).ok()?.konst.clone()?;
    let values = constant.try_as_plain_ram().ok()?.as_slice::<f32>().ok()?.to_vec();
    (values.len() == channels).then_some(values)
}

/// Where `outlet` is a batch normalisation as tract spells it, a product and a sum: what it
/// normalises, its scales and its shifts.
fn normalised(
    model: &TypedModel,
    outlet: OutletId,
    channels: usize,
) -> Option<(OutletId, Vec<f32>, Vec<f32>)> {
    let (product, shifts) = operand::<math::Add>(model, outlet, channels)?;
    let (input, scales) = operand::<math::Mul>(model, product, channels)?;
    Some((input, scales, shifts))
}

fn operand<O: BinMiniOp>(
    model: &TypedModel,
    outlet: OutletId,
    channels: usize,
) -> Option<(OutletId, Vec<f32>)> {
    let node = model.nodes().get(outlet.node)?;
    let &[constant, other] = node.inputs.as_slice() else { return None };
    let is = node.op_as::<TypedBinOp>().is_some_and(|operation| operation.0.is::<O>());
    Some((other, per_channel(model, constant, channels).filter(|_| is)?))
}

/// One [`Ramp`] per channel, from the second input, `[channels, 3]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Prelu;

impl Op for Prelu {
    fn name(&self) -> StaticName {
        "Prelu".into()
    }

    op_as_typed_op!();
}

impl EvalOp for Prelu {
    op_out_of_plan!();

    fn eval(&self, _: &EvalContext<'_>, inputs: TVec<TValue>) -> TractResult<TVec<TValue>> {
        let (input, ramps) = args_2!(inputs);
        let mut output = input.into_tensor();
        let &[images, channels, ..] = output.shape() else { bail!("no channels") };
        let plane = output.len().checked_div(images * channels).context("an empty picture")?;
        let (ramps, _) = ramps.try_as_plain_ram()?.as_slice::<f32>()?.as_chunks::<3>();
        let mut view = output.try_as_plain_ram_mut()?;
        let planes = view.as_slice_mut::<f32>()?.chunks_exact_mut(plane.max(1));
        for (plane, ramp) in planes.zip(ramps.iter().map(Ramp::of).cycle()) {
            plane.iter_mut().for_each(|value| *value = ramp.at(*value));
        }
        Ok(tvec!(output.into_tvalue()))
    }
}

impl TypedOp for Prelu {
    as_op!();

    fn output_facts(&self, inputs: &[&TypedFact]) -> TractResult<TVec<TypedFact>> {
        Ok(tvec!(inputs.first().context("no input")?.without_value()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_channel_has_its_ramp_and_a_value_that_is_no_number_stays_one() {
        let ramps = Tensor::from_shape(&[2, 3], &[2.0_f32, 1.0, 0.5, 1.0, 0.0, 0.0]).unwrap();
        let input =
            Tensor::from_shape(&[1, 2, 1, 3], &[1.0_f32, -1.0, f32::NAN, 4.0, -4.0, f32::NAN]).unwrap();
        let outputs =
            Prelu.eval_out_of_plan(tvec!(input.into_tvalue(), ramps.into_tvalue())).unwrap().unwrap();
        let view = outputs[0].try_as_plain_ram().unwrap();
        let values = view.as_slice::<f32>().unwrap();
        assert_eq!((&values[..2], &values[3..5]), (&[3.0, -0.5][..], &[4.0, 0.0][..]));
        assert!(values[2].is_nan() && values[5].is_nan());
    }
}
