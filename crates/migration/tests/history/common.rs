//! juliet saves what she has at capulet.example.

use std::cell::RefCell;
use std::rc::Rc;

use async_trait::async_trait;
use migration::file::{self, ArchiveRange, FileError, Form, Order, Output, OutputError, Step};
use migration::report::Tally;
use migration::{Account, Holdings, KindId, KindReport, Outcome, kinds};
use portable::{Document, Fragment};
use session::{Credentials, Endpoint, Login, Password, Session};
use testkit::{Knobs, MemoryServer, World};
use xml::Element;

pub struct Stage {
    pub world: World,
    pub server: MemoryServer,
}

/// An empty account at a server with an archive, messages that wait, and services.
pub fn stage() -> Stage {
    let world = World::new();
    let server = MemoryServer::new(&world, "capulet.example");
    server.register("juliet", "secret");
    world.listen("wss://capulet.example/ws", server.clone());
    Stage { world, server }
}

/// A stage where `count` messages were exchanged with romeo, one a minute.
pub fn chatted(count: usize) -> Stage {
    let stage = stage();
    stage.server.account("juliet", |juliet| juliet.chat("romeo@montague.example", 0, count));
    stage
}

/// What was saved.
pub struct Saved {
    pub bytes: Vec<u8>,
    pub reports: Vec<KindReport>,
    pub steps: Vec<Step>,
}

impl Stage {
    pub fn tune(&self, change: impl FnOnce(&mut Knobs)) {
        self.server.tune(change);
    }

    /// The server and its accounts do not know this.
    pub fn forget_feature(&self, name: &str) {
        self.tune(|knobs| {
            knobs.server_features.retain(|feature| feature != name);
            knobs.account_features.retain(|feature| feature != name);
        });
    }

    pub async fn open(&self) -> Account {
        let login = Login {
            jid: "juliet@capulet.example".parse().unwrap(),
            credentials: Some(Credentials::Password(Password::new("secret".to_owned()))),
            endpoints: vec![Endpoint::trusted("wss://capulet.example/ws").unwrap()],
            allow_plain: false,
            floor: None,
        };
        Account::open(Session::sign_in(self.world.environment(), login).await.unwrap()).await.unwrap()
    }

    /// Saves these kinds.
    pub fn save(&self, names: &[&str]) -> Saved {
        self.save_part(names, ArchiveRange::default())
    }

    pub fn save_part(&self, names: &[&str], range: ArchiveRange) -> Saved {
        self.world.run(async {
            let account = self.open().await;
            save(&account, names, range, Vec::new()).await.unwrap()
        })
    }
}

/// Saves from `account` into what is there of `out`.
pub async fn save(
    account: &Account,
    names: &[&str],
    range: ArchiveRange,
    mut out: impl Output + AsRef<[u8]>,
) -> Result<Saved, FileError> {
    let chosen: Vec<KindId> = names.iter().map(|name| kinds::by_name(name).unwrap().id()).collect();
    let holdings = Rc::new(Holdings::read(&chosen, account, &|_, _| {}).await);
    let chosen = chosen.into_iter().collect();
    let order =
        Order { form: Form::default(), account: account.jid(), holdings, chosen, range, linked: None };
    let steps = RefCell::default();
    let heard = |step| RefCell::<Vec<Step>>::borrow_mut(&steps).push(step);
    let reports = file::write(&order, Some(account), &mut out, &heard).await?;
    Ok(Saved { bytes: out.as_ref().to_vec(), reports, steps: steps.into_inner() })
}

impl Saved {
    pub fn report(&self, name: &str) -> &KindReport {
        self.reports.iter().find(|report| report.id.0 == name).unwrap()
    }

    pub fn tally(&self, name: &str) -> Tally {
        self.report(name).tally()
    }

    /// How many of a kind that is too much to list have this outcome.
    pub fn count(&self, name: &str, outcome: &Outcome) -> u64 {
        let of = |many: &&migration::Unlisted| many.outcome == *outcome;
        self.report(name).unlisted.iter().filter(of).map(|many| many.count).sum()
    }

    pub fn document(&self) -> Document {
        portable::read_all(&self.bytes).unwrap()
    }

    /// The ids of the archive, in the order of the file.
    pub fn ids(&self) -> Vec<String> {
        let fragments = self.document().users.remove(0).fragments;
        let id = |fragment| match fragment {
            Fragment::ArchiveResult(result) => Some(result.attr("id").unwrap().to_owned()),
            _ => None,
        };
        fragments.into_iter().filter_map(id).collect()
    }
}

pub fn ids(range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|n| format!("a{n}")).collect()
}

/// A message in the archive of juliet, from romeo.
pub fn say(server: &MemoryServer, inside: &str) {
    server.account("juliet", |juliet| {
        juliet.chat("romeo@montague.example", 0, 1);
        let said = juliet.archive.last_mut().unwrap();
        let with = said.message.attr("from").unwrap().to_owned();
        let xml = format!(
            "<message xmlns='jabber:client' from='{with}' to='juliet@capulet.example'>{inside}</message>"
        );
        said.message = Element::parse(&xml).unwrap();
    });
}

/// An output in which one byte is not what was written.
pub struct Flipped {
    pub bytes: Vec<u8>,
    /// What is flipped: the last byte of this text's last occurrence.
    pub at: &'static str,
}

impl AsRef<[u8]> for Flipped {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

#[async_trait(?Send)]
impl Output for Flipped {
    async fn write(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.bytes.write(bytes).await
    }

    async fn cut(&mut self, len: u64) -> Result<(), OutputError> {
        self.bytes.cut(len).await
    }

    async fn finish(&mut self) -> Result<(), OutputError> {
        let windows = self.bytes.windows(self.at.len());
        let at = windows.enumerate().rfind(|(_, window)| *window == self.at.as_bytes()).unwrap().0;
        self.bytes[at + self.at.len() - 1] ^= 1;
        Ok(())
    }

    async fn read(&self, offset: u64, len: usize) -> Result<Vec<u8>, OutputError> {
        self.bytes.read(offset, len).await
    }
}
