//! The poll endpoint on an SQLite log: who may read what, what is counted, and what a client is told.

use std::sync::Arc;

use nosocket_core::clock::ManualClock;
use nosocket_core::config::{Settings, Value};
use nosocket_core::engine::Engine;
use nosocket_core::http::{Request, Response, respond};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

struct Site {
    engine: Engine,
    clock: ManualClock,
    _folder: TempDir,
}

fn site(options: &[(&str, Value)]) -> Site {
    let folder = TempDir::new().unwrap();
    let dsn = format!("sqlite:{}/log.sqlite", folder.path().display());
    let mut all = vec![
        ("dsn".to_owned(), Value::Text(dsn)),
        ("secret".to_owned(), Value::Text(SECRET.into())),
        ("rate_limiter".to_owned(), Value::Text("database".into())),
    ];
    all.extend(options.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    let clock = ManualClock::at(1_780_000_000_000);
    let settings = Settings::resolve(&all, |_| None, |_| None).unwrap();
    let engine = Engine::new(settings).unwrap().with_clock(Arc::new(clock.clone()));
    Site { engine, clock, _folder: folder }
}

impl Site {
    fn emit(&mut self, channel: &str) {
        let event = self.engine.event(channel, "thing.happened", "{}".into(), None).unwrap();
        self.engine.emit(&[event]).unwrap();
    }

    fn grant(&self, channels: &[&str]) -> String {
        self.engine.grant(channels, "user:42", None).unwrap()
    }

    fn post(&mut self, grant: Option<&str>, body: &Json) -> Response {
        self.post_bytes(grant, body.to_string().as_bytes())
    }

    fn post_bytes(&mut self, grant: Option<&str>, body: &[u8]) -> Response {
        let request = Request {
            method: "POST",
            authorization: [None, None],
            grant_header: grant,
            body,
            address: Some("192.0.2.7"),
        };
        respond(&mut self.engine, &request)
    }
}

fn told(response: &Response) -> (u16, String) {
    let body: Json = serde_json::from_str(&response.body).unwrap();
    (response.status, body["code"].as_str().unwrap_or_default().to_owned())
}

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers.iter().find(|(header, _)| *header == name).map(|(_, value)| value.as_str())
}

fn subscriptions(channel: &str, cursor: i64) -> Json {
    json!({"subscriptions": {channel: {"cursor": cursor}}})
}

#[test]
fn a_granted_channel_is_read_and_another_is_not() {
    let mut site = site(&[]);
    site.emit("user:42:inbox");
    site.emit("user:43:inbox");
    let grant = site.grant(&["user:42:*"]);
    let allowed = site.post(Some(&grant), &subscriptions("user:42:inbox", 0));
    assert_eq!(allowed.status, 200);
    assert_eq!(header(&allowed, "Cache-Control"), Some("no-store"));
    let body: Json = serde_json::from_str(&allowed.body).unwrap();
    assert_eq!(body["events"][0]["channel"], "user:42:inbox");
    let refused = site.post(Some(&grant), &subscriptions("user:43:inbox", 0));
    assert_eq!(told(&refused), (403, "forbidden".into()));
    let both = json!({"subscriptions": {"user:42:inbox": {"cursor": 0}, "user:43:inbox": {"cursor": 0}}});
    let refused = site.post(Some(&grant), &both);
    assert!(!refused.body.contains("thing.happened"), "all or nothing");
    let body: Json = serde_json::from_str(&refused.body).unwrap();
    assert_eq!(body["channels"], json!(["user:43:inbox"]), "it tells which");
}

#[test]
fn every_fault_of_a_grant_has_its_code() {
    let mut site = site(&[]);
    let grant = site.grant(&["a"]);
    let body = subscriptions("a", 0);
    assert_eq!(told(&site.post(None, &body)), (403, "grant_missing".into()));
    assert_eq!(told(&site.post(Some("a.b.c"), &body)), (403, "grant_invalid".into()));
    site.clock.advance(3_600_000);
    let expired = site.post(Some(&grant), &body);
    assert_eq!(told(&expired), (403, "grant_expired".into()));
    assert!(!expired.body.contains(&grant));
}

#[test]
fn a_revoked_subject_is_refused_at_once_and_let_in_again_with_a_new_grant() {
    let mut site = site(&[]);
    site.emit("a");
    let other = site.engine.grant(&["a"], "user:43", None).unwrap();
    let before = site.grant(&["a"]);
    site.clock.advance(500);
    let of_that_moment = site.grant(&["a"]);
    site.engine.revoke("user:42").unwrap();
    for body in [subscriptions("a", 0), subscriptions("a", 1), json!({"subscriptions": {}})] {
        for grant in [&before, &of_that_moment] {
            let refused = site.post(Some(grant), &body);
            assert_eq!(told(&refused), (403, "grant_revoked".into()), "{body}");
            assert!(!refused.body.contains("thing.happened"));
        }
        assert_eq!(site.post(Some(&other), &body).status, 200, "another subject");
    }
    site.clock.advance(1);
    let after = site.grant(&["a"]);
    assert_eq!(site.post(Some(&after), &subscriptions("a", 0)).status, 200);
    assert_eq!(told(&site.post(Some(&before), &subscriptions("a", 0))), (403, "grant_revoked".into()));
    assert_eq!(site.engine.revoke("").unwrap_err().code(), "invalid_request");
}

