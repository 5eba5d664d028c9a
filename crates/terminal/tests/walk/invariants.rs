//! The invariants of design.md section 4, as far as the machine can show them: one check each, made on
//! every edge of every reachable state.

use crate::edge::{AWAITED, Edge, session};
use policy::*;
use std::mem::discriminant;
use terminal::session::{Capture, Errand, Reference};
use terminal::*;

/// All checks, on one edge.
pub(crate) fn all(edge: &Edge<'_>) {
    inv1_one_verify_per_entry(edge);
    inv2_the_last_try_is_insisted_on(edge);
    inv2_the_reserve_of_the_check_number(edge);
    inv2_staff_are_called_to_type_the_number(edge);
    inv3_a_torn_verify_is_unknown(edge);
    inv4_no_signature_without_holder_verification(edge);
    inv5_locked_cards_see_no_verify(edge);
    inv6_nothing_after_removal(edge);
    inv7_everything_is_bounded(edge);
    inv8_a_fault_ends_by_name(edge);
    inv9_never_worse_off(edge);
    inv9_what_is_open_is_offered(edge);
    inv9_an_ending_says_what_is_lacking(edge);
    inv9_an_ending_can_be_read(edge);
    inv9_a_face_that_is_not_enough_leads_on(edge);
    the_screen_is_shown_when_it_changes(edge);
    what_staff_stated_holds(edge);
    inv10_reception_hears(edge);
    inv11_only_a_verdict_verifies(edge);
    inv13a_the_permit_is_what_was_shown(edge);
    inv13b_the_strike_comes_first(edge);
    inv13b_two_strikes_close(edge);
    inv13c_entries_are_counted(edge);
}

/// Each PIN that is presented answers an intent, and each intent a confirmation of four digits.
fn inv1_one_verify_per_entry(edge: &Edge<'_>) {
    let step = edge.session().map(|session| session.step);
    edge.must(edge.count(|effect| matches!(effect, Effect::PresentPin(..))) <= 1);
    for effect in edge.effects {
        match effect {
            Effect::PresentPin(_, permit) => {
                edge.must(step == Some(Step::Intending(AWAITED, *permit)));
                edge.must(edge.event == Event::Reply(AWAITED, Reply::IntentRecorded(Ok(()))));
            }
            Effect::RecordIntent(_) => {
                edge.must(matches!(step, Some(Step::Typing(_, 4))));
                edge.must(edge.event == Event::Choice(Choice::Confirm));
            }
            _ => {}
        }
    }
}

/// One try left is a PIN pad only after warning, call and confirmation, where the site lets the patient
/// insist; and the confirmation is on record.
fn inv2_the_last_try_is_insisted_on(edge: &Edge<'_>) {
    let before = edge.session().and_then(last_try);
    let Some(after) = edge.next().and_then(last_try) else { return };
    if after && before != Some(true) {
        edge.must(matches!(edge.session(), Some(Session { step: Step::Insisting, .. })));
        edge.must(edge.event == Event::Choice(Choice::Insist));
        edge.must(edge.asks(|effect| *effect == Effect::Audit(AuditFact::LastTryInsisted)));
        edge.must(edge.site.last_try == LastTry::OnInsistence);
    }
    if let Some(Session { step: Step::Typing(permit, _) | Step::Intending(_, permit), .. }) = edge.next() {
        edge.must(permit.shown >= 2 || permit.last_try);
    }
    inv2_the_warning_takes_its_time(edge);
}

fn inv2_the_warning_takes_its_time(edge: &Edge<'_>) {
    let was = edge.session().map(|session| session.step);
    match edge.next().map(|session| session.step) {
        Some(Step::Warned) if was != Some(Step::Warned) => {
            edge.must(edge.asks(|effect| *effect == Effect::CallReception(CallReason::LastTry)));
            edge.must(edge.machine.deadline().is_some_and(|due| due.0 - edge.now.0 >= 3_000));
        }
        Some(Step::Insisting) if was != Some(Step::Insisting) => {
            edge.must(was == Some(Step::Warned) && edge.event == Event::Deadline);
        }
        _ => {}
    }
}

