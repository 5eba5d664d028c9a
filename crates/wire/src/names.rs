//! Names of terminals, facilities and staff: 1 to 64 of `A-Z a-z 0-9 . _ -`.

use core::fmt;
use core::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::error::Misuse;

const MAX_NAME: usize = 64;

fn is_name(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=MAX_NAME).contains(&text.len()) && text.bytes().all(allowed)
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub struct $name(String);

        impl $name {
            /// The name.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Misuse;

            fn from_str(text: &str) -> Result<Self, Misuse> {
                if is_name(text) { Ok(Self(text.to_owned())) } else { Err(Misuse::Name) }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(D::Error::custom)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name!(
    /// An enrolled terminal. The service finds it by its TLS client certificate, not by this name.
    TerminalId
);

name!(
    /// A clinic or pharmacy (医療機関コード or 薬局コード).
    FacilityId
);

name!(
    /// A member of staff by pseudonym: the clinic knows who it is, nobody else does.
    StaffId
);
