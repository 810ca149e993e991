//! The end of the old account and what comes shortly before it, where servers do not behave.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use farewell::{Audience, Deletion, Ends, Event, Farewell, Order, Part, Room, RoomState, Statement, World};
use migration::{Account, Holdings, Problem};
use portable::{Fragment, PepNode};
use session::{Credentials, Endpoint, Login, Password, Session};
use testkit::{Abroad, End, MemoryServer, Node};
use xml::{Element, ns};

/// juliet moves from old.example to new.example.
struct Stage {
    world: testkit::World,
    old: MemoryServer,
    new: MemoryServer,
}

#[derive(Default)]
struct Heard(RefCell<Vec<Event>>);

impl World for Heard {
    fn clock(&self) -> u64 {
        1_764_000_000
    }

    fn heard(&self, event: Event) {
        self.0.borrow_mut().push(event);
    }
}

impl Stage {
    fn new() -> Self {
        let world = testkit::World::new();
        let server = |domain: &str| {
            let server = MemoryServer::new(&world, domain);
            server.register("juliet", "secret");
            world.listen(&format!("wss://{domain}/ws"), server.clone());
            server
        };
        let (old, new) = (server("old.example"), server("new.example"));
        Self { world, old, new }
    }

    async fn open(&self, domain: &str) -> Account {
        let login = Login {
            jid: format!("juliet@{domain}").parse().unwrap(),
            credentials: Some(Credentials::Password(Password::new("secret".to_owned()))),
            endpoints: vec![Endpoint::trusted(&format!("wss://{domain}/ws")).unwrap()],
            allow_plain: true,
            floor: None,
        };
        Account::open(Session::sign_in(self.world.environment(), login).await.unwrap()).await.unwrap()
    }

    async fn begin(&self) -> (Farewell, Rc<Heard>) {
        let (origin, destination) = (self.open("old.example").await, self.open("new.example").await);
        let holdings = Rc::new(Holdings::default());
        let ends = Ends { old: origin.jid(), origin: Some(origin), destination, holdings };
        let heard = Rc::<Heard>::default();
        (Farewell::new(ends, heard.clone()), heard)
    }

    /// What comes of one order.
    fn perform(&self, order: Order) -> Vec<Event> {
        self.world.run(async {
            let (farewell, heard) = self.begin().await;
            farewell.perform(order).await;
            heard.0.take()
        })
    }

    fn delete(&self) -> Deletion {
        let events = self.perform(Order::Delete);
        let [Event::Deleted(deletion), Event::Done(Part::Deletion)] = &events[..] else {
            panic!("{events:?}")
        };
        deletion.clone()
    }

    /// The connection ends over a request to delete the account, and then `after` happens.
    fn end_over_deletion(&self, end: End, after: impl Fn(&MemoryServer) + 'static) {
        let server = self.old.clone();
        let fatal = move |payload: &Element| {
            payload.child("remove", ns::REGISTER)?;
            after(&server);
            Some(end.clone())
        };
        self.old.tune(|knobs| knobs.fatal = Some(Rc::new(fatal)));
    }

    fn bookmark(&self, rooms: &[&str]) {
        let mut node = Node::with(&[("pubsub#max_items", "max")]);
        let bookmark = Element::new("conference", ns::BOOKMARKS);
        node.items = rooms.iter().map(|room| ((*room).to_owned(), bookmark.clone())).collect();
        self.old.account("juliet", |account| account.nodes.insert(ns::BOOKMARKS.to_owned(), node));
    }
}

#[test]
fn gone_is_who_is_refused_after_the_end() {
    for end in [End::Cut, End::StreamError("not-authorized".to_owned())] {
        let stage = Stage::new();
        stage.end_over_deletion(end, |old| old.identity("juliet", |identity| identity.set_password("none")));
        assert_eq!(stage.delete(), Deletion::Deleted);
        let refused = stage.old.sign_ins().iter().filter(|attempt| !attempt.accepted).count();
        assert_eq!(refused, 1, "servers lock out who tries on");
    }
}

#[test]
fn an_end_alone_says_nothing() {
    // It was the network, and the account is still there.
    let stage = Stage::new();
    stage.end_over_deletion(End::Cut, |_| {});
    assert_eq!(stage.delete(), Deletion::Unknown);

    // The server stays away.
    let stage = Stage::new();
    stage.end_over_deletion(End::Cut, |old| {
        old.tune(|knobs| knobs.down_until = Duration::from_secs(3600));
    });
    assert_eq!(stage.delete(), Deletion::Unknown);

    // The page cannot sign in again by itself, so it cannot tell.
    let stage = Stage::new();
    stage.old.identity("juliet", |identity| identity.mechanisms = vec!["PLAIN".to_owned()]);
    stage.end_over_deletion(End::Cut, |old| old.identity("juliet", |identity| identity.set_password("none")));
    assert_eq!(stage.delete(), Deletion::Unknown);

    // It takes the request, and falls silent.
    let stage = Stage::new();
    stage.end_over_deletion(End::Cut, |_| {});
    stage.old.tune(|knobs| knobs.fatal = None);
    stage.world.run(async {
        let (farewell, heard) = stage.begin().await;
        stage.old.tune(|knobs| knobs.silent = true);
        farewell.perform(Order::Delete).await;
        assert_eq!(heard.0.take()[0], Event::Deleted(Deletion::Unknown));
    });
}

