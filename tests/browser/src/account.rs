//! Reading an account back by a client that shares no code with the page.

use std::collections::BTreeSet;

use roxmltree::Document;
use servers::Client;
use servers::client::{Item, RosterItem};
use servers::seed::Seeded;
use servers::xml::serialize;

use crate::ReportFile;

/// Name, groups and address of a contact: what moves.
pub fn plain(item: &RosterItem) -> (String, String, BTreeSet<String>) {
    (item.jid.clone(), item.name.clone(), item.groups.clone())
}

/// Everything seeded arrived; what differs is named as changed in the report.
pub async fn assert_arrived(client: &Client, seeded: &Seeded, report: &ReportFile) {
    let own = client.bare_jid();
    let found: Vec<_> = client.roster().await.unwrap().iter().map(plain).collect();
    let wanted: Vec<_> = seeded.roster.iter().map(plain).collect();
    assert_eq!(found, wanted, "contacts");
    assert_eq!(client.bookmarks().await.unwrap(), seeded.bookmarks, "bookmarks");
    assert_eq!(client.blocklist().await.unwrap(), seeded.blocked, "blocked addresses");
    let configuration = client.pep_config("urn:xmpp:bookmarks:1").await.unwrap();
    assert_eq!(configuration["pubsub#access_model"], ["whitelist"], "bookmarks are private");
    assert_picture(client, seeded).await;
    assert_private(client, seeded, report, own).await;
    assert_profile(client, seeded, report, own).await;
}

pub async fn assert_picture(client: &Client, seeded: &Seeded) {
    let picture = seeded.picture.as_ref().unwrap();
    let data = client.pep_items("urn:xmpp:avatar:data").await.unwrap();
    let payload = format!("<data xmlns='urn:xmpp:avatar:data'>{}</data>", picture.base64());
    assert_eq!(data, [Item { id: picture.id.clone(), payload }], "the picture");
    let metadata = client.pep_items("urn:xmpp:avatar:metadata").await.unwrap();
    assert_eq!(metadata[0].id, picture.id);
}

async fn assert_private(client: &Client, seeded: &Seeded, report: &ReportFile, own: &str) {
    for element in &seeded.private {
        let document = Document::parse(element).unwrap();
        let name = document.root_element().tag_name();
        let found = client.private(name.name(), name.namespace().unwrap()).await.unwrap();
        if found != *element {
            assert_eq!(found, element.replace(&seeded.jid, own));
            assert!(report.admits_change("private_storage"), "changed in silence: {element}");
        }
    }
}

/// Every field of the vCard4 is there. Fields of the old vCard are the server's to convert: where it
/// keeps none of its own, they are among those of the vCard4.
async fn assert_profile(client: &Client, seeded: &Seeded, report: &ReportFile, own: &str) {
    let nick = client.pep_items("http://jabber.org/protocol/nick").await.unwrap();
    assert_eq!(nick[0].payload, seeded.nick);
    let vcard4 = client.pep_items("urn:xmpp:vcard4").await.unwrap();
    let found = fields(&vcard4[0].payload);
    for field in fields(&seeded.vcard4) {
        let rewritten = field.replace(&seeded.jid, own);
        assert!(found.contains(&rewritten), "{rewritten} is not in {found:#?}");
        assert!(rewritten == field || report.admits_change("profile"), "changed in silence: {field}");
    }
    let vcard = fields(&client.vcard().await.unwrap());
    let names = |fields: &BTreeSet<String>| -> BTreeSet<String> {
        fields.iter().filter_map(|field| Some(field.split_once([' ', '>'])?.0.to_owned())).collect()
    };
    let lost: BTreeSet<String> = names(&fields(&seeded.vcard)).difference(&names(&vcard)).cloned().collect();
    let items = report.items("profile");
    let admitted =
        items.values().filter(|outcome| matches!(outcome.as_str(), "left_out" | "changed")).count();
    assert!(lost.len() <= admitted, "lost without a word: {lost:?}");
}

/// The children of an element in one form, each complete in itself.
fn fields(xml: &str) -> BTreeSet<String> {
    let document = Document::parse(xml).unwrap();
    document.root_element().children().filter(|node| node.is_element()).map(serialize).collect()
}
