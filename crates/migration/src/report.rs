//! How a run ended, item by item, and its JSON form.

use serde::Serialize;

use crate::kind::KindId;
use crate::{Problem, Reason};

/// What became of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Written as it was.
    Copied,
    /// Not written, because it stood there.
    AlreadyThere,
    /// Written other than it was, by this rule.
    Changed(Reason),
    /// Not written, by this rule.
    LeftOut(Reason),
    /// Not there, or not known to be.
    Failed(Problem),
}

/// One item of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub key: String,
    pub label: String,
    pub outcome: Outcome,
    /// Whether it was read back at the destination, after any writing.
    pub verified: bool,
}

/// What became of many items alike, too many to be listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlisted {
    pub count: u64,
    pub outcome: Outcome,
    pub verified: bool,
}

/// What became of one kind. Every item read is in it exactly once: in
/// `entries`, or counted in `unlisted`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindReport {
    pub id: KindId,
    pub entries: Vec<Entry>,
    pub unlisted: Vec<Unlisted>,
    /// The rule by which the kind as a whole stays where it is.
    pub reason: Option<Reason>,
    /// Why the kind as a whole could not be read or written.
    pub problem: Option<Problem>,
}

/// How a run ended as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing failed, and everything that should be there was read back.
    Complete,
    /// Something arrived.
    Partial,
    /// Nothing arrived.
    Failed,
}

/// How many entries there are of each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub read: usize,
    pub copied: usize,
    pub already_there: usize,
    pub changed: usize,
    pub left_out: usize,
    pub failed: usize,
    pub verified: usize,
}

/// Where data came from or went to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// The address of an account.
    Jid(String),
    /// The name of a file.
    File(String),
}

/// The whole report. `started` and `finished` are RFC 3339 times in UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub origin: End,
    pub destination: End,
    pub started: String,
    pub finished: String,
    pub kinds: Vec<KindReport>,
}

/// How far one contact has followed, as the farewell knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Follower {
    pub jid: String,
    pub state: &'static str,
    /// RFC 3339, UTC.
    pub since: Option<String>,
}

impl Entry {
    /// An entry that was not read back.
    pub fn new(key: impl Into<String>, label: impl Into<String>, outcome: Outcome) -> Self {
        Self { key: key.into(), label: label.into(), outcome, verified: false }
    }

    fn was_written(&self) -> bool {
        matches!(self.outcome, Outcome::Copied | Outcome::Changed(_))
    }

    fn has_failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(_))
    }
}

impl KindReport {
    /// A report in which every item is listed.
    pub fn new(id: KindId, entries: Vec<Entry>) -> Self {
        Self { id, entries, unlisted: Vec::new(), reason: None, problem: None }
    }

    /// How many entries there are of each outcome.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for entry in &self.entries {
            tally.count(&entry.outcome, entry.verified, 1);
        }
        for many in &self.unlisted {
            tally.count(&many.outcome, many.verified, many.count as usize);
        }
        tally
    }

    /// Takes over what a later run says of the same items. What it does not
    /// name stays, and what was written before stays written.
    #[must_use]
    pub fn updated(mut self, later: Self) -> Self {
        for entry in later.entries {
            match self.entries.iter_mut().find(|known| known.key == entry.key) {
                Some(known) if known.was_written() && !entry.was_written() && !entry.has_failed() => {
                    known.verified |= entry.verified;
                }
                Some(known) => *known = entry,
                None => self.entries.push(entry),
            }
        }
        if !later.unlisted.is_empty() {
            self.unlisted = later.unlisted;
        }
        self.reason = later.reason.or(self.reason);
        self.problem = later.problem;
        self
    }

    /// Whether nothing failed and everything that arrived was read back.
    pub fn is_complete(&self) -> bool {
        self.problem.is_none() && self.outcomes().all(|(outcome, verified)| outcome.is_settled(verified))
    }

    /// Every outcome there is, and whether it was read back.
    fn outcomes(&self) -> impl Iterator<Item = (&Outcome, bool)> {
        let entries = self.entries.iter().map(|entry| (&entry.outcome, entry.verified));
        entries.chain(self.unlisted.iter().map(|many| (&many.outcome, many.verified)))
    }
}

