//! Which language the page speaks.

use super::{LANGUAGES, Language};

const FALLBACK: &str = "en";

/// The first of the wanted tags (BCP 47) the page speaks, exactly or by its
/// primary subtag; English else.
pub fn choose<'a>(wanted: impl IntoIterator<Item = &'a str>) -> &'static Language {
    wanted
        .into_iter()
        .find_map(|tag| by_tag(tag).or_else(|| by_tag(tag.split(['-', '_']).next().unwrap_or(tag))))
        .or_else(|| by_tag(FALLBACK))
        .unwrap_or(&LANGUAGES[0])
}

fn by_tag(tag: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.tag.eq_ignore_ascii_case(tag))
}

/// The languages the browser says its person reads, best first.
pub fn browser_languages() -> Vec<String> {
    let navigator = gloo::utils::window().navigator();
    navigator.languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// Tells the document, and so screen readers and hyphenation, what is spoken.
pub fn show_in_document(language: &Language) {
    if let Some(root) = gloo::utils::document().document_element() {
        // Both names are valid attribute names, the only thing that could fail.
        let _ = root.set_attribute("lang", language.tag);
        let _ = root.set_attribute("dir", language.direction());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_first_language_it_speaks() {
        for (wanted, expected) in [
            (&["de"][..], "de"),
            (&["DE-at", "en"], "de"),
            (&["xx", "en-GB", "de"], "en"),
            (&["tlh"], "en"),
            (&[""], "en"),
            (&[], "en"),
        ] {
            assert_eq!(choose(wanted.iter().copied()).tag, expected, "{wanted:?}");
        }
    }
}
