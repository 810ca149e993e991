//! A saved copy drawn: lists, a conversation with everything that can be in it, what was found.

use reading::{Author, Content, Conversation, Found, Message, Page, Quote, Reaction, SharedFile, Spot};
use wizard::{Browse, History, OpenedFile, SearchState, Section, Viewed};

use super::*;

const HOSTILE: &str = "<img src=x onerror=alert(1)> \u{202e}javascript:alert(1) https://a.test/x";

fn opened(damage: Option<Trouble>) -> Wizard {
    let vcard = "<vCard xmlns='vcard-temp'><FN>Anna &lt;b&gt;</FN><URL>https://anna.test</URL>\
        <PHOTO><TYPE>image/svg+xml</TYPE><BINVAL>PHN2Zy8+</BINVAL></PHOTO></vCard>";
    let fragments = vec![
        contact("bob@a.example", "Bob &lt;3"),
        Fragment::Vcard(Element::parse(vcard).expect("well-formed")),
    ];
    let user = FileUser {
        host: "old.example".to_owned(),
        name: "anna".to_owned(),
        holdings: Rc::new(Holdings::from_fragments(fragments)),
    };
    let conversation = |address: &str, is_room, messages| Conversation {
        address: address.to_owned(),
        is_room,
        messages,
        first: Some(0),
        last: Some(90_000),
    };
    let conversations = [
        conversation("bob@a.example", false, 9),
        conversation("talk@rooms.example", true, 2),
        conversation("", false, 1),
    ];
    let history = History { conversations: Rc::from(conversations), is_long: true, silent: 4 };
    let (name, users, histories) = ("anna.xml".to_owned(), vec![user], vec![history]);
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Open));
    wizard.update(Msg::FilesPicked(1));
    wizard.update(Msg::Opening(5, 10));
    let file = OpenedFile { name, size: 10, users, histories, notes: 0, passwords: 0, damage };
    wizard.update(Msg::FileOpened(Rc::new(file)));
    wizard.update(Msg::FileContinue);
    wizard
}

fn message(id: &str, content: Content) -> Message {
    Message {
        id: id.to_owned(),
        spot: Spot::default(),
        author: Author::Other,
        time: Some(90_000),
        content,
        files: Vec::new(),
        is_correction: false,
        earlier: Vec::new(),
        is_retracted: false,
        quote: None,
        reactions: Vec::new(),
    }
}

fn messages() -> Vec<Message> {
    let text = |text: &str| Content::Text(text.to_owned());
    let file = |url: &str| SharedFile {
        url: url.to_owned(),
        name: Some("cat\u{202e}.png".to_owned()),
        size: Some(9),
    };
    vec![
        Message {
            earlier: vec!["before".to_owned()],
            reactions: vec![Reaction { reaction: "👍".to_owned(), by: vec![Author::Own, Author::Other] }],
            ..message("1", text(HOSTILE))
        },
        Message {
            author: Author::Own,
            quote: Some(Quote {
                id: "1".to_owned(),
                spot: Spot::default(),
                author: Author::Other,
                text: HOSTILE.to_owned(),
            }),
            files: vec![
                file("https://up.test/cat.png"),
                file("javascript:alert(1)"),
                file("aesgcm://up.test/x#00"),
            ],
            ..message("2", text(""))
        },
        message("3", Content::Encrypted),
        message("4", Content::Retracted),
        message("5", Content::Retraction),
        message("6", Content::Subject("Plans".to_owned())),
        message("7", Content::Invitation("talk@rooms.example".to_owned())),
        message("8", Content::Reactions(vec!["👍".to_owned()])),
        Message {
            time: None,
            is_correction: true,
            author: Author::Nick("Zoë".to_owned()),
            ..message("9", text("x"))
        },
    ]
}

