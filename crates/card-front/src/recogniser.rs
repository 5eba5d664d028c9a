//! The recogniser: a strip with one line of print in, one row of probabilities per step out.

use core::fmt;
use std::sync::Arc;

use face_intake::{Manifest, ModelError, ModelId};
use tract_onnx::Onnx;
use tract_onnx::pb::ModelProto;
use tract_onnx::prelude::*;
use tract_onnx::tract_core::knobs;
use zeroize::Zeroizing;

/// Rows of a strip, as the model wants them.
pub const STRIP_ROWS: usize = 48;

/// How long a strip is: one fixed size per kind of line, as the graph is optimised for its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// 320 columns: a date, the security code.
    Field,
    /// 640 columns: a line of the 追記欄.
    Row,
}

/// One line of print, its ink filling the height. Wiped on drop.
pub struct Strip {
    pub(crate) length: Length,
    /// Planes blue, green, red, from -1 to 1; 0 to the right of the print.
    pub(crate) planes: Zeroizing<Vec<f32>>,
}

/// What the model makes of a strip: for each step from left to right the probability of each class.
/// Class 0 is no character, the others are those of the charset. Wiped on drop.
pub struct Steps {
    classes: usize,
    values: Zeroizing<Vec<f32>>,
}

/// A model that was loaded and then misbehaved; the model or its runtime is to blame, never the
/// person whose card it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecogniserFault {
    /// The runtime refused to run the graph.
    NotRun,
    /// An output of another type or size than the model's card says.
    WrongOutput,
    /// A value that is no probability.
    NoProbability,
}

/// Reads lines of print.
pub trait Recogniser: Send + Sync {
    /// The characters of the classes from 1 on.
    fn charset(&self) -> &[String];

    /// Reads one strip.
    ///
    /// # Errors
    /// A [`RecogniserFault`].
    fn read(&self, strip: &Strip) -> Result<Steps, RecogniserFault>;
}

impl<R: Recogniser> Recogniser for &R {
    fn charset(&self) -> &[String] {
        (**self).charset()
    }

    fn read(&self, strip: &Strip) -> Result<Steps, RecogniserFault> {
        (**self).read(strip)
    }
}

impl Length {
    /// Columns of a strip.
    #[must_use]
    pub const fn columns(self) -> usize {
        match self {
            Self::Field => 320,
            Self::Row => 640,
        }
    }
}

impl Steps {
    /// Takes probabilities, step by step.
    ///
    /// # Errors
    /// [`RecogniserFault::WrongOutput`] unless they fill whole steps, [`RecogniserFault::NoProbability`]
    /// for a value outside 0 to 1.
    pub fn new(classes: usize, values: Zeroizing<Vec<f32>>) -> Result<Self, RecogniserFault> {
        if classes == 0 || values.is_empty() || !values.len().is_multiple_of(classes) {
            return Err(RecogniserFault::WrongOutput);
        }
        // Sums in floats may pass 1 by a rounding.
        if !values.iter().all(|value| (0.0..=1.001).contains(value)) {
            return Err(RecogniserFault::NoProbability);
        }
        Ok(Self { classes, values })
    }

    /// The steps, each with a probability per class.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(self.classes)
    }
}

/// PP-OCRv6 small, run by tract (`models/ppocrv6-rec.md`).
pub struct PpOcr {
    charset: Vec<String>,
    field: Arc<TypedRunnableModel>,
    row: Arc<TypedRunnableModel>,
}

impl PpOcr {
    /// Checks the file against the manifest and makes it ready to run: once, at start-up.
    ///
    /// # Errors
    /// A [`ModelError`] if the file is not the listed one, to the last bit, or can't be loaded.
    pub fn load(manifest: &Manifest, file: &[u8]) -> Result<Self, ModelError> {
        const ID: ModelId = ModelId::PpOcrV6Rec;
        manifest.check(ID, file)?;
        let unsupported = |_| ModelError::Unsupported(ID);
        let proto = reader().proto_model_for_read(&mut &*file).map_err(unsupported)?;
        let field = plan(&proto, Length::Field).map_err(unsupported)?;
        let row = plan(&proto, Length::Row).map_err(unsupported)?;
        Ok(Self { charset: charset(&proto), field, row })
    }
}

impl Recogniser for PpOcr {
    fn charset(&self) -> &[String] {
        &self.charset
    }

    fn read(&self, strip: &Strip) -> Result<Steps, RecogniserFault> {
        let plan = match strip.length {
            Length::Field => &self.field,
            Length::Row => &self.row,
        };
        let shape = [1, 3, STRIP_ROWS, strip.length.columns()];
        let input = Tensor::from_shape(&shape, &strip.planes).map_err(|_| RecogniserFault::NotRun)?;
        let outputs = plan.run(tvec!(input.into())).map_err(|_| RecogniserFault::NotRun)?;
        let output = outputs.first().ok_or(RecogniserFault::WrongOutput)?;
        let view = output.to_plain_array_view::<f32>().map_err(|_| RecogniserFault::WrongOutput)?;
        let &[1, _, classes] = view.shape() else { return Err(RecogniserFault::WrongOutput) };
        // No character before the first of the charset, and a space after the last.
        if classes != self.charset.len() + 2 {
            return Err(RecogniserFault::WrongOutput);
        }
        Steps::new(classes, Zeroizing::new(view.iter().copied().collect()))
    }
}

/// The same choice of kernels as the face comparison's (`face`, `network`): a process has one.
fn choose_kernels() {
    if cfg!(target_arch = "x86_64") {
        // False would mean that this tract has no such choice: then there is nothing to leave out.
        let _ = knobs::set_str("TRACT_CPU_ISA", "-avx512f");
    }
}

fn reader() -> Onnx {
    choose_kernels();
    // The file states symbolic sizes between its operations, which no fixed size agrees with (ocr.md 3).
    tract_onnx::onnx().with_ignore_value_info(true)
}

fn plan(proto: &ModelProto, length: Length) -> TractResult<Arc<TypedRunnableModel>> {
    let mut model = reader().parse(proto, None)?.model;
    model.set_input_fact(0, f32::fact([1, 3, STRIP_ROWS, length.columns()]).into())?;
    model.into_optimized()?.into_runnable()
}

/// The charset stands in the file itself, one character per line: what the hash was checked of.
fn charset(proto: &ModelProto) -> Vec<String> {
    let entry = proto.metadata_props.iter().find(|entry| entry.key == "character");
    entry.map_or_else(Vec::new, |entry| entry.value.lines().map(str::to_owned).collect())
}

impl fmt::Display for RecogniserFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotRun => "the model runtime refused to run the recogniser",
            Self::WrongOutput => "the recogniser gave an output of the wrong type or size",
            Self::NoProbability => "the recogniser gave a value that is no probability",
        })
    }
}

impl core::error::Error for RecogniserFault {}

impl fmt::Debug for PpOcr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PpOcr")
    }
}
