//! What there is: the names by service discovery, then each node by itself.

use ordered::Set;

use futures_util::future::join;
use jid::Jid;
use portable::{Fragment, PepNode};
use session::RequestError;
use xml::{Element, ns};

use super::super::common::{present, side_by_side};
use super::policy::{Policy, policy};
use crate::kind::{Glance, LITTLE, Sink, Survey, Unread};
use crate::{Account, Holding, Problem};

/// Counts nodes and their items. The items of a node are read side by side with others.
pub(super) async fn survey(from: &Account) -> Result<Survey, Problem> {
    Ok(count(&names(from).await?, from).await)
}

/// Counts them, and asks meanwhile for what a few nodes have besides; if there are few items as well, all is read.
pub(super) async fn glance(from: &Account) -> Result<Glance, Problem> {
    let names = names(from).await?;
    if names.len() as u64 > LITTLE {
        return Ok(Glance::Counted(count(&names, from).await));
    }
    let settings = side_by_side(names.iter().map(|name| settings(name, from)));
    let (survey, settings) = join(count(&names, from), settings).await;
    if !survey.is_little() {
        return Ok(Glance::Counted(survey));
    }
    let items = side_by_side(names.iter().map(|name| items(name, from))).await;
    let nodes = names.iter().zip(settings).zip(items);
    let nodes = nodes.map(|((name, settings), items)| node(name, settings, items));
    let mut all = Holding::default();
    names.iter().zip(nodes).for_each(|(name, node)| put(name, node, &mut all));
    Ok(Glance::Read(all))
}

async fn count(names: &[String], from: &Account) -> Survey {
    let own = Jid::from(from.jid());
    let counts = side_by_side(names.iter().map(async |name| match policy(name) {
        Policy::AccessOnly => Ok(0),
        _ => from.session().disco_items_of(&own, name).await.map(|items| items.len() as u64),
    }))
    .await;
    let is_estimate = counts.iter().any(Result::is_err);
    let items: u64 = counts.into_iter().flatten().sum();
    Survey { count: Some(names.len() as u64 + items), is_estimate, bytes: None, round_trips: 2 }
}

/// Reads every node there is.
pub(super) async fn export(from: &Account, out: &mut dyn Sink) -> Result<(), Problem> {
    let names = names(from).await?;
    read(&names, from, out).await;
    Ok(())
}

/// Reads these nodes, side by side. One that is not there is no problem.
pub(super) async fn read(names: &[String], from: &Account, out: &mut dyn Sink) {
    let nodes = side_by_side(names.iter().map(async |name| {
        let (settings, items) = join(settings(name, from), items(name, from)).await;
        node(name, settings, items)
    }))
    .await;
    names.iter().zip(nodes).for_each(|(name, node)| put(name, node, out));
}

fn put(name: &str, node: Result<Option<Node>, Problem>, out: &mut dyn Sink) {
    match node {
        Ok(Some((node, unread))) => {
            out.fragment(Fragment::PepNode(node));
            unread.into_iter().for_each(|unread| out.unread(unread));
        }
        Ok(None) => {}
        Err(problem) => out.unread(Unread { key: name.to_owned(), problem }),
    }
}

/// The nodes that are ours, each once, as the server lists them.
async fn names(from: &Account) -> Result<Vec<String>, Problem> {
    let own = from.jid();
    let listed = present(from.nodes().await)?.unwrap_or_default();
    let own = own.to_string();
    let mut seen = Set::new();
    // Some servers list the account's devices as well; those have no node.
    let nodes = listed.into_iter().filter(|item| item.jid == own).filter_map(|item| item.node);
    Ok(nodes.filter(|name| policy(name) != Policy::Elsewhere && seen.insert(name.clone())).collect())
}

type Answer = Result<Vec<Element>, RequestError>;

/// A node, and which of its lists could not be read.
type Node = (PepNode, Vec<Unread>);

/// What its owner sees of a node besides the items.
struct Settings {
    configure: Result<Element, RequestError>,
    affiliations: Answer,
    subscriptions: Answer,
}

async fn settings(name: &str, from: &Account) -> Settings {
    let session = from.session();
    let subscriptions = async {
        match policy(name) {
            Policy::AccessOnly => Ok(Vec::new()),
            _ => session.pubsub_subscriptions(name).await,
        }
    };
    let owned = join(session.pubsub_configuration(name), session.pubsub_affiliations(name));
    let ((configure, affiliations), subscriptions) = join(owned, subscriptions).await;
    Settings { configure, affiliations, subscriptions }
}

/// None where they are another kind's.
async fn items(name: &str, from: &Account) -> Answer {
    match policy(name) {
        Policy::AccessOnly => Ok(Vec::new()),
        _ => from.session().pubsub_items(name).await,
    }
}

fn node(name: &str, settings: Settings, items: Answer) -> Result<Option<Node>, Problem> {
    let (configure, items) = (present(settings.configure)?, present(items)?);
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
    let affiliations = list("affiliations", settings.affiliations);
    let subscriptions = list("subscriptions", settings.subscriptions);
    let (name, items) = (name.to_owned(), items.unwrap_or_default());
    Ok(Some((PepNode { name, configure, affiliations, subscriptions, items }, unread)))
}

fn list(kind: &str, node: &str, entries: Option<Vec<Element>>) -> Option<Element> {
    let entries = entries.filter(|entries| !entries.is_empty())?;
    Some(Element::new(kind, ns::PUBSUB_OWNER).with_attr("node", node).with_children(entries))
}
