//! What there is: the names by service discovery, then each node by itself.

use ordered::Set;

use futures_util::future::join;
use jid::Jid;
use portable::{Fragment, PepNode};
use session::RequestError;
use xml::{Element, ns};

use super::super::common::{present, side_by_side};
use super::policy::{Policy, policy};
use crate::kind::{Sink, Survey, Unread};
use crate::{Account, Problem};

/// Counts nodes and their items. The items of a node are read side by side with others.
pub(super) async fn survey(from: &Account) -> Result<Survey, Problem> {
    let names = names(from).await?;
    let own = Jid::from(from.jid());
    let counts = side_by_side(names.iter().map(async |name| match policy(name) {
        Policy::AccessOnly => Ok(0),
        _ => from.session().disco_items_of(&own, name).await.map(|items| items.len() as u64),
    }))
    .await;
    let is_estimate = counts.iter().any(Result::is_err);
    let items: u64 = counts.into_iter().flatten().sum();
    Ok(Survey { count: Some(names.len() as u64 + items), is_estimate, bytes: None, round_trips: 2 })
}

/// Reads every node there is.
pub(super) async fn export(from: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
    let names = names(from).await?;
    read(&names, from, out).await;
    Ok(())
}

/// Reads these nodes, side by side. One that is not there is no problem.
pub(super) async fn read(names: &[String], from: &Account, out: &mut dyn Sink) {
    let nodes = side_by_side(names.iter().map(|name| node(name, from))).await;
    for (name, node) in names.iter().zip(nodes) {
        match node {
            Ok(Some((node, unread))) => {
                out.fragment(Fragment::PepNode(node));
                unread.into_iter().for_each(|unread| out.unread(unread));
            }
            Ok(None) => {}
            Err(problem) => out.unread(Unread { key: name.clone(), problem }),
        }
    }
}

/// The nodes that are ours, each once, as the server lists them.
async fn names(from: &Account) -> Result<Vec<String>, Problem> {
    let own = from.jid();
    let listed = present(from.session().disco_items(&Jid::from(own.clone())).await)?.unwrap_or_default();
    let own = own.to_string();
    let mut seen = Set::new();
    // Some servers list the account's devices as well; those have no node.
    let nodes = listed.into_iter().filter(|item| item.jid == own).filter_map(|item| item.node);
    Ok(nodes.filter(|name| policy(name) != Policy::Elsewhere && seen.insert(name.clone())).collect())
}

/// A node, and which of its lists could not be read.
async fn node(name: &str, from: &Account) -> Result<Option<(PepNode, Vec<Unread>)>, Problem> {
    let session = from.session();
    let owned = join(session.pubsub_configuration(name), session.pubsub_affiliations(name));
    let ((configure, affiliations), (subscriptions, items)) = join(owned, published(name, from)).await;
    let (configure, items) = (present(configure)?, present(items)?);
    if configure.is_none() && items.is_none() {
        return Ok(None);
    }
    let mut unread = Vec::new();
    let mut list = |kind: &str, answer: Answer| match present(answer) {
        Ok(entries) => list(kind, name, entries),
        Err(problem) => {
            unread.push(Unread { key: format!("{name} ({kind})"), problem });
            None
        }
    };
    let (affiliations, subscriptions) =
        (list("affiliations", affiliations), list("subscriptions", subscriptions));
    let (name, items) = (name.to_owned(), items.unwrap_or_default());
    Ok(Some((PepNode { name, configure, affiliations, subscriptions, items }, unread)))
}

type Answer = Result<Vec<Element>, RequestError>;

/// Subscriptions and items; neither where they are another kind's.
async fn published(name: &str, from: &Account) -> (Answer, Answer) {
    match policy(name) {
        Policy::AccessOnly => (Ok(Vec::new()), Ok(Vec::new())),
        _ => join(from.session().pubsub_subscriptions(name), from.session().pubsub_items(name)).await,
    }
}

fn list(kind: &str, node: &str, entries: Option<Vec<Element>>) -> Option<Element> {
    let entries = entries.filter(|entries| !entries.is_empty())?;
    Some(Element::new(kind, ns::PUBSUB_OWNER).with_attr("node", node).with_children(entries))
}
