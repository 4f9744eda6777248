//! How settings are laid over each other and refused.

use super::*;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn from_options(options: &[(&str, Value)]) -> Result<Settings> {
    let options: Vec<_> = options.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Settings::resolve(&options, |_| None, |_| None)
}

#[test]
fn options_stand_over_ini_over_environment_over_defaults() {
    let ini = |name: &str| (name == "event_ttl" || name == "poll_limit").then(|| Value::Text("20".into()));
    let environment = |name: &str| (name != "dsn" && name.ends_with('l')).then(|| Value::Text("30".into()));
    let options = [("event_ttl".to_owned(), Value::Int(10))];
    let settings = Settings::resolve(&options, ini, environment).unwrap();
    assert_eq!((settings.event_ttl, settings.poll_limit, settings.grant_ttl), (10, 20, 30));
    assert_eq!(settings.max_channels, 100);
}

#[test]
fn empty_texts_outside_the_options_are_not_set() {
    let empty = |_: &str| Some(Value::Text(String::new()));
    let settings = Settings::resolve(&[], |_| None, empty).unwrap();
    assert_eq!(settings, Settings::default());
    let settings = Settings::resolve(&[], empty, empty).unwrap();
    let off = Settings { persistent: false, rate_limiter: LimiterKind::Off, ..Settings::default() };
    assert_eq!(settings, off, "PHP makes an empty text of a bare off");
}

#[test]
fn bad_values_are_refused_with_setting_and_mend_but_without_secrets() {
    for (name, value, word) in [
        ("dns", Value::Text("x".into()), "dns"),
        ("event_ttl", Value::Int(0), "event_ttl"),
        ("event_ttl", Value::Text("1h".into()), "1h"),
        ("poll_limit", Value::Int(1_001), "1000"),
        ("rate_limiter", Value::Text("redis".into()), "redis"),
        ("cleanup_probability", Value::Float(f64::NAN), "0 to 1"),
        ("persistent", Value::Text("maybe".into()), "maybe"),
        ("table_prefix", Value::Text("a;b".into()), "a;b"),
        ("emit_failure", Value::Text("retry".into()), "retry"),
        ("trusted_proxies", Value::Text("proxy.example".into()), "proxy.example"),
        ("trusted_proxies", Value::Int(10), "list of strings"),
        ("cors_origins", Value::List(vec!["https://a.example/".into()]), "https://a.example/"),
        ("cors_origins", Value::Binary, "UTF-8"),
        ("secret", Value::Text("hunter2".into()), "32"),
        ("secret", Value::List(vec![SECRET.into(), "hunter2".into()]), "secret 2 of 2"),
        ("password", Value::Int(1), "string"),
        ("secret", Value::Binary, "UTF-8"),
        ("password", Value::Binary, "UTF-8"),
        ("poll_limit", Value::Binary, "1000"),
    ] {
        let message = from_options(&[(name, value)]).unwrap_err().to_string();
        assert!(message.contains(word) && message.contains(name) && !message.contains("hunter2"), "{message}");
    }
}

#[test]
fn secrets_come_as_list_or_with_commas_and_are_never_shown() {
    let list = from_options(&[("secret", Value::List(vec![SECRET.into(), SECRET.to_uppercase()]))]).unwrap();
    let text = Settings::resolve(
        &[],
        |name| (name == "secret").then(|| Value::Text(format!("{SECRET}, {}", SECRET.to_uppercase()))),
        |_| None,
    );
    assert_eq!(list, text.unwrap());
    assert!(!format!("{list:?}").contains(SECRET));
    let with_comma = format!("{SECRET},{SECRET}");
    let option = from_options(&[("secret", Value::Text(with_comma.clone()))]).unwrap();
    assert_eq!(option.secrets, [with_comma], "an option is one secret, whatever is in it");
}
