//! Which database: data source names in PDO's form and as URLs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use url::Url;

use crate::error::{Error, Kind, Result};

/// Where the log lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dsn {
    /// A file.
    Sqlite {
        /// Absolute path.
        path: PathBuf,
    },
    /// A MySQL or MariaDB server.
    Mysql(BTreeMap<String, String>),
    /// A PostgreSQL server.
    Pgsql(BTreeMap<String, String>),
}

const FORMS: &str =
    "use sqlite:/path/to/file, mysql:host=…;dbname=…, pgsql:host=…;dbname=…, or a URL such as mysql://host/dbname";
const MYSQL_KEYS: [&str; 8] = ["host", "port", "dbname", "unix_socket", "charset", "user", "password", "ssl_ca"];
const PGSQL_KEYS: [&str; 8] =
    ["host", "port", "dbname", "user", "password", "sslmode", "sslrootcert", "prepared_statements"];

impl Dsn {
    /// Reads a data source name.
    ///
    /// # Errors
    /// [`Kind::Configuration`] that says what is wrong. The text is not repeated in it: it may hold a password.
    pub fn parse(text: &str) -> Result<Self> {
        let (scheme, rest) = text.split_once(':').ok_or_else(|| bad(format!("has no scheme; {FORMS}")))?;
        let is_url = rest.starts_with("//");
        match scheme {
            "sqlite" => sqlite(text, rest, is_url),
            "mysql" | "mariadb" => Ok(Self::Mysql(parameters(text, rest, is_url, &MYSQL_KEYS)?)),
            "pgsql" | "postgres" | "postgresql" => Ok(Self::Pgsql(parameters(text, rest, is_url, &PGSQL_KEYS)?)),
            _ => Err(bad(format!("has the unknown scheme {scheme:?}; {FORMS}"))),
        }
    }

    /// The database software's name.
    #[must_use]
    pub const fn backend(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Mysql(_) => "mysql",
            Self::Pgsql(_) => "pgsql",
        }
    }

    /// The data source name in PDO's form, without user and password.
    #[must_use]
    pub fn redacted(&self) -> String {
        let (scheme, parameters) = match self {
            Self::Sqlite { path } => return format!("sqlite:{}", path.display()),
            Self::Mysql(parameters) => ("mysql", parameters),
            Self::Pgsql(parameters) => ("pgsql", parameters),
        };
        let shown: Vec<_> = parameters
            .iter()
            .filter(|(key, _)| !matches!(key.as_str(), "user" | "password"))
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        format!("{scheme}:{}", shown.join(";"))
    }
}

fn bad(fault: impl std::fmt::Display) -> Error {
    Error::new(Kind::Configuration, format!("dsn {fault}"))
}

fn sqlite(text: &str, rest: &str, is_url: bool) -> Result<Dsn> {
    let path = if is_url {
        let url = parse_url(text)?;
        if url.has_host() && url.host_str() != Some("") {
            return Err(bad("names a host for SQLite; use three slashes: sqlite:///path/to/file"));
        }
        let path = decode(url.path())?;
        // Some write four slashes. One file has one spelling, and what is shown of it must not read as naming a host.
        if path.starts_with("//") { format!("/{}", path.trim_start_matches('/')) } else { path }
    } else {
        rest.to_owned()
    };
    if path.is_empty() || path == ":memory:" {
        return Err(bad("names no file; a log in memory would be another one for each PHP process"));
    }
    if path.contains('\0') {
        return Err(bad("has a NUL byte in its path"));
    }
    if !path.starts_with('/') {
        return Err(bad(format!(
            "has the relative path {path:?}, which would mean another file in each working directory; give an absolute path"
        )));
    }
    Ok(Dsn::Sqlite { path: path.into() })
}

