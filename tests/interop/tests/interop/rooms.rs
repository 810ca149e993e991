//! Group chats on real servers: after the move the new account gets into those where the old one could
//! see to that, and into no other.

use std::time::Duration;

use farewell::{Event, Order, Part, Rights, Room, RoomState};
use interop::Parting;
use jid::BareJid;
use migration::Problem;
use servers::client::write::create_node;
use servers::client::{Error, Request};
use servers::{Absence, Client, Generation, Kind, Lost, Network, Options, Side};

use crate::common::{OLD, PASSWORD, empty_accounts, fill, locally, page, set_bookmark, witness};

const SECRET: &str = "s3cret & more";
const WAIT: Duration = Duration::from_secs(30);

#[tokio::test]
async fn oldest_at_prosody() {
    open(Options::of(Generation::Oldest, Kind::Prosody, Kind::Ejabberd)).await;
}

#[tokio::test]
async fn oldest_at_ejabberd() {
    open(Options::of(Generation::Oldest, Kind::Ejabberd, Kind::Prosody)).await;
}

#[tokio::test]
async fn current_at_prosody() {
    open(Options::of(Generation::Current, Kind::Prosody, Kind::Ejabberd)).await;
}

#[tokio::test]
async fn current_at_ejabberd() {
    open(Options::of(Generation::Current, Kind::Ejabberd, Kind::Prosody)).await;
}

#[tokio::test]
async fn backports_at_prosody() {
    open(Options::of(Generation::Backports, Kind::Prosody, Kind::Ejabberd)).await;
}

#[tokio::test]
async fn backports_at_ejabberd() {
    open(Options::of(Generation::Backports, Kind::Ejabberd, Kind::Prosody)).await;
}

/// Who the old account is in a room of olga's, who may invite, and what comes of it.
const ROOMS: [(&str, &str, bool, RoomState, Rights); 5] = [
    ("owned", "owner", false, RoomState::Granted, Rights::Owner),
    ("shared", "owner", false, RoomState::Granted, Rights::Admin),
    ("administered", "admin", false, RoomState::Granted, Rights::Member),
    ("inviting", "member", true, RoomState::Invited, Rights::Unknown),
    ("closed", "member", false, RoomState::RequestNeeded, Rights::Unknown),
];

async fn open(options: Options) {
    let lost = Lost { domain: "silent.test".to_owned(), how: Absence::Silent };
    let network = empty_accounts(Options { lost: vec![lost], ..options }).await;
    let old = network.server(Side::Old);
    old.register("olga", PASSWORD).await.unwrap();
    let olga = Client::connect(old, "olga", PASSWORD).await.unwrap();
    let host = format!("conference.{}", old.domain);
    for (name, affiliation, inviting, ..) in ROOMS {
        let room = format!("{name}@{host}");
        let secret = if inviting { SECRET } else { "" };
        make(&olga, old.kind, &room, true, inviting, secret).await;
        affiliate(&olga, &room, OLD, affiliation).await;
    }
    make(&olga, old.kind, &format!("hall@{host}"), false, false, "").await;
    let owner = witness(&network, Side::Old).await;
    let inviting = format!("inviting@{host}");
    enter(&owner, &inviting, "Anna", SECRET).await.unwrap();
    let names = ROOMS.map(|(name, ..)| name).into_iter().chain(["hall", "nowhere"]);
    let mut all: Vec<String> = names.map(|name| format!("{name}@{host}")).collect();
    all.extend(["one@rooms.silent.test", "two@rooms.silent.test"].map(str::to_owned));
    fill(
        &owner,
        [create_node("urn:xmpp:bookmarks:1", &[("access_model", "whitelist"), ("max_items", "50")])],
    )
    .await;
    let secret = servers::xml::escape(SECRET);
    let bookmark = format!(
        "<conference xmlns='urn:xmpp:bookmarks:1'><nick>Anna</nick><password>{secret}</password></conference>"
    );
    fill(&owner, all.iter().map(|room| set_bookmark(room, &bookmark))).await;

    locally(async {
        let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
        let parting = Parting::new(&from, &to);
        let rooms = rooms(&parting.perform(Order::Look).await);
        assert_eq!(rooms.len(), all.len());
        assert_eq!(from.sent.announcements(), Vec::<String>::new(), "nobody notices a look");
        assert_eq!(from.sent.writes(), Vec::<String>::new());
        let found = |name: &str| rooms.iter().find(|room| room.jid.to_string().starts_with(name)).unwrap();
        assert_eq!((found("owned").rights, found("owned").is_members_only), (Rights::Owner, true));
        assert_eq!(found("administered").rights, Rights::Admin);
        assert!(found("inviting").members_may_invite && !found("closed").members_may_invite);
        assert!(!found("hall").is_members_only);
        assert!(matches!(&found("nowhere").problem, Some(Problem::Refused(error)) if error.condition == "item-not-found"));
        for name in ["one", "two"] {
            assert_eq!(found(name).state, RoomState::Unreachable);
        }
        let order = Order::OpenRooms {
            rooms: rooms.iter().map(|room| room.jid.clone()).filter(|jid| jid.domain() == host).collect(),
            as_owner: [jid(&format!("owned@{host}"))].into_iter().collect(),
            may_join: true,
        };
        let events = parting.perform(order).await;
        assert_eq!(events.last(), Some(&Event::Done(Part::Rooms)));
        assert!(!format!("{events:?}").contains("s3cret"), "{events:?}");
        let left = |xml: &str| xml.contains(&inviting) && xml.contains("unavailable") && xml.contains("110");
        assert_eq!(owner.take(left), Vec::<String>::new(), "another client of the old account stays");
        assert_eq!(occupants(&olga, &inviting).await, 2, "olga, and the old account");
        check(&network, &self::rooms(&events), &host).await;
        let again = self::rooms(&parting.perform(Order::Look).await);
        for (name, rights) in [("owned", Rights::Owner), ("shared", Rights::Admin)] {
            let room = again.iter().find(|room| room.jid == jid(&format!("{name}@{host}"))).unwrap();
            assert_eq!((room.state, room.given), (RoomState::Granted, rights), "{name}, on coming back");
        }
        for (name, affiliation, ..) in ROOMS.iter().filter(|(_, affiliation, ..)| *affiliation != "member") {
            let list = affiliated(&olga, &format!("{name}@{host}"), affiliation).await;
            assert!(list.contains(&OLD.to_owned()), "{name}: the old address stays {affiliation}");
        }
    })
    .await;
}

