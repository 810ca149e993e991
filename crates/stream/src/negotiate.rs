//! From the opened transport to a bound resource (RFC 7395 §3, RFC 6120 §4 to §7).

use std::time::Duration;

use jid::Jid;
use xml::{Element, ns};

use crate::advertised::advertised;
use crate::sasl::{self, Exchange};
use crate::tokens::Tokens;
use crate::{Config, Credentials, Failure, Mechanism, ScramKeys, StanzaError};

/// How long the server may take for each step.
const STEP: Duration = Duration::from_secs(60);

/// The limit on a stanza where the server announces none, in bytes: the
/// smallest default of the servers in use.
pub(crate) const DEFAULT_LIMIT: usize = 262_144;

/// A negotiation under way.
pub(crate) struct Negotiation {
    config: Config,
    step: Step,
    /// When the server is too late with this step.
    pub(crate) deadline: Duration,
    /// The most bytes a stanza may have for now.
    pub(crate) limit: usize,
    authenticated: Option<(Mechanism, Option<ScramKeys>)>,
    /// The name of the stream to resume, and what asks for that.
    resume: Option<(String, String)>,
}

enum Step {
    /// Waits for the server's `<open/>`.
    Open,
    /// Waits for the stream features. A wrong `from` in `<open/>` is kept until then: if
    /// a stream error follows, that says more.
    Features {
        wrong_from: Option<Failure>,
    },
    Sasl {
        mechanism: Mechanism,
        exchange: Exchange,
    },
    /// Waits for what becomes of the earlier stream of this name.
    Resume {
        previd: String,
        features: Element,
    },
    /// Waits for the result of the bind request `id`.
    Bind {
        id: String,
        features: Element,
    },
    /// Waits for the result of the session request `id`.
    Session {
        id: String,
        jid: Jid,
        features: Element,
    },
    /// Between two steps.
    Over,
}

/// What a frame brought.
pub(crate) enum Progress {
    /// Send these, and go on.
    Send(Vec<String>),
    /// A stanza that has no part in this: deal with it once online.
    Later(Element),
    Online(Bound),
    /// The features before authentication, and nothing of it is to follow.
    Unauthenticated(Element),
    /// An earlier stream goes on.
    Resumed {
        h: Option<String>,
        limit: usize,
    },
}

/// A finished negotiation.
pub(crate) struct Bound {
    pub(crate) jid: Jid,
    pub(crate) mechanism: Mechanism,
    pub(crate) keys: Option<ScramKeys>,
    pub(crate) features: Vec<Element>,
    pub(crate) limit: usize,
    /// XEP-0478 `idle-seconds`.
    pub(crate) idle_limit: Option<Duration>,
}

impl Negotiation {
    /// `resume` is what asks to resume an earlier stream, after its name.
    pub(crate) fn new(config: Config, resume: Option<(String, String)>, now: Duration) -> Self {
        Self {
            config,
            step: Step::Open,
            deadline: now.saturating_add(STEP),
            limit: DEFAULT_LIMIT,
            authenticated: None,
            resume,
        }
    }

    /// The server, as the peer of a stream on which nobody signs in.
    pub(crate) fn server(&self) -> Jid {
        self.config.jid.server().into()
    }

    /// Our stream header.
    pub(crate) fn open(&self) -> String {
        let mut open = Element::new("open", ns::FRAMING)
            .with_attr("to", self.config.jid.domain())
            .with_attr("version", "1.0");
        open.set_attr_ns(ns::XML, "lang", "en");
        open.to_xml()
    }

    /// What was wrong with the server's header, where it ends the stream without saying why.
    pub(crate) fn wrong_from(&mut self) -> Option<Failure> {
        match &mut self.step {
            Step::Features { wrong_from } => wrong_from.take(),
            _ => None,
        }
    }

