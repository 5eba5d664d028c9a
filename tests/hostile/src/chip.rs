//! What a card says: answers, files, and whole procedures against a card that says anything.

use std::sync::LazyLock;

use apdu::{ApduForm, CardChannel, ChannelError, CommandBuffer, Ne, iso};
use card::cv::{CaTable, CvCertificate};
use card::rsa::Check;
use card::{CheckNumberB, LastTry, Link, Pin};
use policy::Date;
use verifier::certificate::Day;
use verifier::{Mode, Roots};
use virtual_card::chip::Application;

use crate::Taken;
use crate::read::Pieces;
use crate::world;

/// The PIN that the procedures present: in no command but its own VERIFY.
const PIN: [u8; 4] = *b"7351";
/// 照合番号B likewise.
const CHECK_NUMBER: [u8; 14] = *b"55021720352285";

/// A card whose answers are the pieces of the input. When they end it is gone; an answer of no
/// byte is a torn one.
struct Scripted<'b> {
    answers: Pieces<'b>,
    sent: Vec<Vec<u8>>,
}

impl CardChannel for Scripted<'_> {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        self.sent.push(command.to_vec());
        assert!(self.sent.len() < 2000, "a procedure does not end");
        let answer = self.answers.piece().ok_or(ChannelError::Removed)?;
        if answer.is_empty() {
            return Err(ChannelError::Torn);
        }
        response.get_mut(..answer.len()).ok_or(ChannelError::ResponseTooLong)?.copy_from_slice(answer);
        Ok(answer.len())
    }
}

impl<'b> Scripted<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        Self { answers: Pieces(bytes), sent: Vec::new() }
    }

    fn count(&self, what: impl Fn(&[u8]) -> bool) -> usize {
        self.sent.iter().filter(|command| what(command)).count()
    }
}

fn is_get_response(command: &[u8]) -> bool {
    command.get(1) == Some(&0xC0)
}

/// One command against any answers. The first byte chooses command and room for the response.
pub(crate) fn apdu_response(bytes: &[u8]) -> Taken {
    let Some((choice, answers)) = bytes.split_first() else { return Taken::Refused };
    let mut channel = Scripted::new(answers);
    let mut buffer = CommandBuffer::new();
    let mut room = vec![0; if choice & 2 == 0 { 258 } else { 40_000 }];
    let taken = if choice & 1 == 0 {
        let verify = iso::verify(&mut buffer, iso::Target::Current, &PIN).unwrap();
        let result = verify.send(&mut channel, &mut room);
        if let Ok(response) = &result {
            assert!(response.data.len() + 2 <= answers.len());
        }
        Taken::of(&result)
    } else {
        let extended = if choice & 4 == 0 { Ne::SHORT_MAX } else { Ne::EXTENDED_MAX };
        let mut read = iso::read_start(&mut buffer, iso::Target::Current, extended).unwrap();
        Taken::of(&read.send(&mut channel, &mut room))
    };
    // What must not be sent twice was not; what may was sent once more for each of two reasons.
    let own = channel.count(|command| !is_get_response(command));
    assert!(own == 1 || choice & 1 == 1 && own <= 3, "{own} transmissions");
    assert!(channel.count(is_get_response) <= apdu::MOST_GET_RESPONSES);
    taken
}

/// Every object ends inside the input, and the walk ends.
pub(crate) fn tlv(bytes: &[u8]) -> Taken {
    let mut reader = apdu::tlv::Reader::new(bytes);
    let mut seen = 0;
    while !reader.is_empty() {
        let Ok(object) = reader.take() else { return Taken::Refused };
        seen += object.value.len() + 2;
        assert!(seen <= bytes.len(), "an object ends outside");
    }
    Taken::Accepted
}

/// A record is taken apart within its bounds, and only what the authorities signed is genuine.
pub(crate) fn surface_record(bytes: &[u8]) -> Taken {
    let attributes = card::support_ap::parse(bytes);
    if let Ok(attributes) = &attributes {
        assert!(attributes.name.len() + attributes.address.len() < bytes.len());
    }
    let Ok(face) = card::surface::parse(bytes) else { return Taken::of(&attributes) };
    let pictures = [face.photo_jp2, face.name_png, face.address_png];
    assert!(pictures.iter().map(|picture| picture.len()).sum::<usize>() < bytes.len());
    let certificate = world::file(Application::Surface, 0x0004);
    let certificate = CvCertificate::parse(certificate, card::CardFile::SurfaceCertificate).unwrap();
    let authorities = CaTable(world::authorities());
    if card::genuineness::check_record(&face, &certificate, authorities)
        != card::genuineness::Genuineness::Genuine
    {
        return Taken::Refused;
    }
    let issued = card::surface::parse(world::file(Application::Surface, 0x0002)).unwrap();
    assert!(face.photo_jp2 == issued.photo_jp2 && face.name_png == issued.name_png, "a forged record");
    assert!(face.birth_date == issued.birth_date && face.chip_key.modulus() == issued.chip_key.modulus());
    Taken::Accepted
}

