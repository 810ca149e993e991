//! Who one is: vcard-temp (XEP-0054), vCard4 (XEP-0292) and nickname (XEP-0172).

use super::Seeded;
use crate::Error;
use crate::client::Client;
use crate::client::write::publish;
use crate::xml::{canonical, escape};

/// vcard-temp first: Prosody replaces vCard4 by what it makes of it.
pub(super) async fn write(client: &Client, seeded: &mut Seeded) -> Result<(), Error> {
    let jid = escape(client.bare_jid());
    seeded.vcard_put = canonical(&vcard(&jid));
    seeded.vcard4 = canonical(&vcard4(&jid));
    seeded.nick =
        canonical("<nick xmlns='http://jabber.org/protocol/nick'>Ännchen 🚀 &lt;the&gt; &amp; only</nick>");
    client.iq("set", None, &seeded.vcard_put).await?;
    client.send(publish("urn:xmpp:vcard4", "current", &seeded.vcard4)).await?;
    client.send(publish("http://jabber.org/protocol/nick", "current", &seeded.nick)).await?;
    Ok(())
}

fn vcard(jid: &str) -> String {
    format!(
        "<vCard xmlns='vcard-temp'>\
         <FN>Anna Ångström &amp; Söhne</FN>\
         <N><FAMILY>Ångström</FAMILY><GIVEN>Anna</GIVEN><MIDDLE>\"Q\"</MIDDLE><PREFIX>Dr.</PREFIX><SUFFIX>Jr.</SUFFIX></N>\
         <NICKNAME>Ännchen</NICKNAME><BDAY>1980-02-29</BDAY>\
         <ADR><HOME/><POBOX>PF 1</POBOX><EXTADD>Hinterhaus</EXTADD><STREET>Straße 7 &lt;b&gt;</STREET>\
         <LOCALITY>Köln</LOCALITY><REGION>NRW</REGION><PCODE>50667</PCODE><CTRY>Deutschland</CTRY></ADR>\
         <ADR><WORK/><STREET>Work Rd 2</STREET><LOCALITY>Cork</LOCALITY><CTRY>Éire</CTRY></ADR>\
         <TEL><HOME/><VOICE/><NUMBER>+49 221 1234</NUMBER></TEL><TEL><WORK/><CELL/><NUMBER>+353 21 99</NUMBER></TEL>\
         <EMAIL><INTERNET/><HOME/><USERID>anna@example.org</USERID></EMAIL>\
         <EMAIL><INTERNET/><WORK/><USERID>anna@work.example</USERID></EMAIL>\
         <ORG><ORGNAME>R&amp;D \"Labs\"</ORGNAME><ORGUNIT>Unit 1</ORGUNIT><ORGUNIT>名前</ORGUNIT></ORG>\
         <TITLE>Ingénieure</TITLE><ROLE>Lead &lt;dev&gt;</ROLE>\
         <URL>https://example.org/?a=1&amp;b=2</URL>\
         <JABBERID>{jid}</JABBERID>\
         <GEO><LAT>50.94</LAT><LON>6.96</LON></GEO><TZ>+01:00</TZ>\
         <KEY><TYPE>pgp</TYPE><CRED>bm90IGEga2V5</CRED></KEY>\
         <NOTE>first note</NOTE><DESC>Two\nlines &amp; 🌙</DESC>\
         <X-GENDER>&lt;x&gt;</X-GENDER></vCard>"
    )
}

fn vcard4(jid: &str) -> String {
    format!(
        "<vcard xmlns='urn:ietf:params:xml:ns:vcard-4.0'>\
         <fn><text>Anna Ångström &amp; Söhne</text></fn>\
         <n><surname>Ångström</surname><given>Anna</given><additional>\"Q\"</additional><prefix>Dr.</prefix><suffix>Jr.</suffix></n>\
         <nickname><text>Ännchen</text></nickname><bday><date>1980-02-29</date></bday>\
         <adr><parameters><type><text>home</text></type></parameters><pobox>PF 1</pobox><ext>Hinterhaus</ext>\
         <street>Straße 7 &lt;b&gt;</street><locality>Köln</locality><region>NRW</region><code>50667</code>\
         <country>Deutschland</country></adr>\
         <tel><parameters><type><text>work</text><text>cell</text></type></parameters><uri>tel:+353-21-99</uri></tel>\
         <email><parameters><type><text>home</text></type></parameters><text>anna@example.org</text></email>\
         <impp><uri>xmpp:{jid}</uri></impp>\
         <org><text>R&amp;D \"Labs\"</text></org><title><text>Ingénieure</text></title>\
         <role><text>Lead &lt;dev&gt;</text></role><note><text>Two\nlines &amp; 🌙</text></note>\
         <url><uri>https://example.org/?a=1&amp;b=2</uri></url>\
         <lang><text>de</text></lang><x-mood xmlns='urn:example:mood' level='3'>gut &amp; <b>fein</b></x-mood></vcard>"
    )
}
