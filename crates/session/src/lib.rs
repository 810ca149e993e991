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
pub mod form;
mod gathering;
mod link;
mod offline;
mod pubsub;
mod queue;
mod request;
mod resume;
mod rsm;
mod session;
mod window;

pub use archive::{ArchivePage, ArchiveQuery};
pub use disco::{Info, Item};
pub use discovery::{NoEndpoint, discover};
pub use endpoint::{Endpoint, EndpointError, Transport};
pub use environment::{ConnectError, Connection, Download, Environment, FetchError, Frame, Outgoing};
pub use link::{Login, SignInError};
pub use request::RequestError;
pub use session::{Session, Status};
pub use stream::{Credentials, ErrorKind, Failure, Mechanism, Password, StanzaError};
