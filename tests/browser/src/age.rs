//! The `age` program, which shares nothing with the page. It asks for passphrases on a terminal only, so it gets
//! one of its own from script(1).

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Decrypts a file with a passphrase; nothing if `age` will not.
pub fn decrypt(file: &[u8], passphrase: &str, folder: &Path) -> Option<Vec<u8>> {
    let (from, to) = (folder.join("sealed.age"), folder.join("opened"));
    fs::write(&from, file).unwrap();
    let command = format!("age --decrypt --output {} {}", to.display(), from.display());
    let opened = on_terminal(&command, &format!("{passphrase}\n")).then(|| fs::read(&to).unwrap());
    // Either may not be there.
    let _ = fs::remove_file(&to);
    fs::remove_file(&from).unwrap();
    opened
}

/// Encrypts a file with a passphrase, as text if asked to; `age` takes scrypt with log N = 18.
pub fn encrypt(file: &[u8], passphrase: &str, is_text: bool, folder: &Path) -> Vec<u8> {
    let (from, to) = (folder.join("plain"), folder.join("made.age"));
    fs::write(&from, file).unwrap();
    let armor = if is_text { "--armor" } else { "" };
    let command = format!("age --passphrase {armor} --output {} {}", to.display(), from.display());
    assert!(on_terminal(&command, &format!("{passphrase}\n{passphrase}\n")), "{command}");
    let made = fs::read(&to).unwrap();
    fs::remove_file(&to).unwrap();
    fs::remove_file(&from).unwrap();
    made
}

/// Encrypts a file for a key that nobody keeps.
pub fn encrypt_for_key(file: &[u8], folder: &Path) -> Vec<u8> {
    let key = Command::new("age-keygen").output().unwrap();
    let said = String::from_utf8(key.stderr).unwrap();
    let recipient = said.trim().strip_prefix("Public key: ").unwrap();
    let from = folder.join("plain");
    fs::write(&from, file).unwrap();
    let made = Command::new("age").args(["--recipient", recipient]).arg(&from).output().unwrap();
    fs::remove_file(&from).unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    made.stdout
}

fn on_terminal(command: &str, typed: &str) -> bool {
    let mut script = Command::new("script")
        .args(["--quiet", "--return", "--command", command, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    script.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    script.wait().unwrap().success()
}
