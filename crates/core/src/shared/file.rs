//! A shared file on disk or in `/dev/shm`: found, checked, created and replaced, so that nobody else's file is ever used.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use rustix::fs::{FileType, Mode, OFlags, Stat, fchmod, fstat, lstat, open};
use rustix::io::Errno;
use rustix::process::{geteuid, getpid};

use super::Layout;
use super::header::{self, HEADER_BYTES, Salt};
use super::mapping::Mapping;
use crate::error::{Error, Kind, Result};

/// How often a file that somebody else keeps replacing is looked at again.
const ATTEMPTS: usize = 8;

/// A file that was found good, and its memory.
#[derive(Debug)]
pub(crate) struct SharedFile {
    layout: &'static Layout,
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

impl SharedFile {
    /// Opens the file, and makes or replaces it where needed.
    ///
    /// A worker that is killed while it makes one leaves a temporary file behind, and nothing half-written at `path`.
    ///
    /// # Errors
    /// [`Kind::Storage`] if the file is another user's, a symbolic link or a directory, or cannot be made; it names the
    /// path. A file of ours that is damaged or open to others is replaced.
    pub(crate) fn open(layout: &'static Layout, path: PathBuf) -> Result<Self> {
        let purpose = layout.purpose;
        let failed = |error: io::Error| {
            Error::new(Kind::Storage, format!("{purpose}: {} cannot be used: {error}", path.display()))
                .with_source(error)
        };
        for _ in 0..ATTEMPTS {
            match find(layout, &path)? {
                Found::Usable(file, salt) => {
                    let mapping = Mapping::of(&file, layout).map_err(failed)?;
                    return Ok(Self { layout, path, file, mapping, salt });
                }
                // Whoever comes second finds the first one's file, so that workers that start together count together.
                Found::Nothing => publish(layout, &path, link_or_rename).map_err(failed)?,
                Found::Unusable => publish(layout, &path, |new, path| fs::rename(new, path)).map_err(failed)?,
            }
        }
        Err(Error::new(
            Kind::Storage,
            format!("{purpose}: {} is replaced again and again; find out by whom", path.display()),
        ))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) const fn salt(&self) -> Salt {
        self.salt
    }

    /// Whether the file is still the one that was opened: not deleted, replaced, truncated, or given to others.
    ///
    /// Cutting it between this check and the use of the slots would still kill the process, which is why only its
    /// owner may open it.
    pub(crate) fn is_intact(&self) -> bool {
        fstat(&self.file).is_ok_and(|stat| standing(self.layout, &stat, geteuid().as_raw()) == Standing::Good)
    }

    /// The table; only after [`is_intact`](Self::is_intact).
    pub(crate) fn words(&self) -> &[AtomicU64] {
        self.mapping.words()
    }
}

fn standing(layout: &Layout, stat: &Stat, euid: u32) -> Standing {
    let kind = FileType::from_raw_mode(stat.st_mode);
    match kind {
        FileType::Symlink => return Standing::Refused("is a symbolic link".into()),
        FileType::Directory => return Standing::Refused("is a directory".into()),
        _ if stat.st_uid != euid => return Standing::Refused(format!("belongs to user {}, not {euid}", stat.st_uid)),
        _ => {}
    }
    let is_private = stat.st_mode & 0o7777 == 0o600;
    let is_whole = usize::try_from(stat.st_size) == Ok(layout.file_bytes()) && stat.st_nlink > 0;
    if kind == FileType::RegularFile && is_private && is_whole { Standing::Good } else { Standing::Rebuild }
}

fn find(layout: &Layout, path: &Path) -> Result<Found> {
    let purpose = layout.purpose;
    let refused = |why: String| {
        Err(Error::new(
            Kind::Storage,
            format!("{purpose}: {} {why}; remove it, or choose another directory", path.display()),
        ))
    };
    let failed = |errno: Errno| {
        let error = io::Error::from(errno);
        Err(Error::new(Kind::Storage, format!("{purpose}: {} cannot be opened: {error}", path.display()))
            .with_source(error))
    };
    let euid = geteuid().as_raw();
    // NONBLOCK: opening a device or pipe that somebody put there must not wait.
    let flags = OFlags::RDWR | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let file = match open(path, flags, Mode::empty()) {
        Ok(file) => File::from(file),
        Err(Errno::NOENT) => return Ok(Found::Nothing),
        Err(errno) => {
            return match lstat(path).map(|stat| standing(layout, &stat, euid)) {
                Ok(Standing::Refused(why)) => refused(why),
                // Ours, but its mode keeps us out, or it is a socket.
                Ok(_) if matches!(errno, Errno::ACCESS | Errno::NXIO) => Ok(Found::Unusable),
                _ => failed(errno),
            };
        }
    };
    match fstat(&file).map(|stat| standing(layout, &stat, euid)) {
        Ok(Standing::Refused(why)) => refused(why),
        Ok(Standing::Rebuild) => Ok(Found::Unusable),
        Ok(Standing::Good) => {
            let mut header = [0; HEADER_BYTES];
            let salt = file.read_exact_at(&mut header, 0).ok().and_then(|()| header::read(layout, &header));
            Ok(salt.map_or(Found::Unusable, |salt| Found::Usable(file, salt)))
        }
        Err(errno) => failed(errno),
    }
}

/// Writes a new, empty file beside `path` and lets `place` bring it there.
fn publish(layout: &Layout, path: &Path, place: impl Fn(&Path, &Path) -> io::Result<()>) -> io::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(format!(".{}.{:016x}.tmp", getpid().as_raw_nonzero(), fastrand::u64(..)));
    let new = PathBuf::from(new);

    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mut file = File::from(open(&new, flags, Mode::RUSR | Mode::WUSR)?);
    let placed = write_empty(layout, &mut file).and_then(|()| place(&new, path));
    // It has its name at `path`, or is of no use.
    let _ = fs::remove_file(&new);
    placed
}

fn write_empty(layout: &Layout, file: &mut File) -> io::Result<()> {
    // Whatever the umask took away.
    fchmod(&*file, Mode::RUSR | Mode::WUSR)?;
    let salt = Salt::random().map_err(|_| io::Error::other("the system gives no random bytes"))?;
    let mut content = vec![0; layout.file_bytes()];
    content[..HEADER_BYTES].copy_from_slice(&header::write(layout, salt));
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
    use super::super::TEST_LAYOUT;
    use super::*;

    #[test]
    fn a_file_of_another_user_is_refused_whatever_it_holds() {
        let directory = tempfile::tempdir().unwrap();
        let table = SharedFile::open(&TEST_LAYOUT, directory.path().join("table")).unwrap();
        let stat = fstat(&table.file).unwrap();
        assert_eq!(standing(&TEST_LAYOUT, &stat, stat.st_uid), Standing::Good);
        assert_eq!(
            standing(&TEST_LAYOUT, &stat, stat.st_uid + 1),
            Standing::Refused(format!("belongs to user {}, not {}", stat.st_uid, stat.st_uid + 1))
        );
    }

    #[test]
    fn what_is_published_first_stays() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("table");
        let first = SharedFile::open(&TEST_LAYOUT, path.clone()).unwrap();
        publish(&TEST_LAYOUT, &path, link_or_rename).unwrap();
        assert!(first.is_intact());
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "no temporary file is left");
    }
}
