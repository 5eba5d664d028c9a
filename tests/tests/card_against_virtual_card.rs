//! The terminal's card procedures against the virtual card, which shares no line with them: every
//! procedure, every profile, the quirks of real cards, and the number of APDUs beside `myna-card`'s.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::OnceLock;

use apdu::{ApduForm, CardChannel, ChannelError, StatusWord};
use card::certificate::{BUFFER_LENGTH, UserCertificate};
use card::cv::{CaKey, CaPurpose, CaTable, KeyId};
use card::facts::{CardFacts, OtherPins, SignatureCertificate};
use card::genuineness::BrokenLink;
use card::relay::{self, Place, RelayOutcome, ScriptStep};
use card::{
    Application, CardError, CheckNumberB, CheckNumberOutcome, Genuineness, Identity, KeyReference, LastTry,
    Link, Misuse, Pin, PinOutcome, Step, TriesLeft, check_number, counter, facts, genuineness, identify, pin,
    sign, surface,
};
use terminal::ReferenceOutcome;
use virtual_card::card::{
    Behaviour, Delivery, Keep, Moment, Outcome, PowerEvent, Tear, TearPoint, VirtualCard,
};
use virtual_card::card_file::{CardFile, ReferenceName};
use virtual_card::date::Date;
use virtual_card::holder::Holder;
use virtual_card::pictures::{DEBIAN_FONT, Photo, Pictures};
use virtual_card::pki::Pki;
use virtual_card::profile::NAMES;
use virtual_card::stand_in;

fn today() -> Date {
    Date::new(2026, 11, 24).unwrap()
}

fn pki() -> &'static Pki {
    static PKI: OnceLock<Pki> = OnceLock::new();
    PKI.get_or_init(|| {
        let directory: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("card-pki");
        Pki::create_with_pool(&directory, 7, 1).unwrap()
    })
}

/// The card of this profile.
fn make(profile: &str) -> CardFile {
    static PHOTO: OnceLock<Photo> = OnceLock::new();
    let photo = PHOTO.get_or_init(|| Photo::placeholder().unwrap()).clone();
    let holder = Holder::fictional(1);
    let pictures = Pictures::draw(&holder, photo, Path::new(DEBIAN_FONT)).unwrap();
    CardFile::new(pki(), &holder, profile.parse().unwrap(), &pictures, today()).unwrap()
}

/// A virtual card as the terminal's channel, and the count of what went over it.
struct InField {
    card: VirtualCard,
    sent: usize,
}

impl InField {
    fn new(profile: &str, behaviour: Behaviour) -> Self {
        let mut card = VirtualCard::new(make(profile), Keep::Memory, [7; 32]);
        *card.behaviour_mut() = behaviour;
        card.power(PowerEvent::On);
        Self { card, sent: 0 }
    }

    fn ordinary() -> Self {
        Self::new("normal", Behaviour::default())
    }

    fn secret(&self, name: ReferenceName) -> Vec<u8> {
        self.card.card().secret(name).unwrap().reveal().as_bytes().to_vec()
    }

    fn pin(&self) -> Pin {
        Pin::from_ascii(&self.secret(ReferenceName::UserAuthentication)).unwrap()
    }

    /// A PIN that is not the card's.
    fn wrong_pin(&self) -> Pin {
        let mut digits = self.secret(ReferenceName::UserAuthentication);
        digits[0] = if digits[0] == b'9' { b'8' } else { digits[0] + 1 };
        Pin::from_ascii(&digits).unwrap()
    }

    fn check_number(&self) -> CheckNumberB {
        CheckNumberB::from_ascii(&self.secret(ReferenceName::CheckNumberB)).unwrap()
    }

    fn verifies(&self) -> u64 {
        self.card.tally().verifies.values().sum()
    }
}

impl CardChannel for InField {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        self.sent += 1;
        let answer = match self.card.exchange(command) {
            Outcome::Answered { response, .. } => response,
            Outcome::Torn => return Err(ChannelError::Torn),
            Outcome::Silent => return Err(ChannelError::Mute),
        };
        let room = response.get_mut(..answer.len());
        room.ok_or(ChannelError::ResponseTooLong)?.copy_from_slice(&answer);
        Ok(answer.len())
    }
}

