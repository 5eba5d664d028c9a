//! Why there is no answer, and who is to blame.

use std::io::{self, ErrorKind};

use wire::FaultCode;

/// Why a question got no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ServiceFault {
    /// No connection, or it broke: nobody knows whether the question arrived.
    #[error("the service can't be reached")]
    Unreachable,
    /// No answer in time; the question may have arrived.
    #[error("the service did not answer in time")]
    TimedOut,
    /// The TLS handshake was refused; no question left the terminal unprotected.
    #[error("TLS was refused by {0:?}")]
    TlsRefused(Refuser),
    /// The service does not speak the protocol.
    #[error("the service misbehaved: {0:?}")]
    PeerMisbehaved(Misbehaviour),
    /// The service answered that it does not take the question.
    #[error("refused with status {status}, {code:?}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The service's own word, if it gave one.
        code: Option<FaultCode>,
    },
}

/// Who refused a TLS handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Refuser {
    /// The service does not take the terminal's certificate.
    Service,
    /// The terminal does not take the service's certificate: another root, or out of its time.
    Terminal,
}

/// What the service did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Misbehaviour {
    /// Broke the rules of TLS.
    Tls,
    /// Broke the rules of HTTP.
    Http,
    /// Sent an answer longer than [`wire::MAX_MESSAGE`].
    TooLong,
    /// Sent an answer that is not the message that it must be.
    Answer,
}

impl From<ureq::Error> for ServiceFault {
    fn from(error: ureq::Error) -> Self {
        match error {
            ureq::Error::Timeout(_) => Self::TimedOut,
            ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => Self::Unreachable,
            ureq::Error::Io(error) => broken(&error),
            ureq::Error::BodyExceedsLimit(_) => Self::PeerMisbehaved(Misbehaviour::TooLong),
            _ => Self::PeerMisbehaved(Misbehaviour::Http),
        }
    }
}

fn broken(error: &io::Error) -> ServiceFault {
    if let Some(tls) = tls_error(error) {
        return match tls {
            rustls::Error::AlertReceived(_) => ServiceFault::TlsRefused(Refuser::Service),
            rustls::Error::InvalidCertificate(_) => ServiceFault::TlsRefused(Refuser::Terminal),
            _ => ServiceFault::PeerMisbehaved(Misbehaviour::Tls),
        };
    }
    match error.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => ServiceFault::TimedOut,
        // In TLS 1.3 the client is done before the service has looked at its certificate: the
        // refusal may overtake the request, and then shows as a pipe that broke (stack.md 7b).
        ErrorKind::BrokenPipe => ServiceFault::TlsRefused(Refuser::Service),
        _ => ServiceFault::Unreachable,
    }
}

/// The error of TLS inside an error of its stream, however often that was wrapped.
fn tls_error(error: &io::Error) -> Option<&rustls::Error> {
    let inner = error.get_ref()?;
    match inner.downcast_ref() {
        Some(tls) => Some(tls),
        None => tls_error(inner.downcast_ref()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::{AlertDescription, CertificateError, Error as Tls};

    #[test]
    fn tls_errors_name_who_refused() {
        let fault = |tls| broken(&io::Error::new(ErrorKind::InvalidData, tls));
        assert_eq!(
            fault(Tls::AlertReceived(AlertDescription::UnknownCA)),
            ServiceFault::TlsRefused(Refuser::Service)
        );
        assert_eq!(
            fault(Tls::InvalidCertificate(CertificateError::Expired)),
            ServiceFault::TlsRefused(Refuser::Terminal)
        );
        assert_eq!(fault(Tls::DecryptError), ServiceFault::PeerMisbehaved(Misbehaviour::Tls));
        let wrapped = io::Error::other(io::Error::other(Tls::AlertReceived(AlertDescription::UnknownCA)));
        assert_eq!(broken(&wrapped), ServiceFault::TlsRefused(Refuser::Service));
    }

    #[test]
    fn broken_connections_are_told_apart() {
        let of = |kind| broken(&io::Error::from(kind));
        assert_eq!(of(ErrorKind::BrokenPipe), ServiceFault::TlsRefused(Refuser::Service));
        assert_eq!(of(ErrorKind::ConnectionRefused), ServiceFault::Unreachable);
        assert_eq!(of(ErrorKind::UnexpectedEof), ServiceFault::Unreachable);
        assert_eq!(of(ErrorKind::TimedOut), ServiceFault::TimedOut);
    }
}
