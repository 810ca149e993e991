//! What goes into the file from real servers, and what everybody else gets nevertheless.

use std::rc::Rc;
use std::time::Duration;

use interop::SignedIn;
use migration::file::{self, ArchiveRange, Form, Order, Step};
use migration::{Holdings, KindId, KindReport, Outcome, kinds};
use portable::Fragment;
use servers::client::{Archived, Request};
use servers::seed::{self, Size};
use servers::xml::canonical;
use servers::{Client, Generation, Kind, Network, Options, Side};
use xml::{Element, ns};

use crate::common::{PASSWORD, USER, empty_accounts, locally, options, page, witness};

const SIDES: [Side; 2] = [Side::Old, Side::New];

#[tokio::test]
async fn archives_of_the_oldest_servers() {
    archives(Generation::Oldest).await;
}

#[tokio::test]
async fn archives_of_the_current_servers() {
    archives(Generation::Current).await;
}

async fn archives(generation: Generation) {
    let network = Network::start(Options::of(generation, Kind::Prosody, Kind::Ejabberd)).await.unwrap();
    for side in SIDES {
        let size = Size { messages: 1_234, ..Size::empty() };
        let seeded = seed::fill(&network, side, USER, PASSWORD, &size).await.unwrap();
        let saved = locally(save(&network, side, &["message_archive"])).await;
        let report = saved.report("message_archive");
        assert!(report.is_complete() && report.entries.is_empty(), "{side:?} {report:#?}");
        assert_eq!(report.tally().verified, seeded.messages, "{side:?}");
        let expected = witness(&network, side).await.archive().await.unwrap();
        assert_eq!(expected.len(), seeded.messages);
        assert_eq!(saved.archive(), comparable(&expected), "{side:?}");
    }
}

/// Id, time in seconds and payload of each message.
fn comparable(archive: &[Archived]) -> Vec<(String, i64, String)> {
    let result = |kept: &Archived| {
        (kept.id.clone(), portable::seconds(&kept.stamp).unwrap(), canonical(&kept.message))
    };
    archive.iter().map(result).collect()
}

#[tokio::test]
async fn a_part_of_the_archive() {
    let network = Network::start(options(Kind::Prosody, Kind::Ejabberd)).await.unwrap();
    for side in SIDES {
        let size = Size { messages: 400, ..Size::empty() };
        seed::fill(&network, side, USER, PASSWORD, &size).await.unwrap();
        let all = comparable(&witness(&network, side).await.archive().await.unwrap());
        // Somewhere in the middle, and not in the middle of a second.
        let since = all[200].1 + 1;
        let range = ArchiveRange { since: Some(rfc3339(since)), ..ArchiveRange::default() };
        let saved = locally(save_part(&network, side, &["message_archive"], range)).await;
        let expected: Vec<_> = all.iter().filter(|(_, time, _)| *time >= since).cloned().collect();
        assert!(!expected.is_empty() && expected.len() < 200);
        assert_eq!(saved.archive(), expected, "{side:?}");
        let with = with(&all[0].2, &network.server(side).jid(USER));
        let party = with.parse().ok();
        let only = ArchiveRange { only: party, ..ArchiveRange::default() };
        let with_one = locally(save_part(&network, side, &["message_archive"], only.clone())).await;
        let without = ArchiveRange { without: only.only, ..ArchiveRange::default() };
        let with_others = locally(save_part(&network, side, &["message_archive"], without)).await;
        let (one, others) = (with_one.archive(), with_others.archive());
        assert!(!one.is_empty() && !others.is_empty());
        assert_eq!(one.len() + others.len(), all.len(), "{side:?}");
        assert!(one.iter().all(|(id, ..)| others.iter().all(|(other, ..)| other != id)));
        assert!(with_one.report("message_archive").is_complete());
        assert!(with_others.report("message_archive").is_complete());
    }
}

/// The bare address of the other side.
fn with(message: &str, own: &str) -> String {
    let message = Element::parse(message).unwrap();
    let bare = |name| message.attr(name).and_then(|jid| jid.split('/').next()).map(str::to_owned);
    bare("from").filter(|from| from != own).or_else(|| bare("to")).unwrap()
}

/// A time since 2000, for which days are enough.
fn rfc3339(seconds: i64) -> String {
    let format = |day: i64, rest: i64| {
        let (mut year, mut day) = (1970, day);
        let days = |year: i64| if year % 4 == 0 { 366 } else { 365 };
        while day >= days(year) {
            day -= days(year);
            year += 1;
        }
        let february = if year % 4 == 0 { 29 } else { 28 };
        let mut month = 0;
        let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        while day >= lengths[month] {
            day -= lengths[month];
            month += 1;
        }
        let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
        format!("{year}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", month + 1, day + 1)
    };
    format(seconds / 86_400, seconds % 86_400)
}

