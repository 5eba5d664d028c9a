//! Sessions as a patient would have them, and as nobody should.

use hostile::session::{Happening, byte, ordinary};
use policy::{AttackDetection, ComparisonScore, Credential, Method};
use terminal::{
    AuthorisationOutcome, CameraHint, CaptureOutcome, Choice, Event, PinOutcome, ReferenceOutcome, Reply,
    Side, SignOutcome, StaffId, StaffOutcome, Standing, VerdictOutcome,
};

use crate::{Seed, seed};

const INSERTED: Happening = Happening::Event(Event::CardInserted);
const REMOVED: Happening = Happening::Event(Event::CardRemoved);
const CONFIRM: Happening = Happening::Event(Event::Choice(Choice::Confirm));

fn choice(choice: Choice) -> Happening {
    Happening::Event(Event::Choice(choice))
}

fn read() -> Vec<Happening> {
    vec![INSERTED, Happening::Reply(Reply::CardRead(Ok(ordinary())))]
}

fn typed(method: Method) -> Vec<Happening> {
    let mut all = read();
    all.extend([choice(Choice::Method(method)), Happening::Challenge(300_000)]);
    all
}

fn pin(outcome: PinOutcome) -> Vec<Happening> {
    let mut all = typed(Method::Pin);
    all.extend([
        Happening::Event(Event::PinLength(4)),
        CONFIRM,
        Happening::Reply(Reply::IntentRecorded(Ok(()))),
        Happening::Reply(Reply::PinPresented(outcome)),
    ]);
    all
}

fn verified() -> Vec<Happening> {
    vec![
        Happening::Reply(Reply::Signed(SignOutcome::Signed)),
        Happening::Reply(Reply::Verdict(VerdictOutcome::Verified(Standing::Full))),
        REMOVED,
        Happening::Due,
    ]
}

fn face() -> Vec<Happening> {
    let mut all = typed(Method::Face);
    let detection = AttackDetection::Movement;
    let scored = CaptureOutcome::Scored { score: ComparisonScore(9000), detection };
    all.extend([
        Happening::Reply(Reply::ReferenceRead(ReferenceOutcome::Genuine)),
        Happening::Hint(CameraHint::Turn(Side::Left)),
        Happening::Hint(CameraHint::LookAhead),
        Happening::Reply(Reply::Captured(scored)),
        Happening::Reply(Reply::Authorised(AuthorisationOutcome::Opened)),
    ]);
    all
}

fn visual() -> Vec<Happening> {
    let mut all = read();
    let staff = StaffOutcome::Accepted { staff: StaffId(7), credential: Credential::ClinicPassword };
    all.extend([
        choice(Choice::Method(Method::Visual)),
        Happening::Event(Event::CredentialLength(8)),
        CONFIRM,
        Happening::Reply(Reply::StaffChecked(staff)),
        Happening::Challenge(300_000),
        Happening::Reply(Reply::ReferenceRead(ReferenceOutcome::Genuine)),
        choice(Choice::SamePerson),
        Happening::Reply(Reply::Authorised(AuthorisationOutcome::Opened)),
    ]);
    all
}

fn script(site: u8, happenings: &[Vec<Happening>]) -> Vec<u8> {
    let mut bytes = vec![site];
    bytes.extend(happenings.iter().flatten().map(|happening| byte(*happening)));
    bytes
}

pub(crate) fn session_events() -> Vec<Seed> {
    let due = vec![Happening::Due; 6];
    let stale = vec![Happening::Stale; 3];
    vec![
        seed("good-pin", script(1, &[pin(PinOutcome::Accepted), verified()])),
        seed("good-face", script(1, &[face(), verified()])),
        seed("good-visual", script(1, &[visual(), verified()])),
        seed("good-pin-alone", script(0, &[pin(PinOutcome::Accepted), verified()])),
        seed("bad-pin-wrong", script(1, &[pin(PinOutcome::Rejected { left: 2 }), due.clone()])),
        seed("bad-pin-unknown", script(1, &[pin(PinOutcome::Unknown), due.clone()])),
        seed("bad-face-alone", script(0, &[face(), due.clone()])),
        seed("bad-stale", script(1, &[stale.clone(), typed(Method::Pin), stale, due.clone()])),
        seed("bad-removed", script(1, &[typed(Method::Pin), vec![REMOVED], verified()])),
        seed("bad-silence", script(2, &[read(), due])),
        seed(
            "bad-old-challenge",
            script(1, &[face()[..5].to_vec(), vec![Happening::Challenge(0)], verified()]),
        ),
        seed("edge-every-byte", (0..=255).collect::<Vec<u8>>()),
        seed("edge-insist", script(2, &[read(), vec![choice(Choice::Insist); 2], pin(PinOutcome::Accepted)])),
    ]
}
