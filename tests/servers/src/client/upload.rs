//! Files put on the account's server (XEP-0363).

use super::read::{attribute, parse};
use super::{Client, Error};
use crate::xml::escape;
use crate::{Server, http};

const UPLOAD: &str = "urn:xmpp:http:upload:0";

impl Client {
    /// Puts `bytes` there and returns the link to them.
    pub async fn upload(
        &self,
        server: &Server,
        name: &str,
        kind: &str,
        bytes: &[u8],
    ) -> Result<String, Error> {
        let payload = format!(
            "<request xmlns='{UPLOAD}' filename='{}' size='{}' content-type='{}'/>",
            escape(name),
            bytes.len(),
            escape(kind)
        );
        let xml = self.iq("get", Some(&format!("upload.{}", server.domain)), &payload).await?;
        let document = parse(&xml)?;
        let url = |name: &str| {
            let node = document.descendants().find(|node| node.tag_name().name() == name);
            node.map(|node| attribute(node, "url")).unwrap_or_default()
        };
        let headers: Vec<(String, String)> = document
            .descendants()
            .filter(|node| node.tag_name().name() == "header")
            .map(|node| (attribute(node, "name"), node.text().unwrap_or_default().to_owned()))
            .chain([("Content-Type".to_owned(), kind.to_owned())])
            .collect();
        // The link is what the world sees; we stand behind the front.
        let put = url("put");
        match http::put(server.http(), &put, &headers, bytes).await {
            Ok(200..=299) => Ok(url("get")),
            other => Err(Error::NotUnderstood(format!("{other:?} to the upload of {name} to {put}"))),
        }
    }
}
