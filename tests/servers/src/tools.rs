//! The servers' own importers and exporters of XEP-0227 files: `import_piefxis` and `export_piefxis` of
//! ejabberd, `prosody-migrator` with `mod_storage_xep0227` of Prosody.

use std::path::{Path, PathBuf};

use crate::{Error, Kind, Network, Server, Side, ejabberd};

const MIGRATOR: &str = "/usr/bin/prosody-migrator";

/// What Prosody's storage of these files knows, with the archive in SQL apart.
const STORES: &str = r#""accounts"; "roster"; "vcard"; "private"; "pep-pubsub""#;
const ARCHIVE: &str = r#""archive-archive""#;

impl Network {
    /// Gives a file to the importer an administrator has. Prosody's works on the data of a server that
    /// stands still, so it is stopped meanwhile; version 13's takes no archive out of any file, because it
    /// looks for one of the host first and stops there.
    ///
    /// # Errors
    /// What the importer says when it gives up.
    pub async fn import(&self, side: Side, user: &str, file: &str) -> Result<(), Error> {
        let server = self.server(side);
        match server.kind {
            Kind::Ejabberd => {
                let path = server.write("import.xml", file)?;
                ejabberd::import(server, &path).await
            }
            Kind::Prosody => {
                self.stop(side).await;
                let folder = server.tool_folder("import")?;
                write(&folder.join(format!("{user}@{}.xml", server.domain)), file)?;
                migrate(server, &folder, Direction::Import, STORES).await?;
                if server.installation.version("prosody")?.starts_with("0.") {
                    migrate(server, &folder, Direction::Import, ARCHIVE).await?;
                }
                self.start_again(side).await
            }
        }
    }

    /// The files the server's own exporter makes, with their names.
    ///
    /// # Errors
    /// What the exporter says when it gives up.
    pub async fn export(&self, side: Side) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let server = self.server(side);
        let folder = server.tool_folder("export")?;
        match server.kind {
            Kind::Ejabberd => ejabberd::export(server, &folder).await?,
            Kind::Prosody => {
                self.stop(side).await;
                migrate(server, &folder, Direction::Export, STORES).await?;
                migrate(server, &folder, Direction::Export, ARCHIVE).await?;
                self.start_again(side).await?;
            }
        }
        let entries = std::fs::read_dir(&folder).map_err(Error::io("read the export"))?;
        let mut files: Vec<(String, Vec<u8>)> = entries
            .flatten()
            .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
            .filter(|(name, _)| name.ends_with(".xml"))
            .map(|(name, path)| std::fs::read(path).map(|bytes| (name, bytes)))
            .collect::<Result<_, _>>()
            .map_err(Error::io("read the export"))?;
        files.sort();
        Ok(files)
    }
}

impl Server {
    /// An empty folder below the server's own.
    pub(crate) fn tool_folder(&self, name: &str) -> Result<PathBuf, Error> {
        let folder = self.folder.join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(Error::io(format!("empty {}", folder.display())))?;
        }
        std::fs::create_dir_all(&folder).map_err(Error::io(format!("create {}", folder.display())))?;
        Ok(folder)
    }
}

#[derive(Clone, Copy)]
enum Direction {
    Import,
    Export,
}

/// Runs the migrator for these stores: those that Prosody keeps in files, or its archive.
async fn migrate(server: &Server, files: &Path, direction: Direction, stores: &str) -> Result<(), Error> {
    let script = migrator(server, files)?;
    let data = server.folder.join("data");
    let kept = match stores {
        ARCHIVE => {
            format!("type = \"sql\"; driver = \"SQLite3\"; database = \"{}\"", server.archive().display())
        }
        _ => format!("type = \"internal\"; path = \"{}\"", data.display()),
    };
    let file = "type = \"xep0227\"".to_owned();
    let (from, to) = match direction {
        Direction::Import => (file, kept),
        Direction::Export => (kept, file),
    };
    let hosts = format!("hosts = {{ [\"{}\"] = {{ {stores} }} }}", server.domain);
    let config = format!("input {{ {hosts}; {from} }}\noutput {{ {to} }}\n");
    let config = server.write("migrator.cfg.lua", &config)?;
    let output = tokio::process::Command::from(server.installation.command("lua5.4", &server.folder))
        .arg(&script)
        .arg("--config")
        .arg(config)
        // The host itself has no archive, which would end it.
        .args(["--keep-going", "input", "output"])
        .output()
        .await
        .map_err(Error::io("start prosody-migrator"))?;
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    // It says so at its end, and tells what failed only in between.
    if output.status.success() && said.contains("Done!") && !said.contains("data for user") {
        return Ok(());
    }
    Err(Error::Command { server: server.to_string(), command: "prosody-migrator".into(), answer: said })
}

/// It takes files from, and puts them into, the folder that was fixed when it was packaged, and gives up the
/// rights to ours: two lines of it are other here.
pub(crate) fn migrator(server: &Server, files: &Path) -> Result<PathBuf, Error> {
    server.installation.need(MIGRATOR, "prosody")?;
    let script = std::fs::read_to_string(server.installation.outside(MIGRATOR))
        .map_err(Error::io("read prosody-migrator"))?
        .replace("CFG_DATADIR='/var/lib/prosody'", &format!("CFG_DATADIR='{}'", files.display()))
        .replace("startup.switch_user();", "");
    server.write("migrator.lua", &script)
}

pub(crate) fn write(path: &Path, text: &str) -> Result<(), Error> {
    std::fs::write(path, text).map_err(Error::io(format!("write {}", path.display())))
}
