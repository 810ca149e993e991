//! The servers of other Debian releases, unpacked beside the machine's own. They are in the person's
//! cache, where `servers` looks for them, so that every checkout has them once one has.

use std::env;
use std::path::PathBuf;

use crate::Result;
use crate::project::Project;

/// Unpacks into a folder what its suites have; also runnable by hand.
const MAKE: &str = "xtask/make-server-tree.sh";

/// One generation of servers.
#[derive(Debug)]
pub struct Tree {
    pub name: &'static str,
    pub what: &'static str,
    suites: &'static [&'static str],
}

pub static TREES: [Tree; 2] = [
    Tree {
        name: "backports",
        what: "Prosody and ejabberd of Debian 12's backports",
        suites: &["bookworm", "bookworm-backports"],
    },
    Tree {
        name: "current",
        what: "Prosody and ejabberd of Debian 13's backports",
        suites: &["trixie", "trixie-backports"],
    },
];

/// It is renamed to its place when it is whole.
pub fn is_there(tree: &Tree) -> bool {
    folder(tree).join("versions").exists()
}

pub fn make(project: &Project, tree: &Tree) -> Result {
    project.command("sh").arg(MAKE).arg(folder(tree)).args(tree.suites).run()
}

fn folder(tree: &Tree) -> PathBuf {
    let cache = env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty()).map(PathBuf::from);
    let home = || PathBuf::from(env::var_os("HOME").unwrap_or_default()).join(".cache");
    cache.unwrap_or_else(home).join("xmpp-account-migrator/servers").join(tree.name)
}
