//! Making an account on real servers: with invitations, for everybody, with a puzzle, and their refusals.

use std::rc::Rc;

use interop::Native;
use servers::client::Request;
use servers::{Client, End, Generation, Kind, Network, Newcomers, Options, Side};
use session::registration::{Form, Submission};
use session::{Endpoint, Environment, Password, Registration, RegistrationError, RequestError};

use crate::common::{PASSWORD, contact_of, locally};

const NEW: &str = "zoe";

/// A network whose new server, of this sort, welcomes these.
async fn welcoming(generation: Generation, kind: Kind, newcomers: Newcomers) -> Network {
    let new = End::new(kind, "new.test").welcoming(newcomers);
    Network::start(Options { new, ..Options::of(generation, Kind::Prosody, kind) }).await.unwrap()
}

/// What an invitation comes to.
struct Visit {
    environment: Rc<dyn Environment>,
    registration: Registration,
}

impl Visit {
    fn at(network: &Network, token: Option<&str>) -> Self {
        let server = network.server(Side::New);
        let registration = Registration {
            domain: server.domain.parse().unwrap(),
            endpoints: vec![Endpoint::trusted(&server.ws_url).unwrap()],
            token: token.map(str::to_owned),
        };
        Self { environment: Rc::new(Native::with(&server.ws_url)), registration }
    }

    async fn form(&self) -> Result<Form, RegistrationError> {
        self.registration.form(&self.environment).await
    }

    async fn send(&self, form: Form, name: &str, answers: &[(&str, &str)]) -> Result<(), RegistrationError> {
        let answers = answers.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]));
        let submission = Submission { username: name.to_owned(), answers: answers.collect(), form };
        let password = Password::new(PASSWORD.to_owned());
        self.registration.register(&self.environment, &submission, &password).await
    }

    /// Without a form, as nothing but name and password is asked for.
    async fn register(&self, name: &str) -> Result<(), RegistrationError> {
        self.send(Form::plain(), name, &[]).await
    }
}

/// Whoever made the account signs in with what they chose, by a client that is not ours.
async fn newcomer(network: &Network) -> Client {
    Client::connect(network.server(Side::New), NEW, PASSWORD).await.unwrap()
}

fn token(invitation: &str) -> String {
    let (_, token) = invitation.split_once("preauth=").unwrap_or_else(|| panic!("no token in {invitation}"));
    token.split([';', '<', '&']).next().unwrap_or_default().to_owned()
}

/// An invitation by somebody who is there already (XEP-0401 §2).
async fn invited_by(client: &Client, domain: &str) -> String {
    let command = "<command xmlns='http://jabber.org/protocol/commands' node='urn:xmpp:invite#invite' action='execute'/>";
    let request = Request::set(command).to(domain);
    let answer = client.send_many([request]).await.pop().unwrap().unwrap();
    let (_, uri) = answer.split_once(">xmpp:").unwrap_or_else(|| panic!("no invitation in {answer}"));
    format!("xmpp:{}", uri.split('<').next().unwrap_or_default().replace("&amp;", "&"))
}

#[track_caller]
fn assert_refused(result: Result<(), RegistrationError>, condition: &str) {
    match result {
        Err(RegistrationError::Request(error)) if error.is(condition) => {}
        other => panic!("{condition} was expected, not {other:?}"),
    }
}

async fn prosody_invites(generation: Generation) {
    let network = welcoming(generation, Kind::Prosody, Newcomers::Invited).await;
    let server = network.server(Side::New);
    server.register("anna", PASSWORD).await.unwrap();
    let anna = Client::connect(server, "anna", PASSWORD).await.unwrap();
    let uri = invited_by(&anna, &server.domain).await;
    assert!(uri.starts_with("xmpp:anna@new.test?roster") && uri.contains("ibr=y"), "{uri}");
    let token = token(&uri);

    assert_refused(Visit::at(&network, None).register(NEW).await, "not-acceptable");
    let visit = Visit::at(&network, Some(&token));
    assert!(!visit.form().await.unwrap().asks_more());
    assert_refused(visit.register("anna").await, "conflict");
    visit.register(NEW).await.unwrap();
    let zoe = newcomer(&network).await;
    assert!(contact_of(&zoe, "anna@new.test").await.is_some(), "the inviter is a contact");

    let again = Visit::at(&network, Some(&token)).register("late").await;
    assert!(
        matches!(&again, Err(RegistrationError::Token(error)) if error.condition == "forbidden"),
        "{again:?}"
    );
}

#[tokio::test]
async fn an_invitation_of_prosody() {
    locally(prosody_invites(Generation::Oldest)).await;
}

#[tokio::test]
async fn an_invitation_of_prosody_today() {
    locally(prosody_invites(Generation::Current)).await;
}

