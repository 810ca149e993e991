//! That a written document holds what was to be in it: what is written is read by our own reader at once,
//! as whoever opens the file will read it, and then the file must hold those very bytes.

use portable::{Event, Fragment, Limits, ReadError, Reader};

use super::output::{OutputError, Part, Target};
use crate::digest::Digest;

/// What is to be found in a document.
#[derive(Default)]
pub(super) struct Found {
    /// Everything but the archive.
    pub(super) fragments: Vec<Fragment>,
    pub(super) archive: Digest,
}

/// Reads a document while it is written, so that a long one need not be read through once more at the end.
pub(super) struct Echo {
    reader: Reader,
    found: Result<Found, ReadError>,
}

/// Reads the bytes of the document back, telling how many came. One that is damaged proves nothing.
pub(super) async fn read_back(
    target: &Target<'_>,
    document: &Part,
    echo: Echo,
    heard: &dyn Fn(u64),
) -> Result<Found, OutputError> {
    let is_whole = target.holds(document, heard).await?;
    Ok(echo.finish().filter(|_| is_whole).unwrap_or_default())
}

impl Echo {
    pub(super) fn new() -> Self {
        Self { reader: Reader::new(Limits::default()), found: Ok(Found::default()) }
    }

    /// Takes what was written next.
    pub(super) fn hear(&mut self, bytes: &[u8]) {
        if let Ok(found) = &mut self.found
            && let Err(error) = found.take(&mut self.reader, bytes)
        {
            self.found = Err(error);
        }
    }

    fn finish(mut self) -> Option<Found> {
        self.reader.finish().ok()?;
        self.found.ok()
    }
}

impl Found {
    fn take(&mut self, reader: &mut Reader, bytes: &[u8]) -> Result<(), ReadError> {
        reader.feed(bytes)?;
        while let Some(event) = reader.next()? {
            match event {
                Event::Fragment(Fragment::ArchiveResult(result)) => self.archive.add(&result),
                Event::Fragment(fragment) => self.fragments.push(fragment),
                Event::User { .. } | Event::EndUser | Event::Include { .. } | Event::Note(_) => {}
            }
        }
        Ok(())
    }
}
