//! The contacts as a table: CSV (RFC 4180), harmless in the programs people open it with.

use super::super::Order;
use super::entries::contacts;
use super::{Sheet, Words};

/// Programs that make sums of tables know by it that the text is UTF-8.
const BOM: char = '\u{feff}';

pub(in super::super) fn table(order: &Order, words: &Words) -> Sheet {
    let mut text = String::from(BOM);
    line(&mut text, [&words.name, &words.address, &words.groups]);
    for someone in contacts(order) {
        line(&mut text, [&someone.name, &someone.address, &someone.groups.join("; ")]);
    }
    let found = rows(&text).into_iter().skip(1).filter_map(|row| row.into_iter().nth(1)).collect();
    Sheet { text, contacts: found, rooms: ordered::Set::new(), has_rooms: false }
}

fn line(text: &mut String, cells: [&str; 3]) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        text.push('"');
        // What begins like this is calculated, wherever it came from (CWE-1236).
        if is_formula(cell) {
            text.push('\'');
        }
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// What the table says, as whoever opens it will read it, and without what keeps it harmless.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut is_quoted = false;
    let mut characters = text.trim_start_matches(BOM).chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if is_quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' | '\n' if !is_quoted => {
                row.push(as_it_was(std::mem::take(&mut cell)));
                if character == '\n' {
                    rows.push(std::mem::take(&mut row));
                }
            }
            '\r' if !is_quoted => {}
            other => cell.push(other),
        }
    }
    rows
}

fn as_it_was(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest.to_owned(),
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::{line, rows};

    #[track_caller]
    fn check(cells: [&str; 3], expected: &str) {
        let mut text = String::new();
        line(&mut text, cells);
        assert_eq!(text, format!("{expected}\r\n"));
        assert_eq!(rows(&text), [cells]);
    }

    #[test]
    fn cells_are_quoted_and_never_calculated() {
        check(["Bea", "bea@x.test", "A; B"], r#""Bea","bea@x.test","A; B""#);
        check(["a \"b\", c\nd", "", "\u{202e}x"], "\"a \"\"b\"\", c\nd\",\"\",\"\u{202e}x\"");
        check(["=1+1", "+49@sms.test", "-x"], r#""'=1+1","'+49@sms.test","'-x""#);
        check(["@SUM(A1)", "\tx", "\rx"], "\"'@SUM(A1)\",\"'\tx\",\"'\rx\"");
        check(["'quoted'", "'", "a=b"], r#""'quoted'","'","a=b""#);
    }
}
