//! Uploaded files, fetched and packed beside the document.

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{Either, join_all, select};
use futures_util::stream::StreamExt;
use session::{Environment, FetchError, Status};
use xml::ns;

use super::form::Recorded;
use super::links::{Link, Links};
use super::output::{OutputError, Part, Target, Writing};
use super::tally::Tally;
use super::{FileError, Step, UPLOADS};
use crate::kind::KindId;
use crate::report::{KindReport, Outcome};
use crate::{Account, Problem};

/// No uploaded file that is fetched is larger, in bytes.
pub(super) const MOST_BYTES: u64 = 1 << 30;
/// How long a file may fall silent.
const PATIENCE: Duration = Duration::from_secs(60);
/// In bytes, with a number before and room for a folder: within what every file system takes.
const LONGEST_NAME: usize = 120;
/// Services of a server that are asked whether they take files.
const MOST_SERVICES: usize = 50;

/// What came of the links.
#[derive(Default)]
pub(super) struct Uploads {
    stored: Vec<Stored>,
    tally: Tally,
}

struct Stored {
    link: Link,
    part: Part,
}

/// Where this account's files are: at its server, or where its server says
/// (XEP-0363); and why the server did not say.
pub(super) async fn hosts(from: &Account) -> (Vec<String>, Option<Problem>) {
    let session = from.session();
    let server = from.jid().server();
    let (services, problem) = match session.disco_items(&server.clone().into()).await {
        Ok(services) => (services, None),
        Err(error) if error.is_absent() || error.is_unsupported() => (Vec::new(), None),
        Err(error) => (Vec::new(), Some(error.into())),
    };
    let asked = services.into_iter().take(MOST_SERVICES).map(async |service| {
        let jid: jid::Jid = service.jid.parse().ok()?;
        let info = session.disco_info(&jid).await.ok()?;
        info.has(ns::UPLOAD).then(|| jid.bare().domain().to_owned())
    });
    let found = join_all(asked).await.into_iter().flatten();
    (std::iter::once(server.domain().to_owned()).chain(found).collect(), problem)
}

/// Fetches one file after another into `target`. One that cannot be had does not stop the others.
pub(super) async fn fetch(
    links: Links,
    from: &Account,
    target: &mut Target<'_>,
    heard: &dyn Fn(Step),
) -> Result<Uploads, FileError> {
    let environment = from.session().environment();
    let total = links.found.len();
    let mut uploads = Uploads { stored: Vec::new(), tally: links.tally };
    for (number, link) in links.found.into_iter().enumerate() {
        if from.session().status() == Status::SignedOut {
            return Err(FileError::Stopped);
        }
        heard(Step::Uploads { done: number, total });
        let mut member = target.begin(format!("{UPLOADS}{}-{}", number + 1, safe(&link.name))).await?;
        match receive(&link.url, environment.as_ref(), target, &mut member).await {
            Ok(()) => uploads.stored.push(Stored { link, part: target.end(member).await? }),
            Err(Failure::Output(error)) => return Err(error.into()),
            Err(Failure::Fetch(error)) => {
                target.abandon(member).await?;
                let problem = Problem::NotFetched(error.to_string());
                let label = format!("{} · {}", link.name, link.url);
                uploads.tally.name(link.url, label, Outcome::Failed(problem));
            }
        }
    }
    heard(Step::Uploads { done: total, total });
    Ok(uploads)
}

/// Takes over those that are packed in another file. One that is damaged there does not stop the others.
pub(super) async fn copy(
    recorded: &mut dyn Recorded,
    total: u64,
    target: &mut Target<'_>,
    heard: &dyn Fn(Step),
) -> Result<Uploads, FileError> {
    let total = usize::try_from(total).unwrap_or_default();
    let mut uploads = Uploads::default();
    let mut done = 0;
    while let Some(path) = recorded.begin_upload() {
        heard(Step::Uploads { done, total: total.max(done) });
        done += 1;
        let name = unpacked(&path).to_owned();
        let mut member = target.begin(format!("{UPLOADS}{done}-{}", safe(&name))).await?;
        let damage = loop {
            match recorded.upload().await {
                Ok(bytes) if bytes.is_empty() => break None,
                Ok(bytes) => target.write(&mut member, &bytes).await?,
                Err(error) => break Some(error),
            }
            target.rest().await;
        };
        let link = Link { url: path, name, size: None, problem: None };
        match damage {
            None => uploads.stored.push(Stored { link, part: target.end(member).await? }),
            Some(error) => {
                target.abandon(member).await?;
                let problem = Problem::NotFetched(error.to_string());
                let label = format!("{} · {}", link.name, link.url);
                uploads.tally.name(link.url, label, Outcome::Failed(problem));
            }
        }
    }
    Ok(uploads)
}

