//! Every decision over every input that the types allow.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use policy::*;

fn facts() -> impl Iterator<Item = CardFacts> {
    let kinds =
        [CardKind::Ordinary, CardKind::PinLocked, CardKind::FaceAuthentication, CardKind::Undetermined];
    let tries = [Tries::of(3), Tries::of(2), Tries::of(1), Tries::Blocked, Tries::Unknown, Tries::Unasked];
    let numbers = [Tries::of(10), Tries::of(6), Tries::of(5), Tries::Blocked, Tries::Unknown, Tries::Unasked];
    let marks = [Mark::Unseen, Mark::Printed, Mark::StruckThrough, Mark::ClearedByStaff];
    let strikes = [Strikes::Known(0), Strikes::Known(1), Strikes::Known(2), Strikes::Unavailable];
    kinds.into_iter().flat_map(move |kind| {
        tries.into_iter().flat_map(move |pin| {
            numbers.into_iter().flat_map(move |check_number| {
                marks.into_iter().flat_map(move |mark| {
                    strikes.into_iter().map(move |strikes| CardFacts {
                        kind,
                        pin,
                        check_number,
                        mark,
                        strikes,
                    })
                })
            })
        })
    })
}

fn sites() -> impl Iterator<Item = Site> {
    let authorisations =
        [HolderAuthorisation::None, HolderAuthorisation::StandIn, HolderAuthorisation::Relay];
    [Build::Production, Build::Rig].into_iter().flat_map(move |build| {
        authorisations.into_iter().flat_map(move |holder_authorisation| {
            [true, false].into_iter().flat_map(move |visual| {
                [LastTry::Closed, LastTry::OnInsistence].into_iter().map(move |last_try| Site {
                    build,
                    holder_authorisation,
                    visual,
                    visual_registration: visual,
                    last_try,
                })
            })
        })
    })
}

#[test]
fn pin_is_open_only_for_an_ordinary_card_with_a_known_counter_and_ledger() {
    for site in sites() {
        for card in facts() {
            let methods = open_methods(&BUILT_IN, &site, &card, Attempts::default(), AttackDetection::None);
            if methods.pin != Availability::Open {
                continue;
            }
            assert_eq!(card.kind, CardKind::Ordinary);
            assert_ne!(card.mark, Mark::Printed);
            let left = card.pin.count().unwrap();
            assert!(left >= 2 || site.last_try == LastTry::OnInsistence);
            match card.strikes {
                Strikes::Known(strikes) => assert!(strikes < 2),
                Strikes::Unavailable => panic!("PIN open without ledger"),
            }
        }
    }
}

#[test]
fn without_holder_authorisation_only_pin_is_open() {
    for site in sites() {
        for card in facts() {
            let methods = open_methods(&BUILT_IN, &site, &card, Attempts::default(), AttackDetection::None);
            let authorised = matches!(
                (site.holder_authorisation, site.build),
                (HolderAuthorisation::StandIn, Build::Rig) | (HolderAuthorisation::Relay, _)
            );
            if !authorised {
                let closed = Availability::Closed(Closure::NoHolderAuthorisation);
                assert_eq!((methods.face, methods.visual), (closed, closed));
            }
            if site.build == Build::Production {
                assert_ne!(methods.face, Availability::Open, "no attack detection yet");
            }
        }
    }
}

#[test]
fn face_is_never_open_with_five_or_fewer_check_number_tries() {
    for site in sites() {
        for card in facts() {
            let methods = open_methods(&BUILT_IN, &site, &card, Attempts::default(), AttackDetection::None);
            if methods.face == Availability::Open {
                assert!(card.check_number == Tries::Unasked || card.check_number.count().unwrap() > 5);
            }
        }
    }
}

#[test]
fn out_of_the_box_a_face_authentication_card_has_no_open_method() {
    for card in facts().filter(|card| card.kind == CardKind::FaceAuthentication) {
        let methods =
            open_methods(&BUILT_IN, &Site::OUT_OF_THE_BOX, &card, Attempts::default(), AttackDetection::None);
        assert!(!methods.any_open());
    }
}

/// What a build decides on this score without attack detection.
fn unexamined(build: Build, score: Option<ComparisonScore>, failed_before: u8) -> FaceDecision {
    decided(build, AttackDetection::None, score, failed_before)
}

fn decided(
    build: Build,
    detection: AttackDetection,
    score: Option<ComparisonScore>,
    failed_before: u8,
) -> FaceDecision {
    let comparison = score.map(|score| Comparison { score, detection });
    decide_face(&BUILT_IN, build, Coverage::Measured, comparison, failed_before)
}

/// The menu closes face there; this is for a score that comes all the same. One that is too low is
/// another capture as always: its capture was broken off before attacks were looked for.
#[test]
fn production_accepts_no_score_without_attack_detection() {
    for score in (-10_000..=10_000).map(ComparisonScore) {
        let high = score >= BUILT_IN.accepted_from();
        for failed in [0, 1, 2, u8::MAX] {
            let decided = unexamined(Build::Production, Some(score), failed);
            assert!(decided != FaceDecision::Accept, "{score:?} {failed}");
            assert_eq!(decided == FaceDecision::OfferOther, high || failed >= 2, "{score:?} {failed}");
        }
        let rig = unexamined(Build::Rig, Some(score), 0);
        assert_eq!(rig == FaceDecision::Accept, high, "{score:?}");
    }
}

