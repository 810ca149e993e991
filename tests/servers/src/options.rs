/// What a [`crate::Network`] is made of.
#[derive(Debug, Clone)]
pub struct Options {
    /// Of both servers.
    pub generation: Generation,
    pub limits: Limits,
    pub old: End,
    pub new: End,
    /// `Some` binds both servers' WebSocket to these ports of 127.0.0.1 as well (0: any free one), for a
    /// browser that knows nothing of our addresses.
    pub localhost_ports: Option<[u16; 2]>,
}

/// One server of the network.
#[derive(Debug, Clone)]
pub struct End {
    pub kind: Kind,
    pub domain: String,
    /// Roster groups made by the administrator: `mod_groups` on Prosody, `mod_shared_roster` on ejabberd.
    pub shared_groups: Vec<SharedGroup>,
    /// Prosody only: the largest stanza in bytes, where it is not the usual 262,144. Version 0.12
    /// announces it to nobody.
    pub stanza_limit: Option<u32>,
}

/// An administrator's roster group; every member sees every other.
#[derive(Debug, Clone)]
pub struct SharedGroup {
    pub name: String,
    /// User names at the server's own domain, with the name shown for each (only Prosody has one).
    pub members: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Prosody,
    Ejabberd,
}

/// Which versions run. Operators upgrade late: each of them is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// What this machine has installed: on Debian 12, Prosody 0.12.3 and ejabberd 23.01.
    Oldest,
    /// Debian 12's backports: Prosody 13.0.1, ejabberd 24.12.
    Backports,
    /// Debian 13's backports: Prosody 13.0.6, ejabberd 26.07, and what follows them there.
    Current,
}

/// How much traffic the servers let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// As Debian's configuration: Prosody 10 kB/s a client, ejabberd 3 kB/s a client, 5 subscription
    /// presences a minute and a ban after 20 wrong passwords.
    Default,
    Unlimited,
}

/// The account's two ends; either may be origin or destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Old,
    New,
}

impl Default for Options {
    /// Prosody at `old.test`, ejabberd at `new.test`, the oldest ones without limits.
    fn default() -> Self {
        Self::of(Generation::Oldest, Kind::Prosody, Kind::Ejabberd)
    }
}

impl Options {
    /// These two, which may be of the same kind, at `old.test` and `new.test`, without limits.
    pub fn of(generation: Generation, old: Kind, new: Kind) -> Self {
        Self {
            generation,
            limits: Limits::Unlimited,
            old: End::new(old, "old.test"),
            new: End::new(new, "new.test"),
            localhost_ports: None,
        }
    }
}

impl Kind {
    /// Every pair of an old and a new server.
    pub const DIRECTIONS: [(Self, Self); 4] = [
        (Self::Prosody, Self::Ejabberd),
        (Self::Ejabberd, Self::Prosody),
        (Self::Prosody, Self::Prosody),
        (Self::Ejabberd, Self::Ejabberd),
    ];
}

impl Generation {
    pub const ALL: [Self; 3] = [Self::Oldest, Self::Backports, Self::Current];

    /// The folder its servers are unpacked in, where they are not the machine's own.
    pub(crate) fn tree(self) -> Option<&'static str> {
        match self {
            Self::Oldest => None,
            Self::Backports => Some("backports"),
            Self::Current => Some("current"),
        }
    }
}

impl End {
    pub fn new(kind: Kind, domain: impl Into<String>) -> Self {
        Self { kind, domain: domain.into(), shared_groups: Vec::new(), stanza_limit: None }
    }
}

impl Side {
    pub fn other(self) -> Self {
        match self {
            Side::Old => Side::New,
            Side::New => Side::Old,
        }
    }

    pub(crate) fn index(self) -> usize {
        match self {
            Side::Old => 0,
            Side::New => 1,
        }
    }
}
