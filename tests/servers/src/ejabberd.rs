//! ejabberd as Debian configures it, with plain HTTP for the browser and an archive in SQLite.

use std::net::SocketAddrV4;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::options::{Brakes, Hash};
use crate::place::port;
use crate::server::Server;
use crate::{Error, Generation, Limits, http, newcomers};

const ERLANG: &str = "/usr/bin/erl";
const SCHEMA: &str = "/usr/share/ejabberd/sql/lite.sql";

pub(crate) fn command(server: &Server, brakes: Brakes) -> Result<Command, Error> {
    let installation = &server.installation;
    installation.need("/usr/sbin/ejabberdctl", "ejabberd")?;
    let libraries = installation.machine_folder("ejabberd's modules", "ejabberd", holds_ejabberd)?;
    let mnesia = server.folder.join("mnesia");
    std::fs::create_dir_all(&mnesia).map_err(Error::io(format!("create {}", mnesia.display())))?;
    make_archive(server, &libraries)?;
    newcomers::prepare_puzzles(server)?;
    let config = server.write("ejabberd.yml", &config(server, brakes))?;
    let names = server.write("inetrc", &inetrc(server))?;

    let address = server.address;
    let mut command = installation.command(ERLANG, &server.folder);
    command
        .args(["-name", &format!("ejabberd@{address}"), "-noinput"])
        .args(["-erl_epmd_port", &port::ERLANG.to_string(), "-start_epmd", "false"])
        .args(["-kernel", "inet_dist_use_interface", &tuple(server)])
        .args(["-mnesia", "dir", &format!("{:?}", mnesia.display().to_string())])
        .args(["-ejabberd", "log_rotate_count", "0", "-s", "ejabberd"])
        .env("HOME", &server.folder)
        .env("ERL_LIBS", libraries)
        .env("ERL_INETRC", names)
        .env("ERL_CRASH_DUMP_BYTES", "0")
        .env("ERL_DIST_PORT", port::ERLANG.to_string())
        .env("EJABBERD_CONFIG_PATH", config)
        .env("EJABBERD_LOG_PATH", server.log());
    Ok(command)
}

pub(crate) async fn register(server: &Server, user: &str, password: &str) -> Result<(), Error> {
    let body = json!({"user": user, "host": server.domain, "password": password});
    call(server, "register", &body).await.map(drop)
}

pub(crate) async fn offline_messages(server: &Server, user: &str) -> Result<usize, Error> {
    let body = json!({"user": user, "server": server.domain});
    let answer = call(server, "get_offline_count", &body).await?;
    // `{"value":3}`, or nothing but the number.
    let number = answer.trim().trim_start_matches("{\"value\":").trim_end_matches('}');
    number.parse().map_err(|_| Error::Command {
        server: server.to_string(),
        command: "get_offline_count".into(),
        answer,
    })
}

/// A file of accounts that do not exist yet.
pub(crate) async fn import(server: &Server, file: &Path) -> Result<(), Error> {
    call(server, "import_piefxis", &json!({"file": file.display().to_string()})).await.map(drop)
}

pub(crate) async fn export(server: &Server, folder: &Path) -> Result<(), Error> {
    call(server, "export_piefxis", &json!({"dir": folder.display().to_string()})).await.map(drop)
}

/// `mod_shared_roster` keeps its groups in the database, so they can only be made while it runs.
pub(crate) async fn share_groups(server: &Server) -> Result<(), Error> {
    let host = &server.domain;
    for group in &server.end.shared_groups {
        let name = &group.name;
        let body = json!({"group": name, "host": host, "label": name, "description": name, "display": name});
        call(server, "srg_create", &body).await?;
        for (user, _) in &group.members {
            let body = json!({"user": user, "host": host, "group": name, "grouphost": host});
            call(server, "srg_user_add", &body).await?;
        }
    }
    Ok(())
}

pub(crate) async fn call(server: &Server, command: &str, body: &serde_json::Value) -> Result<String, Error> {
    let api = SocketAddrV4::new(server.address, port::API);
    let (status, answer) = http::post_json(api, &format!("/api/{command}"), &body.to_string())
        .await
        .map_err(Error::io(format!("{command} at {api}")))?;
    if status == 200 {
        return Ok(answer);
    }
    Err(Error::Command { server: server.to_string(), command: command.into(), answer })
}

