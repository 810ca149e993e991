//! The page: everybody and everything a person asks for first, readable on any phone and on paper.
//!
//! It needs nothing else: no script, nothing loaded from anywhere, a policy that forbids both. Names are
//! of strangers: escaped, and each in a `bdi` of its own, so that none can turn the text around it.
//! It is well-formed XML behind its first line, which is how it is read back.

use ordered::{Map, Set};
use xml::{Element, Rules};

use super::super::Order;
use super::entries::{Someone, contacts, profile, rooms};
use super::{Sheet, Words};
use crate::kinds::{self, BOOKMARKS, PROFILE, ROSTER, picture, preview_for};

const FIRST_LINE: &str = "<!DOCTYPE html>\n";

const STYLE: &str = ":root{color-scheme:light dark}\
body{max-width:40rem;margin:0 auto;padding:1rem;font:1.125rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}\
h1{font-size:1.6rem;line-height:1.2;margin:0}h2{font-size:1.25rem;margin:2rem 0 .5rem}\
h3{font-size:1rem;margin:1.25rem 0 .25rem;opacity:.75}\
header{display:flex;gap:1rem;align-items:center}header img{width:5rem;height:5rem;object-fit:cover;border-radius:50%}\
ul{list-style:none;margin:0;padding:0}li{padding:.5rem 0;border-top:1px solid color-mix(in srgb,currentColor 18%,transparent)}\
li a{display:block;font-weight:600}a{color:light-dark(#14558f,#8fc2f5)}\
small,.note{display:block;font-size:1rem;opacity:.8;font-weight:400}\
dl{display:grid;grid-template-columns:minmax(6rem,auto) 1fr;gap:.25rem 1rem;margin:0}dt{opacity:.75}dd{margin:0}\
@media print{body{max-width:none;padding:0;font-size:11pt}a{color:inherit;text-decoration:none}li{break-inside:avoid}}";

pub(in super::super) fn page(order: &Order, words: &Words) -> Sheet {
    let (contacts, rooms) = (contacts(order), rooms(order));
    let mut text = FIRST_LINE.to_owned();
    head(&mut text, order, words);
    top(&mut text, order, words);
    heading(&mut text, &words.contacts, contacts.len());
    for (group, members) in by_group(&contacts, words) {
        if !group.is_empty() {
            text.push_str(&format!("<h3><bdi>{}</bdi></h3>", escaped(&group)));
        }
        list(&mut text, "contact", "", &members);
    }
    if contacts.is_empty() {
        text.push_str(&format!("<p class='note'>{}</p>", escaped(&words.nothing)));
    }
    if !rooms.is_empty() {
        heading(&mut text, &words.rooms, rooms.len());
        list(&mut text, "room", "?join", &rooms.iter().collect::<Vec<_>>());
    }
    lines(&mut text, &words.profile, &named(profile(order), words));
    lines(&mut text, &words.others, &others(order, words));
    text.push_str("</body></html>\n");
    let (contacts, rooms) = found(&text);
    Sheet { text, contacts, rooms, has_rooms: true }
}

fn head(text: &mut String, order: &Order, words: &Words) {
    let (language, title) = (escaped(&words.language), escaped(&words.title));
    text.push_str(&format!(
        "<html lang='{language}'><head><meta charset='utf-8'/>\
         <meta name='viewport' content='width=device-width, initial-scale=1'/>\
         <meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"/>\
         <meta name='referrer' content='no-referrer'/><title>{title}: {}</title><style>{STYLE}</style></head><body>",
        escaped(&order.account.to_string())
    ));
}

fn top(text: &mut String, order: &Order, words: &Words) {
    text.push_str("<header>");
    // Both parts are of letters that mean nothing here: see `kinds::picture`.
    if let Some(picture) = picture(&order.holdings) {
        let (media_type, base64) = (escaped(&picture.media_type), escaped(&picture.base64));
        text.push_str(&format!("<img alt='' src='data:{media_type};base64,{base64}'/>"));
    }
    let address = escaped(&order.account.to_string());
    let name = kinds::full_name(&order.holdings).unwrap_or_else(|| order.account.to_string());
    text.push_str(&format!(
        "<div><h1><bdi>{}</bdi></h1><span><bdi>{address}</bdi></span><span class='note'>{}</span></div></header>",
        escaped(&name),
        escaped(&words.saved_on)
    ));
}

fn heading(text: &mut String, words: &str, count: usize) {
    text.push_str(&format!("<h2>{} ({count})</h2>", escaped(words)));
}

