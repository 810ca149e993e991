//! The stage on which all tests play: juliet@capulet.example.

use std::rc::Rc;
use std::time::Duration;

use futures_util::future::join_all;
use session::{Credentials, Endpoint, Login, Password, RequestError, Session, SignInError, StanzaError};
use testkit::{Identity, MemoryServer, Socket, World};
use xml::{Element, ns};

pub const URL: &str = "wss://capulet.example/ws";
pub const PASSWORD: &str = "R0m30, R0m30!";

pub fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

pub fn s(n: u64) -> Duration {
    Duration::from_secs(n)
}

/// A world with a server that listens and knows juliet.
pub fn stage() -> (World, MemoryServer) {
    let world = World::new();
    let server = MemoryServer::new(&world, "capulet.example");
    server.register("juliet", PASSWORD);
    world.listen(URL, server.clone());
    (world, server)
}

pub fn juliet() -> Identity {
    Identity::new("juliet", "capulet.example", PASSWORD)
}

pub fn password(text: &str) -> Password {
    Password::new(text.to_owned())
}

pub fn login(typed: &str, urls: &[&str]) -> Login {
    Login {
        jid: "juliet@capulet.example".parse().expect("an address"),
        credentials: Some(Credentials::Password(password(typed))),
        endpoints: urls.iter().map(|url| Endpoint::trusted(url).expect("an endpoint")).collect(),
        allow_plain: false,
        floor: None,
    }
}

pub async fn sign_in(world: &World, login: Login) -> Result<Session, SignInError> {
    Session::sign_in(world.environment(), login).await
}

pub async fn online(world: &World) -> Session {
    sign_in(world, login(PASSWORD, &[URL])).await.expect("signs in")
}

/// Signs everybody in as juliet, then plays `script` with every request.
pub fn hostile(world: &World, script: impl Fn(&Socket, &Element) + 'static) {
    let script = Rc::new(script);
    world.listen(URL, move |mut socket: Socket| {
        let script = Rc::clone(&script);
        async move {
            testkit::sign_in(&mut socket, &[juliet()]).await;
            while let Some(stanza) = socket.element().await {
                script(&socket, &stanza);
            }
        }
    });
}

/// A roster set for the `n`th contact.
pub fn contact(n: usize) -> Element {
    named_contact(n, &format!("Contact {n}"))
}

pub fn named_contact(n: usize, name: &str) -> Element {
    let jid = format!("contact{n}@montague.example");
    let item = Element::new("item", ns::ROSTER).with_attr("jid", jid).with_attr("name", name);
    Element::new("query", ns::ROSTER).with_child(item)
}

pub fn roster() -> Element {
    Element::new("query", ns::ROSTER)
}

/// A private element of about `size` bytes that differs by `n`.
pub fn private(n: usize, size: usize) -> Element {
    let note = Element::new("note", format!("test:{n}")).with_text("x".repeat(size));
    Element::new("query", ns::PRIVATE).with_child(note)
}

/// Sets these all at once and waits for all answers.
pub async fn set_all(
    session: &Session,
    payloads: impl IntoIterator<Item = Element>,
) -> Vec<Result<Option<Element>, RequestError>> {
    join_all(payloads.into_iter().map(|payload| session.set(None, payload))).await
}

pub fn condition(error: &RequestError) -> &str {
    match error {
        RequestError::Stanza(StanzaError { condition, .. }) => condition,
        _ => "",
    }
}
