//! Every field of a profile: what a server keeps of it, and that the report says just that.

use interop::{Move, mapping, said};
use migration::{Choices, Holdings, Outcome, Reason};
use servers::client::write::publish;
use servers::{Kind, Side};

use crate::common::{NEW, empty_accounts, fill, locally, options, page, set_vcard, set_vcard4, witness};

/// What becomes of one vcard-temp field on Prosody, which keeps a vCard4.
struct Case {
    field: &'static str,
    reason: Reason,
    /// The property it becomes.
    kept: &'static str,
    /// What an app that reads vcard-temp sees of it there.
    shown: &'static str,
}

const fn case(field: &'static str, kept: &'static str, shown: &'static str) -> Case {
    Case { field, reason: Reason::AsVcard4, kept, shown }
}

const fn lost(field: &'static str) -> Case {
    Case { field, reason: Reason::NotKeptByServer, kept: "", shown: "" }
}

/// XEP-0054 §3.1, all of it, and what people add.
fn cases() -> Vec<Case> {
    vec![
        lost("<VERSION>3.0</VERSION>"),
        case("<FN>Anna A.</FN>", "<fn><text>Anna A.</text></fn>", "<FN>Anna A.</FN>"),
        case(
            "<N><FAMILY>A</FAMILY><GIVEN>B</GIVEN><MIDDLE>C</MIDDLE><PREFIX>D</PREFIX><SUFFIX>E</SUFFIX></N>",
            "<n><surname>A</surname><given>B</given><additional>C</additional><prefix>D</prefix>\
             <suffix>E</suffix></n>",
            "<N><FAMILY>A</FAMILY><GIVEN>B</GIVEN><MIDDLE>C</MIDDLE><PREFIX>D</PREFIX><SUFFIX>E</SUFFIX></N>",
        ),
        case("<NICKNAME>nn</NICKNAME>", "<nickname><text>nn</text></nickname>", "<NICKNAME>nn</NICKNAME>"),
        case("<BDAY>1980-02-29</BDAY>", "<bday><date>1980-02-29</date></bday>", "<BDAY>1980-02-29</BDAY>"),
        case(
            "<ADR><WORK/><PREF/><POBOX>1</POBOX><EXTADD>2</EXTADD><STREET>3</STREET><LOCALITY>4</LOCALITY>\
             <REGION>5</REGION><PCODE>6</PCODE><CTRY>7</CTRY></ADR>",
            "<adr><parameters><type><text>work</text></type></parameters><pobox>1</pobox><ext>2</ext>\
             <street>3</street><locality>4</locality><region>5</region><code>6</code><country>7</country></adr>",
            "<ADR><WORK/><POBOX>1</POBOX><EXTADD>2</EXTADD><STREET>3</STREET><LOCALITY>4</LOCALITY>\
             <REGION>5</REGION><PCODE>6</PCODE><CTRY>7</CTRY></ADR>",
        ),
        lost("<LABEL><HOME/><LINE>first</LINE><LINE>second</LINE></LABEL>"),
        // Home and work come first, because Prosody looks at the first use only.
        case(
            "<TEL><VOICE/><HOME/><NUMBER>+1 2</NUMBER></TEL>",
            "<tel><parameters><type><text>home</text><text>voice</text></type></parameters>\
             <uri>tel:+1 2</uri></tel>",
            "<TEL><HOME/><NUMBER>+1 2</NUMBER></TEL>",
        ),
        case(
            "<TEL><FAX/><NUMBER>tel:3</NUMBER></TEL>",
            "<tel><parameters><type><text>fax</text></type></parameters><uri>tel:3</uri></tel>",
            "<TEL><NUMBER>3</NUMBER></TEL>",
        ),
        case(
            "<EMAIL><INTERNET/><WORK/><USERID>a@b.test</USERID></EMAIL>",
            "<email><parameters><type><text>work</text></type></parameters><text>a@b.test</text></email>",
            "<EMAIL><INTERNET/><WORK/><USERID>a@b.test</USERID></EMAIL>",
        ),
        case(
            "<JABBERID>other@b.test</JABBERID>",
            "<impp><uri>xmpp:other@b.test</uri></impp>",
            "<JABBERID>other@b.test</JABBERID>",
        ),
        lost("<MAILER>m</MAILER>"),
        case("<TZ>-07:00</TZ>", "<tz><text>-07:00</text></tz>", ""),
        case("<GEO><LAT>1.5</LAT><LON>-2</LON></GEO>", "<geo><uri>geo:1.5,-2</uri></geo>", ""),
        case("<TITLE>t</TITLE>", "<title><text>t</text></title>", "<TITLE>t</TITLE>"),
        case("<ROLE>r</ROLE>", "<role><text>r</text></role>", "<ROLE>r</ROLE>"),
        case(
            "<LOGO><TYPE>image/png</TYPE><BINVAL>QUJD</BINVAL></LOGO>",
            "<logo><uri>data:image/png;base64,QUJD</uri></logo>",
            "",
        ),
        lost("<AGENT><EXTVAL>http://x.test</EXTVAL></AGENT>"),
        case(
            "<ORG><ORGNAME>o</ORGNAME><ORGUNIT>u1</ORGUNIT><ORGUNIT>u2</ORGUNIT></ORG>",
            "<org><text>o</text><text>u1</text><text>u2</text></org>",
            "<ORG><ORGNAME>o</ORGNAME></ORG>",
        ),
        case(
            "<CATEGORIES><KEYWORD>k1</KEYWORD><KEYWORD>k2</KEYWORD></CATEGORIES>",
            "<categories><text>k1</text><text>k2</text></categories>",
            "<CATEGORIES>k1</CATEGORIES>",
        ),
        case("<NOTE>a note</NOTE>", "<note><text>a note</text></note>", "<NOTE>a note</NOTE>"),
        lost("<PRODID>p</PRODID>"),
        case("<REV>2020-01-01T00:00:00Z</REV>", "<rev><timestamp>2020-01-01T00:00:00Z</timestamp></rev>", ""),
        lost("<SORT-STRING>s</SORT-STRING>"),
        lost("<SOUND><PHONETIC>p</PHONETIC></SOUND>"),
        case("<UID>u</UID>", "<uid><text>u</text></uid>", ""),
        case("<URL>http://a.test</URL>", "<url><uri>http://a.test</uri></url>", "<URL>http://a.test</URL>"),
        lost("<CLASS><PUBLIC/></CLASS>"),
        case("<KEY><TYPE>pgp</TYPE><CRED>c</CRED></KEY>", "<key><text>c</text></key>", ""),
        case("<DESC>a desc</DESC>", "<note><text>a desc</text></note>", "<NOTE>a desc</NOTE>"),
        case("<X-GENDER>g</X-GENDER>", "<x-gender><unknown>g</unknown></x-gender>", ""),
        lost("<X-PARTS><a/></X-PARTS>"),
    ]
}