#[tokio::test(flavor = "local")]
async fn lists_are_drawn() {
    let mut wizard = opened(None);
    let rows = ["data-testid=conversation data-jid=bob@a.example", "data-testid=viewer-search"];
    check(&wizard, "viewer", &rows).await;
    wizard.update(Msg::Browse(Browse::Section(Section::Contacts)));
    check(&wizard, "viewer", &["data-jid=bob@a.example", "href=xmpp:bob@a.example"]).await;
    wizard.update(Msg::Browse(Browse::Section(Section::Rooms)));
    check(&wizard, "viewer", &["aria-pressed=true"]).await;
    wizard.update(Msg::Browse(Browse::Section(Section::Profile)));
    check(&wizard, "viewer", &["href=https://anna.test rel=noreferrer", "Anna &lt;b&gt;"]).await;
    for language in &LANGUAGES {
        let drawn = draw(&wizard, language).await;
        assert!(!drawn.contains("svg+xml"), "no picture that could be a document: {drawn}");
    }
}

#[tokio::test(flavor = "local")]
async fn a_conversation_is_drawn_and_nothing_in_it_is_markup() {
    let mut wizard = opened(None);
    wizard.update(Msg::Browse(Browse::Open(0)));
    check(&wizard, "viewer", &["data-testid=viewer-conversation"]).await;
    let page = Page { conversation: 0, first: 3, total: 20, messages: messages(), unreadable: 1 };
    wizard.update(Msg::Viewed(Rc::new(Viewed::Page { serial: 2, page: Rc::new(page) })));
    let expected = [
        "data-testid=message data-id=1 data-own=false",
        "data-testid=message data-id=2 data-own=true",
        "data-testid=message-reactions",
        "data-state=encrypted",
        "data-state=retracted",
        "href=https://up.test/cat.png rel=noreferrer",
        "href=https://a.test/x rel=noreferrer",
        "data-testid=viewer-earlier",
        "data-testid=viewer-later",
    ];
    check(&wizard, "viewer", &expected).await;
    for language in &LANGUAGES {
        let drawn = draw(&wizard, language).await;
        for part in ["<img", "href=\"javascript", "href=\"aesgcm", "<script", " src=\""] {
            assert!(!drawn.contains(part), "{part} in {drawn}");
        }
        assert_eq!(drawn.matches("href=\"http").count(), drawn.matches("rel=\"noreferrer\"").count() - 1);
    }
}

#[tokio::test(flavor = "local")]
async fn what_was_found_is_drawn() {
    let mut wizard = opened(None);
    wizard.update(Msg::Browse(Browse::Typed("x".to_owned())));
    wizard.update(Msg::Browse(Browse::Search));
    check(&wizard, "viewer", &["data-testid=viewer-search-stop"]).await;
    let found = Found {
        conversation: 0,
        id: "7".to_owned(),
        spot: Spot::default(),
        author: Author::Own,
        time: Some(5),
        excerpt: ["<b>".to_owned(), "x".to_owned(), " behind".to_owned()],
    };
    let told = |found, state| {
        let reached = Some((3, 10));
        Msg::Viewed(Rc::new(Viewed::Found { serial: 2, found, count: None, reached, state }))
    };
    wizard.update(told(Vec::new(), SearchState::Underway));
    check(&wizard, "viewer", &["data-testid=progress aria-valuenow=3 aria-valuemax=10"]).await;
    wizard.update(told(vec![found], SearchState::Resting));
    check(&wizard, "viewer", &["data-testid=viewer-hit", "data-testid=viewer-search-more"]).await;
    wizard.update(told(Vec::new(), SearchState::Done));
    check(&wizard, "viewer", &["data-testid=message data-id=7", "data-testid=viewer-search-end"]).await;
}

#[tokio::test(flavor = "local")]
async fn what_could_not_be_read_is_said() {
    let damage = Trouble::FileUnreadable("it is cut off".to_owned());
    let wizard = opened(Some(damage));
    check(&wizard, "viewer", &["data-testid=viewer-damaged", "data-code=file-unreadable"]).await;
}
