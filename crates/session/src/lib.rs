//! A signed-in account over any transport.

mod environment;

pub use environment::{ConnectError, Connection, Environment, FetchError, Frame, Outgoing};
