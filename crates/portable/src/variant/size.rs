//! Making a file small enough for a portal.

use jid::BareJid;
use xml::{Element, ns};

use crate::document::write_all;
use crate::fragment::Fragment;
use crate::note::{Notes, Part, Reason};

/// Bytes a portal takes as it comes.
pub(super) const WANTED: u64 = 1_000_000;
/// Bytes no portal's file may exceed.
pub(super) const MOST: u64 = 5_000_000;

/// Something that can be left out by itself.
struct Candidate {
    rank: u8,
    size: u64,
    fragment: usize,
    what: What,
}

#[derive(Clone, Copy)]
enum What {
    /// The item at this place of its node.
    Item(usize),
    /// All of a node.
    Node,
    /// The pictures inside the vCard.
    Photo,
    /// The fragment as a whole.
    Whole,
}

/// What can go without anything else being worth less.
const OTHER_NODES: u8 = 0;
const PICTURE: u8 = 1;
const PROFILE: u8 = 2;
const VCARD: u8 = 3;
const CONTACT: u8 = 4;

/// Leaves out of `fragments` what does not fit, in the order that [`super::Variant::Essentials`] gives.
pub(super) fn fitted(
    account: &BareJid,
    fragments: Vec<Fragment>,
    wanted: u64,
    most: u64,
    notes: &mut Notes,
) -> Vec<Fragment> {
    let size = written(account, &fragments);
    if size <= wanted {
        return fragments;
    }
    let candidates = candidates(&fragments);
    let small: u64 = candidates.iter().filter(|c| c.rank == OTHER_NODES).map(|c| c.size).sum();
    // What can never be small need not be poor as well.
    let limit = if size.saturating_sub(small) <= wanted { wanted } else { most };
    leave_out(account, fragments, candidates, size, limit, notes)
}

fn leave_out(
    account: &BareJid,
    fragments: Vec<Fragment>,
    candidates: Vec<Candidate>,
    mut size: u64,
    limit: u64,
    notes: &mut Notes,
) -> Vec<Fragment> {
    let mut fragments: Vec<Option<Fragment>> = fragments.into_iter().map(Some).collect();
    let mut candidates = candidates.into_iter();
    while size > limit {
        // Sizes of single pieces are not exact, so the whole is measured when they say that it fits.
        while size > limit
            && let Some(candidate) = candidates.next()
        {
            size = size.saturating_sub(candidate.size);
            take(&mut fragments, &candidate, limit, notes);
        }
        let left: Vec<Fragment> = fragments.iter().flatten().map(without_marks).collect();
        size = written(account, &left);
        if candidates.len() == 0 {
            break;
        }
    }
    fragments.iter().flatten().map(without_marks).collect()
}

fn written(account: &BareJid, fragments: &[Fragment]) -> u64 {
    write_all(account, fragments.iter().cloned()).0.len() as u64
}

/// What can be left out, the first to go first.
fn candidates(fragments: &[Fragment]) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut add = |rank, size, fragment, what| found.push(Candidate { rank, size, fragment, what });
    for (index, fragment) in fragments.iter().enumerate() {
        match fragment {
            Fragment::PepNode(node) => match rank(&node.name) {
                PICTURE => add(
                    PICTURE,
                    node.items.iter().map(|item| bytes(item, ns::PUBSUB)).sum(),
                    index,
                    What::Node,
                ),
                rank => {
                    for (at, item) in node.items.iter().enumerate() {
                        add(rank, bytes(item, ns::PUBSUB), index, What::Item(at));
                    }
                }
            },
            Fragment::Vcard(vcard) => {
                let photos = vcard.children().filter(|field| is_picture(field));
                let photos = photos.map(|field| bytes(field, ns::VCARD_TEMP)).sum();
                add(PICTURE, photos, index, What::Photo);
                add(VCARD, bytes(vcard, ns::PIE).saturating_sub(photos), index, What::Whole);
            }
            Fragment::RosterItem(item) => add(CONTACT, bytes(item, ns::ROSTER), index, What::Whole),
            _ => {}
        }
    }
    let last = fragments.len();
    ordered::sort_by_key(&mut found, |candidate| match candidate.rank {
        CONTACT => (CONTACT, 0, last - candidate.fragment),
        rank => (rank, u64::MAX - candidate.size, candidate.fragment),
    });
    found
}

fn rank(node: &str) -> u8 {
    match node {
        ns::AVATAR_DATA | ns::AVATAR_METADATA => PICTURE,
        ns::VCARD4_NODE | ns::NICK | ns::BOOKMARKS | ns::BOOKMARKS_LEGACY => PROFILE,
        _ => OTHER_NODES,
    }
}

fn take(fragments: &mut [Option<Fragment>], candidate: &Candidate, limit: u64, notes: &mut Notes) {
    let Some(slot) = fragments.get_mut(candidate.fragment) else { return };
    let mut note = |part, item: String| notes.left_out(part, item, Reason::TooMuch(limit));
    match (slot.as_mut(), candidate.what) {
        (Some(Fragment::PepNode(node)), What::Item(at)) => {
            if let Some(item) = node.items.get_mut(at) {
                note(Part::Pep, format!("{}: {}", node.name, item.attr("id").unwrap_or("item")));
                // Marked, so that the places of the others stay.
                *item = Element::new("", "");
            }
        }
        (Some(Fragment::PepNode(node)), What::Node) => {
            note(Part::Pep, node.name.clone());
            *slot = None;
        }
        (Some(Fragment::Vcard(vcard)), What::Photo) => {
            for field in vcard.children().filter(|field| is_picture(field)) {
                note(Part::Vcard, field.name().to_owned());
            }
            vcard.retain_children(|field| !is_picture(field));
        }
        (Some(Fragment::Vcard(_)), _) => {
            note(Part::Vcard, "vCard".to_owned());
            *slot = None;
        }
        (Some(Fragment::RosterItem(item)), _) => {
            note(Part::Roster, item.attr("jid").unwrap_or("item").to_owned());
            *slot = None;
        }
        _ => {}
    }
}

fn without_marks(fragment: &Fragment) -> Fragment {
    let mut fragment = fragment.clone();
    if let Fragment::PepNode(node) = &mut fragment {
        node.items.retain(|item| !item.name().is_empty());
    }
    fragment
}

fn is_picture(field: &Element) -> bool {
    matches!(field.name(), "PHOTO" | "LOGO" | "SOUND")
}

/// What the element takes in the file, inside one of the namespace `parent`.
fn bytes(element: &Element, parent: &str) -> u64 {
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    let _ = element.write_to(&mut text, parent);
    text.len() as u64
}
