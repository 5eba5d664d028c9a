//! First registration: the rule of the day on which the holder consents decides.

use policy::Date;
use wire::{Consent, Digest, RefusalReason, RegistrationRequest, Signed, Verdict};

use super::{Asked, Rejected, Service};
use crate::admit;
use crate::judge;
use crate::store::{Once, Registered, Registrar, Ticket};

impl Service {
    /// Registers a card, or says why not.
    ///
    /// # Errors
    /// [`Rejected`] if it is no such request, or of no enrolled terminal.
    pub fn register(&self, peer: &Digest, body: &[u8]) -> Result<Verdict, Rejected> {
        let mut asked = self.asked(peer)?;
        let request = self.read(&mut asked, Signed::<RegistrationRequest>::parse(body))?;
        let verdict = self.redeemed(&mut asked, &request)?;
        let answer = match &verdict {
            Verdict::Refused(reason) => {
                self.refused(&mut asked, *reason)?;
                ("refused", reason.code())
            }
            Verdict::Verified(_) | Verdict::Unregistered(_) => ("registered", 0),
        };
        self.note("registration", &asked.terminal, request.payload.session, answer);
        Ok(verdict)
    }

    fn redeemed(
        &self,
        asked: &mut Asked<'_>,
        request: &Signed<RegistrationRequest>,
    ) -> Result<Verdict, Rejected> {
        if let Err(reason) = admit::message_of(&asked.terminal, request) {
            return Ok(Verdict::Refused(reason));
        }
        let token = &request.payload.token;
        let ticket = match asked.store.ticket(token)? {
            None => return Ok(Verdict::Refused(RefusalReason::RegistrationTokenUnknown)),
            Some(found) => usable(asked, request, found),
        };
        let ticket = match ticket {
            Ok(ticket) => ticket,
            Err(reason) => return Ok(Verdict::Refused(reason)),
        };
        if request.payload.consent == Consent::Declined {
            asked.store.redeem(token, None)?;
            return Ok(Verdict::Refused(RefusalReason::RegistrationDeclined));
        }
        let date = Date::from_unix(asked.now.0);
        if let Err(reason) = judge::registration(ticket.evidence.method(), date, &self.trust) {
            return Ok(Verdict::Refused(reason));
        }
        let card = Registered {
            certificate: ticket.evidence.certificate,
            at: asked.now,
            by: Registrar::Reception {
                terminal: ticket.evidence.terminal,
                session: ticket.evidence.session,
                confirmation: ticket.evidence.confirmation,
                rule: self.revision(date).0,
            },
        };
        Ok(match asked.store.redeem(token, Some(&card))? {
            Once::Now => Verdict::Verified(ticket.verified),
            Once::Before => Verdict::Refused(RefusalReason::RegistrationTokenUsed),
            Once::Unknown => Verdict::Refused(RefusalReason::RegistrationTokenUnknown),
        })
    }
}

fn usable(
    asked: &Asked<'_>,
    request: &Signed<RegistrationRequest>,
    (ticket, used): (Ticket, bool),
) -> Result<Ticket, RefusalReason> {
    if ticket.evidence.terminal != asked.terminal.id || ticket.evidence.session != request.payload.session {
        return Err(RefusalReason::RegistrationTokenMismatch);
    }
    if used {
        return Err(RefusalReason::RegistrationTokenUsed);
    }
    if asked.now >= ticket.expires {
        return Err(RefusalReason::RegistrationTokenExpired);
    }
    Ok(ticket)
}
