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
    let environment = |name: &str| (name == "poll_limit" || name.ends_with("_ttl")).then(|| Value::Text("30".into()));
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
        ("secret", Value::Text("hunter2".into()), "32"),
        ("secret", Value::List(vec![SECRET.into(), "hunter2".into()]), "secret 2 of 2"),
        ("password", Value::Int(1), "string"),
        ("secret", Value::Binary, "UTF-8"),
        ("password", Value::Binary, "UTF-8"),
        ("poll_limit", Value::Binary, "1000"),
        ("beacon_dir", Value::Text("public/beacons".into()), "public/beacons"),
        ("beacon_dir", Value::Text("/srv/\0".into()), "absolute"),
        ("beacon_url", Value::Text("beacons/".into()), "beacons/"),
        ("beacon_url", Value::Text("//cdn.example/".into()), "cdn"),
        ("beacon_url", Value::Text("ftp://cdn.example/".into()), "ftp"),
        ("beacon_url", Value::Text("https:cdn.example/".into()), "cdn"),
        ("beacon_url", Value::Text("https://".into()), "path"),
        ("beacon_url", Value::Text("https://user@cdn.example/".into()), "user"),
        ("beacon_url", Value::Text("/beacons/?v=1".into()), "query"),
        ("beacon_url", Value::Text("/beacons/#x".into()), "fragment"),
        ("beacon_url", Value::Text("/my beacons/".into()), "my beacons"),
        ("beacon_url", Value::Text("/\"><script>".into()), "path"),
        ("beacon_buckets", Value::Int(0), "4096"),
        ("beacon_buckets", Value::Int(4_097), "4096"),
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

fn beacons(dir: &str, url: &str, secret: Option<&str>) -> Result<Settings> {
    let mut options = vec![("beacon_dir", dir), ("beacon_url", url)];
    options.extend(secret.map(|secret| ("secret", secret)));
    let options: Vec<_> = options.into_iter().map(|(name, value)| (name, Value::Text(value.to_owned()))).collect();
    from_options(&options)
}

#[test]
fn beacons_need_a_folder_its_url_and_a_secret() {
    for (dir, url, secret, word) in [
        ("/srv/beacons", "", Some(SECRET), "beacon_dir is set without beacon_url"),
        ("", "/beacons/", Some(SECRET), "beacon_url is set without beacon_dir"),
        ("/srv/beacons", "/beacons/", None, "beacon_dir is set without secret"),
    ] {
        let error = beacons(dir, url, secret).unwrap_err();
        assert!(error.kind() == Kind::Configuration && error.to_string().contains(word), "{error}");
    }
    assert!(beacons("", "", None).unwrap().beacon_dir.is_none());
}

#[test]
fn a_beacon_url_ends_with_a_slash() {
    for (given, kept) in [
        ("/beacons", "/beacons/"),
        ("/beacons/", "/beacons/"),
        ("/", "/"),
        ("https://cdn.example:8443/a%20b", "https://cdn.example:8443/a%20b/"),
        ("http://cdn.example", "http://cdn.example/"),
    ] {
        assert_eq!(beacons("/srv/beacons", given, Some(SECRET)).unwrap().beacon_url, kept);
    }
}
