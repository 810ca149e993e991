//! A /24 of loopback and a folder of state, ours for as long as a lock file is held. A run that was
//! killed leaves its folder behind unlocked; the next one to take the place removes it.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use crate::Error;

const FIRST: u8 = 20;
const LAST: u8 = 250;

/// Ports on each server's own address: away from the registered ones, so that a daemon listening on
/// every address of the machine is not in the way.
pub(crate) mod port {
    pub(crate) const C2S: u16 = 15222;
    pub(crate) const S2S: u16 = 15269;
    pub(crate) const HTTP: u16 = 15280;
    pub(crate) const API: u16 = 15281;
    pub(crate) const DNS: u16 = 15353;
    pub(crate) const ERLANG: u16 = 14370;
    pub(crate) const FRONT: u16 = 15443;
    /// Where nobody listens.
    pub(crate) const CLOSED: u16 = 15444;
    /// Where somebody listens and says nothing.
    pub(crate) const SILENT: u16 = 15445;
}

#[derive(Debug)]
pub(crate) struct Place {
    number: u8,
    folder: PathBuf,
    _lock: File,
}

impl Place {
    pub(crate) fn take() -> Result<Self, Error> {
        let base = base_folder();
        fs::create_dir_all(&base).map_err(Error::io(format!("create {}", base.display())))?;
        for number in FIRST..=LAST {
            if let Some(place) = try_take(&base, number)? {
                return Ok(place);
            }
        }
        Err(Error::NoPlace { first: FIRST, last: LAST })
    }

    /// Address of the server with this index.
    pub(crate) fn server(&self, index: usize) -> Ipv4Addr {
        self.address(index as u8 + 2)
    }

    /// Where names are told, and where those are who are no servers.
    pub(crate) fn names(&self) -> Ipv4Addr {
        self.address(1)
    }

    fn address(&self, host: u8) -> Ipv4Addr {
        Ipv4Addr::new(127, 0, self.number, host)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Nobody to tell; the next one to take this place removes what is left.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn base_folder() -> PathBuf {
    std::env::temp_dir().join(own_name())
}

/// In memory, where there is enough of it: the servers wait for the disk at every message.
fn state_folder() -> PathBuf {
    const ENOUGH: u64 = 2 << 30;
    let memory = PathBuf::from("/dev/shm");
    let size = rustix::fs::statvfs(&memory).map_or(0, |system| system.f_blocks * system.f_frsize);
    if size >= ENOUGH { memory.join(own_name()) } else { base_folder() }
}

/// One folder per user: another user's locks could not be opened.
fn own_name() -> String {
    format!("xmpp-test-networks-{}", rustix::process::getuid().as_raw())
}

fn try_take(base: &Path, number: u8) -> Result<Option<Place>, Error> {
    let path = base.join(format!("{number}.lock"));
    let lock = File::create(&path).map_err(Error::io(format!("create {}", path.display())))?;
    if lock.try_lock().is_err() || !ports_are_free(number) {
        return Ok(None);
    }
    let folder = state_folder().join(number.to_string());
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Error::io(format!("remove stale {}", folder.display())))?;
    }
    fs::create_dir_all(&folder).map_err(Error::io(format!("create {}", folder.display())))?;
    Ok(Some(Place { number, folder, _lock: lock }))
}

/// Another user's network, or one whose servers are still ending, shows in its ports.
fn ports_are_free(number: u8) -> bool {
    let ports = [port::C2S, port::S2S, port::HTTP, port::API, port::ERLANG, port::FRONT];
    (2..=5).all(|host| {
        ports.iter().all(|port| TcpListener::bind((Ipv4Addr::new(127, 0, number, host), *port)).is_ok())
    })
}
