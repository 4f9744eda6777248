//! Requests: any body, and any method, headers and body.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::bytes::Bytes;
use super::{NOW, SECRET};
use crate::clock::ManualClock;
use crate::config::{LimiterKind, Settings};
use crate::cursor::{Replay, Subscription};
use crate::engine::Engine;
use crate::http::{PollRequest, Request, respond};

/// The longest message, in bytes: what it quotes of a request is cut.
const MAX_MESSAGE_BYTES: usize = 1024;

/// A body. What is read and written again is read the same.
pub fn poll_body(data: &[u8]) {
    let read = match PollRequest::parse(data) {
        Ok(read) => read,
        Err(error) => {
            assert!(error.to_string().len() <= MAX_MESSAGE_BYTES, "{error}");
            return;
        }
    };
    let value: Value = serde_json::from_slice(data).expect("what was read is JSON");
    assert_eq!(value["subscriptions"].as_object().map(|channels| channels.len()), Some(read.subscriptions.len()));
    assert!(read.subscriptions.iter().all(|subscription| subscription.cursor.is_none_or(|cursor| cursor >= 0)));
    let subscriptions: Map<_, _> = read.subscriptions.iter().map(written).collect();
    let again = json!({"subscriptions": subscriptions, "grant": read.grant}).to_string();
    assert_eq!(PollRequest::parse(again.as_bytes()).expect("what we write is good"), read);
}

fn written(subscription: &Subscription) -> (String, Value) {
    let replay = match subscription.replay {
        Replay::Live => "live",
        Replay::Retained => "retained",
    };
    let value = json!({"cursor": subscription.cursor, "replay": replay, "epoch": subscription.epoch});
    (subscription.channel.as_str().to_owned(), value)
}

/// A method, three headers, each up to a newline, and a body. Whatever they are, the answer is one of the protocol's.
pub fn request(data: &[u8]) {
    let mut bytes = Bytes(data);
    let [method, first, second, header] = std::array::from_fn(|_| bytes.line());
    // A grant cannot be guessed; this one stands for it.
    let own = engine().grant(&["*"], "fuzzer", Some(60)).expect("a good grant");
    let with_own = |text: &str| text.replace("GRANT", &own);
    let [first, second, header] = [first, second, header].map(|text| with_own(&text));
    let response = respond(
        &mut engine(),
        &Request {
            method: &method,
            authorization: [Some(&first), Some(&second)],
            grant_header: Some(&header),
            body: bytes.0,
            address: None,
            forwarded_for: None,
            origin: None,
        },
    );
    // There is no database: a poll that would be answered ends with 500.
    assert!(matches!(response.status, 400 | 403 | 405 | 413 | 500), "{response:?}");
    assert_eq!(response.status == 405, method != "POST");
    let has = |name: &str, value: &str| response.headers.iter().any(|header| *header == (name, value.to_owned()));
    assert!(has("Cache-Control", "no-store") && has("Content-Type", "application/json"));
    let body: Value = serde_json::from_str(&response.body).expect("the answer is JSON");
    assert!(body["error"].is_string() && body["code"].is_string(), "{body}");
    assert!(!response.body.contains(&own) && !response.body.contains(SECRET), "{body}");
}

fn engine() -> Engine {
    let settings = Settings {
        secrets: vec![SECRET.to_owned()],
        rate_limiter: LimiterKind::Off,
        max_body: 4096,
        ..Settings::default()
    };
    Engine::new(settings).expect("the settings are good").with_clock(Arc::new(ManualClock::at(NOW)))
}
