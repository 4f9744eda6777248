//! Random histories of emits, cleanups and passing time, read by random readers: every answer is compared with the
//! rules spelt out on a plain list of events.

use nosocket_core::cursor::{Position, Replay, Subscription};
use nosocket_core::event::NewEvent;
use nosocket_core::log::{ChannelReading, HeadCache, Log};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::databases::*;

#[derive(Clone, Debug)]
enum Step {
    Emit { channel: usize, ttl: i64, transient: bool },
    Wait { seconds: i64 },
    Cleanup,
    Read { channel: usize, cursor: Option<Position>, retained: bool, page: usize },
}

const CHANNELS: [&str; 3] = ["a", "b", "c"];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..CHANNELS.len(), 1_i64..12, prop::bool::weighted(0.25))
            .prop_map(|(channel, ttl, transient)| Step::Emit { channel, ttl, transient }),
        2 => (0_i64..5).prop_map(|seconds| Step::Wait { seconds }),
        1 => Just(Step::Cleanup),
        4 => (0..CHANNELS.len(), prop::option::weighted(0.8, 0_i64..25), any::<bool>(), 1_usize..8)
            .prop_map(|(channel, cursor, retained, page)| Step::Read { channel, cursor, retained, page }),
    ]
}

/// What the rules know of an event.
struct Known {
    expires_at: i64,
    transient: bool,
}

/// The rules, for one channel: resync, cursor, positions given, more to come.
fn expected(
    events: &[Known],
    now: i64,
    cursor: Option<Position>,
    retained: bool,
    page: usize,
) -> (bool, Position, Vec<Position>, bool) {
    let head = events.len() as Position;
    let placed = || (1..).zip(events);
    let taken = placed().filter(|(_, event)| event.expires_at <= now && !event.transient).map(|(at, _)| at).max();
    let floor = taken.unwrap_or(0);
    let from = match cursor {
        Some(cursor) if cursor > head || cursor < floor => return (true, head, vec![], false),
        Some(cursor) => cursor,
        None if retained => floor,
        None => head,
    };
    let news: Vec<_> = placed().filter(|(at, event)| *at > from && event.expires_at > now).map(|(at, _)| at).collect();
    if news.len() > page {
        let given = news[..page].to_vec();
        (false, given[page - 1], given, true)
    } else {
        (false, head, news, false)
    }
}

fn run(log: &mut Log, db: &impl Database, steps: Vec<Step>) {
    let mut channels: Vec<Vec<Known>> = CHANNELS.map(|_| Vec::new()).into();
    let mut now = START;
    for step in steps {
        match step {
            Step::Emit { channel, ttl, transient } => {
                let event = NewEvent::new(CHANNELS[channel], "e", "0".into(), ttl).unwrap().transient(transient);
                let place = log.emit(&[event]).unwrap()[0];
                channels[channel].push(Known { expires_at: now + ttl * 1000, transient });
                assert_eq!(place.position, channels[channel].len() as Position);
            }
            Step::Wait { seconds } => {
                db.clock().advance(seconds * 1000);
                now += seconds * 1000;
            }
            Step::Cleanup => {
                log.cleanup().unwrap();
            }
            Step::Read { channel, cursor, retained, page } => {
                let replay = if retained { Replay::Retained } else { Replay::Live };
                let reader = Subscription { cursor, ..newcomer(CHANNELS[channel], replay) };
                let reading = log.read(std::slice::from_ref(&reader), page).unwrap();
                let read: &ChannelReading = &reading.channels[0];
                let answer = (read.resync, read.cursor, positions(read), reading.has_more);
                assert_eq!(answer, expected(&channels[channel], now, cursor, retained, page), "{reader:?}");
            }
        }
    }
    db.clock().advance(START - now);
}

pub fn random_histories_are_read_as_the_rules_say(db: &impl Database) {
    read_histories(db, |log| log);
}

pub fn random_histories_are_read_so_behind_cached_heads_too(db: &impl Database) {
    let folder = tempfile::tempdir().unwrap();
    let history = std::cell::Cell::new(0);
    read_histories(db, |log| {
        history.set(history.get() + 1);
        log.with_cache(HeadCache::open(Some(folder.path().into()), &history.get().to_string(), 60_000))
    });
}

fn read_histories(db: &impl Database, prepare: impl Fn(Log) -> Log) {
    let runner_config = Config { cases: 100, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(runner_config);
    let history = std::cell::Cell::new(0);
    runner
        .run(&prop::collection::vec(step(), 1..60), |steps| {
            history.set(history.get() + 1);
            let mut log = prepare(db.open_with(&format!("h{}_", history.get()), Some(db.clock().clone())));
            log.install().unwrap();
            run(&mut log, db, steps);
            Ok(())
        })
        .unwrap();
}
