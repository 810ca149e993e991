//! The stage: juliet moves from old.example to new.example, and her contacts are on other servers.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use farewell::{Contact, Ends, Event, Farewell, Order, State, Words};
use futures_util::future::{AbortHandle, abortable};
use jid::BareJid;
use migration::{Account, Holdings};
use ordered::Map;
use session::{Credentials, Endpoint, Login, Password, Session};
use testkit::{Abroad, MemoryServer, RosterItem, World};
use xml::{Element, ns};

pub const PASSWORD: &str = "R0m30, R0m30!";
/// When the world began, in seconds since 1970.
pub const EPOCH: u64 = 1_764_000_000;

pub fn s(n: u64) -> Duration {
    Duration::from_secs(n)
}

pub fn bare(jid: &str) -> BareJid {
    jid.parse::<jid::Jid>().unwrap().into_bare()
}

/// What a page has heard.
#[derive(Default)]
pub struct Heard {
    pub events: RefCell<Vec<Event>>,
}

struct Page {
    world: World,
    heard: Rc<Heard>,
}

impl farewell::World for Page {
    fn clock(&self) -> u64 {
        EPOCH + self.world.time().as_secs()
    }

    fn heard(&self, event: Event) {
        self.heard.events.borrow_mut().push(event);
    }
}

impl Heard {
    /// Everybody as they were last told of.
    pub fn contacts(&self) -> Map<String, Contact> {
        let mut contacts = Map::new();
        for event in &*self.events.borrow() {
            match event {
                Event::Contacts(all) => {
                    contacts = all.iter().map(|contact| (contact.jid.to_string(), contact.clone())).collect();
                }
                Event::Contact(contact) => drop(contacts.insert(contact.jid.to_string(), contact.clone())),
                _ => {}
            }
        }
        contacts
    }

    pub fn state(&self, jid: &str) -> State {
        self.contacts().get(jid).unwrap_or_else(|| panic!("no contact {jid}")).state.clone()
    }

    /// The names of everybody's state, `jid state`.
    pub fn states(&self) -> Vec<String> {
        self.contacts().iter().map(|(jid, contact)| format!("{jid} {}", contact.state.name())).collect()
    }

    pub fn has(&self, wanted: impl Fn(&Event) -> bool) -> bool {
        self.events.borrow().iter().any(wanted)
    }
}

#[derive(Clone)]
pub struct Stage {
    pub world: World,
    pub old: MemoryServer,
    pub new: MemoryServer,
}

/// Two servers like Prosody, and one like it for the contacts.
pub fn stage() -> Stage {
    let world = World::new();
    let [old, new] = ["old.example", "new.example"].map(|domain| {
        let server = MemoryServer::new(&world, domain);
        server.register("juliet", PASSWORD);
        server.identity("juliet", |identity| identity.pre_approves = true);
        server.tune(|knobs| {
            "Prosody".clone_into(&mut knobs.software);
            knobs.pre_approves = true;
            knobs.repeats_requests = true;
            knobs.people.course = Some(Rc::new(course));
            knobs.people.servers.insert("montague.example".to_owned(), like("Prosody"));
        });
        world.listen(&url(domain), server.clone());
        server
    });
    let stage = Stage { world, old, new };
    stage.state_the_move();
    stage
}

/// A server of this software.
pub fn like(software: &str) -> Abroad {
    Abroad { software: Some(software.to_owned()), latency: Duration::from_millis(500), ..Abroad::default() }
}

pub fn presence(kind: &str, from: &str) -> Element {
    Element::new("presence", ns::CLIENT).with_attr("type", kind).with_attr("from", from)
}

/// What people do, by the first word of their name: `yes` lets juliet in and asks back, `fine` lets
/// her in, `no` declines; others are not there.
fn course(presence: &Element) -> Vec<(Duration, Element)> {
    let who = presence.attr("to").unwrap_or_default();
    let say = |kind| {
        let is_by_hand = presence.attr("type") == Some("subscribe");
        (if is_by_hand { s(3) } else { Duration::from_millis(200) }, self::presence(kind, who))
    };
    match (presence.attr("type"), who.split(['-', '@']).next()) {
        (Some("subscribe"), Some("yes")) => vec![say("subscribed"), say("subscribe")],
        (Some("subscribe"), Some("fine")) => vec![say("subscribed")],
        (Some("subscribe"), Some("no")) => vec![say("unsubscribed")],
        // What ejabberd says for its people.
        (Some("unsubscribe"), _) => vec![say("unsubscribed")],
        _ => Vec::new(),
    }
}

