//! An ONNX graph at one fixed input size, run by tract.

use core::fmt;
use std::sync::Arc;

use tract_onnx::prelude::*;
use zeroize::Zeroizing;

use crate::resample::Planes;

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

/// A graph ready to run on `edge`×`edge` squares of three channels.
pub(crate) struct Network {
    plan: Arc<TypedRunnableModel>,
    edge: usize,
}

impl Network {
    /// Reads and optimises `onnx` for input `[1, 3, edge, edge]`, whatever size the file states.
    pub(crate) fn load(onnx: &[u8], edge: usize) -> TractResult<Self> {
        let plan = tract_onnx::onnx()
            .with_ignore_output_shapes(true)
            .with_ignore_value_info(true)
            .model_for_read(&mut &*onnx)?
            .with_input_fact(0, f32::fact([1, 3, edge, edge]).into())?
            .into_optimized()?
            .into_runnable()?;
        Ok(Self { plan, edge })
    }

    /// Runs the graph on `planes`, whose edge must be this network's.
    pub(crate) fn run(&self, planes: &Planes) -> Result<Outputs, ModelFault> {
        let shape = [1, 3, self.edge, self.edge];
        let input = Tensor::from_shape(&shape, &planes.values).map_err(|_| ModelFault::NotRun)?;
        let outputs = self.plan.run(tvec!(input.into())).map_err(|_| ModelFault::NotRun)?;
        outputs.iter().map(|tensor| values(tensor)).collect()
    }
}

fn values(tensor: &Tensor) -> Result<Zeroizing<Vec<f32>>, ModelFault> {
    let view = tensor.to_plain_array_view::<f32>().map_err(|_| ModelFault::WrongOutput)?;
    let values = Zeroizing::new(view.iter().copied().collect::<Vec<f32>>());
    match values.iter().all(|value| value.is_finite()) {
        true => Ok(values),
        false => Err(ModelFault::NotFinite),
    }
}
