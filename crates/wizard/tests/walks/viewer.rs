//! Reading a file: which pages are asked for, what becomes of them, and the way back.

use migration::Holdings;
use reading::{Author, Content, Conversation, Found, From, Message, PAGE, Page, Spot};
use wizard::{
    Browse, FileUser, History, OpenedFile, Scroll, SearchState, Section, ViewOrder, Viewed, ViewerView,
};

use super::*;

fn opened(is_long: bool) -> OpenedFile {
    let conversation = |address: &str, messages, last| Conversation {
        address: address.to_owned(),
        is_room: false,
        messages,
        first: Some(0),
        last: Some(last),
    };
    let user = FileUser {
        host: "old.example".to_owned(),
        name: "anna".to_owned(),
        holdings: Rc::new(Holdings::from_fragments(vec![contact("bob@x.example", "Bob")])),
    };
    let conversations = [conversation("eve@x.example", 1, 5), conversation("bob@x.example", 500, 9)];
    let history = History { conversations: Rc::from(conversations), is_long, silent: 3 };
    let (name, users, histories) = ("anna.xml".to_owned(), vec![user], vec![history]);
    OpenedFile { name, size: 10, users, histories, notes: 0, passwords: 0, damage: None }
}

/// A wizard that has opened a file.
fn reading_a_file(is_long: bool) -> Wizard {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Open));
    assert!(matches!(wizard.update(Msg::FilesPicked(1))[..], [Effect::OpenFile]));
    wizard.update(Msg::FileOpened(Rc::new(opened(is_long))));
    wizard.update(Msg::FileContinue);
    assert_eq!(wizard.stage(), Stage::Viewer);
    wizard
}

fn view(wizard: &Wizard) -> ViewerView {
    match wizard.screen().body {
        Body::Viewer(view) => *view,
        other => panic!("not reading: {other:?}"),
    }
}

fn page(first: u32, count: u32) -> Rc<Page> {
    let message = |n: u32| Message {
        id: n.to_string(),
        spot: Spot::default(),
        author: Author::Other,
        time: Some(i64::from(n)),
        content: Content::Text("x".to_owned()),
        files: Vec::new(),
        is_correction: false,
        earlier: Vec::new(),
        is_retracted: false,
        quote: None,
        reactions: Vec::new(),
    };
    let messages = (first..first + count).map(message).collect();
    Rc::new(Page { conversation: 1, first, total: 500, messages, unreadable: 0 })
}

/// The page that is asked for, and the number of the order.
#[track_caller]
fn turned(effects: &[Effect]) -> (From, u32) {
    match effects {
        [Effect::View(ViewOrder::Turn { user: 0, conversation: 1, from, serial })] => (*from, *serial),
        other => panic!("no page is asked for: {other:?}"),
    }
}

fn shown(wizard: &Wizard) -> (u32, usize) {
    let pages = view(wizard).open.unwrap().pages;
    (pages[0].first, pages.iter().map(|page| page.messages.len()).sum())
}

#[test]
fn the_newest_conversation_comes_first_and_has_a_name() {
    let view = view(&reading_a_file(false));
    let rows: Vec<&str> = view.lists.conversations.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(rows, ["Bob", "eve@x.example"]);
    assert_eq!((view.section, view.silent), (Section::Conversations, 3));
    assert_eq!(view.address, "anna@old.example");
}

#[test]
fn a_conversation_opens_at_its_end_and_grows_at_both() {
    let mut wizard = reading_a_file(false);
    let (from, serial) = turned(&wizard.update(Msg::Browse(Browse::Open(1))));
    assert_eq!(from, From::End);
    assert!(view(&wizard).open.unwrap().is_turning);
    let effects = wizard.update(Msg::Viewed(Rc::new(Viewed::Page { serial, page: page(440, PAGE) })));
    assert!(matches!(effects[..], [Effect::Scroll(Scroll::End)]));
    assert!(!view(&wizard).open.unwrap().has_later);
    assert!(wizard.update(Msg::Browse(Browse::Later)).is_empty(), "there is nothing after the end");
    for first in [380, 320, 260, 200] {
        let (from, serial) = turned(&wizard.update(Msg::Browse(Browse::Earlier)));
        assert_eq!(from, From::Before(first + PAGE));
        assert!(wizard.update(Msg::Browse(Browse::Earlier)).is_empty(), "one page at a time");
        let effects = wizard.update(Msg::Viewed(Rc::new(Viewed::Page { serial, page: page(first, PAGE) })));
        assert!(matches!(effects[..], [Effect::Scroll(Scroll::Keep)]));
    }
    assert_eq!(shown(&wizard), (200, 240), "the last page is drawn no more");
    let (from, serial) = turned(&wizard.update(Msg::Browse(Browse::Later)));
    assert_eq!(from, From::Message(440));
    wizard.update(Msg::Viewed(Rc::new(Viewed::Page { serial, page: page(440, PAGE) })));
    assert_eq!(shown(&wizard), (260, 240));
}

