//! Child processes: shown, streamed, and failing with a sentence.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Result;

/// A command about to be run.
#[derive(Debug)]
pub struct Cmd {
    command: Command,
    shown: String,
}

impl Cmd {
    pub fn new(program: &str, folder: &Path) -> Self {
        let mut command = Command::new(program);
        command.current_dir(folder);
        Self { command, shown: program.to_owned() }
    }

    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        // Writing to a String cannot fail.
        let _ = write!(self.shown, " {}", argument.as_ref().display());
        self.command.arg(argument);
        self
    }

    pub fn args<A: AsRef<OsStr>>(self, arguments: impl IntoIterator<Item = A>) -> Self {
        arguments.into_iter().fold(self, Self::arg)
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn env_remove(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Runs it to its end with its output passed through.
    pub fn run(mut self) -> Result {
        println!("$ {}", self.shown);
        let status = self.command.status().map_err(|error| self.not_started(&error))?;
        if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", self.shown)) }
    }

    /// As [`Self::run`], and hands every line of standard output to `seen` as well.
    pub fn run_watched(mut self, mut seen: impl FnMut(&str)) -> Result {
        println!("$ {}", self.shown);
        let mut child =
            self.command.stdout(Stdio::piped()).spawn().map_err(|error| self.not_started(&error))?;
        if let Some(stdout) = child.stdout.take() {
            for line in BufReader::new(stdout).split(b'\n') {
                let line = line.map_err(|error| format!("`{}`: {error}", self.shown))?;
                let line = String::from_utf8_lossy(&line);
                println!("{line}");
                seen(&line);
            }
        }
        let status = child.wait().map_err(|error| self.not_started(&error))?;
        if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", self.shown)) }
    }

    /// Runs it quietly and gives what it printed.
    pub fn read(mut self) -> Result<String> {
        let output = self.command.output().map_err(|error| self.not_started(&error))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("`{}` failed ({}): {}", self.shown, output.status, said.trim()));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Becomes this command, so that Ctrl-C reaches it alone and it can clean up. Returns only on failure.
    #[cfg(unix)]
    pub fn replace_self(mut self) -> Result {
        println!("$ {}", self.shown);
        let error = std::os::unix::process::CommandExt::exec(&mut self.command);
        Err(self.not_started(&error))
    }

    #[cfg(not(unix))]
    pub fn replace_self(self) -> Result {
        self.run()
    }

    fn not_started(&self, error: &std::io::Error) -> String {
        format!("`{}` could not be started: {error}", self.shown)
    }
}
