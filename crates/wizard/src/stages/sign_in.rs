//! `origin` and `destination`: signing in to an account.

use std::rc::Rc;
use std::time::Duration;

use jid::BareJid;
use migration::Features;
use session::{Endpoint, Password, SignInError, Status, Transport};

use crate::typed::understand;
use crate::{Asked, Effect, Explanation, Flow, Side, Stage, Text, Trouble, Wizard};

/// One end's form and account.
#[derive(Debug, Default)]
pub(crate) struct SignIn {
    pub(crate) typed: String,
    /// What stands there is what was meant, not what was typed.
    put_right: bool,
    /// The letter to the provider is in the clipboard.
    copied: bool,
    pub(crate) connecting: bool,
    account: Option<(BareJid, Rc<Features>)>,
    /// The connection is lost and comes back by itself.
    pub(crate) waiting: bool,
    /// The connection is lost and only the password brings it back.
    pub(crate) stopped: Option<SignInError>,
    /// Only HTTP requests get through (XEP-0206), which takes longer.
    pub(crate) roundabout: bool,
    pub(crate) slow: bool,
    /// How long an answer of the server takes at present.
    pub(crate) pace: Option<Duration>,
    pub(crate) trouble: Option<Trouble>,
}

/// A form as the person sent it off.
#[derive(Clone, Debug)]
pub struct Submitted {
    pub address: String,
    pub password: Password,
    /// Empty where the endpoint is to be looked up.
    pub endpoint: String,
    /// Agreed to hand the password itself to the provider (SASL PLAIN).
    pub allow_plain: bool,
}

/// What the form shows.
#[derive(Clone, Debug, PartialEq)]
pub struct SignInView {
    pub side: Side,
    pub typed: String,
    /// What was typed was read as another address than stood there: this one.
    pub put_right: Option<String>,
    /// The provider, as soon as one can be told from what was typed.
    pub provider: Option<String>,
    pub connecting: bool,
    pub account: Option<BareJid>,
    pub problem: Option<Explanation>,
    pub can_retry: bool,
    /// What whoever runs the provider could do about it.
    pub letter: Option<LetterView>,
    /// The provider takes the password only as it is: ask whether that is all right.
    pub asks_for_plain: bool,
    /// An account may be made here as well.
    pub offers_new_account: bool,
    pub title: Text,
    pub lead: Text,
}

/// A letter to the people who run a provider that lets no browser in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterView {
    pub domain: String,
    /// What was tried and how it ended: technical, in English.
    pub tried: String,
    pub copied: bool,
}

impl SignIn {
    pub(crate) fn prefilled(typed: String) -> Self {
        Self { typed, ..Self::default() }
    }

    pub(crate) fn account(&self) -> Option<(&BareJid, &Rc<Features>)> {
        self.account.as_ref().map(|(jid, features)| (jid, features))
    }

    pub(crate) fn jid(&self) -> Option<&BareJid> {
        self.account.as_ref().map(|(jid, _)| jid)
    }
}

impl Wizard {
    pub(crate) fn typed(&mut self, side: Side, text: String) -> Vec<Effect> {
        let form = self.side_mut(side);
        form.typed = text;
        form.put_right = false;
        form.trouble = None;
        Vec::new()
    }

    pub(crate) fn entered(&mut self, side: Side) -> Vec<Effect> {
        self.put_right(side);
        match provider(&self.side(side).typed) {
            Some(domain) => vec![Effect::LookUp { domain }],
            None => Vec::new(),
        }
    }

    /// Shows the address that is meant in place of a slip.
    fn put_right(&mut self, side: Side) {
        let form = self.side_mut(side);
        if let Ok(understood) = understand(&form.typed)
            && understood.put_right
        {
            form.typed = understood.jid.to_string();
            form.put_right = true;
        }
    }

    pub(crate) fn copied(&mut self, side: Side) -> Vec<Effect> {
        self.side_mut(side).copied = true;
        Vec::new()
    }

    pub(crate) fn connect(&mut self, side: Side, submitted: Submitted) -> Vec<Effect> {
        if self.side(side).connecting {
            return Vec::new();
        }
        self.side_mut(side).typed.clone_from(&submitted.address);
        self.side_mut(side).copied = false;
        self.put_right(side);
        match self.checked(side, submitted) {
            Ok(effect) => {
                let form = self.side_mut(side);
                form.trouble = None;
                form.connecting = true;
                vec![effect]
            }
            Err(trouble) => {
                self.side_mut(side).trouble = Some(trouble);
                Vec::new()
            }
        }
    }

    fn checked(&self, side: Side, submitted: Submitted) -> Result<Effect, Trouble> {
        let jid = understand(&submitted.address).map_err(Trouble::BadAddress)?.jid;
        let other = match side {
            Side::Origin => self.side(Side::Destination).jid().cloned(),
            Side::Destination => self.origin_account(),
        };
        if other.as_ref() == Some(&jid) {
            return Err(Trouble::SameAccount);
        }
        if submitted.password.is_empty() {
            return Err(Trouble::NoPassword);
        }
        let endpoint = match submitted.endpoint.trim() {
            "" => None,
            url => Some(Endpoint::trusted(url).map_err(Trouble::BadEndpoint)?),
        };
        let Submitted { password, allow_plain, .. } = submitted;
        Ok(Effect::SignIn { side, jid, password, endpoint, allow_plain })
    }

    /// The live account at the origin; a file may be put back into the account it came from.
    pub(crate) fn origin_account(&self) -> Option<BareJid> {
        match self.flow {
            Flow::Restore => None,
            Flow::Move | Flow::Backup | Flow::Follow => self.side(Side::Origin).jid().cloned(),
        }
    }