#[test]
fn a_page_that_comes_too_late_changes_nothing() {
    let mut wizard = reading_a_file(false);
    let (_, first) = turned(&wizard.update(Msg::Browse(Browse::Open(1))));
    let (_, second) = turned(&wizard.update(Msg::Browse(Browse::First)));
    assert!(
        wizard.update(Msg::Viewed(Rc::new(Viewed::Page { serial: first, page: page(440, PAGE) }))).is_empty()
    );
    wizard.update(Msg::Viewed(Rc::new(Viewed::Page { serial: second, page: page(0, PAGE) })));
    assert_eq!(shown(&wizard), (0, 60));
    wizard.update(Msg::Back);
    assert!(view(&wizard).open.is_none());
    wizard.update(Msg::Back);
    assert_eq!(wizard.stage(), Stage::Origin);
}

#[test]
fn what_is_found_leads_to_its_place() {
    let mut wizard = reading_a_file(false);
    let effects = wizard.update(Msg::Browse(Browse::Typed("wo".to_owned())));
    assert!(matches!(effects[..], [Effect::View(ViewOrder::Search { .. })]), "at once where it is short");
    let effects = wizard.update(Msg::Browse(Browse::Typed("word".to_owned())));
    let [Effect::View(ViewOrder::Search { typed, serial, .. })] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(typed, "word");
    let found = |serial| {
        let found = Found {
            conversation: 1,
            id: "7".to_owned(),
            spot: Spot::default(),
            author: Author::Own,
            time: None,
            excerpt: Default::default(),
        };
        let (count, state) = (Some(300), SearchState::Resting);
        Msg::Viewed(Rc::new(Viewed::Found { serial, found: vec![found], count, reached: None, state }))
    };
    wizard.update(found(serial - 1));
    assert_eq!(view(&wizard).search.unwrap().found.len(), 0, "of the search before");
    wizard.update(found(*serial));
    assert_eq!(view(&wizard).search.unwrap().found.len(), 1);
    let more = wizard.update(Msg::Browse(Browse::MoreFound));
    assert!(matches!(more[..], [Effect::View(ViewOrder::MoreFound { .. })]));
    let (from, serial) = turned(&wizard.update(Msg::Browse(Browse::Jump(1, Spot::default()))));
    assert_eq!(from, From::Spot(Spot::default()));
    let effects = wizard.update(Msg::Viewed(Rc::new(Viewed::Page { serial, page: page(0, PAGE) })));
    assert!(matches!(&effects[..], [Effect::Scroll(Scroll::To(name))] if *name == Spot::default().name()));
    wizard.update(Msg::Back);
    assert!(view(&wizard).search.is_some(), "back to what was found");
    wizard.update(Msg::Browse(Browse::Typed(" ".to_owned())));
    assert!(view(&wizard).search.is_none());
}

#[test]
fn a_long_history_is_searched_only_when_asked() {
    let mut wizard = reading_a_file(true);
    assert!(wizard.update(Msg::Browse(Browse::Typed("word".to_owned()))).is_empty());
    let effects = wizard.update(Msg::Browse(Browse::Search));
    assert!(matches!(effects[..], [Effect::View(ViewOrder::Search { .. })]));
    let effects = wizard.update(Msg::Browse(Browse::StopSearch));
    assert!(matches!(effects[..], [Effect::View(ViewOrder::StopSearch)]));
    assert_eq!(view(&wizard).search.unwrap().state, SearchState::Resting);
}

#[test]
fn the_same_file_can_be_saved_in_another_form() {
    let mut wizard = reading_a_file(false);
    wizard.update(Msg::Browse(Browse::Convert));
    assert_eq!(choosing(&wizard).rows.len(), kinds::ALL.len());
    wizard.update(Msg::Back);
    assert!(matches!(wizard.screen().body, Body::File(view) if view.can_continue));
}

#[test]
fn setting_out_for_something_else_forgets_the_file() {
    let mut wizard = reading_a_file(false);
    wizard.update(Msg::StartOver);
    wizard.update(Msg::Start(Flow::Move));
    assert!(matches!(wizard.screen().body, Body::SignIn(_)));
}
