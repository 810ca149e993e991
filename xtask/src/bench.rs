//! `cargo xtask bench`: the shipped bundle beside a bare native client, on the same servers;
//! `cargo xtask bench archive`: the same for a long message history, and the memory it takes;
//! `cargo xtask bench sealing`: how fast files are encrypted and decrypted;
//! `cargo xtask bench tasks`: how long it keeps a slow device from drawing, with a large account;
//! `cargo xtask bench viewer`: saved copies of 1 GB and of 100,000 messages, opened, read and searched.

use crate::project::Project;
use crate::{Result, dist, setup};

pub fn run(project: &Project, arguments: &[&str]) -> Result {
    setup::run(project, &setup::EVERYTHING)?;
    dist::ensure(project)?;
    let (measurement, arguments) = match arguments {
        [name @ ("archive" | "sealing" | "tasks" | "viewer"), arguments @ ..] => (*name, arguments),
        _ => ("bench", arguments),
    };
    project
        .cargo()
        .args(["run", "--release", "-p", "browser", "--bin", measurement, "--"])
        .args(arguments)
        .replace_self()
}