/// `ejabberdctl`: it asks the running server by Erlang's own means, as this user instead of another.
pub(crate) fn control(server: &Server) -> Result<Command, Error> {
    let libraries = server.installation.machine_folder("ejabberd's modules", "ejabberd", holds_ejabberd)?;
    let node = format!("ejabberd@{}", server.address);
    let mut command = server.installation.command(ERLANG, &server.folder);
    command
        .args(["-name", &format!("undefined@{}", server.address), "-hidden", "-noinput"])
        .args(["-erl_epmd_port", &port::ERLANG.to_string(), "-start_epmd", "false", "-dist_listen", "false"])
        .args(["-eval", &format!("net_kernel:connect_node('{node}')")])
        .args(["-s", "ejabberd_ctl", "-extra", &node])
        .env("HOME", &server.folder)
        .env("ERL_LIBS", libraries)
        .env("ERL_INETRC", server.folder.join("inetrc"));
    Ok(command)
}

fn holds_ejabberd(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("ejabberd-"))
    })
}

/// The oldest version does not make its SQL tables itself.
fn make_archive(server: &Server, libraries: &Path) -> Result<(), Error> {
    let database = server.archive();
    if database.exists() {
        return Ok(());
    }
    server.installation.need(SCHEMA, "ejabberd")?;
    let script = format!(
        "{{ok, _}} = sqlite3:open(archive, [{{file, \"{}\"}}]), {{ok, Sql}} = file:read_file({SCHEMA:?}), \
         sqlite3:sql_exec_script(archive, Sql), sqlite3:close(archive), halt(0).",
        database.display()
    );
    let output = server
        .installation
        .command(ERLANG, &server.folder)
        .args(["-noshell", "-noinput", "-boot", "start_clean", "-eval", &script])
        .env("ERL_LIBS", libraries)
        .env("ERL_CRASH_DUMP_BYTES", "0")
        .env("HOME", &server.folder)
        .output()
        .map_err(Error::io("start erl"))?;
    if output.status.success() && database.exists() {
        return Ok(());
    }
    Err(Error::Command {
        server: server.to_string(),
        command: "make the archive's tables (needs the Debian package erlang-p1-sqlite3)".into(),
        answer: String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).trim().to_owned(),
    })
}

fn tuple(server: &Server) -> String {
    format!("{{{}}}", server.address.octets().map(|octet| octet.to_string()).join(","))
}

/// Names from our answerer, none from the machine.
fn inetrc(server: &Server) -> String {
    let dns = server.dns.ip().octets().map(|octet| octet.to_string()).join(",");
    // Without the first two, the files of the machine replace what stands here.
    format!(
        "{{resolv_conf,\"\"}}.\n{{hosts_file,\"\"}}.\n{{lookup,[\"file\"]}}.\n{{nameserver,{{{dns}}},{}}}.\n",
        server.dns.port()
    )
}

