//! The page's program made small: cut in two, so that opening the page loads the first half only, and optimised.

use std::fs;

use crate::Result;
use crate::project::Project;
use crate::split::{self, names};

/// The program as trunk leaves it, and its first half afterwards; both are what `web/boot.js` starts.
const PROGRAM: &str = "dist/migrator_bg.wasm";
/// What `web/boot.js` loads once a person sets out. It gets its name last: the bundle is whole once it is there.
pub const REST: &str = "dist/engine.wasm";
const UNFINISHED: &str = "dist/.engine.wasm";
/// The worker's program, which is no part of the other: trunk leaves it where the worker's script looks for it.
const SEALER: &str = "dist/sealer_bg.wasm";
/// What the compiler uses and all three browser engines have.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

pub fn run(project: &Project) -> Result {
    let folder = project.path("target/split");
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    // Cut before it is optimised: names decide where a function goes, and one that is called in a single place
    // would be put there, whichever half that is.
    let halves = split::split(&read(project, PROGRAM)?, names::is_later)?;
    // For whoever wonders why a function is not there yet.
    write(project, "target/split/crossing.txt", halves.crossing.join("\n").as_bytes())?;
    // The zeros where data moved are less, once compressed, than saying where each stretch between them begins. The
    // smaller program is the quicker one, too: with -O3 the second half saves an archive a tenth slower.
    for (half, name, result) in [
        (halves.first, "target/split/first.wasm", PROGRAM),
        (halves.second, "target/split/second.wasm", UNFINISHED),
    ] {
        write(project, name, &half)?;
        optimise(
            project,
            name,
            result,
            &["-Oz", "--reorder-functions-by-name", "--skip-pass=memory-packing"],
        )?;
    }
    // It is there to be fast.
    optimise(project, SEALER, SEALER, &["-O3"])?;
    fs::rename(project.path(UNFINISHED), project.path(REST))
        .map_err(|error| format!("cannot name {REST}: {error}"))
}

/// `--low-memory-unused` rests on Rust's layout: the first kilobyte is the far end of the stack.
fn optimise(project: &Project, from: &str, to: &str, more: &[&str]) -> Result {
    let tool = project.command("wasm-opt").args(FEATURES);
    tool.args(more).arg("--low-memory-unused").args([from, "-o", to]).run()
}

fn write(project: &Project, name: &str, content: &[u8]) -> Result {
    fs::write(project.path(name), content).map_err(|error| format!("cannot write {name}: {error}"))
}

fn read(project: &Project, name: &str) -> Result<Vec<u8>> {
    fs::read(project.path(name)).map_err(|error| format!("cannot read {name}: {error}"))
}
