//! `cargo xtask bench`: the shipped bundle beside a bare native client, on the same servers;
//! `cargo xtask bench tasks`: how long it keeps a slow device from drawing, with a large account.

use crate::project::Project;
use crate::{Result, dist, setup};

pub fn run(project: &Project, arguments: &[&str]) -> Result {
    setup::run(project, &setup::EVERYTHING)?;
    dist::ensure(project)?;
    let (measurement, arguments) = match arguments {
        ["tasks", arguments @ ..] => ("tasks", arguments),
        _ => ("bench", arguments),
    };
    project
        .cargo()
        .args(["run", "--release", "-p", "browser", "--bin", measurement, "--"])
        .args(arguments)
        .replace_self()
}