/// The terminal's CA table, from the simulator's issuers.
fn test_authorities() -> Vec<CaKey> {
    pki()
        .cv_authorities()
        .unwrap()
        .iter()
        .map(|line| CaKey {
            key_id: KeyId(line.key_id.0.clone().try_into().unwrap()),
            purpose: match &line.key_id.0[5..7] {
                b"20" => CaPurpose::CardLevel,
                b"23" => CaPurpose::Surface,
                b"33" => CaPurpose::Support,
                other => panic!("unknown authority {other:?}"),
            },
            modulus: line.modulus.0.clone().try_into().unwrap(),
        })
        .collect()
}

fn read_facts(link: &mut Link<&mut InField>) -> (CardFacts, Vec<u8>) {
    let mut der = vec![0; BUFFER_LENGTH];
    let facts = facts::read(link, &mut der).unwrap();
    if let UserCertificate::Read(certificate) = &facts.user_certificate {
        der.truncate(certificate.length);
    }
    (facts, der)
}

fn assert_signed(der: &[u8], digest: &[u8; 32], signature: &card::Signature) {
    let (_, certificate) = x509_parser::parse_x509_certificate(der).unwrap();
    let key = certificate.public_key().parsed().unwrap();
    let x509_parser::public_key::PublicKey::RSA(key) = key else { panic!("not RSA") };
    let modulus: [u8; 256] = key.modulus[key.modulus.len() - 256..].try_into().unwrap();
    let check = card::rsa::PublicKey::new(modulus).check(signature, &card::rsa::digest_info(digest));
    assert_eq!(check, card::rsa::Check::Holds);
}

const FORMS: [ApduForm; 2] = [ApduForm::Short, ApduForm::EXTENDED];

#[test]
fn every_profile_is_what_it_is_and_costs_no_try() {
    let known = TriesLeft::Known;
    let locked = OtherPins {
        support: TriesLeft::Blocked,
        common: TriesLeft::Blocked,
        resident_register: TriesLeft::Blocked,
    };
    let support_alive = OtherPins { support: known(3), ..OtherPins::NOT_ASKED };
    for profile in NAMES {
        let mut card = InField::new(profile, Behaviour::default());
        let before = card.card.counters();
        let mut link = Link::new(&mut card, ApduForm::Short);
        let identity = identify::identify(&mut link).unwrap();
        let expected = match profile {
            "phone-android" => Identity::AndroidPhone,
            "phone-iphone" => Identity::IPhone,
            "juki" => Identity::ResidentRegisterCard,
            "foreign" => Identity::NotMyNumberCard,
            "dead" => Identity::Mute,
            _ => Identity::MyNumberCard,
        };
        assert_eq!(identity, expected, "{profile}");
        if identity == Identity::MyNumberCard {
            let (facts, der) = read_facts(&mut link);
            let (pin, others, signature) = match profile {
                "auth-locked" => (TriesLeft::Blocked, support_alive, SignatureCertificate::Present),
                "tries=1" => (known(1), OtherPins::NOT_ASKED, SignatureCertificate::NotAsked),
                "kao-ninsho" | "kao-ninsho-no-mark" | "case-only-mark" => {
                    (TriesLeft::Blocked, locked, SignatureCertificate::Absent)
                }
                "kao-ninsho-revoked-only" | "three-pins-used-up" => {
                    (TriesLeft::Blocked, locked, SignatureCertificate::Present)
                }
                _ => (known(3), OtherPins::NOT_ASKED, SignatureCertificate::NotAsked),
            };
            assert_eq!(facts.user_authentication_pin, pin, "{profile}");
            assert_eq!(facts.other_pins, others, "{profile}");
            assert_eq!(facts.signature_certificate, signature, "{profile}");
            assert_certificate(&facts.user_certificate, &der, profile);
        }
        assert_eq!(card.card.counters(), before, "{profile}");
        assert_eq!(card.verifies(), 0, "{profile}");
    }
}

