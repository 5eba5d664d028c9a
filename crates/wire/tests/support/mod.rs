//! Generators of every message.

use policy::{
    AttackDetection, CardKind, Compared, ComparisonScore, Credential, Date, Method, Purpose, RevisionId,
};
use proptest::prelude::*;
use wire::script::{MAX_EXPECTED, MAX_STEPS};
use wire::*;

pub fn name<T: std::str::FromStr + std::fmt::Debug>() -> impl Strategy<Value = T>
where
    T::Err: std::fmt::Debug,
{
    "[A-Za-z0-9._-]{1,64}".prop_map(|text| text.parse().unwrap())
}

pub fn date() -> impl Strategy<Value = Date> {
    any::<u64>().prop_map(|seconds| Date::from_unix(seconds % 250_000_000_000))
}

pub fn purpose() -> impl Strategy<Value = Purpose> {
    prop_oneof![Just(Purpose::Verification), Just(Purpose::Registration)]
}

pub fn session() -> impl Strategy<Value = SessionId> {
    any::<[u8; 16]>().prop_map(SessionId)
}

fn digest() -> impl Strategy<Value = Digest> {
    any::<[u8; 32]>().prop_map(Digest)
}

fn score() -> impl Strategy<Value = ComparisonScore> {
    (-10_000..=10_000_i16).prop_map(ComparisonScore)
}

fn face() -> impl Strategy<Value = Confirmation> {
    (score(), score(), digest(), digest()).prop_map(|(score, threshold, detector, embedder)| {
        Confirmation::Face(FaceConfirmation { score, threshold, detector, embedder })
    })
}

fn visual() -> impl Strategy<Value = Confirmation> {
    let reason = prop_oneof![
        Just(VisualReason::FaceNotAccepted),
        Just(VisualReason::FaceNotOffered),
        Just(VisualReason::PinNotUsable),
        Just(VisualReason::PatientAsked)
    ];
    let compared = prop_oneof![
        Just(Compared::ChipPhotoVerified),
        Just(Compared::ChipPhotoUnverified),
        Just(Compared::PrintedPhotoOnly)
    ];
    (name(), reason, compared).prop_map(|(performer, reason, compared)| {
        let credential = Credential::ClinicPassword;
        Confirmation::Visual(VisualConfirmation { performer, credential, reason, compared })
    })
}

fn kind() -> impl Strategy<Value = CardKind> {
    prop_oneof![
        Just(CardKind::Ordinary),
        Just(CardKind::PinLocked),
        Just(CardKind::FaceAuthentication),
        Just(CardKind::Undetermined)
    ]
}

prop_compose! {
    pub fn evidence()(
        challenge in any::<[u8; 32]>(),
        session in session(),
        terminal in name(),
        facility in name(),
        purpose in purpose(),
        certificate in digest(),
        card_kind in kind(),
        confirmation in prop_oneof![Just(Confirmation::Pin), face(), visual()],
        attack_detection in prop_oneof![Just(AttackDetection::None), Just(AttackDetection::Movement)],
        revision in any::<u16>(),
        time in any::<u64>(),
        transcript in digest(),
    ) -> Evidence {
        Evidence {
            version: VERSION,
            challenge: Nonce(challenge),
            session,
            terminal,
            facility,
            purpose,
            certificate,
            card_kind,
            confirmation,
            attack_detection,
            policy_revision: RevisionId(revision),
            time: UnixSeconds(time),
            transcript,
        }
    }
}

pub fn certificate() -> impl Strategy<Value = Certificate> {
    proptest::collection::vec(any::<u8>(), 1..=bytes::MAX_CERTIFICATE)
        .prop_map(|bytes| Certificate::new(bytes).unwrap())
}

prop_compose! {
    pub fn challenge()(
        nonce in any::<[u8; 32]>(),
        session in session(),
        terminal in name(),
        facility in name(),
        issued in any::<u64>(),
        expires in any::<u64>(),
        rule_date in date(),
    ) -> Challenge {
        let (issued, expires) = (UnixSeconds(issued), UnixSeconds(expires));
        Challenge { version: VERSION, nonce: Nonce(nonce), session, terminal, facility, issued, expires, rule_date }
    }
}

pub fn refusal() -> impl Strategy<Value = RefusalReason> {
    (0..RefusalReason::ALL.len()).prop_map(|index| RefusalReason::ALL[index])
}

pub fn verdict() -> impl Strategy<Value = Verdict> {
    let standing = prop_oneof![Just(Standing::Full), Just(Standing::EntitlementOnly)];
    let notice = prop_oneof![
        Just(None),
        date().prop_map(|until| Some(Notice::CertificateEndsSoon { until })),
        date().prop_map(|until| Some(Notice::CertificateEnded { until }))
    ];
    prop_oneof![
        (standing, notice).prop_map(|(standing, notice)| Verdict::Verified(Verified { standing, notice })),
        refusal().prop_map(Verdict::Refused),
        (any::<[u8; 32]>(), any::<u64>()).prop_map(|(token, expires)| {
            Verdict::Unregistered(Unregistered {
                token: RegistrationToken(token),
                expires: UnixSeconds(expires),
            })
        })
    ]
}

prop_compose! {
    pub fn outcome()(
        session in session(),
        terminal in name(),
        facility in name(),
        ending in any::<u16>(),
        method in prop_oneof![Just(None), (0..3_usize).prop_map(|index| Some(Method::ALL[index]))],
        revision in any::<u16>(),
        started in any::<u64>(),
        ended in any::<u64>(),
    ) -> OutcomeRecord {
        OutcomeRecord {
            version: VERSION,
            session,
            terminal,
            facility,
            ending,
            method,
            policy_revision: RevisionId(revision),
            started: UnixSeconds(started),
            ended: UnixSeconds(ended),
        }
    }
}

/// A command APDU of any of the four cases, short or extended.
pub fn command() -> impl Strategy<Value = Command> {
    let data = proptest::collection::vec(any::<u8>(), 0..=700);
    (any::<[u8; 4]>(), data, any::<bool>(), any::<bool>()).prop_map(|(header, mut data, answer, extended)| {
        if !extended {
            data.truncate(255);
        }
        let mut bytes = header.to_vec();
        match (data.len(), extended) {
            (0, true) if answer => bytes.push(0),
            (0, _) => {}
            (length, true) => {
                bytes.push(0);
                bytes.extend(u16::try_from(length).unwrap().to_be_bytes());
            }
            (length, false) => bytes.push(u8::try_from(length).unwrap()),
        }
        bytes.extend(&data);
        if answer {
            bytes.extend(if extended { &[1, 0][..] } else { &[0][..] });
        }
        Command::new(bytes).unwrap()
    })
}

pub fn script() -> impl Strategy<Value = Script> {
    let expected = proptest::collection::vec(any::<u16>().prop_map(StatusWord), 1..=MAX_EXPECTED);
    let step =
        (command(), expected).prop_map(|(command, expected)| ScriptStep::new(command, expected).unwrap());
    proptest::collection::vec(step, 1..=MAX_STEPS / 2).prop_map(|steps| Script::new(steps).unwrap())
}

pub fn responses() -> impl Strategy<Value = CardResponses> {
    let response = proptest::collection::vec(any::<u8>(), 2..=300);
    let response = response.prop_map(|bytes| CardResponse::new(bytes).unwrap());
    proptest::collection::vec(response, 0..=MAX_STEPS).prop_map(|all| CardResponses::new(all).unwrap())
}