    pub(crate) fn signed_in(&mut self, side: Side, jid: BareJid, features: Rc<Features>) -> Vec<Effect> {
        let form = self.side_mut(side);
        form.connecting = false;
        form.trouble = None;
        form.typed = jid.to_string();
        form.account = Some((jid, features));
        self.go_on(side)
    }

    /// On from an account that is signed in.
    pub(crate) fn go_on(&mut self, side: Side) -> Vec<Effect> {
        match (side, self.side(side).jid()) {
            (_, None) => Vec::new(),
            _ if self.stage == Stage::Migrating => Vec::new(),
            (Side::Origin, Some(_)) if self.flow == Flow::Follow => self.go(Stage::Destination),
            (Side::Destination, Some(_)) if self.flow == Flow::Follow => self.enter_farewell(),
            (Side::Origin, Some(_)) => self.enter_choose(),
            (Side::Destination, Some(_)) => self.enter_review(),
        }
    }

    pub(crate) fn sign_in_failed(&mut self, side: Side, trouble: Trouble) -> Vec<Effect> {
        let form = self.side_mut(side);
        form.connecting = false;
        form.trouble = Some(trouble);
        Vec::new()
    }

    pub(crate) fn password_again(&mut self, side: Side, submitted: Submitted) -> Vec<Effect> {
        if submitted.password.is_empty() {
            self.side_mut(side).trouble = Some(Trouble::NoPassword);
            return Vec::new();
        }
        let form = self.side_mut(side);
        form.stopped = None;
        form.trouble = None;
        form.waiting = true;
        vec![Effect::ResumeSession { side, password: submitted.password }]
    }

    pub(crate) fn sign_out(&mut self, side: Side) -> Vec<Effect> {
        if self.stage == Stage::Migrating {
            return Vec::new();
        }
        let typed = std::mem::take(&mut self.side_mut(side).typed);
        *self.side_mut(side) = SignIn::prefilled(typed);
        let (stage, mut effects) = match side {
            Side::Origin => (Stage::Origin, self.forget_origin()),
            Side::Destination => (Stage::Destination, Vec::new()),
        };
        self.review = Default::default();
        self.finished = None;
        effects.extend(self.go(stage));
        self.farewell = None;
        effects.push(Effect::SignOut(side));
        effects
    }

    /// Signs the origin out, if it is signed in or about to be.
    pub(crate) fn leave_origin(&mut self) -> Vec<Effect> {
        let form = self.side_mut(Side::Origin);
        if !form.connecting && form.account.is_none() {
            return Vec::new();
        }
        *form = SignIn::prefilled(std::mem::take(&mut form.typed));
        vec![Effect::SignOut(Side::Origin)]
    }

    pub(crate) fn status(&mut self, side: Side, status: Status) -> Vec<Effect> {
        let form = self.side_mut(side);
        form.waiting = matches!(status, Status::Waiting { .. });
        match status {
            Status::Stopped(error) => form.stopped = Some(error),
            Status::Online => form.stopped = None,
            Status::Waiting { .. } | Status::SignedOut => {}
        }
        Vec::new()
    }

    pub(crate) fn reached(&mut self, side: Side, transport: Transport) -> Vec<Effect> {
        self.side_mut(side).roundabout = transport == Transport::Bosh;
        Vec::new()
    }

    pub(crate) fn slow(&mut self, side: Side, slow: bool) -> Vec<Effect> {
        self.side_mut(side).slow = slow;
        Vec::new()
    }

    pub(crate) fn pace(&mut self, side: Side, pace: Duration) -> Vec<Effect> {
        self.side_mut(side).pace = Some(pace);
        Vec::new()
    }

    /// The password that alone brings this end's connection back.
    pub(crate) fn asked(&self, side: Side) -> Option<Asked> {
        let form = self.side(side);
        let error = Box::new(form.stopped.clone()?);
        let domain = form.jid().map(|jid| jid.domain().to_owned()).unwrap_or_default();
        Some(Asked { side, problem: Trouble::SignIn { domain, error }.explain() })
    }

    pub(crate) fn sign_in_view(&self, side: Side) -> SignInView {
        let form = self.side(side);
        let concerning = form.trouble.as_ref().filter(|trouble| trouble.concerns_operator());
        let letter = concerning.map(Trouble::explain).map(|explanation| LetterView {
            domain: provider(&form.typed).unwrap_or_default(),
            tried: explanation.details,
            copied: form.copied,
        });
        SignInView {
            side,
            typed: form.typed.clone(),
            put_right: form.put_right.then(|| form.typed.clone()),
            letter,
            provider: provider(&form.typed),
            connecting: form.connecting,
            account: form.jid().cloned(),
            problem: form.trouble.as_ref().map(Trouble::explain),
            can_retry: form.trouble.as_ref().is_some_and(Trouble::is_worth_retrying),
            asks_for_plain: form.trouble.as_ref().is_some_and(|trouble| trouble.code() == "plain-only"),
            offers_new_account: side == Side::Destination
                && self.flow != Flow::Follow
                && form.account.is_none()
                && !form.connecting,
            title: Text::new(format!("{}-title", side.name())),
            lead: Text::new(match (side, self.flow) {
                (Side::Origin, Flow::Backup) => "origin-lead-backup",
                (Side::Origin, Flow::Follow) => "origin-lead-follow",
                (Side::Origin, _) => "origin-lead",
                (Side::Destination, Flow::Follow) => "destination-lead-follow",
                (Side::Destination, _) => "destination-lead",
            }),
        }
    }
}

fn provider(typed: &str) -> Option<String> {
    let jid = understand(typed).ok()?.jid;
    jid.domain().contains('.').then(|| jid.domain().to_owned())
}