/// Both builds decide alike on a head that moved as asked, by the score alone.
#[test]
fn with_attack_detection_the_score_decides() {
    for score in (-10_000..=10_000).map(ComparisonScore) {
        let of = |build| decided(build, AttackDetection::Movement, Some(score), 0);
        assert_eq!(of(Build::Production), of(Build::Rig));
        assert_eq!(of(Build::Production) == FaceDecision::Accept, score >= BUILT_IN.accepted_from());
    }
}

#[test]
fn what_is_near_the_threshold_is_another_capture() {
    let decide = |score| unexamined(Build::Rig, Some(ComparisonScore(score)), 0);
    let line = BUILT_IN.threshold.0 + TOLERANCE;
    assert_eq!(BUILT_IN.accepted_from(), ComparisonScore(line));
    assert_eq!(decide(line), FaceDecision::Accept);
    assert_eq!(decide(line - 1), FaceDecision::Retry { call: false });
    // Scores of one capture on two machines, no further apart than the tolerance: where one accepts, no other
    // one finds less than the threshold.
    for score in -10_000..=10_000 {
        if decide(score) == FaceDecision::Accept {
            assert!(score - TOLERANCE >= BUILT_IN.threshold.0);
        }
    }
}

/// Nobody who is refused otherwise is accepted, and a stated look-alike never makes a holder's face worth more.
#[test]
fn a_stated_look_alike_only_raises_the_line() {
    let decide = |likeness, score| decide_look_alike(&LEDGER, likeness, ComparisonScore(score));
    let line = LEDGER.strict.0 + TOLERANCE;
    assert_eq!(LEDGER.accepted_despite_likeness_from(), ComparisonScore(line));
    assert!(LEDGER.accepted_despite_likeness_from() > BUILT_IN.accepted_from());
    for score in -10_000..=10_000 {
        assert_eq!(decide(Likeness::Unstated, score), LookAlikeDecision::Accept);
        let stated = decide(Likeness::Stated, score);
        assert_eq!(stated == LookAlikeDecision::ConfirmByEye, score < line, "{score}");
    }
}

/// No stranger of the measured group, and at most one in a million of all, is taken for the holder there.
#[test]
fn the_line_for_look_alikes_is_where_measured_strangers_are_told_apart() {
    let Ledger { threshold, strict, strict_whole, strict_group, whole, .. } = LEDGER;
    assert!(strict > threshold);
    assert!(strict_whole.false_matches_at_most.is_some_and(|most| most <= 1));
    assert_eq!(strict_group.false_matches.errors, 0);
    assert!(strict_whole.false_matches.errors < whole.false_matches.errors);
    // What it costs: more holders go to staff.
    assert!(strict_whole.false_non_matches.errors > whole.false_non_matches.errors);
}

#[test]
fn a_capture_is_over_early_only_where_its_score_is_accepted_or_a_stranger_s() {
    let folding = BUILT_IN.folding();
    assert_eq!(folding.early_accept, BUILT_IN.accepted_from());
    assert!(folding.hopeless < BUILT_IN.threshold);
    for score in (-10_000..=10_000).map(ComparisonScore) {
        let (one, two) = (Frames::default().with(score), Frames::default().with(score).with(score));
        assert_eq!(one.settled(&folding), unexamined(Build::Rig, one.score(), 0) == FaceDecision::Accept);
        assert!(two.settled(&folding) == (one.settled(&folding) || score < folding.hopeless));
    }
}

#[test]
fn reception_is_called_at_the_second_failed_capture_and_there_are_three() {
    for build in [Build::Production, Build::Rig] {
        let decide = |failed| unexamined(build, None, failed);
        assert_eq!(decide(0), FaceDecision::Retry { call: false });
        assert_eq!(decide(1), FaceDecision::Retry { call: true });
        assert_eq!(decide(2), FaceDecision::OfferOther);
        assert_eq!(decide(u8::MAX), FaceDecision::OfferOther);
    }
}

/// By rule: nothing is known of the errors there.
#[test]
fn to_whom_nothing_was_measured_people_come_at_the_first_failed_capture_and_there_are_two() {
    for build in [Build::Production, Build::Rig] {
        let decide = |failed| decide_face(&BUILT_IN, build, Coverage::Unmeasured, None, failed);
        assert_eq!(decide(0), FaceDecision::Retry { call: true });
        assert_eq!(decide(1), FaceDecision::OfferOther);
        assert_eq!(decide(u8::MAX), FaceDecision::OfferOther);
        // The threshold is the same: there is no figure that another one could rest on.
        for score in (-10_000..=10_000).map(ComparisonScore) {
            let comparison = Some(Comparison { score, detection: AttackDetection::Movement });
            let decide = |coverage| decide_face(&BUILT_IN, build, coverage, comparison, 0);
            let accepted =
                [Coverage::Measured, Coverage::Unmeasured].map(|c| decide(c) == FaceDecision::Accept);
            assert_eq!(accepted, [score >= BUILT_IN.accepted_from(); 2]);
        }
    }
}

