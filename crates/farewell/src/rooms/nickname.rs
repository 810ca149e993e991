//! The name that a room keeps for somebody (XEP-0045 §7.10, XEP-0077).

use jid::BareJid;
use migration::Problem;
use session::{Session, form};
use xml::{Element, ns};

use crate::{Ends, Rights, Room, abroad};

/// The node that tells a person's own name (XEP-0045 §7.12).
const OWN_NAME: &str = "x-roomuser-item";
/// The field of a registration that holds it.
const NAME: &str = "muc#register_roomnick";

/// The name the room keeps for the account, if it does. Not every room that does knows both ways to ask.
pub(super) async fn kept(session: &Session, room: &BareJid) -> Option<String> {
    match registered(session, room).await {
        Some(name) => Some(name),
        None => own_name(session, room).await,
    }
}

async fn registered(session: &Session, room: &BareJid) -> Option<String> {
    let answer =
        abroad::get(session, &room.clone().into(), Element::new("query", ns::REGISTER)).await.ok()??;
    answer.child("registered", ns::REGISTER)?;
    let form = answer.child("x", ns::DATA_FORM).and_then(|form| form::value(form, NAME));
    let name = form.or_else(|| answer.child_text("username", ns::REGISTER));
    name.or_else(|| answer.child_text("nick", ns::REGISTER)).filter(|name| !name.is_empty())
}

async fn own_name(session: &Session, room: &BareJid) -> Option<String> {
    let query = Element::new("query", ns::DISCO_INFO).with_attr("node", OWN_NAME);
    let answer = abroad::get(session, &room.clone().into(), query).await.ok()??;
    let identity = answer.children().find(|child| child.attr("category") == Some("conference"))?;
    let kind = identity.attr("type");
    identity.attr("name").filter(|name| !name.is_empty() && kind == Some("text")).map(str::to_owned)
}

/// Has the room keep the name for the new address. It lets go of it for the old one only where that one
/// stays what it is: members are members by their name.
pub(super) async fn carry(ends: &Ends, room: &Room, name: &str) {
    let Some(origin) = &ends.origin else { return };
    let (old, new) = (origin.session(), ends.destination.session());
    match register(new, &room.jid, name).await {
        Err(Problem::Refused(error)) if error.condition == "conflict" && room.rights >= Rights::Admin => {}
        _ => return,
    }
    if give_up(old, &room.jid).await.is_ok() && register(new, &room.jid, name).await.is_err() {
        // Better kept for the old address than for nobody.
        drop(register(old, &room.jid, name).await);
    }
}

async fn register(session: &Session, room: &BareJid, name: &str) -> Result<(), Problem> {
    let form = form::submit(ns::MUC_REGISTER, [(NAME, name)]);
    let query = Element::new("query", ns::REGISTER).with_child(form);
    abroad::set(session, &room.clone().into(), query).await.map(drop)
}

async fn give_up(session: &Session, room: &BareJid) -> Result<(), Problem> {
    let query = Element::new("query", ns::REGISTER).with_child(Element::new("remove", ns::REGISTER));
    abroad::set(session, &room.clone().into(), query).await.map(drop)
}
