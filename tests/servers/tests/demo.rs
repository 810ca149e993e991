//! The demo: a page, its configuration, and accounts one can sign in to by the addresses it prints.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use servers::demo::{Demo, Ports};
use servers::{Client, Limits, Side};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn the_demo_serves_what_it_says() {
    let folder = tempfile();
    std::fs::write(folder.join("index.html"), "<p>page</p>").unwrap();
    std::fs::write(folder.join("app.wasm"), "\0asm").unwrap();
    std::fs::write(folder.join("config.json"), "{}").unwrap();
    let ports = Ports { page: 0, old: 0, new: 0 };
    let demo = Demo::start(&folder, Limits::Default, ports).await.unwrap();
    assert_eq!(demo.network().limits().await, Limits::Default);

    let page = demo.url();
    let index = get(&page, "/").await;
    assert!(index.contains("Content-Type: text/html") && index.ends_with("<p>page</p>"), "{index}");
    assert!(get(&page, "/app.wasm").await.contains("Content-Type: application/wasm"));
    assert!(get(&page, "/../etc/passwd").await.starts_with("HTTP/1.1 404"));
    let config = get(&page, "/config.json").await;
    let config: serde_json::Value = serde_json::from_str(config.split_once("\r\n\r\n").unwrap().1).unwrap();
    assert_eq!(config["origin"]["domain"], "old.localhost");
    for (side, domain) in [(Side::Old, "old.localhost"), (Side::New, "new.localhost")] {
        let url = config["endpoints"][domain].as_str().unwrap();
        assert!(url.starts_with("ws://localhost:"), "{url}");
        assert!(demo.introduction().contains(url));
        assert!(demo.introduction().contains(&format!("anna@{domain}")));
        let client = Client::connect_to(url, domain, "anna", "password").await.unwrap();
        let contacts = client.roster().await.unwrap().len();
        assert_eq!(contacts, if side == Side::Old { 47 } else { 3 });
    }
    drop(demo);
    std::fs::remove_dir_all(folder).unwrap();
}

fn tempfile() -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("page-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

async fn get(page: &str, path: &str) -> String {
    let address = page.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}
