//! Getting a card for ourselves within bounded time.

use crate::blame;
use crate::held::Held;
use crate::property;
use crate::view::{Insertion, View};
use crate::{FormRule, Readers};
use pcsc::{Card, Context, Disposition, Protocol, Protocols, Scope, ShareMode};
use runtime::port::ReaderFault;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long another program's transaction, or a card that is slow to start, is waited for.
/// Powering a card takes below one second (ISO/IEC 7816-3, ISO/IEC 14443-4).
pub(crate) const SEIZE_LIMIT: Duration = Duration::from_secs(4);

/// What is wanted.
#[derive(Clone)]
pub(crate) struct Wanted {
    pub(crate) readers: Readers,
    pub(crate) form: FormRule,
    /// The card that was told of: no other is taken for it.
    pub(crate) insertion: Insertion,
}

/// Seizes cards, one attempt at a time.
#[derive(Default)]
pub(crate) struct Seizer {
    /// The last attempt. It runs on if it was given up, because nothing can end a thread that
    /// waits inside pcsc-lite; what it gets in the end, it lets go of at once.
    attempt: Option<JoinHandle<()>>,
}

impl Seizer {
    pub(crate) fn seize(&mut self, wanted: Wanted) -> Result<Held, ReaderFault> {
        if self.attempt.as_ref().is_some_and(|attempt| !attempt.is_finished()) {
            return Err(ReaderFault::HeldByOther);
        }
        let (sender, receiver) = sync_channel(0);
        let attempt = std::thread::Builder::new().name("seize-card".into()).spawn(move || {
            // An error of `send` gives the card back, and dropping that releases it.
            drop(sender.send(seize(&wanted)));
        });
        let attempt = attempt.map_err(|_| ReaderFault::Lost)?;
        match receiver.recv_timeout(SEIZE_LIMIT) {
            Err(RecvTimeoutError::Timeout) => {
                self.attempt = Some(attempt);
                Err(ReaderFault::HeldByOther)
            }
            ended => {
                // It has nothing left to do, so this does not wait.
                drop(attempt.join());
                ended.unwrap_or(Err(ReaderFault::Lost))
            }
        }
    }
}

fn seize(wanted: &Wanted) -> Result<Held, ReaderFault> {
    // A context of its own: one that waits here can't be used to watch.
    let context = Context::establish(Scope::System).map_err(blame::of_seizing)?;
    let insertion = choose(&context, wanted)?;
    let card = connect(&context, &insertion).map_err(blame::of_seizing)?;
    let protocol = protocol(&card)?;
    let stated = if protocol == Protocol::T1 { property::max_apdu_data(&card) } else { None };
    let form = wanted.form.decide(protocol, stated);
    Ok(Held::new(card, context, insertion, form))
}

/// The one card that lies there; never one of two, and never another than was told.
fn choose(context: &Context, wanted: &Wanted) -> Result<Insertion, ReaderFault> {
    let view = View::take(context, &wanted.readers).map_err(blame::of_seizing)?;
    match view.cards().as_slice() {
        [card] if *card == wanted.insertion => Ok(card.clone()),
        [] if !view.has_reader() => Err(ReaderFault::Lost),
        _ => Err(ReaderFault::CardGone),
    }
}

/// Connects against everybody else.
fn connect(context: &Context, insertion: &Insertion) -> Result<Card, pcsc::Error> {
    let any = Protocols::T0 | Protocols::T1;
    let reader = &insertion.reader;
    let mut card = match context.connect(reader, ShareMode::Exclusive, any) {
        Err(pcsc::Error::SharingViolation) => context.connect(reader, ShareMode::Shared, any)?,
        exclusive => return exclusive,
    };
    // The transaction is left open: pcscd ends it when the card is let go of.
    std::mem::forget(card.transaction()?);
    // Whatever the others had selected and verified ends here, and they learn of it.
    card.reconnect(ShareMode::Shared, any, Disposition::ResetCard)?;
    Ok(card)
}

/// The protocol that was agreed on. `Card` can't send without one.
fn protocol(card: &Card) -> Result<Protocol, ReaderFault> {
    let mut names = [0; 256];
    let mut atr = [0; pcsc::MAX_ATR_SIZE];
    let status = card.status2(&mut names, &mut atr).map_err(blame::of_seizing)?;
    status.protocol2().ok_or(ReaderFault::Mute)
}