fn config(server: &Server, brakes: Brakes) -> String {
    let (address, domain, folder) = (server.address, &server.domain, server.folder.display());
    let (c2s, s2s, http, api) = (port::C2S, port::S2S, port::HTTP, port::API);
    let (shaper, ban) = match brakes.limits {
        Limits::Default => {
            ("  c2s_shaper:\n    none: admin\n    normal: all\n  s2s_shaper: fast", "  mod_fail2ban: {}")
        }
        Limits::Unlimited => ("  c2s_shaper: none\n  s2s_shaper: none", ""),
    };
    let counter = brakes.counter.map_or_else(String::new, |(count, seconds)| {
        format!("  mod_pres_counter:\n    count: {count}\n    interval: {seconds}")
    });
    let hash = match server.end.hash {
        Hash::Sha1 => "sha",
        Hash::Sha256 => "sha256",
        Hash::Sha512 => "sha512",
    };
    let deletion = if server.end.keeps_accounts { "none" } else { "all" };
    let newcomers = newcomers::ejabberd(server);
    let (top_level, invites) = (&newcomers.top_level, &newcomers.module);
    let registration = &newcomers.registration;
    let (s2s_in_shaper, since_24) = match server.installation.generation {
        Generation::Oldest => ("", ""),
        Generation::Backports | Generation::Current => (", shaper: s2s_shaper", "  mod_s2s_bidi: {}"),
    };
    format!(
        r#"
loglevel: info
log_rotate_count: 0
hosts: ["{domain}"]
certfiles: ["{folder}/certs/{domain}.pem"]
auth_password_format: scram
auth_scram_hash: {hash}
disable_sasl_mechanisms: ["digest-md5", "X-OAUTH2"]
s2s_use_starttls: required
sql_type: sqlite
{top_level}
sql_database: "{archive}"
listen:
  - {{ port: {c2s}, ip: "{address}", module: ejabberd_c2s, max_stanza_size: 262144, shaper: c2s_shaper, access: c2s, starttls_required: true }}
  - {{ port: {s2s}, ip: "{address}", module: ejabberd_s2s_in, max_stanza_size: 524288{s2s_in_shaper} }}
  - port: {http}
    ip: "{address}"
    module: ejabberd_http
    request_handlers:
      /bosh: mod_bosh
      /ws: ejabberd_http_ws
      /upload: mod_http_upload
  - port: {api}
    ip: "{address}"
    module: ejabberd_http
    request_handlers:
      /api: mod_http_api
acl:
  admin:
    user: [""]
  local:
    user_regexp: ""
  loopback:
    ip: ["127.0.0.0/8"]
access_rules:
  local:
    allow: local
  c2s:
    deny: blocked
    allow: all
  announce:
    allow: admin
  configure:
    allow: admin
  muc_create:
    allow: local
  pubsub_createnode:
    allow: local
api_permissions:
  "admin access":
    who:
      access:
        allow:
          - acl: loopback
    what: ["*", "!stop", "!start"]
shaper:
  normal:
    rate: 3000
    burst_size: 20000
  fast: 200000
shaper_rules:
  max_user_sessions: 10
  max_user_offline_messages:
    5000: admin
    100: all
{shaper}
modules:
{ban}
{counter}
  mod_adhoc: {{}}
  mod_admin_extra: {{}}
  mod_announce:
    access: announce
  mod_avatar: {{}}
  mod_blocking: {{}}
  mod_bosh: {{}}
  mod_caps: {{}}
  mod_carboncopy: {{}}
  mod_client_state: {{}}
  mod_configure: {{}}
  mod_disco: {{}}
  mod_http_api: {{}}
  mod_http_upload:
    host: "upload.{domain}"
    docroot: "{folder}/upload"
    put_url: "{upload}/upload"
    custom_headers:
      Access-Control-Allow-Origin: "*"
      Access-Control-Allow-Methods: "GET,HEAD,PUT,OPTIONS"
      Access-Control-Allow-Headers: "Content-Type"
  mod_last: {{}}
  mod_mam:
    db_type: sql
    assume_mam_usage: true
    default: always
  mod_muc:
    access: [allow]
    access_admin:
      - allow: admin
    access_create: muc_create
    access_persistent: muc_create
    access_mam: [allow]
    default_room_options:
      mam: true
  mod_muc_admin: {{}}
  mod_offline:
    access_max_user_messages: max_user_offline_messages
  mod_ping: {{}}
  mod_privacy: {{}}
  mod_private: {{}}
  mod_pubsub:
    access_createnode: pubsub_createnode
    plugins: [flat, pep]
    force_node_config:
      "eu.siacs.conversations.axolotl.*":
        access_model: open
      storage:bookmarks:
        access_model: whitelist
  mod_push: {{}}
  mod_push_keepalive: {{}}
{invites}
  mod_register:
{registration}
    access_remove: {deletion}
  mod_roster:
    versioning: true
  mod_s2s_dialback: {{}}
{since_24}
  mod_shared_roster: {{}}
  mod_sic: {{}}
  mod_stream_mgmt:
    resend_on_timeout: if_offline
  mod_vcard:
    search: false
  mod_vcard_xupdate: {{}}
  mod_version: {{}}
"#,
        archive = server.archive().display(),
        upload = server.upload_url(),
    )
}
