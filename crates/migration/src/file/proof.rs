//! What a written file holds, read back slice by slice.

use std::ops::Range;

use portable::{Event, Fragment, Limits, ReadError, Reader};

use super::Step;
use super::output::{OutputError, SLICE, Target};

/// What was read back.
#[derive(Default)]
pub(super) struct Found {
    /// Everything but the archive.
    pub(super) fragments: Vec<Fragment>,
}

/// Reads the document that stands in `range`. A document that is damaged proves nothing.
pub(super) async fn read_back(
    target: &Target<'_>,
    range: Range<u64>,
    heard: &dyn Fn(Step),
) -> Result<Found, OutputError> {
    let total = range.end - range.start;
    let mut reader = Reader::new(Limits::default());
    let mut found = Found::default();
    let mut done = 0;
    while done < total {
        let len = usize::try_from(total - done).map_or(SLICE, |left| left.min(SLICE));
        let slice = target.read(range.start + done, len).await?;
        if slice.is_empty() {
            break;
        }
        done += slice.len() as u64;
        if found.take(&mut reader, &slice).is_err() {
            return Ok(Found::default());
        }
        heard(Step::Proving { done, total });
    }
    Ok(if done == total && reader.finish().is_ok() { found } else { Found::default() })
}

impl Found {
    fn take(&mut self, reader: &mut Reader, slice: &[u8]) -> Result<(), ReadError> {
        reader.feed(slice)?;
        while let Some(event) = reader.next()? {
            if let Event::Fragment(fragment) = event {
                self.fragments.push(fragment);
            }
        }
        Ok(())
    }
}
