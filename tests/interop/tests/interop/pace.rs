//! Servers that let a client send only so much at a time stall; they do not refuse.

use std::time::{Duration, Instant};

use interop::Move;
use servers::seed::{self, Size};
use servers::{Kind, Limits, Network, Options, Side};

use crate::common::{PASSWORD, USER, locally, options, page, witness};

/// The slow one: ejabberd takes 3,000 bytes a second, and the picture alone has 108 kB of text.
#[tokio::test]
async fn under_the_default_limits() {
    let options = Options { limits: Limits::Default, ..options(Kind::Prosody, Kind::Ejabberd) };
    let network = Network::start(options).await.unwrap();
    let seeded = seed::fill(&network, Side::Old, USER, PASSWORD, &Size::full(20)).await.unwrap();
    network.server(Side::New).register(USER, PASSWORD).await.unwrap();
    locally(async {
        let start = Instant::now();
        let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
        let run = Move::everything(&from, &to).await;
        run.assert_complete();
        let pace = Duration::from_secs(20)..Duration::from_secs(180);
        assert!(pace.contains(&start.elapsed()), "{:?}", start.elapsed());
        // Nothing was given up and sent again.
        let mut writes = to.sent.writes();
        let sent = writes.len();
        writes.sort();
        writes.dedup();
        assert_eq!(writes.len(), sent);
    })
    .await;
    let new = witness(&network, Side::New).await;
    assert_eq!(new.roster().await.unwrap().len(), seeded.roster.len());
    let metadata = new.pep_items("urn:xmpp:avatar:metadata").await.unwrap();
    assert_eq!(metadata[0].id, seeded.picture.unwrap().id);
}
