//! What is shown of a new account that is being made.

use session::registration::{Field, Form};

use super::providers::ProvidersView;
use super::{NewAccount, Way};
use crate::{Explanation, Text, Trouble, Wizard};

/// The screen.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAccountView {
    pub way: Way,
    pub title: Text,
    pub lead: Text,
    /// The invitation as pasted.
    pub link: String,
    /// It can also be read from a picture.
    pub can_scan: bool,
    pub scanning: bool,
    /// What it says, once it is understood.
    pub invited: Option<Invited>,
    /// The provider as typed, where it can be.
    pub domain: Option<String>,
    pub endpoint: String,
    /// The provider, once one can be told from what was typed.
    pub provider: Option<String>,
    /// The provider is being asked what it wants to know.
    pub asking: bool,
    pub registering: bool,
    /// A sentence of the provider's own.
    pub instructions: Option<String>,
    /// The provider's own questions.
    pub fields: Vec<AskedField>,
    /// Where the provider makes accounts on the web, and nowhere else.
    pub page: Option<String>,
    pub username: String,
    /// The name is part of the invitation.
    pub is_reserved: bool,
    /// What was sent in lacks an answer to one of the questions.
    pub lacks: bool,
    pub problem: Option<Explanation>,
    /// None where an invitation says which provider it is.
    pub providers: Option<ProvidersView>,
}

/// What an invitation says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    pub domain: String,
    /// Who becomes the first contact.
    pub inviter: Option<String>,
    /// The domain was taken from the address of a page, and may be another.
    pub is_guessed: bool,
}

/// A question, and what was answered so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedField {
    pub field: Field,
    pub answer: Vec<String>,
}

impl Wizard {
    #[inline(never)]
    pub(crate) fn new_account_view(&self) -> Option<NewAccountView> {
        self.new_account.as_deref().map(NewAccount::view)
    }
}

impl NewAccount {
    fn view(&self) -> NewAccountView {
        let invitation = self.invitation().and_then(Result::ok);
        let place = self.place().ok();
        let form: Option<&Form> = place.as_ref().and_then(|place| self.form_of(place)).map(AsRef::as_ref);
        let from_list = self.list.picked.as_ref().filter(|picked| !picked.in_app);
        let page = match form {
            Some(form) => form.page.clone().filter(|_| form.is_page_only()),
            None => from_list.and_then(|picked| picked.page.clone()),
        };
        let asked = |field: &Field| AskedField {
            answer: self.answers.get(&field.name).unwrap_or(&field.values).clone(),
            field: field.clone(),
        };
        let reserved = invitation.as_ref().and_then(|invitation| invitation.username.clone());
        let guessed = invitation.as_ref().filter(|invitation| invitation.is_from_page);
        let domain = match (self.way, guessed) {
            (Way::Register, _) => Some(self.domain.clone()),
            (Way::Invitation, Some(guess)) if self.domain.is_empty() => Some(guess.domain.to_string()),
            (Way::Invitation, Some(_)) => Some(self.domain.clone()),
            (Way::Invitation, None) => None,
        };
        let way = match self.way {
            Way::Invitation => "invite",
            Way::Register => "register",
        };
        NewAccountView {
            way: self.way,
            title: Text::new(format!("{way}-title")),
            lead: Text::new(format!("{way}-lead")),
            link: self.link.clone(),
            can_scan: self.can_scan,
            scanning: self.scanning,
            invited: invitation.map(|invitation| Invited {
                domain: invitation.domain.to_string(),
                inviter: invitation.inviter.map(|inviter| inviter.to_string()),
                is_guessed: invitation.is_from_page,
            }),
            domain,
            endpoint: self.endpoint.clone(),
            asking: self.asking.is_some() && self.asking == place,
            provider: place.map(|place| place.domain.to_string()),
            registering: self.registering,
            instructions: form
                .and_then(|form| form.instructions.clone())
                .filter(|_| form.is_some_and(Form::asks_more)),
            fields: form.map(|form| form.fields.iter().map(asked).collect()).unwrap_or_default(),
            page,
            is_reserved: reserved.is_some(),
            username: reserved.unwrap_or_else(|| self.username.clone()),
            lacks: self.lacks,
            problem: self.trouble.as_ref().map(Trouble::explain),
            providers: (self.way == Way::Register).then(|| self.providers_view()),
        }
    }
}
