//! A history as long as one likes: real messages, which their server archived, repeated under other
//! ids and spread over two years, all in the server's own database. Sending 100,000 takes minutes and
//! gives them the same hour.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::{Error, Kind, Server};

/// How many messages are worth sending.
const REAL: usize = 100;
const SPAN: u64 = 2 * 365 * 24 * 3600;
/// Messages follow each other quickly and then not for long; the second and third share a second.
const CLUMP: u64 = 8;

/// How many to send for a history of `count`: the whole of it, or one repeated part and the rest.
pub(super) fn real(count: usize) -> usize {
    if count < 2 * REAL { count } else { REAL + count % REAL }
}

/// Makes `count` of what [`real`] asked for, the newest an hour old.
///
/// # Errors
/// When the archive does not hold exactly those.
pub(super) async fn stretch(server: &Server, user: &str, count: usize) -> Result<(), Error> {
    if server.archived(user).await? != real(count) {
        let found = server.archived(user).await?;
        return Err(Error::Missed(format!("{} archived messages, of which {found} are there", real(count))));
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let start = now - SPAN;
    let step = (SPAN - 3600) * CLUMP / (count as u64).max(CLUMP);
    let second = format!("{start} + (rowid - 1) / {CLUMP} * {step} + ((rowid - 1) % {CLUMP} + 1) / 2 * 20");
    let repeats = (count - real(count)) / REAL;
    let table = Table::of(server, user);
    let sql = table.stretched(repeats, &second);
    server.query_archive(&sql).await?;
    Ok(())
}

/// A server's archive.
struct Table {
    name: &'static str,
    /// One account's rows.
    mine: String,
    order: &'static str,
    stanza: &'static str,
    /// Columns, and what a repeated row gets there; `REPEAT` is its number.
    repeated: &'static str,
    /// Columns, and what every row gets there; `SECOND` is its time.
    spread: &'static str,
}

impl Table {
    fn of(server: &Server, user: &str) -> Self {
        let mine = server.archive_rows(user);
        match server.kind {
            Kind::Prosody => Self {
                name: "prosodyarchive",
                mine,
                order: "sort_id",
                stanza: "value",
                repeated: "\"key\" = 'REPEAT-' || \"key\"",
                spread: "sort_id = (SELECT max(sort_id) FROM prosodyarchive) + rowid, \"when\" = SECOND",
            },
            Kind::Ejabberd => Self {
                name: "archive",
                mine,
                order: "timestamp",
                stanza: "xml",
                repeated: "nick = nick",
                // Microseconds, which are the ids too and differ therefore.
                spread: "id = (SELECT max(id) FROM archive) + rowid, timestamp = (SECOND) * 1000000 + rowid",
            },
        }
    }

    fn stretched(&self, repeats: usize, second: &str) -> String {
        let Self { name, mine, order, stanza, repeated, .. } = self;
        let mut sql = format!(
            "BEGIN IMMEDIATE;\n\
             CREATE TEMP TABLE mine AS SELECT * FROM {name} WHERE {mine} ORDER BY {order};\n\
             CREATE TEMP TABLE history AS SELECT * FROM mine LIMIT 0;\n"
        );
        for repeat in 1..=repeats {
            let before = (repeat - 1) * REAL;
            let repeated = repeated.replace("REPEAT", &repeat.to_string());
            sql.push_str(&format!(
                "INSERT INTO history SELECT * FROM mine LIMIT {REAL};\n\
                 UPDATE history SET {stanza} = replace({stanza}, 'id=''m', 'id=''r{repeat}-m'), {repeated} \
                 WHERE rowid > {before};\n"
            ));
        }
        let spread = self.spread.replace("SECOND", second);
        sql.push_str(&format!(
            "INSERT INTO history SELECT * FROM mine;\n\
             UPDATE history SET {spread};\n\
             DELETE FROM {name} WHERE {mine};\n\
             INSERT INTO {name} SELECT * FROM history;\n\
             COMMIT;\n"
        ));
        sql
    }
}
