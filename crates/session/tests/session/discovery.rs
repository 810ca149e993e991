//! Finding the WebSocket of a domain (XEP-0156).

use session::{Endpoint, FetchError, NoEndpoint, discover};
use testkit::{Answer, World};

use crate::common::{ms, s};

const XML: &str = "https://capulet.example/.well-known/host-meta";
const JSON: &str = "https://capulet.example/.well-known/host-meta.json";

fn xml(url: &str) -> Answer {
    Answer::text(format!(
        "<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>\
         <Link rel='urn:xmpp:alt-connections:websocket' href='{url}'/></XRD>"
    ))
}

fn json(url: &str) -> Answer {
    let link = format!(r#"{{"rel":"urn:xmpp:alt-connections:websocket","href":"{url}"}}"#);
    Answer::text(format!(r#"{{"links":[{link}]}}"#))
}

/// What is found, and how long that took.
#[track_caller]
fn look(world: &World) -> Result<Vec<Endpoint>, NoEndpoint> {
    let environment = world.environment();
    world.run(discover(environment.as_ref(), "capulet.example"))
}

fn urls(found: Result<Vec<Endpoint>, NoEndpoint>) -> Vec<String> {
    found.expect("something is found").iter().map(|endpoint| endpoint.url().to_owned()).collect()
}

#[test]
fn the_first_answer_wins() {
    let world = World::new();
    world.answer(XML, xml("wss://capulet.example/xml").after(ms(50)));
    world.answer(JSON, json("wss://capulet.example/json").after(ms(80)));
    assert_eq!(urls(look(&world)), ["wss://capulet.example/xml"]);
    assert_eq!(world.time(), ms(50));
}

#[test]
fn json_alone_is_enough() {
    let world = World::new();
    world.answer(XML, Answer::error(FetchError::Status(404)));
    world.answer(JSON, json("wss://capulet.example/json").after(ms(80)));
    assert_eq!(urls(look(&world)), ["wss://capulet.example/json"]);
}

#[test]
fn an_answer_that_names_nothing_does_not_win() {
    let world = World::new();
    world.answer(XML, Answer::text("<html><br></html>"));
    world.answer(JSON, json("wss://capulet.example/json").after(s(3)));
    assert_eq!(urls(look(&world)), ["wss://capulet.example/json"]);
    assert_eq!(world.time(), s(3));
}

#[test]
fn one_that_hangs_holds_nobody_up() {
    for (hangs, answers) in [(XML, JSON), (JSON, XML)] {
        let world = World::new();
        world.answer(hangs, Answer::never());
        let answer = if answers == XML { xml("wss://c.example/") } else { json("wss://c.example/") };
        world.answer(answers, answer.after(ms(20)));
        assert_eq!(urls(look(&world)), ["wss://c.example/"]);
        assert_eq!(world.time(), ms(20));
    }
}

#[test]
fn gives_up_after_twelve_seconds_and_says_what_is_known() {
    let world = World::new();
    world.answer(XML, Answer::error(FetchError::Status(404)).after(ms(20)));
    world.answer(JSON, Answer::never());
    let error = look(&world).unwrap_err();
    assert_eq!(world.time(), s(12));
    assert_eq!(error.domain, "capulet.example");
    assert_eq!(error.tried[0], (XML.to_owned(), "HTTP status 404".to_owned()));
    assert_eq!(error.tried[1], (JSON.to_owned(), "no answer in time".to_owned()));
}

#[test]
fn both_reasons_are_kept() {
    let world = World::new();
    world.answer(XML, Answer::error(FetchError::Status(403)).after(s(1)));
    let error = look(&world).unwrap_err();
    assert_eq!(error.tried[0].1, "HTTP status 403");
    assert!(error.tried[1].1.starts_with("could not be fetched"), "{:?}", error.tried[1]);
}

#[test]
fn unencrypted_addresses_are_refused() {
    for url in ["ws://capulet.example/ws", "ws://localhost/ws", "http://capulet.example/"] {
        let world = World::new();
        world.answer(XML, xml(url));
        world.answer(JSON, json(url));
        let error = look(&world).unwrap_err();
        assert_eq!(error.tried[0].1, "names only unencrypted addresses", "{url}");
    }
}

#[test]
fn an_encrypted_address_beside_an_unencrypted_one_is_taken() {
    let world = World::new();
    let link = |url| format!(r#"{{"rel":"urn:xmpp:alt-connections:websocket","href":"{url}"}}"#);
    let links = format!(r#"{{"links":[{},{}]}}"#, link("ws://c.example/"), link("wss://c.example/"));
    world.answer(JSON, Answer::text(links));
    assert_eq!(urls(look(&world)), ["wss://c.example/"]);
}
