//! What the file system says, in the words of [`StorageError`].

use std::io::{Error, ErrorKind};

use journal::StorageError;

/// A missing permission counts as read-only: for a terminal it is the same ill and the same cure.
pub(crate) fn storage_error(error: &Error) -> StorageError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => StorageError::Full,
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => StorageError::ReadOnly,
        ErrorKind::WriteZero => StorageError::Torn,
        kind => StorageError::Io(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Linux error numbers, from errno(3).
    #[test]
    fn error_numbers_of_linux_get_their_words() {
        let io = StorageError::Io;
        for (number, expected) in [
            (28, StorageError::Full),
            (122, StorageError::Full),
            (27, StorageError::Full),
            (30, StorageError::ReadOnly),
            (13, StorageError::ReadOnly),
            (1, StorageError::ReadOnly),
            (2, io(ErrorKind::NotFound)),
            (21, io(ErrorKind::IsADirectory)),
        ] {
            assert_eq!(storage_error(&Error::from_raw_os_error(number)), expected, "{number}");
        }
    }
}
