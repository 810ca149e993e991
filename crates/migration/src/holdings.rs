//! What one end holds, read once: the fragments of each kind and what could not be read.

use ordered::Map;
use std::rc::Rc;

use futures_util::future::{join_all, maybe_done, poll_immediate};
use portable::Fragment;

use crate::kind::{Item, Kind, KindId, Reading, Sink, Support, Unread};
use crate::kinds::{UPLOADED_FILES, preview};
use crate::{Account, Problem, Reason, kinds};

/// What one end holds of one kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holding {
    pub fragments: Vec<Fragment>,
    /// What could not be read while the rest could.
    pub unread: Vec<Unread>,
    /// How many items there are that are not held, being too many ([`Reading::IntoFile`]).
    pub unlisted: u64,
    /// Why nothing of this kind could be read.
    pub problem: Option<Problem>,
    /// Why there is nothing to read: the server does not have this kind of data.
    pub unsupported: Option<Reason>,
}

/// What one end holds of every kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holdings {
    pub kinds: Map<KindId, Rc<Holding>>,
    /// Fragments of a file that no kind claims.
    pub unclaimed: Vec<Fragment>,
}

impl Sink for Holding {
    fn fragment(&mut self, fragment: Fragment) {
        self.fragments.push(fragment);
    }

    fn unread(&mut self, unread: Unread) {
        self.unread.push(unread);
    }
}

impl Holding {
    /// Reads everything of one kind from an account. A connection that comes
    /// back is waited for; reads are repeated by the session.
    pub async fn read(kind: &dyn Kind, from: &Account) -> Self {
        let mut holding = Self::default();
        match kind.support(from.features()) {
            Support::None(reason) => holding.unsupported = Some(reason),
            Support::Full | Support::ReadOnly(_) if kind.reading() == Reading::IntoFile => {
                match kind.survey(from).await {
                    Ok(survey) => holding.unlisted = survey.count.unwrap_or_default(),
                    Err(problem) => holding.problem = Some(problem),
                }
            }
            Support::Full | Support::ReadOnly(_) => {
                holding.problem = kind.export(from, &mut holding).await.err();
            }
        }
        holding
    }

    /// By what rule all of this kind stays where it is, where there is more to say than
    /// that the server has nothing of the sort.
    pub fn stays(&self, id: KindId) -> Option<Reason> {
        match &self.unsupported {
            Some(Reason::Unsupported) => None,
            // Nobody knows how many there are until they are fetched into a file.
            None if id == UPLOADED_FILES && self.problem.is_none() => Some(Reason::OnlyInFile),
            reason => reason.clone(),
        }
    }

    /// Reads what a destination has of one kind, given what is wanted there.
    pub async fn find(kind: &dyn Kind, wanted: &[Item], at: &Account) -> Self {
        let mut holding = Self::default();
        match kind.support(at.features()) {
            Support::None(reason) => holding.unsupported = Some(reason),
            Support::Full | Support::ReadOnly(_) => {
                holding.problem = kind.find(wanted, at, &mut holding).await.err();
            }
        }
        holding
    }
}

impl Holdings {
    /// Reads the named kinds side by side, telling `each` as soon as one is done.
    pub async fn read(ids: &[KindId], from: &Account, each: &dyn Fn(KindId, Rc<Holding>)) -> Self {
        let mut kinds: Vec<&dyn Kind> = ids.iter().filter_map(|id| kinds::by_id(*id)).collect();
        // Nodes are listed before they can be read: that is asked first, and the rest answered meanwhile.
        kinds.sort_by_key(|kind| kind.id() != kinds::PEP_NODES);
        let read = async |kind: &dyn Kind| {
            let holding = Rc::new(Holding::read(kind, from).await);
            each(kind.id(), Rc::clone(&holding));
            (kind.id(), holding)
        };
        // Each has sent what it asks for before the next begins, and others have their turn in between.
        let mut turns = from.turns();
        let mut begun = Vec::new();
        for kind in kinds {
            let mut reading = Box::pin(maybe_done(read(kind)));
            poll_immediate(reading.as_mut()).await;
            begun.push(reading);
            turns.give().await;
        }
        join_all(begun.iter_mut().map(|reading| reading.as_mut())).await;
        let kinds = begun.iter_mut().filter_map(|reading| reading.as_mut().take_output()).collect();
        Self { kinds, unclaimed: Vec::new() }
    }

    /// Like [`Self::read`], of a destination that is to take what `origin` holds:
    /// finds also what can only be asked for by name.
    pub async fn find(
        ids: &[KindId],
        origin: &Self,
        at: &Account,
        each: &dyn Fn(KindId, Rc<Holding>),
    ) -> Self {
        let read = ids.iter().filter_map(|id| kinds::by_id(*id)).map(async |kind| {
            at.rest().await;
            let wanted = origin.get(kind.id()).map(|holding| preview(kind.id(), holding));
            let holding = Rc::new(Holding::find(kind, &wanted.unwrap_or_default(), at).await);
            each(kind.id(), Rc::clone(&holding));
            (kind.id(), holding)
        });
        Self { kinds: join_all(read).await.into_iter().collect(), unclaimed: Vec::new() }
    }

    /// What a file holds before anything of it was read: nothing of every kind.
    pub fn of_file() -> Self {
        let kinds = kinds::ALL.into_iter().map(|kind| (kind.id(), Rc::default())).collect();
        Self { kinds, unclaimed: Vec::new() }
    }

    /// Sorts the fragments of a file by kind.
    pub fn from_fragments(fragments: Vec<Fragment>) -> Self {
        let mut holdings = Self::of_file();
        fragments.into_iter().for_each(|fragment| holdings.take(fragment));
        holdings
    }

    /// Adds a fragment of a file to the kind it belongs to. Of which there is no
    /// end is only counted, so that a file of any size can be read.
    pub fn take(&mut self, fragment: Fragment) {
        let mut claimed = false;
        for kind in kinds::ALL.into_iter().filter(|kind| kind.claims(&fragment)) {
            claimed = true;
            let holding = Rc::make_mut(self.kinds.entry(kind.id()).or_default());
            match kind.reading() {
                Reading::IntoFile => holding.unlisted += 1,
                _ => holding.fragments.push(fragment.clone()),
            }
        }
        if !claimed {
            self.unclaimed.push(fragment);
        }
    }

    /// Adds uploaded files that are packed beside the document.
    pub fn count_uploads(&mut self, count: u64) {
        Rc::make_mut(self.kinds.entry(UPLOADED_FILES).or_default()).unlisted += count;
    }

    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        let is_empty = |holding: &Rc<Holding>| holding.fragments.is_empty() && holding.unlisted == 0;
        self.unclaimed.is_empty() && self.kinds.values().all(is_empty)
    }

    /// What is held of one kind; nothing of one that was not read.
    pub fn fragments(&self, id: KindId) -> &[Fragment] {
        self.kinds.get(&id).map_or(&[], |holding| &holding.fragments)
    }

    /// What reading one kind brought, if it was read.
    pub fn get(&self, id: KindId) -> Option<&Rc<Holding>> {
        self.kinds.get(&id)
    }
}
