//! `destination`, where the new account does not exist yet: by invitation, or with a provider that makes
//! accounts for everybody. It ends where signing in to an existing account does.
//!
//! The fields of the account stand there as soon as a provider is known. It is asked for a form of its own once
//! the field is left; what is sent in before the form has come is sent once it has, if it asks for no more.

pub(crate) mod invitation;
pub(crate) mod providers;
pub(crate) mod suggestion;
pub(crate) mod view;

use std::rc::Rc;

use jid::BareJid;
use ordered::Map;
use session::registration::{FieldKind, Form, Submission};
use session::{Endpoint, Password};

use crate::{Effect, Refusal, Side, Trouble, Wizard};
use invitation::Invitation;
use providers::{Filter, Provider, Providers};

/// Which way to a new account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Invitation,
    Register,
}

/// Where an account is to be made.
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    pub domain: BareJid,
    /// The invitation's.
    pub token: Option<String>,
    /// Given by hand; else it is looked up.
    pub endpoint: Option<Endpoint>,
}

impl std::fmt::Debug for Place {
    /// Without the token, which is worth an account.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Place").field("domain", &self.domain.to_string()).finish_non_exhaustive()
    }
}

/// What happens on the way to a new account.
#[derive(Clone, Debug)]
pub enum Joining {
    // A person.
    Open(Way),
    /// The invitation as pasted so far.
    Link(String),
    /// A picture of the invitation was picked.
    Pictured,
    /// The provider's domain as typed so far.
    Domain(String),
    /// The connection address as typed so far.
    Endpoint(String),
    /// The provider is known, and the next thing is turned to.
    Entered,
    Username(String),
    /// The answer to a question of the provider's own.
    Answer(String, Vec<String>),
    Submit(Password),
    /// The account was made on the provider's page.
    MadeElsewhere,
    /// The list of providers was opened or folded away.
    List(bool),
    Filter(Filter),
    Pick(String),

    // The world.
    /// The browser reads codes in pictures.
    CanScan,
    /// What the code in the picture says; none where there is none.
    Scanned(Option<String>),
    /// The form of this place came, or it did not.
    Form(Place, Result<Rc<Form>, Trouble>),
    /// It asks for more than was sent in: nothing was sent.
    More(Place, Rc<Form>),
    /// The account is made, and is being signed in to.
    Made(BareJid),
    /// No account was made. Where a puzzle was lost with it, there is a new form.
    Refused(Trouble, Option<Rc<Form>>),
    /// The list of providers came.
    Listed(Result<Rc<Providers>, String>),
}

/// What is to be done for a new account.
#[derive(Clone, Debug)]
pub enum JoiningEffect {
    /// Find out whether the browser reads codes in pictures.
    AskScanner,
    /// Read the code in the picture that was picked.
    Scan,
    /// Ask for the form.
    Ask(Place),
    Register {
        place: Place,
        /// Its form is the plainest where none has come yet: then the provider is asked first.
        submission: Submission,
        is_asked: bool,
        password: Password,
    },
    /// Fetch the list of providers, which stands beside the page.
    List,
}

/// A new account being made.
#[derive(Debug)]
pub(crate) struct NewAccount {
    way: Way,
    link: String,
    can_scan: bool,
    scanning: bool,
    domain: String,
    endpoint: String,
    username: String,
    answers: Map<String, Vec<String>>,
    /// The form, and where it is from.
    form: Option<(Place, Rc<Form>)>,
    /// Where a form is being asked for.
    asking: Option<Place>,
    registering: bool,
    /// What was sent in lacks what the provider asks for besides.
    lacks: bool,
    trouble: Option<Trouble>,
    list: List,
}

#[derive(Debug, Default)]
struct List {
    is_open: bool,
    providers: Option<Result<Rc<Providers>, String>>,
    filter: Filter,
    /// Picked from it.
    picked: Option<Provider>,
}

impl NewAccount {
    fn new(way: Way, domain: String) -> Self {
        Self {
            way,
            link: String::new(),
            can_scan: false,
            scanning: false,
            domain,
            endpoint: String::new(),
            username: String::new(),
            answers: Map::new(),
            form: None,
            asking: None,
            registering: false,
            lacks: false,
            trouble: None,
            list: List::default(),
        }
    }

    fn invitation(&self) -> Option<Result<Invitation, Refusal>> {
        let is_pasted = self.way == Way::Invitation && !self.link.trim().is_empty();
        is_pasted.then(|| invitation::read(&self.link))
    }

    /// Where the account is to be made, as far as that is known.
    fn place(&self) -> Result<Place, Trouble> {
        let refused = |refusal| Trouble::NewAccount(Box::new(refusal));
        let invitation = match self.way {
            Way::Invitation => Some(invitation::read(&self.link).map_err(refused)?),
            Way::Register => None,
        };
        let domain = match &invitation {
            // A page may stand elsewhere than the addresses.
            Some(invitation) if invitation.is_from_page && !self.domain.trim().is_empty() => {
                provider(&self.domain)
            }
            Some(invitation) => Some(invitation.domain.clone()),
            None => provider(&self.domain),
        };
        let endpoint = match self.endpoint.trim() {
            "" => None,
            url => Some(Endpoint::trusted(url).map_err(Trouble::BadEndpoint)?),
        };
        let domain = domain.ok_or_else(|| refused(Refusal::BadProvider))?;
        Ok(Place { domain, token: invitation.and_then(|invitation| invitation.token), endpoint })
    }

