/// What a [`crate::Network`] is made of.
#[derive(Debug, Clone)]
pub struct Options {
    /// Of both servers.
    pub generation: Generation,
    pub limits: Limits,
    pub old: End,
    pub new: End,
    /// Where else people have accounts.
    pub others: Vec<End>,
    /// Domains that have a name and no server that answers.
    pub lost: Vec<Lost>,
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
    pub presence_counter: PresenceCounter,
    /// People cannot delete their own accounts.
    pub keeps_accounts: bool,
    /// What passwords are kept for.
    pub hash: Hash,
    pub newcomers: Newcomers,
}

/// Which SCRAM a server keeps passwords for, and therefore offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hash {
    #[default]
    Sha1,
    Sha256,
    /// Only ejabberd has it.
    Sha512,
}

/// Who may make an account from an app (XEP-0077).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newcomers {
    Nobody,
    /// Whoever has an invitation: of anybody who is there on Prosody, of the administrator on ejabberd, which
    /// has them since version 26.
    Invited,
    /// Everybody, once in ten minutes.
    Everybody,
    /// ejabberd only: whoever types what stands in a picture (XEP-0158).
    Solvers,
    /// ejabberd only: nobody, as there is a page for that.
    Elsewhere,
}

/// ejabberd's `mod_pres_counter`: how many subscription presences it lets through one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresenceCounter {
    /// As [`Limits`] have it: 5 and then 60 seconds of silence, or none.
    AsLimits,
    Off,
    /// So many, and no further one until none was let through for more than so many seconds.
    On {
        count: u32,
        seconds: u32,
    },
}

/// A domain that has a name and no server that answers.
#[derive(Debug, Clone)]
pub struct Lost {
    pub domain: String,
    pub how: Absence,
}

/// What happens to those who look for a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// Connections are refused.
    Closed,
    /// Connections are accepted, and nothing ever comes.
    Silent,
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

/// What keeps one server's clients back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Brakes {
    pub(crate) limits: Limits,
    /// How many subscription presences, and how many seconds.
    pub(crate) counter: Option<(u32, u32)>,
}

impl Brakes {
    pub(crate) const NONE: Self = Self { limits: Limits::Unlimited, counter: None };
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
            others: Vec::new(),
            lost: Vec::new(),
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
        Self {
            kind,
            domain: domain.into(),
            shared_groups: Vec::new(),
            stanza_limit: None,
            presence_counter: PresenceCounter::AsLimits,
            keeps_accounts: false,
            hash: Hash::default(),
            newcomers: Newcomers::Nobody,
        }
    }

    /// With ejabberd's counter at so many in so many seconds.
    #[must_use]
    pub fn counting(self, count: u32, seconds: u32) -> Self {
        Self { presence_counter: PresenceCounter::On { count, seconds }, ..self }
    }

    /// With accounts for these.
    #[must_use]
    pub fn welcoming(self, newcomers: Newcomers) -> Self {
        Self { newcomers, ..self }
    }

    pub(crate) fn brakes(&self, limits: Limits) -> Brakes {
        let counter = match (self.kind, self.presence_counter) {
            (Kind::Ejabberd, PresenceCounter::On { count, seconds }) => Some((count, seconds)),
            (Kind::Ejabberd, PresenceCounter::AsLimits) if limits == Limits::Default => Some((5, 60)),
            _ => None,
        };
        Brakes { limits, counter }
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