/// What our reader of DER found is what an independent one finds.
fn assert_certificate(read: &UserCertificate, der: &[u8], profile: &str) {
    let UserCertificate::Read(facts) = read else { panic!("{profile}: {read:?}") };
    let (_, other) = x509_parser::parse_x509_certificate(der).unwrap();
    assert_eq!(facts.serial.as_slice(), other.raw_serial(), "{profile}");
    let seconds = |time: card::UtcTime| {
        let date = time.date;
        (i64::from(date.year), date.month, date.day, time.hour, time.minute, time.second)
    };
    for (ours, theirs) in
        [(facts.not_before, other.validity().not_before), (facts.not_after, other.validity().not_after)]
    {
        let theirs = theirs.to_datetime();
        let (hour, minute, second) = theirs.time().as_hms();
        let expected =
            (i64::from(theirs.year()), u8::from(theirs.month()), theirs.day(), hour, minute, second);
        assert_eq!(seconds(ours), expected, "{profile}");
    }
    let authority = other.extensions().iter().find_map(|extension| match extension.parsed_extension() {
        x509_parser::extensions::ParsedExtension::AuthorityKeyIdentifier(id) => {
            id.key_identifier.as_ref().map(|id| id.0.to_vec())
        }
        _ => None,
    });
    assert_eq!(facts.authority_key_id.as_ref().map(|id| id.to_vec()), authority, "{profile}");
}

#[test]
fn a_phones_certificate_stays_closed_without_its_pin() {
    let mut card = InField::new("phone-android", Behaviour::default());
    let mut link = Link::new(&mut card, ApduForm::Short);
    let read = card::certificate::read(&mut link, &mut [0; BUFFER_LENGTH]);
    assert_eq!(read, Ok(UserCertificate::Closed));
}

fn pin_session(card: &mut InField, form: ApduForm) {
    let pin = card.pin();
    let mut link = Link::new(card, form);
    assert_eq!(identify::identify(&mut link), Ok(Identity::MyNumberCard));
    let (_, der) = read_facts(&mut link);
    assert_eq!(pin::verify(&mut link, &pin, 3, LastTry::Closed), Ok(PinOutcome::Accepted));
    let signature = sign::user_authentication(&mut link, &[0x5A; 32]).unwrap();
    assert_signed(&der, &[0x5A; 32], &signature);
}

/// Up to the finding; the centre's part and the signature are another matter.
fn face_session(card: &mut InField, form: ApduForm) -> Genuineness {
    let number = card.check_number();
    let pictures = card.card.card().pictures.clone();
    let front = card.card.card().front.clone();
    let mut link = Link::new(card, form);
    assert_eq!(identify::identify(&mut link), Ok(Identity::MyNumberCard));
    read_facts(&mut link);
    let outcome = check_number::present(&mut link, &number);
    assert_eq!(outcome, Ok(CheckNumberOutcome::Accepted));
    let mut buffer = vec![0; surface::BUFFER_LENGTH];
    let face = surface::read(&mut link, &mut buffer).unwrap();
    assert_eq!(face.name_png, pictures.name());
    assert_eq!(face.address_png, pictures.address());
    assert_eq!(face.birth_date.0.to_vec(), front.birth_date.digits().into_bytes());
    assert_eq!(face.card_expiry.0.to_vec(), front.card_expiry.digits().into_bytes());
    let authorities = test_authorities();
    let challenge = [0xC3; 32];
    genuineness::check(&mut link, &face, &challenge, CaTable(&authorities)).unwrap()
}