#[tokio::test]
async fn waiting_messages_stay_for_others() {
    let network = Network::start(options(Kind::Prosody, Kind::Ejabberd)).await.unwrap();
    for side in SIDES {
        let size = Size { offline: 60, ..Size::empty() };
        seed::fill(&network, side, USER, PASSWORD, &size).await.unwrap();
        let kind = network.server(side).kind;
        let saved = locally(save(&network, side, &["offline_messages", "subscription_requests"])).await;
        let read = saved.report("offline_messages").tally();
        let expected = match kind {
            // It shows them only by handing them out.
            Kind::Prosody => 0,
            Kind::Ejabberd => 60,
        };
        assert_eq!((read.read, read.verified), (expected, expected), "{side:?}");
        assert_eq!(saved.fragments.len(), expected);
        let mut bodies = bodies(&witness(&network, side).await.take_offline().await.unwrap());
        assert_eq!(bodies.len(), 60, "{side:?}");
        if kind == Kind::Ejabberd {
            let mut written: Vec<String> = saved.fragments.iter().map(text_of).collect();
            bodies.sort();
            written.sort();
            assert_eq!(written, bodies);
        }
    }
}

fn bodies(messages: &[String]) -> Vec<String> {
    let body = |xml: &String| Element::parse(xml).unwrap().child_text("body", ns::CLIENT);
    messages.iter().filter_map(body).collect()
}

fn text_of(fragment: &Fragment) -> String {
    match fragment {
        Fragment::OfflineMessage(message) => message.child_text("body", ns::CLIENT).unwrap(),
        _ => panic!("{fragment:?}"),
    }
}

#[tokio::test]
async fn requests_are_read_and_messages_stay() {
    requests(Generation::Oldest).await;
}

#[tokio::test]
async fn requests_are_read_from_current_servers_and_messages_stay() {
    requests(Generation::Current).await;
}

async fn requests(generation: Generation) {
    let network = empty_accounts(Options::of(generation, Kind::Prosody, Kind::Ejabberd)).await;
    for side in SIDES {
        let server = network.server(side);
        server.register("ben", PASSWORD).await.unwrap();
        let ben = Client::connect(server, "ben", PASSWORD).await.unwrap();
        let anna = server.jid(USER);
        ben.send_raw(format!(
            "<presence xmlns='jabber:client' type='subscribe' to='{anna}'><status>Remember &amp; me?</status>\
             <nick xmlns='http://jabber.org/protocol/nick'>Ben</nick></presence>"
        ));
        (0..4).for_each(|n| ben.send_raw(message(&anna, n)));
        until_seen(&ben).await;
        let saved = locally(async {
            let account = page(&network, side).await;
            let saved = save_from(&account, &["subscription_requests"], ArchiveRange::default()).await;
            // Seen for a moment, and gone again.
            let shown = account.sent.announcements();
            assert!(shown.last().unwrap().contains("unavailable"), "{shown:?}");
            saved
        })
        .await;
        let report = saved.report("subscription_requests");
        assert!(report.is_complete() && report.entries.len() == 1, "{side:?} {report:#?}");
        assert_eq!(report.entries[0].outcome, Outcome::Copied);
        assert_eq!(report.entries[0].key, server.jid("ben"));
        let [Fragment::SubscriptionRequest(presence)] = saved.fragments.as_slice() else {
            panic!("{:?}", saved.fragments)
        };
        // ejabberd 23.01 keeps nothing but the text.
        let kept = (generation, server.kind) != (Generation::Oldest, Kind::Ejabberd);
        let nick = presence.child_text("nick", ns::NICK);
        assert_eq!(nick.as_deref(), kept.then_some("Ben"), "{side:?}");
        assert_eq!(presence.child_text("status", ns::CLIENT).as_deref(), Some("Remember & me?"));
        let waiting = bodies(&witness(&network, side).await.take_offline().await.unwrap());
        assert_eq!(waiting, ["0", "1", "2", "3"], "{side:?}");
    }
}

/// The phone is online while everything is read, and somebody keeps writing to it.
#[tokio::test]
async fn another_app_gets_every_message_meanwhile() {
    let network = empty_accounts(options(Kind::Prosody, Kind::Ejabberd)).await;
    for side in SIDES {
        let server = network.server(side);
        server.register("ben", PASSWORD).await.unwrap();
        let ben = Client::connect(server, "ben", PASSWORD).await.unwrap();
        let phone = witness(&network, side).await;
        phone.send_raw("<presence xmlns='jabber:client'/>");
        until_seen(&phone).await;
        let anna = server.jid(USER);
        let sent = locally(async {
            let account = page(&network, side).await;
            let names = ["message_archive", "offline_messages", "subscription_requests"];
            let saving = save_from(&account, &names, ArchiveRange::default());
            tokio::pin!(saving);
            let mut sent = 0;
            let mut beat = tokio::time::interval(Duration::from_millis(20));
            loop {
                tokio::select! {
                    saved = &mut saving => {
                        for report in &saved.reports {
                            assert!(report.is_complete(), "{:?} {:?} {}", report.problem, report.unlisted, report.id);
                        }
                        break;
                    }
                    _ = beat.tick() => {
                        ben.send_raw(message(&anna, sent));
                        sent += 1;
                    }
                }
            }
            sent
        })
        .await;
        until_seen(&ben).await;
        until_seen(&phone).await;
        assert!(sent > 20, "{sent}");
        let heard = bodies(&phone.take(|xml| xml.starts_with("<message") && xml.contains("<body")));
        assert_eq!(heard, (0..sent).map(|n| n.to_string()).collect::<Vec<_>>(), "{side:?}");
    }
}

