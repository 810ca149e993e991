//! `cargo xtask dist`: the static bundle in `dist/`, weighed against its budget.

use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{fs, io};

use crate::project::Project;
use crate::sizes::When;
use crate::{Result, setup, shrink, sizes};

/// Where the goal and the last decided weight are kept.
const BUDGET: &str = "xtask/budget.toml";
/// How far the weight may drift from the recorded one before somebody decides, in percent.
const DRIFT: usize = 3;

/// What the bundle is made of.
const SOURCES: [&str; 7] =
    ["index.html", "Trunk.toml", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "crates", "web"];

/// Whether the weight found becomes the recorded one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    Yes,
    No,
}

pub fn run(project: &Project, record: Record) -> Result {
    setup::run(project, &[setup::Need::Build])?;
    build(project)?;
    weigh(project, record)
}

/// Builds the bundle unless it is whole and newer than everything it is made of.
pub fn ensure(project: &Project) -> Result {
    let sources: Vec<PathBuf> = SOURCES.iter().map(|source| project.path(source)).collect();
    if is_of(&sources, &project.path("dist/index.html"), &project.path(shrink::REST)) {
        return Ok(());
    }
    build(project)
}

/// Whether a bundle was made of these sources as they are: trunk, which empties the folder, has written the first
/// file since, and the build has come to the last.
fn is_of(sources: &[PathBuf], first: &Path, last: &Path) -> bool {
    let changed = sources.iter().map(|source| newest(source)).max().unwrap_or(SystemTime::UNIX_EPOCH);
    newest(first) > changed && last.exists()
}

pub fn build(project: &Project) -> Result {
    // trunk cannot be trusted to fetch everywhere, so cargo fetches and trunk stays offline.
    project.cargo().args(["fetch", "--quiet"]).run()?;
    // What a person set for other builds must not change the bundle; and trunk reads NO_COLOR=1 as an error.
    ["CARGO_PROFILE_RELEASE_LTO", "CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "CARGO_PROFILE_RELEASE_OPT_LEVEL"]
        .into_iter()
        .chain(["RUSTFLAGS", "NO_COLOR"])
        .fold(project.command("trunk"), crate::command::Cmd::env_remove)
        .env("CARGO_ENCODED_RUSTFLAGS", remapped(project)?)
        .args(["build", "--release", "--offline"])
        .run()?;
    shrink::run(project)
}

/// The flags that keep this machine's folders out of the bundle: its panic messages name source files.
fn remapped(project: &Project) -> Result<String> {
    let sysroot = project.command("rustc").args(["--print", "sysroot"]).read()?;
    let mut folders = vec![Path::new(&sysroot).join("lib/rustlib/src/rust/library")];
    let home = std::env::home_dir().ok_or("there is no home folder")?;
    let cargo = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), Into::into);
    // One folder for each registry, named after it.
    let registries = cargo.join("registry/src");
    let found = fs::read_dir(&registries)
        .map_err(|error| format!("cannot read {}: {error}", registries.display()))?;
    folders.extend(found.flatten().map(|folder| folder.path()));
    let flags = folders.iter().map(|folder| format!("--remap-path-prefix={}=", folder.display()));
    Ok(flags.collect::<Vec<_>>().join("\u{1f}"))
}

fn weigh(project: &Project, record: Record) -> Result {
    let sizes = sizes::measure(&project.path("dist"))?;
    println!("\n{}", sizes::table(&sizes));
    let weight = sizes::weight(&sizes, When::FirstVisit);
    let later = sizes::weight(&sizes, When::SettingOut);
    let sealing = sizes::weight(&sizes, When::Sealing);

    let path = project.path(BUDGET);
    let text = fs::read_to_string(&path).map_err(|error| format!("cannot read {BUDGET}: {error}"))?;
    let budget = Budget::parse(&text)?;
    if record == Record::Yes {
        let text = text
            .replace(&format!("\nrecorded = {}", budget.recorded), &format!("\nrecorded = {weight}"))
            .replace(&format!("\nlater = {}", budget.later), &format!("\nlater = {later}"))
            .replace(&format!("\nsealing = {}", budget.sealing), &format!("\nsealing = {sealing}"));
        fs::write(&path, text).map_err(|error| format!("cannot write {BUDGET}: {error}"))?;
        let grouped = sizes::grouped;
        println!(
            "recorded {}, {} and {} bytes in {BUDGET}; say in the commit what they buy",
            grouped(weight),
            grouped(later),
            grouped(sealing)
        );
    }
    if record == Record::No {
        judge("a first visit loads", weight, budget.recorded)?;
        judge("setting out loads", later, budget.later)?;
        judge("an encrypted copy loads", sealing, budget.sealing)?;
    }
    println!("{}", budget.distance(weight));
    Ok(())
}