/// Whom the error rates don't speak of, the card tells by its dates; nothing but that word leaves.
#[test]
fn the_young_the_old_and_old_photos_are_noticed_by_the_card_s_dates() {
    let read = |born: (u16, u8, u8), issued: u16| {
        let birth_date = Date::new(born.0, born.1, born.2).unwrap();
        let holder = Holder { birth_date, ..Holder::fictional(1) };
        let pictures =
            Pictures::draw(&holder, Photo::placeholder().unwrap(), Path::new(DEBIAN_FONT)).unwrap();
        let issued = Date::new(issued, 11, 24).unwrap();
        let file = CardFile::new(pki(), &holder, "normal".parse().unwrap(), &pictures, issued).unwrap();
        let mut card = InField { card: VirtualCard::new(file, Keep::Memory, [7; 32]), sent: 0 };
        card.card.power(PowerEvent::On);
        let number = card.check_number();
        let mut link = Link::new(&mut card, ApduForm::EXTENDED);
        assert_eq!(check_number::present(&mut link, &number), Ok(CheckNumberOutcome::Accepted));
        let mut buffer = vec![0; surface::BUFFER_LENGTH];
        let face = surface::read(&mut link, &mut buffer).unwrap();
        runtime::work::genuine(&face, policy::Date::new(2026, 11, 24).unwrap())
    };
    assert_eq!(read((1980, 2, 17), 2026), ReferenceOutcome::Genuine);
    // Five years and more; 79; 15.
    for (born, issued) in [((1980, 2, 17), 2019), ((1947, 5, 3), 2026), ((2011, 5, 3), 2026)] {
        assert_eq!(read(born, issued), ReferenceOutcome::GenuineUnmeasured, "{born:?} {issued}");
    }
}

#[test]
fn the_number_of_apdus_is_the_documented_one() {
    for (form, expected) in [(ApduForm::Short, 13), (ApduForm::EXTENDED, 7)] {
        let mut card = InField::ordinary();
        pin_session(&mut card, form);
        assert_eq!(card.sent, expected, "PIN, {form:?}");
        assert_eq!(card.verifies(), 1);
    }
    let face_file = face_file_length();
    for (form, expected) in [(ApduForm::Short, 17 + face_file.div_ceil(256)), (ApduForm::EXTENDED, 10)] {
        let mut card = InField::ordinary();
        let found = face_session(&mut card, form);
        assert_eq!(found, Genuineness::Genuine);
        assert_eq!(card.sent, expected, "face, {form:?}");
        assert_eq!(card.verifies(), 1);
    }
    for (profile, short, extended) in
        [("normal", 10, 4), ("auth-locked", 13, 7), ("kao-ninsho", 17, 11), ("foreign", 5, 5)]
    {
        for (form, expected) in [(ApduForm::Short, short), (ApduForm::EXTENDED, extended)] {
            let mut card = InField::new(profile, Behaviour::default());
            let mut link = Link::new(&mut card, form);
            if identify::identify(&mut link) == Ok(Identity::MyNumberCard) {
                read_facts(&mut link);
            }
            assert_eq!(card.sent, expected, "{profile}, {form:?}");
        }
    }
}

fn face_file_length() -> usize {
    let card = make("normal");
    let surface = card.chip.application(virtual_card::chip::Application::Surface).unwrap();
    surface.transparent[&virtual_card::chip::FileId(2)].content.0.len()
}

#[test]
fn what_real_cards_were_seen_to_do_changes_nothing() {
    let plain = Behaviour::default();
    for behaviour in [
        Behaviour { first_command_6f00: true, ..plain },
        Behaviour { delivery: Delivery::GetResponse, ..plain },
        Behaviour { delivery: Delivery::ExactLe, ..plain },
        Behaviour { end_of_file_6282: true, ..plain },
        Behaviour { two_bytes_before_ff20: true, ..plain },
        Behaviour { reselect_keeps_rights: true, ..plain },
    ] {
        for form in FORMS {
            pin_session(&mut InField::new("normal", behaviour), form);
            let found = face_session(&mut InField::new("normal", behaviour), form);
            assert_eq!(found, Genuineness::Genuine, "{behaviour:?} {form:?}");
        }
    }
}

#[test]
fn forged_photos_and_cloned_chips_are_found_out() {
    for form in FORMS {
        let found = face_session(&mut InField::new("forged-photo", Behaviour::default()), form);
        assert_eq!(found, Genuineness::PhotoNotGenuine(BrokenLink::Record));
        let found = face_session(&mut InField::new("cloned-chip", Behaviour::default()), form);
        assert_eq!(found, Genuineness::ChipNotGenuine);
    }
}

