//! Messages that wait for their recipient (RFC 6121 §8.5.2.2, XEP-0160).

use super::{Client, Error};
use crate::xml::canonical;

impl Client {
    /// Takes what waits, as any client does by becoming available; the server keeps nothing of it.
    /// Prosody hands out nothing to a stream that has asked for the archive.
    pub async fn take_offline(&self) -> Result<Vec<String>, Error> {
        self.send_raw("<presence xmlns='jabber:client'/>");
        // Handled in order, so what waited comes before the answer.
        let own = self.bare_jid().to_owned();
        self.disco_info(&own).await?;
        let waited = self.take(|xml| xml.starts_with("<message") && xml.contains("urn:xmpp:delay"));
        Ok(waited.iter().map(|xml| canonical(xml)).collect())
    }
}
