//! A signed-in account over any transport: requests that can be awaited,
//! pipelined in a window that follows the server, across connections that
//! break and come back.

mod archive;
mod bosh;
mod disco;
mod discovery;
mod driver;
mod endpoint;
mod environment;
mod exchange;
mod floors;
pub mod form;
mod gathering;
mod guess;
mod link;
mod offline;
mod presence;
mod pubsub;
mod queue;
mod registering;
pub mod registration;
mod request;
mod resume;
mod rsm;
mod session;
mod turns;
mod window;

pub use archive::{ArchivePage, ArchiveQuery};
pub use disco::{Info, Item};
pub use discovery::{NoEndpoint, discover};
pub use endpoint::{Endpoint, EndpointError, Transport};
pub use environment::{ConnectError, Connection, Download, Environment, FetchError, Frame, Outgoing};
pub use floors::Floors;
pub use guess::{Guessed, guess};
pub use link::{Login, SignInError};
pub use presence::{NoWayIn, Presence, presence};
pub use registering::{Registration, RegistrationError};
pub use request::RequestError;
pub use session::{Session, Status};
pub use stream::{Credentials, ErrorKind, Failure, Mechanism, Password, StanzaError};
pub use turns::Turns;
