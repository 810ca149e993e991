//! `cargo xtask test` and `ci`: every check and every test, step by step.

use std::time::{Duration, Instant};

use crate::command::Cmd;
use crate::project::Project;
use crate::setup::{self, Need};
use crate::{Result, dist, tidy};

/// One thing that must hold.
struct Step {
    name: &'static str,
    what: &'static str,
    needs: &'static [Need],
    run: fn(&Project, &mut Tally) -> Result,
}

const STEPS: [Step; 11] = [
    Step { name: "format", what: "rustfmt has nothing to change", needs: &[], run: format },
    Step {
        name: "clippy",
        what: "no lint speaks up, on the host and for the page",
        needs: &[Need::Build],
        run: clippy,
    },
    Step {
        name: "tidy",
        what: "the rules of CONTRIBUTING.md",
        needs: &[],
        run: |project, _| tidy::run(project),
    },
    Step { name: "core", what: "the crates without a browser, and xtask", needs: &[], run: core },
    Step {
        name: "fuzz",
        what: "no bytes upset the readers, in a bounded run",
        needs: &[],
        run: |p, t| cargo_test(p, t, &["-p", "fuzz"]),
    },
    Step { name: "docs", what: "the documentation builds without warnings", needs: &[], run: docs },
    Step {
        name: "web",
        what: "the views, rendered on the host",
        needs: &[],
        run: |p, t| cargo_test(p, t, &["-p", "web"]),
    },
    Step {
        name: "dist",
        what: "the bundle, within its budget",
        needs: &[Need::Build],
        run: |project, _| dist::run(project, dist::Record::No),
    },
    Step {
        name: "servers",
        what: "Prosody and ejabberd start and are seeded",
        needs: &[Need::Servers, Need::Generations],
        run: |p, t| cargo_test(p, t, &["-p", "servers"]),
    },
    Step {
        name: "interop",
        what: "every kind of data against the real servers",
        needs: &[Need::Servers, Need::Generations],
        run: interop,
    },
    Step {
        name: "browser",
        what: "the bundle in a real browser with the real servers",
        needs: &setup::EVERYTHING,
        run: browser,
    },
];

/// What the test programs reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    passed: u64,
    failed: u64,
}

pub fn list() {
    for step in &STEPS {
        println!("{:8}  {}", step.name, step.what);
    }
}

/// Runs the named steps, or all, whatever the ones before gave; fails if one failed.
pub fn run(project: &Project, names: &[&str]) -> Result {
    if let Some(unknown) = names.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        return Err(format!("`{unknown}` is no step: `cargo xtask test --list` names them"));
    }
    let mut summary = Vec::new();
    let mut total = Tally::default();
    for step in STEPS.iter().filter(|step| names.is_empty() || names.contains(&step.name)) {
        project.heading(&format!("{}: {}", step.name, step.what));
        let start = Instant::now();
        let mut tally = Tally::default();
        let result = setup::run(project, step.needs).and_then(|()| (step.run)(project, &mut tally));
        if let Err(reason) = &result {
            println!("{} failed: {reason}", step.name);
            // A step that fails without a failed test (a lint, a compile error) counts as one.
            tally.failed = tally.failed.max(1);
        }
        total.passed += tally.passed;
        total.failed += tally.failed;
        summary.push((step.name, start.elapsed(), tally, result));
    }
    summarise(project, &summary);
    println!("{} passed, {} failed", total.passed, total.failed);
    // Nothing is printed after the figures, so no error is handed up.
    if total.failed == 0 { Ok(()) } else { std::process::exit(1) }
}

fn summarise(project: &Project, summary: &[(&str, Duration, Tally, Result)]) {
    project.heading("summary");
    for (name, time, tally, result) in summary {
        let state = if result.is_ok() { "ok" } else { "FAILED" };
        let tests = match tally.passed {
            0 => String::new(),
            passed => format!("{passed} tests passed"),
        };
        let reason = result.as_ref().err().map_or("", |reason| reason.lines().next().unwrap_or_default());
        println!(
            "{name:8}  {state:6}  {:6.1} s  {tests}{}{reason}",
            time.as_secs_f32(),
            if tests.is_empty() || reason.is_empty() { "" } else { "; " }
        );
    }
}

fn format(project: &Project, _: &mut Tally) -> Result {
    project.cargo().args(["fmt", "--all", "--check"]).run()
}

fn clippy(project: &Project, _: &mut Tally) -> Result {
    let clippy =
        |what: &[&str]| project.cargo().arg("clippy").args(what).args(["--", "-D", "warnings"]).run();
    clippy(&["--workspace", "--all-targets"])?;
    clippy(&["-p", "web", "--target", setup::TARGET])
}

fn core(project: &Project, tally: &mut Tally) -> Result {
    let others = ["web", "servers", "interop", "browser"];
    let excluded = others.iter().flat_map(|name| ["--exclude", name]);
    let arguments: Vec<&str> = std::iter::once("--workspace").chain(excluded).collect();
    cargo_test(project, tally, &arguments)
}

fn docs(project: &Project, _: &mut Tally) -> Result {
    project.cargo().env("RUSTDOCFLAGS", "-D warnings").args(["doc", "--workspace", "--no-deps"]).run()
}

/// Most of these tests wait for a server's pace most of the time: more of them than processors run at once.
fn interop(project: &Project, tally: &mut Tally) -> Result {
    cargo_test_with(project, tally, &["-p", "interop"], &["--test-threads=4"])
}

fn browser(project: &Project, tally: &mut Tally) -> Result {
    dist::ensure(project)?;
    cargo_test(project, tally, &["-p", "browser"])
}

fn cargo_test(project: &Project, tally: &mut Tally, arguments: &[&str]) -> Result {
    cargo_test_with(project, tally, arguments, &[])
}

/// With `options` for the test programs themselves.
fn cargo_test_with(project: &Project, tally: &mut Tally, arguments: &[&str], options: &[&str]) -> Result {
    let command: Cmd =
        project.cargo().arg("test").args(arguments).args(["--no-fail-fast", "--"]).args(options);
    command.run_watched(|line| tally.add(line))
}

impl Tally {
    /// Counts a test program's last line: `test result: ok. 3 passed; 0 failed; ...`.
    fn add(&mut self, line: &str) {
        let Some((_, figures)) = line.split_once("test result: ") else { return };
        let figure = |word: &str| -> u64 {
            let before = figures.split_once(word).map_or("", |(before, _)| before);
            before.split_whitespace().last().and_then(|number| number.parse().ok()).unwrap_or(0)
        };
        self.passed += figure(" passed");
        self.failed += figure(" failed");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_test_programs_report() {
        let mut tally = Tally::default();
        for line in [
            "running 4 tests",
            "test tests::counts ... ok",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: \u{1b}[31mFAILED\u{1b}[0m. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
        ] {
            tally.add(line);
        }
        assert_eq!(tally, Tally { passed: 13, failed: 2 });
    }

    #[test]
    fn step_names_are_unique() {
        let names: std::collections::BTreeSet<&str> = STEPS.iter().map(|step| step.name).collect();
        assert_eq!(names.len(), STEPS.len());
    }
}
