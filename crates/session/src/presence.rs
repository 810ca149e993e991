//! What there is of a domain, as far as a browser can tell: for saying why nothing can be connected to.

use futures_util::future::join;

use crate::{Environment, FetchError};

/// Why a domain gives no way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// This device has no network.
    Offline,
    /// Nothing answers over HTTPS: no such domain, no web server there, or a certificate the browser
    /// does not accept. A browser tells these apart to nobody.
    Silent,
    /// A web server answers, and does not let pages of other origins read what it says (CORS).
    Unreadable,
    /// A web server answers, and says of no way in.
    Closed,
}

/// What was tried in vain to get in at a domain, and how each attempt ended: for the technical details.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no way into {domain} was found")]
pub struct NoWayIn {
    pub domain: String,
    pub presence: Presence,
    pub tried: Vec<(String, String)>,
}

/// Looks once more at what discovery (XEP-0156) could not use.
pub async fn presence(environment: &dyn Environment, domain: &str) -> Presence {
    if !environment.is_online() {
        return Presence::Offline;
    }
    let url = format!("https://{domain}/.well-known/host-meta");
    match join(environment.fetch(&url), environment.answers(&url)).await {
        (Err(FetchError::Failed(_)), false) if !environment.is_online() => Presence::Offline,
        (Err(FetchError::Failed(_)), false) => Presence::Silent,
        (Err(FetchError::Failed(_)), true) => Presence::Unreadable,
        _ => Presence::Closed,
    }
}
