//! Each procedure on a card that behaves, and on cards with the quirks that card.md lists.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions,
    missing_docs
)]

mod common;

use apdu::{ApduForm, ChannelError, Ne};
use card::certificate::{BUFFER_LENGTH, UserCertificate};
use card::cv::{CaPurpose, CaTable};
use card::facts::SignatureCertificate;
use card::genuineness::BrokenLink;
use card::{
    Application, CardError, CheckNumberB, CheckNumberOutcome, Genuineness, Identity, KeyReference, LastTry,
    Link, Misuse, Pin, PinOutcome, Step, TriesLeft, UnknownTries, certificate, check_number, counter, facts,
    genuineness, identify, pin, sign, surface,
};
use common::{CHECK_NUMBER, FakeCard, PIN, Quirks, Scripted, hex, keys, says, test_authority};

fn pin() -> Pin {
    Pin::from_ascii(PIN).unwrap()
}

fn check_number() -> CheckNumberB {
    CheckNumberB::from_ascii(CHECK_NUMBER).unwrap()
}

fn quirky() -> Vec<(&'static str, Quirks)> {
    let plain = Quirks::default();
    vec![
        ("plain", plain),
        ("first 6F00", Quirks { first_command_fails: true, ..plain }),
        ("no short identifiers", Quirks { no_short_identifiers: true, ..plain }),
        ("small reads", Quirks { most_per_read: Some(200), ..plain }),
        ("61xx", Quirks { get_response: true, ..plain }),
        ("6Cxx", Quirks { exact_le: true, ..plain }),
        ("6282", Quirks { warns_at_end: true, ..plain }),
    ]
}

const FORMS: [ApduForm; 3] = [
    ApduForm::Short,
    ApduForm::EXTENDED,
    ApduForm::Extended {
        longest: match Ne::new(1024) {
            Some(ne) => ne,
            None => Ne::SHORT_MAX,
        },
    },
];

#[test]
fn a_pin_session_runs_on_every_quirk_and_form() {
    for (name, quirks) in quirky() {
        for form in FORMS {
            let mut card = FakeCard::ordinary();
            card.quirks = quirks;
            let mut link = Link::new(&mut card, form);
            assert_eq!(identify::identify(&mut link), Ok(Identity::MyNumberCard), "{name}");
            let mut der = [0; BUFFER_LENGTH];
            let facts = facts::read(&mut link, &mut der).expect(name);
            assert_eq!(facts.user_authentication_pin, TriesLeft::Known(3), "{name}");
            let UserCertificate::Read(certificate) = facts.user_certificate else {
                panic!("{name}: no certificate");
            };
            assert_eq!(der[..certificate.length], common::user_certificate(1590), "{name}");
            let outcome = pin::verify(&mut link, &pin(), 3, LastTry::Closed);
            assert_eq!(outcome, Ok(PinOutcome::Accepted), "{name}");
            let signature = sign::user_authentication(&mut link, &[7; 32]).expect(name);
            let expected = keys::CHIP.sign(&card::rsa::digest_info(&[7; 32]));
            assert_eq!(signature.0.to_vec(), expected, "{name}");
        }
    }
}

#[test]
fn a_face_session_runs_on_every_quirk_and_form() {
    for (name, quirks) in quirky() {
        for form in FORMS {
            let mut card = FakeCard::ordinary();
            card.quirks = quirks;
            let mut link = Link::new(&mut card, form);
            let outcome = check_number::present(&mut link, &check_number());
            assert_eq!(outcome, Ok(CheckNumberOutcome::Accepted), "{name}");
            let mut buffer = vec![0xEE; surface::BUFFER_LENGTH];
            let face = surface::read(&mut link, &mut buffer).expect(name);
            assert_eq!(face.photo_jp2.len(), 1854, "{name}");
            let table = [test_authority(CaPurpose::Surface)];
            let found = genuineness::check(&mut link, &face, &[9; 32], CaTable(&table));
            assert_eq!(found, Ok(Genuineness::Genuine), "{name}");
        }
    }
}