impl Outcome {
    fn has_arrived(&self) -> bool {
        matches!(self, Self::Copied | Self::AlreadyThere | Self::Changed(_))
    }

    /// Whether nothing more is to be wished for.
    fn is_settled(&self, verified: bool) -> bool {
        match self {
            Self::Copied | Self::AlreadyThere | Self::Changed(_) => verified,
            Self::LeftOut(_) => true,
            Self::Failed(_) => false,
        }
    }
}

impl Tally {
    fn count(&mut self, outcome: &Outcome, verified: bool, count: usize) {
        self.read += count;
        *match outcome {
            Outcome::Copied => &mut self.copied,
            Outcome::AlreadyThere => &mut self.already_there,
            Outcome::Changed(_) => &mut self.changed,
            Outcome::LeftOut(_) => &mut self.left_out,
            Outcome::Failed(_) => &mut self.failed,
        } += count;
        if verified {
            self.verified += count;
        }
    }
}

impl Report {
    /// How the run ended as a whole.
    pub fn verdict(&self) -> Verdict {
        if self.kinds.iter().all(KindReport::is_complete) {
            return Verdict::Complete;
        }
        if self.kinds.iter().flat_map(KindReport::outcomes).any(|(outcome, _)| outcome.has_arrived()) {
            Verdict::Partial
        } else {
            Verdict::Failed
        }
    }

    /// The items that failed, by kind.
    pub fn failures(&self) -> impl Iterator<Item = (KindId, &Entry)> {
        let failed = |entry: &&Entry| matches!(entry.outcome, Outcome::Failed(_));
        self.kinds.iter().flat_map(move |kind| kind.entries.iter().filter(failed).map(|e| (kind.id, e)))
    }

    /// The report as JSON, for people who keep or compare them; with the contacts, once they were told.
    pub fn to_json(&self, contacts: &[Follower]) -> String {
        // Strings, numbers and lists of them cannot fail to be written.
        serde_json::to_string_pretty(&Json::of(self, contacts)).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Json<'a> {
    format: &'static str,
    version: u32,
    origin: &'a End,
    destination: &'a End,
    started: &'a str,
    finished: &'a str,
    outcome: Verdict,
    kinds: Vec<JsonKind<'a>>,
    contacts: &'a [Follower],
}

#[derive(Serialize)]
struct JsonKind<'a> {
    id: &'static str,
    read: usize,
    copied: usize,
    already_there: usize,
    changed: usize,
    left_out: usize,
    failed: usize,
    verified: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    items: Vec<JsonItem<'a>>,
    /// What is counted only, being too much to list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unlisted: Vec<JsonUnlisted>,
}

#[derive(Serialize)]
struct JsonUnlisted {
    count: u64,
    #[serde(flatten)]
    fate: JsonFate,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    item: &'a str,
    #[serde(flatten)]
    fate: JsonFate,
}

