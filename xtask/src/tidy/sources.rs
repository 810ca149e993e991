//! Rules for single files: length, leftovers, and what a strict page must not contain.

use super::{File, Finding};

/// Lines of a Rust file without its tests: worth a note, and too many.
const LONG: usize = 500;
const TOO_LONG: usize = 700;

/// Marks of unfinished work, put together so that this file does not contain them.
const LEFTOVERS: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];
const SKIPPED_TEST: &str = concat!("#[", "ignore");
/// Folders of somebody's machine.
const MACHINE: [&str; 4] =
    [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/Us", "ers/")];

/// What names a side that right-to-left scripts swap, and what to say instead.
const PHYSICAL: [(&str, &str); 14] = [
    ("margin-left", "margin-inline-start"),
    ("margin-right", "margin-inline-end"),
    ("padding-left", "padding-inline-start"),
    ("padding-right", "padding-inline-end"),
    ("border-left", "border-inline-start"),
    ("border-right", "border-inline-end"),
    ("border-top-left-radius", "border-start-start-radius"),
    ("border-top-right-radius", "border-start-end-radius"),
    ("border-bottom-left-radius", "border-end-start-radius"),
    ("border-bottom-right-radius", "border-end-end-radius"),
    ("left", "inset-inline-start"),
    ("right", "inset-inline-end"),
    ("scroll-margin-left", "scroll-margin-inline-start"),
    ("scroll-margin-right", "scroll-margin-inline-end"),
];

/// On a line that means the physical side, followed by the reason.
const MEANT: &str = "/* physical:";

pub fn check(file: &File) -> Vec<Finding> {
    let mut findings = leftovers(file);
    match file.extension() {
        "rs" => findings.extend(rust(file)),
        "css" => findings.extend(css(file)),
        _ => {}
    }
    if file.path.starts_with("web/src/") || file.extension() == "html" {
        findings.extend(inline_styles(file));
    }
    findings
}

fn leftovers(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, line) in file.lines() {
        if let Some(mark) = LEFTOVERS.iter().find(|mark| has_word(line, mark)) {
            findings.push(Finding::fatal(&place, format!("{mark}: finish it, or leave it out")));
        }
        if let Some(folder) = MACHINE.iter().find(|folder| line.contains(*folder)) {
            findings.push(Finding::fatal(&place, format!("{folder} is a folder of one machine")));
        }
    }
    findings
}

fn rust(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, line) in file.lines() {
        if line.trim_start().starts_with(SKIPPED_TEST) {
            findings.push(Finding::fatal(&place, "a test that does not run proves nothing"));
        }
    }
    let only_tests = file.path.split('/').any(|part| matches!(part, "tests" | "tests.rs" | "benches"))
        && !file.path.starts_with("tests/");
    let lines = file.text.lines().take_while(|line| *line != "#[cfg(test)]").count();
    if !only_tests && lines > LONG {
        let what = format!("{lines} lines without tests, more than {LONG}: one file, one job");
        let finding = if lines > TOO_LONG { Finding::fatal } else { Finding::note };
        findings.push(finding(file.path.clone(), what));
    }
    findings
}

fn css(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, line) in file.lines().filter(|(_, line)| !line.contains(MEANT)) {
        for declaration in line.split(['{', ';']) {
            let Some((property, value)) = declaration.split_once(':') else { continue };
            let (property, value) = (property.trim(), value.trim());
            if let Some((_, logical)) = PHYSICAL.iter().find(|(physical, _)| {
                property == *physical
                    || property.strip_prefix(physical).is_some_and(|rest| rest.starts_with('-'))
            }) {
                findings.push(Finding::fatal(&place, format!("{property} is physical: {logical}")));
            }
            let side = value.trim_end_matches('}').trim();
            if matches!(property, "text-align" | "float" | "clear") && matches!(side, "left" | "right") {
                findings
                    .push(Finding::fatal(&place, format!("{property}: {side} is physical: start or end")));
            }
        }
    }
    findings
}

/// Attributes that the content security policy blocks without a word.
fn inline_styles(file: &File) -> Vec<Finding> {
    let is_attribute =
        |line: &str| line.match_indices("style=").any(|(at, _)| line[..at].ends_with([' ', '\t']) || at == 0);
    file.lines()
        .filter(|(_, line)| is_attribute(line))
        .map(|(place, _)| Finding::fatal(place, "a style attribute: the content security policy blocks it"))
        .collect()
}

fn has_word(line: &str, word: &str) -> bool {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        !line[..at].ends_with(part_of_word) && !line[at + word.len()..].starts_with(part_of_word)
    })
}

#[cfg(test)]
mod tests {
    use super::super::{assert_found, file};
    use super::*;

    #[test]
    fn finds_leftovers() {
        let mark = LEFTOVERS[0];
        let text = format!(
            "// {mark}: later\nlet {mark}S = 1;\n{SKIPPED_TEST}]\nlet path = \"{}me\";\n",
            MACHINE[0]
        );
        let expected = [
            format!("crates/a/src/lib.rs:1: {mark}"),
            format!("crates/a/src/lib.rs:4: {}", MACHINE[0]),
            "crates/a/src/lib.rs:3: a test".to_owned(),
        ];
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        assert_found(&check(&file("crates/a/src/lib.rs", &text)), &expected);
    }

    #[test]
    fn long_files_are_noted_and_then_refused() {
        let lines = |count| "x\n".repeat(count);
        let tests = format!("{}#[cfg(test)]\n{}", lines(400), lines(400));
        assert_found(&check(&file("crates/a/src/a.rs", &lines(500))), &[]);
        assert_found(&check(&file("crates/a/src/a.rs", &tests)), &[]);
        assert_found(&check(&file("crates/a/tests/a.rs", &lines(900))), &[]);
        let noted = check(&file("tests/servers/src/a.rs", &lines(501)));
        assert_found(&noted, &["tests/servers/src/a.rs: 501 lines"]);
        assert!(!noted[0].fatal);
        assert!(check(&file("crates/a/src/a.rs", &lines(701)))[0].fatal);
    }

    #[test]
    fn styles_follow_the_script() {
        let text = "a { margin-left: 1em; inset-inline-start: 0 }\nb{text-align:left}\n.left:hover { right: 0; }\nleft: 0; /* physical: drawn mirrored */";
        let expected = ["a.css:1: margin-left", "a.css:2: text-align", "a.css:3: right"];
        assert_found(&check(&file("a.css", text)), &expected);
    }

    #[test]
    fn style_attributes_are_refused_in_views_only() {
        let text = "<p style=\"color: red\">\n<p style={css}>\nlet my_style=1;";
        assert_found(
            &check(&file("web/src/a.rs", text)),
            &["web/src/a.rs:1: a style", "web/src/a.rs:2: a style"],
        );
        assert_found(&check(&file("crates/a/src/a.rs", text)), &[]);
    }
}
