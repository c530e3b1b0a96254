//! What the feeds pane offers to select, and what is said of each: its name, its count, its trouble.

use crate::model::feed::{FeedId, FeedRow, FolderId, FolderRow};
use crate::model::request::Library;
use crate::model::time::Time;
use crate::model::view::{TagId, View};
use std::collections::HashSet;

/// What can be selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    Today,
    Unread,
    Starred,
    Conversations,
    QuietConversations,
    All,
    Tag(TagId),
    Folder(FolderId),
    Feed(FeedId),
}

/// The views that are always there, in their order.
pub const SMART: [Target; 6] = [
    Target::Today,
    Target::Unread,
    Target::Starred,
    Target::Conversations,
    Target::QuietConversations,
    Target::All,
];

impl Target {
    /// The list it stands for.
    pub fn view(self, day_start: Time) -> View {
        match self {
            Self::Today => View::Since(day_start),
            Self::Unread => View::Unread,
            Self::Starred => View::Starred,
            Self::Conversations => View::Conversations,
            Self::QuietConversations => View::QuietConversations,
            Self::All => View::All,
            Self::Tag(id) => View::Tag(id),
            Self::Folder(id) => View::Folder(id),
            Self::Feed(id) => View::Feed(id),
        }
    }

    /// A name that stays, for what is kept of it.
    pub fn key(self) -> String {
        match self {
            Self::Today => "today".to_owned(),
            Self::Unread => "unread".to_owned(),
            Self::Starred => "starred".to_owned(),
            Self::Conversations => "conversations".to_owned(),
            Self::QuietConversations => "quiet".to_owned(),
            Self::All => "all".to_owned(),
            Self::Tag(id) => format!("tag {}", id.0),
            Self::Folder(id) => format!("folder {}", id.0),
            Self::Feed(id) => format!("feed {}", id.0),
        }
    }

    /// What it is, in a word.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Tag(_) => "tag",
            Self::Folder(_) => "folder",
            Self::Feed(_) => "feed",
            _ => "view",
        }
    }

    pub fn title(self, library: &Library) -> &str {
        match self {
            Self::Today => "Today",
            Self::Unread => "Unread",
            Self::Starred => "Starred",
            Self::Conversations => "Conversations",
            Self::QuietConversations => "Over or muted",
            Self::All => "All",
            Self::Tag(id) => tag(library, id).map_or("", |(_, name, _)| name.as_str()),
            Self::Folder(id) => {
                let folder = library.folders.iter().find(|folder| folder.id == id);
                folder.map_or("", |folder| folder.title.as_str())
            }
            Self::Feed(id) => feed(library, id).map_or("", |feed| feed.title.as_str()),
        }
    }

    /// The number at the end of its row; nothing where there is nought. New comments count among what is
    /// unread in a feed if the person wants it so.
    pub fn count(self, library: &Library, count_comments: bool) -> Option<String> {
        let sum = |count: fn(&FeedRow) -> u64| library.feeds.iter().map(count).sum();
        let unread = |feed: &FeedRow| {
            let comments = u64::from(count_comments) * feed.new_comments;
            feed.unread + comments
        };
        let gathered = |id| feed(library, id).and_then(|feed| feed.gathered_new);
        if let Self::Feed(id) = self
            && let Some(new) = gathered(id)
        {
            return (new > 0).then(|| format!("+{new}"));
        }
        let number: u64 = match self {
            Self::Today => library.unread_today,
            Self::Unread => sum(|feed| feed.unread),
            Self::Starred => sum(|feed| feed.starred),
            Self::Conversations => sum(|feed| feed.new_comments),
            Self::QuietConversations => library.quiet_conversations,
            Self::All => sum(|feed| feed.entries),
            Self::Tag(id) => tag(library, id).map_or(0, |(_, _, unread)| *unread),
            Self::Folder(id) => within(library, id).map(unread).sum(),
            Self::Feed(id) => feed(library, id).map_or(0, unread),
        };
        let sign = if self == Self::Conversations { "+" } else { "" };
        (number > 0).then(|| format!("{sign}{number}"))
    }

    /// What last went wrong with a feed.
    pub fn trouble(self, library: &Library) -> Option<&str> {
        match self {
            Self::Feed(id) => feed(library, id)?.trouble.as_deref(),
            _ => None,
        }
    }
}

/// The subscribed feed of this number.
pub fn feed(library: &Library, id: FeedId) -> Option<&FeedRow> {
    library.feeds.iter().find(|feed| feed.id == id)
}

fn tag(library: &Library, id: TagId) -> Option<&(TagId, String, u64)> {
    library.tags.iter().find(|(tag, _, _)| *tag == id)
}

/// The folder of this number.
pub fn folder(library: &Library, id: FolderId) -> Option<&FolderRow> {
    library.folders.iter().find(|folder| folder.id == id)
}

/// The feeds of a folder and of the folders in it.
fn within(library: &Library, id: FolderId) -> impl Iterator<Item = &FeedRow> {
    let inside = with_subfolders(library, id);
    let holds = move |feed: &&FeedRow| feed.folder.is_some_and(|at| inside.contains(&at));
    library.feeds.iter().filter(holds)
}

fn with_subfolders(library: &Library, id: FolderId) -> HashSet<FolderId> {
    let mut inside = HashSet::from([id]);
    loop {
        let before = inside.len();
        for folder in &library.folders {
            if folder.parent.is_some_and(|parent| inside.contains(&parent)) {
                inside.insert(folder.id);
            }
        }
        if inside.len() == before {
            return inside;
        }
    }
}
