//! The root: the only component with state. It feeds the wizard, hands its
//! effects to the engine and draws what it says.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::File;
use wizard::{Effect, Joining, Msg, Scroll, Side, Wizard};
use yew::prelude::*;

use crate::browser::{
    Anchor, Config, ConfigError, Query, before_frame, before_long, can_pick, empty_passwords, go_to_heading,
    load_config, print, show, today,
};
use crate::engine::Engine;
use crate::environment::Browser;
use crate::i18n::{Language, Locale, browser_languages, choose, show_in_document};
use crate::views::{self, Extent, Operator};

/// What reaches the root.
#[derive(Debug)]
pub enum Action {
    /// The person did something.
    Wizard(Msg),
    /// Something came of what was begun.
    Came(Msg),
    /// It is time to draw what came.
    Frame,
    Speak(&'static Language),
    Picked(Vec<File>),
    /// A picture to read a code from.
    Pictured(File),
    Configured(Result<Config, ConfigError>),
}

/// The page.
#[derive(Debug)]
pub struct App {
    wizard: Wizard,
    engine: Engine,
    locale: Rc<Locale>,
    config: Result<Config, ConfigError>,
    /// A stage was entered, and its heading is to take the focus once it is drawn.
    is_new: bool,
    /// How much of it is drawn: all of a long screen at once takes a slow device a while.
    extent: Extent,
    /// The page is to be printed once it is drawn.
    is_for_paper: bool,
    /// What is to be in sight of the messages once they are drawn, and what is now.
    scroll: Option<Scroll>,
    anchor: RefCell<Option<Anchor>>,
    /// When what came and is not drawn yet will be.
    due: Due,
}

/// The more urgent, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// Nothing is behind.
    Never,
    /// Before long.
    Soon,
    /// When the browser draws next.
    Now,
}

impl Component for App {
    type Message = Action;
    type Properties = ();

    fn create(context: &Context<Self>) -> Self {
        let browser = Browser::new();
        let clock = browser.clock().clone();
        let own = clock.clone();
        context.link().send_future(async move { Action::Configured(load_config(&own).await) });
        let query = Query::read();
        let languages = browser_languages();
        let language = choose(query.lang.iter().chain(&languages).map(String::as_str));
        show_in_document(language);
        let mut wizard = Wizard::new(query.from.map(as_typed), query.to.map(as_typed));
        wizard.update(Msg::Browser { today: today(), has_picker: can_pick() });
        let locale = Rc::new(Locale::new(language));
        let came = context.link().callback(Action::Came);
        Self {
            wizard,
            engine: Engine::new(Rc::new(browser), clock, came, Rc::clone(&locale)),
            locale,
            config: Ok(Config::default()),
            is_new: false,
            extent: Extent::All,
            is_for_paper: false,
            scroll: None,
            anchor: RefCell::default(),
            due: Due::Never,
        }
    }

    /// What the person does is drawn at once. What comes of it may come in hundreds of pieces: it is drawn as often
    /// as the browser draws, after what it sets off has begun, and less often where it only says how far things are.
    fn update(&mut self, context: &Context<Self>, action: Action) -> bool {
        match action {
            Action::Came(msg) => {
                let due = if msg.is_progress() { Due::Soon } else { Due::Now };
                self.tell(msg);
                self.draw_when(due, context);
                return false;
            }
            // What was due before long may have been drawn already.
            Action::Frame => return std::mem::replace(&mut self.due, Due::Never) != Due::Never,
            Action::Wizard(msg) => self.tell(msg),
            Action::Speak(language) => {
                show_in_document(language);
                self.locale = Rc::new(Locale::new(language));
                self.engine.speak(Rc::clone(&self.locale));
            }
            Action::Picked(files) => {
                let count = files.len();
                self.engine.pick(files);
                self.tell(Msg::FilesPicked(count));
            }
            Action::Pictured(picture) => {
                self.engine.take_picture(picture);
                self.tell(Msg::Joining(Joining::Pictured));
            }
            Action::Configured(config) => self.configure(config),
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        if self.scroll == Some(Scroll::Keep) {
            *self.anchor.borrow_mut() = Anchor::find();
        }
        let link = context.link();
        let shared = views::Context {
            locale: self.locale.clone(),
            send: link.callback(Action::Wizard),
            pick: link.callback(Action::Picked),
            picture: link.callback(Action::Pictured),
            speak: link.callback(Action::Speak),
            extent: self.extent,
        };
        views::page(&self.wizard.screen(), &self.operator(), &shared)
    }

    fn rendered(&mut self, context: &Context<Self>, _: bool) {
        if self.extent != Extent::All {
            self.extent = self.extent.next();
            self.draw_when(Due::Now, context);
        }
        if std::mem::take(&mut self.is_new) {
            go_to_heading();
        }
        if let Some(scroll) = self.scroll.take() {
            show(&scroll, self.anchor.take());
        }
        if std::mem::take(&mut self.is_for_paper) {
            print();
        }
    }
}

impl App {
    fn draw_when(&mut self, due: Due, context: &Context<Self>) {
        if due <= self.due {
            return;
        }
        self.due = due;
        let link = context.link().clone();
        let draw = move || link.send_message(Action::Frame);
        if due == Due::Now { before_frame(draw) } else { before_long(draw) }
    }

    fn tell(&mut self, msg: Msg) {
        if matches!(
            msg,
            Msg::SignedIn(..)
                | Msg::Password(..)
                | Msg::SaveForAdministrator { .. }
                | Msg::FileRead { .. }
                | Msg::FileReady { .. }
        ) {
            empty_passwords();
        }
        if matches!(msg, Msg::Start(_)) {
            self.engine.prepare();
        }
        for effect in self.wizard.update(msg) {
            match effect {
                Effect::Focus => {
                    self.is_new = true;
                    self.extent = Extent::Beginning;
                }
                Effect::Print => self.is_for_paper = true,
                Effect::Scroll(scroll) => self.scroll = Some(scroll),
                effect => self.engine.perform(effect),
            }
        }
    }

    fn configure(&mut self, config: Result<Config, ConfigError>) {
        if let Ok(config) = &config {
            let ends = [(Side::Origin, &config.origin), (Side::Destination, &config.destination)];
            for (side, end) in ends {
                if let Some(domain) = &end.domain {
                    self.tell(Msg::Prefill(side, as_typed(domain.clone())));
                }
            }
            self.engine.configure(config.clone());
        }
        self.config = config;
    }

    fn operator(&self) -> Operator {
        match &self.config {
            Err(error) => Operator { notice: None, error: Some(error.to_string().into()) },
            Ok(config) => {
                // In the language spoken, else in any.
                let spoken = config.notice.get(self.locale.language().tag);
                let text = spoken.or_else(|| config.notice.values().next());
                Operator { notice: text.map(|text| text.clone().into()), error: None }
            }
        }
    }
}

/// A domain alone stands after the `@`, so that only the name is to be typed before it.
fn as_typed(address: String) -> String {
    if address.contains('@') { address } else { format!("@{address}") }
}
