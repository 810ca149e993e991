use std::collections::BTreeSet;
use std::net::SocketAddrV4;
use std::time::Duration;

use futures_util::future::try_join_all;
use tokio::sync::Mutex;

use crate::dns::{Answerer, Name};
use crate::front::Front;
use crate::installation::Installation;
use crate::options::Brakes;
use crate::place::{Place, port};
use crate::silence::Silence;
use crate::{Absence, End, Error, Limits, Lost, Options, Server, Side};

/// Servers that can reach each other, the first two each with its front. Dropping it ends all processes
/// and removes their state; so does the end of this process, however it comes.
#[derive(Debug)]
pub struct Network {
    /// The old one, the new one, and the others.
    servers: Vec<Server>,
    fronts: [Front; 2],
    plain: Vec<Front>,
    wanted: Limits,
    is_lifted: Mutex<bool>,
    silence: Silence,
    _dns: Answerer,
    /// Last, so that the state goes after the processes that write to it.
    _place: Place,
}

impl Network {
    /// Starts all servers and returns when they answer.
    ///
    /// # Errors
    /// A package that is missing, or a server that ends or does not answer, with the end of its log.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let place = Place::take()?;
        let dns = SocketAddrV4::new(place.names(), port::DNS);
        let silence = Silence::start(SocketAddrV4::new(place.names(), port::SILENT)).await?;
        let ends: Vec<&End> = [&options.old, &options.new].into_iter().chain(&options.others).collect();
        let answerer = Answerer::start(dns, names(&place, &ends, &options.lost)).await?;
        let installation = Installation::of(options.generation)?;
        let mut servers = Vec::new();
        for (index, end) in ends.into_iter().enumerate() {
            let folder = place.folder().join(["old", "new"].get(index).copied().unwrap_or(&end.domain));
            servers.push(Server::prepare(end, installation.clone(), place.server(index), folder, dns)?);
        }
        try_join_all(servers.iter().map(|server| server.start(server.end.brakes(options.limits)))).await?;
        let [old, new, ..] = &servers[..] else { return Err(Error::Missed("two servers".into())) };
        let fronts = [Front::start(old).await?, Front::start(new).await?];
        let mut plain = Vec::new();
        if let Some(ports) = options.localhost_ports {
            for (server, port) in [old, new].into_iter().zip(ports) {
                plain.push(Front::plain(server, port).await?);
            }
        }
        let is_lifted = Mutex::new(false);
        let wanted = options.limits;
        Ok(Self { servers, fronts, plain, wanted, is_lifted, silence, _dns: answerer, _place: place })
    }

    pub fn server(&self, side: Side) -> &Server {
        &self.servers[side.index()]
    }

    /// All of them: old, new, and [`Options::others`].
    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// The one of this domain.
    pub fn at(&self, domain: &str) -> Option<&Server> {
        self.servers.iter().find(|server| server.domain == domain)
    }

    /// The domains of [`Options::lost`], silent ones, that a server tried to reach so far.
    pub fn called_in_vain(&self) -> BTreeSet<String> {
        self.silence.called()
    }

    /// Waits until a server has tried to reach this one of them; false when none does in time.
    pub async fn is_called_in_vain(&self, domain: &str, wait: Duration) -> bool {
        let called = self.silence.until_called(|called| called.contains(domain));
        tokio::time::timeout(wait, called).await.is_ok()
    }

    pub fn front(&self, side: Side) -> &Front {
        &self.fronts[side.index()]
    }

    /// What stands behind [`Network::localhost_url`].
    pub fn plain_front(&self, side: Side) -> Option<&Front> {
        self.plain.get(side.index())
    }

    /// `ws://localhost:PORT/…`, if [`Options::localhost_ports`] asked for it.
    pub fn localhost_url(&self, side: Side) -> Option<String> {
        let plain = self.plain.get(side.index())?;
        Some(format!("ws://localhost:{}{}", plain.address().port(), self.server(side).ws_path()))
    }

    /// What Chromium needs to find `https://DOMAIN` at the fronts and to trust them.
    pub fn chromium_arguments(&self) -> Vec<String> {
        let rules: Vec<String> = [Side::Old, Side::New]
            .iter()
            .flat_map(|side| {
                let (domain, front) = (&self.server(*side).domain, self.front(*side).address());
                // Uploaded files have a name of their own.
                let https = ["", "upload."].map(|below| format!("MAP {below}{domain}:443 {front}"));
                // Where servers listen for browsers by default.
                let usual = [5443, 5281].map(|port| format!("MAP {domain}:{port} {front}"));
                https.into_iter().chain(usual)
            })
            .collect();
        vec![format!("--host-resolver-rules={}", rules.join(",")), "--ignore-certificate-errors".to_owned()]
    }

    /// The server says goodbye to its clients and ends; its state stays.
    pub async fn stop(&self, side: Side) {
        self.server(side).stop().await;
    }

    /// Comes back after [`Network::stop`].
    pub async fn start_again(&self, side: Side) -> Result<(), Error> {
        let server = self.server(side);
        server.start(self.brakes(server, *self.is_lifted.lock().await)).await
    }

    pub async fn restart(&self, side: Side) -> Result<(), Error> {
        self.stop(side).await;
        self.start_again(side).await
    }

    /// Runs all servers without limits, for seeding; restarts those that had any.
    pub async fn lift_limits(&self) -> Result<(), Error> {
        self.lift(true).await
    }

    /// Back to [`Options::limits`] and each server's own.
    pub async fn restore_limits(&self) -> Result<(), Error> {
        self.lift(false).await
    }

    /// How the servers run now.
    pub async fn limits(&self) -> Limits {
        if self.are_lifted().await { Limits::Unlimited } else { self.wanted }
    }

    pub(crate) async fn are_lifted(&self) -> bool {
        *self.is_lifted.lock().await
    }

    fn brakes(&self, server: &Server, is_lifted: bool) -> Brakes {
        if is_lifted { Brakes::NONE } else { server.end.brakes(self.wanted) }
    }

    async fn lift(&self, wanted: bool) -> Result<(), Error> {
        let mut is_lifted = self.is_lifted.lock().await;
        let before = std::mem::replace(&mut *is_lifted, wanted);
        let restarts = self.servers.iter().map(async |server| {
            let (before, after) = (self.brakes(server, before), self.brakes(server, wanted));
            if before != after {
                server.stop().await;
                server.start(after).await?;
            }
            Ok(())
        });
        try_join_all(restarts).await.map(drop)
    }
}

fn names(place: &Place, ends: &[&End], lost: &[Lost]) -> Vec<Name> {
    let servers = ends.iter().enumerate().map(|(index, end)| {
        let (domain, address) = (end.domain.clone(), place.server(index));
        Name { domain, address, s2s: port::S2S }
    });
    let lost = lost.iter().map(|lost| {
        let s2s = match lost.how {
            Absence::Closed => port::CLOSED,
            Absence::Silent => port::SILENT,
        };
        Name { domain: lost.domain.clone(), address: place.names(), s2s }
    });
    servers.chain(lost).collect()
}
