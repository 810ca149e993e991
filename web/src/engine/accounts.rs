//! Signing in and out, and reading what an account holds.

use std::rc::Rc;
use std::time::Duration;

use futures_util::stream::StreamExt;
use jid::BareJid;
use migration::{Account, Holding, Holdings, KindId};
use session::{Credentials, Endpoint, Login, Password, Session, Status, discover};
use wizard::{Msg, Side, Trouble};

use super::Engine;

/// How often a session is asked whether its server is slow.
const GLANCE: Duration = Duration::from_secs(2);
/// How long a kind that was read waits for others before it is shown.
const TOGETHER: Duration = Duration::from_millis(60);
/// So many fragments of a kind, and more, take a while to be worked out.
const MUCH: usize = 100;

impl Engine {
    pub(super) fn sign_in(
        &self,
        side: Side,
        jid: BareJid,
        password: Password,
        endpoint: Option<Endpoint>,
        allow_plain: bool,
    ) {
        let generation = self.next_generation();
        let engine = self.clone();
        self.spawn(async move {
            let result = engine.open(jid, password, endpoint, allow_plain).await;
            if generation != engine.inner.generation.get() {
                return;
            }
            match result {
                Ok(account) => engine.adopt(side, account),
                Err(trouble) => engine.send(Msg::SignInFailed(side, trouble)),
            }
        });
    }

    async fn open(
        &self,
        jid: BareJid,
        password: Password,
        endpoint: Option<Endpoint>,
        allow_plain: bool,
    ) -> Result<Account, Trouble> {
        let domain = jid.domain().to_owned();
        let login = Login {
            endpoints: self.endpoints(&domain, endpoint).await?,
            jid,
            credentials: Some(Credentials::Password(password)),
            allow_plain,
            floor: None,
        };
        let session = Session::sign_in(Rc::clone(&self.inner.environment), login)
            .await
            .map_err(|error| Trouble::SignIn { domain: domain.clone(), error: Box::new(error) })?;
        Account::open(session)
            .await
            .map_err(|error| Trouble::Asking { domain, problem: Box::new(error.into()) })
    }

    /// By hand before the operator's settings before what the domain says itself.
    async fn endpoints(&self, domain: &str, by_hand: Option<Endpoint>) -> Result<Vec<Endpoint>, Trouble> {
        if let Some(endpoint) = by_hand {
            return Ok(vec![endpoint]);
        }
        let configured = self.inner.config.borrow().endpoints.get(domain).cloned();
        if let Some(endpoint) = configured {
            return Ok(vec![endpoint]);
        }
        discover(self.inner.environment.as_ref(), domain)
            .await
            .map_err(|error| Trouble::NoEndpoint(Box::new(error)))
    }

    fn adopt(&self, side: Side, account: Account) {
        let session = account.session().clone();
        let features = Rc::new(account.features().clone());
        let before = self.inner.accounts.borrow_mut().insert(side, account);
        if let Some(before) = before {
            before.session().sign_out();
            self.drop_arrived(side);
        }
        self.watch(side, &session);
        self.send(Msg::SignedIn(side, session.account(), features));
        self.tell_pace(side, &session, Duration::ZERO);
    }

    fn watch(&self, side: Side, session: &Session) {
        let engine = self.clone();
        let mut changes = session.watch();
        self.spawn(async move {
            while let Some(status) = changes.next().await {
                let is_over = status == Status::SignedOut;
                engine.send(Msg::Status(side, status));
                if is_over {
                    break;
                }
            }
        });
        let engine = self.clone();
        let session = session.clone();
        self.spawn(async move {
            let (mut slow, mut pace) = (false, session.round_trip().unwrap_or_default());
            while session.status() != Status::SignedOut {
                engine.inner.environment.sleep(GLANCE).await;
                pace = engine.tell_pace(side, &session, pace);
                if session.is_slow() != slow {
                    slow = !slow;
                    engine.send(Msg::Slow(side, slow));
                }
            }
        });
    }

