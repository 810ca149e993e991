//! A session shares its thread: with much to read it rests often, and loses nothing by that.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::LocalBoxFuture;
use session::{ArchiveQuery, ConnectError, Connection, Download, Environment, FetchError, Session};
use testkit::World;

use crate::common::{PASSWORD, URL, login, ms, stage};

/// A machine on which a millisecond passes between two looks at the clock.
struct Laborious {
    world: World,
    spent: Cell<Duration>,
    rests: Cell<usize>,
}

#[async_trait(?Send)]
impl Environment for Laborious {
    fn now(&self) -> Duration {
        self.spent.set(self.spent.get() + ms(1));
        self.world.now() + self.spent.get()
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()> {
        self.world.sleep(duration)
    }

    fn yield_now(&self) -> LocalBoxFuture<'static, ()> {
        self.rests.set(self.rests.get() + 1);
        self.world.yield_now()
    }

    fn random(&self) -> [u8; 32] {
        self.world.random()
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        self.world.spawn(task);
    }

    async fn connect(&self, url: &str) -> Result<Connection, ConnectError> {
        self.world.connect(url).await
    }

    fn post(
        &self,
        url: &str,
        text: String,
        limit: usize,
    ) -> LocalBoxFuture<'static, Result<String, FetchError>> {
        self.world.post(url, text, limit)
    }

    async fn fetch(&self, url: &str) -> Result<String, FetchError> {
        self.world.fetch(url).await
    }

    async fn size(&self, url: &str) -> Result<Option<u64>, FetchError> {
        self.world.size(url).await
    }

    async fn download(&self, url: &str) -> Result<Download, FetchError> {
        Environment::download(&self.world, url).await
    }
}

#[test]
fn a_page_that_comes_in_one_rush_is_read_in_short_stretches() {
    let (world, server) = stage();
    server.account("juliet", |account| account.chat("romeo@montague.example", 0, 50));
    let machine = Rc::new(Laborious { world: world.clone(), spent: Cell::default(), rests: Cell::default() });
    world.run(async {
        let environment = Rc::clone(&machine) as Rc<dyn Environment>;
        let session = Session::sign_in(environment, login(PASSWORD, &[URL])).await.expect("signs in");
        let (spent, rests) = (machine.spent.get(), machine.rests.get());
        let query = ArchiveQuery { max: 50, ..ArchiveQuery::default() };
        let page = session.archive_page(&query).await.expect("a page");
        let came: Vec<_> = page.results.iter().filter_map(|result| result.attr("id")).collect();
        assert_eq!(came, (0..50).map(|n| format!("a{n}")).collect::<Vec<_>>());
        let (spent, rests) = (machine.spent.get() - spent, machine.rests.get() - rests);
        let stretch = spent / u32::try_from(rests.max(1)).expect("few rests");
        assert!(stretch < ms(16), "{rests} rests in {spent:?}");
    });
}