/// Whether a step has to do with a PIN, and whether it is the last try.
fn last_try(session: &Session) -> Option<bool> {
    match session.step {
        Step::Typing(permit, _) | Step::Intending(_, permit) => Some(permit.last_try),
        Step::Fetching(_, Errand::Pin { last_try }) => Some(last_try),
        _ => None,
    }
}

/// 照合番号B is left alone at its reserve, and after the refusals that a session has.
fn inv2_the_reserve_of_the_check_number(edge: &Edge<'_>) {
    if !edge.asks(|effect| matches!(effect, Effect::ReadReference(_))) {
        return;
    }
    let session = edge.next();
    // Nor is it presented for a photo that is there.
    edge.must(session.is_some_and(|session| session.reference == Reference::Unread));
    edge.must(session.is_some_and(|session| {
        let left = session.card.check_number.count();
        left.is_none_or(|left| left > edge.rules.check_number_reserve)
            && session.attempts.check_number < edge.rules.check_number_entries
    }));
}

/// A patient before a camera can't type what is printed on the card in the reader; staff who confirm by
/// eye stand there already.
fn inv2_staff_are_called_to_type_the_number(edge: &Edge<'_>) {
    if let Some(Step::ReadingPhoto(_, errand)) = edge.session().map(|session| session.step)
        && edge.event == Event::Reply(AWAITED, Reply::ReferenceRead(ReferenceOutcome::NoCheckNumber))
    {
        let called = edge.asks(|effect| *effect == Effect::CallReception(CallReason::CheckNumber));
        edge.must(called == (errand == Errand::Face));
    }
}

/// A PIN whose answer does not come back is neither right nor wrong: a strike, and the counter is read
/// again or the session says that nobody knows.
fn inv3_a_torn_verify_is_unknown(edge: &Edge<'_>) {
    let answered =
        matches!(edge.event, Event::Reply(_, Reply::PinPresented(outcome)) if outcome != PinOutcome::Unknown);
    match edge.session().map(|session| session.step) {
        Some(Step::Presenting(_)) if !answered && !edge.is_idle() => {
            edge.must(edge.asks(|effect| *effect == Effect::CloseIntent(StrikeOutcome::Unknown)));
            edge.must(unknown_is_said(edge));
        }
        Some(Step::Reading(_, Some(Notice::PinUnknown))) if edge.next().is_none() => {
            // The counter was read again, and speaks for itself.
            let read = matches!(edge.event, Event::Reply(_, Reply::CardRead(Ok(_))));
            edge.must(read || unknown_is_said(edge));
        }
        _ => {}
    }
    for effect in edge.effects {
        if let Effect::Show(Screen::Choose { notice: Some(Notice::PinRejected { left }), .. }) = effect {
            let rejected = Reply::PinPresented(PinOutcome::Rejected { left: *left });
            edge.must(edge.event == Event::Reply(AWAITED, rejected) && *left > 0);
        }
    }
}

fn unknown_is_said(edge: &Edge<'_>) -> bool {
    match edge.after() {
        State::Session(session) => matches!(session.step, Step::Reading(_, Some(Notice::PinUnknown))),
        State::Ended { ending, .. } => *ending == Ending::PinOutcomeUnknown,
        State::Idle { .. } => false,
    }
}

/// A signature comes of an accepted PIN, or of a key that was opened on evidence of a method that policy
/// leaves open; and the challenge lives.
fn inv4_no_signature_without_holder_verification(edge: &Edge<'_>) {
    for effect in edge.effects {
        match (effect, edge.event) {
            (Effect::Sign(_, evidence), Event::Reply(_, Reply::PinPresented(PinOutcome::Accepted))) => {
                edge.must(*evidence == Evidence::Pin && lives(edge));
            }
            (Effect::Sign(_, evidence), Event::Reply(_, Reply::Authorised(AuthorisationOutcome::Opened))) => {
                edge.must(edge.session().and_then(|session| session.evidence) == Some(*evidence));
                edge.must(*evidence != Evidence::Pin && lives(edge));
            }
            (Effect::Sign(..), _) => edge.must(false),
            (Effect::Authorise(_, evidence), _) => {
                edge.must(shown_by(edge, evidence) && open(edge, evidence.method()) && lives(edge));
                edge.must(edge.site.holder_authorisation != HolderAuthorisation::None);
                edge.must(why_by_eye(edge, evidence));
            }
            (Effect::RecordIntent(_), _) => edge.must(open(edge, Method::Pin)),
            (Effect::Submit(_), event) => {
                edge.must(event == Event::Reply(AWAITED, Reply::Signed(SignOutcome::Signed)));
            }
            _ => {}
        }
    }
}

