//! The report as a file, read without the code that wrote it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// `{"format":"xmpp-migration-report", ...}`.
#[derive(Clone, Debug)]
pub struct ReportFile {
    pub json: Value,
}

impl ReportFile {
    /// # Panics
    /// When it is not what the contract says, or its sums do not add up.
    pub fn parse(name: &str, bytes: &[u8]) -> Self {
        assert!(name.is_ascii() && name.ends_with(".json"), "{name}");
        let json: Value = serde_json::from_slice(bytes).unwrap();
        assert_eq!((&json["format"], &json["version"]), (&json!("xmpp-migration-report"), &json!(1)));
        for time in ["started", "finished"] {
            let time = json[time].as_str().unwrap();
            assert!(time.len() >= 20 && time.ends_with('Z') && time.as_bytes()[10] == b'T', "{time}");
        }
        assert!(json["contacts"].is_array());
        let report = Self { json };
        for kind in report.kinds() {
            report.assert_adds_up(kind);
        }
        report
    }

    pub fn outcome(&self) -> &str {
        self.json["outcome"].as_str().unwrap()
    }

    pub fn kind(&self, id: &str) -> &Value {
        let found = self.kinds().iter().find(|kind| kind["id"] == id);
        found.unwrap_or_else(|| panic!("the report does not name {id}"))
    }

    pub fn count(&self, id: &str, column: &str) -> usize {
        self.kind(id)[column].as_u64().unwrap() as usize
    }

    /// The sum of a column over all kinds.
    pub fn total(&self, column: &str) -> usize {
        self.kinds().iter().map(|kind| kind[column].as_u64().unwrap() as usize).sum()
    }

    /// The items of a kind with their outcome.
    pub fn items(&self, id: &str) -> BTreeMap<String, String> {
        let items = self.kind(id)["items"].as_array().unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        items.iter().map(|item| (text(&item["item"]), text(&item["outcome"]))).collect()
    }

    /// Whether something of this kind is named as changed.
    pub fn admits_change(&self, id: &str) -> bool {
        self.items(id).values().any(|outcome| outcome == "changed")
    }

    fn kinds(&self) -> &Vec<Value> {
        self.json["kinds"].as_array().unwrap()
    }

    fn assert_adds_up(&self, kind: &Value) {
        let items = kind["items"].as_array().unwrap();
        let many: &[Value] = kind["unlisted"].as_array().map_or(&[], Vec::as_slice);
        let of = |many: &Value| many["count"].as_u64().unwrap();
        let all = items.len() as u64 + many.iter().map(of).sum::<u64>();
        assert_eq!(kind["read"], all, "every item read is named or counted once: {}", kind["id"]);
        for outcome in ["copied", "already_there", "changed", "left_out", "failed"] {
            let listed = items.iter().filter(|item| item["outcome"] == outcome).count() as u64;
            let found = listed + many.iter().filter(|many| many["outcome"] == outcome).map(of).sum::<u64>();
            assert_eq!(kind[outcome], found, "{outcome} of {}", kind["id"]);
        }
        for item in items {
            let explained = match item["outcome"].as_str().unwrap() {
                "changed" | "left_out" => item["reason"].is_string(),
                "failed" => item["problem"].is_string(),
                _ => true,
            };
            assert!(explained, "no reason: {item}");
        }
    }
}
