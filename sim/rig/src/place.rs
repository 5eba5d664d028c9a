//! Names for the commands that a session sends, for tables that people read.

/// Follows which application is selected, and names each command by what it is for.
#[derive(Debug, Default)]
pub(crate) struct Namer {
    application: Option<Application>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Application {
    Jpki,
    Surface,
    Support,
    Common,
    Resident,
    StandIn,
    Other,
}

impl Application {
    /// AIDs of card.md 2, and the stand-in's.
    fn of(aid: &[u8]) -> Self {
        match aid {
            [0xD3, 0x92, 0xF0, ..] => Self::Jpki,
            [0xD3, 0x92, 0x10, .., 0x04, 0x02] => Self::Surface,
            [0xD3, 0x92, 0x10, .., 0x04, 0x08] => Self::Support,
            [0xD3, 0x92, 0x10, .., 0x01, 0x00] => Self::Common,
            [0xD3, 0x92, 0x10, .., 0x04, 0x01] => Self::Resident,
            [0xF0, ..] => Self::StandIn,
            _ => Self::Other,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Jpki => "JPKI",
            Self::Surface => "surface",
            Self::Support => "support",
            Self::Common => "common",
            Self::Resident => "resident",
            Self::StandIn => "stand-in",
            Self::Other => "unknown",
        }
    }
}

impl Namer {
    /// The command's name. No data of it is looked at but the AID of a SELECT.
    pub(crate) fn name(&mut self, command: &[u8]) -> String {
        let [class, instruction, p1, p2, rest @ ..] = command else { return "no command".into() };
        let file = p2 & 0x1F;
        let of = self.application.map_or("nothing selected", Application::name);
        match (class, instruction) {
            (_, 0xA4) if *p1 == 0x04 => {
                let selected = Application::of(rest.get(1..).unwrap_or_default());
                self.application = Some(selected);
                format!("SELECT {}", selected.name())
            }
            (_, 0xA4) => format!("SELECT a file of {of}"),
            (_, 0xB0) if p1 & 0x80 != 0 => format!("READ {of} {:04X}", p1 & 0x1F),
            (_, 0xB0) => format!("READ {of} on"),
            (_, 0x20) if rest.is_empty() => format!("query {of} {file:04X}"),
            (_, 0x20) => format!("VERIFY {of} {file:04X}"),
            (0x80, 0x2A) if *p2 == 0 => format!("internal authentication of {of}"),
            (0x80, 0x2A) => format!("sign {of} {file:04X}"),
            (_, 0x84) => format!("GET CHALLENGE of {of}"),
            (_, 0x82) => format!("EXTERNAL AUTHENTICATE of {of}"),
            (_, 0xC0) => "GET RESPONSE".into(),
            (_, instruction) => format!("{instruction:02X} of {of}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Namer;

    #[test]
    fn commands_are_named_by_application_and_file() {
        let mut namer = Namer::default();
        let mut name = |command: &[u8]| namer.name(command);
        assert_eq!(name(&[0x00, 0xB0, 0x80, 0x00, 0x00]), "READ nothing selected 0000");
        let jpki = [0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];
        assert_eq!(name(&jpki), "SELECT JPKI");
        assert_eq!(name(&[0x00, 0x20, 0x00, 0x98]), "query JPKI 0018");
        assert_eq!(name(&[0x00, 0x20, 0x00, 0x98, 4, 1, 2, 3, 4]), "VERIFY JPKI 0018");
        assert_eq!(name(&[0x80, 0x2A, 0x00, 0x97, 0x33]), "sign JPKI 0017");
        let surface =
            [0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02];
        assert_eq!(name(&surface), "SELECT surface");
        assert_eq!(name(&[0x80, 0x2A, 0x00, 0x00, 0x33]), "internal authentication of surface");
    }
}
