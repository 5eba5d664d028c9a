//! The larger of each two by two values.

use fearless_simd::{Level, Simd, dispatch};
use tract_onnx::tract_hir::internal::*;

/// Input `[1, channels, rows, columns]` with even edges; output with halved ones.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Halve;

impl Op for Halve {
    fn name(&self) -> StaticName {
        "Halve".into()
    }

    op_as_typed_op!();
}

impl EvalOp for Halve {
    op_out_of_plan!();

    fn eval(&self, _: &EvalContext<'_>, inputs: TVec<TValue>) -> TractResult<TVec<TValue>> {
        let input = args_1!(inputs);
        let &[1, channels, rows, columns] = input.shape() else { bail!("not one picture") };
        let mut output = Tensor::zero::<f32>(&[1, channels, rows / 2, columns / 2])?;
        let source = input.try_as_plain_ram()?.as_slice::<f32>()?;
        let mut view = output.try_as_plain_ram_mut()?;
        let target = view.as_slice_mut::<f32>()?;
        // No row pair spans two channels, because the rows of each are even.
        let pairs =
            source.chunks_exact((2 * columns).max(1)).zip(target.chunks_exact_mut((columns / 2).max(1)));
        let level = Level::new();
        for (rows, target) in pairs {
            let (upper, lower) = rows.split_at(columns);
            dispatch!(level, simd => simd.vectorize(#[inline(always)] || greatest(upper, lower, target)));
        }
        Ok(tvec!(output.into_tvalue()))
    }
}

#[inline(always)]
fn greatest(upper: &[f32], lower: &[f32], target: &mut [f32]) {
    let greater = |a: f32, b: f32| if b > a { b } else { a };
    let ((upper, _), (lower, _)) = (upper.as_chunks::<2>(), lower.as_chunks::<2>());
    for (target, (&[a, b], &[c, d])) in target.iter_mut().zip(upper.iter().zip(lower)) {
        *target = greater(greater(a, b), greater(c, d));
    }
}

impl TypedOp for Halve {
    as_op!();

    fn output_facts(&self, inputs: &[&TypedFact]) -> TractResult<TVec<TypedFact>> {
        let input = inputs.first().context("no input")?;
        let &[1, channels, rows, columns] = input.shape.as_concrete().context("an open shape")? else {
            bail!("not one picture")
        };
        Ok(tvec!(input.datum_type.fact([1, channels, rows / 2, columns / 2])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_four_values_the_greatest_is_kept() {
        let values =
            [1.0_f32, 2.0, -3.0, -4.0, 0.0, 9.0, -2.0, -5.0, 7.0, 7.0, 0.5, 0.0, 8.0, 6.0, 0.0, 0.25];
        let input = Tensor::from_shape(&[1, 2, 2, 4], &values).unwrap().into_tvalue();
        let outputs = Halve.eval_out_of_plan(tvec!(input)).unwrap().unwrap();
        assert_eq!(outputs[0].shape(), [1, 2, 1, 2]);
        assert_eq!(outputs[0].try_as_plain_ram().unwrap().as_slice::<f32>().unwrap(), [9.0, -2.0, 8.0, 0.5]);
    }
}