/// The name of a packed file, without the number it got when it was packed here.
fn unpacked(path: &str) -> &str {
    let ours = path.strip_prefix(UPLOADS).filter(|name| !name.contains('/'));
    let numbered =
        ours.and_then(|name| name.split_once('-')).filter(|(number, _)| number.parse::<u64>().is_ok());
    numbered.map_or_else(|| path.rsplit('/').next().unwrap_or_default(), |(_, name)| name)
}

enum Failure {
    Fetch(FetchError),
    Output(OutputError),
}

impl From<FetchError> for Failure {
    fn from(error: FetchError) -> Self {
        Self::Fetch(error)
    }
}

async fn receive(
    url: &str,
    environment: &dyn Environment,
    target: &mut Target<'_>,
    member: &mut Writing,
) -> Result<(), Failure> {
    let mut download = in_time(environment, environment.download(url)).await??;
    let mut received = 0;
    while let Some(chunk) = in_time(environment, download.chunks.next()).await? {
        let chunk = chunk?;
        received += chunk.len() as u64;
        if received > MOST_BYTES {
            return Err(FetchError::TooLarge(MOST_BYTES as usize).into());
        }
        target.write(member, &chunk).await.map_err(Failure::Output)?;
    }
    Ok(())
}

pub(super) async fn in_time<T>(
    environment: &dyn Environment,
    waiting: impl Future<Output = T>,
) -> Result<T, FetchError> {
    match select(waiting.boxed_local(), environment.sleep(PATIENCE)).await {
        Either::Left((done, _)) => Ok(done),
        Either::Right(_) => Err(FetchError::Failed("no answer in time".to_owned())),
    }
}

impl Uploads {
    /// In bytes.
    pub(super) fn size(&self) -> u64 {
        self.stored.iter().map(|stored| stored.part.bytes.end - stored.part.bytes.start).sum()
    }

    /// Reads every file back.
    pub(super) async fn prove(
        mut self,
        id: KindId,
        target: &Target<'_>,
        heard: &dyn Fn(u64),
    ) -> Result<KindReport, OutputError> {
        for Stored { link, part } in self.stored {
            let is_there = target.holds(&part, heard).await?;
            let outcome = if is_there { Outcome::Copied } else { Outcome::Failed(Problem::NotKept) };
            let size = (part.bytes.end - part.bytes.start).div_ceil(1000);
            self.tally.name(link.url.clone(), format!("{} · {size} kB · {}", link.name, link.url), outcome);
        }
        Ok(self.tally.into_report(id))
    }
}

/// A name that is one on every system, and never a path.
fn safe(name: &str) -> String {
    let is_unsafe = |c: char| c.is_ascii_control() || "/\\:*?\"<>|\u{7f}".contains(c) || is_hidden(c);
    let name = name.trim().trim_matches('.');
    let mut safe: String = name.chars().map(|c| if is_unsafe(c) { '_' } else { c }).collect();
    if safe.len() > LONGEST_NAME {
        // The end says what kind of file it is.
        let mut start = safe.len() - LONGEST_NAME;
        while !safe.is_char_boundary(start) {
            start += 1;
        }
        safe.drain(..start);
    }
    if safe.is_empty() { "file".to_owned() } else { safe }
}

/// Turns the direction of what is read, or is not seen at all.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_taken_off_only_where_it_was_put_on() {
        for (path, expected) in [
            ("files/2-cat.jpg", "cat.jpg"),
            ("files/2-2024-report.pdf", "2024-report.pdf"),
            ("files/cat-2.jpg", "cat-2.jpg"),
            ("letters/2024-report.pdf", "2024-report.pdf"),
            ("files/old/2024-report.pdf", "2024-report.pdf"),
            ("2024-report.pdf", "2024-report.pdf"),
        ] {
            assert_eq!(unpacked(path), expected);
        }
    }

    #[test]
    fn names_lead_nowhere() {
        for (name, expected) in [
            ("cat.jpg", "cat.jpg"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("C:\\x", "C__x"),
            ("..", "file"),
            ("", "file"),
            ("a\u{202e}gpj.exe", "a_gpj.exe"),
            ("größe.png", "größe.png"),
        ] {
            assert_eq!(safe(name), expected);
        }
        let long = safe(&format!("{}.jpg", "ü".repeat(100)));
        assert!(long.len() <= LONGEST_NAME && long.ends_with(".jpg"), "{long}");
    }
}
