//! The Rust target of the page. rust-toolchain.toml names it too, which rustup acts on when it
//! installs the toolchain, but not when the toolchain was there before.

use std::path::Path;

use crate::Result;
use crate::project::Project;

pub const TARGET: &str = "wasm32-unknown-unknown";

pub fn has_target(project: &Project) -> Result<bool> {
    let sysroot = project.command("rustc").args(["--print", "sysroot"]).read()?;
    Ok(Path::new(&sysroot).join("lib/rustlib").join(TARGET).join("lib").is_dir())
}

pub fn add_target(project: &Project) -> Result {
    project
        .command("rustup")
        .args(["target", "add", TARGET])
        .run()
        .map_err(|error| format!("{error}; without rustup, install the standard library for {TARGET}"))
}
