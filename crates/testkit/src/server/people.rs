//! Everybody who is not on the server, and contact requests to and from them (RFC 6121 §3).
//!
//! Who others are and what they do is up to the test; what the server makes of it is as servers do it.

use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use jid::Jid;
use xml::{Element, ns};

use super::refusal::Refusal;
use super::{Account, Knobs};

/// What others do about a presence that reaches them: what they send back, and after how long.
type Course = Rc<dyn Fn(&Element) -> Vec<(Duration, Element)>>;

/// Other servers and their people.
#[derive(Clone, Default)]
pub struct People {
    /// What comes back for a presence; nothing where none.
    pub course: Option<Course>,
    /// What becomes of requests to a domain; by its name. Others refuse.
    pub servers: std::collections::BTreeMap<String, Abroad>,
}

/// How another server answers what is asked of its domain, and takes what is sent to its people.
#[derive(Clone, Debug, Default)]
pub struct Abroad {
    /// The name of its identity.
    pub software: Option<String>,
    /// Category and type of its identity, where it is no ordinary server.
    pub identity: Option<(String, String)>,
    /// The condition with which the own server says that it cannot be reached.
    pub unreachable: Option<&'static str>,
    /// Nothing is ever heard of it.
    pub silent: bool,
    pub latency: Duration,
}

/// What comes of a presence to or from somebody.
#[derive(Debug, Default)]
pub(crate) struct Consequences {
    /// The item that has changed.
    pub(crate) push: Option<Element>,
    /// For clients that are available.
    pub(crate) inward: Vec<Element>,
    /// For others.
    pub(crate) outward: Vec<Element>,
}

impl Abroad {
    /// The answer to `disco#info`.
    pub(crate) fn info(&self) -> Result<Element, Refusal> {
        if let Some(condition) = self.unreachable {
            return Err(Refusal::cancel(condition));
        }
        let (category, kind) = self.identity.clone().unwrap_or_else(|| ("server".into(), "im".into()));
        let identity = Element::new("identity", ns::DISCO_INFO)
            .with_attr("category", category)
            .with_attr("type", kind)
            .with_attr_opt("name", self.software.clone());
        Ok(Element::new("query", ns::DISCO_INFO).with_child(identity))
    }
}

/// Whether a presence is about who sees whom.
pub(crate) fn is_subscription(presence: &Element) -> bool {
    matches!(presence.attr("type"), Some("subscribe" | "subscribed" | "unsubscribe" | "unsubscribed"))
}

/// The account says something to somebody.
pub(crate) fn leave(account: &mut Account, presence: &Element, knobs: &Knobs) -> Consequences {
    let Some(to) = bare(presence.attr("to")) else { return Consequences::default() };
    let mut came_of = Consequences::default();
    let kind = presence.attr("type").unwrap_or_default();
    let outward = presence.clone().with_attr("from", account.bare.as_str()).with_attr("to", to.as_str());
    let is_asking = account.subscription_requests.iter().any(|request| asks(request, &to));
    let item = match kind {
        "subscribe" => account.roster.entry(to.clone()).or_default(),
        _ => match account.roster.get_mut(&to) {
            Some(item) => item,
            None if kind == "subscribed" && is_asking => account.roster.entry(to.clone()).or_default(),
            None => return came_of,
        },
    };
    let (sees, seen) = bits(&item.subscription);
    match kind {
        "subscribe" if sees => return came_of,
        "subscribe" => item.ask = true,
        "unsubscribe" => (item.ask, item.subscription) = (false, subscription(false, seen)),
        "subscribed" if is_asking => item.subscription = subscription(sees, true),
        "subscribed" => {
            // It goes no further (RFC 6121 §3.4.2).
            if knobs.pre_approves && !seen {
                account.pre_approved.insert(to);
            }
            return came_of;
        }
        _ => item.subscription = subscription(sees, false),
    }
    came_of.push = Some(super::roster::item_query(&to, item));
    came_of.outward.push(outward);
    if kind == "subscribed" {
        account.subscription_requests.retain(|request| !asks(request, &to));
    }
    came_of
}

/// Somebody says something to the account.
pub(crate) fn arrive(account: &mut Account, presence: &Element) -> Consequences {
    let mut came_of = Consequences::default();
    let Some(from) = bare(presence.attr("from")) else { return came_of };
    let inward = presence.clone().with_attr("from", from.as_str()).with_attr("to", account.bare.as_str());
    let kind = presence.attr("type").unwrap_or_default();
    let found = account.roster.get(&from).cloned();
    let (sees, seen) = bits(found.as_ref().map_or("", |item| &item.subscription));
    let answer = |kind: &str| {
        Element::new("presence", ns::CLIENT)
            .with_attr("type", kind)
            .with_attr("from", account.bare.as_str())
            .with_attr("to", from.as_str())
    };
    match kind {
        "subscribe" if seen => return Consequences { outward: vec![answer("subscribed")], ..came_of },
        "subscribe" if account.pre_approved.contains(&from) => {
            came_of.outward.push(answer("subscribed"));
            account.pre_approved.remove(&from);
            account.roster.entry(from.clone()).or_default().subscription = subscription(sees, true);
        }
        "subscribe" => {
            if !account.subscription_requests.iter().any(|request| asks(request, &from)) {
                account.subscription_requests.push(inward.clone());
                came_of.inward.push(inward);
            }
            return came_of;
        }
        "subscribed" | "unsubscribed" => {
            let Some(item) = account.roster.get_mut(&from).filter(|item| item.ask || sees) else {
                return came_of;
            };
            item.ask = false;
            item.subscription = subscription(kind == "subscribed", seen);
            came_of.inward.push(inward);
        }
        "unsubscribe" => {
            account.subscription_requests.retain(|request| !asks(request, &from));
            came_of.inward.push(inward);
            let Some(item) = account.roster.get_mut(&from).filter(|_| seen) else { return came_of };
            item.subscription = subscription(sees, false);
        }
        _ => {
            came_of.inward.push(inward);
            return came_of;
        }
    }
    came_of.push = account.roster.get(&from).map(|item| super::roster::item_query(&from, item));
    came_of
}

fn asks(request: &Element, from: &str) -> bool {
    bare(request.attr("from")).as_deref() == Some(from)
}

fn bare(jid: Option<&str>) -> Option<String> {
    Some(jid?.parse::<Jid>().ok()?.into_bare().to_string())
}

/// Whether the account sees the contact, and the contact the account.
fn bits(subscription: &str) -> (bool, bool) {
    (matches!(subscription, "to" | "both"), matches!(subscription, "from" | "both"))
}

fn subscription(sees: bool, seen: bool) -> String {
    match (sees, seen) {
        (true, true) => "both",
        (true, false) => "to",
        (false, true) => "from",
        (false, false) => "none",
    }
    .to_owned()
}

impl fmt::Debug for People {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("People").field("servers", &self.servers).finish_non_exhaustive()
    }
}
