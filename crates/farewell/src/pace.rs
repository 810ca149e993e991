//! How many subscription presences may go out, and when.
//!
//! ejabberd's `mod_pres_counter`, on in Debian's configuration, lets a burst of 5 through and then
//! nothing until 60 s have passed since the last it let through. It counts by connection and by
//! direction: what a client sends is counted on its own connection, and exceeding is told by an error;
//! what comes from another server is counted on that server's connection, for all its people together,
//! and exceeding is told to nobody. So room is left in a burst for the answers that a contact may send
//! at once and for what goes out for them, and silence begins only when the other server has shown
//! that it has got everything, and anew whenever something passes. On the own server a fuller burst is
//! tried once, because there an error would tell; elsewhere never, and not with people of the own server,
//! to whom what is too much coming in on our connection is not told either.

use std::time::Duration;

use ordered::Map;

/// How quickly servers may be sent requests; the figures are the servers' own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// For servers that may have a counter.
    pub careful: Rate,
    /// For servers that are known to have none.
    pub quick: Rate,
}

/// A burst, and the silence after which the next may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// In subscription presences of either direction.
    pub burst: usize,
    pub silence: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            // The server counts whole seconds, and wants more than 60 of them.
            careful: Rate { burst: 5, silence: Duration::from_secs(62) },
            quick: Rate { burst: 40, silence: Duration::from_secs(4) },
        }
    }
}

/// What went where, and what came from there.
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    pace: Pace,
    manner: Manner,
    /// How much fuller than careful a burst at the own server may be.
    extra: usize,
    own: Bucket,
    abroad: Map<String, Bucket>,
}

/// What is known of the own server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// It has no counter.
    Quick,
    /// It may have one, and an excess would do no harm that cannot be mended.
    Trying,
    Careful,
}

/// The two counts of one connection: the own one, or that between two servers, where each end counts
/// what it gets from the other.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    out: Lane,
    back: Lane,
    /// Turns on their way: until they have arrived, nobody knows when they are counted.
    open: usize,
    has_no_counter: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Lane {
    /// What passed in this burst, and what is expected to.
    used: usize,
    /// What is expected of that.
    expected: usize,
    /// What of it we sent.
    sent: usize,
    /// When the first of it went.
    since: Duration,
    /// When the last of it passed.
    last: Duration,
}

/// When something may go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum When {
    At(Duration),
    /// Not before something that is on its way has arrived.
    AfterArrival,
}

/// What a turn sends, and what it may bring at once, in subscription presences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cost {
    /// To the own server.
    pub(crate) sent: usize,
    /// Of these, those that go on to the contact.
    pub(crate) reaching: usize,
    /// What they may answer.
    pub(crate) back: usize,
    /// What goes out again for that, by the page's hand and altogether.
    pub(crate) by_hand: usize,
    pub(crate) answers: usize,
    /// It is such an answer itself: room was left for it when the request went out.
    pub(crate) is_answer: bool,
}

impl Meter {
    pub(crate) fn new(pace: Pace, manner: Manner) -> Self {
        Self { pace, manner, extra: 0, own: Bucket::default(), abroad: Map::new() }
    }

    /// What has been found out about another server.
    pub(crate) fn know(&mut self, domain: &str, has_no_counter: bool) {
        self.at(domain).has_no_counter = has_no_counter;
    }

    /// When a turn for a contact at `domain` may begin; `now` where it may at once. Of the own server's
    /// people `domain` is none.
    pub(crate) fn when(&mut self, domain: Option<&str>, cost: Cost, now: Duration) -> When {
        let (own, extra) = (self.own_rate(), self.extra);
        let [out, back] = own_needs(domain, cost);
        let open = self.own.open;
        let is_answer = cost.is_answer;
        let out = self.own.out.lacks(out, is_answer);
        let back = self.own.back.lacks(back, is_answer);
        let when = self.own.out.when(own, extra, out, open, now);
        let extra = if domain.is_some() { extra } else { 0 };
        let when = when.max(self.own.back.when(own, extra, back, open, now));
        let Some(domain) = domain else { return when };
        let (careful, quick) = (self.pace.careful, self.pace.quick);
        let bucket = self.at(domain);
        let theirs = if bucket.has_no_counter { quick } else { careful };
        let out = bucket.out.lacks(cost.reaching + cost.answers, is_answer);
        let when = when.max(bucket.out.when(theirs, 0, out, bucket.open, now));
        when.max(bucket.back.when(own, 0, cost.back, bucket.open, now))
    }

