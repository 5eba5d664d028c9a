//! The fuzzer is the card: each answer is a length byte and so many bytes of the input. Whatever it
//! answers, every procedure ends, and no secret is sent more than once.
#![no_main]

use apdu::{ApduForm, CardChannel, ChannelError};
use card::{CheckNumberB, LastTry, Link, Pin};

struct Fuzzer<'b> {
    bytes: &'b [u8],
    verifies: u32,
    commands: u32,
}

impl CardChannel for Fuzzer<'_> {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        self.commands += 1;
        assert!(self.commands < 1000, "a procedure does not end");
        if command.get(1) == Some(&0x20) && command.len() > 5 {
            self.verifies += 1;
        }
        let (length, rest) = self.bytes.split_first().ok_or(ChannelError::Removed)?;
        let answer = rest.get(..usize::from(*length)).ok_or(ChannelError::Torn)?;
        self.bytes = &rest[answer.len()..];
        if answer.len() < 2 {
            return Err(ChannelError::Torn);
        }
        response.get_mut(..answer.len()).ok_or(ChannelError::ResponseTooLong)?.copy_from_slice(answer);
        Ok(answer.len())
    }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut link = Link::new(Fuzzer { bytes, verifies: 0, commands: 0 }, ApduForm::Short);
    let mut certificate = vec![0; card::certificate::BUFFER_LENGTH];
    let mut face = vec![0; card::surface::BUFFER_LENGTH];
    let _ = card::identify::identify(&mut link);
    let _ = card::facts::read(&mut link, &mut certificate);
    let _ = card::pin::verify(&mut link, &Pin::from_ascii(b"1234").unwrap(), 3, LastTry::Closed);
    assert!(link.channel().verifies <= 1);
    let _ = card::check_number::present(&mut link, &CheckNumberB::from_ascii(b"55021720352285").unwrap());
    assert!(link.channel().verifies <= 2);
    if let Ok(face) = card::surface::read(&mut link, &mut face) {
        let _ = card::genuineness::check(&mut link, &face, &[7; 32], card::cv::CaTable(&card::ca::PRODUCTION));
    }
    let _ = card::sign::user_authentication(&mut link, &[7; 32]);
});
