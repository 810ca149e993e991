//! juliet moves from capulet.example to montague.example.

use migration::{
    Account, Autojoin, Choices, Holdings, KindId, KindReport, Mapping, Outcome, Plan, Reading, kinds,
};
use session::{Credentials, Endpoint, Login, Password, Session};
use testkit::{MemoryServer, Node, RosterItem, World};
use xml::Element;

pub struct Stage {
    pub world: World,
    pub old: MemoryServer,
    pub new: MemoryServer,
}

/// Two servers, each with an empty account juliet.
pub fn stage() -> Stage {
    let world = World::new();
    let server = |domain: &str| {
        let server = MemoryServer::new(&world, domain);
        server.register("juliet", "secret");
        world.listen(&format!("wss://{domain}/ws"), server.clone());
        server
    };
    let (old, new) = (server("capulet.example"), server("montague.example"));
    Stage { world, old, new }
}

pub fn id(name: &str) -> KindId {
    kinds::by_name(name).unwrap().id()
}

/// What is read without anybody noticing.
pub fn all() -> Vec<KindId> {
    let quiet = kinds::ALL.into_iter().filter(|kind| kind.reading() != Reading::WhenAsked);
    quiet.map(|kind| kind.id()).collect()
}

pub async fn open(world: &World, domain: &str) -> Account {
    let login = Login {
        jid: format!("juliet@{domain}").parse().unwrap(),
        credentials: Some(Credentials::Password(Password::new("secret".to_owned()))),
        endpoints: vec![Endpoint::trusted(&format!("wss://{domain}/ws")).unwrap()],
        allow_plain: false,
        floor: None,
    };
    Account::open(Session::sign_in(world.environment(), login).await.unwrap()).await.unwrap()
}

/// A move under way: what was read on both sides, and the new account.
pub struct Move {
    pub origin: Holdings,
    pub found: Holdings,
    pub mapping: Mapping,
    pub to: Account,
}

impl Stage {
    /// Signs in on both sides and reads everything.
    pub async fn read(&self) -> Move {
        let from = open(&self.world, "capulet.example").await;
        let to = open(&self.world, "montague.example").await;
        let origin = Holdings::read(&all(), &from, &|_, _| {}).await;
        let found = Holdings::read(&all(), &to, &|_, _| {}).await;
        let mapping = Mapping {
            origin: Some(from.jid()),
            destination: to.jid(),
            features: to.features().clone(),
            autojoin: Autojoin::AsItWas,
        };
        Move { origin, found, mapping, to }
    }

    /// The whole move in one go, with the default choices.
    pub fn migrate(&self) -> Vec<KindReport> {
        self.world.run(async { self.read().await.run(&Choices::new()).await })
    }
}

impl Move {
    pub fn plan(&self, choices: &Choices) -> Plan {
        Plan::new(&self.origin, &self.found, &all().into_iter().collect(), &self.mapping, choices)
    }

    pub async fn run(&self, choices: &Choices) -> Vec<KindReport> {
        migration::run(&self.plan(choices), &self.to, &|_| {}).await
    }
}

pub fn of<'a>(reports: &'a [KindReport], name: &str) -> &'a KindReport {
    reports.iter().find(|report| report.id == id(name)).unwrap()
}

/// The outcome of one item.
#[track_caller]
pub fn outcome<'a>(reports: &'a [KindReport], kind: &str, key: &str) -> &'a Outcome {
    let entry = of(reports, kind).entries.iter().find(|entry| entry.key == key);
    &entry.unwrap_or_else(|| panic!("no {key} in {reports:#?}")).outcome
}

#[track_caller]
pub fn assert_complete(reports: &[KindReport]) {
    for report in reports {
        assert!(report.is_complete(), "{report:#?}");
    }
}

/// The contact `address` on `server`.
pub fn add_contact(server: &MemoryServer, address: &str, name: &str, groups: &[&str]) {
    let item = RosterItem {
        name: Some(name.to_owned()).filter(|name| !name.is_empty()),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        subscription: "both".to_owned(),
        ..RosterItem::default()
    };
    server.account("juliet", |account| account.roster.insert(address.to_owned(), item));
}

