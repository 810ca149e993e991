//! Saying at the old account, to who looks at it, where it has moved: in its status message, and in
//! its profile.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::stream::StreamExt;
use migration::{
    Account, Autojoin, Choice, Choices, Holding, Holdings, KindId, Mapping, Outcome, Plan, Problem, kinds,
};
use portable::{Fragment, PepNode};
use session::{RequestError, Session, Status};
use xml::{Element, ns};

use crate::{Ends, Event, World};

/// What the old account's status message says; empty while it says nothing.
pub(crate) type Saying = Rc<RefCell<String>>;

/// Says it in the profile, or in the status message, or both.
pub(crate) async fn note(
    ends: &Ends,
    text: &str,
    (in_status, in_profile): (bool, bool),
    saying: &Saying,
    world: &dyn World,
) -> Result<(), Problem> {
    let origin = ends.origin.as_ref().ok_or(Problem::ConnectionLost)?;
    if in_profile {
        describe(origin, text).await?;
    }
    if in_status {
        let session = origin.session();
        let is_first = saying.replace(text.to_owned()).is_empty();
        say(session, text).await?;
        session.ping().await?;
        if is_first {
            session.environment().spawn(Box::pin(repeat(session.clone(), Rc::clone(saying))));
        }
    }
    world.heard(Event::Noted);
    Ok(())
}

/// Becomes available with this status message, for as long as the connection lasts. With a priority of
/// -1 what waits there stays for other apps, and nothing new comes here (RFC 6121 §4.7.2.3).
async fn say(session: &Session, text: &str) -> Result<(), RequestError> {
    let presence = Element::new("presence", ns::CLIENT)
        .with_child(Element::new("status", ns::CLIENT).with_text(text))
        .with_child(Element::new("priority", ns::CLIENT).with_text("-1"));
    session.send(presence).await
}

/// Says it again on every connection that follows, until the account is signed out.
async fn repeat(session: Session, saying: Saying) {
    let mut changes = session.watch();
    while let Some(status) = changes.next().await {
        match status {
            Status::Online => {
                let text = saying.borrow().clone();
                // A connection that is lost again is followed by another.
                drop(say(&session, &text).await);
            }
            Status::SignedOut => break,
            Status::Waiting { .. } | Status::Stopped(_) => {}
        }
    }
}

/// Puts the text before what the profile says of the person, and changes nothing else in it: as a copy
/// would that brings this one field, so that the picture is seen to and the field is read back.
async fn describe(account: &Account, text: &str) -> Result<(), Problem> {
    let Some(kind) = kinds::by_name("profile") else { return Ok(()) };
    let found = Holding::read(kind, account).await;
    if let Some(problem) = found.problem {
        return Err(problem);
    }
    let wanted = wanted(&found.fragments, text);
    let mapping = Mapping {
        origin: None,
        destination: account.jid(),
        features: account.features().clone(),
        autojoin: Autojoin::AsItWas,
    };
    let plan = plan(kind.id(), wanted, found, &mapping);
    for report in migration::run(&plan, account, &|_| {}).await {
        for entry in &report.entries {
            match &entry.outcome {
                Outcome::Failed(problem) => return Err(problem.clone()),
                Outcome::Copied | Outcome::Changed(_) | Outcome::AlreadyThere | Outcome::LeftOut(_) => {}
            }
        }
        if !report.is_complete() {
            return Err(Problem::NotKept);
        }
    }
    Ok(())
}

/// The field as each of the two profiles has it: in the newer one only where there is one.
fn wanted(found: &[Fragment], text: &str) -> Vec<Fragment> {
    let vcard = found.iter().find_map(|fragment| match fragment {
        Fragment::Vcard(vcard) => Some(vcard),
        _ => None,
    });
    let vcard4 = found.iter().find_map(|fragment| match fragment {
        Fragment::PepNode(node) if node.name == ns::VCARD4_NODE => {
            node.items.last()?.child("vcard", ns::VCARD4)
        }
        _ => None,
    });
    let said = vcard.and_then(|vcard| vcard.child_text("DESC", ns::VCARD_TEMP));
    let desc = Element::new("DESC", ns::VCARD_TEMP).with_text(before(text, said.as_deref()));
    let mut wanted = vec![Fragment::Vcard(Element::new("vCard", ns::VCARD_TEMP).with_child(desc))];
    if let Some(vcard4) = vcard4 {
        let said = vcard4.child("note", ns::VCARD4).and_then(|note| note.child_text("text", ns::VCARD4));
        let said = Element::new("text", ns::VCARD4).with_text(before(text, said.as_deref()));
        let note = Element::new("note", ns::VCARD4).with_child(said);
        let vcard4 = Element::new("vcard", ns::VCARD4).with_child(note);
        let item = Element::new("item", ns::PUBSUB).with_attr("id", "current").with_child(vcard4);
        wanted.push(Fragment::PepNode(PepNode { items: vec![item], ..PepNode::new(ns::VCARD4_NODE) }));
    }
    wanted
}

/// `text`, and behind it what was said before.
fn before(text: &str, said: Option<&str>) -> String {
    match said.map(str::trim).filter(|said| !said.is_empty()) {
        None => text.to_owned(),
        Some(said) if said.starts_with(text) => said.to_owned(),
        Some(said) => format!("{text}\n\n{said}"),
    }
}

/// What would change at the account; the field wins over the one that is there.
fn plan(id: KindId, wanted: Vec<Fragment>, found: Holding, mapping: &Mapping) -> Plan {
    let holdings =
        |holding| Holdings { kinds: [(id, Rc::new(holding))].into_iter().collect(), ..Holdings::default() };
    let wanted = holdings(Holding { fragments: wanted, ..Holding::default() });
    let mut plan =
        Plan::new(&wanted, &holdings(found), &[id].into_iter().collect(), mapping, &Choices::new());
    let keys: Vec<String> =
        plan.kinds.iter().flat_map(|kind| &kind.items).map(|planned| planned.item.key.clone()).collect();
    for key in keys {
        // Nothing else hangs on a field of the profile.
        let _: bool = plan.decide(id, &key, Choice::Take);
    }
    plan
}
