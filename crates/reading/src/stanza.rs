//! What one archived result says, as a lens over the element.

use xml::{Element, ns};

use crate::lens;

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Author {
    /// The account the file is of.
    Own,
    /// Whom the conversation is with.
    Other,
    /// Somebody in a group chat, by the name used there.
    Nick(String),
    /// The group chat itself.
    Room,
}

/// A file somebody sent, as the message tells of it. Nothing of it is ever fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedFile {
    pub url: String,
    pub name: Option<String>,
    /// In bytes.
    pub size: Option<u64>,
}

/// What a message is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// What was written; empty where there are only files.
    Text(String),
    /// Only the devices it was written for can read it.
    Encrypted,
    /// The group chat, or the conversation, got this title.
    Subject(String),
    /// Somebody was asked into this group chat.
    Invitation(String),
    /// It was taken back, and the archive forgot it.
    Retracted,
    /// Reactions to something that is not in the file.
    Reactions(Vec<String>),
    /// Something was taken back that is not in the file.
    Retraction,
}

/// What a message does to an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refers {
    /// XEP-0308.
    Corrects(String),
    /// XEP-0424; by the room itself where a moderator did it.
    Retracts(String),
    /// XEP-0444: all reactions of this author to it, which replace those before.
    ReactsTo(String),
}

/// A message of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stanza {
    /// What the archive calls it.
    pub(crate) id: String,
    /// With whom, or in which group chat.
    pub(crate) conversation: String,
    pub(crate) is_room: bool,
    pub(crate) author: Author,
    /// Seconds since 1970.
    pub(crate) time: Option<i64>,
    /// None for what says nothing to a person: receipts, markers, who is typing.
    pub(crate) content: Option<Content>,
    pub(crate) files: Vec<SharedFile>,
    pub(crate) refers: Option<Refers>,
    /// XEP-0461.
    pub(crate) replies_to: Option<String>,
    /// The ids under which others refer to it.
    pub(crate) keys: Vec<String>,
}

impl Stanza {
    /// Reads a `<result/>` of the account `own`; none where it holds no message.
    pub(crate) fn read(result: &Element, own: &str) -> Option<Self> {
        let forwarded = result.child("forwarded", ns::FORWARD)?;
        // Some archives leave it in the namespace of the file.
        let message = forwarded.children().find(|child| child.name() == "message")?;
        Some(Self::of(message, result.attr("id"), forwarded, own))
    }

    /// Reads a `<message/>` that waits for the account `own` (XEP-0160).
    pub(crate) fn waiting(message: &Element, own: &str) -> Self {
        Self::of(message, message.attr("id"), message, own)
    }

    /// `id` is what a file calls the message, whose time stands in `around`.
    fn of(message: &Element, id: Option<&str>, around: &Element, own: &str) -> Self {
        let stamp = around.child("delay", ns::DELAY).and_then(|delay| delay.attr("stamp"));
        let is_groupchat = message.attr("type") == Some("groupchat");
        let (conversation, author) = ends(message, own, is_groupchat);
        let files = lens::files(message);
        let refers = refers(message);
        let content = content(message, &files, refers.as_ref());
        Self {
            id: id.unwrap_or_default().to_owned(),
            is_room: is_groupchat,
            conversation,
            author,
            time: stamp.and_then(portable::seconds),
            content,
            files,
            refers,
            replies_to: id_of(message.child("reply", ns::REPLY)),
            keys: keys(message, id),
        }
    }

    /// What can be found in it.
    pub(crate) fn words(&self) -> String {
        let mut words = match &self.content {
            Some(Content::Text(text) | Content::Subject(text) | Content::Invitation(text)) => text.clone(),
            _ => String::new(),
        };
        for file in &self.files {
            words.push(' ');
            words.push_str(file.name.as_deref().unwrap_or(&file.url));
        }
        words
    }
}

