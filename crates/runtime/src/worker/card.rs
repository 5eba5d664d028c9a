//! The card worker: watches the reader, holds the card while a session is on, runs procedures.

use super::Message;
use crate::port::{HeldCard, HolderAuthorisation, HolderFault, Presence, Reader, ReaderFault, SlotState};
use crate::scrub::scrub_stack;
use apdu::{CardChannel, ChannelError};
use card::certificate::UserCertificate;
use card::cv::{CaKey, CaTable};
use card::relay::Place;
use card::surface::CardFace;
use card::{
    CalendarDate, CardError, CardFacts, CheckNumberB, Genuineness, Identity, Link, Pin, RecordedDate,
};
use policy::{Coverage, Date, coverage};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;
use terminal::{CardFault, PinOutcome, PinPermit, ReferenceOutcome, Ticket};
use wire::{CardResponses, Script};
use zeroize::Zeroizing;

/// How often the reader is looked at while nothing is asked of it.
const PATIENCE: Duration = Duration::from_millis(60);

/// What the loop asks of the card. Secrets are boxed: the slots of a channel are not wiped when they
/// were read, and what is in a box is.
pub(crate) enum CardJob {
    /// Identify it, read counters and certificate.
    Read,
    /// Present the PIN, once.
    PresentPin(Box<Pin>, PinPermit),
    /// Present 照合番号B, read the card face, check its genuineness with this fresh challenge; today's date
    /// says how old holder and photo are.
    ReadReference(Box<CheckNumberB>, Zeroizing<[u8; 32]>, Date),
    /// Pass a centre's script to the card.
    Pass(Script, Place),
    /// Sign this digest with the user-authentication key.
    Sign([u8; 32]),
    /// The session is over: let go of the card and power it off.
    Release,
}

/// Counts the cards that were laid. A job is for the card of its hold and for no other: a PIN that
/// was typed for one card must not reach the one that was put in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hold(pub(crate) u32);

/// A job for one card.
pub(crate) struct HeldJob {
    pub(crate) hold: Hold,
    pub(crate) job: CardJob,
}

/// What the card worker answers.
pub(crate) enum CardReply {
    Read(Result<CardRead, CardFault>),
    Pin(PinOutcome),
    /// The photo (JPEG 2000) comes with a genuine one alone.
    Reference(ReferenceOutcome, Option<Zeroizing<Vec<u8>>>),
    /// The card refused this number; so many tries are left.
    NumberRefused(Box<CheckNumberB>, u8),
    Passed(Result<CardResponses, HolderFault>),
    Signature(Option<Box<[u8; 256]>>),
}

/// What was read of a card before any try is spent.
pub struct CardRead {
    /// Counters and certificates.
    pub facts: CardFacts,
    /// Certificate 000A, DER.
    pub certificate: Vec<u8>,
}

/// The worker's parts.
pub(crate) struct CardWorker {
    pub(crate) reader: Box<dyn Reader>,
    pub(crate) authorisation: Option<Box<dyn HolderAuthorisation>>,
    pub(crate) authorities: Vec<CaKey>,
    /// The card that was laid last.
    pub(crate) laid: Hold,
}

/// Why the hold of a card ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum HoldEnd {
    Released,
    Gone,
    ReaderLost,
    LoopGone,
}

impl CardWorker {
    pub(crate) fn run(mut self, jobs: &Receiver<(Ticket, HeldJob)>, to_loop: &Sender<Message>) {
        let mut known = SlotState::Empty;
        loop {
            let state = self.reader.watch(known, PATIENCE);
            if state != known {
                known = state;
                if self.changed(&mut known, jobs, to_loop) == HoldEnd::LoopGone {
                    return;
                }
                continue;
            }
            if refuse_waiting(jobs, to_loop, CardFault::Gone) == HoldEnd::LoopGone {
                return;
            }
        }
    }

