//! The account's message archive (XEP-0313) and its preferences (XEP-0441).

use stream::RequestKind;
use xml::{Element, ns};

use crate::gathering::Gathering;
use crate::rsm::{Page, Wanted};
use crate::{RequestError, Session, form};

/// Which page of which part of the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveQuery {
    /// The page that follows this id.
    pub after: Option<String>,
    /// The page that precedes this id; the last one of all where it is empty.
    pub before: Option<String>,
    /// Nothing before this time (XEP-0082).
    pub start: Option<String>,
    /// Nothing after this time (XEP-0082).
    pub end: Option<String>,
    /// Only what was exchanged with this address.
    pub with: Option<String>,
    /// How many results; a server may give fewer. With 0 most give the count alone.
    pub max: u32,
}

/// One page of the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchivePage {
    /// The `<result/>` elements as they came, in that order.
    pub results: Vec<Element>,
    pub first: Option<String>,
    pub last: Option<String>,
    /// Of all pages together, where the server counts.
    pub count: Option<u64>,
    /// There is no further page.
    pub complete: bool,
    /// What came since the last page and was dropped: results from others, results nobody asked for.
    pub stray: usize,
}

impl Session {
    /// Reads one page. A lost connection throws away what came of it and asks again.
    ///
    /// # Errors
    ///
    /// [`RequestError::EndlessPages`] where the page ends at the id it should follow,
    /// [`RequestError::Malformed`] where the server sends far more results than were asked for.
    pub async fn archive_page(&self, query: &ArchiveQuery) -> Result<ArchivePage, RequestError> {
        let answer = self.gather(RequestKind::Set, query.to_element(), Gathering::results(query.max)).await?;
        let fin = answer.payload.filter(|fin| fin.is("fin", ns::MAM));
        let fin = fin.ok_or_else(|| RequestError::Malformed("a page without <fin/>".to_owned()))?;
        let Page { first, last, count } = Page::of(&fin).unwrap_or_default();
        if last.is_some() && last == query.after {
            return Err(RequestError::EndlessPages);
        }
        Ok(ArchivePage {
            results: answer.gathered,
            first,
            last,
            count,
            complete: matches!(fin.attr("complete"), Some("true" | "1")),
            stray: self.take_stray(),
        })
    }

    /// The `<prefs/>`: what the server keeps.
    pub async fn archive_preferences(&self) -> Result<Element, RequestError> {
        let answer = self.get(None, Element::new("prefs", ns::MAM)).await?;
        answer
            .filter(|prefs| prefs.is("prefs", ns::MAM))
            .ok_or_else(|| RequestError::Malformed("no preferences".to_owned()))
    }

    /// Replaces the `<prefs/>`.
    pub async fn set_archive_preferences(&self, prefs: Element) -> Result<(), RequestError> {
        self.set(None, prefs).await.map(drop)
    }
}

impl ArchiveQuery {
    fn to_element(&self) -> Element {
        let fields = [("with", &self.with), ("start", &self.start), ("end", &self.end)];
        let fields = fields.into_iter().filter_map(|(var, value)| Some((var, value.as_deref()?)));
        let wanted =
            Wanted { max: Some(self.max), after: self.after.as_deref(), before: self.before.as_deref() };
        Element::new("query", ns::MAM)
            .with_child(form::submit(ns::MAM, fields))
            .with_child(wanted.to_element())
    }
}
