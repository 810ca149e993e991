//! Files in and out: what a person picked, what is saved.

use std::rc::Rc;

use futures_util::StreamExt;
use futures_util::pin_mut;
use migration::Holdings;
use migration::file::{self, Order};
use portable::{Event, Limits, Reader};
use web_sys::{Blob, File};
use wizard::{FileUser, Msg, Side, Trouble, file_safe};

use super::{Engine, timestamp};
use crate::browser::{Failure, Output, save, slices};

const XML: &str = "application/xml";
const JSON: &str = "application/json";

impl Engine {
    pub(super) fn read_file(&self) {
        let files = self.inner.picked.borrow().clone();
        let engine = self.clone();
        self.spawn(async move {
            engine.send(read_all(&files).await.unwrap_or_else(Msg::FileFailed));
        });
    }

    pub(super) fn write_file(&self, order: Rc<Order>) {
        let engine = self.clone();
        self.spawn(async move {
            let started = timestamp();
            let from = engine.account(Side::Origin);
            let mut output = Output::in_parts(XML);
            let reports = file::write(&order, from.as_ref(), &mut output, &|_| {}).await;
            match (reports, output.whole().cloned()) {
                (Ok(reports), Some(blob)) => {
                    let finished = timestamp();
                    let day = finished.split('T').next().unwrap_or_default();
                    let name = format!("{}-{day}.xml", file_safe(&order.account.to_string()));
                    let size = blob.size() as u64;
                    *engine.inner.written.borrow_mut() = Some((blob, name.clone()));
                    engine.send(Msg::FileReady { size, name, reports, started, finished });
                }
                (Err(error), _) => engine.send(Msg::SaveFailed(Trouble::FileUnreadable(error.to_string()))),
                (Ok(_), None) => {}
            }
        });
    }

    pub(super) fn download(&self) {
        let written = self.inner.written.borrow().clone();
        let Some((blob, name)) = written else { return };
        self.send(match save(&blob, &name) {
            Ok(()) => Msg::FileSaved,
            Err(error) => Msg::SaveFailed(Trouble::SaveRefused(error.to_string())),
        });
    }

    pub(super) fn download_report(&self, name: String, json: String) {
        let engine = self.clone();
        self.spawn(async move {
            let saved = whole(JSON, json.as_bytes()).await.and_then(|blob| save(&blob, &name));
            if let Err(error) = saved {
                engine.send(Msg::SaveFailed(Trouble::SaveRefused(error.to_string())));
            }
        });
    }
}

/// A file of something small.
async fn whole(media_type: &'static str, bytes: &[u8]) -> Result<Blob, Failure> {
    let mut output = Output::in_parts(media_type);
    output.append(bytes).await?;
    output.end().await
}

/// Every user of every file; one that cannot be read is a problem of all.
async fn read_all(files: &[File]) -> Result<Msg, Trouble> {
    let (mut users, mut notes, mut size) = (Vec::new(), 0, 0.0);
    for file in files {
        let (found, noted) = parse(file).await?;
        users.extend(found);
        notes += noted;
        size += file.size();
    }
    let name = files.iter().map(File::name).collect::<Vec<_>>().join(", ");
    Ok(Msg::FileRead { name, size: size as u64, users, notes })
}

/// Reads the file slice by slice.
async fn parse(file: &File) -> Result<(Vec<FileUser>, usize), Trouble> {
    let mut reader = Reader::new(Limits::default());
    let mut users: Vec<(String, String, Vec<portable::Fragment>)> = Vec::new();
    let mut notes = 0;
    let slices = slices(file.clone().into());
    pin_mut!(slices);
    while let Some(slice) = slices.next().await {
        let slice = slice.map_err(|error| Trouble::FileUnreadable(error.to_string()))?;
        reader.feed(&slice).map_err(Trouble::File)?;
        take(&mut reader, &mut users, &mut notes)?;
    }
    reader.finish().map_err(Trouble::File)?;
    take(&mut reader, &mut users, &mut notes)?;
    let user = |(host, name, fragments)| FileUser {
        host,
        name,
        holdings: Rc::new(Holdings::from_fragments(fragments)),
    };
    Ok((users.into_iter().map(user).collect(), notes))
}

fn take(
    reader: &mut Reader,
    users: &mut Vec<(String, String, Vec<portable::Fragment>)>,
    notes: &mut usize,
) -> Result<(), Trouble> {
    while let Some(event) = reader.next().map_err(Trouble::File)? {
        match event {
            Event::User { host, name } => users.push((host, name, Vec::new())),
            Event::Fragment(fragment) => {
                if let Some((_, _, fragments)) = users.last_mut() {
                    fragments.push(fragment);
                }
            }
            Event::EndUser => {}
            Event::Note(_) => *notes += 1,
        }
    }
    Ok(())
}