pub fn parse(xml: &str) -> Element {
    Element::parse(xml).unwrap()
}

pub fn add_private(server: &MemoryServer, xml: &str) {
    let element = parse(xml);
    let key = (element.name().to_owned(), element.ns().to_owned());
    server.account("juliet", |account| account.private.insert(key, element));
}

/// A node with these items.
pub fn add_node(server: &MemoryServer, name: &str, fields: &[(&str, &str)], items: &[(&str, &str)]) {
    let mut node = Node::with(fields);
    node.items = items.iter().map(|(id, xml)| ((*id).to_owned(), parse(xml))).collect();
    server.account("juliet", |account| account.nodes.insert(name.to_owned(), node));
}

pub const PRIVATE: [(&str, &str); 2] = [("pubsub#access_model", "whitelist"), ("pubsub#max_items", "max")];

/// Something of every kind.
pub fn furnish(server: &MemoryServer) {
    for n in 0..30 {
        let (address, name) = (format!("friend{n}@verona.example"), format!("Friend <{n}> & \u{1f98a}"));
        add_contact(server, &address, &name, &["Friends", "R&D \u{e9}"]);
    }
    add_contact(server, "icq.verona.example", "", &[]);
    add_contact(server, "x%y@gateway.example", "Gateway", &[]);
    server.account("juliet", |account| {
        account.blocked.extend(["spam.example", "tybalt@capulet.example"].map(str::to_owned));
        account.vcard = Some(parse(
            "<vCard xmlns='vcard-temp'><FN>Juliet Capulet</FN><N><FAMILY>Capulet</FAMILY><GIVEN>Juliet</GIVEN></N>\
             <BDAY>1990-01-01</BDAY><TEL><HOME/><NUMBER>123</NUMBER></TEL><TEL><WORK/><NUMBER>456</NUMBER></TEL>\
             <JABBERID>juliet@capulet.example</JABBERID><DESC>likes &lt;balconies&gt;</DESC></vCard>",
        ));
    });
    add_node(
        server,
        "urn:xmpp:vcard4",
        &[],
        &[(
            "current",
            "<vcard xmlns='urn:ietf:params:xml:ns:vcard-4.0'><fn><text>Juliet C.</text></fn>\
             <note><text>hello</text></note></vcard>",
        )],
    );
    add_node(
        server,
        "http://jabber.org/protocol/nick",
        &[],
        &[("x", "<nick xmlns='http://jabber.org/protocol/nick'>Jules</nick>")],
    );
    add_picture(server, "iVBORw0KGgo=", "5f7f0a3ac2e3a5e0a4d3a2a4bd7ed7eb7e9cb7ab");
    add_node(
        server,
        "urn:xmpp:bookmarks:1",
        &PRIVATE,
        &[
            (
                "garden@rooms.example",
                "<conference xmlns='urn:xmpp:bookmarks:1' name='Garden' autojoin='1'><nick>J</nick>\
                 <password>ssh</password><extensions><mine xmlns='urn:x'>&amp;</mine></extensions></conference>",
            ),
            ("hall@rooms.example", "<conference xmlns='urn:xmpp:bookmarks:1'/>"),
        ],
    );
    add_private(
        server,
        "<storage xmlns='storage:rosternotes'><note jid='a@b.example'>a &amp; b</note></storage>",
    );
    add_private(server, "<roster xmlns='roster:delimiter'>::</roster>");
}

pub fn add_picture(server: &MemoryServer, base64: &str, hash: &str) {
    let data = format!("<data xmlns='urn:xmpp:avatar:data'>{base64}</data>");
    let info = format!("<info id='{hash}' type='image/png' bytes='8'/>");
    let metadata = format!("<metadata xmlns='urn:xmpp:avatar:metadata'>{info}</metadata>");
    add_node(server, "urn:xmpp:avatar:data", &[], &[(hash, &data)]);
    add_node(server, "urn:xmpp:avatar:metadata", &[], &[(hash, &metadata)]);
}
