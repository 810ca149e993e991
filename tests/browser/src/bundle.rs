//! Where the bundle under test and the accessibility checker are.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

/// The folder with the bundle: `MIGRATOR_DIST`, else `dist` in the repository.
///
/// # Panics
/// When there is no bundle: building it is not this crate's work.
pub fn folder() -> PathBuf {
    let folder = env::var_os("MIGRATOR_DIST").map_or_else(|| repository().join("dist"), PathBuf::from);
    assert!(
        folder.join("index.html").is_file(),
        "no bundle in {}: run `cargo xtask dist`, or name its folder in MIGRATOR_DIST",
        folder.display()
    );
    folder
}

/// The source of axe-core.
///
/// # Panics
/// When npm's packages are not there.
pub fn axe() -> String {
    let path = repository().join("node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask setup`", path.display()))
}

/// Where pictures of the stages go.
pub fn screenshots() -> PathBuf {
    repository().join("target/screenshots")
}

/// The page's texts of one line in this language, by id.
pub fn texts(language: &str) -> BTreeMap<String, String> {
    let folder = repository().join("web/i18n").join(language);
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let source: String = files.map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let is_message = |line: &&str| line.starts_with(|first: char| first.is_ascii_lowercase());
    let message = |line: &str| {
        let (id, text) = line.split_once(" =")?;
        Some((id.to_owned(), text.trim().to_owned()))
    };
    source.lines().filter(is_message).filter_map(message).collect()
}

fn repository() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&here).ancestors().nth(2).unwrap().to_owned()
}
