//! Servers that are connected to and never say a word: each domain's connections end here.

use std::collections::BTreeSet;
use std::net::SocketAddrV4;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::Error;

/// Listens until dropped.
#[derive(Debug)]
pub(crate) struct Silence {
    called: watch::Receiver<BTreeSet<String>>,
    task: JoinHandle<()>,
}

impl Silence {
    pub(crate) async fn start(at: SocketAddrV4) -> Result<Self, Error> {
        let listener = TcpListener::bind(at).await.map_err(Error::io(format!("listen on {at}")))?;
        let (names, called) = watch::channel(BTreeSet::new());
        let task = tokio::spawn(async move {
            // Connections end with this task.
            let mut connections = JoinSet::new();
            loop {
                let Ok((mut stream, _)) = listener.accept().await else { continue };
                let names = names.clone();
                connections.spawn(async move {
                    if let Some(name) = called_name(&mut stream).await {
                        names.send_if_modified(|names| names.insert(name));
                    }
                    // Until the peer gives up.
                    while stream.read(&mut [0; 512]).await.is_ok_and(|length| length > 0) {}
                });
            }
        });
        Ok(Self { called, task })
    }

    /// The domains asked for so far.
    pub(crate) fn called(&self) -> BTreeSet<String> {
        self.called.borrow().clone()
    }

    /// Waits until the domains asked for are such.
    pub(crate) async fn until_called(&self, is_so: impl Fn(&BTreeSet<String>) -> bool) {
        // The other end goes with this one.
        let _ = self.called.clone().wait_for(is_so).await;
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Whom the stream that is being opened is for (RFC 6120 §4.7.2).
async fn called_name(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&bytes);
        let header = text.split_once("<stream:stream").map_or("", |(_, header)| header);
        if let Some((header, _)) = header.split_once('>') {
            let to = ["to='", "to=\""].into_iter().find_map(|attribute| header.split_once(attribute));
            return to.and_then(|(_, name)| name.split(['\'', '"']).next()).map(str::to_owned);
        }
    }
}
