//! Publishing the statement, and taking it back. What was written is read again before it counts.

use jid::{BareJid, Jid};
use migration::{Account, Problem};
use ordered::{Map, Set};
use session::{RequestError, Session, form};
use xml::{Element, ns};

use super::{Audience, CURRENT, Statement, from_outside, own};
use crate::blocked::Blocked;
use crate::{Ends, look};

/// How many addresses go into one request: each takes some hundred bytes of the server's limit.
const AT_ONCE: usize = 200;

/// Publishes that the old account has moved to the new one, for this audience, and says how it is
/// seen from there. One that stands already is not written again. `published` is told when it stands.
///
/// # Errors
///
/// [`Problem::NotPrivate`] where only contacts should read it and the server would show it to others:
/// then there is none. [`Problem::NotKept`] where the server took it and does not have it.
pub(crate) async fn publish(
    ends: &Ends,
    audience: Audience,
    published: impl Fn(),
) -> Result<Statement, Problem> {
    let origin = ends.origin.as_ref().ok_or(Problem::ConnectionLost)?;
    let session = origin.session();
    let stands = own(session).await?.as_ref() == Some(&ends.destination.jid())
        && model(session).await?.as_deref() == Some(audience.model());
    if !stands {
        write(session, &ends.destination.jid(), audience).await?;
        see_to_access(session, audience).await?;
    }
    if audience == Audience::Contacts {
        admit(origin, ends).await?;
    }
    if own(session).await?.as_ref() != Some(&ends.destination.jid()) {
        return Err(Problem::NotKept);
    }
    published();
    from_outside(ends).await
}

/// Removes the statement and everything that was said about who may read it.
///
/// # Errors
///
/// [`Problem::NotKept`] where it is still there afterwards.
pub(crate) async fn withdraw(ends: &Ends) -> Result<Statement, Problem> {
    let session = ends.origin.as_ref().ok_or(Problem::ConnectionLost)?.session();
    match session.pubsub_delete(ns::MOVED).await {
        Ok(()) => {}
        Err(error) if error.is_absent() => {}
        // A server that keeps its nodes may still let go of what is in them.
        Err(RequestError::Stanza(_)) => drop(session.pubsub_retract(ns::MOVED, CURRENT).await),
        Err(error) => return Err(error.into()),
    }
    match session.pubsub_item(None, ns::MOVED, CURRENT).await {
        Ok(None) => Ok(Statement::Withdrawn),
        Ok(Some(_)) => Err(Problem::NotKept),
        Err(error) if error.is_absent() => Ok(Statement::Withdrawn),
        Err(error) => Err(error.into()),
    }
}

impl Audience {
    /// The access model of the node (XEP-0060 §4.5).
    fn model(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Contacts => "whitelist",
        }
    }

    /// What every server can be told of it.
    fn options(self) -> [(&'static str, &'static str); 2] {
        [("pubsub#access_model", self.model()), ("pubsub#persist_items", "true")]
    }
}

/// Publishes for nobody but this audience, at no moment for more.
async fn write(session: &Session, new: &BareJid, audience: Audience) -> Result<(), Problem> {
    let options = form::submit(ns::PUBSUB_PUBLISH_OPTIONS, audience.options());
    match session.pubsub_publish(ns::MOVED, item(new), Some(options)).await {
        Ok(()) => return Ok(()),
        // The node is there and is another (precondition-not-met), or the options are not understood.
        Err(RequestError::Stanza(_)) => {}
        Err(error) => return Err(error.into()),
    }
    let configuration = form::node_config(audience.options());
    match session.pubsub_configure(ns::MOVED, configuration.clone()).await {
        Ok(()) => {}
        Err(error) if error.is_absent() => session.pubsub_create(ns::MOVED, configuration).await?,
        Err(error) => return Err(error.into()),
    }
    Ok(session.pubsub_publish(ns::MOVED, item(new), None).await?)
}

fn item(new: &BareJid) -> Element {
    let address = Element::new("new-jid", ns::MOVED).with_text(new.to_string());
    let moved = Element::new("moved", ns::MOVED).with_child(address);
    Element::new("item", ns::PUBSUB).with_attr("id", CURRENT).with_child(moved)
}

/// Reads who may read it, and mends that once.
async fn see_to_access(session: &Session, audience: Audience) -> Result<(), Problem> {
    if model(session).await?.as_deref() == Some(audience.model()) {
        return Ok(());
    }
    session.pubsub_configure(ns::MOVED, form::node_config(audience.options())).await?;
    if model(session).await?.as_deref() == Some(audience.model()) {
        return Ok(());
    }
    match audience {
        Audience::Open => Err(Problem::NotKept),
        Audience::Contacts => {
            session.pubsub_delete(ns::MOVED).await?;
            Err(Problem::NotPrivate)
        }
    }
}

/// Who may read the node; none where there is no node.
async fn model(session: &Session) -> Result<Option<String>, Problem> {
    match session.pubsub_configuration(ns::MOVED).await {
        Ok(configuration) => Ok(form::value(&configuration, "pubsub#access_model")),
        Err(error) if error.is_absent() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Makes every contact a member, and nobody else: who was blocked or removed since is none any more.
async fn admit(origin: &Account, ends: &Ends) -> Result<(), Problem> {
    let session = origin.session();
    let contacts = contacts(origin, &Blocked::read(ends).await?).await?;
    let mut missing = contacts.clone();
    let mut changes: Vec<(String, String)> = Vec::new();
    for entry in session.pubsub_affiliations(ns::MOVED).await? {
        let Some(jid) = entry.attr("jid").and_then(|jid| jid.parse::<Jid>().ok()) else { continue };
        match entry.attr("affiliation") {
            Some("owner") => {}
            Some("member") if contacts.contains(jid.bare()) => drop(missing.remove(jid.bare())),
            _ if contacts.contains(jid.bare()) => {}
            _ => changes.push((jid.to_string(), "none".to_owned())),
        }
    }
    changes.extend(missing.iter().map(|jid| (jid.to_string(), "member".to_owned())));
    for part in changes.chunks(AT_ONCE) {
        session.pubsub_set_affiliations(ns::MOVED, part).await?;
    }
    let found = session.pubsub_affiliations(ns::MOVED).await?;
    let found: Map<&str, &str> =
        found.iter().filter_map(|entry| Some((entry.attr("jid")?, entry.attr("affiliation")?))).collect();
    let is_member = |jid: &BareJid| found.get(jid.to_string().as_str()) == Some(&"member");
    if contacts.iter().all(is_member) { Ok(()) } else { Err(Problem::NotKept) }
}

/// Everybody in the old account's roster who has an account of their own and is not blocked.
async fn contacts(origin: &Account, blocked: &Blocked) -> Result<Set<BareJid>, Problem> {
    let roster = look::roster(origin).await?;
    let contacts = roster.into_iter().map(|item| item.jid);
    Ok(contacts.filter(|jid| jid.local().is_some() && !blocked.holds(jid) && *jid != origin.jid()).collect())
}
