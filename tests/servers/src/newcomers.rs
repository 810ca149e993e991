//! Who may make an account from an app, in the words of each server's configuration.

use serde_json::json;

use crate::server::Server;
use crate::{Error, Generation, Kind, Newcomers, ejabberd};

/// Where ejabberd's pictures come from, and where what stands in the last one is noted.
const DRAWER: &str = "captcha.sh";
const DRAWN: &str = "captcha.txt";
/// A picture, for those who only see that there is one.
const PICTURE: &str = "iVBORw0KGgoAAAANSUhEUgAAAGAAAAAgCAAAAADIqyKIAAAAQElEQVR42mN4TWPAMGrBiLJAAwxeU1dgOFkAE4ZLU0NgeFmAKUUd\
     gWFmAfWNH7Vg5FkwWqMRtGA0FY2mohFqAQCeFDbtPhTSXwAAAABJRU5ErkJggg==";
/// Where [`Newcomers::Elsewhere`] sends people.
const PAGE: &str = "https://new.test/join";

/// What stands in ejabberd's configuration.
pub(crate) struct Settings {
    pub(crate) top_level: String,
    pub(crate) module: String,
    /// Of `mod_register`.
    pub(crate) registration: String,
}

pub(crate) fn prosody(newcomers: Newcomers) -> &'static str {
    match newcomers {
        Newcomers::Invited => "allow_user_invites = true",
        // This machine would be let through whatever it does.
        Newcomers::Everybody => {
            "allow_registration = true; registration_invite_only = false; registration_allowlist = {};              registration_whitelist = {}; registration_throttle_max = 1; registration_throttle_period = 600"
        }
        Newcomers::Nobody | Newcomers::Solvers | Newcomers::Elsewhere => "",
    }
}

pub(crate) fn ejabberd(server: &Server) -> Settings {
    let settings = |top_level: String, module: &str, registration: &str| Settings {
        top_level,
        module: module.to_owned(),
        registration: registration.to_owned(),
    };
    match server.end.newcomers {
        Newcomers::Nobody => settings(String::new(), "", "    access: none"),
        Newcomers::Invited => settings(
            "registration_timeout: infinity".to_owned(),
            "  mod_invites:\n    access_create_account: all",
            "    access: all\n    allow_modules: [mod_invites]",
        ),
        Newcomers::Everybody => settings(String::new(), "", "    access: all"),
        Newcomers::Solvers => settings(
            format!(
                "registration_timeout: infinity\ncaptcha_cmd: \"{}\"\ncaptcha_url: \"http://{}/captcha\"",
                server.folder.join(DRAWER).display(),
                server.http()
            ),
            "",
            "    access: all\n    captcha_protected: true",
        ),
        Newcomers::Elsewhere => {
            let registration = format!("    access: none\n    redirect_url: \"{PAGE}\"");
            settings(String::new(), "", &registration)
        }
    }
}

/// The script that ejabberd calls with what is to stand in the picture.
pub(crate) fn prepare_puzzles(server: &Server) -> Result<(), Error> {
    if server.end.newcomers != Newcomers::Solvers {
        return Ok(());
    }
    let folder = server.folder.display();
    let script = format!("#!/bin/sh\nprintf %s \"$1\" > {folder}/{DRAWN}\necho {PICTURE} | base64 -d\n");
    let path = server.write(DRAWER, &script)?;
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&path, executable).map_err(Error::io(format!("allow {}", path.display())))
}

pub(crate) fn puzzle(server: &Server) -> Result<String, Error> {
    let path = server.folder.join(DRAWN);
    std::fs::read_to_string(&path).map_err(Error::io(format!("read {}", path.display())))
}

pub(crate) async fn invitation(server: &Server) -> Result<String, Error> {
    let refused = |answer: String| Error::Command {
        server: server.to_string(),
        command: "generate_invite".into(),
        answer,
    };
    match (server.kind, server.installation.generation) {
        (Kind::Ejabberd, Generation::Current) => {
            let answer = ejabberd::call(server, "generate_invite", &json!({"host": server.domain})).await?;
            let parsed: serde_json::Value = serde_json::from_str(&answer).unwrap_or_default();
            parsed["invite_uri"].as_str().map(str::to_owned).ok_or_else(|| refused(answer))
        }
        _ => Err(refused("only ejabberd 26 has it; on Prosody people invite".to_owned())),
    }
}
