//! Several files picked together, or packed into one zip, that include one another (XEP-0227 §3, XInclude).
//!
//! Nothing is fetched: a name is looked up among the files that are here. Each
//! is read in one place only, so that including in circles ends.

use jid::percent_decoded;

use super::reader::{Event, Reader};
use crate::error::ReadError;
use crate::limits::Limits;

/// Reads files one after another, and each that another includes in its place.
///
/// Call [`Files::next`] and do what it needs until it says [`Need::Nothing`].
#[derive(Debug)]
pub struct Files {
    names: Vec<String>,
    fates: Vec<Fate>,
    limits: Limits,
    reader: Reader,
    /// The file being read and those it includes, the innermost last, each
    /// with how much of it was fed.
    open: Vec<(usize, u64)>,
    is_second_pass: bool,
    is_ending: bool,
}

/// What is needed next, or was found.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "most needs are events")]
pub enum Need {
    Event(Event),
    /// Give the bytes of this file that follow those given before, `from` bytes
    /// into it, by [`Files::feed`].
    Bytes {
        file: usize,
        from: u64,
    },
    /// A file that stands for itself was read to its end, or as far as it is whole.
    Ended {
        file: usize,
        result: Result<(), ReadError>,
    },
    /// All files were read.
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Unread,
    /// It may be a part that another file includes.
    Postponed,
    Read,
}

impl Files {
    /// `names` as they were picked, or with folders as they stand in the zip.
    pub fn new(names: Vec<String>, limits: Limits) -> Self {
        Self {
            fates: vec![Fate::Unread; names.len()],
            names,
            reader: Reader::new(limits.clone()),
            limits,
            open: Vec::new(),
            is_second_pass: false,
            is_ending: false,
        }
    }

    #[expect(clippy::should_implement_trait, reason = "an iterator would not be fed in between")]
    pub fn next(&mut self) -> Need {
        loop {
            let Some(&(file, from)) = self.open.last() else {
                if self.begin() {
                    continue;
                }
                return Need::Nothing;
            };
            let next = self.reader.next();
            if self.is_a_part(&next) {
                if let Some(fate) = self.fates.get_mut(file) {
                    *fate = Fate::Postponed;
                }
                self.open.clear();
                continue;
            }
            match next {
                Ok(Some(Event::Include { href })) => self.include(file, &href),
                Ok(Some(event)) => return Need::Event(event),
                Ok(None) if !self.is_ending => return Need::Bytes { file, from },
                Ok(None) => return self.end(Ok(())),
                Err(error) => return self.end(Err(error)),
            }
        }
    }

    /// The bytes that were needed; none means that the file ends here.
    pub fn feed(&mut self, bytes: &[u8]) {
        if let Some((_, fed)) = self.open.last_mut() {
            *fed += bytes.len() as u64;
        }
        if !bytes.is_empty() {
            // `next` repeats an error.
            drop(self.reader.feed(bytes));
        } else if self.open.len() > 1 {
            self.reader.end_include();
            self.open.pop();
        } else {
            drop(self.reader.finish());
            self.is_ending = true;
        }
    }

    /// The file that is read, the innermost where some include others.
    pub fn file(&self) -> usize {
        self.open.last().map_or(0, |(file, _)| *file)
    }

    /// What reads it.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Begins with the next file that nobody has read: first those that are whole
    /// by themselves, then those that turned out not to be included.
    fn begin(&mut self) -> bool {
        let wanted = if self.is_second_pass { Fate::Postponed } else { Fate::Unread };
        match self.fates.iter().position(|fate| *fate == wanted) {
            Some(file) => {
                self.start(file);
                self.reader = Reader::new(self.limits.clone());
                self.is_ending = false;
                true
            }
            None if self.is_second_pass => false,
            None => {
                self.is_second_pass = true;
                true
            }
        }
    }

    fn start(&mut self, file: usize) {
        self.open.push((file, 0));
        if let Some(fate) = self.fates.get_mut(file) {
            *fate = Fate::Read;
        }
    }

