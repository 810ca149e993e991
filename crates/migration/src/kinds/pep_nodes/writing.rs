//! Nodes side by side; in each the configuration first, then who may do what,
//! then its items in their order.

use ordered::Map;

use portable::{Fragment, PepNode};
use session::{RequestError, form};
use xml::Element;

use super::super::common::side_by_side;
use super::comparison::{Found, missing_affiliations};
use super::policy::{Policy, policy};
use super::settings::{Settings, at_least_as_strict, capacity};
use super::thing::{self, Thing};
use crate::kind::{Log, Write};
use crate::{Account, Problem, Reason};

pub(super) async fn write(
    writes: &[Write],
    found: &[Fragment],
    to: &Account,
    log: &dyn Log,
) -> Result<(), Problem> {
    let found = Found::of(found);
    let mut nodes: Map<&str, Vec<&Write>> = Map::new();
    for write in writes {
        nodes.entry(thing::node_of(&write.payload)).or_default().push(write);
    }
    let written = nodes
        .iter()
        .map(async |(name, writes)| Node { name, found: found.node(name), to }.write(writes, log).await);
    side_by_side(written).await.into_iter().collect()
}

/// One node of the destination.
struct Node<'a> {
    name: &'a str,
    found: Option<&'a PepNode>,
    to: &'a Account,
}

