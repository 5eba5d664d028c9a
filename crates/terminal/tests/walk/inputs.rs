//! What goes into the walk: sites, cards, and everything that can happen.

use crate::edge::AWAITED;
use policy::*;
use terminal::*;

/// How long a challenge lives, in milliseconds: longer than any step.
const LIFE: u64 = 300_000;

/// The sites whose policy differs in what the machine can see.
pub(crate) fn sites() -> Vec<Site> {
    let rig = Site { build: Build::Rig, ..Site::OUT_OF_THE_BOX };
    vec![
        Site::OUT_OF_THE_BOX,
        Site { last_try: LastTry::OnInsistence, ..Site::OUT_OF_THE_BOX },
        Site { holder_authorisation: HolderAuthorisation::StandIn, ..rig },
        Site { holder_authorisation: HolderAuthorisation::StandIn, last_try: LastTry::OnInsistence, ..rig },
        Site { holder_authorisation: HolderAuthorisation::StandIn, visual: false, ..rig },
        Site {
            holder_authorisation: HolderAuthorisation::Relay,
            visual_registration: false,
            ..Site::OUT_OF_THE_BOX
        },
    ]
}

pub(crate) fn cards() -> Vec<CardFacts> {
    let ordinary = CardFacts {
        kind: CardKind::Ordinary,
        pin: Tries::of(3),
        check_number: Tries::Unasked,
        mark: Mark::Unseen,
        strikes: Strikes::Known(0),
    };
    let locked = CardFacts { kind: CardKind::PinLocked, pin: Tries::Blocked, ..ordinary };
    vec![
        ordinary,
        CardFacts { pin: Tries::of(2), strikes: Strikes::Known(1), ..ordinary },
        CardFacts { pin: Tries::of(1), ..ordinary },
        CardFacts { strikes: Strikes::Known(2), ..ordinary },
        CardFacts { strikes: Strikes::Unavailable, ..ordinary },
        CardFacts { mark: Mark::Printed, ..ordinary },
        locked,
        CardFacts { kind: CardKind::FaceAuthentication, check_number: Tries::of(5), ..locked },
        CardFacts { kind: CardKind::FaceAuthentication, ..locked },
        CardFacts { kind: CardKind::Undetermined, pin: Tries::Unknown, ..ordinary },
    ]
}

/// The service's dates: today, and the days on which registration by staff was refused by the manual and
/// not yet possible. One site has one of them, or the walk would be twice as long.
fn dates(site: &Site) -> Vec<Date> {
    let day = |year, month, day| Date::new(year, month, day).unwrap();
    match (site.last_try, site.visual_registration) {
        (_, false) => vec![day(2023, 11, 14), day(2026, 11, 24)],
        (LastTry::OnInsistence, true) => vec![day(2023, 11, 13)],
        (LastTry::Closed, true) => vec![day(2026, 11, 24)],
    }
}

