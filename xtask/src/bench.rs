//! `cargo xtask bench`: the shipped bundle beside a bare native client, on the same servers.

use crate::project::Project;
use crate::{Result, dist, setup};

pub fn run(project: &Project, arguments: &[&str]) -> Result {
    setup::run(project, &setup::EVERYTHING)?;
    dist::ensure(project)?;
    project
        .cargo()
        .args(["run", "--release", "-p", "browser", "--bin", "bench", "--"])
        .args(arguments)
        .replace_self()
}