fn shown_by(edge: &Edge<'_>, evidence: &Evidence) -> bool {
    match (evidence, edge.event) {
        (
            Evidence::Face { score, .. },
            Event::Reply(_, Reply::Captured(CaptureOutcome::Scored { score: seen, detection })),
        ) => {
            let looked = edge.site.build == Build::Rig || detection == AttackDetection::Movement;
            *score == seen && *score >= BUILT_IN.accepted_from() && looked
        }
        (Evidence::Visual { .. }, Event::Choice(Choice::SamePerson)) => true,
        _ => false,
    }
}

/// A face that the service finds too little for its holder leads to another method, or to an ending with the
/// service's reason; to no other face in this session.
fn inv9_a_face_that_is_not_enough_leads_on(edge: &Edge<'_>) {
    if edge.event != Event::Reply(AWAITED, Reply::Authorised(AuthorisationOutcome::FaceNotEnough)) {
        return;
    }
    let Some(Session { step: Step::Authorising(_), evidence: Some(evidence), .. }) = edge.session() else {
        return;
    };
    match edge.next() {
        Some(next) => {
            edge.must(evidence.method() == Method::Face && next.evidence.is_none());
            edge.must(matches!(next.step, Step::Choosing(Some(Notice::FaceNotAccepted))));
            edge.must(next.attempts.face == edge.rules.captures && next.challenge.is_none());
            edge.must(edge.asks(|effect| matches!(effect, Effect::CallReception(_))));
        }
        None => {
            let reason = Ending::AuthorisationRefused(Refusal::EvidenceInsufficient);
            edge.must(matches!(edge.after(), State::Ended { ending, .. } if *ending == reason));
        }
    }
}

/// The reason for a confirmation by eye is a true one.
fn why_by_eye(edge: &Edge<'_>, evidence: &Evidence) -> bool {
    let Evidence::Visual { reason, .. } = evidence else { return true };
    let captured = edge.session().is_some_and(|session| session.attempts.face > 0);
    let other = [Method::Face, Method::Pin].into_iter().any(|method| offered(edge, method));
    match reason {
        VisualReason::FaceFailed => captured,
        VisualReason::OnlyMethod => !captured && !other,
        VisualReason::PatientAsked => !captured && other,
    }
}

/// Open by policy's word, and nothing that it needs has failed.
fn offered(edge: &Edge<'_>, method: Method) -> bool {
    let closed = edge.session().and_then(face_closure);
    open(edge, method) && !(method == Method::Face && closed.is_some())
}

/// What this session found that closes face.
fn face_closure(session: &Session) -> Option<Closure> {
    if session.capture == Capture::PartFailed || session.reference == Reference::Unavailable {
        return Some(Closure::PartFailed);
    }
    (session.capture == Capture::NeedsMovement).then_some(Closure::NeedsMovement)
}

/// Open by policy's own word, before the event.
fn open(edge: &Edge<'_>, method: Method) -> bool {
    edge.session().is_some_and(|session| {
        let (card, attempts) = (&session.card, session.attempts);
        let methods = open_methods(edge.rules, edge.site, card, attempts, AttackDetection::Movement);
        methods.of(method) == Availability::Open
    })
}

fn lives(edge: &Edge<'_>) -> bool {
    edge.session().and_then(|session| session.challenge).is_some_and(|facts| edge.now < facts.expires)
}

