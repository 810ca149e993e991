//! Which functions the page does without until a person sets out.

/// Crates and modules that only what is signed in, read or written needs. Each is the beginning of a path.
const LATER: [&str; 62] = [
    "base64::",
    "farewell::",
    "hmac::",
    "memchr::",
    "migration::account::",
    "migration::file::",
    "migration::kind::Kind::glance",
    "migration::kinds::",
    "migration::plan::",
    "migration::report::",
    "migration::run::",
    "pbkdf2::",
    "portable::",
    "quick_xml::",
    "rawzip::",
    "reading::",
    "sealing::",
    "session::",
    "sha1::",
    "sha2::",
    "stream::",
    "web::browser::burst::",
    "web::browser::country::",
    "web::browser::fetch::post::",
    "web::browser::fold::",
    "web::browser::providers::",
    "web::browser::scanner::",
    "web::browser::scrolling::",
    "web::browser::sealer::",
    "web::browser::socket::",
    "web::engine::",
    "web::i18n::later::texts",
    "web::rehearsal::",
    "web::views::both_sides::",
    "web::views::choose::",
    "web::views::draw_later",
    "web::views::farewell::",
    "web::views::letter::",
    "web::views::migrating::",
    "web::views::new_account::",
    "web::views::report::",
    "web::views::review::",
    "web::views::sealed::",
    "web::views::uploads::",
    "web::views::viewer::",
    "wizard::explain_new_account::",
    "wizard::later::",
    "wizard::stages::both_sides::",
    "wizard::stages::choose::<impl",
    "wizard::stages::choose::reading::<impl",
    "wizard::stages::choose::view::<impl",
    "wizard::stages::copies::<impl wizard::stages::choose::Choose>::wanted",
    "wizard::stages::farewell::",
    "wizard::stages::migrating::<impl",
    "wizard::stages::new_account::",
    "wizard::stages::report::",
    "wizard::stages::review::<impl",
    "wizard::stages::saving::<impl",
    "wizard::stages::sealing::<impl",
    "wizard::stages::uploads::<impl",
    "wizard::stages::viewer::",
    "xml::",
];

/// What begins alike and is needed from the start.
const FIRST: [&str; 19] = [
    // Also run where there is nothing to drop, and those that come to the same are one function.
    "core::ptr::drop_in_place",
    // What there is, and when it would be read.
    "migration::kind::Kind>::id",
    "migration::kind::Kind>::reading",
    // The page itself, whatever types it handles.
    "web::app::",
    "web::parts::",
    "web::environment::Browser::",
    // Asked of the browser before anything is loaded.
    "session::environment::Environment>::fetch",
    "session::environment::Environment>::is_online",
    "session::environment::Environment>::now",
    "session::environment::Environment>::random",
    "session::environment::Environment>::sleep",
    "session::environment::Environment>::spawn",
    "session::environment::Environment>::wakes",
    "session::environment::Environment>::yield_now",
    // Waits for the rest.
    "web::engine::gate::",
    "web::engine::Engine::",
    "web::engine::timestamp",
    // Typed before anything is loaded.
    "session::endpoint::",
    "stream::config::",
];

/// Whether a function of this name belongs to the second half.
pub fn is_later(name: &str) -> bool {
    !FIRST.iter().any(|first| names(name, first)) && LATER.iter().any(|later| names(name, later))
}

/// Whether `path` begins somewhere in the name, and not in the middle of another path.
fn names(name: &str, path: &str) -> bool {
    let begins = |(at, _): (usize, &str)| {
        name[..at]
            .chars()
            .next_back()
            .is_none_or(|before| !before.is_alphanumeric() && !"_:".contains(before))
    };
    name.match_indices(path).any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_where_they_begin() {
        assert!(is_later("session::driver::run::{{closure}}::h0123"));
        assert!(is_later("<stream::event::Event as core::fmt::Debug>::fmt::h0123"));
        assert!(is_later("core::fmt::Write::write_str::<xml::escape::Escaper>"));
        assert!(!is_later("futures_util::stream::stream::StreamExt::next::h0123"));
        assert!(!is_later("core::ptr::drop_in_place<xml::element::Element>::h0123"));
        assert!(!is_later("web::views::page::h0123"));
        assert!(is_later("<web::environment::Browser as session::environment::Environment>::connect::h0123"));
        assert!(!is_later("<web::environment::Browser as session::environment::Environment>::now::h0123"));
        assert!(is_later("wizard::stages::review::<impl wizard::wizard::Wizard>::make_plan::h0123"));
        assert!(!is_later("<wizard::stages::review::Review as core::default::Default>::default::h0123"));
    }
}