#[tokio::test]
async fn an_invitation_of_ejabberd_today() {
    locally(async {
        let network = welcoming(Generation::Current, Kind::Ejabberd, Newcomers::Invited).await;
        let server = network.server(Side::New);
        let uri = server.invitation().await.unwrap();
        assert!(uri.starts_with("xmpp:new.test?register;preauth="), "{uri}");
        let token = token(&uri);
        let visit = Visit::at(&network, Some(&token));
        assert!(!visit.form().await.unwrap().asks_more());
        visit.register(NEW).await.unwrap();
        newcomer(&network).await;

        let again = Visit::at(&network, Some(&token)).register("late").await;
        let is_used =
            matches!(&again, Err(RegistrationError::Token(error)) if error.condition == "item-not-found");
        assert!(is_used, "{again:?}");
        let made_up = Visit::at(&network, Some("nothing")).form().await;
        assert!(matches!(&made_up, Err(RegistrationError::Token(_))), "{made_up:?}");
    })
    .await;
}

/// Once, then the name is taken, and nobody else may come so soon.
async fn open_door(generation: Generation, kind: Kind, too_soon: &str) {
    let network = welcoming(generation, kind, Newcomers::Everybody).await;
    network.server(Side::New).register("anna", PASSWORD).await.unwrap();
    let visit = Visit::at(&network, None);
    assert!(!visit.form().await.unwrap().asks_more());
    if kind == Kind::Ejabberd {
        assert_refused(visit.register("anna").await, "conflict");
        assert_refused(visit.register("a/b").await, "jid-malformed");
    }
    visit.register(NEW).await.unwrap();
    newcomer(&network).await;
    assert_refused(visit.register("late").await, too_soon);
}

#[tokio::test]
async fn a_door_that_is_open_once_in_a_while() {
    locally(async {
        open_door(Generation::Oldest, Kind::Ejabberd, "resource-constraint").await;
        open_door(Generation::Oldest, Kind::Prosody, "policy-violation").await;
    })
    .await;
}

#[tokio::test]
async fn a_door_that_is_open_once_in_a_while_today() {
    locally(async {
        open_door(Generation::Current, Kind::Ejabberd, "resource-constraint").await;
        open_door(Generation::Current, Kind::Prosody, "policy-violation").await;
    })
    .await;
}

async fn puzzle(generation: Generation) {
    let network = welcoming(generation, Kind::Ejabberd, Newcomers::Solvers).await;
    let server = network.server(Side::New);
    let visit = Visit::at(&network, None);
    let form = visit.form().await.unwrap();
    assert!(form.is_puzzle() && form.asks_more(), "{form:?}");
    let [asked] = &form.fields[..] else { panic!("{:?}", form.fields) };
    assert!(asked.is_required);
    assert!(
        asked.picture.as_deref().is_some_and(|picture| picture.starts_with("data:image/png;base64,iVBOR"))
    );
    let (name, right) = (asked.name.clone(), server.puzzle().unwrap());

    assert_refused(visit.send(form.clone(), NEW, &[(&name, "wrong")]).await, "not-allowed");
    // Even the right answer comes too late now.
    assert_refused(visit.send(form, NEW, &[(&name, &right)]).await, "not-allowed");
    let form = visit.form().await.unwrap();
    let right = server.puzzle().unwrap();
    visit.send(form, NEW, &[(&name, &right)]).await.unwrap();
    newcomer(&network).await;
}

#[tokio::test]
async fn a_picture_puzzle_of_ejabberd() {
    locally(puzzle(Generation::Oldest)).await;
}

#[tokio::test]
async fn a_picture_puzzle_of_ejabberd_today() {
    locally(puzzle(Generation::Current)).await;
}

#[tokio::test]
async fn doors_that_are_closed() {
    locally(async {
        let network = welcoming(Generation::Current, Kind::Ejabberd, Newcomers::Elsewhere).await;
        let form = Visit::at(&network, None).form().await.unwrap();
        assert!(form.is_page_only());
        assert_eq!(form.page.as_deref(), Some("https://new.test/join"));

        let network = welcoming(Generation::Current, Kind::Ejabberd, Newcomers::Nobody).await;
        assert_eq!(Visit::at(&network, None).form().await, Err(RegistrationError::NotOffered));
        assert_eq!(Visit::at(&network, Some("x")).form().await, Err(RegistrationError::NotOffered));

        let network = welcoming(Generation::Current, Kind::Prosody, Newcomers::Nobody).await;
        let closed = Visit::at(&network, None).register(NEW).await;
        let is_closed = matches!(
            &closed,
            Err(RegistrationError::NotOffered | RegistrationError::Request(RequestError::Stanza(_)))
        );
        assert!(is_closed, "{closed:?}");
    })
    .await;
}