#[tokio::test]
async fn uploaded_files_are_packed() {
    let network = Network::start(options(Kind::Prosody, Kind::Ejabberd)).await.unwrap();
    for side in SIDES {
        let size = Size { messages: 120, ..Size::empty() };
        seed::fill(&network, side, USER, PASSWORD, &size).await.unwrap();
        let (linked, (reports, bytes)) = locally(async {
            let account = page(&network, side).await;
            let linked = file::look(&account, &ArchiveRange::default(), &|_| {}).await.unwrap();
            let written =
                write(&account, &["message_archive", "uploaded_files"], ArchiveRange::default()).await;
            (linked, written)
        })
        .await;
        // Before any was fetched, each was known with its size.
        assert!(linked.files.iter().all(|file| file.size > Some(0) && file.problem.is_none()), "{linked:?}");
        let report = reports.iter().find(|report| report.id.0 == "uploaded_files").unwrap();
        let tally = report.tally();
        assert!(tally.copied > 0 && tally.failed == 0, "{side:?} {report:#?}");
        assert_eq!(tally.copied, tally.verified);
        assert_eq!(tally.copied, linked.files.len());
        let members = unpacked(&bytes);
        let files: Vec<&String> = members.iter().filter(|name| name.starts_with("files/")).collect();
        assert_eq!(files.len(), tally.copied, "{side:?} {members:?}");
        assert!(members.contains(&"account.xml".to_owned()));
    }
}

/// The names in a zip archive, each of which was read and its check sum compared.
fn unpacked(bytes: &[u8]) -> Vec<String> {
    let archive = rawzip::ZipArchive::from_slice(bytes).unwrap();
    let mut names = Vec::new();
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().unwrap() {
        names.push(String::from_utf8(entry.file_path().as_ref().to_vec()).unwrap());
        let member = archive.get_entry(entry.wayfinder()).unwrap();
        std::io::copy(&mut member.verifying_reader(member.data()), &mut std::io::sink()).unwrap();
    }
    names
}

fn message(to: &str, n: usize) -> String {
    format!("<message xmlns='jabber:client' type='chat' to='{to}'><body>{n}</body></message>")
}

/// Waits until the server has acted on everything that the client sent.
async fn until_seen(client: &Client) {
    client.send(Request::get("<ping xmlns='urn:xmpp:ping'/>")).await.unwrap();
}

/// What was saved, read again.
pub struct Saved {
    pub reports: Vec<KindReport>,
    pub fragments: Vec<Fragment>,
}

async fn save(network: &Network, side: Side, names: &[&str]) -> Saved {
    save_part(network, side, names, ArchiveRange::default()).await
}

async fn save_part(network: &Network, side: Side, names: &[&str], range: ArchiveRange) -> Saved {
    save_from(&page(network, side).await, names, range).await
}

pub async fn save_from(account: &SignedIn, names: &[&str], range: ArchiveRange) -> Saved {
    let (reports, bytes) = write(account, names, range).await;
    let mut users = portable::read_all(&bytes).unwrap().users;
    Saved { reports, fragments: users.remove(0).fragments }
}

async fn write(account: &SignedIn, names: &[&str], range: ArchiveRange) -> (Vec<KindReport>, Vec<u8>) {
    let chosen: Vec<KindId> = names.iter().map(|name| kinds::by_name(name).unwrap().id()).collect();
    let holdings = Rc::new(Holdings::read(&chosen, account, &|_, _| {}).await);
    let order = Order {
        form: Form::default(),
        account: account.jid(),
        holdings,
        chosen: chosen.into_iter().collect(),
        range,
        linked: None,
    };
    let mut out = Vec::new();
    let heard = |step| {
        if let Step::Archive { done, total, .. } = step {
            assert!(total.is_none_or(|total| total >= done), "{done} of {total:?}");
        }
    };
    let reports = file::write(&order, Some(account), &mut out, &heard).await.unwrap();
    (reports, out)
}

impl Saved {
    fn report(&self, name: &str) -> &KindReport {
        self.reports.iter().find(|report| report.id.0 == name).unwrap()
    }

    fn archive(&self) -> Vec<(String, i64, String)> {
        let result = |fragment: &Fragment| match fragment {
            Fragment::ArchiveResult(result) => {
                let forwarded = result.child("forwarded", ns::FORWARD).unwrap();
                let time = forwarded.child("delay", ns::DELAY).unwrap().attr("stamp").unwrap();
                let message = forwarded.child("message", ns::CLIENT).unwrap();
                let id = result.attr("id").unwrap().to_owned();
                Some((id, portable::seconds(time).unwrap(), canonical(&message.to_xml())))
            }
            _ => None,
        };
        self.fragments.iter().filter_map(result).collect()
    }
}