fn lines(text: &mut String, words: &str, lines: &[(String, String)]) {
    if lines.is_empty() {
        return;
    }
    text.push_str(&format!("<h2>{}</h2><dl>", escaped(words)));
    for (name, said) in lines {
        text.push_str(&format!("<dt>{}</dt><dd><bdi>{}</bdi></dd>", escaped(name), escaped(said)));
    }
    text.push_str("</dl>");
}

fn list(text: &mut String, kind: &str, query: &str, everybody: &[&Someone]) {
    text.push_str("<ul>");
    for someone in everybody {
        let (address, uri) = (escaped(&someone.address), uri(&someone.address));
        let shown = if someone.name.is_empty() { &address } else { &escaped(&someone.name) };
        text.push_str(&format!(
            "<li class='{kind}'><a href='xmpp:{uri}{query}'><bdi>{shown}</bdi></a><small><bdi>{address}</bdi></small></li>"
        ));
    }
    text.push_str("</ul>");
}

/// Everybody under each group they are in, those in none at the end.
fn by_group<'a>(contacts: &'a [Someone], words: &Words) -> Vec<(String, Vec<&'a Someone>)> {
    let mut groups: Map<String, Vec<&Someone>> = Map::new();
    for someone in contacts {
        for group in &someone.groups {
            groups.entry(group.clone()).or_default().push(someone);
        }
    }
    let alone: Vec<&Someone> = contacts.iter().filter(|someone| someone.groups.is_empty()).collect();
    let title = if groups.is_empty() { String::new() } else { words.without_group.clone() };
    let mut groups: Vec<_> = groups.into_iter().collect();
    if !alone.is_empty() {
        groups.push((title, alone));
    }
    groups
}

/// The fields that have a name in the person's language.
fn named(profile: Vec<(String, String)>, words: &Words) -> Vec<(String, String)> {
    let line = |(name, said): (String, String)| Some((words.fields.get(name.as_str())?.clone(), said));
    profile.into_iter().filter_map(line).collect()
}

/// What else there is, and how much of it as far as that was read.
fn others(order: &Order, words: &Words) -> Vec<(String, String)> {
    let said = [ROSTER, BOOKMARKS, PROFILE];
    let rest = kinds::ALL.into_iter().map(|kind| kind.id()).filter(|id| !said.contains(id));
    let line = |id| {
        let holding = order.holdings.get(id)?;
        let count = preview_for(&order.account, id, holding).len() as u64 + holding.unlisted;
        (count > 0).then(|| Some((words.kinds.get(&id)?.clone(), count.to_string()))).flatten()
    };
    rest.filter_map(line).collect()
}

/// Whom the page shows: contacts and group chats.
fn found(text: &str) -> (Set<String>, Set<String>) {
    let (mut contacts, mut rooms) = (Set::new(), Set::new());
    let body = text.strip_prefix(FIRST_LINE).unwrap_or_default();
    if let Ok(page) = xml::parse(body, &Rules::file()) {
        let mut open: Vec<&Element> = vec![&page];
        while let Some(element) = open.pop() {
            let address =
                || element.child("small", "").map(|small| small.children().map(Element::text).collect());
            match element.attr("class") {
                Some("contact") => contacts.extend(address()),
                Some("room") => rooms.extend(address()),
                _ => open.extend(element.children()),
            }
        }
    }
    (contacts, rooms)
}

/// The address as it stands in a URI (RFC 5122 §2.2), nothing of it with a meaning there.
fn uri(address: &str) -> String {
    let mut out = String::new();
    for byte in address.bytes() {
        match byte {
            b'0'..=b'9'
            | b'a'..=b'z'
            | b'A'..=b'Z'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'@'
            | b'['
            | b']'
            | b':' => {
                out.push(char::from(byte));
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\'' => out.push_str("&#39;"),
            '"' => out.push_str("&quot;"),
            // XML takes no other control characters, and HTML shows none.
            '\n' | '\t' => out.push(' '),
            character if character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}') => {}
            character => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escaped, uri};

    #[test]
    fn nothing_of_a_name_is_markup() {
        assert_eq!(escaped("<b a='\"'>&\n\u{7f}"), "&lt;b a=&#39;&quot;&#39;&gt;&amp; ");
        assert_eq!(uri("a'b&c?d#e@x.test"), "a%27b%26c%3Fd%23e@x.test");
        assert_eq!(uri("ü%@[::1]"), "%C3%BC%25@[::1]");
    }
}
