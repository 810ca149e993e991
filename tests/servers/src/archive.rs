//! The servers' archives from behind: both keep them in SQLite.

use std::path::PathBuf;
use std::process::Stdio;

use tokio::io::AsyncWriteExt;

use crate::{Error, Kind, Server, prosody};

impl Server {
    /// How many messages the archive of this user holds.
    pub async fn archived(&self, user: &str) -> Result<usize, Error> {
        let table = match self.kind {
            Kind::Prosody => "prosodyarchive",
            Kind::Ejabberd => "archive",
        };
        let sql = format!("SELECT count(*) FROM {table} WHERE {};", self.archive_rows(user));
        let answer = match self.query_archive(&sql).await {
            // Prosody makes its table for the first message.
            Err(Error::Command { answer, .. }) if answer.contains("no such table") => return Ok(0),
            other => other?,
        };
        answer.trim().parse().map_err(|_| self.failed("count the archive", answer))
    }

    /// How many messages Prosody holds for this user in files, where its archive is not in SQLite.
    pub fn archived_in_files(&self, user: &str) -> Result<usize, Error> {
        prosody::listed(self, "archive", user)
    }

    /// The condition that a row is one of this user's.
    pub(crate) fn archive_rows(&self, user: &str) -> String {
        let text = |text: &str| format!("'{}'", text.replace('\'', "''"));
        match self.kind {
            Kind::Prosody => {
                format!("host = {} AND user = {} AND store = 'archive'", text(&self.domain), text(user))
            }
            Kind::Ejabberd => format!("username = {}", text(user)),
        }
    }

    /// What SQLite says to this, while the server runs.
    pub(crate) async fn query_archive(&self, sql: &str) -> Result<String, Error> {
        let start = Error::io("start sqlite3 (Debian package sqlite3)");
        let mut child = tokio::process::Command::new("sqlite3")
            .args(["-batch", "-bail", "-cmd", ".timeout 20000"])
            .arg(self.archive())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(start)?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(sql.as_bytes()).await.map_err(Error::io("write to sqlite3"))?;
        }
        let output = child.wait_with_output().await.map_err(Error::io("wait for sqlite3"))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(self.failed("ask the archive", String::from_utf8_lossy(&output.stderr).into_owned()))
    }

    pub(crate) fn archive(&self) -> PathBuf {
        match self.kind {
            Kind::Prosody => self.folder.join("data/archive.sqlite"),
            Kind::Ejabberd => self.folder.join("archive.sqlite"),
        }
    }

    fn failed(&self, command: &str, answer: String) -> Error {
        Error::Command { server: self.to_string(), command: command.to_owned(), answer }
    }
}
