//! Stream management (XEP-0198): what was handled at either end, so that a stream whose
//! transport was lost can go on over another one.

use std::collections::VecDeque;
use std::time::Duration;

use xml::{Element, ns};

/// The server is asked what it has handled after so many stanzas or bytes, never for each one.
const ASK_AFTER: usize = 32;
const ASK_AFTER_BYTES: usize = 32 * 1024;
/// Stanzas so large nothing follows at once, and no stream is resumed for: a browser may cut their message into
/// fragments, over which Prosody closes the connection, and would again.
const LARGE: usize = 48 * 1024;
/// Stanzas and bytes that may be unacknowledged. A server that lets it come to more is not
/// relied on: the stream goes on without management.
const MOST: usize = 2048;
const MOST_BYTES: usize = 1 << 20;
/// How long a stream is taken to be resumable where the server does not say (XEP-0198 §3).
const MAX: Duration = Duration::from_secs(60);
/// How often in a row the same stanzas are sent once more. What lies on the way may cut every
/// connection that carries one of them: then it is time to sign in anew, and to leave it.
const MOST_REPEATS: u32 = 3;

/// The counts of one stream. They wrap at 2^32 (XEP-0198 §4).
#[derive(Debug, Default)]
pub(crate) struct Management {
    /// The server has agreed.
    enabled: bool,
    /// What names the stream to a later one, and how long it may.
    resumption: Option<(String, Duration)>,
    /// Stanzas of the server's that were handled.
    handled: u32,
    /// Stanzas of ours the server has handled.
    acknowledged: u32,
    /// Those it has not, in their order.
    unacknowledged: VecDeque<String>,
    bytes: usize,
    /// Stanzas and bytes sent since the server was last asked; none while it has yet to answer.
    asked: bool,
    since_asked: (usize, usize),
    /// Resumptions since the server has last handled anything of ours.
    repeats: u32,
}

/// The server claims to have handled what was never sent.
#[derive(Debug)]
pub(crate) struct TooHigh;

impl Management {
    /// Whether features offer it.
    pub(crate) fn is_offered(features: &[Element]) -> bool {
        features.iter().any(|feature| feature.is("sm", ns::SM))
    }

    /// What asks for it. Stanzas sent from then on are counted.
    pub(crate) fn enable() -> String {
        // No longer than it takes to find the network again: until then the server keeps us
        // there for others, also when the page was just closed.
        Element::new("enable", ns::SM).with_attr("resume", "true").with_attr("max", "300").to_xml()
    }

    pub(crate) fn enabled(&mut self, enabled: &Element) {
        self.enabled = true;
        self.handled = 0;
        let resumes = matches!(enabled.attr("resume"), Some("true" | "1"));
        let max = enabled.attr("max").and_then(|max| max.parse().ok()).map(Duration::from_secs);
        let id = enabled.attr("id").filter(|id| resumes && !id.is_empty());
        self.resumption = id.map(|id| (id.to_owned(), max.unwrap_or(MAX)));
    }

    /// A stanza was sent; gives what asks whether it was handled, when it is time for that.
    pub(crate) fn sent(&mut self, stanza: &str) -> Sent {
        self.bytes += stanza.len();
        self.unacknowledged.push_back(stanza.to_owned());
        if self.unacknowledged.len() > MOST || self.bytes > MOST_BYTES {
            return Sent::TooMuch;
        }
        self.since_asked.0 += 1;
        self.since_asked.1 += stanza.len();
        if stanza.len() >= LARGE {
            return Sent::Noted;
        }
        let is_time = self.since_asked.0 >= ASK_AFTER || self.since_asked.1 >= ASK_AFTER_BYTES;
        if !is_time || self.asked || !self.enabled {
            return Sent::Noted;
        }
        self.asked = true;
        self.since_asked = (0, 0);
        Sent::Ask(Element::new("r", ns::SM).to_xml())
    }

    /// A stanza of the server's was handled.
    pub(crate) fn received(&mut self) {
        if self.enabled {
            self.handled = self.handled.wrapping_add(1);
        }
    }

    /// The answer to the server's question.
    pub(crate) fn answer(&self) -> String {
        Element::new("a", ns::SM).with_attr("h", self.handled.to_string()).to_xml()
    }

    /// The server says what it has handled.
    pub(crate) fn acknowledge(&mut self, h: Option<&str>) -> Result<(), TooHigh> {
        self.asked = false;
        let Some(h) = h.and_then(|h| h.parse::<u32>().ok()) else { return Ok(()) };
        let count = h.wrapping_sub(self.acknowledged) as usize;
        if count > self.unacknowledged.len() {
            return Err(TooHigh);
        }
        for stanza in self.unacknowledged.drain(..count) {
            self.bytes -= stanza.len();
            self.repeats = 0;
        }
        self.acknowledged = h;
        Ok(())
    }