/// Only an ordinary card with tries, without a mark that nobody cleared, is sent a PIN.
fn inv5_locked_cards_see_no_verify(edge: &Edge<'_>) {
    if edge.asks(|effect| matches!(effect, Effect::PresentPin(..) | Effect::RecordIntent(_))) {
        edge.must(edge.session().is_some_and(|session| {
            let card = &session.card;
            card.kind == CardKind::Ordinary
                && matches!(card.pin, Tries::Left(_))
                && card.mark != Mark::Printed
        }));
    }
}

/// Removal and a lost reader end the session; nothing is asked of a card but in a session; whatever ends
/// one wipes everything.
fn inv6_nothing_after_removal(edge: &Edge<'_>) {
    let gone = matches!(edge.event, Event::CardRemoved | Event::ReaderLost);
    edge.must(!gone || edge.next().is_none());
    let of_the_card = |effect: &Effect| {
        matches!(
            effect,
            Effect::ReadCard(_)
                | Effect::PresentPin(..)
                | Effect::ReadReference(_)
                | Effect::Authorise(..)
                | Effect::Sign(..)
        )
    };
    edge.must(!edge.asks(of_the_card) || edge.next().is_some());
    if edge.session().is_some() && edge.next().is_none() {
        edge.must(edge.effects.contains(&Effect::Wipe(Slot::All)));
    }
    let typed = |step: Step| match step {
        Step::Typing(..) => Some(Slot::Pin),
        Step::AwaitingStaff(..) => Some(Slot::Credential),
        Step::TypingNumber(..) => Some(Slot::CheckNumber),
        _ => None,
    };
    // What was typed goes with its pad, unless it was handed over.
    let slot = edge.session().and_then(|session| typed(session.step));
    if let (Some(slot), Event::Choice(Choice::Back), Some(next)) = (slot, edge.event, edge.next()) {
        edge.must(typed(next.step) == Some(slot) || edge.effects.contains(&Effect::Wipe(slot)));
    }
}

/// Every state but idle has a deadline within the longest limit, a step has its own, typing does not move it, and
/// attempts have an end.
fn inv7_everything_is_bounded(edge: &Edge<'_>) {
    let after = edge.after();
    edge.must(edge.machine.deadline().is_none() == matches!(after, State::Idle { .. }));
    if let Some(due) = edge.machine.deadline() {
        edge.must(due.0 <= edge.now.0 + LONGEST);
    }
    if matches!(edge.event, Event::PinLength(_) | Event::CredentialLength(_) | Event::CheckNumberLength(_)) {
        edge.must(edge.effects.iter().all(|effect| matches!(effect, Effect::Show(_))));
        edge.must(
            session(after).map(|session| session.deadline) == edge.session().map(|session| session.deadline),
        );
    }
    if let Some((before, next)) = edge.session().zip(session(after))
        && discriminant(&before.step) != discriminant(&next.step)
    {
        // What is left of the step before would be a millisecond here.
        edge.must(next.deadline.0 >= edge.now.0 + SHORTEST);
    }
    if let Some(session) = session(after) {
        let attempts = session.attempts;
        edge.must(attempts.pin <= edge.rules.pin_entries && attempts.face <= edge.rules.captures);
        edge.must(attempts.staff <= edge.rules.staff_attempts);
        edge.must(attempts.check_number <= edge.rules.check_number_entries);
    }
    // One question of each kind at a time: no more than one ticket is awaited, and none is lost.
    let tickets = edge.count(|effect| ticket(effect).is_some());
    edge.must(tickets <= 1);
    if let Some(given) = edge.effects.iter().find_map(ticket) {
        edge.must(edge.machine.awaited() == Some(given));
    }
}

/// The longest limit of any step, in milliseconds: staff coming to the terminal.
const LONGEST: u64 = 180_000;
/// The shortest: the time to read what the last try costs.
const SHORTEST: u64 = 3_000;

