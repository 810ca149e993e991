//! What an administrator types at a server, run by a shell as it stands. Only the folders are those of this
//! network, and the programs those of the server's generation.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::tools::write;
use crate::{Error, Kind, Network, Server, Side, ejabberd, prosody};

impl Network {
    /// Runs `commands` where the file `name` lies, and gives what they said.
    ///
    /// # Errors
    /// What they said, if one of them failed.
    pub async fn type_at(&self, side: Side, name: &str, file: &str, commands: &str) -> Result<String, Error> {
        let server = self.server(side);
        let folder = server.tool_folder("typed")?;
        write(&folder.join(name), file)?;
        programs(server, &folder.join("bin"))?;
        let commands = commands
            .replace("/var/lib/prosody", &prosody::data(server).display().to_string())
            .replace("/tmp/", &format!("{}/", folder.display()));
        let (mut said, mut piece) = (String::new(), String::new());
        for line in commands.lines().chain([""]) {
            match line {
                "systemctl stop prosody" => self.stop(side).await,
                "systemctl start prosody" | "" => {
                    said += &run(server, &folder, &std::mem::take(&mut piece)).await?;
                    self.start_again(side).await?;
                }
                line => piece += &format!("{line}\n"),
            }
        }
        Ok(said)
    }
}

async fn run(server: &Server, folder: &Path, commands: &str) -> Result<String, Error> {
    let path = std::env::var("PATH").unwrap_or_default();
    let output = tokio::process::Command::new("sh")
        .args(["-e", "-c", commands])
        .current_dir(folder)
        .env("PATH", format!("{}/bin:{path}", folder.display()))
        .output()
        .await
        .map_err(Error::io("start sh"))?;
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    match output.status.success() {
        true => Ok(said),
        false => Err(Error::Command { server: server.to_string(), command: commands.into(), answer: said }),
    }
}

/// The programs of this server, under the names they have.
fn programs(server: &Server, folder: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(folder).map_err(Error::io(format!("create {}", folder.display())))?;
    match server.kind {
        Kind::Ejabberd => program(&folder.join("ejabberdctl"), &quoted(&ejabberd::control(server)?)),
        Kind::Prosody => {
            program(&folder.join("prosodyctl"), &quoted(&prosody::control(server)))?;
            program(&folder.join("prosody-migrator"), &quoted(&prosody::migrator(server)?))?;
            // Here the server runs as whoever tests it.
            program(&folder.join("install"), "shift 4; /usr/bin/install -m 600")
        }
    }
}

fn program(path: &Path, command: &str) -> Result<(), Error> {
    write(path, &format!("#!/bin/sh -e\n{command} \"$@\"\n"))?;
    let rights = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(path, rights).map_err(Error::io(format!("make {} run", path.display())))
}

/// A command for a shell.
fn quoted(command: &Command) -> String {
    let quote = |text: &std::ffi::OsStr| format!("'{}'", text.to_string_lossy().replace('\'', "'\\''"));
    let environment = command.get_envs().filter_map(|(name, value)| Some((name, value?)));
    let environment = environment.map(|(name, value)| format!("{}={}", name.to_string_lossy(), quote(value)));
    let words = [command.get_program()].into_iter().chain(command.get_args()).map(quote);
    environment.chain(words).collect::<Vec<_>>().join(" ")
}
