//! Making an account: asking for the form, sending it in, and on as with any other account.

use std::rc::Rc;

use jid::BareJid;
use session::registration::{Form, Submission};
use session::{Password, Registration, RegistrationError};
use wizard::{Joining, JoiningEffect, Msg, Place, Refusal, Side, Trouble};

use super::Engine;
use crate::browser::{can_scan, load_providers, scan};

/// How sending a form in ended without an account.
enum NotMade {
    /// The provider asks for more than was sent in.
    More(Rc<Form>),
    Refused(Trouble, Option<Rc<Form>>),
}

impl Engine {
    pub(super) fn join(&self, effect: JoiningEffect) {
        let engine = self.clone();
        match effect {
            JoiningEffect::AskScanner => self.spawn(async move {
                if can_scan().await {
                    engine.send(Msg::Joining(Joining::CanScan));
                }
            }),
            JoiningEffect::Scan => self.spawn(async move {
                let picture = engine.inner.picture.take();
                let found = match &picture {
                    Some(picture) => scan(picture).await,
                    None => None,
                };
                engine.send(Msg::Joining(Joining::Scanned(found)));
            }),
            JoiningEffect::Ask(place) => self.spawn(async move {
                let form = engine.ask_form(&place).await.map(Rc::new);
                engine.send(Msg::Joining(Joining::Form(place, form)));
            }),
            JoiningEffect::Register { place, submission, is_asked, password } => {
                let generation = self.next_generation();
                self.spawn(async move {
                    engine.register(place, submission, is_asked, password, generation).await;
                });
            }
            JoiningEffect::List => self.spawn(async move {
                let list = load_providers(&engine.inner.clock).await.map(Rc::new);
                engine.send(Msg::Joining(Joining::Listed(list)));
            }),
        }
    }

    async fn register(
        &self,
        place: Place,
        submission: Submission,
        is_asked: bool,
        password: Password,
        generation: u32,
    ) {
        let result = self.make(&place, submission, is_asked, &password).await;
        if generation != self.inner.generation.get() {
            return;
        }
        let jid = match result {
            Ok(jid) => jid,
            Err(NotMade::More(form)) => return self.send(Msg::Joining(Joining::More(place, form))),
            Err(NotMade::Refused(trouble, form)) => {
                return self.send(Msg::Joining(Joining::Refused(trouble, form)));
            }
        };
        self.send(Msg::Joining(Joining::Made(jid.clone())));
        // The provider was handed the password itself a moment ago: PLAIN tells it nothing new.
        let account = self.open(jid, password, place.endpoint, true).await;
        if generation != self.inner.generation.get() {
            return;
        }
        match account {
            Ok(account) => self.adopt(Side::Destination, account),
            Err(trouble) => self.send(Msg::SignInFailed(Side::Destination, trouble)),
        }
    }

    async fn make(
        &self,
        place: &Place,
        mut submission: Submission,
        is_asked: bool,
        password: &Password,
    ) -> Result<BareJid, NotMade> {
        let refused = |trouble| NotMade::Refused(trouble, None);
        if !is_asked {
            let form = self.ask_form(place).await.map_err(refused)?;
            if form.is_page_only() || form.asks_more() {
                return Err(NotMade::More(Rc::new(form)));
            }
            submission.form = form;
        }
        let registration = self.registration(place).await.map_err(refused)?;
        let environment = &self.inner.environment;
        match registration.register(environment, &submission, password).await {
            Ok(()) => {
                let jid = BareJid::new(Some(&submission.username), place.domain.domain());
                jid.map_err(|_| refused(Trouble::NewAccount(Box::new(Refusal::BadUsername))))
            }
            Err(error) => {
                let is_puzzle = submission.form.is_puzzle();
                let is_answer = matches!(error, RegistrationError::Request(_));
                // Right or wrong, an answer spends the puzzle (XEP-0158 §3).
                let form = match is_puzzle && is_answer {
                    true => registration.form(environment).await.ok().map(Rc::new),
                    false => None,
                };
                let trouble = Trouble::of_registration(place.domain.domain(), is_puzzle, error);
                Err(NotMade::Refused(trouble, form))
            }
        }
    }

    async fn ask_form(&self, place: &Place) -> Result<Form, Trouble> {
        let registration = self.registration(place).await?;
        let form = registration.form(&self.inner.environment).await;
        form.map_err(|error| Trouble::of_registration(place.domain.domain(), false, error))
    }

    async fn registration(&self, place: &Place) -> Result<Registration, Trouble> {
        let domain = place.domain.clone();
        let endpoints = self.endpoints(domain.domain(), place.endpoint.clone()).await?;
        Ok(Registration { domain, endpoints, token: place.token.clone() })
    }
}
