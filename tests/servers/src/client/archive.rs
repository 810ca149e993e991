//! The message archive (XEP-0313, version `urn:xmpp:mam:2`) and its preferences (XEP-0441).

use std::collections::BTreeSet;

use roxmltree::Node;

use super::read::{attribute, parse, text};
use super::{Client, Error};
use crate::xml::{escape, serialize};

const MAM: &str = "urn:xmpp:mam:2";
const RSM: &str = "http://jabber.org/protocol/rsm";

/// One result of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// The archive's own id.
    pub id: String,
    /// XEP-0082, as the server gives it.
    pub stamp: String,
    /// The `<message/>`.
    pub message: String,
}

/// What one request of an archive gives (XEP-0059).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivePage {
    pub results: Vec<Archived>,
    /// Where the next page continues.
    pub last: Option<String>,
    pub complete: bool,
    /// How many there are in all, where the server says.
    pub count: Option<usize>,
}

/// What is to be archived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    /// `always`, `never` or `roster`.
    pub default: String,
    pub always: BTreeSet<String>,
    pub never: BTreeSet<String>,
}

impl Client {
    /// Everything, oldest first.
    pub async fn archive(&self) -> Result<Vec<Archived>, Error> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = self.archive_page(after.as_deref(), 250).await?;
            let (complete, last) = (page.complete || page.results.is_empty(), page.last.clone());
            all.extend(page.results);
            if complete {
                return Ok(all);
            }
            after = Some(advanced(after.as_ref(), last)?);
        }
    }

    /// At most `max` results after the one with the id `after`; the server may give fewer.
    pub async fn archive_page(&self, after: Option<&str>, max: u32) -> Result<ArchivePage, Error> {
        let (results, fin) = self.fetch(after, max).await?;
        let results = results.iter().map(|xml| archived(xml)).collect::<Result<_, _>>()?;
        let fin = parse(&fin)?;
        Ok(ArchivePage {
            results,
            last: rsm(fin.root_element(), "last"),
            complete: is_complete(fin.root_element()),
            count: rsm(fin.root_element(), "count").and_then(|count| count.parse().ok()),
        })
    }

    /// Receives the whole archive and forgets it: how fast it can be had at all. Results and their bytes.
    pub async fn drain_archive(&self, max: u32) -> Result<(usize, usize), Error> {
        let (mut results, mut bytes, mut after) = (0, 0, None);
        loop {
            let (page, fin) = self.fetch(after.as_deref(), max).await?;
            results += page.len();
            bytes += page.iter().map(String::len).sum::<usize>();
            let fin = parse(&fin)?;
            if page.is_empty() || is_complete(fin.root_element()) {
                return Ok((results, bytes));
            }
            after = Some(advanced(after.as_ref(), rsm(fin.root_element(), "last"))?);
        }
    }

    /// XEP-0441.
    pub async fn archive_preferences(&self) -> Result<Preferences, Error> {
        let xml = self.iq("get", None, &format!("<prefs xmlns='{MAM}'/>")).await?;
        let document = parse(&xml)?;
        let list = |name: &str| {
            let jids = document.descendants().filter(|node| node.tag_name().name() == "jid");
            jids.filter(|jid| jid.parent().is_some_and(|list| list.tag_name().name() == name))
                .map(text)
                .collect()
        };
        let prefs = document.root_element().first_element_child();
        Ok(Preferences {
            default: prefs.map(|prefs| attribute(prefs, "default")).unwrap_or_default(),
            always: list("always"),
            never: list("never"),
        })
    }

    /// The stanzas of a page and the answer that ends it.
    async fn fetch(&self, after: Option<&str>, max: u32) -> Result<(Vec<String>, String), Error> {
        let id = format!("page-after-{}", after.unwrap_or_default());
        let after = after.map(|after| format!("<after>{}</after>", escape(after))).unwrap_or_default();
        let payload = format!(
            "<query xmlns='{MAM}' queryid='{}'><set xmlns='{RSM}'><max>{max}</max>{after}</set></query>",
            escape(&id)
        );
        let fin = self.iq("set", None, &payload).await?;
        // The archive's results come before the answer (XEP-0313 §4.2).
        let results = self.take(|xml| xml.contains(MAM) && xml.contains(&id));
        Ok((results, fin))
    }
}

/// A server that does not know `after` may begin anew, for ever.
fn advanced(after: Option<&String>, last: Option<String>) -> Result<String, Error> {
    match last {
        Some(last) if after != Some(&last) => Ok(last),
        _ => Err(Error::NotUnderstood(format!("an archive that goes on and stays at {after:?}"))),
    }
}

fn archived(xml: &str) -> Result<Archived, Error> {
    let document = parse(xml)?;
    let result = child(document.root_element(), "result");
    let forwarded = result.and_then(|result| child(result, "forwarded"));
    let delay = forwarded.and_then(|forwarded| child(forwarded, "delay"));
    let message = forwarded.and_then(|forwarded| child(forwarded, "message"));
    match (result, delay, message) {
        (Some(result), Some(delay), Some(message)) => Ok(Archived {
            id: attribute(result, "id"),
            stamp: attribute(delay, "stamp"),
            message: serialize(message),
        }),
        _ => Err(Error::NotUnderstood(format!("no archived message: {xml}"))),
    }
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.tag_name().name() == name)
}

fn rsm(fin: Node<'_, '_>, name: &str) -> Option<String> {
    fin.descendants()
        .find(|node| node.tag_name().name() == name && node.tag_name().namespace() == Some(RSM))
        .map(text)
        .filter(|value| !value.is_empty())
}

fn is_complete(iq: Node<'_, '_>) -> bool {
    let complete = iq.first_element_child().and_then(|fin| fin.attribute("complete"));
    matches!(complete, Some("true" | "1"))
}
