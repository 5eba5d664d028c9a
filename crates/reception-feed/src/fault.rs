//! Why nobody can connect.

/// Why the feed can't listen, with what to do next.
#[derive(Debug, thiserror::Error)]
pub enum ListenFault {
    /// Neither `unix:/PATH` nor `ADDRESS:PORT`.
    #[error("not an address: write unix:/run/mynumber-terminal/reception.sock or 127.0.0.1:7701")]
    Malformed,
    /// An address that others than this machine can reach.
    #[error("the feed is for this machine alone: use 127.0.0.1, [::1] or a UNIX socket")]
    NotLoopback,
    /// Another program listens there.
    #[error("another program listens at {0}; is the terminal running already?")]
    Taken(String),
    /// The system refuses.
    #[error("{0}: {1}; does its directory exist, and may this user write there?")]
    Channel(String, std::io::Error),
}
