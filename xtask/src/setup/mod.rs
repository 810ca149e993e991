//! `cargo xtask setup`: installs what is missing and says what it does. What is there is left alone.

mod node;
mod packages;
mod rust;
mod tools;
mod trees;

use crate::Result;
pub use rust::TARGET;

use crate::project::Project;

/// What a command needs beyond cargo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// What turns the crates into the page.
    Build,
    /// Prosody and ejabberd.
    Servers,
    /// Newer ones of both.
    Generations,
    /// A browser that can be driven.
    Browser,
}

pub const EVERYTHING: [Need; 4] = [Need::Build, Need::Servers, Need::Generations, Need::Browser];

/// One thing that is not there, and what installs it.
#[derive(Debug)]
enum Missing {
    Packages(Vec<&'static str>),
    Target,
    Tool(&'static tools::Tool),
    NodeModules,
    Tree(&'static trees::Tree),
}

/// Installs what `needs` lack.
pub fn run(project: &Project, needs: &[Need]) -> Result {
    let missing = find(project, needs)?;
    for thing in &missing {
        println!("setup: {}", describe(thing));
        match thing {
            Missing::Packages(names) => packages::install(project, names)?,
            Missing::Target => rust::add_target(project)?,
            Missing::Tool(tool) => tools::install(project, tool)?,
            Missing::NodeModules => node::install(project)?,
            Missing::Tree(tree) => trees::make(project, tree)?,
        }
    }
    match find(project, needs)?.first() {
        None => Ok(()),
        Some(still) => Err(format!("setup ran, but this is still missing: {}", describe(still))),
    }
}

/// Says what `run` would install, and fails if that is anything.
pub fn check(project: &Project, needs: &[Need]) -> Result {
    let missing = find(project, needs)?;
    for thing in &missing {
        println!("missing: {}", describe(thing));
    }
    if missing.is_empty() {
        println!("everything is there");
        return Ok(());
    }
    Err("something is missing: `cargo xtask setup` installs it".to_owned())
}

/// Everything missing, in the order it has to be installed.
fn find(project: &Project, needs: &[Need]) -> Result<Vec<Missing>> {
    let mut missing = Vec::new();
    let packages = packages::missing(project, needs);
    if !packages.is_empty() {
        missing.push(Missing::Packages(packages));
    }
    if needs.contains(&Need::Build) {
        if !rust::has_target(project)? {
            missing.push(Missing::Target);
        }
        missing.extend(tools::TOOLS.iter().filter(|tool| !tools::is_there(project, tool)).map(Missing::Tool));
    }
    if (needs.contains(&Need::Build) || needs.contains(&Need::Browser)) && !node::is_there(project)? {
        missing.push(Missing::NodeModules);
    }
    if needs.contains(&Need::Generations) {
        missing.extend(trees::TREES.iter().filter(|tree| !trees::is_there(tree)).map(Missing::Tree));
    }
    Ok(missing)
}

fn describe(thing: &Missing) -> String {
    match thing {
        Missing::Packages(names) => format!("system packages {}", names.join(" ")),
        Missing::Target => format!("the Rust target {}", rust::TARGET),
        Missing::Tool(tool) => format!("{} {} (compiled here, some minutes)", tool.program, tool.version),
        Missing::Tree(tree) => format!("{} (70 MB to load, 230 MB unpacked)", tree.what),
        Missing::NodeModules => "npm packages of package.json (wasm-opt, axe-core)".to_owned(),
    }
}
