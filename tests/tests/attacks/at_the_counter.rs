//! People at the counter: patients who try the staff's keys, and what they learn by looking.

use crate::bench::{Bench, Shown};
use crate::world::{CREDENTIAL, Media, card};
use policy::{Build, Method};
use runtime::port::{Input, ReceptionMessage};
use std::time::Duration;
use terminal::{CallReason, Choice, Ending, Notice, Refusal, Screen, StaffErrand};
use verifier::visual::VisualLimit;

fn refused_with(bench: &Bench, credential: &str) -> Option<Notice> {
    bench.enter_credential(credential);
    let screen = bench.until("an answer to the credential", |screen| {
        matches!(screen, Screen::StaffCredential { length: 0, notice: Some(_), .. } | Screen::Choose { .. })
    });
    match screen {
        Screen::StaffCredential { notice, .. } | Screen::Choose { notice, .. } => notice,
        other => panic!("{other:?}"),
    }
}

/// Three guesses a session; after them a waiting time that neither a new session nor a restart ends.
#[test]
fn a_guessed_staff_credential_waits_even_after_a_restart() {
    let (media, mine) = (Media::new(), card("normal", 1));
    let bench = Bench::over(&media, Build::Rig);
    bench.call_staff(&mine);
    for guess in ["017akebono-62", "017akebono-63"] {
        assert_eq!(refused_with(&bench, guess), Some(Notice::CredentialRejected));
    }
    assert_eq!(refused_with(&bench, "017akebono-64"), Some(Notice::CredentialClosed));
    bench.clear();
    drop(bench);
    // The fourth wrong one brings the waiting time, though it is the first of this session.
    let bench = Bench::over(&media, Build::Rig);
    bench.call_staff(&mine);
    assert_eq!(refused_with(&bench, "017akebono-65"), Some(Notice::CredentialRejected));
    // Even the right one has to wait now: whoever guesses must not learn that he guessed right.
    assert_eq!(refused_with(&bench, CREDENTIAL), Some(Notice::CredentialClosed));
    bench.clear();
    bench.call_staff(&mine);
    assert_eq!(refused_with(&bench, CREDENTIAL), Some(Notice::CredentialClosed));
    bench.clear();
    bench.clock.skip(Duration::from_secs(31));
    assert_eq!(bench.session(&mine, Method::Visual, None), Ending::Verified);
    // Nothing that was typed is on a medium.
    let written = media.written();
    for typed in ["akebono", "017akebono-62", CREDENTIAL] {
        assert!(!written.windows(typed.len()).any(|window| window == typed.as_bytes()), "{typed}");
    }
}

/// Numbers that nobody has are refused as wrong secrets are, and count in the session all the same.
#[test]
fn an_unknown_staff_number_is_refused_like_a_wrong_secret() {
    let bench = Bench::new();
    bench.call_staff(&card("normal", 1));
    for guess in ["018akebono-61", "xyz", ""] {
        if guess.is_empty() {
            // Nothing typed is no guess.
            bench.touch(Choice::Confirm);
        } else {
            assert_eq!(refused_with(&bench, guess), Some(Notice::CredentialRejected), "{guess}");
        }
    }
    assert_eq!(refused_with(&bench, "999akebono-61"), Some(Notice::CredentialClosed));
    assert_eq!(bench.submitted(), 0);
}

/// A credential is good for the one confirmation that it was typed for.
#[test]
fn a_staff_credential_is_typed_anew_for_every_confirmation() {
    let (bench, mine) = (Bench::new(), card("normal", 1));
    assert_eq!(bench.session(&mine, Method::Visual, None), Ending::Verified);
    bench.clear();
    // In the next session nothing is left of it.
    bench.call_staff(&mine);
    for choice in [Choice::Confirm, Choice::SamePerson, Choice::ClearMark] {
        bench.touch(choice);
    }
    bench.enter_credential(CREDENTIAL);
    bench.until("the comparison", |screen| matches!(screen, Screen::StaffConfirm { .. }));
    // Nor after a step back in the same session.
    bench.touch(Choice::Back);
    bench.choose(Method::Visual);
    let pad = bench.until("the pad for staff", |screen| matches!(screen, Screen::StaffCredential { .. }));
    assert_eq!(pad, Screen::StaffCredential { errand: StaffErrand::Visual, length: 0, notice: None });
    bench.touch(Choice::Confirm);
    bench.touch(Choice::SamePerson);
    bench.touch(Choice::Cancel);
    assert_eq!(bench.ending(), Ending::Cancelled);
    assert_eq!(bench.submitted(), 1);
}