    /// Tells how long answers take, unless that is about what it was.
    fn tell_pace(&self, side: Side, session: &Session, before: Duration) -> Duration {
        match session.round_trip() {
            Some(pace) if pace.abs_diff(before) > before / 4 => {
                self.send(Msg::Pace(side, pace));
                pace
            }
            _ => before,
        }
    }

    pub(super) fn resume(&self, side: Side, password: Password) {
        if let Some(account) = self.account(side) {
            account.session().resume(password);
        }
    }

    pub(super) fn sign_out(&self, side: Side) {
        self.next_generation();
        self.stop_telling();
        if side == Side::Origin {
            self.end_look();
            self.cancel_write();
            self.forget_written();
        }
        if let Some(account) = self.inner.accounts.borrow_mut().remove(&side) {
            account.session().sign_out();
        }
        self.drop_arrived(side);
    }

    /// What was read and not told yet is not told after signing out.
    fn drop_arrived(&self, side: Side) {
        let is_of_side = |msg: &Msg| match msg {
            Msg::Read(from, ..) => *from == side,
            Msg::Surveyed(..) => side == Side::Origin,
            _ => false,
        };
        self.inner.arrived.borrow_mut().retain(|msg| !is_of_side(msg));
    }

    pub(super) fn read(&self, kinds: Vec<KindId>) {
        let Some(account) = self.account(Side::Origin) else { return };
        let engine = self.clone();
        self.spawn(async move {
            let each = |kind, holding| engine.hand_over(Side::Origin, &account, kind, holding);
            Holdings::read(&kinds, &account, &each).await;
            engine.tell_arrived().await;
        });
    }

    pub(super) fn find(&self, kinds: Vec<KindId>, origin: Rc<Holdings>) {
        let Some(account) = self.account(Side::Destination) else { return };
        let engine = self.clone();
        self.spawn(async move {
            let each = |kind, holding| engine.hand_over(Side::Destination, &account, kind, holding);
            Holdings::find(&kinds, &origin, &account, &each).await;
            engine.tell_arrived().await;
        });
    }

    fn hand_over(&self, side: Side, from: &Account, kind: KindId, holding: Rc<Holding>) {
        self.tell_soon(side, from, Msg::Read(side, kind, holding));
    }

    /// What arrives together is told together, as every message draws the page anew.
    /// What an account that is no longer signed in held concerns nobody.
    pub(super) fn tell_soon(&self, side: Side, from: &Account, msg: Msg) {
        if self.account(side).is_none_or(|account| account.session().jid() != from.session().jid()) {
            return;
        }
        let is_first = {
            let mut arrived = self.inner.arrived.borrow_mut();
            arrived.push(msg);
            arrived.len() == 1
        };
        if is_first {
            let engine = self.clone();
            self.spawn(async move {
                engine.inner.environment.sleep(TOGETHER).await;
                engine.tell_arrived().await;
            });
        }
    }

    /// What is much comes alone and last: to work that out takes time.
    pub(super) async fn tell_arrived(&self) {
        let arrived = std::mem::take(&mut *self.inner.arrived.borrow_mut());
        let (much, little): (Vec<Msg>, Vec<Msg>) = arrived.into_iter().partition(is_much);
        little.into_iter().for_each(|msg| self.send(msg));
        // Until its turn it stays where signing out finds it.
        *self.inner.arrived.borrow_mut() = much;
        while !self.inner.arrived.borrow().is_empty() {
            self.inner.environment.yield_now().await;
            let next = self.inner.arrived.borrow_mut().pop();
            next.into_iter().for_each(|msg| self.send(msg));
        }
    }

    fn next_generation(&self) -> u32 {
        let next = self.inner.generation.get().wrapping_add(1);
        self.inner.generation.set(next);
        next
    }
}

fn is_much(msg: &Msg) -> bool {
    matches!(msg, Msg::Read(_, _, holding) if holding.fragments.len() > MUCH)
}
