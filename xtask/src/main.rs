//! The one entry point for everything that is done to this repository:
//! `cargo xtask COMMAND`.
//!
//! Each command is one file. What a command starts is shown with its arguments,
//! and its output is passed through.

// A command line tool talks to its person on the terminal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod bench;
mod command;
mod demo;
mod dist;
mod project;
mod serve;
mod setup;
mod shrink;
mod sizes;
mod split;
mod test;
mod tidy;

use std::process::ExitCode;

use project::Project;

/// Why a command stopped, as a sentence for the person who gave it.
type Result<T = ()> = std::result::Result<T, String>;

const HELP: &str = "\
usage: cargo xtask COMMAND

  setup                 install what is missing (setup --check only says what that is)
  demo                  two real servers with seeded accounts, and the page to move between them
  serve [--port N]      the page alone, on http://localhost:N (8080)
  test [STEP]...        every check and test, or the named steps; test --list names them
  ci                    the same, without colours or progress bars
  dist [--record]       the static bundle in dist/, with its sizes (--record notes the page weight)
  bench [archive|tasks]  the page beside a bare native client; with a long history; its longest tasks on a slow device
  tidy                  the rules of CONTRIBUTING.md a machine can check
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("\nxtask: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result {
    let Some((name, rest)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    let project = Project::find()?;
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    match (name.as_str(), rest.as_slice()) {
        ("setup", []) => setup::run(&project, &setup::EVERYTHING),
        ("setup", ["--check"]) => setup::check(&project, &setup::EVERYTHING),
        ("demo", rest) => demo::run(&project, rest),
        ("serve", []) => serve::run(&project, serve::PORT),
        ("serve", ["--port", port]) => serve::run(&project, serve::parse_port(port)?),
        ("test", ["--list"]) => {
            test::list();
            Ok(())
        }
        ("test", steps) => test::run(&project, steps),
        ("ci", steps) => test::run(&project.plain(), steps),
        ("dist", []) => dist::run(&project, dist::Record::No),
        ("dist", ["--record"]) => dist::run(&project, dist::Record::Yes),
        ("bench", rest) => bench::run(&project, rest),
        ("tidy", []) => tidy::run(&project),
        ("help" | "--help" | "-h", _) => {
            print!("{HELP}");
            Ok(())
        }
        _ => Err(format!("`{}` is not a command\n\n{HELP}", arguments.join(" "))),
    }
}
