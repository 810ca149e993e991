//! The living list: who has said yes, who has not yet, who cannot be reached.

use farewell::{Contact, State, Why};
use migration::Follower;

use super::Farewell;
use super::ago::{ago, until};
use crate::listing::Listing;
use crate::{Stage, Text, Wizard, known};

/// So long nobody is asked a second time.
const PATIENCE: u64 = 3 * 24 * 3_600;

/// So many are drawn one by one; of more, only the share is drawn.
const CROWD: usize = 400;

/// In which order contacts are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Who has come along first.
    #[default]
    State,
    Name,
}

/// What is shown of everybody.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleView {
    /// How many have come along, of how many who could.
    pub following: usize,
    pub of: usize,
    /// Somebody has been asked, now or on an earlier visit.
    pub has_begun: bool,
    /// How many there are of each state that occurs, by the name of the state.
    pub counts: Vec<(&'static str, Text)>,
    /// The states of those who could come along, one by one.
    pub crowd: Vec<&'static str>,
    /// As much as is shown of them, and how many there are.
    pub rows: Vec<ContactRow>,
    pub all: usize,
    pub listing: Listing,
    pub sort: Sort,
    /// How many ask to see the person and wait for an answer.
    pub asking: usize,
    /// Who asks and was no contact: only apps answer them.
    pub strangers: Vec<String>,
}

/// One contact.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactRow {
    pub address: String,
    /// Empty where they have none.
    pub name: String,
    pub jid: jid::BareJid,
    /// `data-state`.
    pub state: &'static str,
    pub words: Text,
    pub since: Option<Text>,
    /// What their server said, technical.
    pub details: Option<String>,
    pub can_nudge: bool,
    /// It is being done.
    pub is_nudging: bool,
    /// When they can be asked again, where that is too early now.
    pub nudge_later: Option<Text>,
    pub can_approve: bool,
}

impl Sort {
    /// The value in the control.
    pub fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Name => "name",
        }
    }

    pub fn by_name(name: &str) -> Self {
        if name == "name" { Self::Name } else { Self::State }
    }
}

/// Whether this contact may be asked once more, at this time: seconds since 1970.
pub(super) fn can_be_nudged(contact: &Contact, now: u64) -> bool {
    let is_open = matches!(contact.state, State::Asked | State::Unknown | State::Unreachable(_));
    is_open && contact.asked.is_none_or(|asked| now.saturating_sub(asked) >= PATIENCE)
}

impl Farewell {
    /// Who has come along, and who could.
    pub(super) fn following(&self) -> (usize, usize) {
        let able = self.contacts.values().filter(|contact| is_able(contact));
        let following = self.contacts.values().filter(|contact| is_following(contact));
        (following.count(), able.count())
    }

    fn has_begun(&self) -> bool {
        self.contacts.values().any(|it| !matches!(it.state, State::Waiting | State::NotAsked(_)))
    }

    /// How many wait for a request.
    pub(super) fn unasked_for(&self) -> usize {
        self.contacts.values().filter(|it| it.state == State::Waiting && it.was.is_to()).count()
    }

    /// How many have their turn sooner or later.
    pub(super) fn able(&self) -> usize {
        self.contacts.values().filter(|it| !matches!(it.state, State::NotAsked(_))).count()
    }

    fn in_order(&self) -> Vec<&Contact> {
        let mut all: Vec<&Contact> = self.contacts.values().collect();
        all.sort_by_cached_key(|contact| {
            let place = match self.sort {
                Sort::State => place(contact),
                Sort::Name => 0,
            };
            // Who waits for an answer is never far down.
            (!contact.is_asking, place, called(contact))
        });
        all
    }

    fn counts(&self) -> Vec<(&'static str, Text)> {
        let count = |state: &str| self.contacts.values().filter(|it| it.state.name() == state).count();
        let said = |(state, id): (&'static str, &'static str)| match count(state) {
            0 => None,
            count => Some((state, Text::new(id).with("count", count))),
        };
        let states = [
            ("mutual", "count-mutual"),
            ("approved", "count-approved"),
            ("pre-approved", "count-pre-approved"),
            ("asked", "count-asked"),
            ("unknown", "count-unknown"),
            ("waiting", "count-waiting"),
            ("declined", "count-declined"),
            ("unreachable", "count-unreachable"),
            ("not-asked", "count-not-asked"),
        ];
        states.into_iter().filter_map(said).collect()
    }

