//! What a person wants told, to whom, and what they do about single contacts.

use farewell::{Audience, Order, Part};
use jid::BareJid;

use super::Telling;
use super::people::Sort;
use crate::{Effect, Stage, Wizard};

/// What a person does on this stage.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Say at the old address where the account is now.
    Statement(bool),
    Audience(Audience),
    /// Ask the contacts to follow.
    Notify(bool),
    /// Write to some of them.
    Message(bool),
    MessageText(String),
    Recipient(BareJid, bool),
    /// Ask the group chats to let the new address in.
    Rooms(bool),
    /// In this one, as owner.
    Owner(BareJid, bool),
    /// The old account may enter group chats for that.
    MayJoin(bool),
    /// Apps enter them by themselves again, as with the old account.
    Autojoin(bool),
    NoteInStatus(bool),
    NoteInProfile(bool),
    /// Do what is ticked and not done.
    Start(Said),
    /// Although others cannot read the statement.
    StartAllTheSame,
    Withdraw,
    Nudge(BareJid),
    Approve(BareJid),
    Sort(Sort),
    /// Remove what is kept at the new account.
    Forget,
    /// The old address, typed to confirm that it is to be deleted.
    Confirm(String),
    /// Although something is unfinished.
    Insist(bool),
    Delete,
}

/// What goes out, in the person's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// With every request.
    pub request: String,
    /// The message, where the person wrote no other.
    pub message: String,
    /// In the old account's status and profile.
    pub note: String,
}

impl Wizard {
    #[inline(never)]
    pub(crate) fn wish(&mut self, wish: Wish) -> Vec<Effect> {
        if self.stage != Stage::Farewell {
            return Vec::new();
        }
        let farewell = self.farewell_mut();
        let wants = &mut farewell.wants;
        match wish {
            Wish::Statement(wanted) => wants.statement = wanted,
            Wish::Audience(audience) => (wants.audience, wants.is_audience_chosen) = (audience, true),
            Wish::Notify(wanted) => wants.notify = wanted,
            Wish::Message(wanted) => return self.want_message(wanted),
            Wish::MessageText(text) => farewell.messages.text = Some(text),
            Wish::Recipient(jid, wanted) => drop(farewell.messages.chosen.insert(jid, wanted)),
            Wish::Rooms(wanted) => wants.rooms = wanted,
            Wish::Owner(jid, wanted) => farewell.want_owner(jid, wanted),
            Wish::MayJoin(wanted) => farewell.let_join(wanted),
            Wish::Autojoin(wanted) => wants.autojoin = wanted,
            Wish::NoteInStatus(wanted) => (wants.in_status, farewell.has_noted) = (wanted, false),
            Wish::NoteInProfile(wanted) => (wants.in_profile, farewell.has_noted) = (wanted, false),
            Wish::Start(said) => return self.start_telling(said),
            Wish::StartAllTheSame => return self.tell_all_the_same(),
            Wish::Withdraw => return self.withdraw(),
            Wish::Nudge(jid) => return self.nudge(jid),
            Wish::Approve(jid) => return vec![Effect::Farewell(Box::new(Order::Approve(jid)))],
            Wish::Sort(sort) => farewell.sort = sort,
            Wish::Forget => return self.order_farewell(Part::Ledger, Order::Forget),
            Wish::Confirm(typed) => farewell.leaving.typed = typed,
            Wish::Insist(insists) => farewell.leaving.insists = insists,
            Wish::Delete => return self.delete_account(),
        }
        Vec::new()
    }

    /// Nobody further is asked for now, or it goes on.
    pub(crate) fn hold_telling(&mut self, held: bool) -> Vec<Effect> {
        let farewell = self.farewell_mut();
        let (telling, order) = match (farewell.telling, held) {
            (Telling::Asking, true) => (Telling::Held, Order::Pause),
            (Telling::Held, false) => (Telling::Asking, Order::Resume),
            _ => return Vec::new(),
        };
        farewell.telling = telling;
        farewell.rate = None;
        vec![Effect::Farewell(Box::new(order))]
    }

    fn withdraw(&mut self) -> Vec<Effect> {
        let farewell = self.farewell_mut();
        if farewell.is_running(Part::Statement) {
            return Vec::new();
        }
        farewell.wants.statement = false;
        self.order_farewell(Part::Statement, Order::Withdraw)
    }

    fn nudge(&mut self, jid: BareJid) -> Vec<Effect> {
        let farewell = self.farewell_mut();
        let now = farewell.now;
        let may_be = |contact| super::people::can_be_nudged(contact, now);
        if !farewell.contacts.get(&jid).is_some_and(may_be) || !farewell.nudged.insert(jid.clone()) {
            return Vec::new();
        }
        vec![Effect::Farewell(Box::new(Order::Nudge(jid)))]
    }
}