    pub(crate) fn handle(
        &mut self,
        element: Element,
        tokens: &mut Tokens,
        now: Duration,
    ) -> Result<Progress, Failure> {
        let (step, progress) = match (std::mem::replace(&mut self.step, Step::Over), element) {
            (Step::Open, open) if open.is("open", ns::FRAMING) => {
                let wrong_from = self.check_from(&open);
                (Step::Features { wrong_from }, Progress::Send(Vec::new()))
            }
            (Step::Features { wrong_from: Some(wrong) }, _) => return Err(wrong),
            (Step::Features { .. }, features) if features.is("features", ns::STREAM) => {
                self.limit = announced(&features, "max-bytes").unwrap_or(DEFAULT_LIMIT);
                match self.authenticated {
                    None if matches!(self.config.credentials, Credentials::Unregistered) => {
                        (Step::Over, Progress::Unauthenticated(features))
                    }
                    None => self.authenticate(&features, tokens)?,
                    Some(_) => self.resume_or_bind(features, tokens)?,
                }
            }
            (Step::Sasl { mechanism, exchange }, reply) if reply.ns() == ns::SASL => {
                self.sasl(mechanism, exchange, &reply)?
            }
            (Step::Resume { previd, .. }, resumed) if resumed.is("resumed", ns::SM) => {
                if resumed.attr("previd").is_some_and(|found| found != previd) {
                    return Err(Failure::Protocol("another stream was resumed".to_owned()));
                }
                let h = resumed.attr("h").map(str::to_owned);
                (Step::Over, Progress::Resumed { h, limit: self.limit })
            }
            (Step::Resume { features, .. }, failed) if failed.is("failed", ns::SM) => bind(features, tokens)?,
            (Step::Bind { id, features }, iq) if answers(&iq, &id, &self.config) => {
                self.bound(&iq, features, tokens)?
            }
            (Step::Session { id, jid, features }, iq) if answers(&iq, &id, &self.config) => {
                if let Some(error) = refused(&iq) {
                    return Err(Failure::BindRefused(error));
                }
                (Step::Over, self.online(jid, features)?)
            }
            (step @ (Step::Bind { .. } | Step::Session { .. }), stanza) if stanza.ns() == ns::CLIENT => {
                self.step = step;
                return Ok(Progress::Later(stanza));
            }
            (_, element) => return Err(unexpected(&element)),
        };
        self.step = step;
        self.deadline = now.saturating_add(STEP);
        Ok(progress)
    }

    fn check_from(&self, open: &Element) -> Option<Failure> {
        let expected = self.config.jid.domain();
        let found = open.attr("from").unwrap_or_default();
        let same = found.parse::<Jid>().is_ok_and(|jid| {
            jid.resource().is_none() && jid.bare().local().is_none() && jid.bare().domain() == expected
        });
        (!same).then(|| Failure::WrongFrom {
            expected: expected.to_owned(),
            found: found.chars().take(1000).collect(),
        })
    }

    fn authenticate(&self, features: &Element, tokens: &mut Tokens) -> Result<(Step, Progress), Failure> {
        let mechanisms = features
            .child("mechanisms", ns::SASL)
            .ok_or_else(|| Failure::NoFeatures("no SASL mechanisms".to_owned()))?;
        let mechanism = sasl::choose(sasl::offered(mechanisms), &self.config)?;
        let (exchange, auth) = Exchange::start(mechanism, &self.config, advertised(features), tokens)?;
        Ok((Step::Sasl { mechanism, exchange }, Progress::Send(vec![auth])))
    }

    fn resume_or_bind(
        &mut self,
        features: Element,
        tokens: &mut Tokens,
    ) -> Result<(Step, Progress), Failure> {
        match self.resume.take() {
            Some((previd, resume)) if features.child("sm", ns::SM).is_some() => {
                Ok((Step::Resume { previd, features }, Progress::Send(vec![resume])))
            }
            _ => bind(features, tokens),
        }
    }

    fn sasl(
        &mut self,
        mechanism: Mechanism,
        mut exchange: Exchange,
        reply: &Element,
    ) -> Result<(Step, Progress), Failure> {
        match reply.name() {
            "challenge" => {
                let response = exchange.challenge(reply)?;
                Ok((Step::Sasl { mechanism, exchange }, Progress::Send(vec![response])))
            }
            "success" => {
                self.authenticated = Some((mechanism, exchange.success(reply)?));
                Ok((Step::Open, Progress::Send(vec![self.open()])))
            }
            "failure" => Err(sasl::refusal(reply)),
            _ => Err(unexpected(reply)),
        }
    }