/// The ticket of an effect that is answered.
fn ticket(effect: &Effect) -> Option<Ticket> {
    match effect {
        Effect::ReadCard(ticket)
        | Effect::RequestChallenge(ticket, _)
        | Effect::RecordIntent(ticket)
        | Effect::PresentPin(ticket, _)
        | Effect::ReadReference(ticket)
        | Effect::CaptureFace(ticket)
        | Effect::CheckStaff(ticket)
        | Effect::ResetStrikes(ticket, _)
        | Effect::Authorise(ticket, _)
        | Effect::Sign(ticket, _)
        | Effect::Submit(ticket)
        | Effect::Register(ticket) => Some(*ticket),
        Effect::CloseIntent(_)
        | Effect::Show(_)
        | Effect::CallReception(_)
        | Effect::TellReception(_)
        | Effect::Wipe(_)
        | Effect::Audit(_) => None,
    }
}

/// A fault, a removal, a deadline never leads to a signature or to the service; a reply that was not asked
/// for ends the session.
fn inv8_a_fault_ends_by_name(edge: &Edge<'_>) {
    if !is_fault(edge.event) {
        return;
    }
    let onward = |effect: &Effect| {
        matches!(effect, Effect::Sign(..) | Effect::Submit(_) | Effect::Register(_) | Effect::Authorise(..))
    };
    edge.must(!edge.asks(onward));
    if let (Some(_), State::Ended { ending, .. }) = (edge.session(), edge.after()) {
        edge.must(!ending.is_verified());
    }
}

fn is_fault(event: Event) -> bool {
    match event {
        Event::CardRemoved | Event::ReaderLost | Event::SecondCard | Event::Deadline => true,
        Event::Reply(_, reply) => !matches!(
            reply,
            Reply::CardRead(Ok(_))
                | Reply::Challenge(Ok(_))
                | Reply::IntentRecorded(Ok(()))
                | Reply::PinPresented(PinOutcome::Accepted)
                | Reply::ReferenceRead(ReferenceOutcome::Genuine | ReferenceOutcome::GenuineUnmeasured)
                | Reply::Captured(CaptureOutcome::Scored { .. })
                | Reply::StaffChecked(StaffOutcome::Accepted { .. })
                | Reply::StrikesReset(Ok(()))
                | Reply::Authorised(AuthorisationOutcome::Opened)
                | Reply::Signed(SignOutcome::Signed)
                | Reply::Verdict(VerdictOutcome::Verified(_) | VerdictOutcome::Unregistered)
        ),
        _ => false,
    }
}

/// An ending has a next step, and one that is nobody's fault is a verified one. What a step costs is never
/// hidden: an entry that may lock the card is one that was insisted on (Inv2), and the words are `ui`'s.
fn inv9_never_worse_off(edge: &Edge<'_>) {
    if let State::Ended { ending, .. } = edge.after() {
        edge.must((ending.next_step() == NextStep::TakeCardAndWait) <= ending.is_verified());
        edge.must(ending.is_verified() == (ending.blame() == Blame::Nobody));
    }
    // A method that is closed says why, on every screen that offers one.
    if let Some(Session { step: Step::Choosing(_), .. }) = edge.next() {
        edge.must(matches!(edge.machine.screen(), Screen::Choose { methods, reopenable, .. } if methods.any_open() || reopenable));
    }
}

/// What is offered is what policy opens, but for a face whose camera or photo failed in this session.
fn inv9_what_is_open_is_offered(edge: &Edge<'_>) {
    if let (Some(session @ Session { step: Step::Choosing(_), .. }), Screen::Choose { methods, .. }) =
        (edge.next(), edge.machine.screen())
    {
        let (card, attempts) = (&session.card, session.attempts);
        let mut expected = open_methods(edge.rules, edge.site, card, attempts, AttackDetection::Movement);
        if let (Availability::Open, Some(closure)) = (expected.face, face_closure(session)) {
            expected.face = Availability::Closed(closure);
        }
        edge.must(methods == expected);
    }
    let failed = edge.event == Event::Reply(AWAITED, Reply::Captured(CaptureOutcome::PartFailed));
    if let (Some(Session { step: Step::Capturing(..), .. }), Some(next)) = (edge.session(), edge.next()) {
        let broken = failed || edge.event == Event::Deadline;
        edge.must((next.capture == Capture::PartFailed) == broken);
        inv9_who_cannot_turn_has_not_failed(edge, next);
    }
}

