//! Encrypting a file that was written, and opening one that was picked. Both leave plain copies with the browser
//! until they are done; those are removed like every other.

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use futures_util::pin_mut;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use migration::file::Step;
use sealing::{Look, Passphrase, Random, Strength};
use web_sys::{Blob, File};
use wizard::{Msg, Trouble};
use zeroize::Zeroizing;

use super::Engine;
use super::files::look_at;
use super::packed::unreadable;
use super::saving::AGE;
use crate::browser::{Failure, Output, Sealer, SealerError, read_slice, room, show_in_field};

/// The field for the passphrase of a copy.
const FIELD: &str = "save-passphrase";

/// The picked files that were encrypted, as plain copies.
#[derive(Default)]
pub(super) struct Opened {
    /// Each stands as long as it is kept here.
    copies: Vec<Output>,
    /// Dropping it ends the opening.
    underway: Option<oneshot::Sender<()>>,
}

impl Engine {
    pub(super) fn suggest_passphrase(&self) {
        let engine = self.clone();
        self.spawn(async move {
            let random = Zeroizing::new(engine.inner.environment.random());
            match Sealer::words(&random[..16]).await {
                Ok(words) => {
                    show_in_field(FIELD, &words);
                    engine.send(Msg::Strength(Strength::Strong));
                }
                Err(error) => engine.send(Msg::SaveFailed(told(error))),
            }
        });
    }

    /// Encrypts a finished file, then opens the result and compares it with the file byte by byte.
    pub(super) async fn seal(
        &self,
        plain: &Output,
        passphrase: &Passphrase,
        heard: &dyn Fn(Step),
    ) -> Result<Output, Trouble> {
        let plain = plain.whole().ok_or(Trouble::SaveNotProven)?;
        let total = plain.size() as u64;
        let mut sealed = self.place(AGE, total).await?;
        let mut random = Zeroizing::new([0; Random::LEN]);
        for part in random.chunks_mut(32) {
            let bytes = Zeroizing::new(self.inner.environment.random());
            part.copy_from_slice(&bytes[..part.len()]);
        }
        let sealer = Sealer::seal(passphrase, &random[..]).await.map_err(told)?;
        let written = sealer.run(plain, async |bytes: ArrayBuffer| {
            sealed.append_buffer(&bytes).await?;
            heard(Step::Sealing { done: sealed.size().min(total), total });
            Ok(())
        });
        written.await.map_err(told)?;
        let whole = sealed.end().await.map_err(|failure| told(failure.into()))?;
        if prove(&whole, plain, passphrase, heard).await? { Ok(sealed) } else { Err(Trouble::SaveNotProven) }
    }

    pub(super) fn unlock(&self, passphrase: Passphrase) {
        let (underway, ended) = oneshot::channel();
        self.inner.opened.borrow_mut().underway = Some(underway);
        let engine = self.clone();
        self.spawn(async move {
            let opening = engine.open_all(&passphrase);
            pin_mut!(opening);
            if let Either::Right((told, _)) = select(ended, opening).await {
                engine.send(told.map_or_else(Msg::FileFailed, |()| Msg::FileUnlocked));
            }
        });
    }

    /// Puts plain copies in the place of encrypted files.
    async fn open_all(&self, passphrase: &Passphrase) -> Result<(), Trouble> {
        let files = self.inner.picked.borrow().clone();
        for file in &files {
            if look_at(file).await? == Look::Passphrase {
                let copy = self.open_sealed(file, passphrase).await?;
                let whole = copy.whole().ok_or_else(|| unreadable("it was not written"))?;
                let named = File::new_with_blob_sequence(&Array::of1(whole), &file.name());
                let opened = named.map_err(|_| unreadable("the browser made no file of it"))?;
                let mut picked = self.inner.picked.borrow_mut();
                if let Some(place) = picked.iter_mut().find(|picked| *picked == file) {
                    *place = opened;
                }
                self.inner.opened.borrow_mut().copies.push(copy);
            }
        }
        Ok(())
    }

    async fn open_sealed(&self, file: &File, passphrase: &Passphrase) -> Result<Output, Trouble> {
        let needed = file.size() as u64;
        let mut copy = self.place(AGE, needed).await?;
        let sealer = Sealer::open(passphrase).await.map_err(told)?;
        let opened = sealer.run(file, async |bytes: ArrayBuffer| Ok(copy.append_buffer(&bytes).await?)).await;
        let written = match opened {
            Ok(()) => copy.end().await.map(drop).map_err(SealerError::Output),
            Err(error) => Err(error),
        };
        match written {
            Ok(()) => Ok(copy),
            Err(SealerError::Output(Failure::NoRoom)) => {
                let free = room().await.unwrap_or_default() + copy.size();
                Err(Trouble::NoRoom { needed, free })
            }
            Err(SealerError::Output(failure)) => Err(unreadable(failure)),
            Err(error) => Err(told(error)),
        }
    }
}

/// Whether `sealed` opens and holds `plain`.
async fn prove(
    sealed: &Blob,
    plain: &Blob,
    passphrase: &Passphrase,
    heard: &dyn Fn(Step),
) -> Result<bool, Trouble> {
    let total = plain.size() as u64;
    let (mut done, mut is_same) = (0, true);
    let opener = Sealer::open(passphrase).await.map_err(told)?;
    let opened = opener.run(sealed, async |bytes: ArrayBuffer| {
        let found = Uint8Array::new(&bytes).to_vec();
        let wanted =
            read_slice(plain, done, found.len() as u64).await.map_err(|_| SealerError::Unreadable)?;
        is_same &= found == wanted;
        done += found.len() as u64;
        heard(Step::Proving { done, total });
        Ok(())
    });
    match opened.await {
        Ok(()) => Ok(is_same && done == total),
        Err(SealerError::Refused(_)) => Ok(false),
        Err(error) => Err(told(error)),
    }
}

fn told(error: SealerError) -> Trouble {
    match error {
        SealerError::Missing(detail) => Trouble::PageIncomplete(detail),
        SealerError::Ended(detail) => Trouble::SealingFailed(detail),
        SealerError::Refused(error) => Trouble::Sealed(error),
        SealerError::Unreadable => Trouble::FileUnreadable(error.to_string()),
        SealerError::Output(failure) => Trouble::SaveRefused(failure.to_string()),
    }
}