/// Every reply, each kind with all that makes a difference.
pub(crate) fn replies(site: &Site) -> Vec<Reply> {
    let expires = Millis(LIFE);
    let scored = |score, detection| CaptureOutcome::Scored { score: ComparisonScore(score), detection };
    let accepted = StaffOutcome::Accepted { staff: StaffId(7), credential: Credential::ClinicPassword };
    let mut all = vec![
        Reply::Challenge(Err(ServiceFault::Unreachable)),
        Reply::Challenge(Err(ServiceFault::Misbehaved)),
        Reply::Challenge(Err(ServiceFault::ClockDisagrees)),
        Reply::IntentRecorded(Ok(())),
        Reply::IntentRecorded(Err(event::LedgerFault)),
        Reply::PinPresented(PinOutcome::Accepted),
        Reply::PinPresented(PinOutcome::Rejected { left: 2 }),
        Reply::PinPresented(PinOutcome::Rejected { left: 1 }),
        Reply::PinPresented(PinOutcome::Rejected { left: 0 }),
        Reply::PinPresented(PinOutcome::CounterDiffers { now: 2 }),
        Reply::PinPresented(PinOutcome::Blocked),
        Reply::PinPresented(PinOutcome::NotSent),
        Reply::PinPresented(PinOutcome::Unknown),
        Reply::ReferenceRead(ReferenceOutcome::Genuine),
        Reply::ReferenceRead(ReferenceOutcome::GenuineUnmeasured),
        Reply::ReferenceRead(ReferenceOutcome::PhotoNotGenuine),
        Reply::ReferenceRead(ReferenceOutcome::ChipNotGenuine),
        Reply::ReferenceRead(ReferenceOutcome::NoCheckNumber),
        Reply::ReferenceRead(ReferenceOutcome::CheckNumberRejected { left: 9 }),
        Reply::ReferenceRead(ReferenceOutcome::CheckNumberRejected { left: 5 }),
        Reply::ReferenceRead(ReferenceOutcome::CheckNumberRepeated),
        Reply::ReferenceRead(ReferenceOutcome::CheckNumberLow { left: 5 }),
        Reply::ReferenceRead(ReferenceOutcome::Unreadable),
        Reply::Captured(scored(9000, AttackDetection::Movement)),
        Reply::Captured(scored(9000, AttackDetection::None)),
        Reply::Captured(scored(1000, AttackDetection::Movement)),
        Reply::Captured(scored(1000, AttackDetection::None)),
        Reply::Captured(CaptureOutcome::AttackPresentation),
        Reply::Captured(CaptureOutcome::PartFailed),
        Reply::StaffChecked(accepted),
        Reply::StaffChecked(StaffOutcome::Rejected),
        Reply::StaffChecked(StaffOutcome::BackOff),
        Reply::StaffChecked(StaffOutcome::Unavailable),
        Reply::StrikesReset(Ok(())),
        Reply::StrikesReset(Err(event::LedgerFault)),
        Reply::Authorised(AuthorisationOutcome::Opened),
        Reply::Authorised(AuthorisationOutcome::Unreachable),
        Reply::Authorised(AuthorisationOutcome::Misbehaved),
        Reply::Authorised(AuthorisationOutcome::CardFailed),
        Reply::Authorised(AuthorisationOutcome::FaceNotEnough),
        Reply::Signed(SignOutcome::Signed),
        Reply::Signed(SignOutcome::Failed),
        Reply::Verdict(VerdictOutcome::Verified(Standing::Full)),
        Reply::Verdict(VerdictOutcome::Verified(Standing::FullEndsSoon)),
        Reply::Verdict(VerdictOutcome::Verified(Standing::EntitlementOnly)),
        Reply::Verdict(VerdictOutcome::Unregistered),
        Reply::Verdict(VerdictOutcome::Unreachable),
        Reply::Verdict(VerdictOutcome::Misbehaved),
    ];
    all.extend(dates(site).into_iter().map(|date| Reply::Challenge(Ok(ChallengeFacts { date, expires }))));
    all.extend(cards().into_iter().map(|card| Reply::CardRead(Ok(card))));
    all.extend(faults().map(|fault| Reply::CardRead(Err(fault))));
    for refusal in Refusal::ALL {
        all.push(Reply::Authorised(AuthorisationOutcome::Refused(*refusal)));
        all.push(Reply::Verdict(VerdictOutcome::Refused(*refusal)));
    }
    let unusable = |reason: &QualityReason| Reply::Captured(CaptureOutcome::Unusable(*reason));
    all.extend(QualityReason::ALL.iter().map(unusable));
    let undecided = |reason: &UndecidedReason| Reply::Captured(CaptureOutcome::Undecided(*reason));
    all.extend(UndecidedReason::ALL.iter().map(undecided));
    all
}

fn faults() -> [CardFault; 9] {
    [
        CardFault::NotMyNumberCard,
        CardFault::OldResidentCard,
        CardFault::AndroidPhone,
        CardFault::Iphone,
        CardFault::Mute,
        CardFault::LockedByIssuer,
        CardFault::Misbehaved,
        CardFault::Gone,
        CardFault::Reader,
    ]
}

/// Every event but replies.
pub(crate) fn events() -> Vec<Event> {
    let mut all = vec![
        Event::CardInserted,
        Event::CardRemoved,
        Event::SecondCard,
        Event::ReaderLost,
        Event::Deadline,
        Event::PinLength(4),
        Event::PinLength(0),
        Event::CredentialLength(8),
        Event::CheckNumberLength(14),
        Event::CheckNumberLength(13),
    ];
    let choices = [
        Choice::Method(Method::Face),
        Choice::Method(Method::Pin),
        Choice::Method(Method::Visual),
        Choice::Confirm,
        Choice::Back,
        Choice::Cancel,
        Choice::Insist,
        Choice::SamePerson,
        Choice::OtherPerson,
        Choice::AskStaff,
        Choice::ClearMark,
        Choice::ResetStrikes,
        Choice::CannotTurn,
    ];
    all.extend(choices.map(Event::Choice));
    all.extend(CameraHint::all().map(|hint| Event::Hint(AWAITED, hint)));
    all
}
