//! An engine with a log and a folder of beacons of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nosocket_core::channel::ChannelName;
use nosocket_core::clock::ManualClock;
use nosocket_core::config::{Settings, Value};
use nosocket_core::cursor::{Position, Replay, Subscription};
use nosocket_core::engine::{Answer, Engine};
use tempfile::TempDir;

pub const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub const URL: &str = "/nosocket-beacons/";

pub struct Site {
    pub engine: Engine,
    pub clock: ManualClock,
    pub folder: TempDir,
}

pub fn site() -> Site {
    site_with(&[])
}

pub fn site_with(more: &[(&str, Value)]) -> Site {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("beacons")).unwrap();
    let clock = ManualClock::at(1_780_000_000_000);
    Site { engine: engine(&folder, more).with_clock(Arc::new(clock.clone())), clock, folder }
}

pub fn engine(folder: &TempDir, more: &[(&str, Value)]) -> Engine {
    let path = folder.path().display();
    let mut options: Vec<_> = [
        ("dsn", format!("sqlite:{path}/log.sqlite")),
        ("secret", SECRET.to_owned()),
        ("rate_limiter", "off".to_owned()),
        ("beacon_dir", format!("{path}/beacons")),
        ("beacon_url", URL.to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), Value::Text(value)))
    .into();
    options.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    Engine::new(Settings::resolve(&options, |_| None, |_| None).unwrap()).unwrap()
}

impl Site {
    pub fn beacons(&self) -> PathBuf {
        self.folder.path().join("beacons")
    }

    pub fn emit(&mut self, channels: &[&str]) {
        emit(&mut self.engine, channels);
    }

    pub fn poll(&mut self, channels: &[&str]) -> Answer {
        poll(&mut self.engine, channels.iter().map(|name| at(name, 0)).collect())
    }

    /// The file of a channel's bucket, found as a client finds it.
    pub fn file(&mut self, channel: &str) -> PathBuf {
        let url = self.poll(&[channel]).beacons.remove(0).url;
        self.beacons().join(url.strip_prefix(URL).unwrap())
    }

    pub fn files(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.beacons())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

pub fn emit(engine: &mut Engine, channels: &[&str]) {
    let events: Vec<_> =
        channels.iter().map(|channel| engine.event(channel, "thing.happened", "{}".into(), None).unwrap()).collect();
    engine.emit(&events).unwrap();
}

pub fn poll(engine: &mut Engine, subscriptions: Vec<Subscription>) -> Answer {
    let grant = engine.grant(&["*"], "reader", None).unwrap();
    engine.poll(Ok(subscriptions), &grant, None).unwrap()
}

pub fn at(channel: &str, cursor: Position) -> Subscription {
    Subscription {
        channel: ChannelName::new(channel).unwrap(),
        cursor: Some(cursor),
        replay: Replay::Live,
        epoch: None,
    }
}

pub fn content(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}
