//! Many accounts at once, with rosters that no request led to: as an administrator has them who moves a
//! server, and in no more time than that.

use std::fs;

use crate::client::RosterItem;
use crate::xml::escape;
use crate::{Error, Kind, Server, ejabberd, prosody};

/// An account to be there from the beginning.
#[derive(Debug, Clone, Default)]
pub struct Resident {
    pub user: String,
    /// Subscriptions included; requests that wait ([`RosterItem::ask`]) take a presence to be made.
    pub roster: Vec<RosterItem>,
}

impl Server {
    /// Makes these accounts, all with one password.
    pub async fn settle(&self, residents: &[Resident], password: &str) -> Result<(), Error> {
        match self.kind {
            Kind::Prosody => into_files(self, residents, password).await,
            Kind::Ejabberd => {
                let file = self.write("residents.xml", &document(self, residents, password))?;
                ejabberd::import(self, &file).await
            }
        }
    }
}

/// An account is a file, and so is a roster; Prosody reads them when somebody asks.
async fn into_files(server: &Server, residents: &[Resident], password: &str) -> Result<(), Error> {
    let Some(first) = residents.first() else { return Ok(()) };
    server.register(&first.user, password).await?;
    let account = fs::read(prosody::stored(server, "accounts", &first.user))
        .map_err(Error::io(format!("read the account of {}", first.user)))?;
    for Resident { user, roster } in residents {
        for (store, content) in [("accounts", account.clone()), ("roster", table(roster).into_bytes())] {
            let path = prosody::stored(server, store, user);
            let folder = path.parent().unwrap_or(&path);
            fs::create_dir_all(folder)
                .and_then(|()| fs::write(&path, content))
                .map_err(Error::io(format!("write {}", path.display())))?;
        }
    }
    Ok(())
}

/// A roster as Prosody writes it: a table of Lua.
fn table(roster: &[RosterItem]) -> String {
    let mut out = String::from("return {\n\t[false] = { [\"version\"] = 1; [\"pending\"] = {}; };\n");
    for item in roster {
        let groups: String =
            item.groups.iter().map(|group| format!("[{}] = true; ", quoted(group))).collect();
        let name = match item.name.as_str() {
            "" => String::new(),
            name => format!("[\"name\"] = {}; ", quoted(name)),
        };
        out.push_str(&format!(
            "\t[{}] = {{ [\"subscription\"] = {}; {name}[\"groups\"] = {{ {groups}}}; }};\n",
            quoted(&item.jid),
            quoted(&item.subscription)
        ));
    }
    out.push_str("};\n");
    out
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// XEP-0227.
fn document(server: &Server, residents: &[Resident], password: &str) -> String {
    let mut out = String::from("<?xml version='1.0' encoding='UTF-8'?><server-data xmlns='urn:xmpp:pie:0'>");
    out.push_str(&format!("<host jid='{}'>", escape(&server.domain)));
    for Resident { user, roster } in residents {
        out.push_str(&format!("<user name='{}' password='{}'>", escape(user), escape(password)));
        out.push_str("<query xmlns='jabber:iq:roster'>");
        for item in roster {
            let groups: String =
                item.groups.iter().map(|group| format!("<group>{}</group>", escape(group))).collect();
            out.push_str(&format!(
                "<item jid='{}' name='{}' subscription='{}'>{groups}</item>",
                escape(&item.jid),
                escape(&item.name),
                item.subscription
            ));
        }
        out.push_str("</query></user>");
    }
    out.push_str("</host></server-data>");
    out
}