#[test]
fn the_card_face_is_read_as_recorded() {
    let mut card = FakeCard::ordinary();
    let mut link = Link::new(&mut card, ApduForm::EXTENDED);
    check_number::present(&mut link, &check_number()).unwrap();
    let mut buffer = vec![0xEE; surface::BUFFER_LENGTH];
    let face = surface::read(&mut link, &mut buffer).unwrap();
    assert_eq!(&face.birth_date.0, b"19800217");
    assert_eq!(face.sex, surface::Sex::Female);
    assert_eq!(face.name_png, b"\x89PNG name");
    assert_eq!(face.address_png, b"\x89PNG address");
    assert_eq!(&face.photo_jp2[..8], hex("0000000C6A502020"));
    assert_eq!(&face.card_expiry.0, b"20350217");
    assert_eq!(face.chip_key.modulus(), &keys::CHIP.modulus());
    assert_eq!(format!("{face:?}"), "CardFace(photo of 1854 bytes)");
    assert!(
        !buffer.windows(8).any(|window| window == b"security"),
        "the picture of the security code must be wiped"
    );
    let length = common::card_face(1854).len();
    assert!(buffer[length..].iter().all(|byte| *byte == 0), "the rest must be wiped");
}

#[test]
fn sex_is_read_as_recorded() {
    let genuine = common::card_face(60);
    let at = genuine.windows(3).position(|field| field == hex("DF2301")).unwrap() + 3;
    for (recorded, sex) in [
        (b'1', surface::Sex::Male),
        (b'2', surface::Sex::Female),
        (b'0', surface::Sex::NotKnown),
        (b'9', surface::Sex::NotApplicable),
        (b'3', surface::Sex::Other(b'3')),
    ] {
        let mut file = genuine.clone();
        file[at] = recorded;
        assert_eq!(surface::parse(&file).unwrap().sex, sex);
    }
}

#[test]
fn the_record_may_begin_two_bytes_late() {
    for form in FORMS {
        let mut card = FakeCard::ordinary();
        let shifted = [hex("0102"), common::card_face(5000)].concat();
        card.files.insert((Application::Surface, 0x02), shifted);
        let mut link = Link::new(&mut card, form);
        check_number::present(&mut link, &check_number()).unwrap();
        let mut buffer = vec![0; surface::BUFFER_LENGTH];
        let face = surface::read(&mut link, &mut buffer).unwrap();
        assert_eq!(face.photo_jp2.len(), 5000);
    }
}

#[test]
fn a_card_face_of_32_kib_is_refused_and_one_below_is_read() {
    let photo = 32 * 1024 - (common::card_face(20_000).len() - 20_000);
    let rows = [
        (photo - 1, surface::BUFFER_LENGTH, true),
        (photo - 1, surface::BUFFER_LENGTH - 1, false),
        (photo, surface::BUFFER_LENGTH, false),
        (photo, 40_000, false),
    ];
    for (photo, room, fits) in rows {
        let file = common::card_face(photo);
        for form in FORMS {
            let mut card = FakeCard::ordinary();
            card.files.insert((Application::Surface, 0x02), file.clone());
            let mut link = Link::new(&mut card, form);
            check_number::present(&mut link, &check_number()).unwrap();
            let mut buffer = vec![0; room];
            let read = surface::read(&mut link, &mut buffer).map(|face| face.photo_jp2.len());
            if fits {
                assert_eq!(read, Ok(photo));
            } else {
                assert!(matches!(read, Err(CardError::Malformed(_))), "{read:?}");
                assert!(buffer.iter().all(|byte| *byte == 0));
            }
        }
    }
}

