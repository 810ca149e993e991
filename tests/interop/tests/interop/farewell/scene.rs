//! Anna's contacts: on three hosts, in every state, each with a way of taking requests.

use std::collections::BTreeMap;
use std::time::Duration;

use farewell::{Audience, Order, Pace, Rate, State, Why, Words};
use futures_util::future::try_join_all;
use interop::{Move, Parting, SignedIn};
use servers::client::RosterItem;
use servers::contacts::{Manner, Person, look_in};
use servers::{Client, End, Generation, Kind, Network, Options, Resident, Side};

use crate::common::{NEW, OLD, PASSWORD, USER, page};

pub const THIRD: &str = "third.test";

/// What the contacts are told.
pub fn words() -> Words {
    Words { status: format!("It is me, Anna. I was {OLD}."), nick: "Anna <& co>".into() }
}

/// For counters of 5 in 2 seconds, and what servers without one take.
pub fn pace() -> Pace {
    let careful = Rate { burst: 5, silence: Duration::from_secs(4) };
    Pace { careful, quick: Rate { burst: 40, silence: Duration::from_secs(1) } }
}

/// One contact of the old account.
pub struct Contact {
    pub jid: String,
    /// What they are in Anna's old roster.
    pub was: &'static str,
    /// None: they are away.
    pub manner: Option<Manner>,
    pub person: Option<Person>,
}

pub struct Scene {
    pub network: Network,
    pub contacts: BTreeMap<String, Contact>,
}

