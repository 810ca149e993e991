//! What becomes of each result of an archive.

use jid::{BareJid, Jid};
use portable::{Administrator, ArchiveWriter, Note, Reason as Fix, Variant};
use session::{ArchivePage, Environment};
use xml::Element;

use super::Order;
use super::form::Form;
use super::links::Links;
use super::output::{OutputError, Target, Writing};
use super::tally::Tally;
use crate::digest::Digest;
use crate::kinds::{MESSAGE_ARCHIVE, archived_message, stamp_of, time_of};
use crate::report::Outcome;
use crate::{Problem, Reason};

/// Written to the file at once, in bytes; then others have their turn.
const CHUNK: usize = 64 << 10;

/// Takes the results down.
pub(super) struct Record<'a> {
    account: &'a BareJid,
    without: Option<&'a BareJid>,
    /// Whether the results are wanted, and not only the links in them.
    is_kept: bool,
    /// Under which other address.
    administrator: Option<&'a Administrator>,
    writer: &'a mut ArchiveWriter,
    links: &'a mut Links,
    pub(super) tally: Tally,
    digest: Digest,
    seen: u64,
    repeated: u64,
    latest: Option<i64>,
    text: String,
}

impl<'a> Record<'a> {
    pub(super) fn new(order: &'a Order, writer: &'a mut ArchiveWriter, links: &'a mut Links) -> Self {
        // They are about what was written before.
        drop(writer.take_notes());
        Self {
            account: &order.account,
            without: order.range.without.as_ref(),
            is_kept: order.chosen.contains(&MESSAGE_ARCHIVE),
            administrator: match &order.form {
                Form::Document(Variant::Administrator(administrator)) => Some(administrator),
                _ => None,
            },
            writer,
            links,
            tally: Tally::default(),
            digest: Digest::default(),
            seen: 0,
            repeated: 0,
            latest: None,
            text: String::new(),
        }
    }

    /// Writes a page.
    pub(super) async fn take(
        &mut self,
        page: ArchivePage,
        target: &mut Target<'_>,
        part: &mut Writing,
        environment: &dyn Environment,
    ) -> Result<(), OutputError> {
        // The question for the next page leaves first, so that the server is not idle meanwhile.
        environment.yield_now().await;
        self.tally.count(Outcome::LeftOut(Reason::Stray), page.stray as u64);
        for result in page.results {
            if self.take_one(result, target, part).await? {
                environment.yield_now().await;
            }
        }
        self.flush(target, part).await
    }

    /// Takes one result; whether what came so far was written.
    pub(super) async fn take_one(
        &mut self,
        result: Element,
        target: &mut Target<'_>,
        part: &mut Writing,
    ) -> Result<bool, OutputError> {
        self.result(result)?;
        let is_much = self.text.len() >= CHUNK;
        if is_much {
            self.flush(target, part).await?;
        }
        Ok(is_much)
    }

    /// Writes what was taken and not written yet.
    pub(super) async fn flush(
        &mut self,
        target: &mut Target<'_>,
        part: &mut Writing,
    ) -> Result<(), OutputError> {
        target.write(part, self.text.as_bytes()).await?;
        self.text.clear();
        Ok(())
    }

    /// How many results came.
    pub(super) fn seen(&self) -> u64 {
        self.seen
    }

    /// How many different ones.
    pub(super) fn distinct(&self) -> u64 {
        self.seen - self.repeated
    }

    /// When the last message was sent, in seconds since 1970.
    pub(super) fn latest(&self) -> Option<i64> {
        self.latest
    }

    pub(super) fn close(self) -> (Tally, Digest) {
        (self.tally, self.digest)
    }

    fn result(&mut self, result: Element) -> Result<(), OutputError> {
        self.seen += 1;
        self.latest = time_of(&result).or(self.latest);
        let message = archived_message(&result);
        if self.without.is_some() && self.without == other_side(message, self.account).as_ref() {
            self.tally.count(Outcome::LeftOut(Reason::NotChosen), 1);
            return Ok(());
        }
        if let Some(message) = message {
            self.links.find(message);
        }
        if !self.is_kept {
            return Ok(());
        }
        let id = result.attr("id").unwrap_or_default().to_owned();
        let result = match self.administrator {
            Some(administrator) => administrator.result(self.account, result),
            None => result,
        };
        let written = self.writer.result(result, &mut self.text);
        let written = written.map_err(|error| OutputError(error.to_string()))?;
        if let Ok(written) = &written {
            self.digest.add(written);
        }
        let notes = self.writer.take_notes();
        let outcome = match (&written, notes.iter().find(|note| note.action != portable::Action::Kept)) {
            (Ok(_), None) => {
                self.tally.count(Outcome::Copied, 1);
                return Ok(());
            }
            (Ok(_), Some(_)) => Outcome::Changed(Reason::Repaired),
            (Err(_), Some(Note { reason: Fix::IdRepeated, .. })) => {
                self.repeated += 1;
                Outcome::LeftOut(Reason::Repeated)
            }
            (Err(_), Some(_)) => Outcome::LeftOut(Reason::NotAMessage),
            (Err(_), None) => Outcome::Failed(Problem::NotKept),
        };
        let key = format!("{id}#{}", self.seen);
        let (Ok(result) | Err(result)) = &written;
        let other = other_side(archived_message(result), self.writer.account());
        let other = other.map(|other| other.to_string()).unwrap_or_default();
        let label = format!("{} {other}", stamp_of(result).unwrap_or_default());
        self.tally.name(key, label.trim().to_owned(), outcome);
        Ok(())
    }
}

/// With whom it was exchanged.
fn other_side(message: Option<&Element>, account: &BareJid) -> Option<BareJid> {
    let message = message?;
    let party = |name| Some(message.attr(name)?.parse::<Jid>().ok()?.into_bare());
    party("from").filter(|from| from != account).or_else(|| party("to"))
}
