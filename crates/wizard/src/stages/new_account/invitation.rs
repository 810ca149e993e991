//! What an invitation holds (XEP-0401, XEP-0445): an `xmpp:` URI, or the link of a page that shows one. The
//! token is in the link itself, so nothing is fetched.

use jid::{BareJid, percent_decoded};

use crate::Refusal;

/// The longest token, in characters.
const MOST_TOKEN: usize = 500;
/// The segment of a path that comes before the token: Snikket's and Prosody's pages, ejabberd's (`mod_invites`).
const BEFORE_TOKEN: [&str; 3] = ["invite", "invites", "invites_page"];
/// The names by which pages hand a token on: Prosody's `mod_invites_register_web` and others.
const TOKEN_NAMES: [&str; 3] = ["t", "token", "preauth"];

/// An invitation, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Invitation {
    /// Where the account will be.
    pub(crate) domain: BareJid,
    /// None where everybody may have an account.
    pub(crate) token: Option<String>,
    /// The name the account has to have.
    pub(crate) username: Option<String>,
    /// Who becomes the first contact.
    pub(crate) inviter: Option<BareJid>,
    /// The domain is where the page is, which need not be the one in addresses.
    pub(crate) is_from_page: bool,
}

/// Reads what was pasted, be it a link or a sentence with a link in it.
pub(crate) fn read(text: &str) -> Result<Invitation, Refusal> {
    for word in text.split_whitespace() {
        let word = word.trim_matches(['<', '>', '"', '\'', '(', ')', ',']);
        if let Some(uri) = after(word, "xmpp:") {
            return of_uri(uri.trim_start_matches('/'), None);
        }
        if let Some(link) = after(word, "https://") {
            return of_page(link);
        }
    }
    Err(Refusal::NoInvitation)
}

fn after<'a>(word: &'a str, scheme: &str) -> Option<&'a str> {
    let start = word.get(..scheme.len())?;
    start.eq_ignore_ascii_case(scheme).then(|| &word[scheme.len()..])
}

/// What follows `xmpp:` (RFC 5122 §2.2). On some pages an address without a domain is one of the page's own host.
fn of_uri(uri: &str, host: Option<&str>) -> Result<Invitation, Refusal> {
    let uri = uri.split('#').next().unwrap_or(uri);
    let (address, query) = uri.split_once('?').ok_or(Refusal::NoInvitation)?;
    let mut parts = query.split([';', '&']);
    let action = parts.next().unwrap_or_default();
    let mut token = None;
    let mut may_register = false;
    for (name, value) in parts.filter_map(|part| part.split_once('=')) {
        match name {
            "preauth" => token = Some(checked_token(value)?),
            "ibr" => may_register = value == "y",
            _ => {}
        }
    }
    let mut address = percent_decoded(address).ok_or(Refusal::NoInvitation)?;
    if let Some(host) = host.filter(|_| action == "roster" && !address.contains('@')) {
        address = format!("{address}@{host}");
    }
    let jid: BareJid = address.parse().map_err(|_| Refusal::NoInvitation)?;
    let domain = jid.server();
    match action {
        "register" => Ok(Invitation {
            username: jid.local().map(str::to_owned),
            domain,
            token,
            inviter: None,
            is_from_page: false,
        }),
        "roster" if token.is_some() && may_register => {
            Ok(Invitation { domain, token, username: None, inviter: Some(jid), is_from_page: false })
        }
        "roster" | "subscribe" => Err(Refusal::ContactOnly(jid.to_string())),
        _ => Err(Refusal::NoInvitation),
    }
}

/// A link to a page about an invitation.
fn of_page(link: &str) -> Result<Invitation, Refusal> {
    let (link, fragment) = link.split_once('#').unwrap_or((link, ""));
    let (place, query) = link.split_once('?').unwrap_or((link, ""));
    let (authority, path) = place.split_once('/').unwrap_or((place, ""));
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    // Pages without a server behind them keep the whole URI from it (easy-xmpp-invitation).
    if fragment.contains('?') || fragment.contains("%3F") {
        let fragment = if fragment.contains('?') {
            fragment.to_owned()
        } else {
            percent_decoded(fragment).unwrap_or_default()
        };
        let fragment = fragment.strip_prefix("xmpp:").unwrap_or(&fragment);
        return of_uri(fragment, Some(host));
    }
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let is_before = |segment: &&str| BEFORE_TOKEN.contains(segment);
    let in_path = segments.iter().position(is_before).and_then(|at| segments.get(at + 1)).copied();
    let named = query.split('&').filter_map(|part| part.split_once('='));
    let named = named.filter(|(name, _)| TOKEN_NAMES.contains(name)).map(|(_, value)| value).next();
    let alone = (segments.last().is_some_and(is_before) && !query.contains(['=', '&'])).then_some(query);
    let token = named.or(alone.filter(|token| !token.is_empty())).or(in_path);
    let domain = BareJid::new(None, host).map_err(|_| Refusal::NoInvitation)?;
    Ok(Invitation {
        domain,
        token: Some(checked_token(token.ok_or(Refusal::NoInvitation)?)?),
        username: None,
        inviter: None,
        is_from_page: true,
    })
}

