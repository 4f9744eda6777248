//! Beacon files: made beside their place and renamed. One that stands there already is written over in place, which takes a
//! fiftieth of the time: all have the same size, so a reader gets the old token, the new one, or, if he is very unlucky, a
//! mixture of both, which is another token, too. He polls, and finds the whole new one afterwards.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use ring::rand::{SecureRandom, SystemRandom};
use rustix::fs::{FileType, Mode, OFlags, fchmod, fstat, open};
use rustix::process::geteuid;

/// What temporary files begin with: a dot, so that web servers list and serve none; then a name that nobody else uses.
const TEMPORARY: &str = ".nosocket-beacon-";
const TOKEN_DIGITS: usize = 16;

/// What a beacon holds: 16 lower-case hexadecimal digits. It tells that something happened, never what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A token that no other process draws. The system's generator, since a child that was forked repeats what its
    /// parent's own generator would give, and a token that stands in the file already tells nobody anything.
    fn random() -> io::Result<Self> {
        let mut bytes = [0; TOKEN_DIGITS / 2];
        SystemRandom::new().fill(&mut bytes).map_err(|_| io::Error::other("the system gives no random bytes"))?;
        Ok(Self(format!("{:016x}", u64::from_be_bytes(bytes))))
    }

    /// The token in a file's content, if that is one and a newline.
    pub(crate) fn parse(content: &[u8]) -> Option<Self> {
        let digits = content.strip_suffix(b"\n")?;
        let sound =
            digits.len() == TOKEN_DIGITS && digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        sound.then(|| Self(String::from_utf8_lossy(digits).into_owned()))
    }

    /// What its file holds.
    fn content(&self) -> String {
        format!("{}\n", self.0)
    }

    /// The same as a number.
    pub(super) fn number(&self) -> u64 {
        u64::from_str_radix(&self.0, 16).unwrap_or_default()
    }

    /// Its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The token at `path`; `None` if there is nothing, or something else than a beacon.
pub(super) fn read(path: &Path) -> Option<Token> {
    // NONBLOCK: opening a pipe that somebody put there must not wait.
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let file = File::from(open(path, flags, Mode::empty()).ok()?);
    let mut content = Vec::with_capacity(TOKEN_DIGITS + 2);
    // One byte more than a beacon has tells that it is none.
    file.take(TOKEN_DIGITS as u64 + 2).read_to_end(&mut content).ok()?;
    Token::parse(&content)
}

/// Puts a new token at `path`, in place of whatever file or link is there, and returns it.
pub(super) fn write(path: &Path) -> io::Result<Token> {
    let token = Token::random()?;
    if write_over(path, &token).is_none() {
        let temporary = temporary(path.parent().unwrap_or(path), &token);
        place(&token, &temporary, path)?;
    }
    Ok(token)
}

/// Makes a temporary file and removes it again.
pub(super) fn probe(folder: &Path) -> io::Result<()> {
    let token = Token::random()?;
    let temporary = temporary(folder, &token);
    let written = fill(&mut create(&temporary)?, &token);
    let removed = fs::remove_file(&temporary);
    written.and(removed)
}

/// Removes temporary files that were last written before this time.
pub(super) fn sweep(folder: &Path, before: SystemTime) {
    // What cannot be listed or removed is left for the next time.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().and_then(|name| name.strip_prefix(TEMPORARY)).is_some();
        let is_old = || entry.metadata().and_then(|metadata| metadata.modified()).is_ok_and(|time| time < before);
        if is_ours && is_old() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Writes into the beacon at `path`. `None` if there is none, or something that must be replaced: a file of somebody else's,
/// one with another name besides, of another size, or that the web server may not read.
fn write_over(path: &Path, token: &Token) -> Option<()> {
    let flags = OFlags::WRONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let file = File::from(open(path, flags, Mode::empty()).ok()?);
    let stat = fstat(&file).ok()?;
    let is_beacon = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile
        && Mode::from_raw_mode(stat.st_mode) == MODE
        && stat.st_uid == geteuid().as_raw()
        && stat.st_nlink == 1
        && stat.st_size == TOKEN_DIGITS as i64 + 1;
    if !is_beacon {
        return None;
    }
    file.write_all_at(token.content().as_bytes(), 0).ok()
}

fn temporary(folder: &Path, token: &Token) -> PathBuf {
    folder.join(format!("{TEMPORARY}{}", token.as_str()))
}

fn place(token: &Token, temporary: &Path, path: &Path) -> io::Result<()> {
    let mut file = create(temporary)?;
    let placed = fill(&mut file, token).and_then(|()| fs::rename(temporary, path));
    if placed.is_err() {
        let _ = fs::remove_file(temporary);
    }
    placed
}

/// A new file; never one that somebody else has put there, nor what a link of theirs points to.
fn create(path: &Path) -> io::Result<File> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(File::from(open(path, flags, MODE)?))
}

/// Readable by the web server's user, whoever that is.
const MODE: Mode = Mode::from_raw_mode(0o644);

fn fill(file: &mut File, token: &Token) -> io::Result<()> {
    // Whatever the umask took away.
    fchmod(&*file, MODE)?;
    file.write_all(token.content().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    #[test]
    fn only_sixteen_lower_case_digits_and_a_newline_are_a_token() {
        assert_eq!(Token::parse(b"0123456789abcdef\n").unwrap().as_str(), "0123456789abcdef");
        for torn in [
            "",
            "\n",
            "0123456789abcde\n",
            "0123456789abcdef",
            "0123456789ABCDEF\n",
            "0123456789abcdef\n\n",
            "0123456789abcdefa\n",
            "0123456789abcdeg\n",
        ] {
            assert_eq!(Token::parse(torn.as_bytes()), None, "{torn:?}");
        }
    }

    #[test]
    fn a_beacon_is_written_over_and_anything_else_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("000.txt"), folder.path().join("other"));
        let inode = || fs::metadata(&path).unwrap().ino();
        let first = write(&path).unwrap();
        let before = inode();
        let second = write(&path).unwrap();
        assert_eq!((read(&path), inode()), (Some(second.clone()), before));
        assert_ne!(first, second);

        let precious = "precious bytes..\n";
        assert_eq!(precious.len(), second.content().len());
        let plant: [&dyn Fn(); 4] = [
            &|| fs::hard_link(&other, &path).unwrap(),
            &|| symlink(&other, &path).unwrap(),
            &|| fs::write(&path, "of another size").unwrap(),
            &|| {
                fs::write(&path, precious).unwrap();
                fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            },
        ];
        for plant in plant {
            fs::remove_file(&path).unwrap();
            fs::write(&other, precious).unwrap();
            plant();
            assert_eq!(write(&path).unwrap(), read(&path).unwrap());
            assert_eq!(fs::read_to_string(&other).unwrap(), precious);
            assert_eq!(fs::symlink_metadata(&path).unwrap().mode() & 0o777, 0o644);
        }
    }

    #[test]
    fn a_file_or_link_in_the_temporary_file_s_place_is_not_written_into() {
        let folder = tempfile::tempdir().unwrap();
        let (temporary, target, path) =
            (folder.path().join(".planted"), folder.path().join("target"), folder.path().join("000.txt"));
        let token = Token::random().unwrap();
        fs::write(&target, "precious").unwrap();
        symlink(&target, &temporary).unwrap();
        assert!(place(&token, &temporary, &path).is_err());
        fs::remove_file(&temporary).unwrap();
        fs::hard_link(&target, &temporary).unwrap();
        assert!(place(&token, &temporary, &path).is_err());
        assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
        assert!(!path.exists());
    }
}
