//! Uploaded files, packed beside the document.

use std::collections::BTreeMap;
use std::rc::Rc;

use migration::file::{self, ArchiveRange, DOCUMENT, Form, Linked, Order};
use migration::{Outcome, Problem, Reason, kinds};
use portable::zip;
use session::FetchError;
use testkit::{After, Answer};

use crate::common::{Flipped, Saved, Stage, chatted, ids, save, say, stage};

const BOTH: &[&str] = &["message_archive", "uploaded_files"];

/// Three files that can be had, one twice, and others that cannot.
fn shared() -> Stage {
    let stage = stage();
    for link in ["cat.jpg", "cat.jpg", "b%C3%BCro.pdf", "gone.png", "broken.bin", "..%2F..%2Fevil"] {
        say(&stage.server, &format!("<body>https://upload.capulet.example/x/{link}</body>"));
    }
    say(&stage.server, "<x xmlns='jabber:x:oob'><url>https://files.montague.example/y</url></x>");
    say(&stage.server, "<body>aesgcm://upload.capulet.example/z#secretkey</body>");
    let serve =
        |name: &str, chunks| stage.world.serve(&format!("https://upload.capulet.example/x/{name}"), chunks);
    serve("cat.jpg", vec![Ok(vec![1; 300_000]), Ok(vec![2; 300_000])]);
    serve("b%C3%BCro.pdf", vec![Ok(b"PDF".to_vec())]);
    serve("broken.bin", vec![Ok(vec![3; 10]), Err(FetchError::Failed("reset".to_owned()))]);
    serve("..%2F..%2Fevil", vec![]);
    stage
}

fn unpacked(saved: &Saved) -> BTreeMap<String, Vec<u8>> {
    let archive = rawzip::ZipArchive::from_slice(&saved.bytes).unwrap();
    let mut members = BTreeMap::new();
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().unwrap() {
        let name = String::from_utf8(entry.file_path().as_ref().to_vec()).unwrap();
        let member = archive.get_entry(entry.wayfinder()).unwrap();
        let mut bytes = Vec::new();
        let mut reader = member.verifying_reader(member.data());
        std::io::Read::read_to_end(&mut reader, &mut bytes).unwrap();
        members.insert(name, bytes);
    }
    members
}

#[test]
fn the_document_is_found_where_it_stands() {
    let saved = shared().save(BOTH);
    let at = |from: u64, len: u64| {
        let (from, len) = (usize::try_from(from).unwrap(), usize::try_from(len).unwrap());
        &saved.bytes[from..from + len]
    };
    let size = saved.bytes.len() as u64;
    let tail = size.min(zip::TAIL as u64);
    let directory = zip::Directory::find(at(size - tail, tail), size).unwrap();
    let listed = at(directory.at, directory.len);
    assert_eq!(directory.stored(listed, "notes.xml"), Ok(None));
    let entry = directory.stored(listed, DOCUMENT).unwrap().unwrap();
    let begins = entry.data_at(at(entry.header_at, zip::HEADER as u64)).unwrap();
    let document = at(begins, entry.size);
    assert_eq!(document, unpacked(&saved)[DOCUMENT]);
    let mut check = zip::Check::new();
    assert!(check.feed(document, &entry) && check.is_whole(&entry));
}

#[test]
fn they_are_packed_with_the_document() {
    let stage = shared();
    let saved = stage.save(BOTH);
    let members = unpacked(&saved);
    let names: Vec<&str> = members.keys().map(String::as_str).collect();
    assert_eq!(names, ["account.xml", "files/1-cat.jpg", "files/2-büro.pdf", "files/5-_.._evil"]);
    assert_eq!(members["files/1-cat.jpg"], [vec![1; 300_000], vec![2; 300_000]].concat());
    assert_eq!(members["files/2-büro.pdf"], b"PDF");
    let document = Saved { bytes: members["account.xml"].clone(), reports: Vec::new(), steps: Vec::new() };
    assert_eq!(document.ids(), ids(0..8));
    assert!(saved.report("message_archive").is_complete());
}

#[test]
fn what_could_not_be_had_is_named() {
    let saved = shared().save(BOTH);
    let outcome = |end: &str| {
        let entries = &saved.report("uploaded_files").entries;
        let entry = entries.iter().find(|entry| entry.key.ends_with(end)).unwrap();
        assert_eq!(entry.verified, entry.outcome == Outcome::Copied);
        entry.outcome.clone()
    };
    assert_eq!(outcome("cat.jpg"), Outcome::Copied);
    assert_eq!(outcome("gone.png"), Outcome::Failed(Problem::NotFetched("HTTP status 404".to_owned())));
    assert!(matches!(outcome("broken.bin"), Outcome::Failed(Problem::NotFetched(_))));
    assert_eq!(outcome("/z"), Outcome::LeftOut(Reason::EncryptedLink));
    assert_eq!(saved.count("uploaded_files", &Outcome::LeftOut(Reason::Elsewhere)), 1);
    let tally = saved.tally("uploaded_files");
    assert_eq!((tally.read, tally.copied, tally.failed, tally.left_out), (7, 3, 2, 2));
    assert!(!format!("{:?}", saved.reports).contains("secretkey"));
}

/// What a look finds, and how many pages of the archive were read since.
fn look(stage: &Stage, range: &ArchiveRange) -> Rc<Linked> {
    stage.world.run(async { Rc::new(file::look(&stage.open().await, range, &|_| {}).await.unwrap()) })
}