/// Staff come at once where they may confirm; nothing is called a failure, and nothing is counted.
fn inv9_who_cannot_turn_has_not_failed(edge: &Edge<'_>, next: &Session) {
    let cannot = edge.event == Event::Choice(Choice::CannotTurn);
    edge.must((next.capture == Capture::NeedsMovement) == cannot);
    if cannot {
        edge.must(edge.session().is_some_and(|before| before.attempts == next.attempts));
        let called = edge.asks(|effect| *effect == Effect::CallReception(CallReason::Visual));
        edge.must(called == matches!(next.step, Step::AwaitingStaff(StaffErrand::Visual, 0, None)));
        edge.must(called || matches!(next.step, Step::Choosing(None)));
        edge.must(called == open(edge, Method::Visual));
    }
}

/// Where nothing is open, reception learns whether the site lacks something or this session does. And
/// silence is called silence only where something could have been chosen.
fn inv9_an_ending_says_what_is_lacking(edge: &Edge<'_>) {
    let (Some(session), State::Ended { ending, .. }) = (edge.session(), edge.after()) else { return };
    let unconfigured = edge.site.holder_authorisation == HolderAuthorisation::None;
    match ending {
        Ending::NoHolderAuthorisation => edge.must(unconfigured),
        Ending::NoMethodLeft => edge.must(!unconfigured),
        _ => {}
    }
    if let (Step::Choosing(_), Event::Deadline) = (session.step, edge.event) {
        let something = Method::ALL.into_iter().any(|method| offered(edge, method));
        edge.must((*ending == Ending::TimedOut) == something);
    }
}

/// Whoever takes the card reads on, unless there is nothing to read: verified, and called soon.
fn inv9_an_ending_can_be_read(edge: &Edge<'_>) {
    if let (State::Ended { ending, present: true, .. }, Event::CardRemoved) = (edge.before, edge.event) {
        let read_on =
            matches!(edge.after(), State::Ended { ending: still, present: false, .. } if still == ending);
        edge.must(read_on != ending.is_verified());
    }
}

fn the_screen_is_shown_when_it_changes(edge: &Edge<'_>) {
    let is = edge.machine.screen();
    let mut shown = edge.effects.iter().filter(|effect| matches!(effect, Effect::Show(_)));
    let expected = (is != edge.screen_before()).then_some(Effect::Show(is));
    edge.must(shown.next() == expected.as_ref() && shown.next().is_none());
}

/// The word of staff about a mark outlives another reading of the card.
fn what_staff_stated_holds(edge: &Edge<'_>) {
    if let (Some(before), Some(after)) = (edge.session(), edge.next()) {
        edge.must(before.card.mark != Mark::ClearedByStaff || after.card.mark == Mark::ClearedByStaff);
    }
}

/// Reception hears of each session once at its beginning and once at its end.
fn inv10_reception_hears(edge: &Edge<'_>) {
    let started = edge.count(|effect| *effect == Effect::TellReception(ReceptionNotice::Started));
    let ended = edge.count(|effect| matches!(effect, Effect::TellReception(ReceptionNotice::Ended { .. })));
    let (was, is) = (edge.session().is_some(), edge.next().is_some());
    match (was, is) {
        (false, true) => edge.must(started == 1 && ended == 0),
        (true, false) => edge.must(started == 0 && ended == 1),
        (true, true) => edge.must(started == 0 && ended == 0),
        // A session that is refused before it began has both.
        (false, false) => {
            let refused =
                !matches!(edge.before, State::Ended { .. }) && matches!(edge.after(), State::Ended { .. });
            edge.must(started == usize::from(refused) && ended == started);
        }
    }
    for effect in edge.effects {
        if let (
            Effect::TellReception(ReceptionNotice::Ended { ending, .. }),
            State::Ended { ending: shown, .. },
        ) = (effect, edge.after())
        {
            edge.must(ending == shown);
        }
    }
}

