//! Feeds that an address led to, for a person to choose among.

/// A feed that is named somewhere. Nobody has read it yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Absolute, `http` or `https`, without a fragment.
    pub url: String,
    /// What it is called where it is named; plain text, one line.
    pub title: Option<String>,
    pub kind: FoundKind,
    /// As announced; none where nothing was said.
    pub family: Option<Family>,
}

/// What a feed seems to bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundKind {
    Articles,
    Comments,
}

/// The family a feed's markup is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Atom,
    /// RSS 0.9x, 1.0 and 2.0.
    Rss,
    Json,
}

/// A feed that was found, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub found: Found,
    pub fate: Fate,
}

/// What became of a feed that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It was read: the one to subscribe to.
    Taken,
    /// Nobody looked into it.
    Left,
    /// It was tried first and is no feed, or did not come; why.
    Unreadable(String),
}

impl Offer {
    pub fn is_taken(&self) -> bool {
        self.fate == Fate::Taken
    }

    pub fn is_left(&self) -> bool {
        self.fate == Fate::Left
    }
}
