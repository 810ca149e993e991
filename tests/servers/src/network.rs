use std::net::SocketAddrV4;

use tokio::sync::Mutex;

use crate::dns::{Answerer, Name};
use crate::front::Front;
use crate::installation::Installation;
use crate::place::{Place, port};
use crate::{Error, Limits, Options, Server, Side};

/// Two servers that can reach each other, each with its front. Dropping it ends both processes and
/// removes their state; so does the end of this process, however it comes.
#[derive(Debug)]
pub struct Network {
    old: Server,
    new: Server,
    fronts: [Front; 2],
    plain: Vec<Front>,
    wanted: Limits,
    current: Mutex<Limits>,
    _dns: Answerer,
    /// Last, so that the state goes after the processes that write to it.
    _place: Place,
}

impl Network {
    /// Starts both servers and returns when they answer.
    ///
    /// # Errors
    /// A package that is missing, or a server that ends or does not answer, with the end of its log.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let place = Place::take()?;
        let ends = [&options.old, &options.new];
        let dns = SocketAddrV4::new(place.address(2), port::DNS);
        let names = ends.iter().enumerate().map(|(index, end)| Name {
            domain: end.domain.clone(),
            address: place.address(index),
            s2s: port::S2S,
        });
        let answerer = Answerer::start(dns, names.collect()).await?;
        let installation = Installation::of(options.generation)?;
        let prepare = |index: usize, name: &str| {
            let folder = place.folder().join(name);
            Server::prepare(ends[index], installation.clone(), place.address(index), folder, dns)
        };
        let (old, new) = (prepare(0, "old")?, prepare(1, "new")?);
        tokio::try_join!(old.start(options.limits), new.start(options.limits))?;
        let fronts = [Front::start(&old).await?, Front::start(&new).await?];
        let mut plain = Vec::new();
        if let Some(ports) = options.localhost_ports {
            for (server, port) in [&old, &new].into_iter().zip(ports) {
                plain.push(Front::plain(server, port).await?);
            }
        }
        Ok(Self {
            old,
            new,
            fronts,
            plain,
            wanted: options.limits,
            current: Mutex::new(options.limits),
            _dns: answerer,
            _place: place,
        })
    }

    pub fn server(&self, side: Side) -> &Server {
        match side {
            Side::Old => &self.old,
            Side::New => &self.new,
        }
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
                ["", "upload."].map(|below| format!("MAP {below}{domain}:443 {front}"))
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
        let limits = *self.current.lock().await;
        self.server(side).start(limits).await
    }

    pub async fn restart(&self, side: Side) -> Result<(), Error> {
        self.stop(side).await;
        self.start_again(side).await
    }

    /// Runs both servers without limits, for seeding; restarts them if they had any.
    pub async fn lift_limits(&self) -> Result<(), Error> {
        self.limit(Limits::Unlimited).await
    }

    /// Back to [`Options::limits`].
    pub async fn restore_limits(&self) -> Result<(), Error> {
        self.limit(self.wanted).await
    }

    /// How the servers run now.
    pub async fn limits(&self) -> Limits {
        *self.current.lock().await
    }

    async fn limit(&self, limits: Limits) -> Result<(), Error> {
        let mut current = self.current.lock().await;
        if *current == limits {
            return Ok(());
        }
        tokio::join!(self.old.stop(), self.new.stop());
        *current = limits;
        tokio::try_join!(self.old.start(limits), self.new.start(limits))?;
        Ok(())
    }
}
