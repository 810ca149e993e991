//! The tables `build.rs` makes of the Fluent files, and looking things up in them.

// `IDS`, `LANGUAGES`, and `LATER`: first the ids, then the texts of each language in their order.
include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// One language the page speaks.
#[derive(Debug)]
pub struct Language {
    /// The BCP 47 tag, from the file's name.
    pub tag: &'static str,
    /// All texts in the order of the ids, parted by NUL; `web/build/encode.rs` says how one is written.
    texts: &'static str,
}

impl Language {
    /// The language's own name for itself.
    pub fn name(&self) -> &'static str {
        self.entry("language-name").unwrap_or(self.tag)
    }

    /// `ltr` or `rtl`.
    pub fn direction(&self) -> &'static str {
        self.entry("language-direction").unwrap_or("ltr")
    }

    pub fn entries(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        IDS.split('\0').zip(self.texts.split('\0'))
    }

    /// What comes with the second half of the program, and may be read only once that is there: see
    /// [`super::later`].
    pub(super) fn later_entries(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        let [ids, texts @ ..] = LATER;
        let own = LANGUAGES.iter().zip(texts).find_map(|(other, texts)| (other == self).then_some(texts));
        ids.split('\0').zip(own.unwrap_or_default().split('\0'))
    }

    fn entry(&self, wanted: &str) -> Option<&'static str> {
        self.entries().find_map(|(id, text)| (id == wanted).then_some(text))
    }
}

/// Languages are static: the same tag is the same language.
impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag
    }
}

impl Eq for Language {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_names_itself_and_its_direction() {
        for language in &LANGUAGES {
            assert_ne!(language.name(), language.tag);
            assert!(["ltr", "rtl"].contains(&language.direction()), "{}", language.tag);
            assert_eq!(language.entries().count(), IDS.split('\0').count(), "{}", language.tag);
            assert_eq!(language.later_entries().count(), LATER[0].split('\0').count(), "{}", language.tag);
        }
    }

    #[test]
    fn ids_are_sorted_and_all_different() {
        let ids: Vec<_> = IDS.split('\0').collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
    }
}
