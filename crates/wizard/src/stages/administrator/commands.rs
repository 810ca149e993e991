//! What is typed at a server to take in an account, after the documentation of each.

use jid::BareJid;

use super::Program;

/// What the migrator takes out of these files, besides the history.
const STORES: &str = r#""accounts"; "roster"; "vcard"; "private"; "pep-pubsub""#;

/// Line by line, for the file `file` in the folder where they are typed. Without keys in the file, ejabberd
/// says that it worked and makes no account, and Prosody makes one that nobody can sign in to.
pub fn import_commands(program: Program, account: Option<&BareJid>, file: &str, has_keys: bool) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let host = account.map(BareJid::domain).filter(|host| host.chars().all(is_plain));
    let host = host.unwrap_or("example.org");
    // A name holds no quotes (RFC 6122, appendix A.5).
    let user = account.and_then(|account| account.local()).unwrap_or("user");
    match program {
        Program::Ejabberd => {
            let password = format!("sed -i \"0,/<user name=/s//<user password='CHANGE-ME' name=/\" {file}\n");
            let password = if has_keys { String::new() } else { password };
            format!("{password}ejabberdctl import_piefxis \"$PWD/{file}\"")
        }
        Program::Prosody => prosody(user, host, file, has_keys),
        Program::Snikket => "docker exec snikket create-invite --group default".to_owned(),
    }
}

/// The migrator takes files from where the data are, and reads them as the user that Prosody runs as. Version 13
/// takes no history out of any file: it looks for one of the host first, and ends there.
fn prosody(user: &str, host: &str, file: &str, has_keys: bool) -> String {
    let password = match has_keys {
        true => String::new(),
        false => format!("\nprosodyctl register '{user}' '{host}' CHANGE-ME"),
    };
    format!(
        r#"# For data in files, as Debian has it. Else: https://prosody.im/doc/migrator
systemctl stop prosody
install -m 600 -o prosody {file} '/var/lib/prosody/{user}@{host}.xml'
case "$(prosodyctl about)" in *"Prosody 0."*) history='"archive-archive"';; *) history=;; esac
cat > /tmp/migrator.cfg.lua <<END
input {{ type = "xep0227"; hosts = {{ ["{host}"] = {{ {STORES}; $history }} }} }}
output {{ type = "internal"; path = "/var/lib/prosody" }}
END
prosody-migrator --config=/tmp/migrator.cfg.lua --keep-going input output
rm '/var/lib/prosody/{user}@{host}.xml' /tmp/migrator.cfg.lua
systemctl start prosody{password}"#
    )
}
