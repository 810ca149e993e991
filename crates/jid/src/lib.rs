//! Addresses (RFC 7622), prepared as XMPP servers prepare them today:
//! nodeprep, nameprep and resourceprep (RFC 6122). Prosody and ejabberd both
//! do; PRECIS differs, for instance on `ß`.

pub mod prepare;
mod unicode;
mod uri;

use std::fmt;
use std::str::FromStr;

pub use unicode::to_unicode;
pub use uri::percent_decoded;

/// The longest each part may be, in bytes of UTF-8 (RFC 7622 §3.1).
const MAX_PART: usize = 1023;

/// A bare address, `local@domain` or a bare domain, always prepared: two that
/// mean the same account are equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BareJid {
    local: Option<String>,
    domain: String,
}

/// An address with or without a resource, always prepared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jid {
    bare: BareJid,
    resource: Option<String>,
}

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JidError {
    #[error("no domain")]
    NoDomain,
    #[error("an empty part before `@` or after `/`")]
    EmptyPart,
    #[error("a part longer than 1,023 bytes")]
    TooLong,
    #[error("a character that cannot stand in an address")]
    Forbidden,
}

impl BareJid {
    /// The address of an account, from its two parts.
    pub fn new(local: Option<&str>, domain: &str) -> Result<Self, JidError> {
        let local = local.map(prepare_local).transpose()?;
        Ok(Self { local, domain: prepare_domain(domain)? })
    }

    /// The part before `@`; none for a server or service.
    pub fn local(&self) -> Option<&str> {
        self.local.as_deref()
    }

    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The server it belongs to.
    pub fn server(&self) -> Self {
        Self { local: None, domain: self.domain.clone() }
    }

    pub fn with_resource(&self, resource: &str) -> Result<Jid, JidError> {
        Ok(Jid { bare: self.clone(), resource: Some(prepare_resource(resource)?) })
    }
}

impl Jid {
    pub fn bare(&self) -> &BareJid {
        &self.bare
    }

    pub fn resource(&self) -> Option<&str> {
        self.resource.as_deref()
    }

    pub fn into_bare(self) -> BareJid {
        self.bare
    }
}

impl From<BareJid> for Jid {
    fn from(bare: BareJid) -> Self {
        Self { bare, resource: None }
    }
}

impl FromStr for BareJid {
    type Err = JidError;

    /// Reads an address without a resource; `/` is an error.
    fn from_str(text: &str) -> Result<Self, JidError> {
        let (local, domain) = split_local(text)?;
        Self::new(local, domain)
    }
}

impl FromStr for Jid {
    type Err = JidError;

    fn from_str(text: &str) -> Result<Self, JidError> {
        // The first slash ends the bare address (RFC 7622 §3.2): a resource may hold `@` and `/`.
        let (bare, resource) = match text.split_once('/') {
            Some((bare, resource)) => (bare, Some(prepare_resource(resource)?)),
            None => (text, None),
        };
        Ok(Self { bare: bare.parse()?, resource })
    }
}

impl fmt::Display for BareJid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(local) = &self.local {
            write!(f, "{local}@")?;
        }
        f.write_str(&self.domain)
    }
}

impl fmt::Display for Jid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bare.fmt(f)?;
        match &self.resource {
            Some(resource) => write!(f, "/{resource}"),
            None => Ok(()),
        }
    }
}

fn split_local(text: &str) -> Result<(Option<&str>, &str), JidError> {
    match text.split_once('@') {
        Some(("", _)) => Err(JidError::EmptyPart),
        Some((local, domain)) => Ok((Some(local), domain)),
        None => Ok((None, text)),
    }
}

fn prepare_local(local: &str) -> Result<String, JidError> {
    let prepared = prepare::nodeprep(local).map_err(|_| JidError::Forbidden)?;
    checked(&prepared)
}

fn prepare_domain(domain: &str) -> Result<String, JidError> {
    let domain = domain.strip_suffix('.').unwrap_or(domain);
    if domain.is_empty() {
        return Err(JidError::NoDomain);
    }
    let prepared = prepare::nameprep(domain).map_err(|_| JidError::Forbidden)?;
    let forbidden = |c: char| {
        c.is_ascii() && !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '[' | ']' | ':'))
    };
    // What is left must be a domain that prepares to itself: no empty label, no dot of full width at the end.
    let has_empty_label = prepared.split('.').any(str::is_empty);
    if prepared.contains(forbidden) || has_empty_label {
        return Err(JidError::Forbidden);
    }
    checked(&prepared)
}

fn prepare_resource(resource: &str) -> Result<String, JidError> {
    checked(&prepare::resourceprep(resource).map_err(|_| JidError::Forbidden)?)
}

fn checked(part: &str) -> Result<String, JidError> {
    match part.len() {
        0 => Err(JidError::EmptyPart),
        n if n > MAX_PART => Err(JidError::TooLong),
        _ => Ok(part.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, JidError>) {
        assert_eq!(text.parse::<Jid>().map(|jid| jid.to_string()), expected.map(str::to_owned));
    }

    #[test]
    fn prepares_what_it_reads() {
        check("Anna@Example.ORG", Ok("anna@example.org"));
        check("anna@example.org.", Ok("anna@example.org"));
        check("ANNA@example.org/Phone", Ok("anna@example.org/Phone"));
        check("straße@example.org", Ok("strasse@example.org"));
        check("ＡＮＮＡ@example.org", Ok("anna@example.org"));
        check("zoë@Bücher.example", Ok("zoë@bücher.example"));
        check("d\\27artagnan@example.org", Ok("d\\27artagnan@example.org"));
        check("example.org", Ok("example.org"));
        check("a@b.example/c@d/e", Ok("a@b.example/c@d/e"));
        check("icq%40x@gateway.example", Ok("icq%40x@gateway.example"));
    }

    #[test]
    fn refuses_what_is_no_address() {
        check("", Err(JidError::NoDomain));
        check("anna@", Err(JidError::NoDomain));
        check("@example.org", Err(JidError::EmptyPart));
        check("anna@example.org/", Err(JidError::EmptyPart));
        check("an na@example.org", Err(JidError::Forbidden));
        check("a@b@c", Err(JidError::Forbidden));
        check("a..", Err(JidError::Forbidden));
        check(".a", Err(JidError::Forbidden));
        check("a＠b@c", Err(JidError::Forbidden));
        check("anna@exa mple.org", Err(JidError::Forbidden));
        check(&format!("{}@example.org", "a".repeat(1024)), Err(JidError::TooLong));
    }
}
