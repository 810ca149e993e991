//! What a written document holds, read back slice by slice.

use portable::{Event, Fragment, Limits, ReadError, Reader};

use super::output::{OutputError, Part, Target};
use crate::digest::Digest;

/// What was read back.
#[derive(Default)]
pub(super) struct Found {
    /// Everything but the archive.
    pub(super) fragments: Vec<Fragment>,
    pub(super) archive: Digest,
}

/// Reads the document back, telling how many bytes came. One that is damaged proves nothing.
pub(super) async fn read_back(
    target: &Target<'_>,
    document: &Part,
    heard: &dyn Fn(u64),
) -> Result<Found, OutputError> {
    let total = document.bytes.end - document.bytes.start;
    let mut reader = Reader::new(Limits::default());
    let mut found = Found::default();
    let mut done = 0;
    while done < total {
        let slice = target.read(&document.bytes, done).await?;
        if slice.is_empty() || found.take(&mut reader, &slice).is_err() {
            return Ok(Found::default());
        }
        done += slice.len() as u64;
        heard(slice.len() as u64);
    }
    Ok(if reader.finish().is_ok() { found } else { Found::default() })
}

impl Found {
    fn take(&mut self, reader: &mut Reader, slice: &[u8]) -> Result<(), ReadError> {
        reader.feed(slice)?;
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
