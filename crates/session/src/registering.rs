//! Making an account: in-band registration on a stream of its own (XEP-0077 §3.1), with an invitation's
//! token where there is one (XEP-0445).
//!
//! A server gives up a stream on which nobody signs in, and a person takes time to fill in a form. So every
//! step has its own stream: one that asks for the form, and one that sends it in.

use std::rc::Rc;

use jid::BareJid;
use stream::{Credentials, Event, NotSent, Password, Request, RequestKind, StanzaError};
use xml::{Element, ns};

use crate::link::{Link, failure};
use crate::registration::{Form, NotAForm, Submission};
use crate::{Endpoint, Environment, Login, RequestError, SignInError};

/// Where an account is to be made.
#[derive(Clone)]
pub struct Registration {
    pub domain: BareJid,
    /// In the order they should be tried.
    pub endpoints: Vec<Endpoint>,
    /// What an invitation holds (XEP-0445 §3).
    pub token: Option<String>,
}

/// Why there is no account, or no form to ask for one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationError {
    /// The server could not be reached, or does not speak as it should.
    #[error("{0}")]
    Connection(SignInError),
    #[error("the server does not offer registration to apps")]
    NotOffered,
    /// The invitation's token is not good, or not any more.
    #[error("the invitation was refused: {0}")]
    Token(StanzaError),
    #[error("{0}")]
    Request(RequestError),
    #[error("{0}")]
    NotAForm(NotAForm),
    #[error("the password holds characters that no password may hold")]
    BadPassword,
}

impl Registration {
    /// What the server wants to know of whoever makes an account.
    pub async fn form(&self, environment: &Rc<dyn Environment>) -> Result<Form, RegistrationError> {
        let mut exchange = self.open(environment).await?;
        let payload = Element::new("query", ns::REGISTER);
        let answer = exchange.ask(RequestKind::Get, payload, None).await;
        exchange.close();
        answer?.as_ref().map_or(Err(NotAForm), Form::of).map_err(RegistrationError::NotAForm)
    }

    /// Makes the account.
    pub async fn register(
        &self,
        environment: &Rc<dyn Environment>,
        submission: &Submission,
        password: &Password,
    ) -> Result<(), RegistrationError> {
        if password.is_empty() {
            return Err(RegistrationError::BadPassword);
        }
        let mut exchange = self.open(environment).await?;
        let mark = exchange.link.stream.token();
        let payload = submission.to_query(&mark);
        let answer = exchange.ask(RequestKind::Set, payload, Some((&mark, password))).await;
        exchange.close();
        answer.map(drop)
    }

    /// A stream on which the server takes requests, with the token shown.
    async fn open<'a>(
        &self,
        environment: &'a Rc<dyn Environment>,
    ) -> Result<Exchange<'a>, RegistrationError> {
        let (link, features) = self.connect(environment).await.map_err(RegistrationError::Connection)?;
        let mut exchange = Exchange { link, environment, server: self.domain.clone() };
        let offers = |ns: &str| features.iter().any(|feature| feature.is("register", ns));
        // A server without it may end the stream over the request.
        let is_open = offers(ns::REGISTER_FEATURE) || (self.token.is_some() && offers(ns::PREAUTH_FEATURE));
        if !is_open {
            exchange.close();
            return Err(RegistrationError::NotOffered);
        }
        if let Some(token) = &self.token {
            let preauth = Element::new("preauth", ns::PREAUTH).with_attr("token", token.as_str());
            if let Err(error) = exchange.ask(RequestKind::Set, preauth, None).await {
                exchange.close();
                return Err(match error {
                    RegistrationError::Request(RequestError::Stanza(error)) => {
                        RegistrationError::Token(error)
                    }
                    error => error,
                });
            }
        }
        Ok(exchange)
    }

    async fn connect(&self, environment: &Rc<dyn Environment>) -> Result<(Link, Vec<Element>), SignInError> {
        let login = Login {
            jid: self.domain.clone(),
            credentials: Some(Credentials::Unregistered),
            endpoints: Vec::new(),
            allow_plain: false,
            floor: None,
        };
        let mut last = SignInError::Unreachable {
            endpoint: self.domain.to_string(),
            detail: "no address to connect to".to_owned(),
        };
        for endpoint in &self.endpoints {
            match reach(environment, &login, endpoint).await {
                Ok(reached) => return Ok(reached),
                // What a server said tells more than that another cannot be reached.
                Err(SignInError::Unreachable { .. }) if matches!(last, SignInError::Failed(_)) => {}
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

impl std::fmt::Debug for Registration {
    /// Without the token: who has it can take the account that is meant for somebody else.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registration").field("domain", &self.domain.to_string()).finish_non_exhaustive()
    }
}

/// Up to the features of a stream on which nobody will sign in.
async fn reach(
    environment: &Rc<dyn Environment>,
    login: &Login,
    endpoint: &Endpoint,
) -> Result<(Link, Vec<Element>), SignInError> {
    let mut link = Link::start(environment, login, endpoint).await?;
    loop {
        while let Some(event) = link.stream.poll_event() {
            match event {
                Event::Unauthenticated { features } => return Ok((link, features)),
                Event::Closed(closed) => {
                    link.finish();
                    return Err(SignInError::Failed(failure(closed)));
                }
                _ => {}
            }
        }
        link.wait(environment.as_ref()).await;
    }
}

/// A stream on which one thing is asked after the other.
struct Exchange<'a> {
    link: Link,
    environment: &'a Rc<dyn Environment>,
    server: BareJid,
}

impl Exchange<'_> {
    async fn ask(
        &mut self,
        kind: RequestKind,
        payload: Element,
        secret: Option<(&str, &Password)>,
    ) -> Result<Option<Element>, RegistrationError> {
        let too_large = |size: stream::TooLarge| RegistrationError::Request(size.into());
        let request = Request { kind, to: Some(self.server.clone().into()), payload };
        let (stream, now) = (&mut self.link.stream, self.environment.now());
        let asked = match secret {
            None => stream.request(request, now).map_err(too_large)?,
            Some((mark, password)) => match stream.request_with_password(request, mark, password, now) {
                Ok(id) => id,
                Err(NotSent::TooLarge(size)) => return Err(too_large(size)),
                Err(NotSent::BadPassword(_)) => return Err(RegistrationError::BadPassword),
            },
        };
        loop {
            while let Some(event) = self.link.stream.poll_event() {
                match event {
                    Event::Response { id, result } if id == asked => {
                        return result.map_err(|error| RegistrationError::Request(error.into()));
                    }
                    Event::Closed(_) => return Err(RegistrationError::Request(RequestError::ConnectionLost)),
                    _ => {}
                }
            }
            self.link.wait(self.environment.as_ref()).await;
        }
    }

    /// Ends the stream in good order; nobody waits for the server's own goodbye.
    fn close(self) {
        let (mut link, environment) = (self.link, Rc::clone(self.environment));
        link.stream.close(environment.now());
        self.environment.spawn(Box::pin(async move {
            loop {
                while let Some(event) = link.stream.poll_event() {
                    if matches!(event, Event::Closed(_)) {
                        return link.finish();
                    }
                }
                link.wait(environment.as_ref()).await;
            }
        }));
    }
}