    fn bound(
        &mut self,
        iq: &Element,
        features: Element,
        tokens: &mut Tokens,
    ) -> Result<(Step, Progress), Failure> {
        if let Some(error) = refused(iq) {
            return Err(Failure::BindRefused(error));
        }
        let jid = iq.child("bind", ns::BIND).and_then(|bind| bind.child_text("jid", ns::BIND));
        let jid = jid
            .and_then(|jid| jid.parse::<Jid>().ok())
            .filter(|jid| jid.resource().is_some())
            .ok_or_else(|| Failure::Protocol("no address in the answer to bind".to_owned()))?;
        if *jid.bare() != self.config.jid {
            return Err(Failure::Protocol(format!(
                "bound to the address of another account, {}",
                jid.bare()
            )));
        }
        // RFC 3921 §3, only where a server still insists.
        if features.child("session", ns::SESSION).is_some_and(|s| s.child("optional", ns::SESSION).is_none())
        {
            let (id, iq) = set(Element::new("session", ns::SESSION), tokens);
            return Ok((Step::Session { id, jid, features }, Progress::Send(vec![iq])));
        }
        Ok((Step::Over, self.online(jid, features)?))
    }

    fn online(&mut self, jid: Jid, features: Element) -> Result<Progress, Failure> {
        let Some((mechanism, keys)) = self.authenticated.take() else {
            return Err(Failure::Protocol("bound before signing in".to_owned()));
        };
        let idle_limit =
            announced(&features, "idle-seconds").map(|seconds| Duration::from_secs(seconds as u64));
        Ok(Progress::Online(Bound {
            jid,
            mechanism,
            keys,
            limit: self.limit,
            idle_limit: idle_limit.filter(|limit| *limit >= Duration::from_secs(10)),
            features: features.into_children().collect(),
        }))
    }
}

/// Asks for a resource nobody else has, or another client would be thrown out.
fn bind(features: Element, tokens: &mut Tokens) -> Result<(Step, Progress), Failure> {
    if features.child("bind", ns::BIND).is_none() {
        return Err(Failure::NoFeatures("no resource binding".to_owned()));
    }
    let resource = Element::new("resource", ns::BIND).with_text(tokens.resource());
    let (id, iq) = set(Element::new("bind", ns::BIND).with_child(resource), tokens);
    Ok((Step::Bind { id, features }, Progress::Send(vec![iq])))
}

fn set(payload: Element, tokens: &mut Tokens) -> (String, String) {
    let id = tokens.id();
    let iq = Element::new("iq", ns::CLIENT)
        .with_attr("type", "set")
        .with_attr("id", id.as_str())
        .with_child(payload);
    (id, iq.to_xml())
}

/// Whether `iq` answers the request `id` in the name of the server or the account.
fn answers(iq: &Element, id: &str, config: &Config) -> bool {
    let from_ours = |from: &str| {
        from.parse::<Jid>().is_ok_and(|from| {
            *from.bare() == config.jid
                || (from.bare().local().is_none() && from.bare().domain() == config.jid.domain())
        })
    };
    iq.is("iq", ns::CLIENT)
        && iq.attr("id") == Some(id)
        && matches!(iq.attr("type"), Some("result" | "error"))
        && iq.attr("from").is_none_or(from_ours)
}

fn refused(iq: &Element) -> Option<StanzaError> {
    (iq.attr("type") == Some("error")).then(|| {
        StanzaError::of(iq).unwrap_or(StanzaError {
            kind: crate::ErrorKind::Cancel,
            condition: "undefined-condition".to_owned(),
            application: None,
            text: None,
        })
    })
}

/// A number from `<limits/>` (XEP-0478).
fn announced(features: &Element, name: &str) -> Option<usize> {
    features.child("limits", ns::LIMITS)?.child_text(name, ns::LIMITS)?.trim().parse().ok()
}

fn unexpected(element: &Element) -> Failure {
    let name: String = element.name().chars().take(100).collect();
    Failure::Protocol(format!("<{name}/> came where it does not belong"))
}
