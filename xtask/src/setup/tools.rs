//! trunk and wasm-bindgen, in exactly the versions the page is built with.

use crate::Result;
use crate::project::Project;

/// A program compiled from crates.io.
#[derive(Debug)]
pub struct Tool {
    pub program: &'static str,
    pub version: &'static str,
    /// What `cargo install` gets besides the folder to install to.
    install: &'static [&'static str],
    /// Compiling it fast matters more than its speed.
    opt_level: &'static str,
}

pub static TOOLS: [Tool; 2] = [
    Tool {
        program: "trunk",
        version: "0.21.14",
        install: &["trunk@0.21.14", "--locked", "--no-default-features"],
        opt_level: "0",
    },
    Tool {
        // The same version as the `wasm-bindgen` crate, to the last digit. Not `--locked`:
        // its lock file names a crate version that was withdrawn.
        program: "wasm-bindgen",
        version: "0.2.130",
        install: &["wasm-bindgen-cli@0.2.130", "--no-default-features"],
        opt_level: "1",
    },
];

/// Whether the tool is found, ours or any other of the same version.
pub fn is_there(project: &Project, tool: &Tool) -> bool {
    let version = project.command(tool.program).env_remove("NO_COLOR").arg("--version").read();
    version.is_ok_and(|version| version.split_whitespace().nth(1) == Some(tool.version))
}

pub fn install(project: &Project, tool: &Tool) -> Result {
    project
        .cargo()
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", tool.opt_level)
        .arg("install")
        .args(tool.install)
        .arg("--force")
        .arg("--root")
        .arg(project.tools())
        .run()
}
