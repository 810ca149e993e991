//! How much there is, before it is read.

use std::rc::Rc;

use futures_util::future::join_all;
use migration::{Account, Glance, Holding, Kind, KindId, Support, kinds};
use wizard::{Msg, Side};

use super::Engine;

impl Engine {
    pub(super) fn survey(&self, wanted: Vec<KindId>) {
        let Some(account) = self.account(Side::Origin) else { return };
        let engine = self.clone();
        self.spawn(async move {
            let each = wanted.iter().filter_map(|id| kinds::by_id(*id)).map(async |kind| {
                engine.tell_of(Side::Origin, &account, surveyed(kind, &account).await);
            });
            join_all(each).await;
        });
    }

    /// Asks for these, too, whenever the private storage is read from now on.
    pub(super) fn probe(&self, names: Vec<(String, String)>) {
        let mut accounts = self.inner.accounts.borrow_mut();
        if let Some(account) = accounts.remove(&Side::Origin) {
            accounts.insert(Side::Origin, account.with_probes(names));
        }
    }
}

/// There is nothing to ask where the server does not have this kind of data.
async fn surveyed(kind: &dyn Kind, account: &Account) -> Msg {
    let read = |holding| Msg::Read(Side::Origin, kind.id(), Rc::new(holding));
    match kind.support(account.features()) {
        Support::None(reason) => read(Holding { unsupported: Some(reason), ..Holding::default() }),
        Support::Full | Support::ReadOnly(_) => match kind.glance(account).await {
            Ok(Glance::Read(holding)) => read(holding),
            Ok(Glance::Counted(survey)) => Msg::Surveyed(kind.id(), Ok(survey)),
            Err(problem) => Msg::Surveyed(kind.id(), Err(problem)),
        },
    }
}