#[tokio::test]
async fn every_vcard_temp_field_on_prosody() {
    let network = empty_accounts(options(Kind::Ejabberd, Kind::Prosody)).await;
    let cases = cases();
    let all: String = cases.iter().map(|case| case.field).collect();
    fill(&witness(&network, Side::Old).await, [set_vcard(&all)]).await;
    let run = locally(async {
        let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
        Move::everything(&from, &to).await
    })
    .await;
    run.assert_complete();
    let report = run.report("profile");
    assert_eq!(report.entries.len(), cases.len());
    for case in &cases {
        let form = said(&vcard(case.field)).pop_first().unwrap();
        let name = form.split('(').next().unwrap();
        let fits = |label: &str| {
            let (first, rest) = label.split_once(' ').unwrap_or((label, ""));
            first == name && rest.split(' ').all(|part| case.field.contains(part))
        };
        let entry =
            report.entries.iter().find(|entry| fits(&entry.label)).unwrap_or_else(|| panic!("{form}"));
        let expected = match case.reason {
            Reason::NotKeptByServer => Outcome::LeftOut(Reason::NotKeptByServer),
            _ => Outcome::Changed(Reason::AsVcard4),
        };
        assert_eq!(entry.outcome, expected, "{form}");
    }
    let new = witness(&network, Side::New).await;
    let kept: String = cases.iter().map(|case| case.kept).collect();
    assert_eq!(said(&new.pep_items("urn:xmpp:vcard4").await.unwrap()[0].payload), said(&vcard4(&kept)));
    let shown: String = cases.iter().map(|case| case.shown).collect();
    assert_eq!(said(&new.vcard().await.unwrap()), said(&vcard(&shown)));
}

