//! What a file needs that nobody but the page has: words in the person's language, and chance.

use std::rc::Rc;

use migration::file::{FIELDS, Form, Order, Words};
use migration::kinds;
use portable::{Scram, Variant};
use session::Password;
use wizard::Trouble;

use super::{Engine, timestamp};
use crate::i18n::Value;

impl Engine {
    /// The order with everything in it that its form asks for.
    pub(super) fn worded(&self, order: &Order, password: Option<Password>) -> Result<Order, Trouble> {
        let mut order = order.clone();
        match &mut order.form {
            Form::Page(words) | Form::Table(words) => *words = Rc::new(self.words()),
            Form::Document(Variant::Administrator(administrator)) => {
                if let Some(password) = password {
                    administrator.credentials = self.credentials(&password)?;
                }
            }
            Form::Document(_) => {}
        }
        Ok(order)
    }

    fn credentials(&self, password: &Password) -> Result<Vec<Scram>, Trouble> {
        let salt = || {
            let mut salt = [0; 16];
            salt.copy_from_slice(&self.inner.environment.random()[..16]);
            salt
        };
        let forbidden = || Trouble::SaveRefused("no server takes this password (RFC 4013)".to_owned());
        Scram::of_password(password.as_str(), [salt(), salt()]).ok_or_else(forbidden)
    }

    fn words(&self) -> Words {
        let locale = Rc::clone(&self.inner.locale.borrow());
        let today = timestamp();
        let seconds = portable::seconds(&today).unwrap_or_default();
        Words {
            language: locale.language().tag.to_owned(),
            saved_on: locale.text("sheet-saved-on", &[("day", Value::Date(seconds))]),
            title: locale.plain("sheet-title"),
            profile: locale.plain("kind-profile"),
            contacts: locale.plain("kind-roster"),
            without_group: locale.plain("sheet-without-group"),
            rooms: locale.plain("kind-bookmarks"),
            others: locale.plain("sheet-others"),
            nothing: locale.plain("kind-empty"),
            name: locale.plain("sheet-name"),
            address: locale.plain("sheet-address"),
            groups: locale.plain("sheet-groups"),
            fields: FIELDS.iter().map(|field| (*field, locale.plain(&format!("profile-{field}")))).collect(),
            kinds: kinds::ALL
                .iter()
                .map(|kind| (kind.id(), locale.plain(&format!("kind-{}", kind.id()))))
                .collect(),
        }
    }
}
