//! Finds, in a graph as read from ONNX, what this crate computes faster than tract, and puts its
//! own operations there: [`Depthwise`] and [`Halve`].

use tract_onnx::tract_core::ops::binary::TypedBinOp;
use tract_onnx::tract_core::ops::cast::Cast;
use tract_onnx::tract_core::ops::cnn::{Conv, KernelFormat, MaxPool, PaddingSpec, PoolSpec};
use tract_onnx::tract_core::ops::math;
use tract_onnx::tract_core::ops::nn::DataFormat;
use tract_onnx::tract_hir::internal::*;

use super::depthwise::{Depthwise, Stride, WEIGHTS};
use super::pool::Halve;
use super::prelu::{Prelu, Ramp};

/// Replaces depthwise 3×3 convolutions, with the activations around them, and 2×2 maximum pools.
/// What does not fit exactly stays as it is.
pub(super) fn fuse(mut model: TypedModel) -> TractResult<TypedModel> {
    // What nobody reads any more would count as a reader of what is before it.
    model.compact()?;
    let ids: Vec<usize> = model.nodes().iter().map(|node| node.id).collect();
    for id in ids {
        let patch = match depthwise(&model, id)? {
            Some(patch) => Some(patch),
            None => pool(&model, id)?,
        };
        if let Some(patch) = patch {
            patch.apply(&mut model)?;
        }
    }
    Ok(model)
}

fn depthwise(model: &TypedModel, id: usize) -> TractResult<Option<TypedModelPatch>> {
    let node = model.node(id);
    let Some((stride, taps, biases)) = convolution(model, node) else { return Ok(None) };
    let channels = biases.len();
    let none = || vec![Ramp::NONE; channels];
    let input = *node.inputs.first().context("no input")?;
    let before = model.node(input.node);
    let (input, before) = match ramps(model, before, channels) {
        Some(ramps) if model.single_succ(before.id)?.is_some() => {
            (*before.inputs.first().context("no input")?, ramps)
        }
        _ => (input, none()),
    };
    let after = model.single_succ(id)?.and_then(|after| Some((after.id, ramps(model, after, channels)?)));
    let (last, after) = after.unwrap_or((id, none()));
    let ramps = before.into_iter().zip(after);
    let channels_with_ramps = taps.iter().zip(&biases).zip(ramps);
    let weights: Vec<f32> = channels_with_ramps
        .flat_map(|((taps, bias), (before, after))| channel(taps, *bias, before, after))
        .collect();
    let weights = Tensor::from_shape(&[channels, WEIGHTS], &weights)?;
    let mut patch = TypedModelPatch::default();
    let input = patch.tap_model(model, input)?;
    let weights = patch.add_const(format!("{}.weights", node.name), weights)?;
    let output = patch.wire_node(format!("{}.fused", node.name), Depthwise { stride }, &[input, weights])?;
    patch.shunt_outside(model, last.into(), *output.first().context("no output")?)?;
    Ok(Some(patch))
}

/// What the operation reads for one channel; the bias becomes part of the shift behind it.
fn channel(taps: &[f32; 9], bias: f32, before: Ramp, after: Ramp) -> Vec<f32> {
    let mut weights = vec![before.scale, before.shift, before.slope];
    weights.extend(taps);
    weights.extend([after.scale, after.shift + after.scale * bias, after.slope]);
    weights
}

/// What `node` does per channel, if it is PReLU or ReLU.
fn ramps(model: &TypedModel, node: &TypedNode, channels: usize) -> Option<Vec<Ramp>> {
    let &[_, parameters] = node.inputs.as_slice() else { return None };
    let parameters = constant(model, parameters)?;
    if node.op_is::<Prelu>() {
        let (ramps, _) = parameters.as_chunks::<3>();
        return (ramps.len() == channels).then(|| ramps.iter().map(Ramp::of).collect());
    }
    let is_max = node.op_as::<TypedBinOp>()?.0.is::<math::Max>();
    (is_max && parameters == [0.0]).then(|| vec![Ramp::POSITIVE; channels])
}

/// Stride, taps and biases of a depthwise 3×3 convolution with a border of one.
fn convolution(model: &TypedModel, node: &TypedNode) -> Option<(Stride, Vec<[f32; 9]>, Vec<f32>)> {
    let conv = node.op_as::<Conv>()?;
    let &[_, kernel, bias] = node.inputs.as_slice() else { return None };
    let stride = stride(&conv.pool_spec)?;
    let channels = conv.group;
    let fits = conv.kernel_fmt == KernelFormat::OIHW
        && conv.q_params.is_none()
        && (conv.pool_spec.input_channels, conv.pool_spec.output_channels) == (channels, channels)
        && *conv.pool_spec.kernel_shape == [3, 3]
        && conv.pool_spec.padding == PaddingSpec::Explicit(tvec![1, 1], tvec![1, 1]);
    let kernel = constant(model, kernel)?;
    let (taps, _) = kernel.as_chunks::<9>();
    let biases = match constant(model, bias)?.as_slice() {
        [one] => vec![*one; channels],
        biases => biases.to_vec(),
    };
    let fits = fits && taps.len() == channels && biases.len() == channels;
    fits.then(|| (stride, taps.to_vec(), biases))
}

fn pool(model: &TypedModel, id: usize) -> TractResult<Option<TypedModelPatch>> {
    let node = model.node(id);
    let (Some(pool), &[input]) = (node.op_as::<MaxPool>(), node.inputs.as_slice()) else { return Ok(None) };
    let even = |shape: &[usize]| matches!(shape, [1, _, rows, columns] if rows % 2 == 0 && columns % 2 == 0);
    let fits = pool.with_index_outputs.is_none()
        && *pool.pool_spec.kernel_shape == [2, 2]
        && pool.pool_spec.padding == PaddingSpec::ExplicitOnnxPool(tvec![0, 0], tvec![0, 0], false)
        && stride(&pool.pool_spec) == Some(Stride::Two)
        && model.outlet_fact(input)?.shape.as_concrete().is_some_and(even);
    if !fits {
        return Ok(None);
    }
    TypedModelPatch::replace_single_op(model, node, &[input], Halve).map(Some)
}

fn stride(pool: &PoolSpec) -> Option<Stride> {
    let fits = pool.data_format == DataFormat::NCHW
        && pool.dilations.as_deref().is_none_or(|dilations| dilations == [1, 1]);
    match pool.strides.as_deref() {
        None | Some([1, 1]) if fits => Some(Stride::One),
        Some([2, 2]) if fits => Some(Stride::Two),
        _ => None,
    }
}

/// The values behind `outlet`, if they are constant; the reader puts a cast before some.
fn constant(model: &TypedModel, outlet: OutletId) -> Option<Vec<f32>> {
    let node = model.node(outlet.node);
    let outlet = if node.op_is::<Cast>() { *node.inputs.first()? } else { outlet };
    let constant = model.outlet_fact(outlet).ok()?.konst.clone()?;
    Some(constant.try_as_plain_ram().ok()?.as_slice::<f32>().ok()?.to_vec())
}
