//! The socket that desks connect to.

use crate::ListenFault;
use std::fs;
use std::io::{Error, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Where the feed listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedAddress {
    /// A UNIX socket: `unix:/PATH`. Its file is readable and writable for owner and group.
    Unix(PathBuf),
    /// A loopback address: `127.0.0.1:PORT` or `[::1]:PORT`; port 0 picks a free one.
    Tcp(SocketAddr),
}

impl FromStr for FeedAddress {
    type Err = ListenFault;

    fn from_str(text: &str) -> Result<Self, ListenFault> {
        if let Some(path) = text.strip_prefix("unix:") {
            let path = PathBuf::from(path);
            return if path.is_absolute() { Ok(Self::Unix(path)) } else { Err(ListenFault::Malformed) };
        }
        let address: SocketAddr = text.parse().map_err(|_| ListenFault::Malformed)?;
        if address.ip().is_loopback() { Ok(Self::Tcp(address)) } else { Err(ListenFault::NotLoopback) }
    }
}

/// A connection that never blocks.
pub(crate) trait Stream: Read + Write + Send {}

impl<T: Read + Write + Send> Stream for T {}

pub(crate) enum Listener {
    Unix(UnixListener, PathBuf),
    Tcp(TcpListener),
}

impl Listener {
    pub(crate) fn open(address: &FeedAddress) -> Result<Self, ListenFault> {
        match address {
            FeedAddress::Unix(path) => open_unix(path).map_err(refused(&path.display().to_string())),
            FeedAddress::Tcp(address) if !address.ip().is_loopback() => Err(ListenFault::NotLoopback),
            FeedAddress::Tcp(address) => {
                let open = || {
                    let listener = TcpListener::bind(address)?;
                    listener.set_nonblocking(true)?;
                    Ok(Self::Tcp(listener))
                };
                open().map_err(refused(&address.to_string()))
            }
        }
    }

    /// The TCP address, with the port that was picked.
    pub(crate) fn tcp(&self) -> Option<SocketAddr> {
        match self {
            Self::Tcp(listener) => listener.local_addr().ok(),
            Self::Unix(..) => None,
        }
    }

    /// The next desk that waits to be let in.
    pub(crate) fn next(&self) -> Option<Box<dyn Stream>> {
        match self {
            Self::Unix(listener, _) => {
                let (stream, _) = listener.accept().ok()?;
                stream.set_nonblocking(true).ok()?;
                Some(Box::new(stream))
            }
            Self::Tcp(listener) => {
                let (stream, _) = listener.accept().ok()?;
                stream.set_nonblocking(true).ok()?;
                stream.set_nodelay(true).ok()?;
                Some(Box::new(stream))
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Self::Unix(_, path) = self {
            // A file that stays is replaced at the next start.
            let _ = fs::remove_file(path);
        }
    }
}

/// Replaces the socket file of a program that is gone, and nothing else.
fn open_unix(path: &Path) -> Result<Listener, Error> {
    if fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket()) {
        match UnixStream::connect(path) {
            Ok(_) => return Err(ErrorKind::AddrInUse.into()),
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => fs::remove_file(path)?,
            Err(error) => return Err(error),
        }
    }
    let listener = UnixListener::bind(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o660))?;
    listener.set_nonblocking(true)?;
    Ok(Listener::Unix(listener, path.to_owned()))
}

fn refused(place: &str) -> impl FnOnce(Error) -> ListenFault + use<> {
    let place = place.to_owned();
    move |error| match error.kind() {
        ErrorKind::AddrInUse => ListenFault::Taken(place),
        _ => ListenFault::Channel(place, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_absolute_paths_or_loopback() {
        let parsed = |text: &str| text.parse::<FeedAddress>();
        assert_eq!(parsed("unix:/run/x.sock").unwrap(), FeedAddress::Unix("/run/x.sock".into()));
        assert_eq!(parsed("[::1]:7701").unwrap(), FeedAddress::Tcp("[::1]:7701".parse().unwrap()));
        assert!(matches!(parsed("unix:run/x.sock"), Err(ListenFault::Malformed)));
        assert!(matches!(parsed("localhost"), Err(ListenFault::Malformed)));
        assert!(matches!(parsed("0.0.0.0:7701"), Err(ListenFault::NotLoopback)));
        assert!(matches!(parsed("192.168.0.4:7701"), Err(ListenFault::NotLoopback)));
    }

    #[test]
    fn a_socket_file_left_behind_is_replaced_and_a_file_of_somebody_else_is_not() {
        let directory = tempfile::tempdir().unwrap();
        let left = directory.path().join("left.sock");
        drop(UnixListener::bind(&left).unwrap());
        assert!(left.exists());
        let listener = Listener::open(&FeedAddress::Unix(left.clone())).unwrap();
        let second = Listener::open(&FeedAddress::Unix(left.clone()));
        assert!(matches!(second, Err(ListenFault::Taken(_))));
        drop(listener);
        assert!(!left.exists());

        let file = directory.path().join("file");
        fs::write(&file, "kept").unwrap();
        assert!(Listener::open(&FeedAddress::Unix(file.clone())).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "kept");
    }
}