#[test]
fn every_virtual_card_is_unknown_to_the_production_table() {
    let mut card = InField::ordinary();
    let number = card.check_number();
    let mut link = Link::new(&mut card, ApduForm::EXTENDED);
    check_number::present(&mut link, &number).unwrap();
    let mut buffer = vec![0; surface::BUFFER_LENGTH];
    let face = surface::read(&mut link, &mut buffer).unwrap();
    let production = CaTable(&card::ca::PRODUCTION);
    let found = genuineness::check(&mut link, &face, &[0; 32], production).unwrap();
    assert!(matches!(found, Genuineness::UnknownIssuer(_)), "{found:?}");
}

#[test]
fn check_number_b_is_spared() {
    for (profile, expected) in [
        ("b-locked", CheckNumberOutcome::Blocked),
        ("b-low=2", CheckNumberOutcome::TooFew { tries_left: 2 }),
        ("b-low=5", CheckNumberOutcome::TooFew { tries_left: 5 }),
        ("b-low=6", CheckNumberOutcome::Accepted),
        ("normal", CheckNumberOutcome::Accepted),
    ] {
        let mut card = InField::new(profile, Behaviour::default());
        let number = CheckNumberB::from_ascii(
            Holder::fictional(1).check_number_b(card.card.card().front.card_expiry).reveal().as_bytes(),
        );
        let mut link = Link::new(&mut card, ApduForm::Short);
        let outcome = check_number::present(&mut link, &number.unwrap());
        assert_eq!(outcome, Ok(expected), "{profile}");
        assert_eq!(card.verifies(), u64::from(expected == CheckNumberOutcome::Accepted));
    }
}

#[test]
fn wrong_pins_count_down_to_the_closed_last_try() {
    let mut card = InField::ordinary();
    let (right, wrong) = (card.pin(), card.wrong_pin());
    let mut link = Link::new(&mut card, ApduForm::Short);
    let mut present = |pin: &Pin, shown, last| pin::verify(&mut link, pin, shown, last).unwrap();
    assert_eq!(present(&wrong, 3, LastTry::Closed), PinOutcome::Rejected { tries_left: 2 });
    let now = TriesLeft::Known(2);
    assert_eq!(present(&wrong, 3, LastTry::Closed), PinOutcome::CounterDiffers { now });
    assert_eq!(present(&wrong, 2, LastTry::Closed), PinOutcome::Rejected { tries_left: 1 });
    assert_eq!(present(&right, 1, LastTry::Closed), PinOutcome::LastTryClosed);
    assert_eq!(present(&right, 1, LastTry::Insisted), PinOutcome::Accepted);
    assert_eq!(present(&wrong, 3, LastTry::Closed), PinOutcome::Rejected { tries_left: 2 });
    assert_eq!(card.verifies(), 4);
}

#[test]
fn a_locked_pin_sees_no_verify() {
    for profile in ["auth-locked", "kao-ninsho", "three-pins-used-up"] {
        let mut card = InField::new(profile, Behaviour::default());
        let pin = card.pin();
        let mut link = Link::new(&mut card, ApduForm::Short);
        let outcome = pin::verify(&mut link, &pin, 3, LastTry::Insisted);
        assert_eq!(outcome, Ok(PinOutcome::Blocked), "{profile}");
        assert_eq!(card.verifies(), 0, "{profile}");
    }
}

#[test]
fn a_card_torn_away_in_verify_leaves_the_outcome_unknown() {
    for (moment, left) in [(Moment::BeforeExecution, 3), (Moment::AfterExecution, 2)] {
        let tear = Some(Tear { at: TearPoint::NextVerify, moment });
        let mut card = InField::new("normal", Behaviour { tear, ..Behaviour::default() });
        let wrong = card.wrong_pin();
        let mut link = Link::new(&mut card, ApduForm::Short);
        let outcome = pin::verify(&mut link, &wrong, 3, LastTry::Closed);
        assert_eq!(outcome, Ok(PinOutcome::Unknown));
        card.card.power(PowerEvent::On);
        let mut link = Link::new(&mut card, ApduForm::Short);
        let again = counter::tries_left(&mut link, KeyReference::UserAuthenticationPin);
        assert_eq!(again, Ok(TriesLeft::Known(left)));
    }
}

