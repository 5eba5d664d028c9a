//! The session machine, played with a transcript beside it, as the loop does.

use policy::*;
use runtime::Transcript;
use terminal::*;

/// A machine and the transcript of what it sees.
pub(crate) struct Recorder {
    pub(crate) machine: Machine,
    pub(crate) transcript: Transcript,
    pub(crate) now: Millis,
}

impl Recorder {
    pub(crate) fn new(machine: Machine, site: Site, now: Millis) -> Self {
        let transcript = Transcript::begin(BUILT_IN, site, machine.clone());
        Self { machine, transcript, now }
    }

    pub(crate) fn take(&mut self, event: Event) {
        self.transcript.events.push((self.now, event));
        for effect in self.machine.handle(self.now, event) {
            match effect {
                Effect::Show(screen) => self.transcript.screens.push((self.now, screen)),
                Effect::TellReception(told @ ReceptionNotice::Ended { ending, .. }) => {
                    self.transcript.ended = Some((ending, told));
                }
                _ => {}
            }
        }
    }

    fn after(&self, event: Event) -> State {
        let mut machine = self.machine.clone();
        machine.handle(self.now, event);
        *machine.state()
    }

    /// Whether the event changes the state, is no reply of the wrong kind, and nobody gives up.
    fn leads_on(&self, event: Event) -> bool {
        let after = self.after(event);
        after != *self.machine.state()
            && !matches!(after, State::Ended { ending: Ending::TerminalFailed, .. })
            && !matches!(event, Event::Choice(Choice::Cancel | Choice::Back))
    }

    /// Takes one step: `die` says what happens, `number` what is in it, `wait` when. Most faces of
    /// the die lead on, or walks would not get far.
    pub(crate) fn step(&mut self, (die, number, wait): (u16, u16, u32)) {
        let now = self.now.after(wait);
        self.now = now;
        let awaited = self.machine.awaited().unwrap_or(Ticket(0));
        let stale = Ticket(u32::from(number));
        let replies = |ticket| replies(now, number).into_iter().map(move |reply| Event::Reply(ticket, reply));
        let mut all = touches(number);
        let hints: Vec<CameraHint> = CameraHint::all().collect();
        all.extend([awaited, stale].map(|ticket| Event::Hint(ticket, pick(&hints, number))));
        match die % 32 {
            0 => all = replies(stale).collect(),
            1 => all = interruptions().to_vec(),
            2 => {
                self.now = now.max(self.machine.deadline().unwrap_or(now));
                all = vec![Event::Deadline];
            }
            3 => all.extend(replies(awaited)),
            face => {
                all.extend(replies(awaited));
                all.extend(interruptions().iter().filter(|_| self.machine.session().is_none()));
                all.retain(|event| self.leads_on(*event));
                let goes_on = |event: &Event| matches!(self.after(*event), State::Session(_));
                if face >= 12 && all.iter().any(goes_on) {
                    all.retain(goes_on);
                }
            }
        }
        if let Some(event) = all.get(usize::from(die / 32) % all.len().max(1)) {
            self.take(*event);
        }
    }
}

pub(crate) fn sites() -> Vec<Site> {
    let rig = Site {
        build: Build::Rig,
        holder_authorisation: HolderAuthorisation::StandIn,
        ..Site::OUT_OF_THE_BOX
    };
    vec![
        Site::OUT_OF_THE_BOX,
        rig,
        Site { last_try: LastTry::OnInsistence, ..rig },
        Site { visual: false, ..rig },
        Site { holder_authorisation: HolderAuthorisation::Relay, visual_registration: false, ..rig },
    ]
}

fn interruptions() -> [Event; 4] {
    [Event::CardInserted, Event::CardRemoved, Event::SecondCard, Event::ReaderLost]
}

fn touches(number: u16) -> Vec<Event> {
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
    let length = u8::try_from(number % 12).unwrap();
    let mut all: Vec<_> = choices.map(Event::Choice).into();
    all.extend([Event::PinLength(4), Event::PinLength(length), Event::CredentialLength(length)]);
    all.extend([Event::CheckNumberLength(14), Event::CheckNumberLength(length)]);
    all
}

fn pick<T: Copy>(all: &[T], number: u16) -> T {
    all[usize::from(number) % all.len()]
}

fn card(number: u16) -> CardFacts {
    let tries = [Tries::of(3), Tries::of(2), Tries::of(1), Tries::Blocked, Tries::Unknown, Tries::Unasked];
    let kinds =
        [CardKind::Ordinary, CardKind::PinLocked, CardKind::FaceAuthentication, CardKind::Undetermined];
    let marks = [Mark::Unseen, Mark::Printed, Mark::StruckThrough];
    CardFacts {
        kind: if number.is_multiple_of(2) { CardKind::Ordinary } else { pick(&kinds, number / 2) },
        pin: pick(&tries, number / 3),
        check_number: if number.is_multiple_of(5) { Tries::of(10) } else { Tries::Unasked },
        mark: pick(&marks, number / 7),
        strikes: if number.is_multiple_of(11) {
            Strikes::Unavailable
        } else {
            Strikes::Known(2 * u8::from(number.is_multiple_of(13)))
        },
    }
}