fn checked_token(text: &str) -> Result<String, Refusal> {
    let token = percent_decoded(text).ok_or(Refusal::NoInvitation)?;
    let is_good = !token.is_empty()
        && token.chars().count() <= MOST_TOKEN
        && token.chars().all(|c| c.is_ascii_graphic());
    if is_good { Ok(token) } else { Err(Refusal::NoInvitation) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: (&str, &str)) -> Invitation {
        let invitation = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let found = (invitation.domain.to_string(), invitation.token.clone().unwrap_or_default());
        assert_eq!((found.0.as_str(), found.1.as_str()), expected, "{text}");
        invitation
    }

    #[test]
    fn uris() {
        let host = check("xmpp:capulet.example?register;preauth=29Xbxr91", ("capulet.example", "29Xbxr91"));
        assert_eq!((host.username, host.inviter, host.is_from_page), (None, None, false));
        let named = check(" xmpp:juliet@capulet.example?register;preauth=T ", ("capulet.example", "T"));
        assert_eq!(named.username.as_deref(), Some("juliet"));
        let friend =
            check("xmpp:romeo@capulet.example?roster;preauth=T-_1;ibr=y", ("capulet.example", "T-_1"));
        assert_eq!(friend.inviter.map(|jid| jid.to_string()).as_deref(), Some("romeo@capulet.example"));
        check("Join me: <XMPP:Capulet.example?register&preauth=T>, soon", ("capulet.example", "T"));
        check("xmpp:capulet.example?register", ("capulet.example", ""));
        check("xmpp:b%C3%BCcher.example?register;preauth=a%2Db", ("bücher.example", "a-b"));
    }

    #[test]
    fn pages() {
        for (link, token) in [
            ("https://capulet.example/invite/fXa9-_Q/", "fXa9-_Q"),
            ("https://capulet.example/invite/fXa9/register", "fXa9"),
            ("https://capulet.example:5443/invites/stDqh4dEEmrWxb0TFJDxitnc", "stDqh4dEEmrWxb0TFJDxitnc"),
            ("https://capulet.example:5443/invites/T/conversations?x#top", "T"),
            ("https://capulet.example:5281/invites_page?T-1", "T-1"),
            ("https://capulet.example/invite?T", "T"),
            ("https://capulet.example/register?t=T&c=gajim", "T"),
            ("https://capulet.example:5281/invites_page/register?c=x&t=T", "T"),
        ] {
            assert!(check(link, ("capulet.example", token)).is_from_page);
        }
    }

    #[test]
    fn pages_with_the_uri_behind_a_hash() {
        let friend = check(
            "https://xmpp.link/#romeo@capulet.example?roster;preauth=T;ibr=y",
            ("capulet.example", "T"),
        );
        assert!(!friend.is_from_page && friend.inviter.is_some());
        check(
            "https://page.example/i/#romeo%40capulet.example%3Froster;preauth=T;ibr=y",
            ("capulet.example", "T"),
        );
        check("https://xmpp.link/#capulet.example?register;preauth=T", ("capulet.example", "T"));
        let local =
            check("https://capulet.example/i/#romeo?roster;preauth=T;ibr=y", ("capulet.example", "T"));
        assert_eq!(local.inviter.map(|jid| jid.to_string()).as_deref(), Some("romeo@capulet.example"));
    }

    #[test]
    fn what_is_no_invitation_for_an_account() {
        for text in [
            "",
            "capulet.example",
            "xmpp:romeo@capulet.example",
            "xmpp:?register;preauth=T",
            "xmpp:capulet.example?register;preauth=",
            "xmpp:capulet.example?register;preauth=%zz",
            "xmpp:room@capulet.example?join",
            "https://capulet.example/",
            "https://capulet.example/invite/",
            "http://capulet.example/invite/T",
            "javascript:https://",
        ] {
            assert_eq!(read(text), Err(Refusal::NoInvitation), "{text}");
        }
        for text in [
            "xmpp:romeo@capulet.example?roster;preauth=T",
            "xmpp:romeo@capulet.example?subscribe",
            "https://xmpp.link/#romeo@capulet.example?roster;name=Romeo",
        ] {
            assert_eq!(read(text), Err(Refusal::ContactOnly("romeo@capulet.example".to_owned())), "{text}");
        }
    }
}