fn url(domain: &str) -> String {
    format!("wss://{domain}/ws")
}

impl Stage {
    fn state_the_move(&self) {
        let moved = "<moved xmlns='urn:xmpp:moved:1'><new-jid>juliet@new.example</new-jid></moved>";
        let item = ("current".to_owned(), Element::parse(moved).unwrap());
        let node = testkit::Node { items: vec![item], ..testkit::Node::default() };
        self.old.account("juliet", |account| account.nodes.insert("urn:xmpp:moved:1".to_owned(), node));
    }

    /// A contact of the old account, copied to the new one.
    pub fn contact(&self, jid: &str, subscription: &str) {
        self.old_contact(jid, subscription);
        self.new.account("juliet", |account| account.roster.insert(jid.to_owned(), RosterItem::default()));
    }

    pub fn old_contact(&self, jid: &str, subscription: &str) {
        let item = RosterItem { subscription: subscription.to_owned(), ..RosterItem::default() };
        self.old.account("juliet", |account| account.roster.insert(jid.to_owned(), item));
    }

    /// A server at which there are contacts.
    pub fn server(&self, domain: &str, abroad: Abroad) {
        self.new.tune(|knobs| drop(knobs.people.servers.insert(domain.to_owned(), abroad)));
    }

    /// The new server and that of the contacts count as ejabberd does.
    pub fn counts(&self, most: usize, interval: Duration) {
        self.new.tune(|knobs| {
            "ejabberd".clone_into(&mut knobs.software);
            knobs.repeats_requests = false;
            knobs.counts_sent = Some((most, interval));
            knobs.counts_received = Some((most, interval));
        });
    }

    pub async fn session(&self, server: &str) -> Session {
        let login = Login {
            jid: bare(&format!("juliet@{server}")),
            credentials: Some(Credentials::Password(Password::new(PASSWORD.to_owned()))),
            endpoints: vec![Endpoint::trusted(&url(server)).unwrap()],
            allow_plain: false,
            floor: None,
        };
        Session::sign_in(self.world.environment(), login).await.unwrap()
    }

    /// The page, opened anew.
    pub async fn open(&self) -> (Farewell, Rc<Heard>) {
        let origin = Account::open(self.session("old.example").await).await.unwrap();
        self.open_with(Some(origin), Rc::default()).await
    }

    pub async fn open_with(&self, origin: Option<Account>, holdings: Rc<Holdings>) -> (Farewell, Rc<Heard>) {
        let destination = Account::open(self.session("new.example").await).await.unwrap();
        let ends = Ends { old: bare("juliet@old.example"), origin, destination, holdings };
        let heard = Rc::new(Heard::default());
        let page = Page { world: self.world.clone(), heard: Rc::clone(&heard) };
        (Farewell::new(ends, Rc::new(page)), heard)
    }

    /// Begins to tell, beside everything else. Aborting it is closing the page without a word.
    pub fn tell(&self, farewell: &Farewell) -> AbortHandle {
        let farewell = farewell.clone();
        let words = Words { status: "I was juliet@old.example.".to_owned(), nick: "Juliet".to_owned() };
        let (telling, page) = abortable(async move { farewell.perform(Order::Tell(words)).await });
        self.world.task(async move {
            // Aborted or done, it is over.
            let _ = telling.await;
        });
        page
    }

    /// Every request that has reached somebody, by whom.
    pub fn requests(&self) -> Map<String, Vec<Element>> {
        let mut requests: Map<String, Vec<Element>> = Map::new();
        for (_, presence) in self.new.delivered() {
            if presence.attr("type") == Some("subscribe") {
                requests.entry(presence.attr("to").unwrap().to_owned()).or_default().push(presence);
            }
        }
        requests
    }

    /// How often each was shown a request: a second one while the first is open is shown to nobody.
    pub fn shown(&self) -> Map<String, usize> {
        let mut open: Map<String, bool> = Map::new();
        let mut shown: Map<String, usize> = Map::new();
        for (_, presence) in self.new.delivered() {
            let to = presence.attr("to").unwrap().to_owned();
            match presence.attr("type") {
                Some("subscribe") if !open.insert(to.clone(), true).unwrap_or_default() => {
                    *shown.entry(to).or_default() += 1;
                }
                Some("unsubscribe") => drop(open.insert(to, false)),
                _ => {}
            }
        }
        shown
    }
}
