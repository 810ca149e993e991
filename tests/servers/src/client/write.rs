//! What seeding writes.

use std::collections::BTreeSet;

use super::{Client, Error, Preferences, Request, RosterItem};
use crate::xml::escape;

const PUBSUB: &str = "http://jabber.org/protocol/pubsub";

/// RFC 6121 §2.3; the subscription is the server's business.
pub fn roster_set(item: &RosterItem) -> Request {
    let name = match item.name.as_str() {
        "" => String::new(),
        name => format!(" name='{}'", escape(name)),
    };
    let groups: String =
        item.groups.iter().map(|group| format!("<group>{}</group>", escape(group))).collect();
    let jid = escape(&item.jid);
    Request::set(format!("<query xmlns='jabber:iq:roster'><item jid='{jid}'{name}>{groups}</item></query>"))
}

/// XEP-0060 §7.1.
pub fn publish(node: &str, id: &str, payload: &str) -> Request {
    let (node, id) = (escape(node), escape(id));
    Request::set(format!(
        "<pubsub xmlns='{PUBSUB}'><publish node='{node}'><item id='{id}'>{payload}</item></publish></pubsub>"
    ))
}

/// XEP-0060 §8.1.3, a node with its configuration in one request.
pub fn create_node(node: &str, fields: &[(&str, &str)]) -> Request {
    let (node, form) = (escape(node), node_form(fields));
    Request::set(format!(
        "<pubsub xmlns='{PUBSUB}'><create node='{node}'/><configure>{form}</configure></pubsub>"
    ))
}

/// XEP-0060 §8.2.
pub fn configure_node(node: &str, fields: &[(&str, &str)]) -> Request {
    let (node, form) = (escape(node), node_form(fields));
    Request::set(format!(
        "<pubsub xmlns='{PUBSUB}#owner'><configure node='{node}'>{form}</configure></pubsub>"
    ))
}

/// XEP-0060 §7.1.5, with these publish-options.
pub fn publish_with(node: &str, id: &str, payload: &str, options: &[(&str, &str)]) -> Request {
    let form = form("publish-options", options);
    let (node, id) = (escape(node), escape(id));
    Request::set(format!(
        "<pubsub xmlns='{PUBSUB}'><publish node='{node}'><item id='{id}'>{payload}</item></publish>\
         <publish-options>{form}</publish-options></pubsub>"
    ))
}

/// XEP-0049.
pub fn private_set(element: &str) -> Request {
    Request::set(format!("<query xmlns='jabber:iq:private'>{element}</query>"))
}

/// XEP-0191.
pub fn block(jids: &[String]) -> Request {
    let items: String = jids.iter().map(|jid| format!("<item jid='{}'/>", escape(jid))).collect();
    Request::set(format!("<block xmlns='urn:xmpp:blocking'>{items}</block>"))
}

/// XEP-0060 §8.9.2.
pub fn affiliate(node: &str, affiliations: &[(&str, &str)]) -> Request {
    let entries: String = affiliations
        .iter()
        .map(|(jid, affiliation)| format!("<affiliation jid='{}' affiliation='{affiliation}'/>", escape(jid)))
        .collect();
    let node = escape(node);
    Request::set(format!(
        "<pubsub xmlns='{PUBSUB}#owner'><affiliations node='{node}'>{entries}</affiliations></pubsub>"
    ))
}

/// XEP-0441.
pub fn archive_preferences(preferences: &Preferences) -> Request {
    let list = |jids: &BTreeSet<String>| -> String {
        jids.iter().map(|jid| format!("<jid>{}</jid>", escape(jid))).collect()
    };
    Request::set(format!(
        "<prefs xmlns='urn:xmpp:mam:2' default='{}'><always>{}</always><never>{}</never></prefs>",
        preferences.default,
        list(&preferences.always),
        list(&preferences.never)
    ))
}

/// A whole `<list/>` of XEP-0016.
pub fn privacy_list(list: &str) -> Request {
    Request::set(format!("<query xmlns='jabber:iq:privacy'>{list}</query>"))
}

fn node_form(fields: &[(&str, &str)]) -> String {
    form("node_config", fields)
}

fn form(kind: &str, fields: &[(&str, &str)]) -> String {
    let mut out = format!(
        "<x xmlns='jabber:x:data' type='submit'>\
         <field var='FORM_TYPE' type='hidden'><value>{PUBSUB}#{kind}</value></field>"
    );
    for (name, value) in fields {
        out.push_str(&format!("<field var='pubsub#{name}'><value>{}</value></field>", escape(value)));
    }
    out.push_str("</x>");
    out
}

impl Client {
    /// Sends one of this module's requests.
    pub async fn send(&self, request: Request) -> Result<String, Error> {
        self.iq(request.kind, request.to.as_deref(), &request.payload).await
    }
}