/// The figures of `budget.toml`, in bytes of brotli.
#[derive(Debug, PartialEq, Eq)]
struct Budget {
    /// What a first visit should weigh at most.
    goal: usize,
    recorded: usize,
    /// What setting out loads besides.
    later: usize,
    /// What an encrypted copy loads besides.
    sealing: usize,
}

fn judge(what: &str, weight: usize, recorded: usize) -> Result {
    if weight * 100 > recorded * (100 + DRIFT) {
        return Err(format!(
            "{what} {} bytes, more than {DRIFT} % over the recorded {}: \
             if the growth is wanted, record it with `cargo xtask dist --record`",
            sizes::grouped(weight),
            sizes::grouped(recorded)
        ));
    }
    Ok(())
}

impl Budget {
    fn parse(text: &str) -> Result<Self> {
        let figure = |key: &str| {
            text.lines()
                .filter_map(|line| line.split_once('='))
                .find(|(name, _)| name.trim() == key)
                .and_then(|(_, value)| value.trim().parse().ok())
                .ok_or_else(|| format!("{BUDGET} has no line `{key} = BYTES`"))
        };
        Ok(Self {
            goal: figure("goal")?,
            recorded: figure("recorded")?,
            later: figure("later")?,
            sealing: figure("sealing")?,
        })
    }

    /// How far the weight is from the goal, said every time until it is met.
    fn distance(&self, weight: usize) -> String {
        let grouped = sizes::grouped;
        match weight.checked_sub(self.goal) {
            None | Some(0) => format!("{} bytes, within the goal of {}", grouped(weight), grouped(self.goal)),
            Some(over) => format!(
                "{} bytes: the goal of {} is missed by {}",
                grouped(weight),
                grouped(self.goal),
                grouped(over)
            ),
        }
    }
}

/// When anything in `path` last changed; long ago if it is not there.
fn newest(path: &Path) -> SystemTime {
    let modified = |path: &Path| -> io::Result<SystemTime> { fs::metadata(path)?.modified() };
    let own = modified(path).unwrap_or(SystemTime::UNIX_EPOCH);
    let Ok(entries) = fs::read_dir(path) else { return own };
    entries.flatten().map(|entry| newest(&entry.path())).fold(own, SystemTime::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: Budget = Budget { goal: 200_000, recorded: 100_000, later: 50_000, sealing: 20_000 };

    #[test]
    fn reads_the_budget() {
        let text = "# why\ngoal = 200000\n\n# last\nrecorded = 100000\nlater = 50000\nsealing = 20000\n";
        assert_eq!(Budget::parse(text), Ok(BUDGET));
        assert!(Budget::parse("goal = 200000\nlater = 50000\n").unwrap_err().contains("recorded"));
    }

    #[test]
    fn growth_is_decided_not_drifted_into() {
        assert_eq!(judge("a first visit loads", 103_000, BUDGET.recorded), Ok(()));
        assert!(
            judge("a first visit loads", 103_001, BUDGET.recorded).unwrap_err().contains("dist --record")
        );
    }

    #[test]
    fn a_bundle_that_is_old_or_was_interrupted_is_none() {
        let folder = std::env::temp_dir().join(format!("xtask-dist-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let [source, first, last] = ["source", "index.html", "engine.wasm"].map(|name| folder.join(name));
        let written = |path: &Path, seconds: u64| {
            let at = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            fs::File::create(path).and_then(|file| file.set_modified(at)).unwrap();
        };
        let is_whole = || is_of(std::slice::from_ref(&source), &first, &last);
        written(&source, 1000);
        assert!(!is_whole(), "nothing is built");
        written(&first, 2000);
        assert!(!is_whole(), "the build was interrupted");
        written(&last, 2100);
        assert!(is_whole());
        written(&source, 2050);
        assert!(!is_whole(), "changed since it was compiled");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_missed_goal_is_said() {
        assert!(BUDGET.distance(200_000).contains("within"));
        assert!(BUDGET.distance(200_001).contains("missed by 1"));
    }
}
