//! An ONNX graph at one fixed input size, run by tract.

mod depthwise;
mod fuse;
#[cfg(test)]
mod goldens;
mod pool;
mod prelu;

use core::fmt;
use std::sync::Arc;

use prelu::OnnxPrelu;
use tract_onnx::prelude::*;
use tract_onnx::tract_core::knobs;
use tract_onnx::tract_hir::internal::expand;
use zeroize::Zeroizing;

use crate::resample::{Planes, Size};

/// A model that was loaded and then misbehaved; the model or its runtime is to blame, never the
/// person in front of the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelFault {
    /// The runtime refused to run the graph.
    NotRun,
    /// An output has another type or size than the model's card says.
    WrongOutput,
    /// An output holds a NaN or an infinity, or an embedding of length zero.
    NotFinite,
}

impl fmt::Display for ModelFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotRun => "the model runtime refused to run a model",
            Self::WrongOutput => "a model gave an output of the wrong type or size",
            Self::NotFinite => "a model gave a value that is not a number",
        })
    }
}

impl core::error::Error for ModelFault {}

/// The outputs of one run, in the order that the ONNX file lists them.
pub(crate) type Outputs = Vec<Zeroizing<Vec<f32>>>;

/// A graph ready to run on pictures of one size and three channels.
pub(crate) struct Network {
    plan: Arc<TypedRunnableModel>,
    size: Size,
}

impl Network {
    /// Reads and optimises `onnx` for input `[1, 3, rows, columns]`, whatever size the file states.
    pub(crate) fn load(onnx: &[u8], size: Size) -> TractResult<Self> {
        let mut reader = tract_onnx::onnx();
        reader.op_register.insert("PRelu", |_, _| Ok((expand(OnnxPrelu), vec![])));
        let plan = fuse::fuse(read(reader, onnx, size)?)?.into_optimized()?.into_runnable()?;
        Ok(Self { plan, size })
    }

    /// The same with tract's own operations alone.
    #[cfg(test)]
    fn load_plain(onnx: &[u8], size: Size) -> Self {
        let plan = read(tract_onnx::onnx(), onnx, size).unwrap();
        Self { plan: plan.into_optimized().unwrap().into_runnable().unwrap(), size }
    }

    /// What this network takes.
    pub(crate) fn size(&self) -> Size {
        self.size
    }

    /// Runs the graph on `planes`, whose size must be this network's.
    pub(crate) fn run(&self, planes: &Planes) -> Result<Outputs, ModelFault> {
        let shape = [1, 3, self.size.rows, self.size.columns];
        let input = Tensor::from_shape(&shape, &planes.values).map_err(|_| ModelFault::NotRun)?;
        let outputs = self.plan.run(tvec!(input.into())).map_err(|_| ModelFault::NotRun)?;
        outputs.iter().map(|tensor| values(tensor)).collect()
    }
}

/// Leaves tract's AVX-512 kernels out, before it looks at the processor for the first time: the
/// AVX2 ones multiply these matrices faster where 512 bits take two steps (AMD Zen 4: 13.0 ms of
/// products per embedding against 15.1), and every x86-64 processor with AVX2 then adds in the
/// same order, whatever else it has.
fn choose_kernels() {
    if cfg!(target_arch = "x86_64") {
        // False would mean that this tract has no such choice: then there is nothing to leave out.
        let _ = knobs::set_str("TRACT_CPU_ISA", "-avx512f");
    }
}

fn read(reader: tract_onnx::Onnx, onnx: &[u8], size: Size) -> TractResult<TypedModel> {
    choose_kernels();
    reader
        .with_ignore_output_shapes(true)
        .with_ignore_value_info(true)
        .model_for_read(&mut &*onnx)?
        .with_input_fact(0, f32::fact([1, 3, size.rows, size.columns]).into())?
        .into_typed()
}

fn values(tensor: &Tensor) -> Result<Zeroizing<Vec<f32>>, ModelFault> {
    let view = tensor.to_plain_array_view::<f32>().map_err(|_| ModelFault::WrongOutput)?;
    let values = Zeroizing::new(view.iter().copied().collect::<Vec<f32>>());
    match values.iter().all(|value| value.is_finite()) {
        true => Ok(values),
        false => Err(ModelFault::NotFinite),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_models;

    /// Feeding BGR for RGB or scaling the input lowers scores without any error; this is what
    /// would notice.
    const TOLERANCE: f32 = 1e-4;

    fn assert_near(mine: f32, golden: f32) {
        assert!((mine - golden).abs() < TOLERANCE, "{mine} is not {golden}");
    }

    #[test]
    fn the_detector_gives_the_golden_values() {
        let network = Network::load(&test_models::yunet(), Size::square(320)).unwrap();
        let outputs = network.run(&goldens::pattern(320)).unwrap();
        assert_eq!(outputs.len(), goldens::DETECTOR.len());
        for (output, golden) in outputs.iter().zip(goldens::DETECTOR) {
            for (i, value) in golden.into_iter().enumerate() {
                assert_near(output[i * (output.len() - 1) / 7], value);
            }
        }
    }

    #[test]
    fn the_embedder_gives_the_golden_values() {
        let network = Network::load(&test_models::sface(), Size::square(112)).unwrap();
        let outputs = network.run(&goldens::pattern(112)).unwrap();
        assert_eq!(outputs.len(), 1);
        for (&mine, golden) in outputs[0].iter().zip(goldens::EMBEDDER) {
            assert_near(mine, golden);
        }
    }

    #[test]
    fn what_is_fused_computes_the_same() {
        for (onnx, edge) in [(test_models::yunet(), 320), (test_models::sface(), 112)] {
            let size = Size::square(edge);
            let [fused, plain] = [Network::load(&onnx, size).unwrap(), Network::load_plain(&onnx, size)];
            assert!(fused.plan.model().nodes().len() < plain.plan.model().nodes().len());
            let [fused, plain] = [fused, plain].map(|network| network.run(&goldens::pattern(edge)).unwrap());
            assert_eq!(fused.len(), plain.len());
            for (fused, plain) in fused.iter().zip(&plain) {
                assert_eq!(fused.len(), plain.len());
                fused.iter().zip(plain.iter()).for_each(|(&fused, &plain)| assert_near(fused, plain));
            }
        }
    }

    #[test]
    fn the_same_input_gives_the_same_bits() {
        let network = Network::load(&test_models::yunet(), Size::square(320)).unwrap();
        let run = || network.run(&goldens::pattern(320)).unwrap();
        assert_eq!(run(), run());
    }

    #[test]
    fn a_value_that_is_no_number_is_a_fault() {
        for bad in [f32::NAN, f32::INFINITY] {
            let tensor = Tensor::from_shape(&[2], &[0.0, bad]).unwrap();
            assert_eq!(values(&tensor).err(), Some(ModelFault::NotFinite));
        }
        let integers = Tensor::from_shape(&[1], &[1_i64]).unwrap();
        assert_eq!(values(&integers).err(), Some(ModelFault::WrongOutput));
    }
}
