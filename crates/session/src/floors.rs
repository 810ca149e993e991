//! How strongly each account was signed in with, for as long as the page is open.

use jid::BareJid;
use ordered::Map;
use stream::Mechanism;

use crate::Session;

/// No sign-in takes a weaker mechanism than the strongest before at the same address: not at another
/// endpoint, not after signing out. Whoever takes mechanisms out of a list on the way gains nothing
/// by making people try again.
#[derive(Clone, Debug, Default)]
pub struct Floors(Map<BareJid, Mechanism>);

impl Floors {
    /// The weakest mechanism that is acceptable now, if there is one.
    pub fn of(&self, account: &BareJid) -> Option<Mechanism> {
        self.0.get(account).copied()
    }

    /// Remembers how this session signed in.
    pub fn remember(&mut self, session: &Session) {
        let account = session.account();
        let strongest = self.of(&account).max(Some(session.mechanism()));
        if let Some(strongest) = strongest {
            self.0.insert(account, strongest);
        }
    }
}