    /// A turn begins.
    pub(crate) fn begin(&mut self, domain: Option<&str>, cost: Cost) {
        let [_, back] = own_needs(domain, cost);
        self.own.out.begin(cost.sent, cost.by_hand, cost.is_answer);
        self.own.back.begin(0, back, cost.is_answer);
        self.own.open += 1;
        if let Some(domain) = domain {
            let bucket = self.at(domain);
            bucket.out.begin(cost.reaching, cost.answers, cost.is_answer);
            bucket.back.begin(0, cost.back, cost.is_answer);
            bucket.open += 1;
        }
    }

    /// The own server has everything of a turn.
    pub(crate) fn arrived(&mut self, now: Duration) {
        self.own.arrived(now);
        if self.manner == Manner::Trying && self.own.open == 0 {
            let Rate { burst, silence } = self.pace.careful;
            if self.own.out.sent > burst {
                // In a burst that lasts, a counter may have begun anew.
                if now < self.own.out.since.saturating_add(silence / 2) {
                    self.manner = Manner::Quick;
                }
            } else if self.own.out.used.max(self.own.back.used) + 1 >= burst + self.extra {
                self.extra += 2;
            }
        }
    }

    /// The contact's server has everything of a turn, or is no longer waited for.
    pub(crate) fn arrived_abroad(&mut self, domain: &str, now: Duration) {
        self.at(domain).arrived(now);
    }

    /// Something came from there, or the own server answered something by itself.
    pub(crate) fn passed(&mut self, domain: Option<&str>, is_incoming: bool, now: Duration) {
        let (own, careful) = (self.own_rate().silence, self.pace.careful.silence);
        if is_incoming || domain.is_none() {
            self.own.back.passed(self.own.open, own, now);
        }
        if let Some(domain) = domain {
            let bucket = self.at(domain);
            let lane = if is_incoming { &mut bucket.back } else { &mut bucket.out };
            lane.passed(bucket.open, careful, now);
        }
    }

    /// The own server let something through to nobody: it does count.
    pub(crate) fn turned_away(&mut self, now: Duration) {
        (self.manner, self.extra) = (Manner::Careful, 0);
        self.own.out.used = self.own.out.used.max(self.pace.careful.burst);
        self.own.out.last = self.own.out.last.max(now);
    }

    /// Nothing of what was on its way on the last connection is waited for.
    pub(crate) fn reconnected(&mut self, now: Duration) {
        for bucket in self.abroad.values_mut().chain([&mut self.own]).filter(|bucket| bucket.open > 0) {
            bucket.arrived(now);
            bucket.open = 0;
        }
    }

    fn own_rate(&self) -> Rate {
        if self.manner == Manner::Quick { self.pace.quick } else { self.pace.careful }
    }

    fn at(&mut self, domain: &str) -> &mut Bucket {
        self.abroad.entry(domain.to_owned()).or_default()
    }
}

/// What a turn takes of the own connection's two counts. What goes to somebody on the same server is
/// counted on it a second time, as coming in.
fn own_needs(domain: Option<&str>, cost: Cost) -> [usize; 2] {
    let local = if domain.is_none() { cost.reaching + cost.answers } else { 0 };
    [cost.sent + cost.by_hand, cost.back + local]
}

impl Bucket {
    fn arrived(&mut self, now: Duration) {
        self.open = self.open.saturating_sub(1);
        self.out.last = self.out.last.max(now);
        self.back.last = self.back.last.max(now);
    }
}

impl Lane {
    fn when(&mut self, rate: Rate, extra: usize, need: usize, open: usize, now: Duration) -> When {
        self.forget(open, rate.silence, now);
        if self.used == 0 {
            self.since = now;
        }
        // What costs more than a whole burst would never go.
        if self.used == 0 || self.used + need <= rate.burst + extra {
            When::At(now)
        } else if open > 0 {
            When::AfterArrival
        } else {
            When::At(self.last.saturating_add(rate.silence))
        }
    }

