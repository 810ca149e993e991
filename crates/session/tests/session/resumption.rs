//! Streams that outlive their connection (XEP-0198 §5).

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::future::{FutureExt, join, join_all};
use futures_util::stream::StreamExt;
use session::{Login, RequestError, Session, Status};
use testkit::{Identity, SignedIn, Socket, World};
use xml::{Element, ns};

use crate::common::{PASSWORD, URL, contact, juliet, login, ms, private, s, sign_in};

/// A server with one stream that can be resumed.
#[derive(Clone, Default)]
struct Managed(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    connections: usize,
    /// Every stanza that counts.
    received: Vec<Element>,
    /// Every stanza of ours, delivered or not.
    sent: Vec<String>,
    resumptions: usize,
    /// Questions how much was handled.
    asked: usize,
    /// The connection breaks after so many requests: at the last one, before or after it counts.
    cut: Option<(usize, Cut)>,
    /// The stream is unknown when the client comes back.
    forgets: bool,
    /// The password itself is asked for.
    is_plain: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Cut {
    RequestLost,
    AnswerLost,
}

impl Managed {
    fn stage() -> (World, Self) {
        let (world, server) = (World::new(), Self::default());
        let serving = server.clone();
        world.listen(URL, move |socket| serving.clone().serve(socket));
        (world, server)
    }

    async fn serve(self, mut socket: Socket) {
        self.0.borrow_mut().connections += 1;
        let mut identity = managed_juliet();
        if self.0.borrow().is_plain {
            identity.mechanisms = vec!["PLAIN".to_owned()];
        }
        match testkit::sign_in(&mut socket, &[identity]).await {
            SignedIn::As { .. } => {}
            SignedIn::Resumes { h, previd } => {
                assert_eq!(previd, "sm1");
                if self.0.borrow().forgets {
                    socket.send(Element::new("failed", ns::SM).to_xml());
                    let iq = socket.element().await.expect("a bind request");
                    let jid = Element::new("jid", ns::BIND).with_text("juliet@capulet.example/again");
                    let bound = Element::new("bind", ns::BIND).with_child(jid);
                    socket.send(result(&iq).with_child(bound).to_xml());
                } else {
                    let mut state = self.0.borrow_mut();
                    state.resumptions += 1;
                    let resumed = Element::new("resumed", ns::SM).with_attr("previd", "sm1");
                    socket.send(resumed.with_attr("h", state.received.len().to_string()).to_xml());
                    for again in &state.sent[h as usize..] {
                        socket.send(again.as_str());
                    }
                }
            }
            _ => return,
        }
        while let Some(stanza) = socket.element().await {
            if stanza.is("enable", ns::SM) {
                let enabled = Element::new("enabled", ns::SM).with_attr("id", "sm1").with_attr("max", "120");
                socket.send(enabled.with_attr("resume", "true").to_xml());
            } else if stanza.is("r", ns::SM) {
                let mut state = self.0.borrow_mut();
                state.asked += 1;
                let h = state.received.len().to_string();
                socket.send(Element::new("a", ns::SM).with_attr("h", h).to_xml());
            } else if stanza.is("close", ns::FRAMING) {
                socket.send(stanza.to_xml());
                return;
            } else if stanza.ns() == ns::CLIENT && self.handle(&socket, stanza) {
                return;
            }
        }
    }

    /// Whether the connection breaks now.
    fn handle(&self, socket: &Socket, stanza: Element) -> bool {
        let mut state = self.0.borrow_mut();
        let cut = state.cut.as_mut().and_then(|(left, cut)| {
            *left -= 1;
            (*left == 0).then_some(*cut)
        });
        if cut.is_some() {
            state.cut = None;
        }
        if cut == Some(Cut::RequestLost) {
            return true;
        }
        let answer = result(&stanza).to_xml();
        state.received.push(stanza);
        state.sent.push(answer.clone());
        if cut == Some(Cut::AnswerLost) {
            return true;
        }
        socket.send(answer);
        false
    }

    fn cut(&self, after: usize, cut: Cut) {
        self.0.borrow_mut().cut = Some((after, cut));
    }
}

fn managed_juliet() -> Identity {
    let mut identity = juliet();
    identity.manages = true;
    identity
}

fn result(iq: &Element) -> Element {
    Element::new("iq", ns::CLIENT).with_attr("type", "result").with_attr_opt("id", iq.attr("id"))
}

async fn online(world: &World) -> Session {
    sign_in(world, login(PASSWORD, &[URL])).await.expect("signs in")
}

#[test]
fn what_was_requested_is_carried_out_once_and_answered() {
    for cut in [Cut::RequestLost, Cut::AnswerLost] {
        let (world, server) = Managed::stage();
        world.run(async {
            let session = online(&world).await;
            let jid = session.jid();
            server.cut(30, cut);
            let answers = join_all((0..100).map(|n| session.set(None, contact(n)))).await;
            assert!(answers.iter().all(Result::is_ok), "{answers:?}");
            assert_eq!((session.status(), session.jid()), (Status::Online, jid));
        });
        let state = server.0.borrow();
        assert_eq!((state.connections, state.resumptions), (2, 1));
        let mut payloads: Vec<String> = state.received.iter().map(Element::to_xml).collect();
        assert_eq!(payloads.len(), 100);
        payloads.sort();
        payloads.dedup();
        assert_eq!(payloads.len(), 100);
        // Not every stanza is asked after.
        assert!((1..10).contains(&state.asked), "{}", state.asked);
    }
}

#[test]
fn what_would_go_out_in_fragments_waits_for_another_connection() {
    let (world, server) = Managed::stage();
    world.run(async {
        let session = online(&world).await;
        let mut changes = session.watch();
        let jid = session.jid();
        write_large_between_small(&session).await;
        assert_eq!(session.jid(), jid);
        // Nobody is told of what is over at once.
        while let Some(Some(change)) = changes.next().now_or_never() {
            assert_eq!(change, Status::Online);
        }
    });
    let state = server.0.borrow();
    // The first two fit in by chance.
    assert_eq!((state.connections, state.resumptions, state.received.len()), (2, 1, 303));
}

#[test]
fn one_long_stanza_after_another_goes_out_whole() {
    let (world, server) = Managed::stage();
    world.run(async {
        let session = online(&world).await;
        for n in 0..3 {
            assert_eq!(session.set(None, private(n, 100_000)).await, Ok(None));
        }
    });
    let state = server.0.borrow();
    assert_eq!((state.connections, state.resumptions, state.received.len()), (3, 2, 3));
}

#[test]
fn what_is_sent_while_the_connection_changes_is_not_lost() {
    let (world, server) = Managed::stage();
    world.run(async {
        let session = online(&world).await;
        assert_eq!(session.set(None, private(1, 100_000)).await, Ok(None));
        let presence = Element::new("presence", ns::CLIENT);
        let (large, sent) = join(session.set(None, private(2, 100_000)), session.send(presence)).await;
        assert_eq!((large, sent), (Ok(None), Ok(())));
    });
    let state = server.0.borrow();
    assert_eq!(state.connections, 2);
    assert!(state.received.iter().any(|stanza| stanza.name() == "presence"));
}

#[test]
fn whoever_would_have_to_sign_in_again_is_not_left_for_it() {
    let (world, server) = Managed::stage();
    server.0.borrow_mut().is_plain = true;
    world.run(async {
        let agreed = Login { allow_plain: true, ..login(PASSWORD, &[URL]) };
        write_large_between_small(&sign_in(&world, agreed).await.unwrap()).await;
    });
    let state = server.0.borrow();
    assert_eq!((state.connections, state.received.len()), (1, 303));
}

async fn write_large_between_small(session: &Session) {
    for large in 0..3 {
        let small = (0..100).map(|n| session.set(None, contact(n)));
        let answers = join(join_all(small), session.set(None, private(large, 100_000))).await;
        assert!(answers.0.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(answers.1, Ok(None));
    }
}

#[test]
fn what_is_written_meanwhile_waits() {
    let (world, server) = Managed::stage();
    world.run(async {
        let session = online(&world).await;
        server.cut(1, Cut::AnswerLost);
        let late = async {
            world.pass(ms(100)).await;
            assert_eq!(session.status(), Status::Waiting { attempt: 1 });
            session.set(None, contact(2)).await
        };
        let (first, second) = join(session.set(None, contact(1)), late).await;
        assert_eq!((first, second), (Ok(None), Ok(None)));
    });
    assert_eq!(server.0.borrow().resumptions, 1);
}

#[test]
fn a_forgotten_stream_is_a_lost_connection() {
    let (world, server) = Managed::stage();
    server.0.borrow_mut().forgets = true;
    world.run(async {
        let session = online(&world).await;
        server.cut(1, Cut::AnswerLost);
        let (written, read) = join(session.set(None, contact(1)), session.get(None, private(1, 0))).await;
        assert_eq!(written, Err(RequestError::ConnectionLost));
        assert_eq!(read, Ok(None));
        assert_eq!(session.jid().resource(), Some("again"));
        assert_eq!(session.status(), Status::Online);
    });
    // No second sign-in was needed for that.
    assert_eq!(server.0.borrow().connections, 2);
}

#[test]
fn a_network_that_stays_away_is_a_lost_connection() {
    let (world, server) = Managed::stage();
    world.run(async {
        let session = online(&world).await;
        server.cut(1, Cut::AnswerLost);
        let lost = async {
            world.pass(ms(100)).await;
            world.refuse(URL);
        };
        let (written, ()) = join(session.set(None, contact(1)), lost).await;
        assert_eq!(written, Err(RequestError::ConnectionLost));
        assert!(world.time() >= s(120), "{:?}", world.time());
    });
}

#[test]
fn who_no_longer_wants_it_is_not_kept_waiting() {
    let (world, server) = Managed::stage();
    world.run(async {
        let session = online(&world).await;
        server.cut(1, Cut::AnswerLost);
        let lost = async {
            world.pass(ms(100)).await;
            world.refuse(URL);
            session.cancel_writes();
        };
        let (written, ()) = join(session.set(None, contact(1)), lost).await;
        assert_eq!(written, Err(RequestError::ConnectionLost));
        assert!(world.time() < s(1), "{:?}", world.time());
    });
}

#[test]
fn a_page_that_slept_goes_on_where_it_was() {
    let (world, server) = Managed::stage();
    world.run(async {
        let session = online(&world).await;
        server.cut(1, Cut::AnswerLost);
        let asleep = async {
            world.hide();
            world.pass(s(60)).await;
            world.show();
        };
        let (written, ()) = join(session.set(None, contact(1)), asleep).await;
        assert_eq!(written, Ok(None));
        assert!(world.time() < s(62), "{:?}", world.time());
    });
    assert_eq!(server.0.borrow().received.len(), 1);
}

#[test]
fn signing_out_while_the_network_is_away_ends_it() {
    let (world, server) = Managed::stage();
    world.run(async {
        let session = online(&world).await;
        server.cut(1, Cut::AnswerLost);
        let out = async {
            world.pass(ms(100)).await;
            session.sign_out();
        };
        let (written, ()) = join(session.set(None, contact(1)), out).await;
        assert_eq!(written, Err(RequestError::ConnectionLost));
        world.pass(ms(1)).await;
        assert_eq!(session.status(), Status::SignedOut);
    });
    assert_eq!(world.connected_to().len(), 1);
}
