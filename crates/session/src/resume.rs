//! Going on with a stream whose connection was lost, over another one (XEP-0198 §5).

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use futures_util::stream::StreamExt;

use crate::driver::{Command, Commands, FIRST_DELAY, LONGEST_DELAY, pause};
use crate::link::Link;
use crate::session::{Shared, Status};

/// For so long nobody is told that a connection was left for another one.
const QUIETLY: Duration = Duration::from_secs(3);

/// Tries until the stream goes on, or has ended, or nobody wants it any more. Where the connection was left on
/// purpose, the first attempt is made at once, and nobody hears of it unless it takes a while.
pub(crate) async fn resume(shared: &Shared, link: &mut Link, commands: &mut Commands, at_once: bool) {
    shared.state.borrow_mut().suspended = true;
    if at_once {
        let login = shared.state.borrow().login.clone();
        reconnect(shared, link, &login, commands, true).await;
    }
    if link.stream.is_suspended() {
        attempt_again(shared, link, commands).await;
    }
    shared.state.borrow_mut().suspended = false;
}

async fn attempt_again(shared: &Shared, link: &mut Link, commands: &mut Commands) {
    let mut delay = FIRST_DELAY;
    for attempt in 1.. {
        shared.set_status(Status::Waiting { attempt });
        if !pause(shared, delay, commands).await {
            return link.stream.close(shared.environment.now());
        }
        delay = (delay * 2).min(LONGEST_DELAY);
        link.stream.handle_timeout(shared.environment.now());
        let login = shared.state.borrow().login.clone();
        if shared.state.borrow().cancelled || login.credentials.is_none() {
            // What waits is to be called back, or only the person can sign in again.
            link.stream.give_up();
        }
        if link.stream.is_suspended() {
            reconnect(shared, link, &login, commands, false).await;
        }
        if !link.stream.is_suspended() {
            return;
        }
    }
}

/// One attempt. As long as nobody hears of it, what is to be sent waits.
async fn reconnect(
    shared: &Shared,
    link: &mut Link,
    login: &crate::Login,
    commands: &mut Commands,
    quietly: bool,
) {
    let signed_out = {
        let mut opening = pin!(link.reconnect(&shared.environment, login));
        if quietly {
            let told = shared.environment.sleep(QUIETLY);
            if let Either::Left(_) = select(opening.as_mut(), told).await {
                return;
            }
            shared.set_status(Status::Waiting { attempt: 1 });
        }
        loop {
            match select(opening.as_mut(), commands.next()).await {
                Either::Left(((), _)) => return,
                Either::Right((None | Some(Command::SignOut), _)) => break true,
                Either::Right(_) if shared.state.borrow().cancelled => break false,
                Either::Right(_) => {}
            }
        }
    };
    if signed_out {
        link.stream.close(shared.environment.now());
    } else {
        link.stream.give_up();
    }
}
