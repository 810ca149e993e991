//! Two providers to try the page with, in the person's own browser: no certificates, names that every
//! browser takes to loopback, and accounts with something in them.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use crate::client::RosterItem;
use crate::page::PageOptions;
use crate::seed::{self, Size};
use crate::{End, Error, Kind, Limits, Network, Options, Page, Side};

const PASSWORD: &str = "password";

/// Ports of 127.0.0.1: the page and the two WebSockets. 0 is any free one.
#[derive(Debug, Clone, Copy)]
pub struct Ports {
    pub page: u16,
    pub old: u16,
    pub new: u16,
}

/// Runs until dropped.
#[derive(Debug)]
pub struct Demo {
    network: Network,
    page: Page,
}

impl Demo {
    /// Starts Prosody at `old.localhost` and ejabberd at `new.localhost`, fills `anna` on both (the new
    /// one only a little) and serves the page in `folder` with a `config.json` that names them.
    pub async fn start(folder: &Path, limits: Limits, ports: Ports) -> Result<Self, Error> {
        let network = Network::start(Options {
            limits,
            old: End::new(Kind::Prosody, "old.localhost"),
            new: End::new(Kind::Ejabberd, "new.localhost"),
            localhost_ports: Some([ports.old, ports.new]),
            ..Options::default()
        })
        .await?;
        network.lift_limits().await?;
        seed::fill(&network, Side::Old, "anna", PASSWORD, &Size::full(40)).await?;
        seed::fill(&network, Side::New, "anna", PASSWORD, &begun()).await?;
        network.restore_limits().await?;
        let config = Some(config(&network));
        let page =
            Page::serve(PageOptions { folder: folder.into(), port: ports.page, config, csp: None }).await?;
        Ok(Self { network, page })
    }

    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Where the page is.
    pub fn url(&self) -> String {
        self.page.url()
    }

    /// What the person needs to know, to be printed.
    pub fn introduction(&self) -> String {
        let line = |side: Side| {
            let url = self.network.localhost_url(side).unwrap_or_default();
            format!("  {:<24} password: {PASSWORD}   ({url})", self.network.server(side).jid("anna"))
        };
        format!("{}\n\nmove\n{}\nto\n{}\n", self.page.url(), line(Side::Old), line(Side::New))
    }
}

/// The whole demo: starts it, hands the introduction to `say`, and returns when the person presses
/// Ctrl-C, the process is asked to end, or standard input, having been open, is closed.
pub fn run(folder: &Path, limits: Limits, ports: Ports, say: impl FnOnce(&str)) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Error::io("start the runtime"))?;
    runtime.block_on(async {
        tokio::select! {
            ended = signalled() => ended,
            ended = async {
                let demo = Demo::start(folder, limits, ports).await?;
                say(&demo.introduction());
                input_closed().await;
                Ok(())
            } => ended,
        }
    })
}

async fn signalled() -> Result<(), Error> {
    let listen = |kind| signal(kind).map_err(Error::io("listen for signals"));
    let mut interrupt = listen(SignalKind::interrupt())?;
    let mut terminate = listen(SignalKind::terminate())?;
    let mut hangup = listen(SignalKind::hangup())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        _ = hangup.recv() => {}
    }
    Ok(())
}

/// Never, if it was closed from the start: then nobody holds its other end.
async fn input_closed() {
    let (closed, mut closing) = oneshot::channel();
    // A thread of its own, for a read cannot be given up.
    std::thread::spawn(move || {
        let mut buffer = [0; 256];
        while matches!(std::io::stdin().lock().read(&mut buffer), Ok(length) if length > 0) {}
        let _ = closed.send(());
    });
    if tokio::time::timeout(Duration::from_millis(200), &mut closing).await.is_ok() {
        std::future::pending::<()>().await;
    }
    let _ = closing.await;
}

/// An account somebody has begun to use: one contact the old one has too, one under another name, one
/// of its own, and another picture.
fn begun() -> Size {
    let item = |jid: &str, name: &str| RosterItem {
        jid: jid.into(),
        name: name.into(),
        groups: ["Friends".to_owned()].into(),
        ..RosterItem::default()
    };
    Size {
        also: vec![
            item("zoë@friends.test", "Zoë"),
            item("d\\27artagnan@friends.test", "The fourth musketeer"),
            item("new-here@friends.test", "Only in the new account"),
        ],
        picture: Some(48),
        ..Size::empty()
    }
}

fn config(network: &Network) -> String {
    let domain = |side: Side| network.server(side).domain.clone();
    let endpoints: BTreeMap<_, _> = [Side::Old, Side::New]
        .map(|side| (domain(side), network.localhost_url(side).unwrap_or_default()))
        .into();
    json!({
        "endpoints": endpoints,
        "origin": {"domain": domain(Side::Old)},
        "destination": {"domain": domain(Side::New)},
    })
    .to_string()
}