#[test]
fn the_certificate_facts_are_those_of_the_certificate() {
    let der = common::user_certificate(1590);
    let facts = certificate::facts(&der).unwrap();
    assert_eq!(facts.serial.as_slice(), hex("0705D990"));
    assert_eq!(facts.authority_key_id.unwrap().as_slice(), [0xA5; 20]);
    let end = facts.not_after;
    assert_eq!((end.date.year, end.date.month, end.date.day), (2030, 2, 17));
    assert_eq!((end.hour, end.minute, end.second), (14, 59, 59));
    assert_eq!(facts.not_before.date.year, 2025);
}

#[test]
fn wrong_pins_count_down_and_the_last_try_is_closed() {
    let mut card = FakeCard::ordinary();
    let mut link = Link::new(&mut card, ApduForm::Short);
    let wrong = Pin::from_ascii(b"9999").unwrap();
    let mut present = |shown, last| pin::verify(&mut link, &wrong, shown, last).unwrap();
    assert_eq!(present(3, LastTry::Closed), PinOutcome::Rejected { tries_left: 2 });
    let now = TriesLeft::Known(2);
    assert_eq!(present(3, LastTry::Closed), PinOutcome::CounterDiffers { now });
    assert_eq!(present(2, LastTry::Closed), PinOutcome::Rejected { tries_left: 1 });
    assert_eq!(present(1, LastTry::Closed), PinOutcome::LastTryClosed);
    assert_eq!(present(1, LastTry::Insisted), PinOutcome::Rejected { tries_left: 0 });
    assert_eq!(present(1, LastTry::Insisted), PinOutcome::Blocked);
    assert_eq!(card.tries(Application::Jpki, 0x18), 0);
    assert_eq!(verifies(&card), 3);
}

#[test]
fn the_last_try_with_the_right_pin_gives_three_back() {
    let mut card = FakeCard::ordinary();
    card.set_tries(Application::Jpki, 0x18, 1);
    let mut link = Link::new(&mut card, ApduForm::Short);
    let outcome = pin::verify(&mut link, &pin(), 1, LastTry::Insisted);
    assert_eq!(outcome, Ok(PinOutcome::Accepted));
    assert_eq!(card.tries(Application::Jpki, 0x18), 3);
}

#[test]
fn a_blocked_pin_sees_no_verify() {
    let mut card = FakeCard::ordinary();
    card.set_tries(Application::Jpki, 0x18, 0);
    for shown in 0..=3 {
        let mut link = Link::new(&mut card, ApduForm::Short);
        let outcome = pin::verify(&mut link, &pin(), shown, LastTry::Insisted);
        assert_eq!(outcome, Ok(PinOutcome::Blocked));
    }
    assert_eq!(verifies(&card), 0);
}

#[test]
fn the_check_number_keeps_five_tries() {
    for tries in 0..=10 {
        let mut card = FakeCard::ordinary();
        card.set_tries(Application::Surface, 0x12, tries);
        let mut link = Link::new(&mut card, ApduForm::Short);
        let outcome = check_number::present(&mut link, &check_number()).unwrap();
        let expected = match tries {
            0 => CheckNumberOutcome::Blocked,
            1..=5 => CheckNumberOutcome::TooFew { tries_left: tries },
            _ => CheckNumberOutcome::Accepted,
        };
        assert_eq!(outcome, expected);
        assert_eq!(verifies(&card), usize::from(tries > 5));
    }
}

#[test]
fn a_misread_check_number_costs_one_try() {
    let mut card = FakeCard::ordinary();
    let mut link = Link::new(&mut card, ApduForm::Short);
    let misread = CheckNumberB::from_ascii(b"55021720352286").unwrap();
    let outcome = check_number::present(&mut link, &misread);
    assert_eq!(outcome, Ok(CheckNumberOutcome::Rejected { tries_left: 9 }));
    let mut buffer = vec![0; surface::BUFFER_LENGTH];
    let error = surface::read(&mut link, &mut buffer).unwrap_err();
    let wanted = Misuse::NotAuthorised(Step::Read(card::CardFile::CardFace));
    assert_eq!(error, CardError::Misuse(wanted));
}

