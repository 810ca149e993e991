//! What can be wrong with XML.

/// Input that is not the XML asked for, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem} (at byte {at})")]
pub struct XmlError {
    /// Bytes before the markup or text at fault, counted from the start of the input.
    pub at: u64,
    pub problem: Malformed,
}

/// The rule that was broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error("the input ends too early")]
    Truncated,
    #[error("there is no element")]
    NoElement,
    #[error("there is more than one root element")]
    SecondRoot,
    #[error("there is text outside the root element")]
    TextOutsideRoot,
    #[error("bytes that are not UTF-8")]
    NotUtf8,
    #[error("the encoding is not UTF-8")]
    Encoding,
    #[error("a document type declaration, which is never allowed")]
    Doctype,
    #[error("a comment, which is not allowed here")]
    Comment,
    #[error("a processing instruction, which is not allowed here")]
    Instruction,
    #[error("an XML declaration that is misplaced or malformed")]
    Declaration,
    #[error("a CDATA section outside the root element")]
    CdataOutsideRoot,
    #[error("malformed markup")]
    Markup,
    #[error("`]]>` in text")]
    CdataEndInText,
    #[error("the character U+{0:04X}, which XML forbids")]
    Character(u32),
    #[error("an ampersand that starts no reference")]
    Ampersand,
    #[error("the entity `{0}`, which is not one of the five of XML")]
    Entity(String),
    #[error("a malformed character reference")]
    CharacterReference,
    #[error("the name `{0}`, which is no XML name")]
    Name(String),
    #[error("a malformed attribute in `{0}`")]
    Attribute(String),
    #[error("the attribute `{0}` twice")]
    DuplicateAttribute(String),
    #[error("the prefix `{0}`, which is not declared")]
    UnboundPrefix(String),
    #[error("a namespace declaration that is not allowed: `{0}`")]
    Namespace(String),
    #[error("expected the end of `{expected}`, got that of `{got}`")]
    WrongEnd { expected: String, got: String },
    #[error("an end tag without a start: `{0}`")]
    UnexpectedEnd(String),
    #[error("elements nested deeper than {0}")]
    TooDeep(usize),
    #[error("more than {0} attributes on one element")]
    TooManyAttributes(usize),
    #[error("a tag or text longer than {0} bytes")]
    TokenTooLarge(usize),
    #[error("more than {0} bytes in all")]
    TooLarge(u64),
}

/// At most this much of a name goes into an error.
const SHOWN: usize = 60;

/// The start of `name`, short enough to be shown.
pub(crate) fn shown(name: &str) -> String {
    name.chars().take(SHOWN).collect()
}