#[test]
fn revoking_takes_long_enough_for_the_next_grant_to_be_a_later_one() {
    let folder = TempDir::new().unwrap();
    let options = [("dsn", format!("sqlite:{}/log.sqlite", folder.path().display())), ("secret", SECRET.to_owned())]
        .map(|(name, value)| (name.to_owned(), Value::Text(value)));
    let settings = Settings::resolve(&options, |_| None, |_| None).unwrap();
    let mut engine = Engine::new(settings).unwrap();
    let nobody = || Ok(Vec::new());
    for _ in 0..20 {
        let before = engine.grant(&["a"], "a", None).unwrap();
        engine.revoke("a").unwrap();
        let after = engine.grant(&["a"], "a", None).unwrap();
        assert_eq!(engine.poll(nobody(), &before, None).unwrap_err().code(), "grant_revoked");
        engine.poll(nobody(), &after, None).unwrap();
    }
}

#[test]
fn the_grant_may_stand_in_the_body() {
    let mut site = site(&[]);
    let mut body = subscriptions("a", 0);
    body["grant"] = site.grant(&["a"]).into();
    assert_eq!(site.post(None, &body).status, 200);
}

#[test]
fn polls_beyond_the_limit_wait_as_long_as_they_are_told() {
    let mut site = site(&[("rate_limit", Value::Int(3)), ("rate_window", Value::Int(30))]);
    let grant = site.grant(&["a"]);
    let body = subscriptions("a", 0);
    for _ in 0..3 {
        assert_eq!(site.post(Some(&grant), &body).status, 200);
    }
    let limited = site.post(Some(&grant), &body);
    assert_eq!(told(&limited), (429, "rate_limited".into()));
    assert_eq!(header(&limited, "Retry-After"), Some("10"));
    site.clock.advance(10_000);
    assert_eq!(site.post(Some(&grant), &body).status, 200);
}

#[test]
fn a_fresh_grant_for_the_same_subject_does_not_reset_the_limit_and_strangers_do_not_spend_it() {
    let mut site = site(&[("rate_limit", Value::Int(2))]);
    let body = subscriptions("a", 0);
    for _ in 0..5 {
        site.post(Some("forged.forged.forged"), &body);
    }
    for expected in [200, 200, 429] {
        let grant = site.grant(&["a"]);
        assert_eq!(site.post(Some(&grant), &body).status, expected);
    }
}

#[test]
fn what_is_not_a_poll_is_counted_too() {
    let mut site = site(&[("rate_limit", Value::Int(2))]);
    let statuses = [0; 3].map(|_| site.post_bytes(None, b"nonsense").status);
    assert_eq!(statuses, [400, 400, 429]);
}

#[test]
fn sizes_and_methods_are_checked_first() {
    let mut site = site(&[("max_body", Value::Int(300)), ("max_channels", Value::Int(2))]);
    let grant = site.grant(&["*"]);
    assert_eq!(told(&site.post_bytes(Some(&grant), &[b' '; 301])), (413, "too_large".into()));
    let three = json!({"subscriptions": {"a": {}, "b": {}, "c": {}}});
    assert_eq!(told(&site.post(Some(&grant), &three)), (400, "invalid_request".into()));
    let get = Request { method: "GET", authorization: [None, None], grant_header: None, body: b"", address: None };
    let response = respond(&mut site.engine, &get);
    assert_eq!(told(&response), (405, "method_not_allowed".into()));
    assert_eq!(header(&response, "Allow"), Some("POST"));
}

#[test]
fn a_missing_database_is_the_server_s_own_business() {
    let mut site = site(&[("dsn", Value::Text("sqlite:/nowhere/at/all/log.sqlite".into()))]);
    let grant = site.grant(&["a"]);
    let response = site.post(Some(&grant), &subscriptions("a", 0));
    assert_eq!(told(&response), (500, "internal".into()));
    assert!(!response.body.contains("nowhere") && response.log.unwrap().contains("/nowhere/at/all"));
}

#[test]
fn a_host_s_floor_under_the_interval_is_told() {
    let mut site = site(&[("next_poll_ms", Value::Int(5_000))]);
    let grant = site.grant(&["a"]);
    let body: Json = serde_json::from_str(&site.post(Some(&grant), &subscriptions("a", 0)).body).unwrap();
    assert_eq!(body["next_poll_ms"], 5_000);
}