#[test]
fn no_signature_without_the_holder() {
    let mut card = FakeCard::ordinary();
    let mut link = Link::new(&mut card, ApduForm::Short);
    let refused = CardError::Misuse(Misuse::NotAuthorised(Step::Sign));
    assert_eq!(sign::user_authentication(&mut link, &[0; 32]), Err(refused));
    pin::verify(&mut link, &pin(), 3, LastTry::Closed).unwrap();
    link.forget();
    assert_eq!(sign::user_authentication(&mut link, &[0; 32]), Err(refused));
}

#[test]
fn other_pins_are_asked_only_while_it_matters() {
    let not_asked = TriesLeft::Unknown(UnknownTries::NotAsked);
    let rows = [
        ([3, 3, 3, 3], [not_asked; 3]),
        ([0, 2, 3, 3], [TriesLeft::Known(2), not_asked, not_asked]),
        ([0, 0, 3, 3], [TriesLeft::Blocked, TriesLeft::Known(3), not_asked]),
        ([0, 0, 0, 1], [TriesLeft::Blocked, TriesLeft::Blocked, TriesLeft::Known(1)]),
        ([0, 0, 0, 0], [TriesLeft::Blocked; 3]),
    ];
    for ([user, support, common, resident], expected) in rows {
        let mut card = FakeCard::ordinary();
        card.set_tries(Application::Jpki, 0x18, user);
        card.set_tries(Application::Support, 0x11, support);
        card.set_tries(Application::Common, 0x1C, common);
        card.set_tries(Application::ResidentRegister, 0x1C, resident);
        let mut link = Link::new(&mut card, ApduForm::Short);
        let facts = facts::read(&mut link, &mut [0; BUFFER_LENGTH]).unwrap();
        let pins = facts.other_pins;
        assert_eq!([pins.support, pins.common, pins.resident_register], expected);
        let asked = user == 0;
        assert_eq!(facts.signature_certificate == SignatureCertificate::Present, asked);
    }
}

#[test]
fn what_a_card_says_without_a_signature_certificate() {
    for (content, expected) in [
        (Some(hex("008F00")), SignatureCertificate::Absent),
        (Some(hex("8F8F00")), SignatureCertificate::Present),
        (None, SignatureCertificate::Unknown(apdu::StatusWord::NOT_FOUND)),
    ] {
        let mut card = FakeCard::ordinary();
        card.set_tries(Application::Jpki, 0x18, 0);
        let place = (Application::Jpki, 0x08);
        match content {
            Some(content) => card.files.insert(place, content),
            None => card.files.remove(&place),
        };
        let mut link = Link::new(&mut card, ApduForm::Short);
        let facts = facts::read(&mut link, &mut [0; BUFFER_LENGTH]).unwrap();
        assert_eq!(facts.signature_certificate, expected);
    }
}

#[test]
fn every_reference_is_asked_where_it_is() {
    let mut card = FakeCard::ordinary();
    let mut link = Link::new(&mut card, ApduForm::Short);
    for (reference, tries) in [
        (KeyReference::UserAuthenticationPin, 3),
        (KeyReference::SignaturePassword, 5),
        (KeyReference::SupportPin, 3),
        (KeyReference::CommonPin, 3),
        (KeyReference::ResidentRegisterPin, 3),
        (KeyReference::CheckNumberB, 10),
    ] {
        let answer = counter::tries_left(&mut link, reference);
        assert_eq!(answer, Ok(TriesLeft::Known(tries)), "{reference:?}");
    }
}