#[tokio::test]
async fn every_vcard4_property_on_ejabberd() {
    const PROPERTIES: &str = "<fn><text>Anna A.</text></fn><n><surname>A</surname><given>B</given></n>\
         <nickname><text>n1</text></nickname><nickname><text>n2</text></nickname>\
         <bday><date>1980-02-29</date></bday><title><text>t1</text></title><title><text>t2</text></title>\
         <org><text>o</text><text>u</text></org><note><text>1</text></note><note><text>2</text></note>\
         <tel><uri>tel:+1-2</uri></tel><tel><text>five</text></tel>\
         <email><text>a@b.test</text></email><email><text>c@d.test</text></email>\
         <impp><uri>xmpp:anna@old.test</uri></impp><impp><uri>xmpp:other@b.test</uri></impp>\
         <url><uri>http://a.test</uri></url><url><uri>http://b.test</uri></url>\
         <gender><sex>F</sex></gender><related><uri>xmpp:b@b.test</uri></related>\
         <x-y xmlns='urn:example:y' a='1'>mixed <b>text</b></x-y>";
    let network = empty_accounts(options(Kind::Prosody, Kind::Ejabberd)).await;
    let nick = publish(
        "http://jabber.org/protocol/nick",
        "x",
        "<nick xmlns='http://jabber.org/protocol/nick'>N</nick>",
    );
    fill(&witness(&network, Side::Old).await, [set_vcard4(PROPERTIES), nick]).await;
    locally(async {
        let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
        let run = Move::everything(&from, &to).await;
        run.assert_complete();
        // The first of each name stands in the vcard-temp; the vCard4 has the others.
        for (field, expected) in [
            ("NICKNAME n1", Outcome::Copied),
            ("NICKNAME n2", Outcome::LeftOut(Reason::HeldByOther)),
            ("TITLE t2", Outcome::LeftOut(Reason::HeldByOther)),
            ("NOTE 2", Outcome::LeftOut(Reason::HeldByOther)),
            ("URL http://b.test", Outcome::LeftOut(Reason::HeldByOther)),
            ("JABBERID anna@old.test", Outcome::Changed(Reason::OwnAddress)),
            ("JABBERID other@b.test", Outcome::LeftOut(Reason::HeldByOther)),
            ("impp xmpp:anna@old.test", Outcome::Changed(Reason::OwnAddress)),
            ("impp xmpp:other@b.test", Outcome::Copied),
            ("gender F", Outcome::Copied),
        ] {
            assert_eq!(run.outcome("profile", field), &expected, "{field}");
        }
        let new = witness(&network, Side::New).await;
        let published = new.pep_items("urn:xmpp:vcard4").await.unwrap();
        assert_eq!(said(&published[0].payload), said(&vcard4(&PROPERTIES.replace("anna@old.test", NEW))));
        assert_eq!(new.pep_items("http://jabber.org/protocol/nick").await.unwrap().len(), 1);
        let fields = "<FN>Anna A.</FN><N><FAMILY>A</FAMILY><GIVEN>B</GIVEN></N><NICKNAME>n1</NICKNAME>\
             <BDAY>1980-02-29</BDAY><TITLE>t1</TITLE><ORG><ORGNAME>o</ORGNAME></ORG><NOTE>1</NOTE>\
             <TEL><NUMBER>+1-2</NUMBER></TEL><EMAIL><INTERNET/><USERID>a@b.test</USERID></EMAIL>\
             <EMAIL><INTERNET/><USERID>c@d.test</USERID></EMAIL><JABBERID>anna@new.test</JABBERID>\
             <URL>http://a.test</URL>";
        assert_eq!(said(&new.vcard().await.unwrap()), said(&vcard(fields)));

        // A file without a vCard4: what there is no room for is named, not lost in silence.
        let file = "<server-data xmlns='urn:xmpp:pie:0'><host jid='old.test'><user name='anna'>\
             <vCard xmlns='vcard-temp'><LOGO><BINVAL>no base64!</BINVAL></LOGO><MAILER>m1</MAILER>\
             <MAILER>m2</MAILER><X-A>1</X-A><X-A>2</X-A></vCard></user></host></server-data>";
        let run = Move::from_file(file, &to).await;
        assert_eq!(run.outcome("profile", "MAILER m1"), &Outcome::Copied);
        assert_eq!(run.outcome("profile", "MAILER m2"), &Outcome::LeftOut(Reason::NotKeptByServer));
        assert_eq!(run.outcome("profile", "X-A 2"), &Outcome::Copied);
        // ejabberd refuses a whole vCard over this one field; the others arrive without it.
        assert!(matches!(run.outcome("profile", "LOGO"), Outcome::Failed(_)));
        let with_extras = format!("{fields}<MAILER>m1</MAILER><X-A>1</X-A><X-A>2</X-A>");
        assert_eq!(said(&new.vcard().await.unwrap()), said(&vcard(&with_extras)));
    })
    .await;
}

#[tokio::test]
async fn nothing_to_move_is_a_complete_move() {
    let network = empty_accounts(options(Kind::Prosody, Kind::Ejabberd)).await;
    locally(async {
        let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
        for (from, to) in [(&from, &to), (&to, &from)] {
            let run = Move::everything(from, to).await;
            run.assert_complete();
            // What both servers do by themselves is there already.
            let mut entries = run.reports.iter().flat_map(|report| &report.entries);
            assert!(entries.all(|entry| entry.outcome == Outcome::AlreadyThere), "{:#?}", run.reports);
            assert_eq!([from.sent.writes(), to.sent.writes()].concat(), Vec::<String>::new());
        }
        let nothing =
            Move::from_holdings(Holdings::default(), &mapping(&from, &to), &to, &Choices::new()).await;
        assert!(nothing.reports.iter().all(|report| report.is_complete() && report.entries.is_empty()));
    })
    .await;
}

fn vcard(fields: &str) -> String {
    format!("<vCard xmlns='vcard-temp'>{fields}</vCard>")
}

fn vcard4(properties: &str) -> String {
    format!("<vcard xmlns='urn:ietf:params:xml:ns:vcard-4.0'>{properties}</vcard>")
}