#[derive(Serialize)]
struct JsonFate {
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

impl<'a> Json<'a> {
    fn of(report: &'a Report, contacts: &'a [Follower]) -> Self {
        Self {
            format: "xmpp-migration-report",
            version: 1,
            origin: &report.origin,
            destination: &report.destination,
            started: &report.started,
            finished: &report.finished,
            outcome: report.verdict(),
            kinds: report.kinds.iter().map(JsonKind::of).collect(),
            contacts,
        }
    }
}

impl<'a> JsonKind<'a> {
    fn of(kind: &'a KindReport) -> Self {
        let tally = kind.tally();
        Self {
            id: kind.id.0,
            read: tally.read,
            copied: tally.copied,
            already_there: tally.already_there,
            changed: tally.changed,
            left_out: tally.left_out,
            failed: tally.failed,
            verified: tally.verified,
            reason: kind.reason.as_ref().map(Reason::code),
            problem: kind.problem.as_ref().map(described),
            items: kind.entries.iter().map(JsonItem::of).collect(),
            unlisted: kind.unlisted.iter().map(JsonUnlisted::of).collect(),
        }
    }
}

impl<'a> JsonItem<'a> {
    fn of(entry: &'a Entry) -> Self {
        // The key where a person can read it, as with addresses; what repeats by content is named by its label.
        let has_readable_key = entry.label.is_empty() || entry.label.contains(&entry.key);
        let item = if has_readable_key { &entry.key } else { &entry.label };
        Self { item, fate: JsonFate::of(&entry.outcome) }
    }
}

impl JsonUnlisted {
    fn of(many: &Unlisted) -> Self {
        Self { count: many.count, fate: JsonFate::of(&many.outcome) }
    }
}

impl JsonFate {
    fn of(outcome: &Outcome) -> Self {
        let (outcome, reason, problem) = match outcome {
            Outcome::Copied => ("copied", None, None),
            Outcome::AlreadyThere => ("already_there", None, None),
            Outcome::Changed(reason) => ("changed", Some(reason.code()), None),
            Outcome::LeftOut(reason) => ("left_out", Some(reason.code()), None),
            Outcome::Failed(problem) => ("failed", None, Some(described(problem))),
        };
        Self { outcome, reason, problem }
    }
}

fn described(problem: &Problem) -> String {
    format!("{}: {problem}", problem.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_every_item_and_why() {
        let entries = vec![
            Entry::new("a@x", "Anna (a@x)", Outcome::Copied),
            Entry::new("b@x", "b@x", Outcome::LeftOut(Reason::ThisIsYou)),
            Entry::new("c@x", "c@x", Outcome::Failed(Problem::NotKept)),
        ];
        let report = Report {
            origin: End::Jid("old@x".to_owned()),
            destination: End::File("copy.xml".to_owned()),
            started: "2026-01-01T00:00:00Z".to_owned(),
            finished: "2026-01-01T00:01:00Z".to_owned(),
            kinds: vec![
                KindReport::new(KindId("roster"), entries),
                KindReport {
                    reason: Some(Reason::StaysOnServer),
                    ..KindReport::new(KindId("offline_messages"), Vec::new())
                },
            ],
        };
        let followers = [
            Follower {
                jid: "d@x".to_owned(),
                state: "asked",
                since: Some("2026-01-01T00:02:00Z".to_owned()),
            },
            Follower { jid: "e@x".to_owned(), state: "waiting", since: None },
        ];
        let written: serde_json::Value = serde_json::from_str(&report.to_json(&followers)).unwrap();
        assert_eq!(written["format"], "xmpp-migration-report");
        assert_eq!(written["origin"]["jid"], "old@x");
        assert_eq!(written["destination"]["file"], "copy.xml");
        assert_eq!(written["outcome"], "partial");
        let followed = serde_json::json!([
            {"jid": "d@x", "state": "asked", "since": "2026-01-01T00:02:00Z"},
            {"jid": "e@x", "state": "waiting", "since": null},
        ]);
        assert_eq!(written["contacts"], followed);
        let kind = &written["kinds"][0];
        assert_eq!(kind["read"], 3);
        assert_eq!((kind.get("problem"), kind.get("reason")), (None, None));
        assert_eq!(kind["items"][0], serde_json::json!({"item": "a@x", "outcome": "copied"}));
        assert_eq!(kind["items"][1]["reason"], "this-is-you");
        assert_eq!(written["kinds"][1]["reason"], "stays-on-server");
        assert!(kind["items"][2]["problem"].as_str().unwrap().starts_with("not-kept: "));
    }
}
