//! What is refused, rule by rule, and what is not.

use xml::{Malformed as M, Rules, XmlError, parse};

fn stream(text: &str) -> Result<String, M> {
    parse(text, &Rules::stream()).map(|e| e.to_xml()).map_err(|e| e.problem)
}

fn file(text: &str) -> Result<String, M> {
    parse(text, &Rules::file()).map(|e| e.to_xml()).map_err(|e| e.problem)
}

#[test]
fn refused_under_all_rules() {
    let name = |n: &str| M::Name(n.into());
    let cases: Vec<(&str, M)> = vec![
        ("", M::NoElement),
        (" \n", M::NoElement),
        ("<", M::Truncated),
        ("<a", M::Truncated),
        ("<a>", M::Truncated),
        ("<a>text", M::Truncated),
        ("<a><b/>", M::Truncated),
        ("<a b='1", M::Truncated),
        ("<a><![CDATA[x", M::Truncated),
        ("<a/><b/>", M::SecondRoot),
        ("<a></a><a></a>", M::SecondRoot),
        ("x<a/>", M::TextOutsideRoot),
        ("<a/>x", M::TextOutsideRoot),
        ("<a/>&amp;<b/>", M::TextOutsideRoot),
        ("<a/><![CDATA[]]>", M::CdataOutsideRoot),
        ("<!DOCTYPE a><a/>", M::Doctype),
        ("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", M::Doctype),
        ("<a><!ELEMENT b ANY></a>", M::Markup),
        ("<a>&x;</a>", M::Entity("x".into())),
        ("<a b='&nbsp;'/>", M::Entity("nbsp".into())),
        ("<a>& b</a>", M::Ampersand),
        ("<a>a & b;</a>", M::Ampersand),
        ("<a b='&'/>", M::Ampersand),
        ("<a>&;</a>", M::Ampersand),
        ("<a>&#;</a>", M::CharacterReference),
        ("<a>&#x;</a>", M::CharacterReference),
        ("<a>&#+9;</a>", M::CharacterReference),
        ("<a>&#X41;</a>", M::CharacterReference),
        ("<a>&#99999999999;</a>", M::CharacterReference),
        ("<a>&#0;</a>", M::Character(0)),
        ("<a>&#x1f;</a>", M::Character(0x1f)),
        ("<a>&#xD800;</a>", M::Character(0xd800)),
        ("<a>&#xFFFE;</a>", M::Character(0xfffe)),
        ("<a>&#x110000;</a>", M::Character(0x11_0000)),
        ("<a>\u{0}</a>", M::Character(0)),
        ("<a>\u{8}</a>", M::Character(8)),
        ("<a b='\u{b}'/>", M::Character(0xb)),
        ("<a><![CDATA[\u{ffff}]]></a>", M::Character(0xffff)),
        ("<a>]]></a>", M::CdataEndInText),
        ("<1a/>", name("1a")),
        ("< a/>", name("")),
        ("<-a/>", name("-a")),
        ("<>", name("")),
        ("<a:/>", name("a:")),
        ("<:a/>", name(":a")),
        ("<a:b:c xmlns:a='x'/>", name("a:b:c")),
        ("<a$/>", name("a$")),
        ("<a 1='x'/>", name("1")),
        ("<a b:='x'/>", name("b:")),
        ("<a b/>", M::Attribute("a".into())),
        ("<a b=c/>", M::Attribute("a".into())),
        ("<a b=/>", M::Attribute("a".into())),
        ("<a b='1'c='2'/>", M::Markup),
        ("<a b='<'/>", M::Markup),
        ("<a <b/>", M::Markup),
        ("<a/ >", name("a/")),
        ("<a b='1' b='2'/>", M::DuplicateAttribute("b".into())),
        ("<a xmlns:p='x' xmlns:q='x' p:b='1' q:b='2'/>", M::DuplicateAttribute("b".into())),
        ("<a xmlns='x' xmlns='x'/>", M::DuplicateAttribute(String::new())),
        ("<a xmlns:p='x' xmlns:p='y'/>", M::DuplicateAttribute("p".into())),
        ("<p:a/>", M::UnboundPrefix("p".into())),
        ("<a p:b='1'/>", M::UnboundPrefix("p".into())),
        ("<a><b xmlns:p='x'/><p:c/></a>", M::UnboundPrefix("p".into())),
        ("<xmlns:a/>", M::UnboundPrefix("xmlns".into())),
        ("<a xmlns:p=''/>", M::Namespace("p".into())),
        ("<a xmlns:xmlns='x'/>", M::Namespace("xmlns".into())),
        ("<a xmlns:p='http://www.w3.org/2000/xmlns/'/>", M::Namespace("p".into())),
        ("<a xmlns='http://www.w3.org/2000/xmlns/'/>", M::Namespace(String::new())),
        ("<a xmlns='http://www.w3.org/XML/1998/namespace'/>", M::Namespace(String::new())),
        ("<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>", M::Namespace("p".into())),
        ("<a xmlns:xml='x'/>", M::Namespace("xml".into())),
        ("<a></b>", M::WrongEnd { expected: "a".into(), got: "b".into() }),
        ("<p:a xmlns:p='x' xmlns:q='x'></q:a>", M::WrongEnd { expected: "p:a".into(), got: "q:a".into() }),
        ("</a>", M::UnexpectedEnd("a".into())),
        ("<a/></a>", M::UnexpectedEnd("a".into())),
        ("<a></a b='1'>", M::Markup),
        ("<a></ a>", M::Markup),
    ];
    for (text, expected) in cases {
        assert_eq!(stream(text), Err(expected.clone()), "stream: {text}");
        assert_eq!(file(text), Err(expected), "file: {text}");
    }
}

