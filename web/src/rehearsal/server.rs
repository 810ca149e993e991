//! Two made-up servers: the old one has a little of everything, the new one has nothing and takes anything.

use xml::{Element, ns};

pub(super) const USER: &str = "someone";
pub(super) const PASSWORD: &str = "rehearsal";
/// RFC 6761 §6.4: domains that nobody can have.
pub(super) const OLD: &str = "old.invalid";
pub(super) const NEW: &str = "new.invalid";

/// Where either is to be connected to (XEP-0156).
pub(super) const HOST_META: &str =
    r#"{"links":[{"rel":"urn:xmpp:alt-connections:websocket","href":"wss://old.invalid/"}]}"#;

/// SCRAM with 4,096 iterations, for the nonce that comes of [`super::world::World`]'s randomness (RFC 5802 §5.1):
/// the name of the mechanism, the challenge, and what proves the server.
type Scram = (&'static str, &'static str, &'static str);

const SCRAM_SHA_1: Scram = (
    "SCRAM-SHA-1",
    "cj04M1VZQ3JxU2lJUUI4WkdiNUtoeFdtSjJPMlhCd1E0ZC4scz1jMkZzZEE9PSxpPTQwOTY=",
    "dj1lTjVFNUFHeHhoWmM5YVBWTTJmUDRsNlVLQW89",
);
const SCRAM_SHA_256: Scram = (
    "SCRAM-SHA-256",
    "cj04M1VZQ3JxU2lJUUI4WkdiNUtoeFdtSjJPMlhCd1E0ZC4scz1jMkZzZEE9PSxpPTQwOTY=",
    "dj1Xb0hDam4zbW82NzlmTWZiRDlWV3lHM0hVOTRMYTdFUDE3WStlMDB5cmhrPQ==",
);

const FEATURES: &str = "<identity category='pubsub' type='pep'/><feature var='urn:xmpp:mam:2'/>\
    <feature var='urn:xmpp:blocking'/><feature var='jabber:iq:private'/>\
    <feature var='http://jabber.org/protocol/pubsub#publish-options'/>";
const NODES: &str = "<item jid='someone@old.invalid' node='urn:example:notes'/>\
    <item jid='someone@old.invalid' node='urn:xmpp:bookmarks:1'/>";
const CONTACTS: &str = "<item jid='one@old.invalid' name='One' subscription='both'><group>Group</group></item>\
    <item jid='two@old.invalid' subscription='to'/>";
const VCARD: &str = "<FN>Someone</FN><N><FAMILY>One</FAMILY></N>\
    <PHOTO><TYPE>image/png</TYPE><BINVAL>iVBORw0KGgo=</BINVAL></PHOTO>";
const ROOM: &str = "<item id='room@old.invalid'><conference xmlns='urn:xmpp:bookmarks:1' name='Room' \
    autojoin='true'><nick>Someone</nick></conference></item>";
const NOTE: &str = "<item id='1'><note xmlns='urn:example:notes'>Words</note></item>";
const FORM: &str = "<x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE' type='hidden'>\
    <value>http://jabber.org/protocol/pubsub#node_config</value></field><field var='pubsub#access_model' \
    type='list-single'><value>presence</value></field></x>";
const MESSAGE: &str = "<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' \
    stamp='2024-01-01T00:00:00Z'/><message xmlns='jabber:client' type='chat' id='1' to='someone@old.invalid' \
    from='one@old.invalid/r'><body>Words</body></message></forwarded>";
const PAGE: &str = "<fin xmlns='urn:xmpp:mam:2' complete='true'><set xmlns='http://jabber.org/protocol/rsm'>\
    <first index='0'>1</first><last>1</last><count>1</count></set></fin>";

/// One connection to one of them.
#[derive(Debug, Default)]
pub(super) struct Server {
    domain: String,
    is_signed_in: bool,
}

impl Server {
    /// What it has to say to this frame.
    pub(super) fn answer(&mut self, frame: &str) -> Vec<String> {
        let Ok(sent) = Element::parse(frame) else { return Vec::new() };
        let sasl = |name, text| format!("<{name} xmlns='{}'>{text}</{name}>", ns::SASL);
        match sent.name() {
            "open" => {
                sent.attr("to").unwrap_or_default().clone_into(&mut self.domain);
                self.open()
            }
            "auth" => vec![sasl("challenge", self.scram().1)],
            "response" => {
                self.is_signed_in = true;
                vec![sasl("success", self.scram().2)]
            }
            "iq" => self.reply(&sent),
            _ => Vec::new(),
        }
    }

    /// The real ones know one or the other.
    fn scram(&self) -> Scram {
        if self.domain == OLD { SCRAM_SHA_1 } else { SCRAM_SHA_256 }
    }

    fn open(&self) -> Vec<String> {
        let features = if self.is_signed_in {
            format!("<bind xmlns='{}'/>", ns::BIND)
        } else {
            format!("<mechanisms xmlns='{}'><mechanism>{}</mechanism></mechanisms>", ns::SASL, self.scram().0)
        };
        vec![
            format!("<open xmlns='{}' from='{}' id='1' version='1.0'/>", ns::FRAMING, self.domain),
            format!("<stream:features xmlns:stream='{}'>{features}</stream:features>", ns::STREAM),
        ]
    }

    fn reply(&self, iq: &Element) -> Vec<String> {
        let Some(asked) = iq.children().next() else { return Vec::new() };
        let id = iq.attr("id").unwrap_or_default();
        let from = iq.attr("to").map(|to| format!(" from='{to}'")).unwrap_or_default();
        let result = match (iq.attr("type"), asked.ns()) {
            (_, ns::BIND) => {
                let jid = format!("<jid>{USER}@{}/r</jid>", self.domain);
                Some(around(asked, &jid))
            }
            (_, ns::DISCO_INFO) => Some(around(asked, FEATURES)),
            (Some("get"), _) if self.domain == OLD => held(asked),
            (Some("set"), ns::MAM) if self.domain == OLD => Some(PAGE.to_owned()),
            (Some("set"), _) => Some(String::new()),
            _ => None,
        };
        let mut answers = Vec::new();
        if asked.is("query", ns::MAM) && self.domain == OLD {
            let queryid = asked.attr("queryid").unwrap_or_default();
            answers.push(format!(
                "<message xmlns='jabber:client' from='{USER}@{OLD}'><result xmlns='{}' queryid='{queryid}' id='1'>\
                {MESSAGE}</result></message>",
                ns::MAM
            ));
        }
        answers.push(match result {
            Some(result) => format!("<iq xmlns='jabber:client' type='result' id='{id}'{from}>{result}</iq>"),
            None => format!(
                "<iq xmlns='jabber:client' type='error' id='{id}'{from}><error type='cancel'><item-not-found \
                xmlns='{}'/></error></iq>",
                ns::STANZA_ERROR
            ),
        });
        answers
    }
}

/// What the old server has of what is asked for.
fn held(asked: &Element) -> Option<String> {
    let part = asked.children().next();
    let node = asked.attr("node").or_else(|| part?.attr("node")).unwrap_or_default();
    Some(match (asked.name(), asked.ns()) {
        ("query", ns::DISCO_ITEMS) if node.is_empty() => around(asked, NODES),
        ("query", ns::DISCO_ITEMS) => around(asked, "<item jid='someone@old.invalid' name='1'/>"),
        ("query", ns::ROSTER) => around(asked, CONTACTS),
        ("vCard", _) => around(asked, VCARD),
        ("blocklist", _) => around(asked, "<item jid='three@old.invalid'/>"),
        ("prefs", _) => format!("<prefs xmlns='{}' default='always'/>", ns::MAM),
        ("query", ns::PRIVATE) => around(asked, &around(part?, "")),
        ("pubsub", ns::PUBSUB) => {
            let item = match node {
                "urn:example:notes" => NOTE,
                ns::BOOKMARKS => ROOM,
                _ => return None,
            };
            around(asked, &format!("<items node='{node}'>{item}</items>"))
        }
        ("pubsub", ns::PUBSUB_OWNER) => {
            let name = part?.name();
            let form = if name == "configure" { FORM } else { "" };
            around(asked, &format!("<{name} node='{node}'>{form}</{name}>"))
        }
        _ => return None,
    })
}

/// An element like this one, and this in it.
fn around(asked: &Element, content: &str) -> String {
    let name = asked.name();
    format!("<{name} xmlns='{}'>{content}</{name}>", asked.ns())
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use migration::{Account, Holdings, Kind, KindId, Reading, kinds};
    use session::{Credentials, Endpoint, Login, Mechanism, Password, Session};
    use tokio::task::{LocalSet, spawn_local};

    use super::super::world::World;
    use super::*;

    async fn signed_in(domain: &str) -> Account {
        let login = Login {
            jid: format!("{USER}@{domain}").parse().unwrap(),
            credentials: Some(Credentials::Password(Password::new(PASSWORD.to_owned()))),
            endpoints: vec![Endpoint::discovered("wss://old.invalid/").unwrap()],
            allow_plain: false,
            floor: None,
        };
        let world = World(|task| drop(spawn_local(task)));
        Account::open(Session::sign_in(Rc::new(world), login).await.unwrap()).await.unwrap()
    }

    /// How many fragments there are of each kind that is read without being asked for.
    async fn counts(account: &Account) -> Vec<(&'static str, usize)> {
        let is_read = |kind: &&dyn Kind| matches!(kind.reading(), Reading::AtOnce | Reading::WhenNeeded);
        let ids: Vec<_> = kinds::ALL.into_iter().filter(is_read).map(|kind| kind.id()).collect();
        let read = Holdings::read(&ids, account, &|_, _| {}).await;
        let count = |id: &KindId| (id.0, read.get(*id).unwrap().fragments.len());
        ids.iter().map(count).filter(|(_, count)| *count > 0).collect()
    }

    /// How one of them lets us in, and what is there.
    async fn seen(domain: &str) -> (Mechanism, Vec<(&'static str, usize)>) {
        let look = async {
            let account = signed_in(domain).await;
            (account.session().mechanism(), counts(&account).await)
        };
        LocalSet::new().run_until(look).await
    }

    #[tokio::test]
    async fn the_old_server_proves_itself_and_has_a_little_of_everything() {
        let expected = vec![
            ("roster", 2),
            ("blocklist", 1),
            ("profile", 1),
            ("avatar", 1),
            ("bookmarks", 1),
            ("pep_nodes", 1),
            ("archive_preferences", 1),
        ];
        assert_eq!(seen(OLD).await, (Mechanism::ScramSha1, expected));
    }

    #[tokio::test]
    async fn the_new_server_proves_itself_and_has_nothing() {
        assert_eq!(seen(NEW).await, (Mechanism::ScramSha256, Vec::new()));
    }
}