#[test]
fn a_card_torn_away_anywhere_gives_an_error_and_no_second_secret() {
    for commands in 0..13 {
        let tear = Some(Tear { at: TearPoint::AfterCommands(commands), moment: Moment::AfterExecution });
        let mut card = InField::new("normal", Behaviour { tear, ..Behaviour::default() });
        let pin = card.pin();
        let mut link = Link::new(&mut card, ApduForm::Short);
        let mut run = || -> Result<PinOutcome, CardError> {
            identify::identify(&mut link)?;
            facts::read(&mut link, &mut [0; BUFFER_LENGTH])?;
            let outcome = pin::verify(&mut link, &pin, 3, LastTry::Closed)?;
            if outcome == PinOutcome::Accepted {
                sign::user_authentication(&mut link, &[0; 32])?;
            }
            Ok(outcome)
        };
        let torn = Err(CardError::Channel(ChannelError::Torn));
        let expected = if commands == 11 { Ok(PinOutcome::Unknown) } else { torn };
        assert_eq!(run(), expected, "after {commands}");
        assert!(card.verifies() <= 1);
    }
}

#[test]
fn no_signature_without_the_holder_or_after_a_new_selection() {
    let refused = Err(CardError::Misuse(Misuse::NotAuthorised(Step::Sign)));
    let mut card = InField::ordinary();
    let pin = card.pin();
    let mut link = Link::new(&mut card, ApduForm::Short);
    assert_eq!(sign::user_authentication(&mut link, &[0; 32]), refused);
    pin::verify(&mut link, &pin, 3, LastTry::Closed).unwrap();
    counter::tries_left(&mut link, KeyReference::SupportPin).unwrap();
    assert_eq!(sign::user_authentication(&mut link, &[0; 32]), refused);
}

/// The stand-in's commands, passed on as a centre's script: nothing but the centre can make the
/// cryptogram, and it opens the key for one signature.
#[test]
fn a_centre_opens_the_key_for_one_signature() {
    for form in FORMS {
        let mut card = InField::new("kao-ninsho", Behaviour::default());
        let counters = card.card.counters();
        let mut link = Link::new(&mut card, form);
        let (_, der) = read_facts(&mut link);
        let success = [StatusWord::SUCCESS];
        let select = [&[0x00, 0xA4, 0x04, 0x0C, 0x0A][..], &stand_in::AID].concat();
        let ask = [0x00, 0x84, 0x00, 0x00, 0x08];
        let mut challenge = Vec::new();
        let script = [select.as_slice(), &ask].map(|command| ScriptStep { command, expected: &success });
        let outcome = relay::run(&mut link, Place::First, &script, &mut [0; 258], &mut |step, response| {
            if step == 1 {
                challenge = response[..8].to_vec();
            }
        });
        assert_eq!(outcome, Ok(RelayOutcome::Completed));
        let key = pki().stand_in_private_key().unwrap();
        let cryptogram = stand_in::authorise(&key, &der, &challenge.try_into().unwrap()).unwrap();
        let answer = [&[0x00, 0x82, 0x00, 0x00, 64][..], &cryptogram].concat();
        let script = [ScriptStep { command: &answer, expected: &success }];
        let outcome = relay::run(&mut link, Place::Later, &script, &mut [0; 258], &mut |_, _| ());
        assert_eq!(outcome, Ok(RelayOutcome::Completed));
        let signature = sign::user_authentication(&mut link, &[0x11; 32]).unwrap();
        assert_signed(&der, &[0x11; 32], &signature);
        let refused = Err(CardError::Misuse(Misuse::NotAuthorised(Step::Sign)));
        assert_eq!(sign::user_authentication(&mut link, &[0x11; 32]), refused);
        assert_eq!(card.card.counters(), counters);
        assert_eq!(card.verifies(), 0);
    }
}

#[test]
fn a_wrong_cryptogram_stops_the_script() {
    let mut card = InField::new("kao-ninsho", Behaviour::default());
    let mut link = Link::new(&mut card, ApduForm::Short);
    let success = [StatusWord::SUCCESS];
    let select = [&[0x00, 0xA4, 0x04, 0x0C, 0x0A][..], &stand_in::AID].concat();
    let wrong = [&[0x00, 0x82, 0x00, 0x00, 64][..], &[0; 64]].concat();
    let ask = [0x00, 0x84, 0x00, 0x00, 0x08];
    let script = [select.as_slice(), &ask, &wrong, &ask];
    let script = script.map(|command| ScriptStep { command, expected: &success });
    let outcome = relay::run(&mut link, Place::First, &script, &mut [0; 258], &mut |_, _| ());
    assert!(matches!(outcome, Ok(RelayOutcome::Unexpected { step: 2, .. })), "{outcome:?}");
    assert_eq!(card.sent, 3);
}

