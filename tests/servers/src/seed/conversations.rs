//! Conversations, held through the servers by the clients of both sides.

use std::time::Duration;

use super::messages::{self, Line};
use super::{friends, history};
use crate::client::Client;
use crate::{Error, Network, Side};

const WAIT: Duration = Duration::from_secs(120);

/// Sends and receives so many messages, to and from two friends on each side.
pub(super) async fn hold(
    network: &Network,
    side: Side,
    user: &str,
    us: &Client,
    count: usize,
) -> Result<(), Error> {
    let mut they = Vec::new();
    for (home, state) in [(side, "both"), (side.other(), "both"), (side, "to"), (side.other(), "from")] {
        they.push(friends::join(network, home, &friends::name(user, side, state)).await?);
    }
    let mut links = Vec::new();
    for (name, kind, bytes) in messages::FILES {
        links.push(us.upload(network.server(side), name, kind, bytes.as_bytes()).await?);
    }
    us.send_raw("<presence xmlns='jabber:client'/>");
    // Sent in real conversations as far as that is quick; a long history repeats them.
    let real = history::real(count);
    let lines: Vec<Line> = messages::all(us.bare_jid(), &links, they.len()).take(real).collect();
    // In turns, so that the archive has them in this order.
    for turn in lines.chunk_by(|one, next| (one.with, one.ours) == (next.with, next.ours)) {
        say(us, &they[turn[0].with], turn).await?;
    }
    us.received();
    us.send_raw("<presence xmlns='jabber:client' type='unavailable'/>");
    history::stretch(network.server(side), user, count).await
}

/// Messages from friends to somebody who is away.
pub(super) async fn leave(network: &Network, side: Side, user: &str, count: usize) -> Result<(), Error> {
    let to = network.server(side).jid(user);
    for (home, part) in [(side, count.div_ceil(2)), (side.other(), count / 2)] {
        let friend = friends::join(network, home, &friends::name(user, side, "both")).await?;
        for number in 0..part {
            let body = format!("<body>Are you there? {number} &amp; counting 🕰 &lt;hello&gt;</body>");
            friend.send_raw(message(&format!("waits-{}-{number}", home.index()), &to, &body));
        }
        // The stream is handled in order: what was sent is on its way.
        let own = friend.bare_jid().to_owned();
        friend.disco_info(&own).await?;
    }
    let deadline = tokio::time::Instant::now() + WAIT;
    while network.server(side).offline_messages(user).await? < count {
        if tokio::time::Instant::now() > deadline {
            return Err(Error::Missed(format!("{count} messages waiting for {to}")));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

/// One turn of a conversation, until it has been heard.
async fn say(us: &Client, partner: &Client, turn: &[Line]) -> Result<(), Error> {
    let (from, to) = if turn[0].ours { (us, partner) } else { (partner, us) };
    for line in turn {
        from.send_raw(message(&line.id, to.bare_jid(), &line.content));
    }
    for line in turn {
        to.receive(|xml| has_id(xml, &line.id), WAIT).await?;
    }
    Ok(())
}

fn message(id: &str, to: &str, content: &str) -> String {
    format!("<message xmlns='jabber:client' type='chat' id='{id}' to='{to}'>{content}</message>")
}

fn has_id(xml: &str, id: &str) -> bool {
    xml.contains(id)
        && roxmltree::Document::parse(xml)
            .is_ok_and(|document| document.root_element().attribute("id") == Some(id))
}
