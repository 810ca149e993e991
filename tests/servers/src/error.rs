use std::io;
use std::path::PathBuf;

/// Why a server could not be started, reached or filled.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{program} is not installed; install the Debian package {package}")]
    NotInstalled { program: String, package: &'static str },
    #[error("the servers of another release are not at {}: `cargo xtask setup` fetches them", .0.display())]
    NoTree(PathBuf),
    #[error("entering {} needs root, or user namespaces that this machine does not allow", .0.display())]
    NotEntered(PathBuf),
    #[error("no free loopback network among 127.0.{first}.0 to 127.0.{last}.0")]
    NoPlace { first: u8, last: u8 },
    #[error("{server} ended while starting ({status}); the end of its log:\n{tail}")]
    Ended { server: String, status: String, tail: String },
    #[error("{server} was not ready after {seconds} s; the end of its log:\n{tail}")]
    NotReady { server: String, seconds: u64, tail: String },
    #[error("{server} refused `{command}`: {answer}")]
    Command { server: String, command: String, answer: String },
    #[error("{what}: {source}")]
    Io {
        what: String,
        #[source]
        source: io::Error,
    },
    #[error("certificate: {0}")]
    Certificate(String),
    #[error(transparent)]
    Client(#[from] crate::client::Error),
    #[error("{0} did not happen in time")]
    Missed(String),
}

impl Error {
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Error {
        let what = what.into();
        move |source| Error::Io { what, source }
    }
}