    /// After a silence the count begins anew.
    fn forget(&mut self, open: usize, silence: Duration, now: Duration) {
        if open == 0 && self.last.saturating_add(silence) <= now {
            *self = Self { last: self.last, ..Self::default() };
        }
    }

    /// How much more a turn needs than what room was left for.
    fn lacks(&self, need: usize, is_answer: bool) -> usize {
        if is_answer { need.saturating_sub(self.expected) } else { need }
    }

    fn begin(&mut self, sent: usize, expected: usize, is_answer: bool) {
        self.used += self.lacks(sent + expected, is_answer);
        if is_answer {
            self.expected = self.expected.saturating_sub(sent);
        }
        self.expected = if is_answer { self.expected.max(expected) } else { self.expected + expected };
        self.sent += sent;
    }

    fn passed(&mut self, open: usize, silence: Duration, now: Duration) {
        self.forget(open, silence, now);
        match self.expected.checked_sub(1) {
            Some(left) => self.expected = left,
            None => self.used += 1,
        }
        self.last = self.last.max(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of somebody who saw the old account and is let in by the server.
    const ASK: Cost = Cost { sent: 1, reaching: 1, back: 2, by_hand: 0, answers: 1, is_answer: false };
    const APPROVAL: Cost = Cost { sent: 1, reaching: 1, back: 0, by_hand: 0, answers: 0, is_answer: false };
    /// Of somebody who is let in by the page.
    const ASK_BY_HAND: Cost = Cost { by_hand: 1, ..ASK };
    const ANSWER: Cost = Cost { is_answer: true, ..APPROVAL };
    const DOMAIN: Option<&str> = Some("montague.example");

    fn s(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    /// Asks one after the other for as long as it may at once: how many that is.
    fn burst(meter: &mut Meter, domain: Option<&str>, now: Duration) -> usize {
        for n in 0..1000 {
            if meter.when(domain, ASK, now) != When::At(now) {
                return n;
            }
            meter.begin(domain, ASK);
            meter.arrived(now);
            if let Some(domain) = domain {
                meter.arrived_abroad(domain, now);
            }
        }
        1000
    }

    #[test]
    fn a_burst_leaves_room_for_the_answers_and_a_silence_follows() {
        let mut meter = Meter::new(Pace::default(), Manner::Careful);
        assert_eq!(burst(&mut meter, DOMAIN, s(100)), 2);
        assert_eq!(meter.when(DOMAIN, ASK, s(101)), When::At(s(162)));
        assert_eq!(burst(&mut meter, DOMAIN, s(162)), 2);
    }

    #[test]
    fn an_answer_goes_where_room_was_left_for_it() {
        let mut meter = Meter::new(Pace::default(), Manner::Careful);
        let mut pass = |cost: Cost, now: Duration| {
            let when = meter.when(DOMAIN, cost, now);
            if when == When::At(now) {
                meter.begin(DOMAIN, cost);
                meter.arrived(now);
                meter.arrived_abroad("montague.example", now);
            }
            when
        };
        for cost in [ASK_BY_HAND, ASK_BY_HAND, ANSWER, ANSWER, ANSWER] {
            assert_eq!(pass(cost, s(100)), When::At(s(100)), "{cost:?}");
        }
        assert_eq!(pass(ANSWER, s(100)), When::At(s(162)), "five have passed in each direction");
        assert_eq!(pass(ASK_BY_HAND, s(101)), When::At(s(162)));
    }

    #[test]
    fn people_of_the_same_server_cost_twice() {
        let mut meter = Meter::new(Pace::default(), Manner::Careful);
        assert_eq!(burst(&mut meter, None, s(100)), 1);
    }

    #[test]
    fn an_answer_that_comes_late_breaks_the_silence() {
        let mut meter = Meter::new(Pace::default(), Manner::Careful);
        assert_eq!(burst(&mut meter, DOMAIN, s(100)), 2);
        for is_incoming in [true, true, false] {
            meter.passed(DOMAIN, is_incoming, s(130));
        }
        assert_eq!(meter.when(DOMAIN, ASK, s(162)), When::At(s(192)));
        assert_eq!(burst(&mut meter, DOMAIN, s(192)), 2);
    }

    #[test]
    fn silence_begins_when_the_last_has_arrived() {
        let mut meter = Meter::new(Pace::default(), Manner::Quick);
        meter.begin(None, Cost { sent: 40, ..Cost::default() });
        assert_eq!(meter.when(None, ASK, s(300)), When::AfterArrival);
        meter.arrived(s(300));
        assert_eq!(meter.when(None, ASK, s(301)), When::At(s(304)));
    }

    #[test]
    fn an_approval_now_and_then_keeps_a_careful_server_from_forgetting() {
        let mut meter = Meter::new(Pace::default(), Manner::Careful);
        let mut now = s(1000);
        for _ in 0..5 {
            assert_eq!(meter.when(DOMAIN, APPROVAL, now), When::At(now));
            meter.begin(DOMAIN, APPROVAL);
            meter.arrived(now);
            meter.arrived_abroad("montague.example", now);
            now += s(30);
        }
        assert_eq!(meter.when(DOMAIN, APPROVAL, now), When::At(now + s(32)));
    }

    #[test]
    fn a_server_that_takes_more_than_a_counter_would_is_sent_more() {
        let mut meter = Meter::new(Pace::default(), Manner::Trying);
        let domains = ["a", "b", "c", "d", "e"];
        assert_eq!(domains.map(|domain| burst(&mut meter, Some(domain), s(100))), [2, 2, 2, 2, 2]);
        meter.know("a", true);
        assert!(burst(&mut meter, Some("a"), s(200)) >= 20, "no counter at either end");
        assert_eq!(burst(&mut meter, Some("b"), s(300)), 2, "an excess there would be told to nobody");
    }

    #[test]
    fn a_server_that_turns_one_away_is_sent_no_more_than_it_takes() {
        let mut meter = Meter::new(Pace::default(), Manner::Trying);
        burst(&mut meter, Some("a"), s(100));
        burst(&mut meter, Some("b"), s(100));
        meter.turned_away(s(100));
        assert_eq!(meter.when(Some("c"), ASK, s(101)), When::At(s(162)));
        let domains = ["c", "d", "e"];
        assert_eq!(domains.map(|domain| burst(&mut meter, Some(domain), s(162))), [2, 0, 0]);
    }

    #[test]
    fn a_burst_that_lasts_proves_nothing() {
        let mut meter = Meter::new(Pace::default(), Manner::Trying);
        for (n, domain) in ["a", "a", "b", "b", "c", "c", "d"].into_iter().enumerate() {
            let now = s(100 + 15 * n as u64);
            if meter.when(Some(domain), APPROVAL, now) == When::At(now) {
                meter.begin(Some(domain), APPROVAL);
                meter.arrived(now);
                meter.arrived_abroad(domain, now);
            }
        }
        assert_eq!(burst(&mut meter, Some("e"), s(300)), 2);
        assert_ne!(meter.manner, Manner::Quick);
    }

    #[test]
    fn nothing_is_tried_with_people_of_the_same_server() {
        let mut meter = Meter::new(Pace::default(), Manner::Trying);
        let domains = ["a", "b"];
        assert_eq!(domains.map(|domain| burst(&mut meter, Some(domain), s(100))), [2, 2]);
        assert_eq!(burst(&mut meter, None, s(101)), 0);
        assert_eq!(meter.when(None, ASK, s(101)), When::At(s(162)));
    }

    #[test]
    fn what_costs_more_than_a_burst_goes_alone() {
        let tight = Rate { burst: 1, silence: s(2) };
        let mut meter = Meter::new(Pace { careful: tight, quick: tight }, Manner::Careful);
        assert_eq!(burst(&mut meter, DOMAIN, s(100)), 1);
        assert_eq!(burst(&mut meter, DOMAIN, s(102)), 1);
    }

    #[test]
    fn a_lost_connection_ends_all_waiting_for_arrival() {
        let mut meter = Meter::new(Pace::default(), Manner::Careful);
        meter.begin(DOMAIN, ASK);
        meter.begin(DOMAIN, ASK);
        assert_eq!(meter.when(DOMAIN, ASK, s(100)), When::AfterArrival);
        meter.reconnected(s(100));
        assert_eq!(meter.when(DOMAIN, ASK, s(101)), When::At(s(162)));
    }
}