/// The service takes no certificate but the one that was issued, to the last byte, and the
/// terminal can read whatever the service takes.
pub(crate) fn certificate(bytes: &[u8]) -> Taken {
    static ROOTS: LazyLock<Roots> = LazyLock::new(|| Roots::new(Mode::rig(), [world::root()]).unwrap());
    let facts = card::certificate::facts(bytes);
    let Ok(certificate) = wire::Certificate::new(bytes.to_vec()) else { return Taken::Refused };
    let named = verifier::certificate::name(&certificate);
    let date = Date::new(2026, 11, 24).unwrap();
    let day = Day { now: wire::UnixSeconds(world::NOW), date, rules: &policy::BUILT_IN };
    let checked = verifier::certificate::check(&certificate, &ROOTS, Mode::rig(), day);
    if checked.is_ok() {
        assert!(facts.is_ok() && named.is_ok(), "the terminal can't read it");
        assert!(bytes == world::certificate(), "another spelling of the certificate");
    }
    // A root is a certificate too, and these are read from files.
    let _ = Roots::new(Mode::rig(), [bytes]);
    let production = Roots::new(Mode::Production, [bytes]);
    assert!(production.is_err(), "production takes an unpublished root");
    Taken::of(&checked)
}

/// No authority vouches for a key but the one that it signed.
pub(crate) fn cv_certificate(bytes: &[u8]) -> Taken {
    let file = card::CardFile::SurfaceCertificate;
    let Ok(certificate) = CvCertificate::parse(bytes, file) else { return Taken::Refused };
    for authority in &card::ca::PRODUCTION {
        assert_eq!(certificate.check(authority), Check::Fails, "a forged certificate");
    }
    if !world::authorities().iter().any(|authority| certificate.check(authority) == Check::Holds) {
        return Taken::Refused;
    }
    let issued = CvCertificate::parse(world::file(Application::Surface, 0x0004), file).unwrap();
    assert!(certificate.issuer == issued.issuer && certificate.subject == issued.subject);
    assert!(certificate.key.modulus() == issued.key.modulus(), "a forged certificate");
    Taken::Accepted
}

/// The procedures of a terminal, one after the other, each whatever came of the one before. Whether
/// the first and the last gave what they are for.
pub fn run_procedures<C: CardChannel>(link: &mut Link<C>, pin: &Pin, check_number: &CheckNumberB) -> Taken {
    let mut certificate = vec![0; card::certificate::BUFFER_LENGTH];
    let mut face = vec![0; card::surface::BUFFER_LENGTH];
    let _ = card::identify::identify(link);
    let facts = card::facts::read(link, &mut certificate);
    let _ = card::check_number::present(link, check_number);
    if let Ok(face) = card::surface::read(link, &mut face) {
        let _ = card::genuineness::check(link, &face, &[7; 32], CaTable(world::authorities()));
    }
    let _ = card::pin::verify(link, pin, 3, LastTry::Closed);
    let signature = card::sign::user_authentication(link, &[7; 32]);
    if facts.is_ok() && signature.is_ok() { Taken::Accepted } else { Taken::Refused }
}

/// The fuzzer is the card. Whatever it answers, every procedure ends, each secret is sent once at
/// most and in its own command, and one signature is asked for at most.
pub(crate) fn procedures(bytes: &[u8]) -> Taken {
    let Some((form, answers)) = bytes.split_first() else { return Taken::Refused };
    let form = if form & 1 == 0 { ApduForm::Short } else { ApduForm::EXTENDED };
    let mut link = Link::new(Scripted::new(answers), form);
    let pin = Pin::from_ascii(&PIN).unwrap();
    let check_number = CheckNumberB::from_ascii(&CHECK_NUMBER).unwrap();
    let taken = run_procedures(&mut link, &pin, &check_number);
    let channel = link.channel();
    let holds = |command: &[u8], secret: &[u8]| command.windows(secret.len()).any(|window| window == secret);
    let verifies = |command: &[u8]| command.get(1) == Some(&0x20) && command.len() > 5;
    for secret in [&PIN[..], &CHECK_NUMBER[..]] {
        let sent = channel.count(|command| holds(command, secret));
        assert!(sent <= 1, "sent {sent} times");
        assert_eq!(sent, channel.count(|command| verifies(command) && holds(command, secret)));
    }
    assert!(channel.count(|command| command.starts_with(&[0x80, 0x2A, 0x00, 0x97])) <= 1);
    taken
}
