//! Carries out the wizard's effects: sessions, files, downloads. What comes of
//! them goes back as messages.

mod accounts;
mod copies;
mod effects;
mod farewell;
mod files;
mod gate;
mod looking;
mod new_account;
mod packed;
mod reading;
mod run;
mod saving;
mod sealing;
mod surveying;
mod viewing;

use ordered::Map;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use migration::Account;
use session::{Environment, Floors};
use web_sys::File;
use wizard::{Effect, Msg, Side};
use yew::Callback;

use crate::browser::{Clock, Config, LeaveGuard, WakeLock, can_pick};
use crate::i18n::Locale;
use accounts::LookedUp;
use farewell::Telling;
use looking::Looking;
use saving::Saving;
use sealing::Opened;
use viewing::Viewing;

/// The page's hands. It knows no stage and decides nothing.
#[derive(Clone)]
pub struct Engine {
    inner: Rc<Inner>,
}

struct Inner {
    environment: Rc<dyn Environment>,
    clock: Clock,
    config: RefCell<Config>,
    send: Callback<Msg>,
    accounts: RefCell<Map<Side, Account>>,
    /// Counts sign-ins, so that one that was given up meanwhile changes nothing.
    generation: Cell<u32>,
    /// Stays as long as the page: signing out, or starting over, makes nothing weaker acceptable.
    floors: RefCell<Floors>,
    /// What is found out of a domain before somebody signs in there.
    looked_up: RefCell<Option<LookedUp>>,
    picked: RefCell<Vec<File>>,
    /// Of an invitation.
    picture: RefCell<Option<File>>,
    /// The language that files for people are written in.
    locale: RefCell<Rc<Locale>>,
    opened: RefCell<Opened>,
    saving: RefCell<Saving>,
    telling: RefCell<Option<Telling>>,
    looking: RefCell<Looking>,
    viewing: RefCell<Viewing>,
    busy: RefCell<(Option<LeaveGuard>, Option<WakeLock>)>,
    /// The whole program is loaded.
    is_whole: Cell<bool>,
    /// What waits until it is.
    waiting: RefCell<Option<Effect>>,
}

impl Engine {
    /// Says at once what the browser can.
    pub fn new(
        environment: Rc<dyn Environment>,
        clock: Clock,
        send: Callback<Msg>,
        locale: Rc<Locale>,
    ) -> Self {
        let today = timestamp().split('T').next().unwrap_or_default().to_owned();
        send.emit(Msg::Browser { today, has_picker: can_pick() });
        Self {
            inner: Rc::new(Inner {
                environment,
                clock,
                config: RefCell::default(),
                send,
                accounts: RefCell::default(),
                generation: Cell::default(),
                floors: RefCell::default(),
                looked_up: RefCell::default(),
                picked: RefCell::default(),
                picture: RefCell::default(),
                locale: RefCell::new(locale),
                opened: RefCell::default(),
                saving: RefCell::default(),
                telling: RefCell::default(),
                looking: RefCell::default(),
                viewing: RefCell::default(),
                busy: RefCell::default(),
                is_whole: Cell::default(),
                waiting: RefCell::default(),
            }),
        }
    }

    /// Takes over the operator's settings.
    pub fn configure(&self, config: Config) {
        *self.inner.config.borrow_mut() = config;
    }

    /// Files for people are written in this language from now on.
    pub fn speak(&self, locale: Rc<Locale>) {
        *self.inner.locale.borrow_mut() = locale;
    }

    /// Remembers the files a person picked, for [`Effect::ReadFile`].
    pub fn pick(&self, files: Vec<File>) {
        *self.inner.picked.borrow_mut() = files;
        // What was opened before is needed no longer.
        self.inner.opened.take();
    }

    /// A code is to be read from it.
    pub fn take_picture(&self, picture: File) {
        *self.inner.picture.borrow_mut() = Some(picture);
    }

    fn account(&self, side: Side) -> Option<Account> {
        self.inner.accounts.borrow().get(&side).cloned()
    }

    fn send(&self, msg: Msg) {
        self.inner.send.emit(msg);
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.inner.environment.spawn(Box::pin(task));
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

impl PartialEq for Engine {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

/// The wall clock's time, RFC 3339 in UTC.
fn timestamp() -> String {
    String::from(js_sys::Date::new_0().to_iso_string())
}