/// Where rooms keep names, the name kept for the old address is kept for the new one.
#[tokio::test]
async fn names_kept_by_rooms_go_along() {
    const NAME: &str = "Anna von Bern";
    for (generation, old, new) in [
        (Generation::Oldest, Kind::Prosody, Kind::Ejabberd),
        (Generation::Current, Kind::Prosody, Kind::Ejabberd),
        (Generation::Current, Kind::Ejabberd, Kind::Prosody),
    ] {
        let network = empty_accounts(Options::of(generation, old, new)).await;
        let owner = witness(&network, Side::Old).await;
        let room = format!("owned@conference.{}", network.server(Side::Old).domain);
        make(&owner, old, &room, true, false, "").await;
        register(&owner, &room, NAME).await;
        assert!(kept(&owner, &room).await.contains(NAME));
        fill(&owner, [set_bookmark(&room, "<conference xmlns='urn:xmpp:bookmarks:1'/>")]).await;
        locally(async {
            let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
            let rooms = [jid(&room)].into_iter().collect();
            let order = Order::OpenRooms { rooms, as_owner: ordered::Set::new(), may_join: false };
            let events = Parting::new(&from, &to).perform(order).await;
            assert_eq!(self::rooms(&events)[0].state, RoomState::Granted);
        })
        .await;
        let new = witness(&network, Side::New).await;
        assert!(kept(&new, &room).await.contains(NAME), "{generation:?} {old:?}");
        assert!(affiliated(&owner, &room, "owner").await.contains(&OLD.to_owned()));
    }
}

async fn register(client: &Client, room: &str, name: &str) {
    let form = format!(
        "<x xmlns='jabber:x:data' type='submit'>\
         <field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register</value></field>\
         <field var='muc#register_roomnick'><value>{name}</value></field></x>"
    );
    fill(client, [Request::set(format!("<query xmlns='jabber:iq:register'>{form}</query>")).to(room)]).await;
}

/// XEP-0045 §7.10.
async fn kept(client: &Client, room: &str) -> String {
    client.iq("get", Some(room), "<query xmlns='jabber:iq:register'/>").await.unwrap()
}

async fn check(network: &Network, rooms: &[Room], host: &str) {
    let new = witness(network, Side::New).await;
    for (name, _, _, state, given) in ROOMS {
        let address = format!("{name}@{host}");
        let room = rooms.iter().find(|room| room.jid == jid(&address)).unwrap();
        assert_eq!(room.state, state, "{room:?}");
        assert_eq!(room.given, given, "{room:?}");
        let entered = enter(&new, &address, "Anna N.", SECRET).await;
        assert_eq!(entered.is_ok(), state != RoomState::RequestNeeded, "{name}: {entered:?}");
    }
    let hall = rooms.iter().find(|room| room.jid == jid(&format!("hall@{host}"))).unwrap();
    assert_eq!((hall.state, &hall.problem), (RoomState::NotAsked, &None), "everybody may enter");
    enter(&new, &hall.jid.to_string(), "Anna", "").await.unwrap();
}