#[test]
fn a_refusal_leaves_the_account() {
    let stage = Stage::new();
    stage.old.tune(|knobs| {
        knobs.refuse = Some(Rc::new(|payload| payload.is("query", ns::REGISTER).then_some("not-allowed")));
    });
    let Deletion::Refused(Problem::Refused(error)) = stage.delete() else { panic!("not refused") };
    assert_eq!(error.condition, "not-allowed");
}

#[test]
fn a_silent_service_delays_nobody() {
    let stage = Stage::new();
    let dead: Vec<String> =
        (0..12).flat_map(|n| (0..5).map(move |room| format!("{room}@rooms{n}.dead.example"))).collect();
    let living: Vec<String> = (0..40).map(|room| format!("{room}@rooms.living.example")).collect();
    let all: Vec<&str> = dead.iter().chain(&living).map(String::as_str).collect();
    stage.bookmark(&all);
    stage.old.tune(|knobs| {
        let silent = Abroad { silent: true, ..Abroad::default() };
        let conference = Some(("conference".to_owned(), "text".to_owned()));
        let latency = Duration::from_millis(200);
        let room = Abroad { identity: conference, latency, ..Abroad::default() };
        knobs.people.servers.extend(dead.iter().map(|jid| (jid.clone(), silent.clone())));
        knobs.people.servers.extend(living.iter().map(|jid| (jid.clone(), room.clone())));
    });
    let events = stage.perform(Order::Look);
    let rooms: Vec<&Room> = events
        .iter()
        .filter_map(|event| match event {
            Event::Room(room) => Some(room),
            _ => None,
        })
        .collect();
    assert_eq!(rooms.len(), 100);
    for room in rooms {
        let is_dead = room.jid.domain().ends_with("dead.example");
        assert_eq!(room.state == RoomState::Unreachable, is_dead, "{room:?}");
        assert_eq!(room.problem == Some(Problem::SlowServer), is_dead, "{room:?}");
    }
    // Eight services at once, 20 seconds each: two rounds, whatever the number of rooms.
    assert!(stage.world.time() < Duration::from_secs(60), "{:?}", stage.world.time());
    let asked =
        stage.old.received().iter().filter(|received| received.payload.ns() == ns::DISCO_INFO).count();
    assert!(asked <= 12 + 40 + 2, "one question to a dead service is enough: {asked}");
}

#[test]
fn a_status_message_is_said_again_on_the_next_connection() {
    let stage = Stage::new();
    stage.world.run(async {
        let (farewell, heard) = stage.begin().await;
        let text = "moved to juliet@new.example".to_owned();
        farewell.perform(Order::Note { text, in_status: true, in_profile: false }).await;
        assert_eq!(heard.0.take(), [Event::Noted, Event::Done(Part::Note)]);
        stage.old.cut();
        stage.world.pass(Duration::from_secs(10)).await;
    });
    let said = stage.old.stanzas();
    assert_eq!(said.len(), 2);
    assert_eq!(said[0], said[1]);
    assert_eq!(said[0].child_text("priority", ns::CLIENT).as_deref(), Some("-1"));
    assert_eq!(stage.new.stanzas(), []);
}

#[test]
fn a_statement_that_only_contacts_should_read_is_shown_to_nobody_else() {
    let stage = Stage::new();
    // It takes the access model and has another.
    stage.old.tune(|knobs| {
        knobs.refuse = Some(Rc::new(|payload| {
            let is_form = payload.child("configure", ns::PUBSUB_OWNER).is_some_and(|form| !form.is_empty());
            (is_form || payload.child("publish-options", ns::PUBSUB).is_some()).then_some("not-acceptable")
        }));
    });
    let events = stage.perform(Order::Publish(Audience::Contacts));
    assert!(
        matches!(&events[..], [Event::Failed(Part::Statement, Problem::Refused(_)), Event::Done(_)]),
        "{events:?}"
    );
    assert!(!events.contains(&Event::Statement(Statement::Published)));
    stage.old.account("juliet", |account| assert!(!account.nodes.contains_key(ns::MOVED)));
}

#[test]
fn of_a_dead_provider_only_what_others_know_is_left() {
    let stage = Stage::new();
    let mut node = PepNode::new(ns::BOOKMARKS);
    let bookmark = Element::new("conference", ns::BOOKMARKS).with_attr("name", "Hall");
    let id = "hall@rooms.old.example";
    node.items.push(Element::new("item", ns::PUBSUB).with_attr("id", id).with_child(bookmark));
    let holdings = Rc::new(Holdings::from_fragments(vec![Fragment::PepNode(node)]));
    stage.world.run(async {
        let destination = stage.open("new.example").await;
        let ends = Ends { old: "juliet@old.example".parse().unwrap(), origin: None, destination, holdings };
        let heard = Rc::<Heard>::default();
        let farewell = Farewell::new(ends, heard.clone());
        farewell.perform(Order::Look).await;
        let events = heard.0.take();
        assert!(events.contains(&Event::Statement(Statement::Unpublished)), "{events:?}");
        let room = events.iter().find_map(|event| match event {
            Event::Room(room) => Some(room.clone()),
            _ => None,
        });
        let room = room.unwrap();
        assert_eq!((room.name.as_str(), room.state), ("Hall", RoomState::RequestNeeded));
        for order in [Order::Publish(Audience::Open), Order::Withdraw, Order::Delete, Order::Suggest] {
            farewell.perform(order.clone()).await;
            let events = heard.0.take();
            let failed = matches!(&events[..], [Event::Failed(_, Problem::ConnectionLost), Event::Done(_)]);
            assert!(failed, "{order:?}: {events:?}");
        }
    });
    assert_eq!(stage.new.sets(), 0);
}
