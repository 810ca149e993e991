//! What is read and written is what `serde_json` reads and writes.

use json::{Value, parse};
use proptest::prelude::*;

fn same(ours: &Value, theirs: &serde_json::Value) -> bool {
    match (ours, theirs) {
        (Value::Null, serde_json::Value::Null) => true,
        (Value::Bool(ours), serde_json::Value::Bool(theirs)) => ours == theirs,
        (Value::Number(ours), serde_json::Value::Number(theirs)) => {
            ours.parse::<f64>().ok() == theirs.as_f64()
        }
        (Value::String(ours), serde_json::Value::String(theirs)) => ours == theirs,
        (Value::Array(ours), serde_json::Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        (Value::Object(_), serde_json::Value::Object(theirs)) => {
            theirs.iter().all(|(name, theirs)| ours.get(name).is_some_and(|ours| same(ours, theirs)))
        }
        _ => false,
    }
}

#[track_caller]
fn check(text: &str) {
    match (parse(text), serde_json::from_str::<serde_json::Value>(text)) {
        (Ok(ours), Ok(theirs)) => assert!(same(&ours, &theirs), "{text}: {ours:?}, {theirs:?}"),
        (Err(_), Err(_)) => {}
        (ours, theirs) => panic!("{text:?}: ours {ours:?}, theirs {theirs:?}"),
    }
}

#[test]
fn accepts_and_refuses_the_same() {
    let texts = [
        r#"{"a":[1,-0,0.5,1e3,1E-2,true,false,null],"b":{},"c":[]}"#,
        " \t\r\n[ 1 , { \"a\" : 2 } ]\n",
        r#""\"\\\/\b\f\n\r\t\u00e9\ud83c\udf19""#,
        r#"{"a":1,"a":2}"#,
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "[1 2]",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "-",
        "--1",
        "nul",
        "truex",
        "NaN",
        "1 2",
        "\"",
        "\"\\x\"",
        "\"\n\"",
        "\"\\u12\"",
        r#""\u+123""#,
        r#""\ud800""#,
        r#""\udc00""#,
        r#""\ud800\u0041""#,
        r#""\ud800x""#,
        "\u{feff}1",
        "//",
        "é",
        "\"é",
    ];
    texts.into_iter().for_each(check);
}

#[test]
fn refuses_what_is_nested_without_end() {
    assert!(parse(&"[".repeat(100_000)).is_err());
    assert!(parse(&format!("{}{}", "[".repeat(60), "]".repeat(60))).is_ok());
}

#[test]
fn names_the_place() {
    assert_eq!(parse(r#"{"a": x}"#).map_err(|error| error.at), Err(6));
}

#[test]
fn writes_for_people() {
    let value = Value::object(vec![
        ("name", "a \"b\"\n\u{1}".into()),
        ("count", 3.into()),
        ("none", Value::Array(Vec::new())),
        ("some", Value::Array(vec![Value::Null, Value::Bool(true)])),
    ]);
    let expected = "{\n  \"name\": \"a \\\"b\\\"\\n\\u0001\",\n  \"count\": 3,\n  \"none\": [],\n  \
                    \"some\": [\n    null,\n    true\n  ]\n}";
    assert_eq!(value.to_string(), expected);
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<usize>().prop_map(Value::from),
        any::<String>().prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((any::<String>(), inner), 0..6).prop_map(Value::Object),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(value in any_value()) {
        let text = value.to_string();
        prop_assert_eq!(parse(&text), Ok(value.clone()));
        prop_assert!(same(&value, &serde_json::from_str(&text).unwrap()));
    }

    #[test]
    fn no_text_makes_it_stumble(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn broken_json_is_judged_alike(value in any_value(), cut in any::<prop::sample::Index>()) {
        let text = value.to_string();
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        check(&text[..places[cut.index(places.len())]]);
    }
}
