//! What the configuration says of feeds: by their address, or by the folder they lie in.

use crate::model::feed::Preferences;

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rules {
    pub feeds: Vec<FeedRule>,
    pub folders: Vec<FolderRule>,
    /// Conversations under entries that are starred are followed.
    pub follow_starred: bool,
}

/// What holds for one feed, before what its folder says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedRule {
    /// Its address, now or before it moved; `exec:` and a name for one that a program makes.
    pub url: String,
    /// It is subscribed because it stands here, under this name and in this folder.
    pub subscribes: bool,
    pub title: Option<String>,
    /// Names from the outermost folder in.
    pub folder: Vec<String>,
    pub preferences: Preferences,
}

/// What holds for all feeds in a folder and in those below it; an inner folder goes before an outer one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FolderRule {
    /// Names from the outermost folder in.
    pub path: Vec<String>,
    pub preferences: Preferences,
}
