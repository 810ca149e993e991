//! A page of a conversation: what a person reads at once.

use ordered::Map;

use crate::relation::{Kind, Spot};
use crate::stanza::{Author, Content, SharedFile, Stanza};

/// Some messages of a conversation, side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    pub conversation: u32,
    /// How many messages there are before the first of these.
    pub first: u32,
    /// How many the conversation has.
    pub total: u32,
    pub messages: Vec<Message>,
    /// How many could not be read again: the file is not what it was.
    pub unreadable: u32,
}

/// A message with all that was done to it later.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// What the archive calls it.
    pub id: String,
    pub spot: Spot,
    pub author: Author,
    /// Seconds since 1970.
    pub time: Option<i64>,
    pub content: Content,
    pub files: Vec<SharedFile>,
    /// It corrects something that is not in the file.
    pub is_correction: bool,
    /// What it said before it was corrected, the oldest first.
    pub earlier: Vec<String>,
    /// Somebody took it back.
    pub is_retracted: bool,
    /// What it answers.
    pub quote: Option<Quote>,
    pub reactions: Vec<Reaction>,
}

/// The message that is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    pub id: String,
    pub spot: Spot,
    pub author: Author,
    /// How it begins.
    pub text: String,
}

/// One reaction, and who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    pub reaction: String,
    pub by: Vec<Author>,
}

/// Of what is answered, so many characters are shown.
const QUOTED: usize = 120;

impl Message {
    pub(crate) fn of(stanza: &Stanza, spot: Spot) -> Option<Self> {
        Some(Self {
            id: stanza.id.clone(),
            spot,
            author: stanza.author.clone(),
            time: stanza.time,
            content: stanza.content.clone()?,
            files: stanza.files.clone(),
            is_correction: matches!(stanza.refers, Some(crate::stanza::Refers::Corrects(_))),
            earlier: Vec::new(),
            is_retracted: stanza.content == Some(Content::Retracted),
            quote: None,
            reactions: Vec::new(),
        })
    }

    /// Does what came later, in the order it came.
    pub(crate) fn apply<'a>(&mut self, later: impl Iterator<Item = (Kind, &'a Stanza)>) {
        let mut reactions: Map<Author, Vec<String>> = Map::new();
        for (kind, stanza) in later {
            match kind {
                Kind::Correction => self.correct(stanza),
                Kind::Retraction => self.is_retracted = true,
                Kind::Reactions => {
                    if let Some(Content::Reactions(given)) = &stanza.content {
                        reactions.insert(stanza.author.clone(), given.clone());
                    }
                }
            }
        }
        for (author, given) in reactions {
            for reaction in given {
                match self.reactions.iter_mut().find(|known| known.reaction == reaction) {
                    Some(known) => known.by.push(author.clone()),
                    None => self.reactions.push(Reaction { reaction, by: vec![author.clone()] }),
                }
            }
        }
        if self.is_retracted {
            self.content = Content::Retracted;
            self.files.clear();
            self.earlier.clear();
            self.quote = None;
        }
    }

    fn correct(&mut self, stanza: &Stanza) {
        let Some(content) = &stanza.content else { return };
        if let Content::Text(before) = &self.content {
            self.earlier.push(before.clone());
        }
        self.content = content.clone();
        self.files.clone_from(&stanza.files);
    }
}

impl Quote {
    pub(crate) fn of(stanza: &Stanza, spot: Spot) -> Self {
        let words = stanza.words();
        let mut text: String = words.trim().chars().take(QUOTED).collect();
        if text.len() < words.trim().len() {
            text.push('…');
        }
        Self { id: stanza.id.clone(), spot, author: stanza.author.clone(), text }
    }
}
