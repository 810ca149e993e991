//! What the files of the bundle weigh: raw, gzip and brotli, each file on its own, in bytes.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::{fs, io};

use crate::Result;

/// One file of the bundle.
#[derive(Debug)]
pub struct Size {
    /// The path below the bundle's folder.
    pub name: String,
    pub raw: usize,
    /// At level 9.
    pub gzip: usize,
    /// At quality 11, as a host compresses files ahead of time.
    pub brotli: usize,
    pub when: When,
}

/// When a file is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// By opening the page.
    FirstVisit,
    /// Once a person sets out.
    SettingOut,
    /// Once a person encrypts a copy or opens an encrypted one.
    Sealing,
    /// Only if asked for.
    Maybe,
}

/// What `web/boot.js` names and loads once a person sets out; the browser's tests see that it waits.
const SETTING_OUT: [&str; 3] = ["engine.wasm", "rehearsal.js", "viewer.css"];
/// The worker's script and its program.
const SEALING: [&str; 3] = ["sealing.js", "sealer.js", "sealer_bg.wasm"];

/// Weighs every file below `folder`, in the order of their names.
pub fn measure(folder: &Path) -> Result<Vec<Size>> {
    let files = read_all(folder)?;
    let loaded = first_visit(&files);
    files
        .iter()
        .map(|(name, content)| {
            let failed = |error: io::Error| format!("cannot compress {name}: {error}");
            Ok(Size {
                name: name.clone(),
                raw: content.len(),
                gzip: gzip(content).map_err(failed)?,
                brotli: brotli(content).map_err(failed)?,
                when: match loaded.contains(name) {
                    _ if SETTING_OUT.contains(&name.as_str()) => When::SettingOut,
                    false if SEALING.contains(&name.as_str()) => When::Sealing,
                    true => When::FirstVisit,
                    false => When::Maybe,
                },
            })
        })
        .collect()
}

/// The bytes of brotli that are loaded then.
pub fn weight(sizes: &[Size], when: When) -> usize {
    sizes.iter().filter(|size| size.when == when).map(|size| size.brotli).sum()
}

/// The sizes as a table, with the sum of what a first visit loads.
pub fn table(sizes: &[Size]) -> String {
    let width = sizes.iter().map(|size| size.name.len()).max().unwrap_or(0).max("a first visit loads".len());
    let line = |name: &str, raw: usize, gzip: usize, brotli: usize, mark: &str| {
        format!(
            "{name:width$}  {:>11}  {:>11}  {:>11}  {mark}\n",
            grouped(raw),
            grouped(gzip),
            grouped(brotli)
        )
    };
    let mut table = format!("{:width$}  {:>11}  {:>11}  {:>11}  loaded\n", "file", "raw", "gzip", "brotli");
    for size in sizes {
        let when = match size.when {
            When::FirstVisit => "by opening the page",
            When::SettingOut => "on setting out",
            When::Sealing => "for an encrypted copy",
            When::Maybe => "if asked for",
        };
        table += &line(&size.name, size.raw, size.gzip, size.brotli, when);
    }
    let first = |size: &&Size| size.when == When::FirstVisit;
    let sum = |of: fn(&Size) -> usize| sizes.iter().filter(first).map(of).sum();
    table += &line(
        "a first visit loads",
        sum(|size| size.raw),
        sum(|size| size.gzip),
        sum(|size| size.brotli),
        "",
    );
    table
}

/// `1234567` as `1,234,567`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The files a first visit loads: `index.html`, `config.json`, what they name, and what that names in turn.
///
/// A name found in text that is loaded counts as loaded; that may count too much, never too little.
fn first_visit(files: &[(String, Vec<u8>)]) -> BTreeSet<String> {
    let mut loaded = BTreeSet::new();
    // The program itself asks for config.json; its name stands in wasm, which is not searched.
    let mut unread = vec!["index.html".to_owned(), "config.json".to_owned()];
    while let Some(name) = unread.pop() {
        let Some((_, content)) = files.iter().find(|(other, _)| *other == name) else { continue };
        let is_text = [".html", ".js", ".mjs", ".css", ".json", ".webmanifest"];
        if loaded.insert(name.clone()) && is_text.iter().any(|suffix| name.ends_with(suffix)) {
            let text = String::from_utf8_lossy(content);
            unread
                .extend(files.iter().map(|(other, _)| other).filter(|other| text.contains(*other)).cloned());
        }
    }
    loaded
}

fn read_all(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let failed = |error: io::Error| format!("cannot read {}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(
                read_all(&path)?.into_iter().map(|(below, content)| (format!("{name}/{below}"), content)),
            );
        } else {
            files.push((name, fs::read(&path).map_err(failed)?));
        }
    }
    files.sort();
    Ok(files)
}

fn gzip(content: &[u8]) -> io::Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}

fn brotli(mut content: &[u8]) -> io::Result<usize> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut content, &mut compressed, &parameters)?;
    Ok(compressed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_visit_loads_what_is_named_from_the_start() {
        let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        let files = [
            file("index.html", "<script src=boot.js></script>"),
            file("boot.js", "import init from './app-1.js'"),
            file("app-1.js", "fetch('app-1_bg.wasm')"),
            file("app-1_bg.wasm", "later.wasm"),
            file("later.wasm", ""),
        ];
        let loaded: Vec<String> = first_visit(&files).into_iter().collect();
        assert_eq!(loaded, ["app-1.js", "app-1_bg.wasm", "boot.js", "index.html"]);
    }

    #[test]
    fn compressed_sizes_are_those_of_the_real_formats() {
        let content = b"one line of text\n".repeat(1000);
        assert!(gzip(&content).unwrap() < 200);
        assert!(brotli(&content).unwrap() < 100);
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1234), "1,234");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