fn parameters(text: &str, rest: &str, is_url: bool, known: &[&str]) -> Result<BTreeMap<String, String>> {
    let pairs = if is_url { url_parameters(&parse_url(text)?)? } else { pdo_parameters(rest)? };
    let mut parameters = BTreeMap::new();
    for (key, value) in pairs {
        if !known.contains(&key.as_str()) {
            return Err(bad(format!("has the unknown key {key:?}; known are {}", known.join(", "))));
        }
        if key == "port" && value.parse::<u16>().is_err() {
            return Err(bad(format!("has the port {value:?}, which is not a number from 0 to 65535")));
        }
        if parameters.insert(key.clone(), value).is_some() {
            return Err(bad(format!("names {key:?} twice")));
        }
    }
    if !parameters.contains_key("dbname") {
        return Err(bad("names no database; add dbname=…"));
    }
    Ok(parameters)
}

fn pdo_parameters(rest: &str) -> Result<Vec<(String, String)>> {
    rest.split(';')
        .filter(|part| !part.is_empty())
        .map(|part| match part.split_once('=') {
            Some((key, value)) => Ok((key.trim().to_owned(), value.to_owned())),
            None => Err(bad("has a part without `=`; write key=value, separated by semicolons")),
        })
        .collect()
}

fn url_parameters(url: &Url) -> Result<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    let mut add = |key: &str, value: String| {
        if !value.is_empty() {
            pairs.push((key.to_owned(), value));
        }
    };
    add("host", url.host_str().unwrap_or_default().to_owned());
    add("port", url.port().map(|port| port.to_string()).unwrap_or_default());
    add("dbname", decode(url.path().trim_start_matches('/'))?);
    add("user", decode(url.username())?);
    add("password", decode(url.password().unwrap_or_default())?);
    for (key, value) in url.query_pairs() {
        add(&key, value.into_owned());
    }
    Ok(pairs)
}

fn parse_url(text: &str) -> Result<Url> {
    Url::parse(text).map_err(|error| bad(format!("is not a URL: {error}")))
}

/// Undoes percent-encoding, by the URL crate's own decoder for query strings (where `+` would mean a space).
fn decode(encoded: &str) -> Result<String> {
    let query = encoded.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    let decoded =
        url::form_urlencoded::parse(query.as_bytes()).next().map(|(key, _)| key.into_owned()).unwrap_or_default();
    if decoded.contains(char::REPLACEMENT_CHARACTER) {
        return Err(bad("has percent-encoded bytes that are not UTF-8"));
    }
    Ok(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(dsn: &Dsn) -> Vec<(&str, &str)> {
        match dsn {
            Dsn::Mysql(map) | Dsn::Pgsql(map) => map.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect(),
            Dsn::Sqlite { path } => vec![("path", path.to_str().unwrap())],
        }
    }

    #[test]
    fn pdo_form_and_url_mean_the_same() {
        for (pdo, url) in [
            ("sqlite:/var/lib/a b.sqlite", "sqlite:///var/lib/a%20b.sqlite"),
            ("sqlite:/var/lib/log.sqlite", "sqlite:////var/lib/log.sqlite"),
            ("mysql:host=db;port=3307;dbname=app", "mysql://db:3307/app"),
            ("pgsql:host=db;dbname=app;user=me;password=p@ss+1", "postgresql://me:p%40ss+1@db/app"),
        ] {
            assert_eq!(pairs(&Dsn::parse(pdo).unwrap()), pairs(&Dsn::parse(url).unwrap()));
        }
    }

    #[test]
    fn faults_are_named_without_repeating_a_password() {
        for (text, word) in [
            ("", "scheme"),
            ("oracle:host=a", "oracle"),
            ("sqlite:", "file"),
            ("sqlite::memory:", "file"),
            ("sqlite:log.sqlite", "absolute"),
            ("sqlite://host/log.sqlite", "host"),
            ("mysql:host=a", "dbname"),
            ("mysql:host=a;dbname=b;passwd=hunter2", "passwd"),
            ("mysql:host=a;dbname=b;password=hunter2;port=x", "port"),
            ("mysql:hunter2", "="),
            ("pgsql://me:hunter2@:/", "URL"),
        ] {
            let message = Dsn::parse(text).unwrap_err().to_string();
            assert!(message.contains(word) && !message.contains("hunter2"), "{text}: {message}");
        }
        let redacted = Dsn::parse("pgsql://me:hunter2@db/app").unwrap().redacted();
        assert_eq!(redacted, "pgsql:dbname=app;host=db");
    }
}
