//! The report as a file that people keep or compare, and scripts read.

use json::Value;

use super::{End, Entry, KindReport, Outcome, Report, Verdict};
use crate::Problem;

impl Report {
    /// The report as JSON.
    pub fn to_json(&self) -> String {
        Value::object(vec![
            ("format", "xmpp-migration-report".into()),
            ("version", 1.into()),
            ("origin", end(&self.origin)),
            ("destination", end(&self.destination)),
            ("started", self.started.as_str().into()),
            ("finished", self.finished.as_str().into()),
            ("outcome", verdict(self.verdict()).into()),
            ("kinds", Value::Array(self.kinds.iter().map(kind).collect())),
            ("contacts", Value::Array(Vec::new())),
        ])
        .to_string()
    }
}

fn end(end: &End) -> Value {
    match end {
        End::Jid(address) => Value::object(vec![("jid", address.as_str().into())]),
        End::File(name) => Value::object(vec![("file", name.as_str().into())]),
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Complete => "complete",
        Verdict::Partial => "partial",
        Verdict::Failed => "failed",
    }
}

fn kind(kind: &KindReport) -> Value {
    let tally = kind.tally();
    let mut members = vec![
        ("id", kind.id.0.into()),
        ("read", tally.read.into()),
        ("copied", tally.copied.into()),
        ("already_there", tally.already_there.into()),
        ("changed", tally.changed.into()),
        ("left_out", tally.left_out.into()),
        ("failed", tally.failed.into()),
        ("verified", tally.verified.into()),
    ];
    members.extend(kind.problem.as_ref().map(|problem| ("problem", described(problem))));
    members.push(("items", Value::Array(kind.entries.iter().map(item).collect())));
    Value::object(members)
}

fn item(entry: &Entry) -> Value {
    let (outcome, why) = match &entry.outcome {
        Outcome::Copied => ("copied", None),
        Outcome::AlreadyThere => ("already_there", None),
        Outcome::Changed(reason) => ("changed", Some(("reason", reason.code().into()))),
        Outcome::LeftOut(reason) => ("left_out", Some(("reason", reason.code().into()))),
        Outcome::Failed(problem) => ("failed", Some(("problem", described(problem)))),
    };
    // The key where a person can read it, as with addresses; what repeats by content is named by its label.
    let has_readable_key = entry.label.is_empty() || entry.label.contains(&entry.key);
    let item = if has_readable_key { &entry.key } else { &entry.label };
    let mut members = vec![("item", item.as_str().into()), ("outcome", outcome.into())];
    members.extend(why);
    Value::object(members)
}

fn described(problem: &Problem) -> Value {
    format!("{}: {problem}", problem.code()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KindId, Reason};

    #[test]
    fn names_every_item_and_why() {
        let entries = vec![
            Entry::new("a@x", "a@x", Outcome::Copied),
            Entry::new("b@x", "b@x", Outcome::LeftOut(Reason::ThisIsYou)),
            Entry::new("c@x", "c@x", Outcome::Failed(Problem::NotKept)),
        ];
        let report = Report {
            origin: End::Jid("old@x".to_owned()),
            destination: End::File("copy.xml".to_owned()),
            started: "2026-01-01T00:00:00Z".to_owned(),
            finished: "2026-01-01T00:01:00Z".to_owned(),
            kinds: vec![KindReport { id: KindId("roster"), entries, problem: None }],
        };
        let written = json::parse(&report.to_json()).expect("JSON");
        let member = |name: &str| written.get(name).expect(name);
        assert_eq!(member("format").as_str(), Some("xmpp-migration-report"));
        assert_eq!(member("origin").get("jid"), Some(&"old@x".into()));
        assert_eq!(member("destination").get("file"), Some(&"copy.xml".into()));
        assert_eq!(member("outcome").as_str(), Some("partial"));
        let kind = &member("kinds").elements()[0];
        assert_eq!(kind.get("read"), Some(&3.into()));
        assert_eq!(kind.get("problem"), None);
        let items = kind.get("items").expect("items").elements();
        assert_eq!(items[0], Value::object(vec![("item", "a@x".into()), ("outcome", "copied".into())]));
        assert_eq!(items[1].get("reason"), Some(&Reason::ThisIsYou.code().into()));
        assert!(
            items[2].get("problem").and_then(Value::as_str).is_some_and(|why| why.starts_with("not-kept: "))
        );
    }
}
