//! Privacy lists, and of whom a history is kept.

use migration::{Choice, Choices, KindReport, Outcome, Reason};
use testkit::MemoryServer;

use crate::common::{Stage, assert_complete, id, of, outcome, parse, stage};

const WORK: &str = "<list xmlns='jabber:iq:privacy' name='work'>\
    <item type='jid' value='tybalt@capulet.example' action='deny' order='1'/>\
    <item type='group' value='Friends' action='allow' order='2'><iq/><message/></item>\
    <item action='deny' order='10'/></list>";

fn add_list(server: &MemoryServer, xml: &str) {
    let list = parse(xml);
    let name = list.attr("name").unwrap().to_owned();
    server.account("juliet", |account| account.privacy.lists.insert(name, list));
}

fn make_default(server: &MemoryServer, name: &str) {
    server.account("juliet", |account| account.privacy.default = Some(name.to_owned()));
}

fn set_preferences(server: &MemoryServer, xml: &str) {
    let prefs = parse(xml);
    server.account("juliet", |account| account.archive_preferences = Some(prefs));
}

fn choose(stage: &Stage, kind: &str, key: &str, choice: Choice) -> Vec<KindReport> {
    let choices = Choices::from([((id(kind), key.to_owned()), choice)]);
    stage.world.run(async { stage.read().await.run(&choices).await })
}

#[test]
fn lists_and_the_default_arrive_once() {
    let stage = stage();
    add_list(&stage.old, WORK);
    make_default(&stage.old, "work");
    let reports = stage.migrate();
    assert_complete(&reports);
    assert_eq!(of(&reports, "privacy_lists").tally().copied, 2);
    stage.new.account("juliet", |new| assert_eq!(new.privacy.default.as_deref(), Some("work")));
    stage.new.forget();
    assert_complete(&stage.migrate());
    assert_eq!(stage.new.sets(), 0);
}

#[test]
fn the_list_of_another_name_in_force_stays_in_force() {
    let stage = stage();
    add_list(&stage.old, WORK);
    make_default(&stage.old, "work");
    add_list(&stage.new, &WORK.replace("'work'", "'Blocked contacts'"));
    make_default(&stage.new, "Blocked contacts");
    let reports = stage.migrate();
    assert_complete(&reports);
    assert_eq!(outcome(&reports, "privacy_lists", "work"), &Outcome::Copied);
    let mark = outcome(&reports, "privacy_lists", "default\nwork");
    assert_eq!(mark, &Outcome::LeftOut(Reason::OtherDefault));
    stage.new.account("juliet", |new| assert_eq!(new.privacy.default.as_deref(), Some("Blocked contacts")));
    stage.new.forget();
    stage.migrate();
    assert_eq!(stage.new.sets(), 0);
}

#[test]
fn another_list_of_that_name_stays_and_is_not_put_in_force() {
    let theirs = WORK.replace("tybalt", "paris");
    for (choice, default) in [(Choice::Keep, None), (Choice::Take, Some("work"))] {
        let stage = stage();
        add_list(&stage.old, WORK);
        make_default(&stage.old, "work");
        add_list(&stage.new, &theirs);
        assert_complete(&choose(&stage, "privacy_lists", "work", choice));
        let expected = if choice == Choice::Keep { parse(&theirs) } else { parse(WORK) };
        stage.new.account("juliet", |new| {
            assert_eq!(new.privacy.lists["work"].canonical(), expected.canonical());
            assert_eq!(new.privacy.default.as_deref(), default);
        });
    }
}

#[test]
fn the_blocklist_is_not_moved_as_a_list_too() {
    let stage = stage();
    let blocked = "<list xmlns='jabber:iq:privacy' name='Blocked contacts'>\
        <item type='jid' value='spam.example' action='deny' order='0'/></list>";
    add_list(&stage.old, blocked);
    make_default(&stage.old, "Blocked contacts");
    stage.old.account("juliet", |old| old.blocked.insert("spam.example".to_owned()));
    let reports = stage.migrate();
    assert_complete(&reports);
    assert_eq!(of(&reports, "privacy_lists").entries, []);
    stage.new.account("juliet", |new| {
        assert!(new.blocked.contains("spam.example"));
        assert!(new.privacy.lists.is_empty());
    });
}

#[test]
fn the_own_address_in_a_list_becomes_the_new_one() {
    let stage = stage();
    add_list(&stage.old, &WORK.replace("tybalt@", "Juliet@"));
    let reports = stage.migrate();
    assert_complete(&reports);
    assert_eq!(outcome(&reports, "privacy_lists", "work"), &Outcome::Changed(Reason::OwnAddress));
    let list = stage.new.account("juliet", |new| new.privacy.lists["work"].clone());
    assert_eq!(list.first_child().unwrap().attr("value"), Some("juliet@montague.example"));
}

