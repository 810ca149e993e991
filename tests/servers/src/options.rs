/// What a [`crate::Network`] is made of.
#[derive(Debug, Clone)]
pub struct Options {
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
    /// Prosody at `old.test`, ejabberd at `new.test`, without limits.
    fn default() -> Self {
        Self {
            limits: Limits::Unlimited,
            old: End::new(Kind::Prosody, "old.test"),
            new: End::new(Kind::Ejabberd, "new.test"),
            localhost_ports: None,
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
