//! Files that are always whole.

use std::io::Write;
use std::path::Path;

use crate::error::Error;

/// Writes `bytes` to `path` so that a reader or a power cut finds the old file or the new one.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let directory = directory.unwrap_or_else(|| Path::new("."));
    let fail = || Error::at(path);
    let mut file = tempfile::NamedTempFile::new_in(directory).map_err(fail())?;
    file.write_all(bytes).map_err(fail())?;
    file.as_file().sync_data().map_err(fail())?;
    file.persist(path).map_err(|failure| fail()(failure.error))?;
    Ok(())
}
