//! `cargo xtask serve`: the page on localhost, as a static host would serve it.

use crate::project::Project;
use crate::{Result, dist, setup};

pub const PORT: u16 = 8080;

pub fn parse_port(text: &str) -> Result<u16> {
    text.parse().map_err(|_| format!("`{text}` is no port: expected a number from 1 to 65535"))
}

pub fn run(project: &Project, port: u16) -> Result {
    setup::run(project, &[setup::Need::Build])?;
    dist::ensure(project)?;
    let port = port.to_string();
    project
        .cargo()
        .args(["run", "--quiet", "-p", "servers", "--bin", "servers", "--", "page", "dist", "--port", &port])
        .replace_self()
}
