//! From an encrypted file to what is in it.

use crate::armor::{self, Armor};
use crate::header::Header;
use crate::payload::Decryption;
use crate::{Damage, MOST_LOG_N, OpenError, Passphrase};

/// Decrypts a file that comes in any chunking.
#[derive(Debug)]
pub struct Opener {
    form: Form,
    state: State,
    passphrase: Passphrase,
    most_log_n: u8,
}

#[derive(Debug)]
enum Form {
    /// What came so far.
    Unknown(Vec<u8>),
    Binary,
    Text(Armor),
}

#[derive(Debug)]
enum State {
    /// What came of it so far.
    Header(Vec<u8>),
    Payload(Decryption),
}

impl Opener {
    pub fn new(passphrase: Passphrase) -> Self {
        Self::bounded(passphrase, MOST_LOG_N)
    }

    /// For files whose keys cost at most 2^`most_log_n` blocks of scrypt, for whoever has less to spend.
    pub fn bounded(passphrase: Passphrase, most_log_n: u8) -> Self {
        let most_log_n = most_log_n.min(MOST_LOG_N);
        Self { form: Form::Unknown(Vec::new()), state: State::Header(Vec::new()), passphrase, most_log_n }
    }

    /// Takes what follows in the file, and adds to `out` what is authentic. After an error nothing more may be
    /// fed. Right after the header this takes as long as the file's author wanted guessing to take.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), OpenError> {
        match &mut self.form {
            Form::Unknown(begun) => {
                begun.extend_from_slice(bytes);
                let Some(is_armored) = armor::is_armored(begun) else { return Ok(()) };
                self.begin(is_armored, out)
            }
            Form::Binary => self.take(bytes, out),
            Form::Text(armor) => {
                let mut decoded = Vec::new();
                let read = armor.feed(bytes, &mut decoded);
                self.take(&decoded, out)?;
                Ok(read?)
            }
        }
    }

    /// The file ends here. Only if this succeeds it was complete.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<(), OpenError> {
        if let Form::Unknown(_) = self.form {
            self.begin(false, out)?;
        }
        if let Form::Text(armor) = std::mem::replace(&mut self.form, Form::Binary) {
            let mut decoded = Vec::new();
            let read = armor.finish(&mut decoded);
            self.take(&decoded, out)?;
            read?;
        }
        match self.state {
            State::Header(begun) if begun.is_empty() => Err(OpenError::NotSealed),
            State::Header(_) => Err(Damage::Truncated.into()),
            State::Payload(payload) => Ok(payload.finish(out)?),
        }
    }

    fn begin(&mut self, is_armored: bool, out: &mut Vec<u8>) -> Result<(), OpenError> {
        let form = if is_armored { Form::Text(Armor::default()) } else { Form::Binary };
        match std::mem::replace(&mut self.form, form) {
            Form::Unknown(begun) => self.feed(&begun, out),
            Form::Binary | Form::Text(_) => Ok(()),
        }
    }

    fn take(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), OpenError> {
        match &mut self.state {
            State::Payload(payload) => Ok(payload.feed(bytes, out)?),
            State::Header(begun) => {
                begun.extend_from_slice(bytes);
                let Some(header) = Header::parse(begun)? else { return Ok(()) };
                if header.log_n() > self.most_log_n {
                    return Err(OpenError::TooHard(header.log_n()));
                }
                let mut payload = Decryption::new(header.open(begun, &self.passphrase)?);
                payload.feed(&begun[header.len..], out)?;
                self.state = State::Payload(payload);
                Ok(())
            }
        }
    }
}
