//! `cargo xtask demo`: real servers, seeded accounts, and the page to move between them.

use crate::project::Project;
use crate::{Result, dist, setup};

pub fn run(project: &Project, arguments: &[&str]) -> Result {
    setup::run(project, &[setup::Need::Build, setup::Need::Servers])?;
    dist::ensure(project)?;
    project
        .cargo()
        .args(["run", "--quiet", "-p", "servers", "--bin", "servers", "--", "demo", "dist"])
        .args(arguments)
        .replace_self()
}
