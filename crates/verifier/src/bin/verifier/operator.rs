//! The operator's commands on the database. They stand for what the centre knows from elsewhere:
//! which terminals exist, which cards are registered, revoked or suspended.

use std::path::Path;

use serde::Serialize;
use verifier::Terminal;
use verifier::certificate::{self, CentreStanding};
use verifier::clock::{Clock as _, SystemClock};
use verifier::signature::sha256;
use verifier::store::{Registered, Registrar, SqliteStore, Store as _};
use wire::{Certificate, FacilityId, TerminalId};

use crate::arguments::Arguments;
use crate::{Fault, files};

/// One command.
pub(crate) struct Operation {
    database: String,
    change: Change,
}

enum Change {
    Enrol { id: TerminalId, facility: FacilityId, certificate: String },
    Withdraw { id: TerminalId },
    Register { certificate: String },
    Centre { certificate: String, standing: CentreStanding },
    AcceptClock,
    Records,
}

/// A line of `verifier records`.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Verification(verifier::store::VerificationRecord),
    Registration(Registered),
    Outcome(wire::OutcomeRecord),
    OpenedKey(verifier::store::OpenedKey),
    Alarm(verifier::alarm::AlarmRecord),
}

impl Operation {
    /// The command of this name.
    pub(crate) fn parse(command: &str, arguments: &mut Arguments) -> Result<Self, Fault> {
        let centre = |standing, arguments: &mut Arguments| {
            Ok::<_, Fault>(Change::Centre { certificate: arguments.required("certificate")?, standing })
        };
        let change = match command {
            "enrol-terminal" => Change::Enrol {
                id: name(arguments, "id")?,
                facility: name(arguments, "facility")?,
                certificate: arguments.required("certificate")?,
            },
            "withdraw-terminal" => Change::Withdraw { id: name(arguments, "id")? },
            "register" => Change::Register { certificate: arguments.required("certificate")? },
            "revoke" => centre(CentreStanding::Revoked, arguments)?,
            "suspend" => centre(CentreStanding::Suspended, arguments)?,
            "reinstate" => centre(CentreStanding::Good, arguments)?,
            "accept-clock" => Change::AcceptClock,
            "records" => Change::Records,
            other => return Err(Fault::Usage(format!("what is {other}?"))),
        };
        Ok(Self { database: arguments.required("database")?, change })
    }

    /// Carries it out.
    pub(crate) fn run(self) -> Result<(), Fault> {
        let mut store = SqliteStore::open(Path::new(&self.database))?;
        match self.change {
            Change::Enrol { id, facility, certificate } => {
                let der = files::certificate(&certificate)?;
                let terminal = files::about(&certificate, Terminal::new(id, facility, &der))?;
                Ok(store.enrol(&terminal)?)
            }
            Change::Withdraw { id } => Ok(store.withdraw(&id).map(|_| ())?),
            Change::Register { certificate } => {
                let certificate = sha256(card(&certificate)?.as_bytes());
                let at = SystemClock::real().now();
                Ok(store.register(&Registered { certificate, at, by: Registrar::Operator }).map(|_| ())?)
            }
            Change::Centre { certificate: path, standing } => {
                let name = files::about(&path, certificate::name(&card(&path)?))?;
                Ok(store.set_centre(&name, standing)?)
            }
            Change::AcceptClock => Ok(store.reset_time(SystemClock::real().now())?),
            Change::Records => records(&mut store),
        }
    }
}

fn name<T: std::str::FromStr<Err = wire::Misuse>>(
    arguments: &mut Arguments,
    argument: &str,
) -> Result<T, Fault> {
    let text = arguments.required(argument)?;
    text.parse().map_err(|_| Fault::Usage(format!("--{argument} is 1 to 64 of A-Z a-z 0-9 . _ -")))
}

fn card(path: &str) -> Result<Certificate, Fault> {
    let der = files::certificate(path)?;
    files::about(path, Certificate::new(der.to_vec()))
}

fn records(store: &mut SqliteStore) -> Result<(), Fault> {
    let verifications = store.verifications()?.into_iter().map(Line::Verification);
    let registrations = store.registrations()?.into_iter().map(Line::Registration);
    let outcomes = store.outcomes()?.into_iter().map(Line::Outcome);
    let opened = store.opened_keys()?.into_iter().map(Line::OpenedKey);
    let alarms = store.alarms()?.into_iter().map(Line::Alarm);
    for line in verifications.chain(registrations).chain(outcomes).chain(opened).chain(alarms) {
        let text = serde_json::to_string(&line).map_err(|_| verifier::store::StoreFault::Corrupt)?;
        println!("{text}");
    }
    Ok(())
}
