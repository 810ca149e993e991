//! Passwords and keys, which are never carried.

use xml::{Element, ns};

use crate::note::{Notes, Part, Reason};

/// Whether this element of `<user>` holds the account's credentials (XEP-0227 §4.3).
pub(crate) fn is_credentials(name: &str, ns: &str) -> bool {
    matches!(name, "password" | "scram-credentials") && matches!(ns, ns::PIE | ns::PIE_OLD | ns::PIE_SCRAM)
}

/// Takes passwords out of an element nobody here understands: some clients
/// keep the account's own in clear among their settings.
pub(crate) fn strip(element: &mut Element, notes: &mut Notes) {
    let secret = |name: &str| name.eq_ignore_ascii_case("password") || name == "scram-credentials";
    let owner = element.name().to_owned();
    let mut found = 0;
    element.retain_children(|child| {
        let stays = !secret(child.name());
        found += usize::from(!stays);
        stays
    });
    while element.remove_attr("password").is_some() {
        found += 1;
    }
    for _ in 0..found {
        notes.left_out(Part::Credentials, owner.clone(), Reason::Credentials);
    }
    for child in element.children_mut() {
        strip(child, notes);
    }
}
