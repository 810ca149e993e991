//! A version that stands in several files is the same in all of them.

use super::{File, Finding};

/// A text that must stand in a file, and why.
const PINS: [(&str, &str, &str); 5] = [
    ("Cargo.toml", "wasm-bindgen = \"=0.2.130\"", "the crate and the tool must match to the last digit"),
    ("Trunk.toml", "wasm_bindgen = \"0.2.130\"", "the crate and the tool must match to the last digit"),
    ("Trunk.toml", "wasm_opt = \"version_132\"", "trunk and package.json must mean the same binaryen"),
    ("package.json", "\"binaryen\": \"132.0.0\"", "trunk and package.json must mean the same binaryen"),
    ("rust-toolchain.toml", "wasm32-unknown-unknown", "the page's target comes with the toolchain"),
];

pub fn check(files: &[File]) -> Vec<Finding> {
    PINS.iter()
        .filter(|(path, text, _)| {
            let file = files.iter().find(|file| file.path == *path);
            !file.is_some_and(|file| file.text.contains(text))
        })
        .map(|(path, text, why)| Finding::fatal(*path, format!("expected `{text}`: {why}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{assert_found, file};
    use super::*;

    #[test]
    fn a_pin_that_moved_is_named() {
        let mut files: Vec<File> = PINS.iter().map(|(path, _, _)| file(path, &all_of(path))).collect();
        assert_found(&check(&files), &[]);
        for file in files.iter_mut().filter(|file| file.path == "Trunk.toml") {
            file.text = file.text.replace("0.2.130", "0.2.131");
        }
        assert_found(&check(&files), &["Trunk.toml: expected `wasm_bindgen"]);
    }

    fn all_of(path: &str) -> String {
        PINS.iter().filter(|(other, _, _)| *other == path).map(|(_, text, _)| format!("{text}\n")).collect()
    }
}
