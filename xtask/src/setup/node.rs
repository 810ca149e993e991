//! The packages of `package.json`: wasm-opt and axe-core.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Result;
use crate::project::Project;

/// Whether every package is there in the version `package.json` pins.
pub fn is_there(project: &Project) -> Result<bool> {
    let manifest = read(&project.path("package.json"))?;
    let pinned = manifest["devDependencies"].as_object().ok_or("package.json has no devDependencies")?;
    Ok(pinned.iter().all(|(name, version)| {
        let installed = read(&project.path(&format!("node_modules/{name}/package.json")));
        installed.is_ok_and(|installed| installed["version"] == *version)
    }))
}

pub fn install(project: &Project) -> Result {
    project.command("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).run()
}

fn read(path: &Path) -> Result<Value> {
    let failed = |error: &dyn std::fmt::Display| format!("cannot read {}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| failed(&error))?;
    serde_json::from_str(&text).map_err(|error| failed(&error))
}
