//! Packages of the system: the servers, the browser, and what runs npm.

use std::fs;

use super::Need;
use crate::Result;
use crate::project::Project;

/// Installs packages without letting them start a daemon; also runnable by hand.
const INSTALL: &str = "xtask/install-packages.sh";

/// One Debian package, and how to see that it is not needed.
struct Package {
    name: &'static str,
    need: Need,
    /// A program that does the job wherever it came from; empty where only the package counts.
    program: &'static str,
}

const fn package(need: Need, name: &'static str, program: &'static str) -> Package {
    Package { name, need, program }
}

const PACKAGES: [Package; 13] = [
    package(Need::Build, "nodejs", "node"),
    package(Need::Build, "npm", "npm"),
    package(Need::Servers, "prosody", ""),
    // Prosody's archive in SQLite, which alone holds more than 10,000 messages, and its names without DNS.
    package(Need::Servers, "lua-dbi-sqlite3", ""),
    package(Need::Servers, "lua-unbound", ""),
    package(Need::Servers, "ejabberd", ""),
    package(Need::Servers, "erlang-p1-sqlite3", ""),
    // Long histories are made in the archives themselves.
    package(Need::Servers, "sqlite3", "sqlite3"),
    package(Need::Browser, "chromium", "chromium"),
    package(Need::Browser, "chromium-driver", "chromedriver"),
    // What people open an encrypted copy with.
    package(Need::Browser, "age", "age"),
    // What people open a copy with that is an archive.
    package(Need::Browser, "unzip", "unzip"),
    // Without any font a browser measures text as empty boxes.
    package(Need::Browser, "fonts-dejavu-core", "fc-list"),
];

/// The packages `needs` lack.
pub fn missing(project: &Project, needs: &[Need]) -> Vec<&'static str> {
    PACKAGES
        .iter()
        .filter(|package| needs.contains(&package.need))
        .filter(|package| !installed(project, package))
        .map(|package| package.name)
        .collect()
}

pub fn install(project: &Project, names: &[&str]) -> Result {
    let list = names.join(" ");
    if project.command("apt-get").arg("--version").read().is_err() {
        return Err(format!("there is no apt-get here: install by other means what Debian calls {list}"));
    }
    if !is_root() {
        return Err(format!(
            "installing packages needs root: run `sudo apt-get install --no-install-recommends {list}` \
             (which starts the two servers), or `sudo sh {INSTALL} {list}` (which does not), then this again"
        ));
    }
    project.command("sh").arg(INSTALL).args(names).run()
}

fn installed(project: &Project, package: &Package) -> bool {
    let status = project.command("dpkg-query").args(["-W", "-f=${db:Status-Status} ", package.name]).read();
    if status.is_ok_and(|status| status.split_whitespace().any(|word| word == "installed")) {
        return true;
    }
    match package.program {
        "" => false,
        "fc-list" => project.command("fc-list").read().is_ok_and(|fonts| !fonts.is_empty()),
        program => project.command(program).arg("--version").read().is_ok(),
    }
}

/// Whether this process acts as root (the effective user, proc_pid_status(5)).
fn is_root() -> bool {
    fs::read_to_string("/proc/self/status").is_ok_and(|status| {
        let ids = status.lines().find_map(|line| line.strip_prefix("Uid:"));
        ids.and_then(|ids| ids.split_whitespace().nth(1)) == Some("0")
    })
}
