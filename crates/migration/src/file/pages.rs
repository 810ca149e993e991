//! A message archive, page by page from the oldest message on (XEP-0313), over
//! lost connections.

use std::cell::Cell;

use futures_util::future::try_join;
use session::{ArchivePage, ArchiveQuery, RequestError};

use super::ArchiveRange;
use super::history::Break;
use crate::kinds::time_of;
use crate::{Account, Problem};

/// Asked for at first, as nobody knows how large they are.
const FIRST_RESULTS: u32 = 50;
/// Asked for at once where they are small; servers give 50 to 250.
const MOST_RESULTS: u32 = 250;
const FEWEST_RESULTS: u32 = 10;
/// Where the results of a page take more bytes, fewer are asked for next time.
const LARGE_PAGE: usize = 1 << 20;
/// Where they take fewer, more are.
const SMALL_PAGE: usize = LARGE_PAGE / 4;
/// How often a lost connection is waited for without a page in between.
const MOST_VAIN: u32 = 20;

/// The way through an archive. Takes no more memory the longer it is.
pub(super) struct Pages<'a> {
    from: &'a Account,
    range: ArchiveQuery,
    /// Asked for at once.
    most: Cell<u32>,
    /// The server was too slow with more.
    limit: Cell<u32>,
    /// The first result of all: one that comes again means that the server began again.
    first: Option<String>,
    /// The last result of all, as the server said before.
    end: Option<String>,
    /// How many came after that last one.
    late: u64,
    /// How many there were before the first page, where the server counts. Asked
    /// with a page, it would count what came after that page was read, too.
    count: Option<u64>,
    begins: Option<i64>,
    ends: Option<i64>,
    is_at_end: bool,
    marks: Marks,
}

/// An archive whose first page was read.
pub(super) type Opened<'a> = (Pages<'a>, Option<ArchivePage>);

/// Notices marks that come again, however long the way between (Brent's algorithm).
#[derive(Default)]
struct Marks {
    kept: Option<String>,
    passed: u64,
    patience: u64,
}

