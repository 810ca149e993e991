//! Signing in and out, and reading what an account holds.

use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot;
use futures_util::future::join;
use futures_util::stream::StreamExt;
use jid::BareJid;
use migration::{Account, Holding, Holdings, KindId};
use session::{Credentials, Endpoint, Login, NoEndpoint, Password, Session, Status, discover};
use session::{Failure, Guessed, NoWayIn, Presence, SignInError, guess, presence};
use wizard::{Msg, Side, Trouble};

use super::Engine;

/// How often a session is asked whether its server is slow.
const GLANCE: Duration = Duration::from_secs(2);
/// So many fragments of a kind, and more, take a while to be worked out.
const MUCH: usize = 100;

/// Where to connect to.
enum Way {
    /// Somebody named these: the person, the operator of this page, or the domain itself.
    Named(Vec<Endpoint>),
    Guessed(Guessed),
}

/// A domain, and where it is to be connected to, once that is known.
pub(super) type LookedUp = (String, oneshot::Receiver<Result<Vec<Endpoint>, NoEndpoint>>);

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

    pub(super) async fn open(
        &self,
        jid: BareJid,
        password: Password,
        endpoint: Option<Endpoint>,
        allow_plain: bool,
    ) -> Result<Account, Trouble> {
        let domain = jid.domain().to_owned();
        let way = self.way_in(&domain, endpoint).await?;
        let floor = self.inner.floors.borrow().of(&jid);
        let credentials = Some(Credentials::Password(password));
        let login = Login { endpoints: Vec::new(), jid, credentials, allow_plain, floor };
        let environment = Rc::clone(&self.inner.environment);
        let signed_in = match &way {
            Way::Named(endpoints) => {
                Session::sign_in(environment, Login { endpoints: endpoints.clone(), ..login }).await
            }
            Way::Guessed(guessed) => guessed.sign_in(environment, login).await,
        };
        let session = signed_in.map_err(|error| self.trouble(&domain, &way, error))?;
        self.inner.floors.borrow_mut().remember(&session);
        Account::open(session)
            .await
            .map_err(|error| Trouble::Asking { domain, problem: Box::new(error.into()) })
    }

    fn trouble(&self, domain: &str, way: &Way, error: SignInError) -> Trouble {
        let domain = domain.to_owned();
        match (error, way) {
            (SignInError::Unreachable { endpoint, detail }, _) if !self.inner.environment.is_online() => {
                let tried = vec![(endpoint, detail)];
                Trouble::NoWayIn(Box::new(NoWayIn { domain, presence: Presence::Offline, tried }))
            }
            (SignInError::Failed(Failure::PlainOnly), Way::Guessed(guessed)) => {
                Trouble::PlainGuessed { domain, endpoint: guessed.endpoint().to_string() }
            }
            (error, _) => Trouble::SignIn { domain, error: Box::new(error) },
        }
    }

    /// By hand before the operator's settings before what the domain says itself before a guess.
    async fn way_in(&self, domain: &str, by_hand: Option<Endpoint>) -> Result<Way, Trouble> {
        let configured = || self.inner.config.borrow().endpoints.get(domain).cloned();
        if let Some(endpoint) = by_hand.or_else(configured) {
            return Ok(Way::Named(vec![endpoint]));
        }
        let mut tried = match self.discovered(domain).await {
            Ok(endpoints) => return Ok(Way::Named(endpoints)),
            Err(error) => error.tried,
        };
        let environment = self.inner.environment.as_ref();
        let (guessed, presence) = join(guess(environment, domain), presence(environment, domain)).await;
        match guessed {
            Ok(guessed) => Ok(Way::Guessed(guessed)),
            Err(guesses) => {
                tried.extend(guesses);
                Err(Trouble::NoWayIn(Box::new(NoWayIn { domain: domain.to_owned(), presence, tried })))
            }
        }
    }

    /// Where an account is made. A guess will do: the password is a new one, and the next thing is to sign in
    /// with it, by SCRAM.
    pub(super) async fn endpoints(
        &self,
        domain: &str,
        by_hand: Option<Endpoint>,
    ) -> Result<Vec<Endpoint>, Trouble> {
        Ok(match self.way_in(domain, by_hand).await? {
            Way::Named(endpoints) => endpoints,
            Way::Guessed(guessed) => vec![guessed.endpoint().clone()],
        })
    }

    /// What the domain says itself; that may have been asked already.
    async fn discovered(&self, domain: &str) -> Result<Vec<Endpoint>, NoEndpoint> {
        let begun = self.inner.looked_up.borrow_mut().take_if(|(known, _)| known == domain);
        match begun.map(|(_, mut found)| (found.try_recv(), found)) {
            Some((Ok(Some(Ok(endpoints))), _)) => Ok(endpoints),
            Some((Ok(None), found)) => match found.await {
                Ok(found) => found,
                Err(oneshot::Canceled) => discover(self.inner.environment.as_ref(), domain).await,
            },
            // What failed some time ago may work by now.
            _ => discover(self.inner.environment.as_ref(), domain).await,
        }
    }

    /// Discovery while the password is typed.
    pub(super) fn look_up(&self, domain: String) {
        let is_known = self.inner.config.borrow().endpoints.contains_key(&domain)
            || self.inner.looked_up.borrow().as_ref().is_some_and(|(known, _)| *known == domain);
        if is_known {
            return;
        }
        let (sender, found) = oneshot::channel();
        *self.inner.looked_up.borrow_mut() = Some((domain.clone(), found));
        let environment = Rc::clone(&self.inner.environment);
        self.spawn(async move {
            // Nobody may want it any more.
            let _ = sender.send(discover(environment.as_ref(), &domain).await);
        });
    }

    pub(super) fn adopt(&self, side: Side, account: Account) {
        let session = account.session().clone();
        let features = Rc::new(account.features().clone());
        let before = self.inner.accounts.borrow_mut().insert(side, account);
        if let Some(before) = before {
            before.session().sign_out();
        }
        self.watch(side, &session);
        self.send(Msg::SignedIn(side, session.account(), features));
        self.send(Msg::Reached(side, session.endpoint().transport()));
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
    }

    pub(super) fn read(&self, kinds: Vec<KindId>) {
        let Some(account) = self.account(Side::Origin) else { return };
        let engine = self.clone();
        self.spawn(async move {
            let each = |kind, holding| engine.hand_over(Side::Origin, &account, kind, holding);
            Holdings::read(&kinds, &account, &each).await;
        });
    }

    pub(super) fn find(&self, kinds: Vec<KindId>, origin: Rc<Holdings>) {
        let Some(account) = self.account(Side::Destination) else { return };
        let engine = self.clone();
        self.spawn(async move {
            let each = |kind, holding| engine.hand_over(Side::Destination, &account, kind, holding);
            Holdings::find(&kinds, &origin, &account, &each).await;
        });
    }

    /// What is much is told in a task of its own, as it takes time to be worked out.
    fn hand_over(&self, side: Side, from: &Account, kind: KindId, holding: Rc<Holding>) {
        let is_much = holding.fragments.len() > MUCH;
        let msg = Msg::Read(side, kind, holding);
        if !is_much {
            return self.tell_of(side, from, msg);
        }
        let (engine, from) = (self.clone(), from.clone());
        self.spawn(async move {
            engine.inner.environment.yield_now().await;
            engine.tell_of(side, &from, msg);
        });
    }

    /// What an account that is no longer signed in held concerns nobody.
    pub(super) fn tell_of(&self, side: Side, from: &Account, msg: Msg) {
        let signed_in = self.account(side).map(|account| account.session().jid());
        if signed_in.is_some_and(|jid| jid == from.session().jid()) {
            self.send(msg);
        }
    }

    pub(super) fn next_generation(&self) -> u32 {
        let next = self.inner.generation.get().wrapping_add(1);
        self.inner.generation.set(next);
        next
    }
}
