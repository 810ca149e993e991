//! What a room tells those outside it, and what its owners and admins may change from there.

use futures_util::future::{FutureExt, join3};
use futures_util::stream::StreamExt;
use jid::{BareJid, Jid};
use migration::Problem;
use ordered::Set;
use session::{Session, StanzaError, form};
use xml::{Element, ns};

use crate::{Rights, abroad};

/// The longest name taken over from a room, in characters.
const LONGEST_NAME: usize = 200;

/// What a room says of itself (XEP-0045 §6.4).
pub(super) struct Information {
    pub(super) name: String,
    pub(super) is_members_only: bool,
    /// Into a room for members only: every member may bring others in.
    pub(super) members_may_invite: bool,
}

/// Who is what in a room, of those lists that it shows us (XEP-0045 §9 and §10).
#[derive(Default)]
pub(super) struct Affiliations {
    owners: Option<Set<BareJid>>,
    admins: Option<Set<BareJid>>,
    members: Option<Set<BareJid>>,
    /// It said of some list that it is not for us, so we are neither owner nor admin.
    is_refused: bool,
}

pub(super) async fn information(session: &Session, room: &BareJid) -> Result<Information, Problem> {
    let query = Element::new("query", ns::DISCO_INFO);
    let answer = abroad::get(session, &room.clone().into(), query).await?;
    let answer = answer.unwrap_or_else(|| Element::new("query", ns::DISCO_INFO));
    let is_room = |child: &&Element| child.attr("category") == Some("conference");
    let identity = answer.children().filter(|child| child.name() == "identity").find(is_room);
    let has = |feature| {
        answer.children().any(|child| child.name() == "feature" && child.attr("var") == Some(feature))
    };
    let forms: Vec<&Element> = answer.children().filter(|child| child.is("x", ns::DATA_FORM)).collect();
    let may = |name| forms.iter().any(|form| form::value(form, name).is_some_and(|may| is_true(&may)));
    let name = identity.and_then(|identity| identity.attr("name")).unwrap_or_default();
    Ok(Information {
        name: name.trim().chars().take(LONGEST_NAME).collect(),
        is_members_only: has("muc_membersonly"),
        // Prosody before 0.12 had a name of its own for it.
        members_may_invite: may("muc#roomconfig_allowinvites")
            || may("{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites"),
    })
}

/// Asks for the three lists.
pub(super) async fn affiliations(session: &Session, room: &BareJid) -> Affiliations {
    let room = Jid::from(room.clone());
    let list = |affiliation| {
        let item = Element::new("item", ns::MUC_ADMIN).with_attr("affiliation", affiliation);
        abroad::get(session, &room, Element::new("query", ns::MUC_ADMIN).with_child(item))
    };
    let (owners, admins, members) = join3(list("owner"), list("admin"), list("member")).await;
    let mut lists = Affiliations::default();
    lists.owners = lists.read(owners);
    lists.admins = lists.read(admins);
    lists.members = lists.read(members);
    lists
}

/// Gives `jid` an affiliation (XEP-0045 §9.3, §10.3, §10.6).
pub(super) async fn grant(
    session: &Session,
    room: &BareJid,
    jid: &BareJid,
    rights: Rights,
) -> Result<(), Problem> {
    let affiliation = match rights {
        Rights::Owner => "owner",
        Rights::Admin => "admin",
        Rights::Member => "member",
        Rights::None | Rights::Unknown => return Ok(()),
    };
    let item = Element::new("item", ns::MUC_ADMIN)
        .with_attr("affiliation", affiliation)
        .with_attr("jid", jid.to_string());
    let query = Element::new("query", ns::MUC_ADMIN).with_child(item);
    abroad::set(session, &room.clone().into(), query).await.map(drop)
}

/// Asks the room to invite `jid` (XEP-0045 §7.8.2), and waits for what it has to say to that.
pub(super) async fn invite(session: &Session, room: &BareJid, jid: &BareJid) -> Result<(), Problem> {
    let id = abroad::token(session);
    let invite = Element::new("invite", ns::MUC_USER).with_attr("to", jid.to_string());
    let message = Element::new("message", ns::CLIENT)
        .with_attr("id", id.as_str())
        .with_attr("to", room.to_string())
        .with_child(Element::new("x", ns::MUC_USER).with_child(invite));
    let mut inbox = session.inbox();
    session.send(message).await?;
    // A room does one thing after the other: an error comes before the answer to this.
    information(session, room).await?;
    while let Some(Some(stanza)) = inbox.next().now_or_never() {
        if stanza.attr("type") == Some("error") && stanza.attr("id") == Some(&id) {
            return match StanzaError::of(&stanza) {
                Some(error) => Err(Problem::Refused(error)),
                None => Err(Problem::Malformed("an error without <error/>".to_owned())),
            };
        }
    }
    Ok(())
}

impl Affiliations {
    /// The highest that these lists give `jid`.
    pub(super) fn rights(&self, jid: &BareJid) -> Rights {
        let is_in = |list: &Option<Set<BareJid>>| list.as_ref().is_some_and(|list| list.contains(jid));
        match () {
            () if is_in(&self.owners) => Rights::Owner,
            () if is_in(&self.admins) => Rights::Admin,
            () if is_in(&self.members) => Rights::Member,
            () if self.members.is_some() && self.admins.is_some() => Rights::None,
            () => Rights::Unknown,
        }
    }

    /// Whether it may be that we are owner or admin, and the room does not tell from outside.
    pub(super) fn is_silent(&self) -> bool {
        self.owners.is_none() && self.admins.is_none() && !self.is_refused
    }

    fn read(&mut self, answer: Result<Option<Element>, Problem>) -> Option<Set<BareJid>> {
        match answer {
            Ok(query) => {
                let items = query.into_iter().flat_map(Element::into_children);
                Some(
                    items
                        .filter_map(|item| Some(item.attr("jid")?.parse::<Jid>().ok()?.into_bare()))
                        .collect(),
                )
            }
            Err(Problem::Refused(error)) => {
                self.is_refused |= matches!(error.condition.as_str(), "forbidden" | "not-allowed");
                None
            }
            Err(_) => None,
        }
    }
}

fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true")
}
