//! `uploaded_files`: files the account keeps at its server (XEP-0363), as far
//! as its archive links to them.
//!
//! They are never held: [`crate::file`] finds the links while it reads the
//! archive and packs the files beside the document. Equality: the bytes.

use async_trait::async_trait;
use portable::Fragment;

use crate::kind::{Difference, Item, Kind, KindId, Mapping, Reading, Sink, Support};
use crate::{Account, Features, Problem, Reason, kinds};

pub(crate) const ID: KindId = KindId("uploaded_files");

#[derive(Debug)]
pub(crate) struct UploadedFiles;

#[async_trait(?Send)]
impl Kind for UploadedFiles {
    fn id(&self) -> KindId {
        ID
    }

    fn claims(&self, _: &Fragment) -> bool {
        false
    }

    fn support(&self, features: &Features) -> Support {
        if kinds::has_archive(features) {
            Support::ReadOnly(Reason::OnlyInFile)
        } else {
            Support::None(Reason::Unsupported)
        }
    }

    fn reading(&self) -> Reading {
        Reading::IntoFile
    }

    async fn export(&self, _: &Account, _: &mut dyn Sink) -> Result<(), Problem> {
        Ok(())
    }

    fn convert(&self, _: &[Fragment], _: &Mapping) -> Vec<Item> {
        Vec::new()
    }

    fn differences(&self, _: &[Item], _: &[Fragment]) -> Vec<Difference> {
        Vec::new()
    }
}