#[test]
fn counters_that_are_no_number_are_values() {
    let refused = |status| TriesLeft::Unknown(UnknownTries::Refused(apdu::StatusWord::new(status)));
    for (answer, expected) in [
        ("63C3", TriesLeft::Known(3)),
        ("63CA", TriesLeft::Known(10)),
        ("63CF", TriesLeft::Known(15)),
        ("63C0", TriesLeft::Blocked),
        ("6983", TriesLeft::Blocked),
        ("6984", TriesLeft::Blocked),
        ("9000", TriesLeft::Unknown(UnknownTries::AlreadyVerified)),
        ("6300", TriesLeft::Unknown(UnknownTries::NotCounted)),
        ("6A88", refused(0x6A88)),
        ("6700", refused(0x6700)),
        ("6982", refused(0x6982)),
    ] {
        let card =
            Scripted::new([("00A404 0C0A D392F000260100000001", says("9000")), ("00200098", says(answer))]);
        let mut link = Link::new(card, ApduForm::Short);
        let asked = counter::tries_left(&mut link, KeyReference::UserAuthenticationPin);
        assert_eq!(asked, Ok(expected), "{answer}");
        let card =
            Scripted::new([("00A404 0C0A D392F000260100000001", says("9000")), ("00200098", says(answer))]);
        let mut link = Link::new(card, ApduForm::Short);
        let outcome = pin::verify(&mut link, &pin(), 9, LastTry::Insisted).unwrap();
        let wanted = match expected {
            TriesLeft::Blocked => PinOutcome::Blocked,
            now => PinOutcome::CounterDiffers { now },
        };
        assert_eq!(outcome, wanted, "{answer}");
    }
}

#[test]
fn every_kind_of_thing_in_the_reader_has_its_own_answer() {
    for (label, expected) in [
        ("JPKIAPICCTOKEN2", Identity::MyNumberCard),
        ("JPKIAPICCTOKEN", Identity::ResidentRegisterCard),
        ("JPKIAPGPSETOKEN", Identity::AndroidPhone),
        ("JPKIAPIOSTOKEN", Identity::IPhone),
        ("JPKIAPICCTOKEN3", Identity::UnknownToken),
        ("", Identity::UnknownToken),
    ] {
        let mut card = FakeCard::ordinary();
        let token = card.files.get_mut(&(Application::Jpki, 0x06)).unwrap();
        token[..32].fill(b' ');
        token[..label.len()].copy_from_slice(label.as_bytes());
        let mut link = Link::new(&mut card, ApduForm::Short);
        assert_eq!(identify::identify(&mut link), Ok(expected), "{label}");
    }
    let mut foreign = FakeCard::ordinary();
    foreign.applications.clear();
    let mut link = Link::new(&mut foreign, ApduForm::Short);
    assert_eq!(identify::identify(&mut link), Ok(Identity::NotMyNumberCard));
    assert_eq!(foreign.log.len(), 5);
    let mut odd = FakeCard::ordinary();
    odd.applications = vec![Application::Support];
    let mut link = Link::new(&mut odd, ApduForm::Short);
    let expected = Identity::WithoutJpki(Application::Support);
    assert_eq!(identify::identify(&mut link), Ok(expected));
}

#[test]
fn cards_that_do_not_answer_or_are_locked_have_their_own_answers() {
    let select = "00A404 0C0A D392F000260100000001";
    let locked = Scripted::new([(select, says("6283"))]);
    let mut link = Link::new(locked, ApduForm::Short);
    assert_eq!(identify::identify(&mut link), Ok(Identity::LockedByIssuer));
    let mute = Scripted::new([(select, Err(ChannelError::Mute))]);
    let mut link = Link::new(mute, ApduForm::Short);
    assert_eq!(identify::identify(&mut link), Ok(Identity::Mute));
    let broken = Scripted::new([(select, says("6F00")), (select, says("6F00"))]);
    let mut link = Link::new(broken, ApduForm::Short);
    assert!(matches!(identify::identify(&mut link), Err(CardError::CardMisbehaved(_))));
    let gone = Scripted::new([(select, Err(ChannelError::Removed))]);
    let mut link = Link::new(gone, ApduForm::Short);
    let removed = CardError::Channel(ChannelError::Removed);
    assert_eq!(identify::identify(&mut link), Err(removed));
}