    /// The form of this place, if it has come.
    fn form_of(&self, place: &Place) -> Option<&Rc<Form>> {
        self.form.as_ref().filter(|(from, _)| from == place).map(|(_, form)| form)
    }

    /// Something else is meant now.
    fn changed(&mut self) {
        self.trouble = None;
        self.lacks = false;
        self.list.picked = None;
    }
}

impl Wizard {
    #[inline(never)]
    pub(crate) fn join(&mut self, joining: Joining) -> Vec<Effect> {
        if let Joining::Open(way) = joining {
            return self.open_new_account(way);
        }
        if let Joining::Made(jid) = joining {
            return self.account_made(&jid);
        }
        let Some(new) = self.new_account.as_deref_mut() else { return Vec::new() };
        match joining {
            Joining::Link(link) => {
                new.link = link;
                new.domain.clear();
                new.changed();
            }
            Joining::Pictured => {
                new.scanning = true;
                new.trouble = None;
                return vec![Effect::Joining(Box::new(JoiningEffect::Scan))];
            }
            Joining::CanScan => new.can_scan = true,
            Joining::Scanned(found) => return new.scanned(found),
            Joining::Domain(domain) => {
                new.domain = domain;
                new.changed();
            }
            Joining::Endpoint(endpoint) => {
                new.endpoint = endpoint;
                new.trouble = None;
            }
            Joining::Username(name) => new.username = name,
            Joining::Answer(name, values) => drop(new.answers.insert(name, values)),
            Joining::Entered => return new.entered(),
            Joining::Submit(password) => return self.submit_new_account(password),
            Joining::MadeElsewhere => return self.made_elsewhere(),
            Joining::List(is_open) => return new.open_list(is_open),
            Joining::Filter(filter) => new.list.filter = filter,
            Joining::Pick(domain) => return new.pick(&domain),
            Joining::Form(place, result) => new.form_came(place, result),
            Joining::More(place, form) => {
                new.registering = false;
                new.lacks = !form.is_page_only();
                new.form = Some((place, form));
            }
            Joining::Refused(trouble, form) => new.refused(trouble, form),
            Joining::Listed(providers) => new.list.providers = Some(providers),
            Joining::Open(_) | Joining::Made(_) => {}
        }
        Vec::new()
    }

    fn open_new_account(&mut self, way: Way) -> Vec<Effect> {
        let form = self.side(Side::Destination);
        if form.connecting || form.jid().is_some() {
            return Vec::new();
        }
        // What the operator or the address of the page suggests.
        let domain = form.typed.rsplit('@').next().unwrap_or_default().to_owned();
        let domain = if way == Way::Register { domain } else { String::new() };
        self.new_account = Some(Box::new(NewAccount::new(way, domain)));
        let mut effects = vec![Effect::Focus];
        if way == Way::Invitation {
            effects.push(Effect::Joining(Box::new(JoiningEffect::AskScanner)));
        }
        effects.extend(self.new_account.as_mut().map(|new| new.entered()).unwrap_or_default());
        effects
    }

    /// Back to the fields of an existing account.
    pub(crate) fn leave_new_account(&mut self) -> Vec<Effect> {
        self.new_account = None;
        // What is under way there is given up.
        vec![Effect::SignOut(Side::Destination), Effect::Focus]
    }

    fn made_elsewhere(&mut self) -> Vec<Effect> {
        let place = self.new_account.as_ref().and_then(|new| new.place().ok());
        let effects = self.leave_new_account();
        if let Some(place) = place {
            self.side_mut(Side::Destination).typed = format!("@{}", place.domain);
        }
        effects
    }

    /// From here on it is an account like any other.
    fn account_made(&mut self, jid: &BareJid) -> Vec<Effect> {
        self.new_account = None;
        let form = self.side_mut(Side::Destination);
        form.typed = jid.to_string();
        form.trouble = None;
        form.connecting = true;
        Vec::new()
    }

    fn submit_new_account(&mut self, password: Password) -> Vec<Effect> {
        let origin = self.origin_account();
        let Some(new) = self.new_account.as_deref_mut().filter(|new| !new.registering) else {
            return Vec::new();
        };
        match new.checked(origin.as_ref(), password) {
            Ok(effect) => {
                new.trouble = None;
                new.lacks = false;
                new.registering = true;
                vec![Effect::Joining(Box::new(effect))]
            }
            Err(trouble) => {
                new.trouble = Some(trouble);
                Vec::new()
            }
        }
    }
}

impl NewAccount {
    /// What the code says is what was sent to the person, as if it had been pasted.
    fn scanned(&mut self, found: Option<String>) -> Vec<Effect> {
        if !std::mem::take(&mut self.scanning) {
            return Vec::new();
        }
        let Some(link) = found else {
            self.trouble = Some(Trouble::NewAccount(Box::new(Refusal::NoCode)));
            return Vec::new();
        };
        self.link = link;
        self.domain.clear();
        self.changed();
        self.entered()
    }

