//! A folder of static files on `http://localhost:PORT`, a secure context for browsers.

use std::net::Ipv4Addr;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::Error;
use crate::http::{Head, read_head, respond};

/// What to serve and how.
#[derive(Debug, Clone, Default)]
pub struct PageOptions {
    pub folder: PathBuf,
    /// 0: any free port.
    pub port: u16,
    /// Served as `/config.json` in place of any file.
    pub config: Option<String>,
    /// Sent as `Content-Security-Policy`.
    pub csp: Option<String>,
}

/// Serves until dropped.
#[derive(Debug)]
pub struct Page {
    port: u16,
    task: JoinHandle<()>,
}

impl Page {
    pub async fn serve(options: PageOptions) -> Result<Self, Error> {
        let listen = format!("listen on localhost:{}", options.port);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))
            .await
            .map_err(Error::io(listen.clone()))?;
        let port = listener.local_addr().map_err(Error::io(listen))?.port();
        let options = Arc::new(options);
        let task = tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { continue };
                tokio::spawn(answer(stream, options.clone()));
            }
        });
        Ok(Self { port, task })
    }

    pub fn url(&self) -> String {
        format!("http://localhost:{}/", self.port)
    }

    /// Serves until the task is cancelled.
    pub async fn wait(mut self) {
        let _ = (&mut self.task).await;
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(mut stream: TcpStream, options: Arc<PageOptions>) {
    let Some(head) = read_head(&mut stream).await else { return };
    let mut headers = vec![("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")];
    if let Some(csp) = &options.csp {
        headers.push(("Content-Security-Policy", csp));
    }
    // Errors here are the browser's, which went away.
    let _ = match (head.method.as_str(), find(&head, &options)) {
        ("GET" | "HEAD", Some((kind, body))) => {
            headers.push(("Content-Type", kind));
            let sent = (head.method == "GET").then_some(body.as_slice());
            respond(&mut stream, "200 OK", &headers, sent, body.len()).await
        }
        ("GET" | "HEAD", None) => respond(&mut stream, "404 Not Found", &headers, Some(b""), 0).await,
        _ => respond(&mut stream, "405 Method Not Allowed", &headers, Some(b""), 0).await,
    };
}

fn find(head: &Head, options: &PageOptions) -> Option<(&'static str, Vec<u8>)> {
    if let ("/config.json", Some(config)) = (head.path.as_str(), &options.config) {
        return Some(("application/json", config.clone().into_bytes()));
    }
    let relative = PathBuf::from(head.path.trim_start_matches('/'));
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let mut path = options.folder.join(relative);
    if path.is_dir() {
        path.push("index.html");
    }
    let body = std::fs::read(&path).ok()?;
    Some((media_type(&path), body))
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "xml" => "application/xml",
        "txt" | "md" | "ftl" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
