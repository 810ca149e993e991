use std::net::{Ipv4Addr, SocketAddrV4};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use tokio::sync::Mutex;

use crate::certificate::Certificate;
use crate::installation::Installation;
use crate::options::Brakes;
use crate::place::port;
use crate::process::{self, Process};
use crate::{End, Error, Kind, ejabberd, http, newcomers, prosody};

const START_SECONDS: u64 = 180;

/// A real server: its address, its domain, and the process while it runs.
#[derive(Debug)]
pub struct Server {
    pub kind: Kind,
    pub domain: String,
    pub address: Ipv4Addr,
    /// Plain WebSocket on loopback.
    pub ws_url: String,
    /// Plain BOSH on loopback.
    pub bosh_url: String,
    pub(crate) end: End,
    pub(crate) installation: Installation,
    pub(crate) folder: PathBuf,
    pub(crate) dns: SocketAddrV4,
    running: Mutex<Option<Process>>,
}

impl Server {
    pub(crate) fn prepare(
        end: &End,
        installation: Installation,
        address: Ipv4Addr,
        folder: PathBuf,
        dns: SocketAddrV4,
    ) -> Result<Self, Error> {
        std::fs::create_dir_all(&folder).map_err(Error::io(format!("create {}", folder.display())))?;
        Certificate::for_domain(&end.domain)?.write(&folder.join("certs"), &end.domain)?;
        let (ws, bosh) = match end.kind {
            Kind::Prosody => ("xmpp-websocket", "http-bind"),
            Kind::Ejabberd => ("ws", "bosh"),
        };
        let http = port::HTTP;
        Ok(Self {
            kind: end.kind,
            domain: end.domain.clone(),
            address,
            ws_url: format!("ws://{address}:{http}/{ws}"),
            bosh_url: format!("http://{address}:{http}/{bosh}"),
            end: end.clone(),
            installation,
            folder,
            dns,
            running: Mutex::new(None),
        })
    }

    /// The plain HTTP port that serves WebSocket and BOSH.
    pub fn http(&self) -> SocketAddrV4 {
        SocketAddrV4::new(self.address, port::HTTP)
    }

    /// Where WebSocket lives on this server: `/xmpp-websocket` or `/ws`.
    pub fn ws_path(&self) -> &str {
        match self.kind {
            Kind::Prosody => "/xmpp-websocket",
            Kind::Ejabberd => "/ws",
        }
    }

    pub fn jid(&self, user: &str) -> String {
        format!("{user}@{}", self.domain)
    }

    /// The version Debian gave its package, say `13.0.6-1~bpo13+1`.
    pub fn version(&self) -> Result<String, Error> {
        self.installation.version(match self.kind {
            Kind::Prosody => "prosody",
            Kind::Ejabberd => "ejabberd",
        })
    }

    /// Process id while it runs.
    pub async fn process_id(&self) -> Option<u32> {
        self.running.lock().await.as_ref().map(Process::id)
    }

    /// Makes an account as an administrator would, at no cost to the server's rates.
    pub async fn register(&self, user: &str, password: &str) -> Result<(), Error> {
        match self.kind {
            Kind::Prosody => prosody::register(self, user, password).await,
            Kind::Ejabberd => ejabberd::register(self, user, password).await,
        }
    }

    /// An invitation to an account, as an administrator makes it; of ejabberd since version 26.
    pub async fn invitation(&self) -> Result<String, Error> {
        newcomers::invitation(self).await
    }

    /// What stands in the picture that was last shown to a newcomer.
    pub fn puzzle(&self) -> Result<String, Error> {
        newcomers::puzzle(self)
    }

    /// How many messages wait for this user to come back; looking takes none of them.
    pub async fn offline_messages(&self, user: &str) -> Result<usize, Error> {
        match self.kind {
            Kind::Prosody => prosody::offline_messages(self, user),
            Kind::Ejabberd => ejabberd::offline_messages(self, user).await,
        }
    }

    /// Where uploaded files are to be found: behind the front, or, where the domain is one that browsers
    /// take to this machine, at the server itself.
    pub(crate) fn upload_url(&self) -> String {
        match self.domain.ends_with(".localhost") {
            true => format!("http://{}", self.http()),
            false => format!("https://upload.{}", self.domain),
        }
    }

    /// The end of what the server wrote to its log.
    pub fn log_tail(&self) -> String {
        process::tail(&[&self.console(), &self.log()])
    }

    pub(crate) async fn start(&self, brakes: Brakes) -> Result<(), Error> {
        let mut running = self.running.lock().await;
        if running.is_some() {
            return Ok(());
        }
        let command = match self.kind {
            Kind::Prosody => prosody::command(self, brakes)?,
            Kind::Ejabberd => ejabberd::command(self, brakes)?,
        };
        let mut process = Process::spawn(&command, &self.console()).map_err(Error::io("start setpriv"))?;
        self.wait_until_ready(&mut process).await?;
        *running = Some(process);
        drop(running);
        match self.kind {
            Kind::Prosody => Ok(()),
            Kind::Ejabberd => ejabberd::share_groups(self).await,
        }
    }

    pub(crate) async fn stop(&self) {
        if let Some(process) = self.running.lock().await.take() {
            process.stop().await;
        }
    }

    async fn wait_until_ready(&self, process: &mut Process) -> Result<(), Error> {
        let deadline = Instant::now() + Duration::from_secs(START_SECONDS);
        loop {
            if self.answers().await {
                return Ok(());
            }
            if let Some(status) = process.ended() {
                let (server, tail) = (self.to_string(), self.log_tail());
                return Err(Error::Ended { server, status: status.to_string(), tail });
            }
            if Instant::now() > deadline {
                let (server, tail) = (self.to_string(), self.log_tail());
                return Err(Error::NotReady { server, seconds: START_SECONDS, tail });
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    async fn answers(&self) -> bool {
        for port in [port::C2S, port::S2S, port::HTTP] {
            if TcpStream::connect((self.address, port)).await.is_err() {
                return false;
            }
        }
        match self.kind {
            Kind::Prosody => true,
            // Its listeners come before its hosts; `status` answers when the application has started.
            Kind::Ejabberd => {
                let api = SocketAddrV4::new(self.address, port::API);
                matches!(http::post_json(api, "/api/status", "{}").await, Ok((200, _)))
            }
        }
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> Result<PathBuf, Error> {
        let path = self.folder.join(name);
        std::fs::write(&path, text).map_err(Error::io(format!("write {}", path.display())))?;
        Ok(path)
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.folder.join("server.log")
    }

    fn console(&self) -> PathBuf {
        self.folder.join("console.log")
    }
}

impl std::fmt::Display for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} for {}", self.kind, self.domain)
    }
}
