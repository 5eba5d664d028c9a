//! The small card answers as the virtual card does, which shares no line with it.

use crate::chip::Chip;
use card::Application;
use std::path::Path;
use virtual_card::card::{Keep, PowerEvent, VirtualCard};
use virtual_card::card_file::{CardFile, ReferenceName};
use virtual_card::date::Date;
use virtual_card::holder::Holder;
use virtual_card::pictures::{DEBIAN_FONT, Photo, Pictures};
use virtual_card::pki::Pki;

/// What both cards are told. `true` stands for the card's own PIN, or its own 照合番号B.
enum Told {
    Power,
    Command(Vec<u8>),
    /// A file of JPKI: what other applications have in its place is not the small card's business.
    Read(u8, u8),
    Verify(bool),
    Number(bool),
}

fn select(application: Application) -> Vec<u8> {
    [&[0x00, 0xA4, 0x04, 0x0C, 0x0A][..], &application.aid()].concat()
}

fn things() -> Vec<Told> {
    let select = |application| Told::Command(select(application));
    let sign = [&[0x80, 0x2A, 0x00, 0x97, 0x33][..], &card::rsa::digest_info(&[7; 32]), &[0x00]].concat();
    let mut things: Vec<Told> = Application::ALL.into_iter().map(select).collect();
    things.extend([0x98, 0x91, 0x9C, 0x92].map(|reference| Told::Command(vec![0x00, 0x20, 0x00, reference])));
    things.extend([
        Told::Verify(true),
        Told::Verify(false),
        Told::Verify(false),
        Told::Number(true),
        Told::Number(false),
        Told::Command(sign),
        Told::Read(0x86, 0x20),
        Told::Read(0x88, 0x03),
        Told::Power,
    ]);
    things
}

/// Status word and length of data: the small card's files have other contents.
fn shape(answer: &[u8]) -> (u16, usize) {
    let (data, status) = answer.split_last_chunk::<2>().unwrap();
    (u16::from_be_bytes(*status), data.len())
}

#[test]
fn the_small_card_answers_as_the_virtual_card_does() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("small-card-pki");
    let pki = Pki::create_with_pool(&directory, 29, 1).unwrap();
    let holder = Holder::fictional(1);
    let pictures = Pictures::draw(&holder, Photo::placeholder().unwrap(), DEBIAN_FONT.as_ref()).unwrap();
    let today = Date::new(2026, 11, 24).unwrap();
    let file = CardFile::new(&pki, &holder, "normal".parse().unwrap(), &pictures, today).unwrap();
    let things = things();
    let own_number = holder.check_number_b(file.front.card_expiry).reveal().as_bytes().to_vec();
    let mut counters = [false; 4];
    let mut numbers = std::collections::BTreeSet::new();
    // A multiplicative generator is random enough to mix a dozen commands.
    let mut dice = 1u64;
    for round in 0..60 {
        let mut large = VirtualCard::new(file.clone(), Keep::Memory, [7; 32]);
        large.power(PowerEvent::On);
        let mut small = Chip::new(b'1', 3, 3);
        let own = file.secret(ReferenceName::UserAuthentication).unwrap().reveal().as_bytes().to_vec();
        for step in 0..40 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let told = &things[usize::try_from(dice >> 33).unwrap() % things.len()];
            let verify = |pin: &[u8]| [&[0x00, 0x20, 0x00, 0x98, 0x04][..], pin].concat();
            let number = |digits: &[u8]| [&[0x00, 0x20, 0x00, 0x92, 0x0E][..], digits].concat();
            let (to_large, to_small) = match told {
                Told::Power => {
                    large.power(PowerEvent::Off);
                    large.power(PowerEvent::On);
                    small.power_off();
                    continue;
                }
                // What other applications have under these identifiers is not its business either.
                Told::Command(command) if command[1] == 0x20 && small.counter(command[3]).is_none() => {
                    continue;
                }
                Told::Command(command) => (command.clone(), command.clone()),
                Told::Read(file, length) => {
                    let select = select(Application::Jpki);
                    assert_eq!(shape(&small.exchange(&select)), shape(&large.transmit(&select)));
                    let read = vec![0x00, 0xB0, *file, 0x00, *length];
                    (read.clone(), read)
                }
                // 補助 has another reference under this identifier.
                Told::Number(_) if small.counter(0x92).is_none() => continue,
                Told::Number(true) => (number(&own_number), number(&small.check_number())),
                Told::Number(false) => (number(b"00000000000000"), number(b"00000000000000")),
                Told::Verify(true) => (verify(&own), verify(&small.pin())),
                Told::Verify(false) => (verify(b"0000"), verify(b"0000")),
            };
            let (said, expected) = (small.exchange(&to_small), large.transmit(&to_large));
            assert_eq!(shape(&said), shape(&expected), "round {round}, step {step}: {to_small:02X?}");
            assert_eq!(small.tries, large.counters()["jpki/0018"]);
            assert_eq!(small.number, large.counters()["surface/0012"]);
            counters[usize::from(small.tries)] = true;
            numbers.insert(small.number);
        }
    }
    assert_eq!(counters, [true; 4], "every count was met");
    assert!(numbers.contains(&10) && numbers.len() > 2, "{numbers:?}");
}