    /// How long after a loss the stream can be resumed, if at all. What has its answer will not be sent again.
    pub(crate) fn max(&self, is_answered: bool) -> Option<Duration> {
        let is_large = !is_answered && self.unacknowledged.iter().any(|stanza| stanza.len() >= LARGE);
        let may_resume = self.repeats < MOST_REPEATS && !is_large;
        self.resumption.as_ref().filter(|_| may_resume).map(|(_, max)| *max)
    }

    /// Whether what was sent once more is still to be handled.
    pub(crate) fn is_repeating(&self) -> bool {
        self.repeats > 0
    }

    /// What asks to resume, and the name in it.
    pub(crate) fn resume(&self) -> Option<(String, String)> {
        let (id, _) = self.resumption.as_ref()?;
        let resume = Element::new("resume", ns::SM)
            .with_attr("h", self.handled.to_string())
            .with_attr("previd", id.as_str());
        Some((id.clone(), resume.to_xml()))
    }

    /// The stream is resumed: what has to be sent once more, as the server has not had it.
    pub(crate) fn resumed(&mut self, h: Option<&str>) -> Result<Vec<String>, TooHigh> {
        self.acknowledge(h)?;
        self.since_asked = (0, 0);
        self.repeats += u32::from(!self.unacknowledged.is_empty());
        Ok(self.unacknowledged.iter().cloned().collect())
    }
}

/// What sending a stanza brings about.
pub(crate) enum Sent {
    Noted,
    /// This goes after it.
    Ask(String),
    /// So much is unacknowledged that nothing is counted any more.
    TooMuch,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn managed(max: &str) -> Management {
        let mut management = Management::default();
        let enabled = Element::new("enabled", ns::SM).with_attr("id", "x").with_attr("resume", "true");
        management.enabled(&enabled.with_attr("max", max));
        management
    }

    #[test]
    fn counts_wrap() {
        let mut management = managed("60");
        management.acknowledged = u32::MAX - 1;
        management.handled = u32::MAX;
        for _ in 0..3 {
            management.sent("<a/>");
            management.received();
        }
        assert!(management.answer().contains("h='2'"));
        management.acknowledge(Some("0")).unwrap();
        assert_eq!(management.unacknowledged.len(), 1);
        management.acknowledge(Some("1")).unwrap();
        assert_eq!((management.unacknowledged.len(), management.bytes), (0, 0));
        assert!(management.acknowledge(Some("2")).is_err());
    }

    #[test]
    fn asks_now_and_then_and_one_question_at_a_time() {
        let mut management = managed("60");
        let mut asked = 0;
        for _ in 0..1000 {
            asked += usize::from(matches!(management.sent("<a/>"), Sent::Ask(_)));
        }
        assert_eq!(asked, 1);
        management.acknowledge(Some("1000")).unwrap();
        assert!(matches!(management.sent("<a/>"), Sent::Ask(_)));
    }

    #[test]
    fn what_is_kept_stays_bounded() {
        let mut management = managed("60");
        let sent = (0..100_000).position(|_| matches!(management.sent("<a/>"), Sent::TooMuch));
        assert_eq!(sent, Some(MOST));
        let mut management = managed("60");
        let large = "x".repeat(100_000);
        let sent = (0..100_000).position(|_| matches!(management.sent(&large), Sent::TooMuch));
        assert_eq!(sent, Some(MOST_BYTES / large.len()));
    }

    #[test]
    fn what_cuts_every_connection_is_not_sent_for_ever() {
        let mut management = managed("60");
        management.sent("<a/>");
        for repeat in 0..MOST_REPEATS {
            assert!(management.max(false).is_some(), "{repeat}");
            assert_eq!(management.resumed(Some("0")).unwrap(), ["<a/>"]);
        }
        assert_eq!(management.max(false), None);
        management.acknowledge(Some("1")).unwrap();
        assert!(management.max(false).is_some());
    }

    #[test]
    fn how_long_is_what_the_server_says() {
        assert_eq!(managed("600").max(false), Some(Duration::from_secs(600)));
        assert_eq!(managed("long").max(false), Some(MAX));
        let mut management = Management::default();
        management.enabled(&Element::new("enabled", ns::SM));
        assert_eq!(management.max(false), None);
    }
}
