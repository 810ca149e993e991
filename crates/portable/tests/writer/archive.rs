//! Archived results, in one shape and streamed.

use portable::{Fragment, Reason, Writer};

use crate::common::{account, element};
use crate::user;

fn result(id: &str, stamp: &str) -> Fragment {
    Fragment::ArchiveResult(element(&format!(
        "<result xmlns='urn:xmpp:mam:2'{id} queryid='q'><forwarded xmlns='urn:xmpp:forward:0'>\
         <message xmlns='jabber:client'><body>b</body></message><delay xmlns='urn:xmpp:delay' stamp='{stamp}'/></forwarded></result>"
    )))
}

#[test]
fn archived_results_have_one_shape() {
    let (user, reasons) = user([
        result(" id='1'", "2020-01-01T02:00:00+02:00"),
        result("", "2020-01-01T00:00:01Z"),
        result(" id='1'", "2020-01-01T00:00:02Z"),
        result(" id='3'", "never"),
        result(" id='4'", "2019-01-01T00:00:00Z"),
        Fragment::ArchiveResult(element("<result xmlns='urn:xmpp:mam:2' id='5'/>")),
        Fragment::ArchiveResult(element(
            "<result xmlns='urn:xmpp:mam:2' id='6'><x xmlns='o'/><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='urn:xmpp:pie:0'>\
             <delay xmlns='urn:xmpp:delay' stamp='20200101T00:00:03'/><body/></message></forwarded></result>",
        )),
    ]);
    let archive = user.child("archive", "urn:xmpp:pie:0#mam").unwrap();
    let ids: Vec<_> = archive.children().map(|r| r.attr("id").unwrap().to_owned()).collect();
    assert_eq!((ids.len(), ids[0].as_str(), ids[2].as_str(), ids[3].as_str()), (4, "1", "4", "6"));
    assert_eq!(
        archive.first_child().unwrap().to_xml(),
        "<result xmlns='urn:xmpp:mam:2' id='1'><forwarded xmlns='urn:xmpp:forward:0'>\
         <delay xmlns='urn:xmpp:delay' stamp='2020-01-01T00:00:00Z'/>\
         <message xmlns='jabber:client'><body>b</body></message></forwarded></result>"
    );
    let last = archive.children().next_back().unwrap().first_child().unwrap().to_xml();
    assert!(last.contains("stamp='2020-01-01T00:00:03Z'/><message xmlns='jabber:client'>"), "{last}");
    assert_eq!(
        reasons,
        [
            Reason::IdInvented,
            Reason::IdRepeated,
            Reason::BadTime("never".into()),
            Reason::OutOfOrder,
            Reason::NoMessage,
            Reason::Unexpected
        ]
    );
}

#[test]
fn the_archive_streams_without_growing() {
    let mut out = String::new();
    let mut archive = Writer::new(&account()).begin(&mut out).unwrap();
    let mut written = 0;
    for n in 0..5000 {
        let Fragment::ArchiveResult(result) = result(&format!(" id='{n}'"), "2020-01-01T00:00:00Z") else {
            panic!()
        };
        archive.result(result, &mut out).unwrap().unwrap();
        written += out.len();
        out.clear();
    }
    assert!(written > 5000 * 200);
    assert_eq!(archive.finish(&mut out), Ok(vec![]));
    assert_eq!(out, "</archive></user></host></server-data>\n");
}