impl Node<'_> {
    /// An error is a lost connection; everything else is said of the item it is about.
    async fn write(&self, writes: &[&Write], log: &dyn Log) -> Result<(), Problem> {
        let is_whole = |write: &&Write| matches!(thing::of(&write.payload), Some(Thing::Node { .. }));
        let (wholes, parts): (Vec<&Write>, Vec<&Write>) = writes.iter().partition(|write| is_whole(write));
        let form = match wholes.first() {
            Some(_) if self.found.is_none() && policy(self.name) == Policy::AccessOnly => {
                wholes.iter().for_each(|write| log.left_out(&write.key, Reason::NothingThere));
                return Ok(());
            }
            Some(write) => self.prepare(write, log).await,
            None => self.form(&parts).await,
        };
        match form {
            Ok(form) => self.publish_all(&parts, &form, log).await,
            Err(Problem::ConnectionLost) => Err(Problem::ConnectionLost),
            Err(problem) => {
                writes.iter().for_each(|write| log.wrote(&write.key, Err(problem.clone())));
                Ok(())
            }
        }
    }

    /// Brings the node to what is wanted, or as near as the server lets it be.
    async fn prepare(&self, write: &Write, log: &dyn Log) -> Result<Element, Problem> {
        let Some(Thing::Node { form, affiliations }) = thing::of(&write.payload) else {
            return Err(Problem::Malformed("no node".to_owned()));
        };
        let wanted = Settings::of(form);
        let form = self.set_up(&wanted).await?;
        let missing = match self.found {
            Some(node) => missing_affiliations(affiliations, node),
            None => missing_affiliations(affiliations, &PepNode::new(self.name)),
        };
        let set = match missing.is_empty() {
            true => Ok(()),
            false => self.to.session().pubsub_set_affiliations(self.name, &missing).await,
        };
        if set == Err(RequestError::ConnectionLost) {
            return Err(Problem::ConnectionLost);
        }
        if let Some(reason) = adaptation(&wanted, &form) {
            let there: Vec<_> = thing::affiliations(affiliations)
                .map(|(jid, affiliation)| (jid.to_owned(), affiliation.to_owned()))
                .collect();
            log.adapted(&write.key, thing::node(self.name, &wanted.as_in(&form), &there), reason);
        }
        log.wrote(&write.key, set.map_err(Problem::from));
        Ok(form)
    }

    /// The configuration of a node that is left as it is; one that went meanwhile is made anew.
    async fn form(&self, parts: &[&Write]) -> Result<Element, Problem> {
        if let Some(form) = self.found.and_then(|node| node.configure.clone()) {
            return Ok(form);
        }
        let access = parts.first().map(|write| thing::access_of(&write.payload)).unwrap_or_default();
        self.set_up(&access.with("max_items", "max")).await
    }

    /// Creates or configures the node, and reads back what came of it.
    async fn set_up(&self, wanted: &Settings) -> Result<Element, Problem> {
        let session = self.to.session();
        let is_new = self.found.is_none();
        let done = match is_new {
            true => session.pubsub_create(self.name, wanted.to_form()).await,
            false => session.pubsub_configure(self.name, wanted.to_form()).await,
        };
        match done {
            Ok(()) => {}
            Err(RequestError::Stanza(error)) => {
                if is_new {
                    let empty = form::node_config([]);
                    // Where even this is refused, the first answer says why.
                    match session.pubsub_create(self.name, empty).await {
                        Ok(()) => {}
                        Err(RequestError::Stanza(_)) => return Err(Problem::Refused(error)),
                        Err(error) => return Err(error.into()),
                    }
                }
                self.adapt(wanted).await?;
            }
            Err(error) => return Err(error.into()),
        }
        let mut form = session.pubsub_configuration(self.name).await?;
        // ejabberd lets not even the owner read where only groups of the roster may,
        // so nobody could tell whether anything arrived.
        if Settings::of(Some(&form)).access() == Some("roster")
            && let Err(RequestError::Stanza(_)) = session.pubsub_items(self.name).await
        {
            self.set_one_of("access_model", at_least_as_strict("roster").skip(1)).await?;
            form = session.pubsub_configuration(self.name).await?;
        }
        if wanted.is_strict_in(&form) { Ok(form) } else { Err(Problem::NotPrivate) }
    }

    /// Sets what the server knows of it; where it refuses that, each field by
    /// itself, and for one it refuses the next best.
    async fn adapt(&self, wanted: &Settings) -> Result<(), Problem> {
        let fitted = wanted.fitted(&self.to.session().pubsub_configuration(self.name).await?);
        if self.takes(&fitted).await? {
            return Ok(());
        }
        for (name, values) in fitted.fields() {
            if self.takes(&Settings::default().with_values(name, values)).await? {
                continue;
            }
            let model = fitted.access().unwrap_or_default();
            match name.as_str() {
                "access_model" => self.set_one_of(name, at_least_as_strict(model).skip(1)).await?,
                "max_items" => self.set_one_of(name, ["max", "256"].into_iter()).await?,
                // What else it refuses shows when the configuration is read back.
                _ => {}
            }
        }
        Ok(())
    }

    /// The first of these values that the server takes.
    async fn set_one_of<'v>(
        &self,
        field: &str,
        values: impl Iterator<Item = &'v str>,
    ) -> Result<(), Problem> {
        for value in values {
            if self.takes(&Settings::default().with(field, value)).await? {
                break;
            }
        }
        Ok(())
    }

    /// Whether the server takes this configuration.
    async fn takes(&self, settings: &Settings) -> Result<bool, Problem> {
        match self.to.session().pubsub_configure(self.name, settings.to_form()).await {
            Ok(()) => Ok(true),
            Err(RequestError::Stanza(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// One after the other, so that the order is kept; where there is no room for all, the newest.
    async fn publish_all(&self, parts: &[&Write], form: &Element, log: &dyn Log) -> Result<(), Problem> {
        let there = self.found.map_or(0, |node| node.items.len());
        let room = capacity(form).saturating_sub(there);
        let mut surplus = parts.iter().filter(|write| write.found.is_none()).count().saturating_sub(room);
        for write in parts {
            let Some(Thing::Item(item)) = thing::of(&write.payload) else { continue };
            if surplus > 0 && write.found.is_none() {
                surplus -= 1;
                log.left_out(&write.key, Reason::MoreThanServerKeeps);
                continue;
            }
            if !thing::access_of(&write.payload).is_strict_in(form) {
                log.wrote(&write.key, Err(Problem::NotPrivate));
                continue;
            }
            match self.to.session().pubsub_publish(self.name, published(item), None).await {
                Err(RequestError::ConnectionLost) => return Err(Problem::ConnectionLost),
                result => log.wrote(&write.key, result.map_err(Problem::from)),
            }
        }
        Ok(())
    }
}

/// Only what belongs to the item: who published it is the new account.
fn published(item: &Element) -> Element {
    let mut item = item.clone();
    item.remove_attr("publisher");
    item
}

/// What the server did not take as wanted, if it said so by doing otherwise.
fn adaptation(wanted: &Settings, form: &Element) -> Option<Reason> {
    let there = Settings::of(Some(form));
    if wanted.access().is_some() && wanted.access() != there.access() {
        return Some(Reason::StricterAccess);
    }
    let keeps_less = wanted.keeps(form).is_some_and(|wanted| wanted > capacity(form));
    keeps_less.then_some(Reason::MoreThanServerKeeps)
}
