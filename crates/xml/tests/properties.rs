//! Properties over hostile input.

use proptest::prelude::*;
use xml::{Element, Event, Reader, Rules, XmlError, parse};

/// Text with everything that could be mistaken for something else.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<".to_owned()),
        Just("&amp;".to_owned()),
        Just("]]>".to_owned()),
        Just("\r\n".to_owned()),
        Just("\t\r\n ".to_owned()),
        Just("'\"&<>".to_owned()),
        Just("<!-- -->".to_owned()),
        Just("👩‍🚀\u{301}\u{202e}".to_owned()),
        any::<char>().prop_filter("a character of XML", |c| xml::is_char(*c)).prop_map(String::from),
        "[a-z ]{1,5}",
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z_][a-z0-9_.-]{0,4}",
        Just("xmlns".to_owned()),
        Just("ns1".to_owned()),
        Just("名".to_owned())
    ]
}

fn namespace() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), Just("jabber:client".to_owned()), Just("a'&<>{}\t".to_owned())]
}

fn attributed() -> impl Strategy<Value = Element> {
    let attribute_ns = prop_oneof![namespace(), Just(xml::ns::XML.to_owned())];
    let attributes = prop::collection::vec((attribute_ns, name(), hostile()), 0..4);
    (name(), namespace(), attributes).prop_map(|(name, ns, attributes)| {
        let mut element = Element::new(name, ns);
        for (ns, name, value) in attributes {
            // Unprefixed, this is no attribute but a declaration.
            if !(ns.is_empty() && name == "xmlns") {
                element.set_attr_ns(&ns, &name, value);
            }
        }
        element
    })
}

fn element() -> impl Strategy<Value = Element> {
    attributed().prop_recursive(4, 24, 4, |inner| {
        (attributed(), prop::collection::vec((inner, hostile()), 0..4), hostile()).prop_map(
            |(mut element, children, text)| {
                element.push_text(text);
                for (child, text) in children {
                    element.push(child);
                    element.push_text(text);
                }
                element
            },
        )
    })
}

/// Everything read from `input`, and how it ended.
fn events(input: &[u8], cuts: &[usize], rules: Rules) -> (Vec<Event>, Result<(), XmlError>) {
    let mut reader = Reader::new(rules);
    let mut events = Vec::new();
    let mut run = || {
        let mut from = 0;
        for to in cuts.iter().copied().chain([input.len()]) {
            reader.feed(&input[from..to])?;
            from = to;
            while let Some(event) = reader.next()? {
                events.push(event);
            }
        }
        reader.finish()
    };
    let end = run();
    (events, end)
}

fn cuts_of(len: usize, seeds: &[prop::sample::Index]) -> Vec<usize> {
    let mut cuts: Vec<usize> = seeds.iter().map(|index| index.index(len + 1)).collect();
    cuts.sort_unstable();
    cuts
}

/// Bytes that look enough like XML to get far into the reader.
fn nearly_xml() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        hostile().prop_map(String::into_bytes),
        element().prop_map(|e| e.to_xml().into_bytes()),
        prop::sample::select(vec![
            "<a>",
            "</a>",
            "<a ",
            "/>",
            ">",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "<?xml version='1.0'?>",
            "<?p ",
            "?>",
            "<!DOCTYPE",
            "&#",
            "&#x;",
            ";",
            "xmlns:p='x'",
            "p:b='1'",
            "\u{feff}",
            "=",
            "'",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn reading_what_was_written_is_identity(element in element()) {
        let text = element.to_xml();
        let again = parse(&text, &Rules::stream());
        prop_assert_eq!(again, Ok(element), "{}", text);
    }

    #[test]
    fn a_context_changes_nothing(element in element(), ns in namespace()) {
        let root = Element::new("root", ns.clone()).with_child(element.clone());
        let mut text = String::new();
        root.write_start_to(&mut text, "").unwrap();
        element.write_to(&mut text, &ns).unwrap();
        text.push_str("</root>");
        prop_assert_eq!(parse(&text, &Rules::stream()), Ok(root));
    }

    #[test]
    fn any_chunking_gives_the_same(
        input in nearly_xml(),
        seeds in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
        document in any::<bool>(),
        max_token in 8_usize..200,
    ) {
        let rules = if document { Rules::file() } else { Rules::stream() }.with_max_token(max_token);
        let whole = events(&input, &[], rules.clone());
        let cut = events(&input, &cuts_of(input.len(), &seeds), rules.clone());
        prop_assert_eq!(&whole, &cut);
        let bytewise: Vec<usize> = (0..input.len()).collect();
        prop_assert_eq!(whole, events(&input, &bytewise, rules));
    }

    #[test]
    fn whatever_is_accepted_survives_writing(input in nearly_xml()) {
        if let Ok(text) = String::from_utf8(input)
            && let Ok(element) = parse(&text, &Rules::file())
        {
            prop_assert_eq!(parse(&element.to_xml(), &Rules::stream()), Ok(element));
        }
    }

    #[test]
    fn quick_xml_agrees_with_what_is_accepted(element in element()) {
        // The writer's output read by an independent reader: names and depth come out alike.
        let text = element.to_xml();
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut starts = 0;
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Start(_) | quick_xml::events::Event::Empty(_) => starts += 1,
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
        fn count(element: &Element) -> usize {
            1 + element.children().map(count).sum::<usize>()
        }
        prop_assert_eq!(starts, count(&element));
    }

    #[test]
    fn canonical_minds_neither_order_nor_prefix(element in element()) {
        let mut turned = Element::new(element.name(), element.ns());
        for a in element.attributes().iter().rev() {
            turned.set_attr_ns(&a.ns, &a.name, a.value.clone());
        }
        for node in element.nodes() {
            match node {
                xml::Node::Element(child) => turned.push(child.clone()),
                xml::Node::Text(text) => turned.push_text(text.clone()),
            }
        }
        prop_assert_eq!(turned.canonical(), element.canonical());
    }
}

#[test]
fn canonical_minds_text_but_not_indentation() {
    let canonical = |text: &str| Element::parse(text).unwrap().canonical();
    assert_eq!(canonical("<a>\n <b/>\n</a>"), canonical("<a><b/></a>"));
    assert_eq!(canonical("<p:a xmlns:p='x' c='1' b='2'/>"), canonical("<a xmlns='x' b='2' c='1'></a>"));
    for (left, right) in [
        ("<a> </a>", "<a/>"),
        ("<a>x <b/></a>", "<a>x<b/></a>"),
        ("<a><b/></a>", "<a><b xmlns='x'/></a>"),
        ("<a b='1'/>", "<a xmlns:p='x' p:b='1'/>"),
        ("<a><b/><c/></a>", "<a><c/><b/></a>"),
    ] {
        assert_ne!(canonical(left), canonical(right), "{left} {right}");
    }
}

#[test]
fn what_xml_cannot_hold_is_replaced_in_writing() {
    let element = Element::new("a", "").with_attr("b", "x\u{0}").with_text("\u{1b}[0m\u{ffff}");
    assert_eq!(element.to_xml(), "<a b='x\u{fffd}'>\u{fffd}[0m\u{fffd}</a>");
    assert_eq!(format!("{element:?}"), element.to_xml());
}