#[test]
fn registration_by_visual_follows_the_revision_of_the_day() {
    let site = Site { visual_registration: true, ..Site::OUT_OF_THE_BOX };
    let on = |site: &Site, y, m, d| {
        decide_registration(&BUILT_IN, site, Method::Visual, Date::new(y, m, d).unwrap())
    };
    assert_eq!(on(&site, 2023, 11, 13), RegistrationDecision::Closed(RegistrationClosure::RefusedByManual));
    assert_eq!(on(&site, 2023, 11, 14), RegistrationDecision::Closed(RegistrationClosure::ReadersNotChanged));
    assert_eq!(on(&site, 2023, 12, 14), RegistrationDecision::Closed(RegistrationClosure::ReadersNotChanged));
    assert_eq!(on(&site, 2023, 12, 15), RegistrationDecision::Open);
    let forbidden = Site { visual_registration: false, ..site };
    assert_eq!(
        on(&forbidden, 2026, 11, 24),
        RegistrationDecision::Closed(RegistrationClosure::RefusedBySite)
    );
    for method in [Method::Face, Method::Pin] {
        let date = Date::new(2023, 11, 13).unwrap();
        assert_eq!(decide_registration(&BUILT_IN, &forbidden, method, date), RegistrationDecision::Open);
    }
}

#[test]
fn certificate_boundaries_in_both_readings() {
    let until = Date::new(2026, 8, 10).unwrap();
    let on = |grace, y, m, d| {
        certificate_standing(&Rules { grace, ..BUILT_IN }, until, Date::new(y, m, d).unwrap())
    };
    for grace in [GraceReading::ByDay, GraceReading::ByMonthEnd] {
        assert_eq!(on(grace, 2026, 5, 9), CertificateStanding::Valid);
        assert_eq!(on(grace, 2026, 5, 10), CertificateStanding::EndsSoon);
        assert_eq!(on(grace, 2026, 8, 10), CertificateStanding::EndsSoon);
        assert_eq!(on(grace, 2026, 8, 11), CertificateStanding::Grace);
        assert_eq!(on(grace, 2026, 11, 10), CertificateStanding::Grace);
        assert_eq!(on(grace, 2026, 12, 1), CertificateStanding::Ended);
    }
    assert_eq!(on(GraceReading::ByDay, 2026, 11, 11), CertificateStanding::Ended);
    assert_eq!(on(GraceReading::ByMonthEnd, 2026, 11, 30), CertificateStanding::Grace);
}

const DETECTIONS: [AttackDetection; 2] = [AttackDetection::None, AttackDetection::Movement];

fn attempts() -> impl Iterator<Item = Attempts> {
    (0..=4).flat_map(|face| (0..=4).map(move |staff| Attempts { face, staff, ..Attempts::default() }))
}

/// The reasons in their order, told a second time from the rules in words: without a way to open the
/// key nothing but PIN; production wants attack detection; attempts are counted; 照合番号B keeps five.
#[test]
fn face_and_visual_are_closed_for_the_first_reason_that_holds_and_open_without_one() {
    for site in sites() {
        let opens = match site.holder_authorisation {
            HolderAuthorisation::None => false,
            HolderAuthorisation::StandIn => site.build == Build::Rig,
            HolderAuthorisation::Relay => true,
        };
        for card in facts() {
            for (attempts, detection) in attempts().flat_map(|a| DETECTIONS.map(|d| (a, d))) {
                let methods = open_methods(&BUILT_IN, &site, &card, attempts, detection);
                let reserve = match card.check_number.count() {
                    Some(0..=5) => Some(Closure::CheckNumberLow),
                    None if card.check_number == Tries::Unknown => Some(Closure::CheckNumberUnknown),
                    _ => None,
                };
                let face = [
                    (!opens).then_some(Closure::NoHolderAuthorisation),
                    (site.build == Build::Production && detection == AttackDetection::None)
                        .then_some(Closure::NoAttackDetection),
                    (attempts.face >= 3).then_some(Closure::AttemptsUsedUp),
                    reserve,
                ];
                let visual = [
                    (!opens).then_some(Closure::NoHolderAuthorisation),
                    (!site.visual).then_some(Closure::Site),
                    (attempts.staff >= 3).then_some(Closure::AttemptsUsedUp),
                ];
                let first = |reasons: &[Option<Closure>]| {
                    let reason = reasons.iter().flatten().next();
                    reason.map_or(Availability::Open, |closure| Availability::Closed(*closure))
                };
                assert_eq!(methods.face, first(&face), "{site:?} {card:?} {attempts:?}");
                assert_eq!(methods.visual, first(&visual), "{site:?} {card:?} {attempts:?}");
                let all = [methods.face, methods.pin, methods.visual];
                assert_eq!(methods.any_open(), all.contains(&Availability::Open));
            }
        }
    }
}
