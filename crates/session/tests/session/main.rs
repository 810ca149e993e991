//! Sessions in a world of virtual time, against accounts in memory and scripted peers.

mod archive;
mod bosh;
mod common;
mod discovery;
mod endpoints;
mod guess;
mod hidden;
mod holding;
mod hostile;
mod limits;
mod loss;
mod nodes;
mod pipelining;
mod registration;
mod resumption;
mod sign_in;
mod sign_out;
mod stanzas;
mod turns;