    fn changed(
        &mut self,
        known: &mut SlotState,
        jobs: &Receiver<(Ticket, HeldJob)>,
        to_loop: &Sender<Message>,
    ) -> HoldEnd {
        match known {
            SlotState::Empty => tell(to_loop, Message::CardRemoved),
            SlotState::Several => tell(to_loop, Message::SecondCard),
            SlotState::Lost => tell(to_loop, Message::ReaderLost),
            SlotState::Card => {
                self.laid = Hold(self.laid.0.wrapping_add(1));
                if tell(to_loop, Message::CardInserted(self.laid)) == HoldEnd::LoopGone {
                    return HoldEnd::LoopGone;
                }
                let end = self.hold(jobs, to_loop);
                match end {
                    HoldEnd::Released | HoldEnd::LoopGone => end,
                    HoldEnd::Gone => {
                        *known = SlotState::Empty;
                        tell(to_loop, Message::CardRemoved)
                    }
                    HoldEnd::ReaderLost => {
                        *known = SlotState::Lost;
                        tell(to_loop, Message::ReaderLost)
                    }
                }
            }
        }
    }

    fn hold(&mut self, jobs: &Receiver<(Ticket, HeldJob)>, to_loop: &Sender<Message>) -> HoldEnd {
        let mut end = HoldEnd::Gone;
        let authorisation = &mut self.authorisation;
        let (authorities, laid) = (&self.authorities, self.laid);
        let held = self.reader.hold(&mut |card| {
            end = serve(card, laid, authorisation.as_deref_mut(), authorities, jobs, to_loop);
        });
        match held {
            Ok(()) => end,
            Err(ReaderFault::CardGone) => HoldEnd::Gone,
            Err(ReaderFault::Lost) => HoldEnd::ReaderLost,
            Err(ReaderFault::Mute) => answer_one(self.laid, jobs, to_loop, CardFault::Mute),
            Err(ReaderFault::HeldByOther) => answer_one(self.laid, jobs, to_loop, CardFault::Reader),
        }
    }
}

fn tell(to_loop: &Sender<Message>, message: Message) -> HoldEnd {
    match to_loop.send(message) {
        Ok(()) => HoldEnd::Released,
        Err(_) => HoldEnd::LoopGone,
    }
}