#[test]
fn a_server_without_lists_gets_none() {
    let stage = stage();
    add_list(&stage.old, WORK);
    stage.new.tune(|knobs| knobs.server_features.retain(|feature| feature != "jabber:iq:privacy"));
    let reports = stage.migrate();
    assert_complete(&reports);
    assert_eq!(outcome(&reports, "privacy_lists", "work"), &Outcome::LeftOut(Reason::Unsupported));
}

#[test]
fn preferences_arrive_where_nobody_chose_yet() {
    let stage = stage();
    set_preferences(
        &stage.old,
        "<prefs xmlns='urn:xmpp:mam:2' default='never'><always><jid>b@x.example</jid><jid>A@x.example</jid>\
         <jid>juliet@capulet.example</jid></always><never/></prefs>",
    );
    let reports = stage.migrate();
    assert_complete(&reports);
    let own = outcome(&reports, "archive_preferences", "preferences");
    assert_eq!(own, &Outcome::Changed(Reason::OwnAddress));
    let expected = "<prefs xmlns='urn:xmpp:mam:2' default='never'><always><jid>a@x.example</jid>\
        <jid>b@x.example</jid><jid>juliet@montague.example</jid></always><never/></prefs>";
    let there = stage.new.account("juliet", |new| new.archive_preferences.clone().unwrap());
    assert_eq!(there.canonical(), parse(expected).canonical());
    stage.new.forget();
    assert_complete(&stage.migrate());
    assert_eq!(stage.new.sets(), 0);
}

#[test]
fn preferences_somebody_chose_stay_unless_the_person_takes_theirs() {
    let theirs = "<prefs xmlns='urn:xmpp:mam:2' default='always'><always/><never><jid>z@x.example</jid></never></prefs>";
    let stage = stage();
    set_preferences(&stage.old, "<prefs xmlns='urn:xmpp:mam:2' default='roster'><always/><never/></prefs>");
    set_preferences(&stage.new, theirs);
    let reports = stage.migrate();
    let kept = outcome(&reports, "archive_preferences", "preferences");
    assert_eq!(kept, &Outcome::LeftOut(Reason::KeptTheirs));
    assert_eq!(stage.new.sets(), 0);
    assert_complete(&choose(&stage, "archive_preferences", "preferences", Choice::Take));
    let there = stage.new.account("juliet", |new| new.archive_preferences.clone().unwrap());
    assert_eq!(there.attr("default"), Some("roster"));
}

#[test]
fn a_server_without_an_archive_has_no_preferences() {
    let stage = stage();
    set_preferences(&stage.old, "<prefs xmlns='urn:xmpp:mam:2' default='never'/>");
    stage.new.tune(|knobs| knobs.account_features.retain(|feature| feature != "urn:xmpp:mam:2"));
    let reports = stage.migrate();
    let left = outcome(&reports, "archive_preferences", "preferences");
    assert_eq!(left, &Outcome::LeftOut(Reason::Unsupported));
}

#[test]
fn a_file_of_a_server_that_keeps_blocks_as_a_list_gives_them_back() {
    use migration::{Holdings, Plan};
    let query = format!(
        "<query xmlns='jabber:iq:privacy'>{}</query>",
        "<list name='Blocked contacts'><item type='jid' value='Spam.example' action='deny' order='0'/></list>"
    );
    let default = "<query xmlns='jabber:iq:privacy'><default name='Blocked contacts'/></query>";
    let stage = stage();
    let reports = stage.world.run(async {
        let moving = stage.read().await;
        let fragments = [&*query, default].map(|xml| portable::Fragment::PrivacyList(parse(xml)));
        let origin = Holdings::from_fragments(fragments.into());
        assert!(origin.unclaimed.is_empty());
        let chosen = crate::common::all().into_iter().collect();
        let plan = Plan::new(&origin, &moving.found, &chosen, &moving.mapping, &Choices::new());
        migration::run(&plan, &moving.to, &|_| {}).await
    });
    assert_eq!(outcome(&reports, "blocklist", "spam.example"), &Outcome::Copied);
    for key in ["Blocked contacts", "default\nBlocked contacts"] {
        assert_eq!(outcome(&reports, "privacy_lists", key), &Outcome::LeftOut(Reason::HeldByOther));
    }
}
