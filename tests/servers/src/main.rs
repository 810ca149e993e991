//! The servers by hand: `servers demo FOLDER [--fast]` and `servers page FOLDER [--port N]`.

// A command line tool talks to its person on the terminal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use servers::demo::{self, Ports};
use servers::page::PageOptions;
use servers::{Error, Limits, Page};

const USAGE: &str = "usage: servers demo FOLDER [--fast] | servers page FOLDER [--port N]";
/// The page, and the WebSockets of the old and the new provider.
const PORTS: Ports = Ports { page: 8080, old: 8081, new: 8082 };

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ended = match arguments[..] {
        ["demo", folder] => run_demo(folder, Limits::Default),
        ["demo", folder, "--fast"] => run_demo(folder, Limits::Unlimited),
        ["page", folder] => serve_page(folder, PORTS.page),
        ["page", folder, "--port", port] => match port.parse() {
            Ok(port) => serve_page(folder, port),
            Err(_) => return usage(),
        },
        _ => return usage(),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("servers: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::FAILURE
}

fn run_demo(folder: &str, limits: Limits) -> Result<(), Error> {
    println!("starting Prosody and ejabberd, and filling the accounts ...");
    demo::run(Path::new(folder), limits, PORTS, |introduction| println!("\n{introduction}\nCtrl-C ends it."))
}

#[tokio::main(flavor = "current_thread")]
async fn serve_page(folder: &str, port: u16) -> Result<(), Error> {
    let page =
        Page::serve(PageOptions { folder: PathBuf::from(folder), port, ..PageOptions::default() }).await?;
    println!("{}   (Ctrl-C ends it)", page.url());
    page.wait().await;
    Ok(())
}