/// Runs jobs on a held card until it goes or is released.
fn serve(
    card: &mut dyn HeldCard,
    hold: Hold,
    mut authorisation: Option<&mut (dyn HolderAuthorisation + 'static)>,
    authorities: &[CaKey],
    jobs: &Receiver<(Ticket, HeldJob)>,
    to_loop: &Sender<Message>,
) -> HoldEnd {
    let form = card.form();
    let mut link = Link::new(card, form);
    loop {
        let (ticket, job) = match jobs.recv_timeout(PATIENCE) {
            Ok((ticket, asked)) if asked.hold == hold => (ticket, asked.job),
            Ok((ticket, asked)) => match answer(ticket, &asked.job, CardFault::Gone, to_loop) {
                HoldEnd::LoopGone => return HoldEnd::LoopGone,
                HoldEnd::Released | HoldEnd::Gone | HoldEnd::ReaderLost => continue,
            },
            Err(RecvTimeoutError::Disconnected) => return HoldEnd::LoopGone,
            Err(RecvTimeoutError::Timeout) => match link.channel().presence() {
                Presence::Here => continue,
                Presence::Gone => return HoldEnd::Gone,
                Presence::ReaderLost => return HoldEnd::ReaderLost,
            },
        };
        let reply = match job {
            CardJob::Release => return HoldEnd::Released,
            CardJob::Read => CardReply::Read(read(&mut link)),
            CardJob::PresentPin(pin, permit) => {
                let outcome = present_pin(&mut link, &pin, permit);
                drop(pin);
                scrub_stack();
                CardReply::Pin(outcome)
            }
            CardJob::ReadReference(number, challenge, today) => {
                let reply = read_reference(&mut link, number, &challenge, authorities, today);
                scrub_stack();
                reply
            }
            CardJob::Pass(script, place) => {
                CardReply::Passed(pass(&mut link, authorisation.as_deref_mut(), &script, place))
            }
            CardJob::Sign(digest) => CardReply::Signature(sign(&mut link, &digest)),
        };
        if to_loop.send(Message::Card(ticket, reply)).is_err() {
            return HoldEnd::LoopGone;
        }
    }
}

/// Identifies the card and reads its counters and its certificate; spends no try.
///
/// # Errors
///
/// [`CardFault`]: what the patient is told of instead.
pub fn read<C: CardChannel>(link: &mut Link<C>) -> Result<CardRead, CardFault> {
    match card::identify::identify(link).map_err(fault_of)? {
        Identity::MyNumberCard => {}
        Identity::ResidentRegisterCard => return Err(CardFault::OldResidentCard),
        Identity::AndroidPhone => return Err(CardFault::AndroidPhone),
        Identity::IPhone => return Err(CardFault::Iphone),
        Identity::LockedByIssuer => return Err(CardFault::LockedByIssuer),
        Identity::UnknownToken | Identity::WithoutJpki(_) | Identity::NotMyNumberCard => {
            return Err(CardFault::NotMyNumberCard);
        }
        Identity::Mute => return Err(CardFault::Mute),
    }
    let mut buffer = vec![0; card::certificate::BUFFER_LENGTH];
    let facts = card::facts::read(link, &mut buffer).map_err(fault_of)?;
    match &facts.user_certificate {
        UserCertificate::Read(found) => buffer.truncate(found.length),
        // A plastic card shows it to everybody (card.md 3.1); without it nothing can be signed for.
        UserCertificate::Closed | UserCertificate::Absent => return Err(CardFault::Misbehaved),
    }
    Ok(CardRead { facts, certificate: buffer })
}

fn fault_of(error: CardError) -> CardFault {
    match error {
        CardError::Channel(ChannelError::Mute) => CardFault::Mute,
        CardError::Channel(ChannelError::Removed | ChannelError::Torn | ChannelError::Reset) => {
            CardFault::Gone
        }
        // More than was asked for: the reader only passed it on.
        CardError::Channel(ChannelError::ResponseTooLong) => CardFault::Misbehaved,
        CardError::Channel(_) => CardFault::Reader,
        _ => CardFault::Misbehaved,
    }
}

/// Presents the PIN once, if the card's counter is the one that the permit speaks of (Inv1, Inv13 a).
pub fn present_pin<C: CardChannel>(link: &mut Link<C>, pin: &Pin, permit: PinPermit) -> PinOutcome {
    let last_try = if permit.last_try { card::LastTry::Insisted } else { card::LastTry::Closed };
    match card::pin::verify(link, pin, permit.shown, last_try) {
        Ok(card::PinOutcome::Accepted) => PinOutcome::Accepted,
        Ok(card::PinOutcome::Rejected { tries_left }) => PinOutcome::Rejected { left: tries_left },
        Ok(card::PinOutcome::CounterDiffers { now: card::TriesLeft::Known(now) }) => {
            PinOutcome::CounterDiffers { now }
        }
        Ok(card::PinOutcome::CounterDiffers { .. } | card::PinOutcome::LastTryClosed) | Err(_) => {
            PinOutcome::NotSent
        }
        Ok(card::PinOutcome::Blocked) => PinOutcome::Blocked,
        Ok(card::PinOutcome::Unknown) => PinOutcome::Unknown,
    }
}

/// Presents 照合番号B, once, unless the card has too few tries left for it (Inv2). `None` if the card took it.
pub fn present_number<C: CardChannel>(link: &mut Link<C>, number: &CheckNumberB) -> Option<ReferenceOutcome> {
    use card::CheckNumberOutcome as Presented;
    match card::check_number::present(link, number) {
        Ok(Presented::Accepted) => None,
        Ok(Presented::Rejected { tries_left }) => {
            Some(ReferenceOutcome::CheckNumberRejected { left: tries_left })
        }
        Ok(Presented::TooFew { tries_left }) => Some(ReferenceOutcome::CheckNumberLow { left: tries_left }),
        Ok(Presented::Blocked) => Some(ReferenceOutcome::CheckNumberLow { left: 0 }),
        Ok(Presented::CounterUnknown(_) | Presented::Unknown) | Err(_) => Some(ReferenceOutcome::Unreadable),
    }
}

fn read_reference<C: CardChannel>(
    link: &mut Link<C>,
    number: Box<CheckNumberB>,
    challenge: &[u8; 32],
    authorities: &[CaKey],
    today: Date,
) -> CardReply {
    let refused = |outcome| CardReply::Reference(outcome, None);
    match present_number(link, &number) {
        None => {}
        Some(ReferenceOutcome::CheckNumberRejected { left }) => {
            return CardReply::NumberRefused(number, left);
        }
        Some(outcome) => return refused(outcome),
    }
    let mut buffer = Zeroizing::new(vec![0; card::surface::BUFFER_LENGTH]);
    let Ok(face) = card::surface::read(link, &mut buffer) else {
        return refused(ReferenceOutcome::Unreadable);
    };
    match card::genuineness::check(link, &face, challenge, CaTable(authorities)) {
        Ok(Genuineness::Genuine) => {
            let photo = Zeroizing::new(face.photo_jp2.to_vec());
            CardReply::Reference(genuine(&face, today), Some(photo))
        }
        Ok(Genuineness::ChipNotGenuine) => refused(ReferenceOutcome::ChipNotGenuine),
        Ok(Genuineness::PhotoNotGenuine(_) | Genuineness::UnknownIssuer(_)) => {
            refused(ReferenceOutcome::PhotoNotGenuine)
        }
        Err(_) => refused(ReferenceOutcome::Unreadable),
    }
}

/// What is said of a genuine photo. The dates stay here: what leaves is one word for the young, the old and
/// the old photo.
#[must_use]
pub fn genuine(face: &CardFace<'_>, today: Date) -> ReferenceOutcome {
    let date = |recorded: &RecordedDate| {
        let CalendarDate { year, month, day } = recorded.calendar()?;
        Date::new(year, month, day)
    };
    match coverage(date(&face.birth_date), date(&face.card_expiry), today) {
        Coverage::Measured => ReferenceOutcome::Genuine,
        Coverage::Unmeasured => ReferenceOutcome::GenuineUnmeasured,
    }
}

/// Passes a script on the bare channel. What it selects is not known to the link, so the link forgets.
fn pass<C: CardChannel>(
    link: &mut Link<C>,
    port: Option<&mut (dyn HolderAuthorisation + 'static)>,
    script: &Script,
    place: Place,
) -> Result<CardResponses, HolderFault> {
    let port = port.ok_or(HolderFault::Unsupported)?;
    link.forget();
    port.pass(link.channel(), script, place)
}

fn sign<C: CardChannel>(link: &mut Link<C>, digest: &[u8; 32]) -> Option<Box<[u8; 256]>> {
    card::sign::user_authentication(link, digest).ok().map(|signature| Box::new(signature.0))
}

/// A card that can't be held still gets its session: one reading that names the fault.
fn answer_one(
    hold: Hold,
    jobs: &Receiver<(Ticket, HeldJob)>,
    to_loop: &Sender<Message>,
    fault: CardFault,
) -> HoldEnd {
    loop {
        match jobs.recv_timeout(Duration::from_secs(1)) {
            Ok((ticket, asked)) if asked.hold == hold => return answer(ticket, &asked.job, fault, to_loop),
            Ok((ticket, asked)) => {
                if answer(ticket, &asked.job, CardFault::Gone, to_loop) == HoldEnd::LoopGone {
                    return HoldEnd::LoopGone;
                }
            }
            Err(RecvTimeoutError::Timeout) => return HoldEnd::Released,
            Err(RecvTimeoutError::Disconnected) => return HoldEnd::LoopGone,
        }
    }
}

/// Jobs that came too late for their card.
fn refuse_waiting(
    jobs: &Receiver<(Ticket, HeldJob)>,
    to_loop: &Sender<Message>,
    fault: CardFault,
) -> HoldEnd {
    loop {
        match jobs.try_recv() {
            Ok((ticket, asked)) => {
                if answer(ticket, &asked.job, fault, to_loop) == HoldEnd::LoopGone {
                    return HoldEnd::LoopGone;
                }
            }
            Err(std::sync::mpsc::TryRecvError::Empty) => return HoldEnd::Released,
            Err(std::sync::mpsc::TryRecvError::Disconnected) => return HoldEnd::LoopGone,
        }
    }
}

fn answer(ticket: Ticket, job: &CardJob, fault: CardFault, to_loop: &Sender<Message>) -> HoldEnd {
    let reply = match job {
        CardJob::Read => CardReply::Read(Err(fault)),
        CardJob::PresentPin(..) => CardReply::Pin(PinOutcome::NotSent),
        CardJob::ReadReference(..) => CardReply::Reference(ReferenceOutcome::Unreadable, None),
        CardJob::Pass(..) => CardReply::Passed(Err(HolderFault::Card)),
        CardJob::Sign(_) => CardReply::Signature(None),
        CardJob::Release => return HoldEnd::Released,
    };
    tell(to_loop, Message::Card(ticket, reply))
}