#[test]
fn a_phones_certificate_is_closed() {
    let card =
        Scripted::new([("00A404 0C0A D392F000260100000001", says("9000")), ("00B08A0000", says("6982"))]);
    let mut link = Link::new(card, ApduForm::Short);
    let read = certificate::read(&mut link, &mut [0; BUFFER_LENGTH]);
    assert_eq!(read, Ok(UserCertificate::Closed));
}

#[test]
fn forged_photos_cloned_chips_and_unknown_issuers_are_told_apart() {
    let check = |card: &mut FakeCard, table: CaTable<'_>| {
        let mut link = Link::new(card, ApduForm::EXTENDED);
        check_number::present(&mut link, &check_number()).unwrap();
        let mut buffer = vec![0; surface::BUFFER_LENGTH];
        let face = surface::read(&mut link, &mut buffer).unwrap();
        genuineness::check(&mut link, &face, &[1; 32], table).unwrap()
    };
    let table = [test_authority(CaPurpose::Surface)];
    let mut cloned = FakeCard::ordinary();
    cloned.chip_key = &keys::STRANGER;
    assert_eq!(check(&mut cloned, CaTable(&table)), Genuineness::ChipNotGenuine);

    let face = (Application::Surface, 0x02);
    let mut forged = FakeCard::ordinary();
    let content = forged.files.get_mut(&face).unwrap();
    let middle = content.len() / 2;
    content[middle] ^= 1;
    let broken = Genuineness::PhotoNotGenuine(BrokenLink::Record);
    assert_eq!(check(&mut forged, CaTable(&table)), broken);
    assert!(!forged.commands().iter().any(|command| command[1] == 0x2A));

    let mut signed_by_another = FakeCard::ordinary();
    let content = common::card_face_with(b"photo", &keys::STRANGER);
    signed_by_another.files.insert(face, content);
    assert_eq!(check(&mut signed_by_another, CaTable(&table)), broken);

    let mut self_certified = FakeCard::ordinary();
    let content = common::cv_certificate(&keys::STRANGER);
    self_certified.files.insert((Application::Surface, 0x04), content);
    let broken = Genuineness::PhotoNotGenuine(BrokenLink::Certificate);
    assert_eq!(check(&mut self_certified, CaTable(&table)), broken);

    let unknown = Genuineness::UnknownIssuer(card::cv::KeyId(common::TEST_KEY_ID));
    let production = CaTable(&card::ca::PRODUCTION);
    assert_eq!(check(&mut FakeCard::ordinary(), production), unknown);
    let for_something_else = [test_authority(CaPurpose::Support)];
    assert_eq!(check(&mut FakeCard::ordinary(), CaTable(&for_something_else)), unknown);
}

#[test]
fn every_signed_object_is_covered() {
    let table = [test_authority(CaPurpose::Surface)];
    let genuine = common::card_face(400);
    let certificate = common::cv_certificate(&keys::AUTHORITY);
    let file = card::CardFile::SurfaceCertificate;
    let certificate = card::cv::CvCertificate::parse(&certificate, file).unwrap();
    let record = |bytes: &[u8]| {
        let face = surface::parse(bytes).ok()?;
        Some(genuineness::check_record(&face, &certificate, CaTable(&table)))
    };
    assert_eq!(record(&genuine), Some(Genuineness::Genuine));
    for (signed, text) in [
        (true, &b"19800217"[..]),
        (true, b"PNG name"),
        (true, b"PNG address"),
        (true, b"ZZZZ"),
        (false, b"20350217"),
    ] {
        let mut changed = genuine.clone();
        let at = genuine.windows(text.len()).position(|w| w == text).unwrap();
        changed[at + text.len() - 1] ^= 1;
        let expected =
            if signed { Genuineness::PhotoNotGenuine(BrokenLink::Record) } else { Genuineness::Genuine };
        assert_eq!(record(&changed), Some(expected), "{text:?}");
    }
}

fn verifies(card: &FakeCard) -> usize {
    card.commands().iter().filter(|command| command[1] == 0x20 && command.len() > 4).count()
}