    /// The provider is asked for its form, once.
    fn entered(&mut self) -> Vec<Effect> {
        let is_empty = match self.way {
            Way::Invitation => self.link.trim().is_empty(),
            Way::Register => self.domain.trim().is_empty(),
        };
        if is_empty || self.registering {
            return Vec::new();
        }
        match self.place() {
            Err(trouble) => {
                self.trouble = Some(trouble);
                Vec::new()
            }
            Ok(place) if self.asking.as_ref() == Some(&place) || self.form_of(&place).is_some() => Vec::new(),
            Ok(place) => {
                self.trouble = None;
                self.asking = Some(place.clone());
                vec![Effect::Joining(Box::new(JoiningEffect::Ask(place)))]
            }
        }
    }

    fn form_came(&mut self, place: Place, result: Result<Rc<Form>, Trouble>) {
        if self.asking.as_ref() != Some(&place) {
            return;
        }
        self.asking = None;
        match result {
            Ok(form) => self.form = Some((place, form)),
            // What was sent in meanwhile tells for itself.
            Err(_) if self.registering => {}
            Err(trouble) => self.trouble = Some(trouble),
        }
    }

    fn refused(&mut self, trouble: Trouble, form: Option<Rc<Form>>) {
        self.registering = false;
        self.trouble = Some(trouble);
        if let (Some(form), Ok(place)) = (form, self.place()) {
            for field in form.fields.iter().filter(|field| field.picture.is_some()) {
                self.answers.remove(&field.name);
            }
            self.form = Some((place, form));
        }
    }

    fn checked(&self, origin: Option<&BareJid>, password: Password) -> Result<JoiningEffect, Trouble> {
        let refused = |refusal| Trouble::NewAccount(Box::new(refusal));
        let place = self.place()?;
        let reserved = self.invitation().and_then(Result::ok).and_then(|invitation| invitation.username);
        let typed = reserved.unwrap_or_else(|| self.username.trim().to_owned());
        let local = typed.strip_suffix(&format!("@{}", place.domain)).unwrap_or(&typed);
        let jid =
            BareJid::new(Some(local), place.domain.domain()).map_err(|_| refused(Refusal::BadUsername))?;
        let username = jid.local().ok_or_else(|| refused(Refusal::BadUsername))?.to_owned();
        if origin == Some(&jid) {
            return Err(Trouble::SameAccount);
        }
        if password.is_empty() {
            return Err(Trouble::NoPassword);
        }
        let asked = self.form_of(&place).cloned();
        let is_asked = asked.is_some();
        let form = asked.map_or_else(Form::plain, |form| form.as_ref().clone());
        let answers = self.answers.iter().map(|(name, values)| (name.clone(), values.clone())).collect();
        let submission = Submission { username, answers, form };
        if let Some(field) = submission.missing() {
            let label = field.label.clone().unwrap_or_else(|| field.name.clone());
            return Err(refused(Refusal::Missing(label)));
        }
        Ok(JoiningEffect::Register { place, submission, is_asked, password })
    }

    fn open_list(&mut self, is_open: bool) -> Vec<Effect> {
        self.list.is_open = is_open;
        let is_there = matches!(self.list.providers, Some(Ok(_)));
        if !is_open || is_there {
            return Vec::new();
        }
        self.list.providers = None;
        vec![Effect::Joining(Box::new(JoiningEffect::List))]
    }

    fn pick(&mut self, domain: &str) -> Vec<Effect> {
        let Some(Ok(providers)) = &self.list.providers else { return Vec::new() };
        let Some(provider) = providers.all.iter().find(|provider| provider.domain == domain).cloned() else {
            return Vec::new();
        };
        domain.clone_into(&mut self.domain);
        self.changed();
        self.list.is_open = false;
        let is_in_app = provider.in_app;
        self.list.picked = Some(provider);
        // Where accounts are made on the web only, there is nothing to ask.
        let mut effects = if is_in_app { self.entered() } else { Vec::new() };
        effects.push(Effect::Focus);
        effects
    }
}

/// The provider a person means, as people paste it: an address, a link, spaces around it.
fn provider(typed: &str) -> Option<BareJid> {
    let typed = typed.trim();
    let typed = typed.strip_prefix("xmpp:").or_else(|| typed.strip_prefix("https://")).unwrap_or(typed);
    let typed = typed.split(['?', '/', '#']).next().unwrap_or(typed);
    let typed = typed.rsplit('@').next().unwrap_or(typed);
    let domain = BareJid::new(None, typed).ok()?;
    domain.domain().contains('.').then_some(domain)
}

/// Whether this answer means yes (XEP-0004 §3.3).
pub fn is_yes(values: &[String]) -> bool {
    matches!(values, [value, ..] if value == "1" || value == "true")
}

/// Whether the field takes several answers.
pub fn takes_many(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Lines | FieldKind::Many(_))
}