/// A session ends verified by the service's verdict alone.
fn inv11_only_a_verdict_verifies(edge: &Edge<'_>) {
    let verified = |state: &State| matches!(state, State::Ended { ending, .. } if ending.is_verified());
    if verified(edge.after()) && !verified(edge.before) {
        edge.must(matches!(edge.event, Event::Reply(_, Reply::Verdict(VerdictOutcome::Verified(_)))));
        let step = edge.session().map(|session| session.step);
        edge.must(matches!(step, Some(Step::Submitting(_) | Step::Registering(_))));
    }
}

/// The permit is the counter that the card told last; if it differs, nothing was sent and the new number
/// is what counts.
fn inv13a_the_permit_is_what_was_shown(edge: &Edge<'_>) {
    for effect in edge.effects {
        if let Effect::PresentPin(_, permit) = effect {
            edge.must(edge.session().is_some_and(|session| session.card.pin.count() == Some(permit.shown)));
        }
    }
    if let (
        Some(Step::Presenting(_)),
        Event::Reply(_, Reply::PinPresented(PinOutcome::CounterDiffers { now })),
    ) = (edge.session().map(|session| session.step), edge.event)
    {
        edge.must(edge.asks(|effect| *effect == Effect::CloseIntent(StrikeOutcome::NotSent)));
        edge.must(edge.next().is_none_or(|session| session.card.pin == Tries::of(now)));
    }
}

/// No PIN without a durable intent; each intent is closed once, when its step is over, and only then.
fn inv13b_the_strike_comes_first(edge: &Edge<'_>) {
    let step = |session: Option<&Session>| session.map(|session| session.step);
    let open = |step: Option<Step>| matches!(step, Some(Step::Intending(..) | Step::Presenting(_)));
    let closed = edge.count(|effect| matches!(effect, Effect::CloseIntent(_)));
    let over = open(step(edge.session())) && !open(step(edge.next()));
    edge.must(closed == usize::from(over));
    if edge.asks(|effect| *effect == Effect::CloseIntent(StrikeOutcome::Accepted)) {
        edge.must(edge.event == Event::Reply(AWAITED, Reply::PinPresented(PinOutcome::Accepted)));
    }
    // Strikes are taken back by staff who have identified themselves, and to open a PIN that has tries.
    for effect in edge.effects {
        if let Effect::ResetStrikes(_, staff) = effect {
            edge.must(edge.event == Event::Choice(Choice::ResetStrikes));
            edge.must(edge.session().is_some_and(|session| {
                matches!(session.step, Step::Reopening(seen) if seen.staff == *staff)
                    && session.card.pin.count().is_some_and(|left| left > 0)
            }));
        }
    }
}

/// Two strikes, or a ledger that can't tell, close PIN.
fn inv13b_two_strikes_close(edge: &Edge<'_>) {
    if edge.asks(|effect| matches!(effect, Effect::RecordIntent(_) | Effect::PresentPin(..))) {
        edge.must(edge.session().is_some_and(
            |session| matches!(session.card.strikes, Strikes::Known(strikes) if strikes < edge.rules.strikes),
        ));
    }
    if let Some(session @ Session { step: Step::Choosing(_), .. }) = edge.next()
        && let Screen::Choose { methods, .. } = edge.machine.screen()
        && !matches!(session.card.strikes, Strikes::Known(strikes) if strikes < edge.rules.strikes)
    {
        edge.must(methods.pin != Availability::Open);
    }
}

/// Each intent is one of the entries that a session has.
fn inv13c_entries_are_counted(edge: &Edge<'_>) {
    let entries = |session: Option<&Session>| session.map(|session| session.attempts.pin);
    match (entries(edge.session()), entries(edge.next())) {
        (Some(before), Some(after)) => {
            let entered = edge.asks(|effect| matches!(effect, Effect::RecordIntent(_)));
            edge.must(after == before + u8::from(entered));
            edge.must(!entered || before < edge.rules.pin_entries);
        }
        (None, Some(after)) => edge.must(after == 0),
        (_, None) => {}
    }
}
