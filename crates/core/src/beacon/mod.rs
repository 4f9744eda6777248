//! Static beacons: tiny files, served without PHP, whose change tells a browser that a poll is worth its while.
//!
//! ```text
//! emit   commit, then a new random token into the file of each bucket that was touched
//! poll   the tokens of the client's buckets, read before the log, so that a commit in between means an early poll
//! ```
//!
//! A beacon is a hint and nothing else: one that is lost, late or torn costs time, never an event. So no failure here
//! fails a call; it is counted, and told.

mod buckets;
mod file;
mod quiet;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

pub(crate) use buckets::Buckets;
pub use file::Token;
pub use quiet::Quiet;

use crate::channel::ChannelName;
use crate::config::Settings;

/// A temporary file that is older was left by a writer that was killed.
const LEFT_BEHIND: Duration = Duration::from_secs(3600);

/// The beacons of one log.
#[derive(Debug)]
pub struct Beacons {
    folder: PathBuf,
    url: String,
    buckets: Buckets,
    failures: u64,
    last_failure: Option<String>,
    warning: Option<String>,
}

/// One beacon as a client gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beacon {
    /// Where browsers fetch it.
    pub url: String,
    /// What it held.
    pub token: Token,
}

/// What a look at the beacons of some channels gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenBeacons {
    /// The beacons, each once; none if one of them could not be had.
    pub beacons: Vec<Beacon>,
    /// For each channel in the order asked, the token of its beacon as a number; empty without beacons.
    pub tokens: Vec<u64>,
}

/// What a person needs to know when beacons do not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeaconState {
    /// The folder.
    pub folder: PathBuf,
    /// Where browsers find the folder.
    pub url: String,
    /// How many files there are at most.
    pub buckets: u32,
    /// Why no beacon can be written at the moment; `None` if one can.
    pub error: Option<String>,
    /// How many beacons could not be written so far.
    pub failures: u64,
    /// Why the last of them could not.
    pub last_failure: Option<String>,
}

impl Beacons {
    /// The beacons that these settings describe; `None` if they are off. Touches no file.
    #[must_use]
    pub fn new(settings: &Settings) -> Option<Self> {
        let folder = settings.beacon_dir.clone()?;
        let buckets = Buckets::new(settings.secrets.first()?, settings.beacon_buckets);
        let url = settings.beacon_url.clone();
        Some(Self { folder, url, buckets, failures: 0, last_failure: None, warning: None })
    }

    /// Gives the bucket of each of these channels a new token. Only after the events are committed and can be read:
    /// whoever sees the change polls once, and must find them.
    pub fn touch<'a>(&mut self, channels: impl Iterator<Item = &'a ChannelName>) {
        for bucket in self.buckets_of(channels) {
            self.write(bucket);
        }
    }

    /// The beacons of these channels. A file that is missing or is no beacon is made; where that fails there
    /// are none at all, because a client that is named some watches only those.
    pub fn read<'a>(&mut self, channels: impl Iterator<Item = &'a ChannelName>) -> SeenBeacons {
        let of_channels: Vec<u32> = channels.map(|channel| self.buckets.of(channel)).collect();
        let of_bucket = |&bucket: &u32| {
            let name = Buckets::file_name(bucket);
            let token = file::read(&self.folder.join(&name)).or_else(|| self.write(bucket))?;
            Some((bucket, Beacon { url: format!("{}{name}", self.url), token }))
        };
        let buckets: BTreeSet<u32> = of_channels.iter().copied().collect();
        let Some(beacons) = buckets.iter().map(of_bucket).collect::<Option<BTreeMap<_, _>>>() else {
            return SeenBeacons::default();
        };
        let tokens = of_channels.iter().map(|bucket| beacons[bucket].token.number()).collect();
        SeenBeacons { beacons: beacons.into_values().collect(), tokens }
    }

    /// Removes what killed writers have left in the folder.
    pub fn sweep(&self, now: SystemTime) {
        if let Some(before) = now.checked_sub(LEFT_BEHIND) {
            file::sweep(&self.folder, before);
        }
    }

    /// What went wrong since this was last asked, if anything did.
    pub fn take_warning(&mut self) -> Option<String> {
        self.warning.take()
    }

    /// Looks whether a beacon could be written.
    #[must_use]
    pub fn state(&self) -> BeaconState {
        BeaconState {
            folder: self.folder.clone(),
            url: self.url.clone(),
            buckets: self.buckets.count(),
            error: file::probe(&self.folder).err().map(|error| self.describe(&self.folder, &error)),
            failures: self.failures,
            last_failure: self.last_failure.clone(),
        }
    }

    fn buckets_of<'a>(&self, channels: impl Iterator<Item = &'a ChannelName>) -> BTreeSet<u32> {
        channels.map(|channel| self.buckets.of(channel)).collect()
    }

    fn write(&mut self, bucket: u32) -> Option<Token> {
        let path = self.folder.join(Buckets::file_name(bucket));
        match file::write(&path) {
            Ok(token) => Some(token),
            Err(error) => {
                let message = self.describe(&path, &error);
                self.failures += 1;
                self.last_failure = Some(message.clone());
                self.warning = Some(message);
                None
            }
        }
    }

    /// A failure in one sentence with its mend.
    fn describe(&self, path: &Path, error: &io::Error) -> String {
        let folder = self.folder.display();
        let mend = match error.kind() {
            io::ErrorKind::NotFound => format!("make the folder {folder}"),
            io::ErrorKind::PermissionDenied => {
                format!("let the user that PHP runs as make and rename files in {folder}")
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => format!("make room where {folder} lies"),
            io::ErrorKind::IsADirectory | io::ErrorKind::DirectoryNotEmpty => format!("remove {}", path.display()),
            _ => "give `beacon_dir` a folder where files can be made and renamed".to_owned(),
        };
        format!(
            "beacons: {} cannot be written: {error}; {mend}; until then clients poll at their usual interval",
            path.display()
        )
    }
}
