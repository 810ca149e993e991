//! Where a generation's programs are: on this machine, or in the tree of another Debian release, which
//! is entered with chroot in a mount namespace that ends with the process.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Error, Generation};

/// `ROOT STATE PROGRAM…`: the state of the server stands at the same path inside as outside.
const ENTER: &str = r#"
set -e
root=$1 state=$2
shift 2
mount --rbind /dev "$root/dev"
mount --rbind /proc "$root/proc"
mount -t tmpfs tmpfs "$root/tmp"
mkdir -p "$root$state"
mount --bind "$state" "$root$state"
# Once more: what is asked of the kernel for the end of our starter is forgotten with new rights.
exec setpriv --pdeathsig KILL -- chroot "$root" /usr/bin/env -C "$state" "$@"
"#;

/// What a generation's servers are started from.
#[derive(Debug, Clone)]
pub(crate) struct Installation {
    pub(crate) generation: Generation,
    /// Of a tree; the machine's own have none.
    root: Option<PathBuf>,
}

impl Installation {
    /// # Errors
    /// A tree that has not been made, or that may not be entered.
    pub(crate) fn of(generation: Generation) -> Result<Self, Error> {
        let root = generation.tree().map(|name| trees().join(name));
        if let Some(root) = &root {
            if !root.join("versions").exists() {
                return Err(Error::NoTree(root.clone()));
            }
            let mut attempt = Command::new("unshare");
            attempt.args(namespaces()).arg("true");
            if !attempt.output().is_ok_and(|output| output.status.success()) {
                return Err(Error::NotEntered(root.clone()));
            }
        }
        Ok(Self { generation, root })
    }

    /// A program that runs in `state`, a folder on this machine.
    pub(crate) fn command(&self, program: &str, state: &Path) -> Command {
        let Some(root) = &self.root else {
            let mut command = Command::new(program);
            command.current_dir(state);
            return command;
        };
        let mut command = Command::new("unshare");
        command.args(namespaces()).args(["sh", "-c", ENTER, "enter"]);
        command.args([root.as_os_str(), state.as_os_str(), OsStr::new(program)]);
        command
    }

    /// # Errors
    /// [`Error::NotInstalled`] when the file, named as its programs see it, is not there.
    pub(crate) fn need(&self, path: &str, package: &'static str) -> Result<(), Error> {
        if self.outside(path).exists() { Ok(()) } else { Err(missing(path, package)) }
    }

    /// The folder of libraries that Debian names after the machine and in which `holds` is true, as the
    /// programs see it.
    pub(crate) fn machine_folder(
        &self,
        what: &str,
        package: &'static str,
        holds: impl Fn(&Path) -> bool,
    ) -> Result<PathBuf, Error> {
        let libraries = self.outside("/usr/lib");
        let folders =
            std::fs::read_dir(&libraries).map_err(Error::io(format!("read {}", libraries.display())))?;
        folders
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().ends_with("-linux-gnu"))
            .find(|entry| holds(&entry.path()))
            .map(|entry| Path::new("/usr/lib").join(entry.file_name()))
            .ok_or_else(|| missing(what, package))
    }

    /// The version of a package, as Debian writes it.
    pub(crate) fn version(&self, package: &str) -> Result<String, Error> {
        let list = match &self.root {
            Some(root) => {
                let path = root.join("versions");
                std::fs::read_to_string(&path).map_err(Error::io(format!("read {}", path.display())))?
            }
            None => {
                let query =
                    Command::new("dpkg-query").args(["-W", "-f=${Package} ${Version}\n", package]).output();
                String::from_utf8_lossy(&query.map_err(Error::io("start dpkg-query"))?.stdout).into_owned()
            }
        };
        let mut lines = list.lines().filter_map(|line| line.split_once(' '));
        let found = lines.find(|(name, _)| *name == package);
        found.map(|(_, version)| version.to_owned()).ok_or_else(|| Error::NotInstalled {
            program: package.to_owned(),
            package: "prosody and ejabberd",
        })
    }

    pub(crate) fn outside(&self, path: &str) -> PathBuf {
        self.root.as_ref().map_or_else(|| path.into(), |root| root.join(path.trim_start_matches('/')))
    }
}

/// Where `cargo xtask setup` makes the trees: any checkout on this machine finds them again.
fn trees() -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty()).map(PathBuf::from);
    let home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache");
    cache.unwrap_or_else(home).join("xmpp-account-migrator/servers")
}

/// Without root, mounting takes a user namespace in which we are.
fn namespaces() -> &'static [&'static str] {
    match rustix::process::geteuid().is_root() {
        true => &["--mount", "--"],
        false => &["--user", "--map-root-user", "--mount", "--"],
    }
}

fn missing(program: &str, package: &'static str) -> Error {
    Error::NotInstalled { program: program.to_owned(), package }
}
