//! Two servers and the page, before anybody comes.

use std::collections::BTreeSet;

use servers::page::PageOptions;
use servers::seed::{self, Seeded, Size};
use servers::{Client, End, Kind, Network, Options, Page, Side};

use crate::chromium::{Letters, Traffic};
use crate::{Tab, bundle};

/// What every account in the tests has. It can be told from everything else in the page.
pub const PASSWORD: &str = "pässword, =with= 'specials'";

/// What a test plays in.
#[derive(Debug)]
pub struct Scene {
    pub network: Network,
    page: Option<Page>,
    url: String,
}

impl Scene {
    /// Servers without limits at `old.test` and `new.test`, and the bundle on localhost.
    pub async fn set(old: Kind, new: Kind) -> Self {
        Self::of(Options {
            old: End::new(old, "old.test"),
            new: End::new(new, "new.test"),
            ..Options::default()
        })
        .await
    }

    /// The same with any servers.
    pub async fn of(options: Options) -> Self {
        let folder = bundle::folder();
        let network = Network::start(options).await.unwrap();
        let page = Page::serve(PageOptions { folder, ..PageOptions::default() }).await.unwrap();
        let url = page.url();
        Self { network, page: Some(page), url }
    }

    pub async fn fill(&self, side: Side, user: &str, size: &Size) -> Seeded {
        seed::fill(&self.network, side, user, PASSWORD, size).await.unwrap()
    }

    /// An account with nothing in it.
    pub async fn register(&self, side: Side, user: &str) -> String {
        self.network.server(side).register(user, PASSWORD).await.unwrap();
        self.network.server(side).jid(user)
    }

    /// A client that shares no code with the page.
    pub async fn client(&self, side: Side, user: &str) -> Client {
        Client::connect(self.network.server(side), user, PASSWORD).await.unwrap()
    }

    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// The page's own host is gone from now on.
    pub fn lose_page(&mut self) {
        self.page = None;
    }

    /// It is back where it was.
    pub async fn serve_again(&mut self) {
        let (_, port) = self.url.trim_end_matches('/').rsplit_once(':').unwrap();
        let options =
            PageOptions { folder: bundle::folder(), port: port.parse().unwrap(), ..PageOptions::default() };
        self.page = Some(Page::serve(options).await.unwrap());
    }

    /// The page at phone size in a new browser.
    pub async fn visit(&self) -> Tab {
        self.open("", Traffic::Noted, Letters::Usual).await
    }

    /// The same with letters twice as large, and something behind the address, such as `?lang=de`.
    pub async fn visit_with_large_letters(&self, query: &str) -> Tab {
        self.open(query, Traffic::Noted, Letters::Large).await
    }

    /// A visit of which nothing is noted, for measuring.
    pub async fn visit_unseen(&self) -> Tab {
        self.open("", Traffic::Unseen, Letters::Usual).await
    }

    async fn open(&self, query: &str, traffic: Traffic, letters: Letters) -> Tab {
        Tab::open(&self.network, &self.url(), query, self.hosts(), traffic, letters).await
    }

    fn hosts(&self) -> BTreeSet<String> {
        let domain = |side| self.network.server(side).domain.clone();
        [domain(Side::Old), domain(Side::New), "localhost".to_owned()].into()
    }
}