fn replies(now: Millis, number: u16) -> Vec<Reply> {
    let left = u8::try_from(number % 4).unwrap();
    let dates = [(2023, 11, 13), (2023, 12, 14), (2023, 12, 15), (2026, 11, 24)];
    let (year, month, day) = pick(&dates, number / 4);
    let date = Date::new(year, month, day).unwrap();
    let expires = now.after(u32::from(number) * 16);
    let score = ComparisonScore(i16::try_from(i32::from(number % 20_001) - 10_000).unwrap());
    let qualities = [
        QualityReason::NoFace,
        QualityReason::SeveralFaces,
        QualityReason::TooSmall,
        QualityReason::TooDark,
        QualityReason::TooBright,
        QualityReason::Blurred,
        QualityReason::Turned,
    ];
    let faults = [CardFault::NotMyNumberCard, CardFault::OldResidentCard, CardFault::Mute, CardFault::Reader];
    let refusals = [Refusal::CertificateEnded, Refusal::Challenge, Refusal::EvidenceInsufficient];
    let refusal = pick(&refusals, number);
    vec![
        Reply::CardRead(Ok(card(number))),
        Reply::CardRead(Ok(card(number / 2))),
        Reply::CardRead(Err(pick(&faults, number))),
        Reply::Challenge(Ok(ChallengeFacts { date, expires })),
        Reply::Challenge(Ok(ChallengeFacts { date, expires: now.after(300_000) })),
        Reply::Challenge(Err(pick(&[ServiceFault::Unreachable, ServiceFault::Misbehaved], number))),
        Reply::IntentRecorded(Ok(())),
        Reply::IntentRecorded(Err(LedgerFault)),
        Reply::PinPresented(PinOutcome::Accepted),
        Reply::PinPresented(PinOutcome::Rejected { left }),
        Reply::PinPresented(PinOutcome::CounterDiffers { now: left }),
        Reply::PinPresented(pick(&[PinOutcome::Blocked, PinOutcome::NotSent, PinOutcome::Unknown], number)),
        Reply::ReferenceRead(ReferenceOutcome::Genuine),
        Reply::ReferenceRead(ReferenceOutcome::GenuineUnmeasured),
        Reply::ReferenceRead(ReferenceOutcome::CheckNumberLow { left }),
        Reply::ReferenceRead(pick(
            &[
                ReferenceOutcome::PhotoNotGenuine,
                ReferenceOutcome::ChipNotGenuine,
                ReferenceOutcome::NoCheckNumber,
                ReferenceOutcome::CheckNumberRejected { left: 8 },
                ReferenceOutcome::CheckNumberRepeated,
                ReferenceOutcome::Unreadable,
            ],
            number,
        )),
        Reply::Captured(CaptureOutcome::Scored { score, detection: AttackDetection::None }),
        Reply::Captured(CaptureOutcome::Scored { score, detection: AttackDetection::Movement }),
        Reply::Captured(CaptureOutcome::Undecided(pick(UndecidedReason::ALL, number))),
        Reply::Captured(CaptureOutcome::AttackPresentation),
        Reply::Captured(CaptureOutcome::Unusable(pick(&qualities, number))),
        Reply::Captured(CaptureOutcome::PartFailed),
        Reply::StaffChecked(StaffOutcome::Accepted {
            staff: StaffId(number),
            credential: Credential::ClinicPassword,
        }),
        Reply::StaffChecked(pick(&[StaffOutcome::Rejected, StaffOutcome::BackOff], number)),
        Reply::StrikesReset(Ok(())),
        Reply::StrikesReset(Err(LedgerFault)),
        Reply::Authorised(AuthorisationOutcome::Opened),
        Reply::Authorised(AuthorisationOutcome::Refused(refusal)),
        Reply::Authorised(pick(
            &[AuthorisationOutcome::Unreachable, AuthorisationOutcome::CardFailed],
            number,
        )),
        Reply::Signed(SignOutcome::Signed),
        Reply::Signed(SignOutcome::Failed),
        Reply::Verdict(VerdictOutcome::Verified(pick(&[Standing::Full, Standing::EntitlementOnly], number))),
        Reply::Verdict(VerdictOutcome::Refused(refusal)),
        Reply::Verdict(VerdictOutcome::Unregistered),
        Reply::Verdict(VerdictOutcome::Unreachable),
    ]
}
