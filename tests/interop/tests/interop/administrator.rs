//! What the page tells an administrator to type, typed as it stands, with the file it made.

use std::collections::BTreeSet;

use jid::BareJid;
use portable::{Administrator, Importer, Scram, Variant};
use servers::client::RosterItem;
use servers::seed::{self, Size};
use servers::{Client, Generation, Kind, Network, Options, Side};
use wizard::{Program, import_commands};

use crate::common::{PASSWORD, USER, locally, page};
use crate::importers::{everything, written};

#[tokio::test]
async fn typed_at_the_oldest_prosody() {
    typed(Generation::Oldest, Kind::Prosody).await;
}

#[tokio::test]
async fn typed_at_the_current_prosody() {
    typed(Generation::Current, Kind::Prosody).await;
}

#[tokio::test]
async fn typed_at_the_oldest_ejabberd() {
    typed(Generation::Oldest, Kind::Ejabberd).await;
}

#[tokio::test]
async fn typed_at_the_current_ejabberd() {
    typed(Generation::Current, Kind::Ejabberd).await;
}

/// Once with a password that the administrator sets, and once with keys in the file.
async fn typed(generation: Generation, kind: Kind) {
    let network = Network::start(Options::of(generation, Kind::Prosody, kind)).await.unwrap();
    let size = Size { messages: 10, ..Size::full(5) };
    let seeded = seed::fill(&network, Side::Old, USER, PASSWORD, &size).await.unwrap();
    let fragments = locally(async { everything(&page(&network, Side::Old).await).await }).await;
    for (user, password, has_keys) in [("set", "CHANGE-ME", false), ("kept", "a password of her own", true)] {
        let account: BareJid = format!("{user}@new.test").parse().unwrap();
        let salts = [*b"0123456789abcdef", *b"fedcba9876543210"];
        let keys = Scram::of_password(password, salts).unwrap();
        let (importer, program) = match kind {
            Kind::Ejabberd => (Importer::Ejabberd, Program::Ejabberd),
            Kind::Prosody => (Importer::Prosody, Program::Prosody),
        };
        let commands = import_commands(program, Some(&account), "anna-import.xml", has_keys);
        let credentials = if has_keys { keys } else { Vec::new() };
        let variant = Variant::Administrator(Administrator { account, importer, credentials });
        let (file, _) = written(&variant, fragments.clone());
        let said = network.type_at(Side::New, "anna-import.xml", &file, &commands).await.unwrap();
        let server = network.server(Side::New);
        let client = Client::connect(server, user, password).await.unwrap();
        assert_eq!(named(client.roster().await.unwrap()), named(seeded.roster.clone()), "{said}");
        if kind == Kind::Prosody {
            assert!(!client.bookmarks().await.unwrap().is_empty());
            let history = server.archived_in_files(user).unwrap();
            // The current version looks for an archive of the host, and for no other.
            let expected = if generation == Generation::Oldest { seeded.messages } else { 0 };
            assert_eq!(history, expected, "{said}");
        }
    }
}

fn named(items: Vec<RosterItem>) -> Vec<(String, String, BTreeSet<String>)> {
    let mut named: Vec<_> = items.into_iter().map(|item| (item.jid, item.name, item.groups)).collect();
    named.sort();
    named
}