/// One contact more: host, name, state and manner.
pub type Role = (String, String, &'static str, Option<Manner>);

/// So many on each host with this state and manner.
pub type Cast = [(&'static str, Option<Manner>, usize)];

/// These servers; those besides the old one count 5 in 2 seconds if they are ejabberd.
pub fn options(generation: Generation, kinds: [Kind; 3]) -> Options {
    let [old, new, third] = kinds;
    let options = Options::of(generation, old, new);
    Options {
        new: options.new.clone().counting(5, 2),
        others: vec![End::new(third, THIRD).counting(5, 2)],
        ..options
    }
}

impl Scene {
    /// The contacts, and Anna's old account with nothing but them; her new one is empty.
    pub async fn set(options: Options, cast: &Cast) -> Self {
        let mut contacts = Vec::new();
        let domains: Vec<String> = [&options.old, &options.new]
            .into_iter()
            .chain(&options.others)
            .map(|end| end.domain.clone())
            .collect();
        for domain in &domains {
            for (was, manner, count) in cast {
                for number in 0..*count {
                    let manner_name =
                        manner.map_or("away".into(), |manner| format!("{manner:?}").to_lowercase());
                    contacts.push((domain.clone(), format!("{was}-{manner_name}-{number}"), *was, *manner));
                }
            }
        }
        Self::of(options, &contacts).await
    }

    /// These contacts. Of those whose host is none of the network there is nothing but a line in Anna's
    /// old roster.
    pub async fn of(options: Options, cast: &[Role]) -> Self {
        let network = Network::start(options).await.unwrap();
        for server in network.servers() {
            let here = cast.iter().filter(|(domain, ..)| *domain == server.domain);
            let mut residents: Vec<Resident> = here
                .map(|(_, user, was, _)| Resident {
                    user: user.clone(),
                    roster: sees(OLD, "Anna", mirrored(was)),
                })
                .collect();
            if server.domain == network.server(Side::Old).domain {
                let all = cast.iter().flat_map(|(domain, user, was, _)| {
                    sees(&format!("{user}@{domain}"), &format!("The one called {user}"), was)
                });
                residents.push(Resident { user: USER.into(), roster: all.collect() });
            } else if server.domain == network.server(Side::New).domain {
                residents.push(Resident { user: USER.into(), ..Resident::default() });
            }
            server.settle(&residents, PASSWORD).await.unwrap();
        }
        let arrivals = cast.iter().map(async |(domain, user, was, manner)| {
            let jid = format!("{user}@{domain}");
            let person = match (network.at(domain), manner) {
                (Some(server), Some(manner)) => Some(Person::arrive(server, user, PASSWORD, *manner).await?),
                _ => None,
            };
            Ok::<_, servers::Error>((jid.clone(), Contact { jid, was, manner: *manner, person }))
        });
        let contacts = try_join_all(arrivals).await.unwrap().into_iter().collect();
        Self { network, contacts }
    }

    /// Both accounts as the page holds them, everything moved and the statement published; nobody is told yet.
    pub async fn moved_at(&self, pace: Pace) -> (SignedIn, SignedIn, Parting) {
        let (from, to) = (page(&self.network, Side::Old).await, page(&self.network, Side::New).await);
        Move::everything(&from, &to).await.assert_complete();
        let parting = Parting::at_pace(&from, &to, pace);
        parting.perform(Order::Publish(Audience::Open)).await;
        (from, to, parting)
    }

    /// Whether everybody is where they belong.
    pub fn is_over(&self, parting: &Parting, has_pre_approval: bool) -> bool {
        let states = parting.states();
        let mut all = self.contacts.values();
        all.all(|contact| states.get(&contact.jid) == Some(&contact.ends_as(has_pre_approval)))
    }

    /// What there is to know of those who are not where they belong: state, both rosters' lines, and what
    /// they got.
    pub async fn wrong(&self, states: &BTreeMap<String, State>, has_pre_approval: bool) -> Vec<String> {
        let mut wrong = Vec::new();
        for (jid, contact) in &self.contacts {
            let wanted = contact.ends_as(has_pre_approval);
            let found = states.get(jid);
            if found == Some(&wanted) {
                continue;
            }
            let ours = Client::connect(self.network.server(Side::New), USER, PASSWORD).await.unwrap();
            let ours = line(&ours, jid).await;
            let (theirs, got) = match &contact.person {
                Some(person) => (line(person.client(), NEW).await, person.everything()),
                None => Default::default(),
            };
            wrong.push(format!(
                "{jid}: {found:?}, not {wanted:?}; here {ours:?}, there {theirs:?}; got {got:#?}"
            ));
        }
        wrong
    }

    /// Every request of the new address that each contact's program was shown so far; those away look
    /// in for that.
    pub async fn requests(&self) -> BTreeMap<String, Vec<String>> {
        let mut all = BTreeMap::new();
        for contact in self.contacts.values() {
            let (user, domain) = contact.jid.split_once('@').unwrap();
            let Some(server) = self.network.at(domain) else { continue };
            let mut requests = match &contact.person {
                Some(person) => person.requests().await.unwrap(),
                None => look_in(server, user, PASSWORD).await.unwrap(),
            };
            requests.retain(|request| request.contains(NEW));
            all.insert(contact.jid.clone(), requests);
        }
        all
    }
}

impl Contact {
    pub fn is_asked(&self) -> bool {
        matches!(self.was, "to" | "both")
    }

    /// What the ledger is to show in the end.
    pub fn ends_as(&self, has_pre_approval: bool) -> State {
        match (self.was, self.manner) {
            ("none", _) => State::NotAsked(Why::NoSubscription),
            ("from", _) if has_pre_approval => State::PreApproved,
            ("from", _) => State::NotAsked(Why::OnlyTheySaw),
            (_, Some(Manner::Declines)) => State::Declined,
            (_, Some(Manner::Ignores) | None) => State::Asked,
            ("both", Some(Manner::Verifies | Manner::AsksBack)) => State::Mutual,
            // Who was seen and did not see gets to see only what the person lets them.
            _ => State::Approved,
        }
    }
}

/// One line of somebody's roster.
async fn line(client: &Client, jid: &str) -> Option<RosterItem> {
    client.roster().await.unwrap().into_iter().find(|item| item.jid == jid)
}

/// Somebody of that name at that host.
pub fn role(domain: &str, name: &str, was: &'static str, manner: Manner) -> Role {
    (domain.to_owned(), name.to_owned(), was, Some(manner))
}

/// A roster with nobody but them.
fn sees(jid: &str, name: &str, subscription: &str) -> Vec<RosterItem> {
    let groups = ["Old friends".to_owned()].into();
    vec![RosterItem {
        jid: jid.into(),
        name: name.into(),
        subscription: subscription.into(),
        groups,
        ..RosterItem::default()
    }]
}

/// The same state as the other end has it.
fn mirrored(subscription: &str) -> &str {
    match subscription {
        "to" => "from",
        "from" => "to",
        same => same,
    }
}
