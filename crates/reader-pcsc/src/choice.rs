use apdu::{ApduForm, Ne};
use std::ffi::{CStr, CString};

/// The readers that belong to this terminal.
///
/// A contactless reader often shows up as two or three (contacts, antenna, a slot for a security
/// module), so a device names its own; a module that stays in its slot would be a second card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Every reader that pcscd knows.
    All,
    /// Those with exactly these names, as [`crate::attached_readers`] lists them. Names that are
    /// not attached at the moment are waited for.
    Named(Vec<String>),
}

impl Readers {
    /// Of the attached readers, those that are this terminal's.
    pub(crate) fn of(&self, attached: Vec<CString>) -> Vec<CString> {
        attached.into_iter().filter(|name| self.include(name)).collect()
    }

    fn include(&self, attached: &CStr) -> bool {
        match self {
            Self::All => true,
            Self::Named(names) => names.iter().any(|name| name.as_bytes() == attached.to_bytes()),
        }
    }
}

/// Which APDUs to send through a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormRule {
    /// Extended ones where the protocol is T=1 (which is also what a contactless card is shown
    /// as), up to the length that the reader states if it states one; short ones with T=0.
    ByReader,
    /// Short ones only: for readers that claim extended APDUs and fail on them.
    Short,
    /// Extended ones with at most this much response data, whatever the reader states.
    Extended(Ne),
}

impl FormRule {
    /// The form for a card that speaks `protocol`, through a reader that states `stated` bytes of
    /// APDU data (PC/SC part 10, `dwMaxAPDUDataSize`).
    pub(crate) fn decide(self, protocol: pcsc::Protocol, stated: Option<u32>) -> ApduForm {
        match self {
            Self::Short => ApduForm::Short,
            Self::Extended(longest) => ApduForm::Extended { longest },
            Self::ByReader if protocol != pcsc::Protocol::T1 => ApduForm::Short,
            Self::ByReader => match stated {
                // Zero is how drivers say that they don't know.
                None | Some(0) => ApduForm::EXTENDED,
                Some(bytes) if bytes <= Ne::SHORT_MAX.get() => ApduForm::Short,
                Some(bytes) => ApduForm::Extended { longest: Ne::new(bytes).unwrap_or(Ne::EXTENDED_MAX) },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pcsc::Protocol::{RAW, T0, T1};

    fn names(of: &[&str]) -> Vec<CString> {
        of.iter().map(|name| CString::new(*name).unwrap()).collect()
    }

    #[test]
    fn only_exact_names_are_this_terminals() {
        let attached = names(&["Reader A 00 00", "Reader A 00 01", "Reader"]);
        let ours = Readers::Named(vec!["Reader A 00 01".into(), "not\0attached".into()]);
        assert_eq!(ours.of(attached.clone()), names(&["Reader A 00 01"]));
        assert_eq!(Readers::All.of(attached.clone()), attached);
        assert!(Readers::Named(Vec::new()).of(attached).is_empty());
    }

    #[test]
    fn the_form_follows_protocol_reader_and_configuration() {
        let longest = |bytes| ApduForm::Extended { longest: Ne::new(bytes).unwrap() };
        let table = [
            (FormRule::ByReader, T1, None, ApduForm::EXTENDED),
            (FormRule::ByReader, T1, Some(0), ApduForm::EXTENDED),
            (FormRule::ByReader, T1, Some(256), ApduForm::Short),
            (FormRule::ByReader, T1, Some(1_014), longest(1_014)),
            (FormRule::ByReader, T1, Some(u32::MAX), ApduForm::EXTENDED),
            (FormRule::ByReader, T0, Some(65_536), ApduForm::Short),
            (FormRule::ByReader, RAW, None, ApduForm::Short),
            (FormRule::Short, T1, Some(65_536), ApduForm::Short),
            (FormRule::Extended(Ne::new(2_048).unwrap()), T1, Some(256), longest(2_048)),
        ];
        for (rule, protocol, stated, form) in table {
            assert_eq!(rule.decide(protocol, stated), form, "{rule:?} {protocol:?} {stated:?}");
        }
    }
}
