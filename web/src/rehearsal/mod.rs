//! A move between two accounts that exist nowhere, gone through before there is a real one.
//!
//! Browsers compile a function when it is first called, and the person waits meanwhile. What was compiled is
//! shared with every worker that runs the same program: so a worker calls it all (`web/rehearsal.js`) while an
//! address and a password are typed. Nothing of it is shown, kept or sent anywhere.

mod server;
mod world;

use std::rc::Rc;

use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use gloo::timers::future::TimeoutFuture;
use session::Password;
use wasm_bindgen_futures::spawn_local;
use wizard::{Effect, Flow, Msg, Side, Submitted, Variant, Wizard};
use yew::Callback;

use crate::browser::Clock;
use crate::engine::Engine;
use crate::i18n::{Locale, choose};
use crate::views::{self, Operator};
use world::World;

/// Nothing more comes of a step once nothing came for so many milliseconds.
const REST: u32 = 40;

/// Everything but the page it would be shown on.
struct Play {
    wizard: Wizard,
    engine: Engine,
    context: views::Context,
    came: UnboundedReceiver<Msg>,
}

/// Goes through it all, and says how far that was: the name of a stage.
pub async fn rehearse() -> &'static str {
    let (sender, came) = unbounded();
    let send = Callback::from(move |msg| drop(sender.unbounded_send(msg)));
    let locale = Rc::new(Locale::new(choose(std::iter::empty())));
    let engine = Engine::new(Rc::new(World(spawn_local)), Clock::start(), send, Rc::clone(&locale));
    engine.set_whole(true);
    let context = views::Context::unheard(locale);
    let mut play = Play { wizard: Wizard::default(), engine, context, came };
    play.act(Msg::Start(Flow::Move)).await;
    play.sign_in(Side::Origin, server::OLD).await;
    play.act(Msg::Save(Variant::Complete)).await;
    play.act(Msg::FileSaved).await;
    play.act(Msg::ChooseContinue).await;
    play.sign_in(Side::Destination, server::NEW).await;
    play.act(Msg::ReviewStart).await;
    play.wizard.stage().name()
}

impl Play {
    async fn sign_in(&mut self, side: Side, domain: &str) {
        let form = Submitted {
            address: format!("{}@{domain}", server::USER),
            password: Password::new(server::PASSWORD.to_owned()),
            endpoint: String::new(),
            allow_plain: false,
        };
        self.act(Msg::Connect(side, form)).await;
    }

    /// Does this, and takes in what comes of it.
    async fn act(&mut self, msg: Msg) {
        self.tell(msg);
        while let Either::Left((Some(msg), _)) = select(self.came.next(), TimeoutFuture::new(REST)).await {
            self.tell(msg);
        }
    }

    fn tell(&mut self, msg: Msg) {
        for effect in self.wizard.update(msg) {
            // A worker has no window to close and no file to hand over.
            if !matches!(effect, Effect::Busy(_) | Effect::Download) {
                self.engine.perform(effect);
            }
        }
        drop(views::page(&self.wizard.screen(), &Operator::default(), &self.context));
    }
}
