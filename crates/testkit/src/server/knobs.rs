//! How a server in memory behaves, for better or worse.

use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use xml::Element;

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
    /// What the domain says it supports.
    pub server_features: Vec<String>,
    /// What accounts say they support.
    pub account_features: Vec<String>,
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
            server_features: names(&[
                "http://jabber.org/protocol/disco#info",
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
            ]),
        }
    }
}

impl fmt::Debug for Knobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Knobs").field("latency", &self.latency).finish_non_exhaustive()
    }
}
