//! Reads the documents of picked files together, so that one can include another (XEP-0227 §3).

use portable::{Event, Files, Limits, Need, ReadError};
use web_sys::{Blob, File};
use wizard::Trouble;

use super::packed::Document;

/// Documents that are being read, slice by slice.
pub(super) struct Reading {
    documents: Vec<Document>,
    files: Files,
    /// Why a document could not be given to the reader to its end.
    failed: Option<Trouble>,
    /// Bytes given to the reader.
    given: u64,
    /// What is packed beside them and was not asked for yet, and what is being read of it, how far.
    uploads: std::vec::IntoIter<Document>,
    upload: Option<(Document, u64)>,
}

/// What comes next.
#[allow(clippy::large_enum_variant, reason = "most steps are events")]
pub(super) enum Step {
    Event(Event),
    /// A document could not be read any further.
    Failed(Trouble),
    Nothing,
}

impl Reading {
    pub(super) async fn open(files: &[File]) -> Result<Self, Trouble> {
        let documents = Document::all(files).await?;
        let names = documents.iter().map(|document| document.name().to_owned()).collect();
        let uploads = Document::uploads(files).await?.into_iter();
        let files = Files::new(names, Limits::default());
        Ok(Self { documents, files, failed: None, given: 0, uploads, upload: None })
    }

    /// How many uploaded files are packed beside the documents.
    pub(super) fn uploads(&self) -> u64 {
        self.uploads.len() as u64
    }

    /// Begins with the next of them: its name.
    pub(super) fn begin_upload(&mut self) -> Option<String> {
        let upload = self.uploads.next()?;
        let name = upload.name().to_owned();
        self.upload = Some((upload, 0));
        Some(name)
    }

    /// What follows in it; nothing at its end.
    pub(super) async fn upload(&mut self) -> Result<Vec<u8>, Trouble> {
        let Some((upload, given)) = &mut self.upload else { return Ok(Vec::new()) };
        let bytes = upload.bytes(*given).await?;
        *given += bytes.len() as u64;
        Ok(bytes)
    }

    pub(super) async fn step(&mut self) -> Step {
        loop {
            match self.files.next() {
                Need::Event(event) => return Step::Event(event),
                Need::Bytes { file, from } => self.feed(file, from).await,
                Need::Ended { result: Ok(()), .. } => {
                    if let Some(failed) = self.failed.take() {
                        return Step::Failed(failed);
                    }
                }
                Need::Ended { result: Err(error), .. } => return Step::Failed(self.why(error)),
                Need::Nothing => return Step::Nothing,
            }
        }
    }

    /// From here on what is unpacked is kept, so that it can be read again: [`Reading::into_sources`].
    pub(super) fn keep_unpacked(&mut self) {
        self.documents.iter_mut().for_each(Document::keep);
    }

    /// The documents, each to be read again from any place.
    pub(super) fn into_sources(self) -> Vec<Blob> {
        self.documents.into_iter().map(Document::into_source).collect()
    }

    /// What is read, and where it stands.
    pub(super) fn files(&self) -> &Files {
        &self.files
    }

    /// Bytes read so far, of how many.
    pub(super) fn reached(&self) -> (u64, u64) {
        (self.given, self.documents.iter().map(Document::size).sum())
    }

    async fn feed(&mut self, file: usize, from: u64) {
        let read = match self.documents.get_mut(file) {
            Some(document) => document.bytes(from).await,
            None => Ok(Vec::new()),
        };
        // Where no more is to be had, the document ends.
        let bytes = read.unwrap_or_else(|trouble| {
            self.failed.get_or_insert(trouble);
            Vec::new()
        });
        self.given += bytes.len() as u64;
        self.files.feed(&bytes);
    }

    /// That it could not be given is the reason why it is cut short.
    fn why(&mut self, error: ReadError) -> Trouble {
        self.failed.take().unwrap_or(Trouble::File(error))
    }
}
