//! Reads the documents of picked files together, so that one can include another (XEP-0227 §3).

use portable::{Event, Files, Limits, Need, ReadError};
use web_sys::File;
use wizard::Trouble;

use super::packed::Document;

/// Documents that are being read, slice by slice.
pub(super) struct Reading {
    documents: Vec<Document>,
    files: Files,
    /// Why a document could not be given to the reader to its end.
    failed: Option<Trouble>,
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
        Ok(Self { documents, files: Files::new(names, Limits::default()), failed: None })
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
        self.files.feed(&bytes);
    }

    /// That it could not be given is the reason why it is cut short.
    fn why(&mut self, error: ReadError) -> Trouble {
        self.failed.take().unwrap_or(Trouble::File(error))
    }
}
