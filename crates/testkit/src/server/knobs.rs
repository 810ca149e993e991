//! How a server in memory behaves, for better or worse.

use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use xml::Element;

use super::People;

/// Looks at the payload of a request: the condition to refuse it with, or none.
type Refuse = Rc<dyn Fn(&Element) -> Option<&'static str>>;
/// Looks at the payload of a request: how the connection ends over it, if it does.
type Fatal = Rc<dyn Fn(&Element) -> Option<End>>;

/// How a connection ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// With this stream error (RFC 6120 §4.9.3).
    StreamError(String),
    /// Without a word.
    Cut,
}

/// What a page of the archive that should follow an id begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// An id it does not know is an error, as XEP-0313 §4.2 has it.
    NotFound,
    /// Nothing follows an id it does not know.
    Empty,
    /// All begins again after an id it does not know.
    Restarts,
    /// All begins again after every id.
    Ignored,
    /// The page is right, but says that it ends where it should begin.
    RepeatsLast,
}

#[derive(Clone)]
pub struct Knobs {
    /// From a request to its answer. Requests do not wait for each other; pings are answered at once.
    pub latency: Duration,
    /// How fast the server reads; no limit where none.
    pub bytes_per_second: Option<u64>,
    /// A larger stanza ends the stream with `policy-violation`. In bytes.
    pub max_stanza: usize,
    /// Answers that are due at the same time leave in reverse order.
    pub reverse: bool,
    /// Requests arrive, and are neither acted upon nor answered.
    pub silent: bool,
    pub refuse: Option<Refuse>,
    pub fatal: Option<Fatal>,
    /// After this many more requests the connection is cut: the last one is acted upon and not answered.
    pub cut_after: Option<usize>,
    /// How long the server stays away after such a cut.
    pub down_for: Duration,
    /// No connection is accepted before.
    pub down_until: Duration,
    /// Roster items with a resource are refused.
    pub refuses_full_jids: bool,
    /// The most results in a page of the archive.
    pub archive_page: usize,
    /// Pages of the archive say how many results there are.
    pub archive_counts: bool,
    pub archive_after: After,
    /// The models a node may have.
    pub access_models: Vec<String>,
    /// The fields that may come with a publish; all where none.
    pub publish_options: Option<Vec<String>>,
    /// The most items a node may be made to hold; no limit where none.
    pub most_items: Option<u32>,
    /// A larger item is refused. In bytes.
    pub max_payload: Option<usize>,
    /// Items of a node come in pages of this many.
    pub items_page: Option<usize>,
    /// Owners see who is subscribed to a node.
    pub tells_subscriptions: bool,
    /// Contact requests wait for a client that becomes available with this priority at least.
    pub requests_from_priority: i8,
    /// Everybody who is not on the server.
    pub people: People,
    /// The server remembers who may subscribe (RFC 6121 §3.4).
    pub pre_approves: bool,
    /// How many subscription presences a client may send at a stretch, and how long none may come
    /// before that begins anew; no limit where none. What exceeds it is answered with an error, and is
    /// in the roster all the same.
    pub counts_sent: Option<(usize, Duration)>,
    /// The same of each of the other servers, which says nothing.
    pub counts_received: Option<(usize, Duration)>,
    /// Open requests are sent again, as plain ones, when a client becomes available.
    pub repeats_requests: bool,
    /// What the server calls itself.
    pub software: String,
    /// What the domain says it supports. Some of it is there only if it is named.
    pub server_features: Vec<String>,
    /// What accounts say they support.
    pub account_features: Vec<String>,
}

impl Knobs {
    /// Whether the domain or its accounts name this feature.
    pub(crate) fn serves(&self, feature: &str) -> bool {
        self.server_features.iter().chain(&self.account_features).any(|known| known == feature)
    }
}

impl Default for Knobs {
    fn default() -> Self {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            latency: Duration::ZERO,
            bytes_per_second: None,
            max_stanza: 262_144,
            reverse: false,
            silent: false,
            refuse: None,
            fatal: None,
            cut_after: None,
            down_for: Duration::ZERO,
            down_until: Duration::ZERO,
            refuses_full_jids: true,
            archive_page: 50,
            archive_counts: true,
            archive_after: After::NotFound,
            access_models: names(&["authorize", "open", "presence", "roster", "whitelist"]),
            publish_options: None,
            most_items: None,
            max_payload: None,
            items_page: None,
            tells_subscriptions: true,
            requests_from_priority: -1,
            people: People::default(),
            pre_approves: false,
            counts_sent: None,
            counts_received: None,
            repeats_requests: false,
            software: "Memory server".to_owned(),
            server_features: names(&[
                "http://jabber.org/protocol/disco#info",
                "http://jabber.org/protocol/offline",
                "jabber:iq:privacy",
                "jabber:iq:private",
                "jabber:iq:roster",
                "urn:xmpp:blocking",
                "urn:xmpp:ping",
                "vcard-temp",
            ]),
            account_features: names(&[
                "http://jabber.org/protocol/pubsub#access-whitelist",
                "http://jabber.org/protocol/pubsub#auto-create",
                "http://jabber.org/protocol/pubsub#config-node",
                "http://jabber.org/protocol/pubsub#config-node-max",
                "http://jabber.org/protocol/pubsub#create-and-configure",
                "http://jabber.org/protocol/pubsub#create-nodes",
                "http://jabber.org/protocol/pubsub#item-ids",
                "http://jabber.org/protocol/pubsub#multi-items",
                "http://jabber.org/protocol/pubsub#persistent-items",
                "http://jabber.org/protocol/pubsub#publish",
                "http://jabber.org/protocol/pubsub#publish-options",
                "http://jabber.org/protocol/pubsub#retrieve-items",
                "urn:xmpp:mam:2",
            ]),
        }
    }
}

impl fmt::Debug for Knobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Knobs").field("latency", &self.latency).finish_non_exhaustive()
    }
}