    /// Whether what was just read tells that the file is a part of a document.
    fn is_a_part(&self, next: &Result<Option<Event>, ReadError>) -> bool {
        let may_be = !self.is_second_pass && self.open.len() == 1 && self.names.len() > 1;
        may_be && (matches!(next, Err(ReadError::NotXep0227 { .. })) || self.reader.root() == Some("host"))
    }

    fn include(&mut self, from: usize, href: &str) {
        let base = self.names.get(from).map(String::as_str).unwrap_or_default();
        let found = find(href, base, &self.names);
        let is_free = |file: &usize| self.fates.get(*file) != Some(&Fate::Read);
        // Where it is not to be had, the reader notes that when it goes on.
        if let Some(file) = found.filter(is_free)
            && self.reader.begin_include()
        {
            self.start(file);
        }
    }

    fn end(&mut self, result: Result<(), ReadError>) -> Need {
        let file = self.open.first().map_or(0, |(file, _)| *file);
        self.open.clear();
        Need::Ended { file, result }
    }
}

/// The file that `href` names in the file `base`: beside it, or in a folder above
/// (servers count from the first file), or the only one of that name anywhere.
fn find(href: &str, base: &str, names: &[String]) -> Option<usize> {
    if href.contains(':') || href.starts_with('/') || href.contains('\\') {
        return None;
    }
    [Some(href.to_owned()), percent_decoded(href)].iter().flatten().find_map(|href| {
        let mut folder = base;
        while let Some((above, _)) = folder.rsplit_once('/').or((!folder.is_empty()).then_some(("", ""))) {
            folder = above;
            let path = join(folder, href)?;
            if let Some(file) = names.iter().position(|name| *name == path) {
                return Some(file);
            }
        }
        let mut same = names.iter().enumerate().filter(|(_, name)| file_name(name) == file_name(href));
        same.next().filter(|_| same.next().is_none()).map(|(file, _)| file)
    })
}

fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// None for a path that leaves the topmost folder.
fn join(folder: &str, href: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[track_caller]
    fn check(href: &str, base: &str, names: &[&str], expected: Option<&str>) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let found = find(href, base, &names).and_then(|file| names.get(file));
        assert_eq!(found.map(String::as_str), expected, "{href} in {base}");
    }

    #[test]
    fn names_are_found_where_they_may_stand() {
        let picked = ["main.xml", "a b.xml", "anna.xml", "50%.xml"];
        check("anna.xml", "main.xml", &picked, Some("anna.xml"));
        check("./anna.xml", "main.xml", &picked, Some("anna.xml"));
        check("x.test/anna.xml", "main.xml", &picked, Some("anna.xml"));
        check("a%20b.xml", "main.xml", &picked, Some("a b.xml"));
        check("50%25.xml", "main.xml", &picked, Some("50%.xml"));
        check("bea.xml", "main.xml", &picked, None);
        let packed = ["e/x.test.xml", "e/x.test/anna.xml", "e/x.test/anna/pep.xml", "e/x.test/bea/pep.xml"];
        check("x.test/anna.xml", "e/x.test.xml", &packed, Some("e/x.test/anna.xml"));
        check("x.test/anna/pep.xml", "e/x.test/anna.xml", &packed, Some("e/x.test/anna/pep.xml"));
        check("anna/pep.xml", "e/x.test/anna.xml", &packed, Some("e/x.test/anna/pep.xml"));
        check("../bea/pep.xml", "e/x.test/anna/pep.xml", &packed, Some("e/x.test/bea/pep.xml"));
        check("pep.xml", "e/x.test.xml", &packed, None);
    }

    #[test]
    fn nothing_outside_is_named() {
        let names = ["a/main.xml", "passwd", "anna.xml"];
        for href in [
            "/anna.xml",
            "http://x.test/anna.xml",
            "file:anna.xml",
            "..\\anna.xml",
            "../../../anna.xml",
            "%zz",
        ] {
            check(href, "a/main.xml", &names, None);
        }
    }
}
