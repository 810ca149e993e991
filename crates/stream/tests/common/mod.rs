//! A stream up to being signed in, against fixed answers of a server.

use std::time::Duration;

use stream::{Config, Credentials, Event, Password, Stream};

pub const SEED: [u8; 32] = [7; 32];
pub const PASSWORD: &str = "r0m30myr0m30";

/// What the server sends up to the binding. The nonce in it belongs to [`SEED`]; the
/// signature was computed with Python's hashlib.
pub const SERVER: &[&str] = &[
    OPEN,
    "<stream:features xmlns:stream='http://etherx.jabber.org/streams'>\
       <mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism></mechanisms>\
       <limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>10000</max-bytes></limits>\
     </stream:features>",
    // r=b5nH9Rlk-8xEIWTVO1-p3JJ6dl8Mtc883rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096
    "<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>cj1iNW5IOVJsay04eEVJV1RWTzEtcDNKSjZkbDhNdGM4ODN\
     yZmNOSFlKWTFaVnZXVnM3aixzPVFTWENSK1E2c2VrOGJmOTIsaT00MDk2</challenge>",
    // v=5OQuIGOwm3L75tlcC4lILq0P+5s=
    "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>dj01T1F1SUdPd20zTDc1dGxjQzRsSUxxMFArNXM9</success>",
    OPEN,
];

const OPEN: &str =
    "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='capulet.example' id='s1' version='1.0'/>";

pub fn config(credentials: Credentials) -> Config {
    Config {
        jid: "juliet@capulet.example".parse().unwrap(),
        credentials,
        secure: true,
        allow_plain: false,
        floor: None,
        resumable: true,
    }
}

pub fn password() -> Credentials {
    Credentials::Password(Password::new(PASSWORD.to_owned()))
}

/// The features after authentication, with `more` among them.
pub fn features(more: &str) -> String {
    format!(
        "<features xmlns='http://etherx.jabber.org/streams'>\
         <bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>{more}</features>"
    )
}

/// The answer to the bind request in `frame`.
pub fn bound(frame: &str) -> String {
    let request = xml::Element::parse(frame).unwrap();
    let id = request.attr("id").unwrap();
    format!(
        "<iq xmlns='jabber:client' type='result' id='{id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>\
         <jid>juliet@capulet.example/balcony</jid></bind></iq>"
    )
}

/// A stream that is signed in at time zero; the [`Event::Online`] beside it.
pub fn signed_in(credentials: Credentials, more: &str) -> (Stream, Event) {
    let now = Duration::ZERO;
    let mut stream = Stream::new(config(credentials), SEED, now);
    for frame in SERVER {
        assert_eq!(stream.poll_event(), None);
        stream.handle_frame(frame, now);
    }
    stream.handle_frame(&features(more), now);
    let bind = std::iter::from_fn(|| stream.poll_frame()).last().unwrap();
    stream.handle_frame(&bound(&bind), now);
    let online = stream.poll_event().unwrap();
    assert!(matches!(online, Event::Online { .. }), "{online:?}");
    (stream, online)
}