/// 照合番号B opened the card face for the terminal. A centre that selects the same application and reads
/// gets nothing.
#[test]
fn a_centre_reads_nothing_that_the_terminal_opened() {
    let mut card = InField::ordinary();
    let number = card.check_number();
    let mut link = Link::new(&mut card, ApduForm::Short);
    assert_eq!(check_number::present(&mut link, &number), Ok(CheckNumberOutcome::Accepted));
    let success = [StatusWord::SUCCESS];
    let select = [&[0x00, 0xA4, 0x04, 0x0C, 0x0A][..], &Application::Surface.aid()].concat();
    let read = [0x00, 0xB0, 0x82, 0x00, 0x00];
    let script = [select.as_slice(), &read].map(|command| ScriptStep { command, expected: &success });
    let mut longest = 0;
    let outcome = relay::run(&mut link, Place::First, &script, &mut [0; 258], &mut |_, response| {
        longest = longest.max(response.len());
    });
    let status = StatusWord::NOT_AUTHORISED;
    assert_eq!(outcome, Ok(RelayOutcome::Unexpected { step: 1, status }));
    assert_eq!(longest, 2, "status words alone");
    // The face is there for the terminal, which presents the number again.
    assert_eq!(check_number::present(&mut link, &number), Ok(CheckNumberOutcome::Accepted));
    assert!(surface::read(&mut link, &mut [0; surface::BUFFER_LENGTH]).is_ok());
}

/// The same card behind `myna-card`'s transport.
#[derive(Clone)]
struct Shared(Rc<RefCell<InField>>);

impl myna_card::Transmit for Shared {
    fn transmit(&mut self, command: &[u8]) -> myna_card::Result<Vec<u8>> {
        let mut field = self.0.borrow_mut();
        field.sent += 1;
        Ok(field.card.transmit(command))
    }
}

/// What `myna-card` sends for the same jobs with its ordinary calls: 18 APDUs for a PIN session (ours 13, or
/// 7 extended), and 11 beside the pieces of the photo's file for the card face (ours 7, or 5 with the file).
#[test]
fn myna_card_needs_more_for_the_same() {
    use myna_card::ap::jpki::{JpkiAp, SignatureScheme};
    use myna_card::ap::surface::{self as theirs, SurfaceAp};

    let field = Rc::new(RefCell::new(InField::ordinary()));
    let secret = |name| myna_card::Pin::numeric(field.borrow().secret(name)).unwrap();
    let pin = secret(ReferenceName::UserAuthentication);
    let number = secret(ReferenceName::CheckNumberB);
    let mut card = myna_card::Card::new(Shared(field.clone()));
    let mut jpki = JpkiAp::select(&mut card).unwrap();
    jpki.read_token_type().unwrap();
    assert_eq!(jpki.auth_pin_retries().unwrap(), myna_card::Retries::Remaining(3));
    jpki.read_auth_certificate_der().unwrap();
    jpki.auth_pin_retries().unwrap();
    jpki.verify_auth_pin(&pin).unwrap();
    jpki.sign_with_auth_key(SignatureScheme::PreHashedDigestInfo, &[1; 32]).unwrap();
    let with_pin = field.borrow().sent;
    assert_eq!(with_pin, 18, "PIN");

    let mut surface = SurfaceAp::select(&mut card).unwrap();
    surface.retries(theirs::ef::CODE_B).unwrap();
    surface.verify_code_b(&number).unwrap();
    surface.read_card_face().unwrap();
    surface.read_certificate().unwrap();
    surface.sign(&[1; 32]).unwrap();
    assert_eq!(field.borrow().sent - with_pin, 11 + face_file_length().div_ceil(256), "card face");
}
