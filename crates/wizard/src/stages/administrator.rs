//! A file for whoever runs the new server: under the new address, as their importer reads it.

mod commands;

use jid::BareJid;
use portable::{Administrator, Importer, Variant as Document};
use session::Password;

pub use commands::import_commands;

use super::saving::SaveView;
use crate::typed::understand;
use crate::{Effect, Explanation, Onto, Side, Trouble, Variant, Wizard};

/// The program of the new server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Program {
    #[default]
    Prosody,
    Ejabberd,
    /// Its people put the small file in by themselves, through its portal.
    Snikket,
}

/// What the person sets.
#[derive(Clone, Debug, PartialEq)]
pub enum Administering {
    Address(String),
    Program(Program),
    WithPassword(bool),
}

/// How the file shall be.
#[derive(Debug, Default)]
pub(crate) struct Administration {
    /// Nothing where the address of the new account is to be proposed.
    typed: Option<String>,
    program: Program,
    with_password: bool,
    account: Option<BareJid>,
    /// Until the file is written.
    password: Option<Password>,
    trouble: Option<Trouble>,
}

/// What the panel shows.
#[derive(Clone, Debug, PartialEq)]
pub struct AdministratorView {
    pub address: String,
    pub program: Program,
    pub with_password: bool,
    pub save: SaveView,
    /// What the administrator types, line by line, for the file as it will be called.
    pub commands: String,
    pub problem: Option<Explanation>,
}

impl Administration {
    /// The document, once there is an address.
    pub(crate) fn document(&self) -> Option<Document> {
        let importer = match self.program {
            Program::Ejabberd => Importer::Ejabberd,
            Program::Prosody | Program::Snikket => Importer::Prosody,
        };
        // Keys are worked out where there is chance to be had.
        let account = self.account.clone()?;
        Some(Document::Administrator(Administrator { account, importer, credentials: Vec::new() }))
    }

    pub(crate) fn take_password(&mut self) -> Option<Password> {
        self.password.take()
    }
}

impl Wizard {
    #[inline(never)]
    pub(crate) fn administer(&mut self, change: Administering) -> Vec<Effect> {
        self.choose.save_mut(Variant::Administrator).outdate();
        let administration = &mut self.choose.administration;
        administration.trouble = None;
        match change {
            Administering::Address(typed) => administration.typed = Some(typed),
            Administering::Program(program) => administration.program = program,
            Administering::WithPassword(is_wanted) => administration.with_password = is_wanted,
        }
        Vec::new()
    }

    pub(crate) fn save_for_administrator(&mut self, typed: String, password: Password) -> Vec<Effect> {
        let is_busy = self.choose.saves().any(super::saving::Save::is_under_way);
        let administration = &mut self.choose.administration;
        let checked = understand(&typed).map(|understood| understood.jid).map_err(Trouble::BadAddress);
        administration.typed = Some(typed);
        if is_busy || administration.program == Program::Snikket {
            return Vec::new();
        }
        let is_missing = administration.with_password && password.is_empty();
        administration.password = administration.with_password.then_some(password);
        let trouble = is_missing.then_some(Trouble::NoPassword);
        match (checked, trouble) {
            (Ok(account), None) => administration.account = Some(account),
            (Err(trouble), _) | (_, Some(trouble)) => {
                administration.password = None;
                administration.trouble = Some(trouble);
                return Vec::new();
            }
        }
        administration.trouble = None;
        self.prepare(Variant::Administrator, Onto::Download)
    }

    pub(crate) fn administrator_view(&self, save: SaveView) -> AdministratorView {
        let administration = &self.choose.administration;
        let proposed = || self.side(Side::Destination).jid().map(ToString::to_string).unwrap_or_default();
        let typed = administration.typed.clone().unwrap_or_else(proposed);
        AdministratorView {
            commands: import_commands(
                administration.program,
                understand(&typed).ok().map(|understood| understood.jid).as_ref(),
                &self.file_name(Variant::Administrator),
                administration.with_password,
            ),
            address: typed,
            program: administration.program,
            with_password: administration.with_password,
            save,
            problem: administration.trouble.as_ref().map(Trouble::explain),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_names_the_file_and_the_host() {
        let mut wizard = Wizard::default();
        wizard.administer(Administering::Address("neu@new.test".to_owned()));
        let view = wizard.administrator_view(SaveView::Idle);
        assert!(view.commands.contains("[\"new.test\"]"), "{}", view.commands);
        wizard.administer(Administering::Program(Program::Ejabberd));
        let view = wizard.administrator_view(SaveView::Idle);
        assert!(view.commands.contains("ejabberdctl import_piefxis"), "{}", view.commands);
        assert!(view.commands.starts_with("sed "), "without a password it makes no account");
        wizard.administer(Administering::WithPassword(true));
        let view = wizard.administrator_view(SaveView::Idle);
        assert!(view.commands.starts_with("ejabberdctl"), "{}", view.commands);
    }

    #[test]
    fn without_an_address_nothing_is_written() {
        let mut wizard = Wizard::default();
        let none = || Password::new(String::new());
        assert!(wizard.save_for_administrator("no address".to_owned(), none()).is_empty());
        let code = |wizard: &Wizard| wizard.administrator_view(SaveView::Idle).problem.map(|it| it.code);
        assert_eq!(code(&wizard), Some("bad-address"));
        wizard.administer(Administering::WithPassword(true));
        assert!(wizard.save_for_administrator("a@new.test".to_owned(), none()).is_empty());
        assert_eq!(code(&wizard), Some("no-password"));
        assert!(wizard.choose.administration.password.is_none());
    }
}
