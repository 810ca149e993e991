//! Where things are, and the environment child processes get.

use std::env;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use crate::Result;
use crate::command::Cmd;

/// The repository, and how to talk to the person.
#[derive(Clone, Debug)]
pub struct Project {
    root: PathBuf,
    plain: bool,
}

impl Project {
    /// Finds the repository from the folder cargo built this program in.
    pub fn find() -> Result<Self> {
        let here = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&here).parent().ok_or("xtask has no parent folder")?.to_owned();
        Ok(Self { root, plain: !std::io::stdout().is_terminal() })
    }

    /// The same, writing for a log: no colours, no progress bars.
    pub fn plain(self) -> Self {
        Self { plain: true, ..self }
    }

    /// A path below the repository.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A command that runs in the repository and finds our own tools first.
    pub fn command(&self, program: &str) -> Cmd {
        Cmd::new(program, &self.root).env("PATH", self.search_path())
    }

    /// `cargo` of the pinned toolchain.
    pub fn cargo(&self) -> Cmd {
        // rustup's proxy, not the `CARGO` of the environment: it reads rust-toolchain.toml.
        let (color, progress) = if self.plain { ("never", "never") } else { ("always", "auto") };
        self.command("cargo").env("CARGO_TERM_COLOR", color).env("CARGO_TERM_PROGRESS_WHEN", progress)
    }

    /// Where `setup` puts the tools it compiles.
    pub fn tools(&self) -> PathBuf {
        self.path("target/tools")
    }

    pub fn heading(&self, text: &str) {
        if self.plain {
            println!("\n== {text}");
        } else {
            println!("\n\x1b[1m== {text}\x1b[0m");
        }
    }

    fn search_path(&self) -> OsString {
        let mut folders = vec![self.tools().join("bin"), self.path("node_modules/.bin")];
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        if let Some(home) = env::var_os("CARGO_HOME") {
            folders.push(Path::new(&home).join("bin"));
        }
        env::join_paths(folders).unwrap_or_else(|_| env::var_os("PATH").unwrap_or_default())
    }
}
