//! 公的個人認証AP: TokenInfo and certificate availability (card.md 3.1).

/// PKCS#11 flags RNG, LOGIN_REQUIRED, USER_PIN_INITIALIZED, TOKEN_INITIALIZED.
const TOKEN_FLAGS: u32 = 0x0000_040D;
const UNAVAILABLE: u32 = 0xFFFF_FFFF;

/// Which thing answers as the JPKI-AP; the label is how a terminal tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenLabel {
    /// A plastic My Number Card.
    Card,
    /// The old 住基カード.
    OldCard,
    /// Android phone.
    Android,
    /// iPhone.
    Iphone,
}

impl TokenLabel {
    const fn text(self) -> &'static str {
        match self {
            Self::Card => "JPKIAPICCTOKEN2",
            Self::OldCard => "JPKIAPICCTOKEN",
            Self::Android => "JPKIAPGPSETOKEN",
            Self::Iphone => "JPKIAPIOSTOKEN",
        }
    }
}

/// File 0006: a `CK_TOKEN_INFO` of 160 bytes, integers big-endian.
pub(crate) fn token_info(label: TokenLabel, serial: &str) -> Vec<u8> {
    let mut file = Vec::new();
    for (text, width) in [(label.text(), 32), ("SIMULATOR", 32), ("E16R01NJ", 16), (serial, 16)] {
        file.extend(text.bytes().chain(std::iter::repeat(b' ')).take(width));
    }
    let most_and_least_pin = [16, 6];
    let sessions = [1, 0, 1, 0];
    let numbers = [TOKEN_FLAGS].into_iter().chain(sessions).chain(most_and_least_pin);
    for number in numbers.chain([UNAVAILABLE; 4]) {
        file.extend_from_slice(&number.to_be_bytes());
    }
    file.extend_from_slice(b"0301");
    file.extend_from_slice(&[b'9'; 16]);
    file
}

/// File 0008. `8F` is what a card with the certificate shows; `00` for an absent one is an
/// assumption (card.md 3.1, 11.3).
pub(crate) fn availability(signature: bool, user_authentication: bool) -> Vec<u8> {
    let byte = |present| if present { 0x8F } else { 0x00 };
    vec![byte(signature), byte(user_authentication), 0x00]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_info_has_the_size_and_marks_of_the_card() {
        let file = token_info(TokenLabel::Card, "1");
        assert_eq!(file.len(), 160);
        assert!(file.starts_with(b"JPKIAPICCTOKEN2  "));
        assert_eq!(file[96..100], [0x00, 0x00, 0x04, 0x0D]);
        assert_eq!(file[140..144], *b"0301");
    }
}