/// With whom it was exchanged, and who wrote it.
fn ends(message: &Element, own: &str, is_groupchat: bool) -> (String, Author) {
    let from = message.attr("from").unwrap_or_default();
    let to = message.attr("to").unwrap_or_default();
    // What a server keeps of the own messages may have no sender (RFC 6120 §8.1.2.1).
    let is_own = bare(from) == own || (from.is_empty() && bare(to) != own);
    let other = if is_own { to } else { from };
    let author = match resource(from) {
        _ if is_own => Author::Own,
        Some(nick) if is_groupchat => Author::Nick(nick.to_owned()),
        None if is_groupchat => Author::Room,
        _ => Author::Other,
    };
    // XEP-0045 §7.5: a private message to or from somebody in a room.
    let is_private = !is_groupchat
        && message.child("x", ns::MUC_USER).is_some_and(|x| x.child("invite", ns::MUC_USER).is_none());
    let conversation = match other {
        "" => own.to_owned(),
        other if is_private && resource(other).is_some() => other.to_owned(),
        other => bare(other),
    };
    (conversation, author)
}

fn refers(message: &Element) -> Option<Refers> {
    if let Some(id) = id_of(message.child("replace", ns::CORRECTION)) {
        return Some(Refers::Corrects(id));
    }
    if let Some(id) = id_of(message.child("retract", ns::RETRACTION).or_else(|| fastened(message))) {
        return Some(Refers::Retracts(id));
    }
    id_of(message.child("reactions", ns::REACTIONS)).map(Refers::ReactsTo)
}

/// What takes a message back the older way (XEP-0424 before 0.4.0): fastened to it (XEP-0422), and where a
/// moderator did it, by way of XEP-0425.
fn fastened(message: &Element) -> Option<&Element> {
    let fastened = message.child("apply-to", ns::FASTEN)?;
    let by = fastened.child("moderated", ns::MODERATION_OLD).unwrap_or(fastened);
    by.child("retract", ns::RETRACTION_OLD).map(|_| fastened)
}

/// What an archive keeps of a message that was taken back, in the present form and in the one before.
fn is_tombstone(message: &Element) -> bool {
    let old = message.child("moderated", ns::MODERATION_OLD).unwrap_or(message);
    let is_old = || old.child("retracted", ns::RETRACTION_OLD).is_some();
    message.child("retracted", ns::RETRACTION).is_some() || is_old()
}

fn content(message: &Element, files: &[SharedFile], refers: Option<&Refers>) -> Option<Content> {
    if message.attr("type") == Some("error") {
        return None;
    }
    match refers {
        Some(Refers::ReactsTo(_)) => return Some(Content::Reactions(lens::reactions(message))),
        Some(Refers::Retracts(_)) => return Some(Content::Retraction),
        Some(Refers::Corrects(_)) | None => {}
    }
    if is_tombstone(message) {
        return Some(Content::Retracted);
    }
    if lens::is_encrypted(message) {
        return Some(Content::Encrypted);
    }
    let text = lens::text(message, files);
    if !text.is_empty() || !files.is_empty() {
        return Some(Content::Text(text));
    }
    if let Some(invite) = message.child("x", ns::MUC_USER).and_then(|x| x.child("invite", ns::MUC_USER)) {
        // From the room, or to it where one asked somebody in.
        let room = if invite.attr("to").is_some() { message.attr("to") } else { message.attr("from") };
        return Some(Content::Invitation(bare(room.unwrap_or_default())));
    }
    let subject = lens::said(message, "subject")?;
    (!subject.is_empty()).then_some(Content::Subject(subject))
}

fn keys(message: &Element, archived: Option<&str>) -> Vec<String> {
    let given = message.children().filter(|child| child.ns() == ns::STANZA_ID);
    let all = [message.attr("id"), archived].into_iter().chain(given.map(|given| given.attr("id")));
    let mut keys: Vec<String> = Vec::new();
    for key in all.flatten().filter(|key| !key.is_empty()) {
        // So many ids have a meaning; more are somebody's joke.
        if keys.len() < 6 && keys.iter().all(|known| known != key) {
            keys.push(key.to_owned());
        }
    }
    keys
}

fn id_of(element: Option<&Element>) -> Option<String> {
    element?.attr("id").filter(|id| !id.is_empty()).map(str::to_owned)
}

fn bare(jid: &str) -> String {
    jid.split('/').next().unwrap_or(jid).to_lowercase()
}

fn resource(jid: &str) -> Option<&str> {
    jid.split_once('/').map(|(_, resource)| resource).filter(|resource| !resource.is_empty())
}
