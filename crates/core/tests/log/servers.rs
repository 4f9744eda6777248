//! Private database servers for the tests: started on first use, stopped when the test process ends, however it ends.
//! A server that is not installed is a failure.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

/// A running server.
pub struct Server {
    /// Its TCP port on 127.0.0.1.
    pub port: u16,
    /// Keeps the server alive: it stops when this process's end of the pipe is closed.
    _keeper: Child,
}

/// The group whose members PostgreSQL asks for their passwords.
pub const POSTGRESQL_GUARDED: &str = "guarded";

/// PostgreSQL, with the superuser `postgres` and no passwords but for the members of [`POSTGRESQL_GUARDED`].
pub fn postgresql() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let folder = folder("postgresql");
        let port = free_port();
        let programs = installed("/usr/lib/postgresql", "initdb");
        // PostgreSQL refuses to run as root; the package has made a user for it.
        let user = is_root().then_some("postgres");
        let script = format!(
            "{}/initdb --pgdata=data --username=postgres --auth=trust --no-sync --encoding=UTF8 --locale=C >&2 &&
             {{ echo 'host all +{POSTGRESQL_GUARDED} all scram-sha-256' && cat data/pg_hba.conf; }} >hba && mv hba data/pg_hba.conf &&
             exec {}/postgres -D data -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=\"$PWD\" -c fsync=off",
            programs.display(),
            programs.display()
        );
        let server = start(&folder, &script, user, "INT", port);
        wait_for_postgresql(port);
        server
    })
}

/// MariaDB, with the user `root` and no password. It has its own folder for temporary tables: a server that starts removes
/// those of all others from the one they share.
pub fn mariadb() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let folder = folder("mariadb");
        let port = free_port();
        let user = if is_root() { "--user=root" } else { "" };
        let script = format!(
            "mariadb-install-db --no-defaults --datadir=\"$PWD/data\" --tmpdir=\"$PWD\" --auth-root-authentication-method=normal --skip-test-db {user} >&2 &&
             exec mariadbd --no-defaults --datadir=\"$PWD/data\" --tmpdir=\"$PWD\" --socket=\"$PWD/s\" --port={port} --bind-address=127.0.0.1 \
                 --innodb-flush-log-at-trx-commit=2 --innodb-buffer-pool-size=64M {user}"
        );
        start(&folder, &script, None, "TERM", port)
    })
}

/// Waits until a PostgreSQL server that listens has started up: until then it answers everybody with 57P03.
pub fn wait_for_postgresql(port: u16) {
    let config = format!("host=127.0.0.1 port={port} user=postgres");
    let starting = |error: postgres::Error| error.code() == Some(&postgres::error::SqlState::CANNOT_CONNECT_NOW);
    while postgres::Client::connect(&config, postgres::NoTls).err().is_some_and(starting) {
        thread::sleep(Duration::from_millis(25));
    }
}

/// Runs `script` in `folder` below a shell that stops it with `signal` when this process has ended.
pub fn start(folder: &Path, script: &str, user: Option<&str>, signal: &str, port: u16) -> Server {
    let log = fs::File::create(folder.join("log")).unwrap();
    let mut command = Command::new("setpriv");
    if let Some(user) = user {
        give_away(folder);
        command.args([&format!("--reuid={user}"), &format!("--regid={user}"), "--clear-groups"]);
    }
    let keeper = format!(
        "exec 3<&0; ( {script} ) </dev/null 3<&- & server=$!; read -r _ <&3; kill -{signal} $server; wait $server; rm -rf ./*"
    );
    let mut keeper = command
        .args(["sh", "-c", &keeper])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        let ended = keeper.try_wait().unwrap().is_some();
        if ended || Instant::now() > deadline {
            panic!("the server does not start:\n{}", fs::read_to_string(folder.join("log")).unwrap_or_default());
        }
        thread::sleep(Duration::from_millis(50));
    }
    keeper.stdin.as_mut().unwrap().flush().unwrap();
    Server { port, _keeper: keeper }
}

/// A new folder for a server: in the build folder, or, where the user that servers run as cannot reach that, in the
/// system's folder for temporary files.
pub fn folder(name: &str) -> PathBuf {
    let build = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let reachable = |folder: &Path| fs::metadata(folder).is_ok_and(|metadata| metadata.mode() & 0o001 != 0);
    let base = if !is_root() || build.ancestors().all(reachable) { build.to_owned() } else { std::env::temp_dir() };
    let folder = base.join(format!("nosocket-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A port that is free now. Not one that the system gives to clients: while a server is restarted, a connection attempt
/// could be given the server's own port and meet itself.
pub fn free_port() -> u16 {
    loop {
        let port = fastrand::u16(20_000..32_000);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// Whether this process is root's.
pub fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// Lets the user that servers run as have this folder.
pub fn give_away(folder: &Path) {
    if is_root() {
        Command::new("chown").arg("postgres").arg(folder).status().unwrap();
    }
}

/// The newest version's folder of programs below `base`.
pub fn installed(base: &str, program: &str) -> PathBuf {
    let mut found: Vec<_> = fs::read_dir(base)
        .unwrap_or_else(|_| panic!("nothing is installed in {base}; `make test` installs it"))
        .map(|entry| entry.unwrap().path().join("bin"))
        .filter(|programs| programs.join(program).exists())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| panic!("{program} is not installed in {base}"))
}