    fn crowd(&self) -> Vec<&'static str> {
        let mut able: Vec<&Contact> = self.contacts.values().filter(|contact| is_able(contact)).collect();
        if able.len() > CROWD {
            return Vec::new();
        }
        able.sort_by_key(|contact| place(contact));
        able.into_iter().map(|contact| contact.state.name()).collect()
    }

    fn contact_row(&self, contact: &Contact) -> ContactRow {
        let can_nudge = can_be_nudged(contact, self.now);
        let is_open = matches!(contact.state, State::Asked | State::Unknown | State::Unreachable(_));
        let later = contact.asked.filter(|_| is_open && !can_nudge);
        ContactRow {
            address: contact.jid.to_string(),
            name: contact.name.clone(),
            jid: contact.jid.clone(),
            state: contact.state.name(),
            words: words(contact),
            since: contact.since.filter(|_| contact.state != State::Waiting).map(|then| ago(self.now, then)),
            details: match &contact.state {
                State::Unreachable(error) => Some(error.to_string()),
                _ => None,
            },
            can_nudge,
            is_nudging: self.nudged.contains(&contact.jid),
            nudge_later: later.map(|asked| until(self.now, asked + PATIENCE)),
            can_approve: contact.is_asking,
        }
    }
}

impl Wizard {
    /// How far everybody is, for the report.
    pub(crate) fn followers(&self) -> Vec<Follower> {
        let contacts = self.farewell.iter().flat_map(|farewell| farewell.contacts.values());
        let follower = |contact: &Contact| Follower {
            jid: contact.jid.to_string(),
            state: contact.state.name(),
            since: contact.since.map(portable::of_seconds),
        };
        contacts.map(follower).collect()
    }

    pub(super) fn people_view(&self, farewell: &Farewell) -> PeopleView {
        let (following, of) = farewell.following();
        let listing = self.listing(Stage::Farewell, known::CONTACTS).unwrap_or(Listing::OPEN);
        let all = farewell.in_order();
        let drawn = listing.drawn(all.len());
        PeopleView {
            following,
            of,
            has_begun: farewell.has_begun(),
            counts: farewell.counts(),
            crowd: farewell.crowd(),
            rows: all.iter().take(drawn).map(|contact| farewell.contact_row(contact)).collect(),
            all: all.len(),
            listing,
            sort: farewell.sort,
            asking: all.iter().filter(|contact| contact.is_asking).count(),
            strangers: farewell.strangers.iter().map(ToString::to_string).collect(),
        }
    }
}

fn is_following(contact: &Contact) -> bool {
    matches!(contact.state, State::Approved | State::Mutual)
}

/// Whether they can come along at all: there was something between the two, and nothing stands in the way.
fn is_able(contact: &Contact) -> bool {
    match contact.state {
        State::NotAsked(why) => why == Why::OnlyTheySaw,
        _ => true,
    }
}

/// What people call them, for sorting.
fn called(contact: &Contact) -> String {
    let name = if contact.name.is_empty() { contact.jid.to_string() } else { contact.name.clone() };
    name.to_ascii_lowercase()
}

fn place(contact: &Contact) -> u8 {
    match &contact.state {
        State::Mutual => 0,
        State::Approved => 1,
        State::PreApproved => 2,
        State::Asked => 3,
        State::Unknown => 4,
        State::Waiting => 5,
        State::Declined => 6,
        State::Unreachable(_) => 7,
        State::NotAsked(_) => 8,
    }
}

fn words(contact: &Contact) -> Text {
    match &contact.state {
        _ if contact.is_asking => Text::new("contact-asking"),
        State::Waiting => Text::new("contact-waiting"),
        State::Asked => Text::new("contact-asked"),
        State::Unknown => Text::new("contact-unknown"),
        State::PreApproved => Text::new("contact-pre-approved"),
        State::Approved => Text::new("contact-approved"),
        State::Mutual => Text::new("contact-mutual"),
        State::Declined => Text::new("contact-declined"),
        State::Unreachable(error) if error.condition == "gone" => Text::new("contact-gone"),
        State::Unreachable(_) => Text::new("contact-unreachable").with("provider", contact.jid.domain()),
        State::NotAsked(why) => Text::new(match why {
            Why::NoSubscription => "contact-no-subscription",
            Why::OnlyTheySaw => "contact-only-they-saw",
            Why::ThisIsYou => "contact-this-is-you",
            Why::Blocked => "contact-blocked",
            Why::Gateway => "contact-gateway",
            Why::NotCopied => "contact-not-copied",
        }),
    }
}
