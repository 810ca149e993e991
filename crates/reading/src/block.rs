//! A stretch of the file with messages in it, side by side, and how to read it again by itself.

use std::ops::Range;

use portable::{Event, Fragment, Limits, Reader};
use xml::ns;

use crate::stanza::Stanza;

/// A stretch ends once it is so long, or holds so many messages. Bytes.
pub(crate) const LONGEST: u64 = 64 << 10;
pub(crate) const MOST: u16 = 1_000;

/// Where a stretch stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Which of the files.
    pub file: usize,
    /// In bytes.
    pub bytes: Range<u64>,
}

#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) file: u32,
    pub(crate) at: u64,
    pub(crate) end: u64,
    /// Of the containers ended before: what stands between two counts cannot be read in one go.
    pub(crate) left: u64,
    pub(crate) context: u32,
    pub(crate) results: u16,
    /// Whether what it holds waits on the server, and is not of the archive.
    pub(crate) waits: bool,
    /// Where its shares begin.
    pub(crate) shares: u32,
}

/// Writes the declarations in force around messages, as attributes.
pub(crate) fn context<'a>(context: &mut String, bindings: impl Iterator<Item = (&'a str, &'a str)>) {
    for (prefix, ns) in bindings.filter(|(prefix, _)| *prefix != PREFIX) {
        context.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
        context.push_str(prefix);
        context.push_str("=\"");
        // Writing to a `String` cannot fail.
        let _ = xml::write_attribute(context, ns);
        context.push('"');
    }
}

/// A prefix for the container itself, which no file has.
const PREFIX: &str = "of-the-reading";

/// The messages of a stretch, in their order; less than `results` where it is not what it was.
pub(crate) fn read(bytes: &[u8], context: &str, waits: bool, own: &str) -> Vec<Option<Stanza>> {
    let mut reader = Reader::new(Limits::default());
    let (container, of) = if waits { ("offline-messages", ns::PIE) } else { ("archive", ns::PIE_MAM) };
    let opening = format!(
        "<server-data xmlns='{}'><host jid='h'><user name='u'><{PREFIX}:{container} xmlns:{PREFIX}='{of}'{context}>",
        ns::PIE,
    );
    let mut stanzas = Vec::new();
    for part in [opening.as_bytes(), bytes] {
        if reader.feed(part).is_err() {
            break;
        }
        while let Ok(Some(event)) = reader.next() {
            match event {
                Event::Fragment(Fragment::ArchiveResult(result)) => stanzas.push(Stanza::read(&result, own)),
                Event::Fragment(Fragment::OfflineMessage(message)) => {
                    stanzas.push(Some(Stanza::waiting(&message, own)));
                }
                _ => {}
            }
        }
    }
    stanzas
}