/// Each room as it was last heard of.
fn rooms(events: &[Event]) -> Vec<Room> {
    let mut rooms: Vec<Room> = Vec::new();
    for event in events {
        match event {
            Event::Rooms(all) => rooms = all.clone(),
            Event::Room(room) => {
                rooms.retain(|known| known.jid != room.jid);
                rooms.push(room.clone());
            }
            _ => {}
        }
    }
    rooms
}

fn jid(address: &str) -> BareJid {
    address.parse().unwrap()
}

/// XEP-0045 §10.1.3.
async fn make(owner: &Client, kind: Kind, room: &str, members_only: bool, inviting: bool, secret: &str) {
    enter(owner, room, "Olga", "").await.unwrap();
    let invites = match kind {
        Kind::Prosody => "{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites",
        Kind::Ejabberd => "muc#roomconfig_allowinvites",
    };
    let yes_or_no = |yes: bool| if yes { "1" } else { "0" };
    let fields = [
        ("FORM_TYPE", "http://jabber.org/protocol/muc#roomconfig"),
        ("muc#roomconfig_persistentroom", "1"),
        ("muc#roomconfig_membersonly", yes_or_no(members_only)),
        (invites, yes_or_no(inviting)),
        ("muc#roomconfig_passwordprotectedroom", yes_or_no(!secret.is_empty())),
        ("muc#roomconfig_roomsecret", &servers::xml::escape(secret)),
    ];
    let fields: String = fields
        .iter()
        .map(|(var, value)| format!("<field var='{var}'><value>{value}</value></field>"))
        .collect();
    let form = format!("<x xmlns='jabber:x:data' type='submit'>{fields}</x>");
    let query = format!("<query xmlns='http://jabber.org/protocol/muc#owner'>{form}</query>");
    fill(owner, [Request::set(query).to(room)]).await;
}

async fn affiliate(owner: &Client, room: &str, jid: &str, affiliation: &str) {
    let item = format!("<item jid='{jid}' affiliation='{affiliation}'/>");
    let query = format!("<query xmlns='http://jabber.org/protocol/muc#admin'>{item}</query>");
    fill(owner, [Request::set(query).to(room)]).await;
}

async fn affiliated(owner: &Client, room: &str, affiliation: &str) -> Vec<String> {
    listed(owner, room, &format!("affiliation='{affiliation}'")).await
}

async fn occupants(owner: &Client, room: &str) -> usize {
    let mut all = Vec::new();
    for role in ["moderator", "participant", "visitor"] {
        all.extend(listed(owner, room, &format!("role='{role}'")).await);
    }
    all.len()
}

async fn listed(owner: &Client, room: &str, which: &str) -> Vec<String> {
    let query = format!("<query xmlns='http://jabber.org/protocol/muc#admin'><item {which}/></query>");
    let answer = owner.iq("get", Some(room), &query).await.unwrap();
    let document = roxmltree::Document::parse(&answer).unwrap();
    let items = document.descendants().filter(|node| node.tag_name().name() == "item");
    items.map(|item| item.attribute("jid").unwrap_or_default().to_owned()).collect()
}

/// XEP-0045 §7.2: in, or the condition of the error.
async fn enter(client: &Client, room: &str, nick: &str, secret: &str) -> Result<(), String> {
    let secret = servers::xml::escape(secret);
    client.send_raw(format!(
        "<presence xmlns='jabber:client' to='{room}/{nick}'><x xmlns='http://jabber.org/protocol/muc'>\
         <history maxstanzas='0'/><password>{secret}</password></x></presence>"
    ));
    let from_there = |xml: &str| xml.contains(room) && xml.contains("<presence");
    let answer = |xml: &str| from_there(xml) && (xml.contains("code='110'") || xml.contains("type='error'"));
    let answer = client.receive(|xml| answer(&xml.replace('"', "'")), WAIT).await;
    match answer.map(|xml| xml.replace('"', "'")) {
        Ok(xml) if xml.contains("type='error'") => Err(xml),
        Ok(_) => Ok(()),
        Err(Error::Silence(_)) => Err("no answer".to_owned()),
        Err(error) => panic!("{error}"),
    }
}
