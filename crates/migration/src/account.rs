//! One end of a move that is a live account.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot;
use futures_util::future::join;
use jid::{BareJid, Jid};
use session::{Info, Item, RequestError, Session, Turns};
use xml::Element;

/// What a server and the account on it say they support (XEP-0030).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// `disco#info` of the domain.
    pub server: Info,
    /// `disco#info` of the account's bare address.
    pub account: Info,
    /// The most bytes the server takes in one stanza, where it says so (XEP-0478).
    pub limit: Option<usize>,
}

impl Features {
    /// Whether the server or the account names `feature`.
    pub fn has(&self, feature: &str) -> bool {
        self.server.has(feature) || self.account.has(feature)
    }
}

/// For so long what was listed when the account was opened is what there is.
const FRESH: Duration = Duration::from_secs(60);

/// A signed-in account and what it supports.
#[derive(Clone, Debug)]
pub struct Account {
    session: Session,
    features: Features,
    /// What to ask for in the private storage besides what apps are known to keep there.
    probes: Vec<(String, String)>,
    listed: Rc<RefCell<Option<(Duration, Listed)>>>,
}

/// What was asked for when the account was opened.
type Listed = oneshot::Receiver<Result<Vec<Item>, RequestError>>;

impl Account {
    /// Asks the server and the account what they support. One that does not say supports what answers.
    /// The account's nodes are asked for at once, too, as what is in them can only be asked for after that.
    pub async fn open(session: Session) -> Result<Self, RequestError> {
        let bare = session.account();
        let domain = Jid::from(bare.server());
        let account = Jid::from(bare);
        let (sender, listed) = oneshot::channel();
        let opened = session.environment().now();
        let (asking, own) = (session.clone(), account.clone());
        session.environment().spawn(Box::pin(async move {
            // Nobody may want it any more.
            let _ = sender.send(asking.disco_items(&own).await);
        }));
        let (server, account) = join(session.disco_info(&domain), session.disco_info(&account)).await;
        let limit = session.announced_limit();
        let features = Features { server: known(server)?, account: known(account)?, limit };
        Ok(Self {
            session,
            features,
            probes: Vec::new(),
            listed: Rc::new(RefCell::new(Some((opened, listed)))),
        })
    }

    /// Asks also for these in the private storage, which cannot be listed: by
    /// element name and namespace.
    #[must_use]
    pub fn with_probes(self, probes: Vec<(String, String)>) -> Self {
        Self { probes, ..self }
    }

    /// What the person asks for in the private storage.
    pub fn probes(&self) -> &[(String, String)] {
        &self.probes
    }

    /// The connection underneath.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What was said when it was opened.
    pub fn features(&self) -> &Features {
        &self.features
    }

    /// The bare address of the account.
    pub fn jid(&self) -> BareJid {
        self.session.account()
    }

    /// The nodes of the account's own publish-subscribe service and whatever else the server lists (XEP-0030):
    /// for who asks first and soon, as it was when the account was opened.
    pub async fn nodes(&self) -> Result<Vec<Item>, RequestError> {
        let listed = self.listed.take();
        let now = self.session.environment().now();
        if let Some((opened, listed)) = listed
            && now.saturating_sub(opened) < FRESH
            && let Ok(listed) = listed.await
        {
            return listed;
        }
        self.session.disco_items(&Jid::from(self.jid())).await
    }

    /// Lets everything that waits go first, between pieces of long work.
    pub async fn rest(&self) {
        self.session.environment().yield_now().await;
    }

    /// Long work begins that lets others go first from time to time.
    pub fn turns(&self) -> Turns {
        Turns::begin(self.session.environment())
    }

    /// Reads from the own account.
    pub async fn get(&self, payload: Element) -> Result<Option<Element>, RequestError> {
        self.session.get(None, payload).await
    }

    /// Writes to the own account one of many things, in no particular order.
    pub async fn set_one_of_many(&self, payload: Element) -> Result<(), RequestError> {
        self.session.set_one_of_many(payload).await.map(drop)
    }

    /// Writes to the own account.
    pub async fn set(&self, payload: Element) -> Result<(), RequestError> {
        self.session.set(None, payload).await.map(drop)
    }
}

fn known(info: Result<Info, RequestError>) -> Result<Info, RequestError> {
    match info {
        Err(RequestError::Stanza(_)) => Ok(Info::default()),
        decided => decided,
    }
}