impl<'a> Pages<'a> {
    /// Looks where the archive ends, and reads its first page, if there is one.
    pub(super) async fn open(from: &'a Account, range: &ArchiveRange) -> Result<Opened<'a>, Break> {
        let range = ArchiveQuery {
            start: range.since.clone(),
            with: range.only.as_ref().map(ToString::to_string),
            ..ArchiveQuery::default()
        };
        let mut pages = Self {
            from,
            range,
            most: Cell::new(FIRST_RESULTS),
            limit: Cell::new(MOST_RESULTS),
            first: None,
            end: None,
            count: None,
            late: 0,
            begins: None,
            ends: None,
            is_at_end: false,
            marks: Marks::default(),
        };
        let last = ArchiveQuery { before: Some(String::new()), max: 1, ..pages.range.clone() };
        let first = ArchiveQuery { max: pages.most.get(), ..pages.range.clone() };
        let again = last.clone();
        let (last, mut first) = try_join(pages.read(last), pages.read(first)).await?;
        first.stray += last.stray;
        pages.end = id(last.results.last());
        pages.count = match last.count {
            // Servers look and count one after the other: what came between the two is among the counted only.
            Some(_) if id(pages.read(again).await?.results.last()) != pages.end => None,
            count => count,
        };
        pages.ends = last.results.last().and_then(time_of);
        let first = pages.pass(first)?;
        Ok((pages, first))
    }

    /// The page after this one; none after the last.
    pub(super) async fn after(&mut self, page: &Mark) -> Result<Option<ArchivePage>, Break> {
        if page.is_last { Ok(None) } else { self.page(page.last.clone()).await }
    }

    /// How many messages the server counted at first.
    pub(super) fn count(&self) -> Option<u64> {
        self.count
    }

    /// Whether the last message was among what came, where the server named one.
    pub(super) fn is_at_end(&self) -> bool {
        self.is_at_end || self.end.is_none()
    }

    /// How many results came that are newer than the last result of all was.
    pub(super) fn late(&self) -> u64 {
        self.late
    }

    /// How many messages there may be, judged by the time that `done` of them took up.
    pub(super) fn estimate(&self, done: u64, now: Option<i64>) -> Option<u64> {
        let (begins, ends, now) = (self.begins?, self.ends?, now?);
        let (share, whole) = (now - begins, ends - begins);
        (share > 0 && whole >= share).then(|| (done as f64 * whole as f64 / share as f64) as u64)
    }

    async fn page(&mut self, after: Option<String>) -> Result<Option<ArchivePage>, Break> {
        let page = self.read(ArchiveQuery { after, max: self.most.get(), ..self.range.clone() }).await?;
        self.pass(page)
    }

    /// Sees that the page gets on.
    fn pass(&mut self, page: ArchivePage) -> Result<Option<ArchivePage>, Break> {
        let Some(first) = page.first.clone().or_else(|| id(page.results.first())) else { return Ok(None) };
        match &self.first {
            Some(known) if *known == first => return Err(Break::Problem(Problem::EndlessPages)),
            Some(_) => {}
            None => {
                self.begins = page.results.first().and_then(time_of);
                self.first = Some(first);
            }
        }
        if !self.marks.pass(&page) {
            return Err(Break::Problem(Problem::EndlessPages));
        }
        let end = page.results.iter().rposition(|result| result.attr("id") == self.end.as_deref());
        match end {
            Some(end) => self.late = (page.results.len() - end - 1) as u64,
            None if self.is_at_end => self.late += page.results.len() as u64,
            None => {}
        }
        self.is_at_end |= end.is_some();
        Ok(Some(page))
    }

    async fn read(&self, mut query: ArchiveQuery) -> Result<ArchivePage, Break> {
        let session = self.from.session();
        let mut vain = 0;
        loop {
            match session.archive_page(&query).await {
                Ok(page) => {
                    self.fit(&page);
                    return Ok(page);
                }
                Err(RequestError::ConnectionLost) if vain < MOST_VAIN => {
                    vain += 1;
                    session.online().await.map_err(|_| Break::Stopped)?;
                }
                // Perhaps it was too much at once.
                Err(RequestError::TimedOut) if query.max > FEWEST_RESULTS => {
                    self.most.set(FEWEST_RESULTS);
                    self.limit.set(FEWEST_RESULTS);
                    query.max = FEWEST_RESULTS;
                }
                Err(error) => return Err(Break::Problem(error.into())),
            }
        }
    }

    /// Asks for fewer results at once where they are large, and for more where they are small.
    fn fit(&self, page: &ArchivePage) {
        let most = self.most.get();
        let size: usize = page.results.iter().map(weight).sum();
        if size > LARGE_PAGE {
            self.most.set((most / 2).max(FEWEST_RESULTS));
        } else if size < SMALL_PAGE && page.results.len() >= most as usize {
            self.most.set((most * 2).min(self.limit.get()));
        }
    }
}

/// Where a page ends.
pub(super) struct Mark {
    last: Option<String>,
    is_last: bool,
}

impl Mark {
    pub(super) fn of(page: &ArchivePage) -> Self {
        let last = page.last.as_deref().or_else(|| page.results.last()?.attr("id")).map(str::to_owned);
        Self { is_last: page.complete || last.is_none(), last }
    }
}

fn id(result: Option<&xml::Element>) -> Option<String> {
    result.and_then(|result| result.attr("id")).map(str::to_owned)
}

impl Marks {
    fn pass(&mut self, page: &ArchivePage) -> bool {
        let Mark { last, .. } = Mark::of(page);
        if last.is_some() && last == self.kept {
            return false;
        }
        self.passed += 1;
        if self.passed > self.patience {
            (self.kept, self.passed, self.patience) = (last, 0, self.patience * 2 + 1);
        }
        true
    }
}

/// About how many bytes an element takes.
fn weight(element: &xml::Element) -> usize {
    let attributes: usize = element.attributes().iter().map(|a| a.name.len() + a.value.len()).sum();
    let nodes = element.nodes().iter().map(|node| match node {
        xml::Node::Element(child) => weight(child),
        xml::Node::Text(text) => text.len(),
    });
    2 * element.name().len() + attributes + nodes.sum::<usize>()
}
