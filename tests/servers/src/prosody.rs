//! Prosody as Debian configures it, with what a browser needs (WebSocket, BOSH) and an archive.

use std::path::PathBuf;
use std::process::Command;

use crate::options::{Brakes, Hash};
use crate::place::port;
use crate::server::Server;
use crate::{Error, Generation, Limits, newcomers, tools};

const PROGRAM: &str = "/usr/bin/prosody";
const CONTROL: &str = "/usr/bin/prosodyctl";
const LUA: &str = "lua5.4";

pub(crate) fn command(server: &Server, brakes: Brakes) -> Result<Command, Error> {
    let installation = &server.installation;
    installation.need(PROGRAM, "prosody")?;
    // Without these it starts, and then keeps no archive or finds no other server.
    for (library, package) in
        [("lua/5.4/dbd/sqlite3.so", "lua-dbi-sqlite3"), ("lua/5.4/lunbound.so", "lua-unbound")]
    {
        installation.machine_folder(library, package, |folder| folder.join(library).exists())?;
    }
    let data = data(server);
    std::fs::create_dir_all(&data).map_err(Error::io(format!("create {}", data.display())))?;
    server.write("groups.txt", &groups(server))?;
    let config = server.write("prosody.cfg.lua", &config(server, brakes))?;
    let mut command = installation.command(LUA, &server.folder);
    command.arg(PROGRAM).arg("--config").arg(config).arg("-F");
    Ok(command)
}

pub(crate) async fn register(server: &Server, user: &str, password: &str) -> Result<(), Error> {
    let output = tokio::process::Command::from(control(server))
        .args(["register", user, &server.domain, password])
        .output()
        .await
        .map_err(Error::io("start prosodyctl"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(Error::Command {
        server: server.to_string(),
        command: format!("register {user}"),
        answer: String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).trim().to_owned(),
    })
}

/// `prosodyctl` of this server.
pub(crate) fn control(server: &Server) -> Command {
    let mut command = server.installation.command(LUA, &server.folder);
    command.arg(CONTROL).arg("--config").arg(server.folder.join("prosody.cfg.lua"));
    command
}

/// `prosody-migrator`, to whom the folder of the data is that of this server.
pub(crate) fn migrator(server: &Server) -> Result<Command, Error> {
    let mut command = server.installation.command(LUA, &server.folder);
    command.arg(tools::migrator(server, &data(server))?);
    Ok(command)
}

pub(crate) fn data(server: &Server) -> PathBuf {
    server.folder.join("data")
}

/// The file a user's data of one store is in.
pub(crate) fn stored(server: &Server, store: &str, user: &str) -> PathBuf {
    let folder = data(server).join(encoded(&server.domain)).join(store);
    folder.join(format!("{}.dat", encoded(user)))
}

pub(crate) fn offline_messages(server: &Server, user: &str) -> Result<usize, Error> {
    listed(server, "offline", user)
}

/// How much a store in files has of a user: one `item({…});` for each.
pub(crate) fn listed(server: &Server, store: &str, user: &str) -> Result<usize, Error> {
    let path = stored(server, store, user).with_extension("list");
    if !path.exists() {
        return Ok(0);
    }
    let text = std::fs::read_to_string(&path).map_err(Error::io(format!("read {}", path.display())))?;
    Ok(text.lines().filter(|line| line.starts_with("item(")).count())
}

/// As Prosody names files.
fn encoded(name: &str) -> String {
    let one = |byte: u8| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02x}"),
    };
    name.bytes().map(one).collect()
}

fn groups(server: &Server) -> String {
    let mut out = String::new();
    for group in &server.end.shared_groups {
        out.push_str(&format!("[{}]\n", group.name));
        for (user, name) in &group.members {
            out.push_str(&format!("{user}@{}={name}\n", server.domain));
        }
    }
    out
}

fn config(server: &Server, brakes: Brakes) -> String {
    let (address, domain, folder) = (server.address, &server.domain, server.folder.display());
    let (c2s, s2s, http) = (port::C2S, port::S2S, port::HTTP);
    let (groups_module, groups_file) = if server.end.shared_groups.is_empty() {
        ("", String::new())
    } else {
        ("\"groups\";", format!("groups_file = \"{folder}/groups.txt\""))
    };
    let since_13 = match server.installation.generation {
        Generation::Oldest => "",
        Generation::Backports | Generation::Current => "\"account_activity\"; \"cloud_notify\";",
    };
    let stanza_limit =
        server.end.stanza_limit.map(|bytes| format!("c2s_stanza_size_limit = {bytes}")).unwrap_or_default();
    let hash = match server.end.hash {
        Hash::Sha1 => "",
        Hash::Sha256 | Hash::Sha512 => "password_hash = \"SHA-256\"",
    };
    let deletion = if server.end.keeps_accounts { "" } else { "\"register\";" };
    let top_level = domain.rsplit('.').next().unwrap_or_default();
    // The module has limits of its own where the configuration names none, so it is left out.
    let (limits_module, limits) = match brakes.limits {
        Limits::Default => {
            ("\"limits\";", r#"limits = { c2s = { rate = "10kb/s" }, s2sin = { rate = "30kb/s" } }"#)
        }
        Limits::Unlimited => ("", ""),
    };
    let newcomers = newcomers::prosody(server.end.newcomers);
    format!(
        r#"
modules_enabled = {{
    "disco"; "roster"; "saslauth"; "tls";
    "blocklist"; "bookmarks"; "carbons"; "dialback"; "pep"; "private"; "smacks"; "vcard4"; "vcard_legacy";
    "csi_simple"; "invites"; "invites_adhoc"; "invites_register"; "ping"; {deletion} "time"; "uptime"; "version";
    "admin_adhoc"; "admin_shell"; "posix";
    "mam"; "websocket"; "bosh"; {limits_module} {groups_module} {since_13}
}}
{groups_file}
{limits}
{stanza_limit}
{newcomers}
daemonize = false
run_as_root = true
data_path = "{folder}/data"
pidfile = "{folder}/prosody.pid"
admin_socket = "{folder}/prosody.sock"
certificates = "{folder}/certs"
log = {{ info = "{log}" }}
authentication = "internal_hashed"
{hash}
storage = {{ archive = "sql" }}
sql = {{ driver = "SQLite3", database = "archive.sqlite" }}
archive_expires_after = "never"
s2s_secure_auth = false
unbound = {{
    resolvconf = false; forward = "{dns_address}@{dns_port}";
    -- libunbound answers for reserved names itself unless their zone is made transparent.
    options = {{ ["do-not-query-localhost:"] = "no"; ["local-zone:"] = "{top_level}. transparent" }};
}}
interfaces = {{ "{address}" }}
c2s_ports = {{ {c2s} }}
s2s_ports = {{ {s2s} }}
http_interfaces = {{ "{address}" }}
http_ports = {{ {http} }}
https_ports = {{}}
http_default_host = "{domain}"
consider_websocket_secure = true
consider_bosh_secure = true
VirtualHost "{domain}"
Component "conference.{domain}" "muc"
Component "upload.{domain}" "http_file_share"
    http_external_url = "{upload}"
    http_file_share_access = {{ "{domain}" }}
"#,
        upload = server.upload_url(),
        log = server.log().display(),
        dns_address = server.dns.ip(),
        dns_port = server.dns.port(),
    )
}
