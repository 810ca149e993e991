//! A short visit to a room, for what it lets only those do who are in it (XEP-0045 §7.2).

use futures_util::stream::{Stream, StreamExt};
use jid::{BareJid, Jid};
use migration::Problem;
use session::{Session, StanzaError};
use xml::{Element, ns};

use super::service::information;
use crate::{Rights, abroad};

/// Our session is in the room; [`Visit::leave`] ends that.
pub(super) struct Visit {
    /// The room, and as whom we are in it.
    occupant: String,
    room: BareJid,
    /// What the room says we are.
    pub(super) rights: Rights,
}

impl Visit {
    /// Enters without asking for what was said before. `nick` may be in use by another of the account's
    /// own sessions; where somebody else has it, we go by a similar one.
    pub(super) async fn begin(
        session: &Session,
        room: &BareJid,
        nick: &str,
        password: Option<&str>,
    ) -> Result<Self, Problem> {
        match Self::enter(session, room, nick, password).await {
            Err(Problem::Refused(error)) if error.condition == "conflict" => {
                Self::enter(session, room, &format!("{nick}_"), password).await
            }
            decided => decided,
        }
    }

    /// Leaves with this session, and waits until the room has seen it; others of the account stay.
    pub(super) async fn leave(self, session: &Session) {
        let presence = Element::new("presence", ns::CLIENT)
            .with_attr("type", "unavailable")
            .with_attr("to", self.occupant);
        // A connection that is lost has left already.
        drop(session.send(presence).await);
        // A room does one thing after the other: with this answer we are out. What it says of leaving is
        // not waited for, as not every room says it to one of several sessions of the same name.
        drop(information(session, &self.room).await);
    }

    async fn enter(
        session: &Session,
        room: &BareJid,
        nick: &str,
        password: Option<&str>,
    ) -> Result<Self, Problem> {
        let occupant = room.with_resource(nick).map_err(|error| Problem::Malformed(error.to_string()))?;
        let history = Element::new("history", ns::MUC).with_attr("maxstanzas", "0");
        let password = password.map(|password| Element::new("password", ns::MUC).with_text(password));
        let presence = Element::new("presence", ns::CLIENT)
            .with_attr("to", occupant.to_string())
            .with_child(Element::new("x", ns::MUC).with_child(history).with_children(password));
        let inbox = session.inbox();
        session.send(presence).await?;
        abroad::within(session, abroad::PATIENCE, arrival(inbox, room)).await.ok_or(Problem::SlowServer)?
    }
}

/// Waits until the room says that we are in, or why not.
async fn arrival(mut inbox: impl Stream<Item = Element> + Unpin, room: &BareJid) -> Result<Visit, Problem> {
    while let Some(stanza) = inbox.next().await {
        let Some(from) = stanza.attr("from").and_then(|from| from.parse::<Jid>().ok()) else { continue };
        if from.bare() != room || stanza.name() != "presence" {
            continue;
        }
        if let Some(error) = StanzaError::of(&stanza) {
            return Err(Problem::Refused(error));
        }
        let Some(user) = stanza.child("x", ns::MUC_USER) else { continue };
        let is_us = |status: &Element| status.name() == "status" && status.attr("code") == Some("110");
        if user.children().any(is_us) {
            let affiliation = user.child("item", ns::MUC_USER).and_then(|item| item.attr("affiliation"));
            let rights = rights(affiliation.unwrap_or_default());
            return Ok(Visit { occupant: from.to_string(), room: room.clone(), rights });
        }
    }
    Err(Problem::ConnectionLost)
}

fn rights(affiliation: &str) -> Rights {
    match affiliation {
        "owner" => Rights::Owner,
        "admin" => Rights::Admin,
        "member" => Rights::Member,
        _ => Rights::None,
    }
}
