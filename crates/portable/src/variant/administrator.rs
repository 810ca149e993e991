//! The same account under another address, as an administrator imports it.

use jid::{BareJid, Jid};
use xml::{Element, ns};

use crate::credentials::Scram;
use crate::fragment::Fragment;
use crate::write::BLOCKLIST_AS_LIST;

/// How an administrator wants the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Administrator {
    /// The new address, of a host the server serves and a user it does not know yet.
    pub account: BareJid,
    pub importer: Importer,
    /// Only if the person asked for them; none, and the administrator sets a password.
    pub credentials: Vec<Scram>,
}

/// The program the file is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Importer {
    /// `prosody-migrator`, `mod_http_xep227` and others that keep to the format.
    Prosody,
    /// `ejabberdctl import_piefxis`: takes blocked addresses from the default
    /// privacy list only, and SCRAM keys in base64 of their base64.
    Ejabberd,
}

impl Administrator {
    /// What lets the person sign in with the password they have.
    pub(super) fn credentials(&self) -> Vec<Element> {
        let write = match self.importer {
            Importer::Prosody => Scram::to_element,
            Importer::Ejabberd => Scram::to_element_for_ejabberd,
        };
        self.credentials.iter().map(write).collect()
    }

    /// `fragments` of the account `from` under the new address.
    pub(super) fn fragments(&self, from: &BareJid, fragments: Vec<Fragment>) -> Vec<Fragment> {
        let mut fragments: Vec<Fragment> =
            fragments.into_iter().map(|fragment| self.fragment(from, fragment)).collect();
        if self.importer == Importer::Ejabberd {
            block_by_privacy_list(&mut fragments);
        }
        fragments
    }

    /// One archived result of the account `from` under the new address. The wrapper of a message is of the archive; its payloads are what people wrote, and stay.
    pub fn result(&self, from: &BareJid, mut result: Element) -> Element {
        for forwarded in result.children_mut().filter(|child| child.is("forwarded", ns::FORWARD)) {
            for child in forwarded.children_mut() {
                self.stanza(from, child);
            }
        }
        result
    }

    fn fragment(&self, from: &BareJid, mut fragment: Fragment) -> Fragment {
        match &mut fragment {
            Fragment::RosterItem(item) | Fragment::Blocked(item) => self.address(from, item, "jid"),
            Fragment::OfflineMessage(stanza) | Fragment::SubscriptionRequest(stanza) => {
                self.stanza(from, stanza);
            }
            Fragment::ArchiveResult(_) => {
                if let Fragment::ArchiveResult(result) = fragment {
                    return Fragment::ArchiveResult(self.result(from, result));
                }
            }
            Fragment::PepNode(node) => {
                for list in [&mut node.affiliations, &mut node.subscriptions].into_iter().flatten() {
                    list.children_mut().for_each(|entry| self.address(from, entry, "jid"));
                }
                node.items.iter_mut().for_each(|item| self.address(from, item, "publisher"));
            }
            Fragment::Vcard(vcard) => {
                for field in vcard.children_mut().filter(|field| field.name() == "JABBERID") {
                    if let Some(new) = self.mapped(from, &field.text()) {
                        field.clear();
                        field.push_text(new);
                    }
                }
            }
            Fragment::Private(_)
            | Fragment::PrivacyList(_)
            | Fragment::ArchivePreferences(_)
            | Fragment::Foreign(_) => {}
        }
        fragment
    }

    /// The addresses of a stanza, and of what servers add to it (XEP-0203, XEP-0359).
    fn stanza(&self, from: &BareJid, stanza: &mut Element) {
        for attribute in ["from", "to"] {
            self.address(from, stanza, attribute);
        }
        for child in stanza.children_mut() {
            match child.name() {
                "delay" => self.address(from, child, "from"),
                "stanza-id" => self.address(from, child, "by"),
                _ => {}
            }
        }
    }

    fn address(&self, from: &BareJid, element: &mut Element, attribute: &str) {
        if let Some(new) = element.attr(attribute).and_then(|text| self.mapped(from, text)) {
            element.set_attr(attribute, new);
        }
    }

    /// The new address for the old one, with its resource; none for any other.
    fn mapped(&self, from: &BareJid, text: &str) -> Option<String> {
        let jid: Jid = text.trim().parse().ok()?;
        if jid.bare() != from {
            return None;
        }
        Some(match jid.resource() {
            Some(resource) => format!("{}/{resource}", self.account),
            None => self.account.to_string(),
        })
    }
}

/// Denies the blocked ones in the default list, before its other rules
/// (XEP-0191 §5); there is a new default list if there was none.
fn block_by_privacy_list(fragments: &mut Vec<Fragment>) {
    let mut blocked = Vec::new();
    fragments.retain(|fragment| match fragment {
        Fragment::Blocked(item) => {
            blocked.extend(item.attr("jid").map(str::to_owned));
            false
        }
        _ => true,
    });
    if blocked.is_empty() {
        return;
    }
    let lists = || {
        fragments.iter().filter_map(|fragment| match fragment {
            Fragment::PrivacyList(query) => query.first_child(),
            _ => None,
        })
    };
    let default = lists().find(|child| child.name() == "default").and_then(|child| child.attr("name"));
    let name = default.unwrap_or(BLOCKLIST_AS_LIST).to_owned();
    let has_default = default.is_some();
    let known = lists().find(|list| list.name() == "list" && list.attr("name") == Some(&name));
    let rules: Vec<Element> = known.into_iter().flat_map(Element::children).cloned().collect();
    fragments.retain(|fragment| match fragment {
        Fragment::PrivacyList(query) => {
            !query.children().any(|list| list.name() == "list" && list.attr("name") == Some(&name))
        }
        _ => true,
    });
    let in_list = |text: &str| rules.iter().any(|rule| is_denial(rule, text));
    let denials = blocked.iter().filter(|jid| !in_list(jid)).map(|jid| denial(jid));
    let mut list = Element::new("list", ns::PRIVACY).with_attr("name", name.clone());
    for (order, mut rule) in denials.chain(rules.iter().cloned()).enumerate() {
        rule.set_attr("order", (order + 1).to_string());
        list.push(rule);
    }
    let query = |child| Fragment::PrivacyList(Element::new("query", ns::PRIVACY).with_child(child));
    if !has_default {
        fragments.push(query(Element::new("default", ns::PRIVACY).with_attr("name", name)));
    }
    fragments.push(query(list));
}

fn denial(jid: &str) -> Element {
    Element::new("item", ns::PRIVACY)
        .with_attr("type", "jid")
        .with_attr("value", jid)
        .with_attr("action", "deny")
}

/// Whether a rule denies everything of this address already.
fn is_denial(rule: &Element, jid: &str) -> bool {
    rule.attr("type") == Some("jid")
        && rule.attr("value") == Some(jid)
        && rule.attr("action") == Some("deny")
        && rule.first_child().is_none()
}