#[test]
fn they_are_listed_before_they_are_fetched() {
    let stage = shared();
    say(
        &stage.server,
        "<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'><name>film.mkv</name>\
         <size>5000000000</size></file><sources><url-data xmlns='http://jabber.org/protocol/url-data' \
         target='https://capulet.example/film'/></sources></file-sharing>",
    );
    let linked = look(&stage, &ArchiveRange::default());
    let files: Vec<(&str, Option<u64>, bool)> =
        linked.files.iter().map(|file| (file.name.as_str(), file.size, file.problem.is_some())).collect();
    let expected = [
        ("cat.jpg", Some(600_000), false),
        ("büro.pdf", Some(3), false),
        ("gone.png", None, true),
        ("broken.bin", None, false),
        ("../../evil", Some(0), false),
        ("film.mkv", Some(5_000_000_000), true),
    ];
    assert_eq!(files, expected);
    assert_eq!((linked.of_unknown_size(), linked.doubtful()), (1, 2));
    assert_eq!(linked.left_out(&Reason::EncryptedLink), 1);
    assert_eq!(linked.left_out(&Reason::Elsewhere), 1);
    let later = ArchiveRange { since: Some("2030-01-01T00:00:00Z".to_owned()), ..ArchiveRange::default() };
    assert_eq!(look(&stage, &later).files, []);
}

#[test]
fn what_was_listed_is_not_looked_for_again() {
    let stage = shared();
    let linked = look(&stage, &ArchiveRange::default());
    // Any page would be a problem.
    stage.tune(|knobs| {
        knobs.refuse = Some(Rc::new(|payload| payload.is("query", xml::ns::MAM).then_some("forbidden")));
    });
    let saved = stage.world.run(async {
        let account = stage.open().await;
        let order = Order {
            form: Form::default(),
            account: account.jid(),
            holdings: Rc::default(),
            chosen: [kinds::by_name("uploaded_files").unwrap().id()].into_iter().collect(),
            range: ArchiveRange::default(),
            linked: Some(linked),
        };
        let mut bytes = Vec::new();
        let reports = file::write(&order, Some(&account), &mut bytes, &|_| {}).await.unwrap();
        Saved { bytes, reports, steps: Vec::new() }
    });
    let report = saved.report("uploaded_files");
    assert_eq!(report.problem, None);
    let tally = report.tally();
    assert_eq!((tally.read, tally.copied, tally.failed, tally.left_out), (7, 3, 2, 2));
    assert_eq!(unpacked(&saved).len(), 4);
}

#[test]
fn what_broke_off_takes_no_room() {
    let stage = stage();
    say(&stage.server, "<body>https://capulet.example/broken</body>");
    say(&stage.server, "<body>https://capulet.example/whole</body>");
    let broken = vec![Ok(b"BROKEN".repeat(50_000)), Err(FetchError::Failed("reset".to_owned()))];
    stage.world.serve("https://capulet.example/broken", broken);
    stage.world.serve("https://capulet.example/whole", vec![Ok(b"WHOLE".to_vec())]);
    let saved = stage.save(BOTH);
    assert!(!saved.bytes.windows(6).any(|six| six == b"BROKEN"));
    assert_eq!(unpacked(&saved)["files/2-whole"], b"WHOLE");
}

#[test]
fn without_the_archive_only_the_files_are_kept() {
    let saved = shared().save(&["uploaded_files"]);
    let members = unpacked(&saved);
    assert_eq!(members.len(), 4);
    assert!(!String::from_utf8_lossy(&members["account.xml"]).contains("<archive"));
}

#[test]
fn links_that_were_not_looked_for_are_a_problem() {
    let stage = shared();
    stage.tune(|knobs| {
        knobs.refuse = Some(Rc::new(|payload| {
            payload.is("query", xml::ns::DISCO_ITEMS).then_some("internal-server-error")
        }));
    });
    let problem = stage.save(BOTH).report("uploaded_files").problem.clone();
    assert!(matches!(problem, Some(Problem::Refused(_))), "{problem:?}");

    let stage = chatted(200);
    stage.tune(|knobs| knobs.archive_after = After::Ignored);
    let saved = stage.save(&["uploaded_files"]);
    assert_eq!(saved.report("uploaded_files").problem, Some(Problem::EndlessPages));
}

#[test]
fn a_file_that_is_not_as_it_came_is_not_proven() {
    let stage = shared();
    let saved = stage.world.run(async {
        let account = stage.open().await;
        let out = Flipped { bytes: Vec::new(), at: "PDF" };
        save(&account, BOTH, ArchiveRange::default(), out).await.unwrap()
    });
    let failed: Vec<&str> = saved
        .report("uploaded_files")
        .entries
        .iter()
        .filter(|entry| entry.outcome == Outcome::Failed(Problem::NotKept))
        .map(|entry| entry.key.as_str())
        .collect();
    assert_eq!(failed, ["https://upload.capulet.example/x/b%C3%BCro.pdf"]);
    assert!(saved.report("message_archive").is_complete());
}

#[test]
fn a_silent_server_is_given_up() {
    let stage = stage();
    say(&stage.server, "<body>https://capulet.example/never</body>");
    stage.world.answer("https://capulet.example/never", Answer::never());
    let saved = stage.save(BOTH);
    let entry = &saved.report("uploaded_files").entries[0];
    assert_eq!(
        entry.outcome,
        Outcome::Failed(Problem::NotFetched("could not be fetched: no answer in time".to_owned()))
    );
}