#[test]
fn a_stream_forbids_what_a_file_may_hold() {
    for (text, problem, read) in [
        ("<a><!-- c --></a>", M::Comment, "<a/>"),
        ("<!-- c --><a/>", M::Comment, "<a/>"),
        ("<a>x<?pi data?>y</a>", M::Instruction, "<a>xy</a>"),
        ("<?xml version='1.0'?><a/>", M::Instruction, "<a/>"),
        ("<?xml version=\"1.0\" encoding=\"utf-8\" ?>\n<a/>", M::Instruction, "<a/>"),
        ("<?xml version='1.0' encoding='UTF-8' standalone='yes'?><a/>\n", M::Instruction, "<a/>"),
        ("\u{feff}<a/>", M::TextOutsideRoot, "<a/>"),
        ("\u{feff}<?xml version='1.0'?><a/>", M::TextOutsideRoot, "<a/>"),
    ] {
        assert_eq!(stream(text), Err(problem), "{text}");
        assert_eq!(file(text).as_deref(), Ok(read), "{text}");
    }
}

#[test]
fn a_file_is_not_free_of_rules() {
    for (text, problem) in [
        ("<!-- a -- b --><a/>", M::Markup),
        ("<!-- a ---><a/>", M::Markup),
        ("<!--><a/>", M::Truncated),
        ("<!-- \u{1} --><a/>", M::Character(1)),
        (" <?xml version='1.0'?><a/>", M::Declaration),
        ("<a/><?xml version='1.0'?>", M::Declaration),
        ("<?XML version='1.0'?><a/>", M::Declaration),
        ("<?xml?><a/>", M::Declaration),
        ("<?xml version='2.0'?><a/>", M::Declaration),
        ("<?xml encoding='utf-8'?><a/>", M::Declaration),
        ("<?xml version='1.0' foo='bar'?><a/>", M::Declaration),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a/>", M::Encoding),
        ("<? pi?><a/>", M::Name(String::new())),
        ("<?pi", M::Truncated),
    ] {
        assert_eq!(file(text), Err(problem), "{text}");
    }
}

