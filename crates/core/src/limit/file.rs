//! The limits file on disk or in `/dev/shm`: found, checked, created and replaced, so that nobody else's file is ever used.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FileType, Mode, OFlags, Stat, fchmod, fstat, lstat, open};
use rustix::io::Errno;
use rustix::process::{geteuid, getpid};

use super::header::{self, HEADER_BYTES, Salt};
use super::mapping::{FILE_BYTES, Mapping};
use super::table::Slot;
use crate::error::{Error, Kind, Result};

/// How often a file that somebody else keeps replacing is looked at again.
const ATTEMPTS: usize = 8;

/// A limits file that was found good, and its memory.
#[derive(Debug)]
pub(super) struct LimitsFile {
    path: PathBuf,
    file: File,
    mapping: Mapping,
    salt: Salt,
}

/// What a file is to us.
#[derive(Debug, PartialEq, Eq)]
enum Standing {
    Good,
    /// Ours, but of no use: to be replaced, never written into.
    Rebuild,
    /// Not ours to touch, and why.
    Refused(String),
}

/// What stands at the path.
enum Found {
    Usable(File, Salt),
    Nothing,
    Unusable,
}

impl LimitsFile {
    /// Opens the file, and makes or replaces it where needed.
    ///
    /// A worker that is killed while it makes one leaves a temporary file behind, and nothing half-written at `path`.
    pub(super) fn open(path: PathBuf) -> Result<Self> {
        let failed = |error: io::Error| {
            Error::new(Kind::Storage, format!("rate limits: {} cannot be used: {error}", path.display()))
                .with_source(error)
        };
        for _ in 0..ATTEMPTS {
            match find(&path)? {
                Found::Usable(file, salt) => {
                    let mapping = Mapping::of(&file).map_err(failed)?;
                    return Ok(Self { path, file, mapping, salt });
                }
                // Whoever comes second finds the first one's file, so that workers that start together count together.
                Found::Nothing => publish(&path, link_or_rename).map_err(failed)?,
                Found::Unusable => publish(&path, |new, path| fs::rename(new, path)).map_err(failed)?,
            }
        }
        Err(Error::new(
            Kind::Storage,
            format!("rate limits: {} is replaced again and again; find out by whom", path.display()),
        ))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) const fn salt(&self) -> Salt {
        self.salt
    }

    /// Whether the file is still the one that was opened: not deleted, replaced, truncated, or given to others.
    ///
    /// Cutting it between this check and the use of the slots would still kill the process, which is why only its
    /// owner may open it.
    pub(super) fn is_intact(&self) -> bool {
        fstat(&self.file).is_ok_and(|stat| standing(&stat, geteuid().as_raw()) == Standing::Good)
    }

    /// The table; only after [`is_intact`](Self::is_intact).
    pub(super) fn slots(&self) -> &[Slot] {
        self.mapping.slots()
    }
}

fn standing(stat: &Stat, euid: u32) -> Standing {
    let kind = FileType::from_raw_mode(stat.st_mode);
    match kind {
        FileType::Symlink => return Standing::Refused("is a symbolic link".into()),
        FileType::Directory => return Standing::Refused("is a directory".into()),
        _ if stat.st_uid != euid => return Standing::Refused(format!("belongs to user {}, not {euid}", stat.st_uid)),
        _ => {}
    }
    let is_private = stat.st_mode & 0o7777 == 0o600;
    let is_whole = usize::try_from(stat.st_size) == Ok(FILE_BYTES) && stat.st_nlink > 0;
    if kind == FileType::RegularFile && is_private && is_whole { Standing::Good } else { Standing::Rebuild }
}

fn find(path: &Path) -> Result<Found> {
    let refused = |why: String| {
        Err(Error::new(
            Kind::Storage,
            format!("rate limits: {} {why}; remove it, or choose another directory", path.display()),
        ))
    };
    let failed = |errno: Errno| {
        let error = io::Error::from(errno);
        Err(Error::new(Kind::Storage, format!("rate limits: {} cannot be opened: {error}", path.display()))
            .with_source(error))
    };
    let euid = geteuid().as_raw();
    // NONBLOCK: opening a device or pipe that somebody put there must not wait.
    let flags = OFlags::RDWR | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let file = match open(path, flags, Mode::empty()) {
        Ok(file) => File::from(file),
        Err(Errno::NOENT) => return Ok(Found::Nothing),
        Err(errno) => {
            return match lstat(path).map(|stat| standing(&stat, euid)) {
                Ok(Standing::Refused(why)) => refused(why),
                // Ours, but its mode keeps us out, or it is a socket.
                Ok(_) if matches!(errno, Errno::ACCESS | Errno::NXIO) => Ok(Found::Unusable),
                _ => failed(errno),
            };
        }
    };
    match fstat(&file).map(|stat| standing(&stat, euid)) {
        Ok(Standing::Refused(why)) => refused(why),
        Ok(Standing::Rebuild) => Ok(Found::Unusable),
        Ok(Standing::Good) => {
            let mut header = [0; HEADER_BYTES];
            let salt = file.read_exact_at(&mut header, 0).ok().and_then(|()| header::read(&header));
            Ok(salt.map_or(Found::Unusable, |salt| Found::Usable(file, salt)))
        }
        Err(errno) => failed(errno),
    }
}

/// Writes a new, empty file beside `path` and lets `place` bring it there.
fn publish(path: &Path, place: impl Fn(&Path, &Path) -> io::Result<()>) -> io::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(format!(".{}.{:016x}.tmp", getpid().as_raw_nonzero(), fastrand::u64(..)));
    let new = PathBuf::from(new);

    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mut file = File::from(open(&new, flags, Mode::RUSR | Mode::WUSR)?);
    let placed = write_empty(&mut file).and_then(|()| place(&new, path));
    // It has its name at `path`, or is of no use.
    let _ = fs::remove_file(&new);
    placed
}

fn write_empty(file: &mut File) -> io::Result<()> {
    // Whatever the umask took away.
    fchmod(&*file, Mode::RUSR | Mode::WUSR)?;
    let salt = Salt::random().map_err(|_| io::Error::other("the system gives no random bytes"))?;
    let mut content = vec![0; FILE_BYTES];
    content[..HEADER_BYTES].copy_from_slice(&header::write(salt));
    // Every byte is written, so that each page has its storage: touching a hole in a full file system kills the process.
    file.write_all(&content)
}

/// Gives the file its name unless another has it already.
fn link_or_rename(new: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(new, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        // A file system without hard links.
        Err(_) => fs::rename(new, path),
        Ok(()) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_user_is_refused_whatever_it_holds() {
        let directory = tempfile::tempdir().unwrap();
        let limits = LimitsFile::open(directory.path().join("limits")).unwrap();
        let stat = fstat(&limits.file).unwrap();
        assert_eq!(standing(&stat, stat.st_uid), Standing::Good);
        assert_eq!(
            standing(&stat, stat.st_uid + 1),
            Standing::Refused(format!("belongs to user {}, not {}", stat.st_uid, stat.st_uid + 1))
        );
    }

    #[test]
    fn what_is_published_first_stays() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("limits");
        let first = LimitsFile::open(path.clone()).unwrap();
        publish(&path, link_or_rename).unwrap();
        assert!(first.is_intact());
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "no temporary file is left");
    }
}
