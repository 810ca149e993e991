//! The message archive (XEP-0313) and its preferences (XEP-0441).

use std::time::Duration;

use xml::{Element, ns};

use super::Account;
use super::account::Effect;
use super::knobs::{After, Knobs};
use super::refusal::{BAD_REQUEST, ITEM_NOT_FOUND, Refusal};

/// A message in the archive.
#[derive(Clone, Debug, PartialEq)]
pub struct Archived {
    pub id: String,
    /// In UTC (XEP-0082), so that texts sort like times.
    pub stamp: String,
    /// The bare address of the other side.
    pub with: String,
    pub message: Element,
}

impl Account {
    /// Archives `count` messages with `with`, one a minute, the first at `since`
    /// seconds after the beginning of 2024.
    pub fn chat(&mut self, with: &str, since: u64, count: usize) {
        for n in 0..count {
            let at = Duration::from_secs(since) + Duration::from_secs(60) * n as u32;
            let (from, to) = if n % 2 == 0 { (with, self.bare.as_str()) } else { (self.bare.as_str(), with) };
            let body = Element::new("body", ns::CLIENT).with_text(format!("Message {n} & so on"));
            let message = Element::new("message", ns::CLIENT)
                .with_attr("type", "chat")
                .with_attr("from", format!("{from}/phone"))
                .with_attr("to", to)
                .with_attr("id", format!("m{n}"))
                .with_child(body);
            let id = format!("a{}", self.archive.len());
            self.archive.push(Archived { id, stamp: stamp(at), with: with.to_owned(), message });
        }
    }
}

pub(crate) fn query(account: &Account, query: &Element, knobs: &Knobs) -> Result<Effect, Refusal> {
    let wanted = Wanted::of(query)?;
    let matching: Vec<&Archived> = account.archive.iter().filter(|message| wanted.matches(message)).collect();
    let (page, complete) = wanted.page(&matching, knobs)?;
    let queryid = query.attr("queryid");
    let ahead = page.iter().map(|message| to_message(message, &account.bare, queryid)).collect();
    let mut set = Element::new("set", ns::RSM);
    let child = |name: &str, text: &str| Element::new(name, ns::RSM).with_text(text);
    if let (Some(first), Some(last)) = (page.first(), page.last()) {
        set.push(child("first", &first.id));
        let stuck = wanted.after.filter(|_| knobs.archive_after == After::RepeatsLast);
        set.push(child("last", stuck.as_deref().unwrap_or(&last.id)));
    }
    if knobs.archive_counts {
        set.push(child("count", &matching.len().to_string()));
    }
    let mut fin = Element::new("fin", ns::MAM);
    if complete {
        fin.set_attr("complete", "true");
    }
    Ok(Effect { result: Some(fin.with_child(set)), ahead, ..Effect::default() })
}

pub(crate) fn set_preferences(account: &mut Account, prefs: &Element) -> Result<Effect, Refusal> {
    if !matches!(prefs.attr("default"), Some("always" | "never" | "roster")) {
        return Err(BAD_REQUEST);
    }
    account.archive_preferences = Some(prefs.clone());
    Ok(preferences(account))
}

pub(crate) fn preferences(account: &Account) -> Effect {
    let untouched = || Element::new("prefs", ns::MAM).with_attr("default", "always");
    account.archive_preferences.clone().unwrap_or_else(untouched).into()
}

/// What a query asks for.
struct Wanted {
    start: Option<String>,
    end: Option<String>,
    with: Option<String>,
    after: Option<String>,
    before: Option<String>,
    max: Option<usize>,
}

impl Wanted {
    fn of(query: &Element) -> Result<Self, Refusal> {
        let form = query.child("x", ns::DATA_FORM);
        let field = |var| form.and_then(|form| session::form::value(form, var));
        if form.is_some() && field("FORM_TYPE").as_deref() != Some(ns::MAM) {
            return Err(BAD_REQUEST);
        }
        let set = query.child("set", ns::RSM);
        let mark = |name| set.and_then(|set| set.child_text(name, ns::RSM));
        let max = mark("max").map(|max| max.parse().map_err(|_| BAD_REQUEST)).transpose()?;
        Ok(Self {
            start: field("start"),
            end: field("end"),
            with: field("with"),
            after: mark("after"),
            before: mark("before"),
            max,
        })
    }

    fn matches(&self, message: &Archived) -> bool {
        self.start.as_ref().is_none_or(|start| message.stamp >= *start)
            && self.end.as_ref().is_none_or(|end| message.stamp <= *end)
            && self.with.as_ref().is_none_or(|with| message.with == *with)
    }

    /// The page, and whether nothing lies behind it.
    fn page<'a>(&self, all: &[&'a Archived], knobs: &Knobs) -> Result<(Vec<&'a Archived>, bool), Refusal> {
        let at = |id: &str| all.iter().position(|message| message.id == id);
        let size = self.max.unwrap_or(knobs.archive_page).min(knobs.archive_page);
        let mut from = 0;
        let mut to = all.len();
        match self.after.as_deref().map(|after| (after, at(after))) {
            None => {}
            Some(_) if knobs.archive_after == After::Ignored => {}
            Some((_, Some(at))) => from = at + 1,
            Some((_, None)) => match knobs.archive_after {
                After::Empty => from = all.len(),
                After::Restarts => {}
                _ => return Err(ITEM_NOT_FOUND),
            },
        }
        match self.before.as_deref() {
            None => {}
            Some("") => from = from.max(to.saturating_sub(size)),
            Some(before) => {
                to = at(before).ok_or(ITEM_NOT_FOUND)?;
                from = from.max(to.saturating_sub(size));
            }
        }
        let page: Vec<&Archived> = all.get(from..to).unwrap_or_default().iter().copied().take(size).collect();
        let complete = match self.before {
            Some(_) => from == 0,
            None => from + page.len() >= to,
        };
        Ok((page, complete))
    }
}

fn to_message(archived: &Archived, bare: &str, queryid: Option<&str>) -> Element {
    let delay = Element::new("delay", ns::DELAY).with_attr("stamp", archived.stamp.as_str());
    let forwarded =
        Element::new("forwarded", ns::FORWARD).with_child(delay).with_child(archived.message.clone());
    let result = Element::new("result", ns::MAM)
        .with_attr_opt("queryid", queryid)
        .with_attr("id", archived.id.as_str())
        .with_child(forwarded);
    Element::new("message", ns::CLIENT).with_attr("from", bare).with_child(result)
}

/// A time of the year 2024 or later, by its distance from the beginning of 2024.
fn stamp(since: Duration) -> String {
    let seconds = since.as_secs();
    let (mut day, time) = (seconds / 86_400, seconds % 86_400);
    let (mut year, mut month) = (2024, 0);
    loop {
        let days = match month + 1 {
            2 if year % 4 == 0 => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        if day < days {
            break;
        }
        day -= days;
        month += 1;
        (year, month) = (year + month / 12, month % 12);
    }
    let (hours, minutes, seconds) = (time / 3600, time / 60 % 60, time % 60);
    format!("{year}-{:02}-{:02}T{hours:02}:{minutes:02}:{seconds:02}Z", month + 1, day + 1)
}
