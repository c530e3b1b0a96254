//! Places in the reader: where a verb means something, and where a key is looked for.

/// Where a verb means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    Everywhere,
    /// In the list of feeds and in that of entries.
    Lists,
    Feeds,
    Entries,
    /// In an article and in a conversation.
    Reading,
    Article,
    Thread,
    Health,
    /// Before anything is subscribed.
    Welcome,
}

impl Scope {
    pub const ALL: [Self; 9] = [
        Self::Everywhere,
        Self::Lists,
        Self::Feeds,
        Self::Entries,
        Self::Reading,
        Self::Article,
        Self::Thread,
        Self::Health,
        Self::Welcome,
    ];

    /// Where a key of this place is looked for, the nearest first.
    pub fn chain(self) -> &'static [Self] {
        match self {
            Self::Everywhere => &[Self::Everywhere],
            Self::Lists => &[Self::Lists, Self::Everywhere],
            Self::Feeds => &[Self::Feeds, Self::Lists, Self::Everywhere],
            Self::Entries => &[Self::Entries, Self::Lists, Self::Everywhere],
            Self::Reading => &[Self::Reading, Self::Everywhere],
            Self::Article => &[Self::Article, Self::Reading, Self::Everywhere],
            Self::Thread => &[Self::Thread, Self::Reading, Self::Everywhere],
            Self::Health => &[Self::Health, Self::Everywhere],
            Self::Welcome => &[Self::Welcome, Self::Everywhere],
        }
    }

    /// What a configuration calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::Lists => "lists",
            Self::Feeds => "feeds",
            Self::Entries => "entries",
            Self::Reading => "reading",
            Self::Article => "article",
            Self::Thread => "thread",
            Self::Health => "health",
            Self::Welcome => "welcome",
        }
    }

    /// Said above the verbs that mean something there alone.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Lists => "In the lists of feeds and of entries",
            Self::Feeds => "In the list of feeds",
            Self::Entries => "In the list of entries",
            Self::Reading => "In an article and in a conversation",
            Self::Article => "In an article",
            Self::Thread => "In a conversation",
            Self::Health => "In the health view",
            Self::Welcome => "On the first run",
        }
    }

    /// Said behind the line that explains a verb.
    pub fn place(self) -> &'static str {
        match self {
            Self::Everywhere => "",
            Self::Lists => " (in both lists)",
            Self::Feeds => " (in the list of feeds)",
            Self::Entries => " (in the list of entries)",
            Self::Reading => " (in an article and in a conversation)",
            Self::Article => " (in an article)",
            Self::Thread => " (in a conversation)",
            Self::Health => " (in the health view)",
            Self::Welcome => " (on the first run)",
        }
    }
}