/// Whoever looks over a shoulder sees a number of dots; what was typed is in no screen, transcript or
/// message to reception, and a transcript that is played again opens nothing.
#[test]
fn a_staff_credential_can_not_be_read_from_screen_transcript_or_reception() {
    let (bench, mine) = (Bench::new(), card("normal", 1));
    bench.call_staff(&mine);
    bench.enter_credential(CREDENTIAL);
    bench.until("the comparison", |screen| matches!(screen, Screen::StaffConfirm { .. }));
    bench.touch(Choice::SamePerson);
    assert_eq!(bench.ending(), Ending::Verified);
    let (_, transcript) = bench.clear();
    let told = format!("{:?}", bench.heard.lock().unwrap());
    for text in [transcript.write(), told] {
        assert!(!text.contains("akebono"), "{text}");
    }
    // What reception hears is that somebody was wanted, and by which method it ended: every time.
    let heard = bench.heard.lock().unwrap().clone();
    assert!(heard.contains(&ReceptionMessage::Call(CallReason::Visual)));
    assert!(heard.iter().any(|message| matches!(
        message,
        ReceptionMessage::Notice(terminal::ReceptionNotice::Ended { method: Some(Method::Visual), .. })
    )));
}

/// A patient touches everything that can be touched, in every order that two touches have, with the
/// pad for staff open: no comparison, no photo, no signature.
#[test]
fn a_patient_without_a_credential_reaches_no_staff_screen() {
    let (bench, mine) = (Bench::new(), card("normal", 1));
    let choices = [
        Choice::Confirm,
        Choice::SamePerson,
        Choice::OtherPerson,
        Choice::ClearMark,
        Choice::Insist,
        Choice::Method(Method::Visual),
    ];
    bench.call_staff(&mine);
    for first in choices {
        for second in choices {
            bench.touch(first);
            bench.touch(second);
        }
    }
    // Keys of the other pad are no characters of a credential.
    bench.type_in("01712345678", Input::Pin);
    bench.touch(Choice::Confirm);
    bench.touch(Choice::Cancel);
    let mut shown = Vec::new();
    while !matches!(shown.last(), Some(Shown { screen: Screen::Ending(_), .. })) {
        shown.push(bench.screens.recv_timeout(Duration::from_secs(30)).unwrap());
    }
    assert!(shown.iter().all(|shown| !shown.photo), "{shown:?}");
    assert!(shown.iter().all(|shown| !matches!(shown.screen, Screen::StaffConfirm { .. })), "{shown:?}");
    assert_eq!(shown.last().unwrap().screen, Screen::Ending(Ending::Cancelled));
    assert_eq!((bench.tray.signatures_asked(), bench.submitted()), (0, 0));
}

/// Staff say that it is somebody else: the session ends there, whatever was touched before.
#[test]
fn staff_who_see_another_person_end_the_session() {
    let bench = Bench::new();
    bench.call_staff(&card("normal", 1));
    bench.enter_credential(CREDENTIAL);
    bench.until("the comparison", |screen| matches!(screen, Screen::StaffConfirm { .. }));
    bench.touch(Choice::OtherPerson);
    bench.touch(Choice::SamePerson);
    assert_eq!(bench.ending(), Ending::StaffSawOtherPerson);
    assert_eq!((bench.tray.signatures_asked(), bench.submitted()), (0, 0));
}

/// Beyond the service's limit staff are told that it is not possible now; a PIN and a face still are.
#[test]
fn a_flood_of_visual_confirmations_leaves_pin_and_face_open() {
    let limit = VisualLimit { window: 3600, per_terminal: 2, per_performer: 100 };
    let (bench, mine) = (Bench::limited(limit), card("normal", 1));
    let session = |method| {
        let ending = bench.session(&mine, method, None);
        let signed = bench.tray.signatures_asked();
        bench.clear();
        (ending, signed)
    };
    assert_eq!(session(Method::Visual), (Ending::Verified, 1));
    assert_eq!(session(Method::Visual), (Ending::Verified, 1));
    let refused = Ending::AuthorisationRefused(Refusal::MethodNotPermitted);
    assert_eq!(session(Method::Visual), (refused, 0));
    assert_eq!(session(Method::Pin), (Ending::Verified, 1));
    assert_eq!(session(Method::Face), (Ending::Verified, 1));
}
