//! A PostgreSQL of our own: made in a temporary folder, reached by a socket there, run by an ordinary user, and ended with this
//! value. What of it differs from the installed defaults stands in the arguments below and in `differences.sql`.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

use crate::answer::{Answer, Column, Refusal};
use crate::postgres_text::{cell, family};

/// What makes it answer as StoreQL means to, each with its reason.
const DIFFERENCES: &str = include_str!("differences.sql");

/// Settings other than the installed ones.
const SETTINGS: [&str; 7] = [
    "listen_addresses=",
    "fsync=off",
    "timezone=UTC",
    // As `postgres_text.rs` reads them.
    "intervalstyle=iso_8601",
    "datestyle=ISO",
    "search_path=storeql, pg_catalog, public",
    // A statement that multiplies rows without end is no use here.
    "statement_timeout=10s",
];

/// The server.
pub(crate) struct Postgres {
    server: Child,
    folder: TempDir,
}

impl Postgres {
    /// Makes a cluster and starts it.
    pub(crate) async fn start() -> Result<Self, String> {
        let programs = programs()?;
        let user = ordinary_user()?;
        let folder =
            tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
        let run = |program: &str| {
            let mut command = Command::new(programs.join(program));
            command
                .current_dir(folder.path())
                .stdin(Stdio::null())
                .stdout(Stdio::null());
            if let Some((user, group)) = user {
                command.uid(user).gid(group);
            }
            command
        };
        if let Some((user, group)) = user {
            chown(folder.path(), Some(user), Some(group)).map_err(|error| error.to_string())?;
        }
        let made = run("initdb")
            .args([
                "--pgdata=data",
                "--username=storeql",
                "--auth=trust",
                "--no-sync",
            ])
            // Text is compared by its bytes, as StoreQL compares it, and has small and capital letters of all scripts.
            .args(["--locale=C.UTF-8", "--encoding=UTF8"])
            .stderr(Stdio::piped())
            .output()
            .map_err(|error| format!("initdb did not start: {error}"))?;
        if !made.status.success() {
            return Err(format!(
                "initdb failed: {}",
                String::from_utf8_lossy(&made.stderr).trim()
            ));
        }
        let log = fs::File::create(folder.path().join("log")).map_err(|error| error.to_string())?;
        let server = run("postgres")
            .arg("-k")
            .arg(folder.path())
            .args(["-D", "data"])
            .args(SETTINGS.iter().flat_map(|setting| ["-c", setting]))
            .stderr(log)
            .spawn()
            .map_err(|error| format!("postgres did not start: {error}"))?;
        let postgres = Self { server, folder };
        postgres.connect().await?.run(DIFFERENCES).await?;
        Ok(postgres)
    }

    /// A connection, as soon as the server takes one.
    pub(crate) async fn connect(&self) -> Result<Judge, String> {
        let until = Instant::now() + Duration::from_secs(60);
        loop {
            let mut config = Config::new();
            config
                .host_path(self.folder.path())
                .user("storeql")
                .dbname("postgres");
            match config.connect(NoTls).await {
                Ok((client, connection)) => {
                    // It ends when the client is dropped; its errors are the client's too.
                    tokio::spawn(connection);
                    return Ok(Judge { client });
                }
                Err(_) if Instant::now() < until => {
                    tokio::time::sleep(Duration::from_millis(50)).await
                }
                Err(error) => {
                    let log =
                        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
                    return Err(format!("PostgreSQL takes no connection: {error}\n{log}"));
                }
            }
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // An interrupt is PostgreSQL's word for: end the sessions, and stop in order.
        let asked = Command::new("kill")
            .args(["-INT", &self.server.id().to_string()])
            .status();
        let until = Instant::now() + Duration::from_secs(10);
        while asked.as_ref().is_ok_and(|status| status.success()) && Instant::now() < until {
            if let Ok(Some(_)) = self.server.try_wait() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A connection to it.
pub(crate) struct Judge {
    client: Client,
}

impl Judge {
    /// Runs statements for what they do.
    pub(crate) async fn run(&self, sql: &str) -> Result<(), String> {
        self.client
            .batch_execute(sql)
            .await
            .map_err(|error| said(&error).message)
    }

    /// What a statement answers.
    pub(crate) async fn answer(&self, sql: &str) -> Result<Answer, Refusal> {
        let statement = self
            .client
            .prepare(sql)
            .await
            .map_err(|error| said(&error))?;
        let columns: Vec<Column> = statement
            .columns()
            .iter()
            .map(|column| Column {
                family: family(column.type_().name()),
                type_name: column.type_().name().to_owned(),
                scale: None,
            })
            .collect();
        let messages = self
            .client
            .simple_query(sql)
            .await
            .map_err(|error| said(&error))?;
        let mut rows = Vec::new();
        for message in messages {
            if let SimpleQueryMessage::Row(row) = message {
                let cells = columns.iter().enumerate();
                rows.push(
                    cells
                        .map(|(place, column)| cell(row.get(place), &column.type_name))
                        .collect(),
                );
            }
        }
        Ok(Answer { columns, rows })
    }
}

fn said(error: &tokio_postgres::Error) -> Refusal {
    match error.as_db_error() {
        Some(error) => Refusal {
            kind: error.code().code().to_owned(),
            message: error.message().to_owned(),
        },
        None => Refusal {
            kind: "connection".to_owned(),
            message: error.to_string(),
        },
    }
}

/// The folder of PostgreSQL's programs: Debian keeps the server's apart from PATH.
fn programs() -> Result<PathBuf, String> {
    let in_path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&in_path).collect();
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    folders.extend(versions.map(|version| version.path().join("bin")));
    let complete =
        |folder: &PathBuf| folder.join("initdb").exists() && folder.join("postgres").exists();
    folders.into_iter().find(complete).ok_or_else(|| {
        "there is no PostgreSQL here: install Debian's package postgresql".to_owned()
    })
}

/// The user and group to run as where this program is root's, which PostgreSQL refuses to serve; none where it is not.
fn ordinary_user() -> Result<Option<(u32, u32)>, String> {
    let own =
        fs::metadata("/proc/self").map_err(|error: io::Error| format!("/proc/self: {error}"))?;
    if own.uid() != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string(Path::new("/etc/passwd")).unwrap_or_default();
    let find = |name: &str| {
        let mut fields = users
            .lines()
            .map(|line| line.split(':').collect::<Vec<_>>());
        let user = fields.find(|fields| fields.first() == Some(&name))?;
        Some((user.get(2)?.parse().ok()?, user.get(3)?.parse().ok()?))
    };
    find("postgres")
        .or_else(|| find("nobody"))
        .map(Some)
        .ok_or_else(|| {
            "PostgreSQL does not run as root, and there is neither a user postgres nor nobody"
                .to_owned()
        })
}
