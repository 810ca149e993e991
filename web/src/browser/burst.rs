//! Messages of a socket that came at the same time, handed over together: the browser tells of each in a task of
//! its own, and waking whoever reads them costs more than reading one.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::mpsc::UnboundedSender;
use gloo::events::EventListener;
use session::Frame;
use wasm_bindgen::JsValue;
use web_sys::{MessageChannel, MessagePort};

/// Gathers frames until the tasks that were due already have run; shared by whoever adds to it.
#[derive(Clone)]
pub struct Burst {
    frames: Rc<RefCell<Vec<Frame>>>,
    sender: UnboundedSender<Frame>,
    /// What is posted here comes back behind the messages that have come so far (HTML, event loops).
    bell: Option<Rc<Bell>>,
}

struct Bell {
    port: MessagePort,
    _listener: EventListener,
}

impl Burst {
    pub fn new(sender: UnboundedSender<Frame>) -> Self {
        let frames = Rc::<RefCell<Vec<Frame>>>::default();
        let bell = MessageChannel::new().ok().map(|channel| {
            let (frames, sender) = (frames.clone(), sender.clone());
            let listener =
                EventListener::new(&channel.port1(), "message", move |_| hand_over(&frames, &sender));
            channel.port1().start();
            Rc::new(Bell { port: channel.port2(), _listener: listener })
        });
        Self { frames, sender, bell }
    }

    pub fn add(&self, frame: Frame) {
        let is_first = self.frames.borrow().is_empty();
        self.frames.borrow_mut().push(frame);
        let rings = |bell: &Rc<Bell>| bell.port.post_message(&JsValue::NULL).is_ok();
        if is_first && !self.bell.as_ref().is_some_and(rings) {
            self.end();
        }
    }

    /// Nothing more comes: hands over what is left.
    pub fn end(&self) {
        hand_over(&self.frames, &self.sender);
    }
}

fn hand_over(frames: &RefCell<Vec<Frame>>, sender: &UnboundedSender<Frame>) {
    for frame in frames.take() {
        // Nobody may want it any more.
        let _ = sender.unbounded_send(frame);
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        self.port.close();
    }
}
