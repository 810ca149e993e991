//! Uploaded files before any of them is fetched: which there are, and how large.

use std::rc::Rc;

use futures_util::stream::{self, StreamExt};
use ordered::Set;
use portable::Writer;
use session::{Environment, FetchError, Status};

use super::links::{Link, Links};
use super::output::Target;
use super::pages::Pages;
use super::tally::Tally;
use super::uploads::{self, MOST_BYTES, in_time};
use super::{ArchiveRange, FileError, Form, Order, Step, history, unwritten};
use crate::kinds::{UPLOADED_FILES, has_archive};
use crate::report::Outcome;
use crate::{Account, Problem, Reason};

/// So many files are asked for their size; of further ones it is not known.
const MOST_ASKED: usize = 1_000;
/// So many at once, as many as browsers open connections to one host.
const AT_ONCE: usize = 6;

/// The uploaded files that an archive links to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linked {
    /// Those that will be fetched, in the order of the archive.
    pub files: Vec<Link>,
    /// Why some of them may not have been found.
    pub problem: Option<Problem>,
    /// The others.
    left_out: Tally,
}

impl Linked {
    /// These, and no others.
    pub fn of(files: Vec<Link>, problem: Option<Problem>) -> Self {
        Self { files, problem, left_out: Tally::default() }
    }

    /// How many bytes they take, as far as that is known.
    pub fn bytes(&self) -> u64 {
        self.files.iter().filter_map(|file| file.size).fold(0, u64::saturating_add)
    }

    /// Of how many nobody says how large they are.
    pub fn of_unknown_size(&self) -> u64 {
        self.files.iter().filter(|file| file.size.is_none() && file.problem.is_none()).count() as u64
    }

    /// How many can most likely not be fetched.
    pub fn doubtful(&self) -> u64 {
        self.files.iter().filter(|file| file.problem.is_some()).count() as u64
    }

    /// How many others are left out by this rule.
    pub fn left_out(&self, reason: &Reason) -> u64 {
        self.left_out.number(&Outcome::LeftOut(reason.clone()))
    }

    pub(super) fn links(&self) -> Links {
        Links::of(self.files.clone(), self.left_out.clone())
    }
}

/// Reads this part of the archive for the files it links to, and asks whoever has them how large they are.
/// Nothing of them is fetched.
pub async fn look(from: &Account, range: &ArchiveRange, heard: &dyn Fn(Step)) -> Result<Linked, FileError> {
    if !has_archive(from.features()) {
        return Ok(Linked::default());
    }
    let (hosts, overlooked) = uploads::hosts(from).await;
    let mut links = Links::at(hosts);
    let order = Order {
        form: Form::default(),
        account: from.jid(),
        holdings: Rc::default(),
        chosen: Set::from([UPLOADED_FILES]),
        range: range.clone(),
        linked: None,
    };
    // The archive itself is not wanted, so nothing is written.
    let mut nowhere = Vec::new();
    let mut target = Target::new(&mut nowhere, false);
    let mut document = target.begin(String::new()).await?;
    let mut writer = Writer::new(&order.account).begin(&mut String::new()).map_err(unwritten)?;
    let opened = Pages::open(from, range).await;
    let history =
        history::write(&order, from, opened, &mut writer, &mut links, &mut target, &mut document, heard)
            .await?;
    let mut files = links.found;
    weigh(&mut files, from, heard).await?;
    Ok(Linked { files, problem: overlooked.or_else(|| history.shortfall()), left_out: links.tally })
}

/// Finds out how large those files are of which no message says it.
async fn weigh(files: &mut [Link], from: &Account, heard: &dyn Fn(Step)) -> Result<(), FileError> {
    let environment = from.session().environment();
    let unknown: Vec<(usize, String)> = files
        .iter()
        .enumerate()
        .filter(|(_, file)| file.size.is_none())
        .take(MOST_ASKED)
        .map(|(at, file)| (at, file.url.clone()))
        .collect();
    let total = unknown.len();
    let asked = unknown.into_iter().map(|(at, url)| {
        let environment = Rc::clone(&environment);
        async move { (at, size(&url, environment.as_ref()).await) }
    });
    let mut answers = stream::iter(asked).buffer_unordered(AT_ONCE);
    let mut done = 0;
    heard(Step::Sizes { done, total });
    while let Some((at, answer)) = answers.next().await {
        if from.session().status() == Status::SignedOut {
            return Err(FileError::Stopped);
        }
        match answer {
            Ok(size) => files[at].size = size,
            Err(error) => files[at].problem = Some(Problem::NotFetched(error.to_string())),
        }
        done += 1;
        heard(Step::Sizes { done, total });
    }
    for file in files.iter_mut().filter(|file| file.size.is_some_and(|size| size > MOST_BYTES)) {
        file.problem = Some(Problem::NotFetched(FetchError::TooLarge(MOST_BYTES as usize).to_string()));
    }
    Ok(())
}

async fn size(url: &str, environment: &dyn Environment) -> Result<Option<u64>, FetchError> {
    match in_time(environment, environment.size(url)).await? {
        // RFC 9110 §15.5.6, §15.6.2: the host does not answer this question, and may answer the other.
        Err(FetchError::Status(405 | 501)) => Ok(None),
        answer => answer,
    }
}
