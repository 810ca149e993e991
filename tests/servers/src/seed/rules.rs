//! What the server is to do with messages: which to archive (XEP-0441), which to let through (XEP-0016).

use super::Seeded;
use crate::client::write::{archive_preferences, privacy_list};
use crate::client::{Client, Preferences};
use crate::{Error, Kind};

/// A list beside the blocklist, not in use.
const LIST: &str = "<list name='Quiet &amp; &lt;early&gt;'>\
    <item type='group' value='Work \"R&amp;D\"' action='deny' order='1'><message/></item>\
    <item type='jid' value='q\\26a@friends.test' action='deny' order='2'><presence-out/></item>\
    <item type='subscription' value='none' action='deny' order='3'><presence-in/><iq/></item>\
    <item action='allow' order='100'/></list>";

pub(super) async fn write(client: &Client, kind: Kind, seeded: &mut Seeded) -> Result<(), Error> {
    let preferences = Preferences {
        default: "roster".to_owned(),
        always: ["boss@work.test", "d\\27artagnan@friends.test"].map(str::to_owned).into(),
        never: ["gateway.test", "q\\26a@friends.test"].map(str::to_owned).into(),
    };
    client.send(archive_preferences(&preferences)).await?;
    seeded.archive_preferences = Some(preferences);
    // Prosody has no privacy lists.
    if kind == Kind::Ejabberd {
        client.send(privacy_list(LIST)).await?;
    }
    seeded.privacy_lists = client.privacy_lists().await?;
    Ok(())
}
