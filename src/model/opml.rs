//! A list of subscriptions in folders, as OPML carries it.

/// One subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    pub url: String,
    pub title: Option<String>,
    pub site: Option<String>,
    /// Folder names from the outermost in; empty at the top.
    pub folder: Vec<String>,
}

/// A whole list, and what in the file could not be used: the outline's text and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    pub subscriptions: Vec<Subscription>,
    pub rejected: Vec<(String, String)>,
}
