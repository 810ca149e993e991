//! One XMPP client stream over WebSocket framing (RFC 7395, RFC 6120).
//!
//! The stream does no IO, reads no clock and owns no randomness: frames and
//! time go in by `handle_*` and the commands, frames, events and the next
//! deadline come out by `poll_*`. After each mutation the driver takes
//! everything [`Stream::poll_frame`] and [`Stream::poll_event`] have, then arms
//! [`Stream::poll_timeout`]. The same inputs always give the same outputs.

mod advertised;
mod config;
mod event;
mod inbound;
mod keepalive;
mod management;
mod negotiate;
mod registration;
mod requests;
mod sasl;
mod scram;
mod stanza_error;
mod stream;
mod tokens;

pub use config::{Config, Credentials, Mechanism, Password};
pub use event::{Closed, Event, Failure, RequestError};
pub use registration::NotSent;
pub use requests::{Request, RequestId, RequestKind, TooLarge};
pub use scram::ScramKeys;
pub use stanza_error::{ErrorKind, StanzaError};
pub use stream::Stream;
