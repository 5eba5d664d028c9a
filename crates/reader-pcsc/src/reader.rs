use crate::patience::Patience;
use crate::seize::{Seizer, Wanted};
use crate::told::Told;
use crate::view::View;
use crate::{FormRule, Readers, blame};
use pcsc::{Context, Error, Scope};
use runtime::port::{HeldCard, Reader, ReaderFault, SlotState};
use std::time::Duration;

/// A driver that reports changes without end can't make one call look more often than this.
const MOST_LOOKS: usize = 32;

/// The card readers of this terminal, through PC/SC.
///
/// Errors of the service and of the readers are the states and faults of the port; there is
/// nothing to open and nothing that can fail when it is made.
///
/// - **A swapped card is a removal.** When the card was taken and one was put there between two
///   calls of `watch`, the first of them that sees it tells [`SlotState::Empty`] once.
/// - **A card that was torn away** is let go of when pcscd has noticed, or after two seconds:
///   `hold` may end so much later than its body, and `watch` does not tell of a card that left.
/// - **A lost service is told at once**, also when it is back already, because every card has
///   lost its power with it. It is looked for at the start of each call, once.
/// - **`hold` takes the card that `watch` told last**: if it was swapped, or a second one was put
///   there, or none was told, the answer is [`ReaderFault::CardGone`] and the next `watch` tells why.
/// - **Another program** that is connected with sharing does not keep us out: its connection is
///   reset. One that is connected exclusively or stays in a transaction gives
///   [`ReaderFault::HeldByOther`] after four seconds at most.
pub struct PcscReader {
    readers: Readers,
    form: FormRule,
    context: Option<Context>,
    told: Told,
    seizer: Seizer,
}

impl PcscReader {
    /// Of `readers`, with APDUs by `form`.
    #[must_use]
    pub fn new(readers: Readers, form: FormRule) -> Self {
        Self { readers, form, context: None, told: Told::default(), seizer: Seizer::default() }
    }

    fn context(&mut self) -> Result<Context, Error> {
        match &self.context {
            Some(context) => Ok(context.clone()),
            None => Ok(self.context.insert(Context::establish(Scope::System)?).clone()),
        }
    }

    /// Looks until the state differs from `known` or the time is over.
    fn look(&mut self, known: SlotState, patience: &Patience) -> Result<SlotState, Error> {
        let context = self.context()?;
        for _ in 0..MOST_LOOKS {
            let waited = match View::take(&context, &self.readers) {
                Ok(view) => {
                    let state = self.told.tell(known, view.has_reader(), view.cards());
                    if state != known || patience.left().is_zero() {
                        return Ok(state);
                    }
                    view.wait(&context, patience.left())
                }
                Err(error) => Err(error),
            };
            match waited {
                // `UnknownReader`: it was unplugged between being listed and being asked.
                Ok(()) | Err(Error::Timeout | Error::UnknownReader) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(known)
    }
}

impl Reader for PcscReader {
    fn watch(&mut self, known: SlotState, patience: Duration) -> SlotState {
        let patience = Patience::start(patience);
        let state = self.look(known, &patience).unwrap_or_else(|_| {
            self.context = None;
            self.told = Told::default();
            SlotState::Lost
        });
        if state == SlotState::Lost && known == SlotState::Lost {
            std::thread::sleep(patience.left());
        }
        state
    }

    fn hold(&mut self, body: &mut dyn FnMut(&mut dyn HeldCard)) -> Result<(), ReaderFault> {
        let insertion = match &self.told.card {
            Some(insertion) => insertion.clone(),
            None if self.context.is_none() => return Err(ReaderFault::Lost),
            None => return Err(ReaderFault::CardGone),
        };
        let wanted = Wanted { readers: self.readers.clone(), form: self.form, insertion };
        let mut held = self.seizer.seize(wanted)?;
        body(&mut held);
        Ok(())
    }
}

/// The names of the readers that pcscd knows at this moment, for configuring a terminal and for
/// its self-test. Names that are not UTF-8 are left out: no configuration could hold them.
///
/// # Errors
///
/// [`ReaderFault::Lost`] without the service.
pub fn attached_readers() -> Result<Vec<String>, ReaderFault> {
    let context = Context::establish(Scope::System).map_err(blame::of_seizing)?;
    let names = context.list_readers_owned().map_err(blame::of_seizing)?;
    Ok(names.into_iter().filter_map(|name| name.into_string().ok()).collect())
}