#[test]
fn what_is_read_means_what_it_says() {
    for (text, read) in [
        ("<a>x &amp; y &lt;&gt;&quot;&apos;</a>", "<a>x &amp; y &lt;&gt;\"'</a>"),
        ("<a>&#65;&#x42;&#x1F600;</a>", "<a>AB😀</a>"),
        ("<a>1\r\n2\r3\n4&#13;</a>", "<a>1\n2\n3\n4&#13;</a>"),
        ("<a b='1\r\n2\t3\n4'/>", "<a b='1 2 3 4'/>"),
        ("<a b='&#9;&#10;&#13;'/>", "<a b='&#9;&#10;&#13;'/>"),
        ("<a>1<![CDATA[<b> &amp; ]]>2</a>", "<a>1&lt;b&gt; &amp;amp; 2</a>"),
        ("<a b = \"'\" ></a >", "<a b='&apos;'/>"),
        (
            "<p:a xmlns:p='x' b='1' p:b='2'><c/></p:a>",
            "<a xmlns='x' b='1' xmlns:ns1='x' ns1:b='2'><c xmlns=''/></a>",
        ),
        (
            "<a xmlns='x'><b xmlns=''><c xmlns='x'/></b></a>",
            "<a xmlns='x'><b xmlns=''><c xmlns='x'/></b></a>",
        ),
        ("<a xml:lang='pl' xml:space='preserve'> </a>", "<a xml:lang='pl' xml:space='preserve'> </a>"),
        ("<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>", "<a/>"),
        (
            "<a xmlns:p='x' xmlns:q='y' p:b='1' q:b='2' b='3'/>",
            "<a xmlns:ns1='x' ns1:b='1' xmlns:ns2='y' ns2:b='2' b='3'/>",
        ),
        ("<żółć ß='1'/>", "<żółć ß='1'/>"),
        ("<a b='>'/>", "<a b='&gt;'/>"),
    ] {
        assert_eq!(stream(text).as_deref(), Ok(read), "{text}");
    }
}

#[test]
fn limits_hold() {
    let rules = Rules::stream().with_max_depth(3);
    let problem = |text: &str, rules: &Rules| parse(text, rules).map_err(|e| e.problem).err();
    assert_eq!(problem("<a><b><c/></b></a>", &rules), None);
    assert_eq!(problem("<a><b><c><d/></c></b></a>", &rules), Some(M::TooDeep(3)));

    let rules = Rules::stream().with_max_token(10);
    assert_eq!(problem("<a>123456789</a>", &rules), None);
    assert_eq!(problem("<a>12345678901</a>", &rules), Some(M::TokenTooLarge(10)));
    assert_eq!(problem("<a><![CDATA[]]></a>", &rules), Some(M::TokenTooLarge(10)));
    assert_eq!(problem("<abcdefghij/>", &rules), Some(M::TokenTooLarge(10)));
    let rules = Rules::file().with_max_token(12);
    assert_eq!(problem("<a>12345678<!----><!---->12345678</a>", &rules), Some(M::TokenTooLarge(12)));

    let rules = Rules::stream().with_max_total(8);
    assert_eq!(problem("<a>1</a>", &rules), None);
    assert_eq!(problem("<a>12</a>", &rules), Some(M::TooLarge(8)));
    assert_eq!(problem("<a>1</a> ", &rules), Some(M::TooLarge(8)));

    let many: String = (0..129).map(|n| format!(" a{n}=''")).collect();
    assert_eq!(problem(&format!("<a{many}/>"), &Rules::stream()), Some(M::TooManyAttributes(128)));
}

#[test]
fn an_error_names_the_byte() {
    let error = parse("<a>ä<b></c></a>", &Rules::stream()).unwrap_err();
    let problem = M::WrongEnd { expected: "b".into(), got: "c".into() };
    assert_eq!(error, XmlError { at: 8, problem });
    assert_eq!(error.to_string(), "expected the end of `b`, got that of `c` (at byte 8)");
}

#[test]
fn bytes_that_are_not_utf8_are_refused() {
    for bytes in [&b"<a>\xff</a>"[..], b"<a b='\xc3'/>", b"<\xed\xa0\x80/>"] {
        let mut reader = xml::Reader::new(Rules::file());
        reader.feed(bytes).unwrap();
        let error = std::iter::from_fn(|| reader.next().transpose()).find_map(Result::err).unwrap();
        assert_eq!(error.problem, M::NotUtf8);
        assert_eq!(reader.feed(b"<a/>"), Err(error), "an error stays");
    }
}
