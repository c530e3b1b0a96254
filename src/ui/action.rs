//! THE TABLE OF VERBS: what a key can mean, the line that explains it, and its keys.
//!
//! Help, hint bar and key map are read from it; a verb that is not here cannot be reached.

use crate::ui::scope::Scope;

/// A verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    Down,
    Up,
    Left,
    Right,
    NextPane,
    PreviousPane,
    Top,
    Bottom,
    HalfPageDown,
    HalfPageUp,
    Page,
    PageUp,
    Open,
    Back,
    NextUnread,
    NextNew,
    PreviousNew,
    Parent,
    Root,
    NextSibling,
    PreviousSibling,
    NextTalk,
    PreviousTalk,
    Fold,
    Order,
    Flat,
    HideRead,
    Guess,
    Search,
    NextMatch,
    PreviousMatch,
    Conversation,
    Follow,
    Pin,
    Complete,
    Reply,
    Links,
    CopyQuote,
    FullText,
    Pictures,
    Outline,
    NextHeading,
    PreviousHeading,
    LinkList,
    GoBack,
    NextEntry,
    PreviousEntry,
    Zen,
    Source,
    Unfold,
    Wide,
    Records,
    MoveLeft,
    MoveRight,
    CopyCode,
    Widen,
    Narrow,
    Enclosures,
    Share,
    Save,
    ToggleSeen,
    TakeBackSeen,
    ToggleRead,
    ToggleStar,
    Browse,
    CopyLink,
    Refresh,
    RefreshAll,
    Insist,
    Health,
    AskFeed,
    Filter,
    Refetch,
    FollowMove,
    UndoMove,
    AddFeed,
    Import,
    Demo,
    Undo,
    Redo,
    MarkRead,
    MarkUnread,
    Star,
    Unstar,
    Tag,
    Untag,
    Delete,
    Unfollow,
    Select,
    Show,
    Sort,
    Group,
    Query,
    Jump,
    Rename,
    MoveTo,
    MoveUp,
    MoveDown,
    ChangeAddress,
    Merge,
    TagFeed,
    UntagFeed,
    Unsubscribe,
    FeedSettings,
    NewFolder,
    Layout,
    WidenPane,
    NarrowPane,
    EvenPanes,
    Theme,
    ReloadConfig,
    Tour,
    Command,
    Palette,
    Go,
    Messages,
    Help,
    Suspend,
    Close,
    Quit,
}

/// What a verb is about, where it is about something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument {
    /// A feed, a folder or a view, by its name.
    Place,
    /// The address of a feed or of a page that names one.
    Address,
    /// A file, or a folder for it.
    File,
    /// A command of the configuration.
    Program,
    /// Entries: the one, the selection, those above or below, all, or those a filter fits.
    Which,
    /// A tag, and after it which entries.
    Tag,
    /// A tag of a feed.
    FeedTag,
    /// Marks: all, unread, starred.
    Show,
    /// Keys of an order.
    Sort,
    Group,
    /// A filter.
    Query,
    Text,
    Folder,
    Feed,
    Layout,
    Theme,
    /// A setting of a feed or a folder, and its value.
    Setting,
}

impl Argument {
    /// What is said of it while a line is typed.
    pub fn help(self) -> &'static str {
        match self {
            Self::Place => "a feed, a folder or a view",
            Self::Address => "an address",
            Self::File => "a file",
            Self::Program => "a command of the configuration",
            Self::Which => {
                "entry, selection, above, below, all, or a filter as is:unread older:30d"
            }
            Self::Tag => "a tag, and which entries",
            Self::FeedTag => "a tag",
            Self::Show => "all, unread or starred",
            Self::Sort => "keys as feed,-date; a minus turns one round",
            Self::Group => "day, feed, folder or none",
            Self::Query => "a filter as kettle is:unread -feed:ledger newer:7d",
            Self::Text => "a text",
            Self::Folder => "a folder, or none",
            Self::Feed => "a feed",
            Self::Layout => "auto, three, two, one or article",
            Self::Theme => "a theme",
            Self::Setting => "a setting, and its value",
        }
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct Verb {
    pub action: Action,
    /// What a configuration and the command line call it.
    pub name: &'static str,
    pub help: &'static str,
    /// One word for the hint bar; nothing keeps it out of there.
    pub hint: Option<&'static str>,
    /// Each with a space between keys that are pressed one after another.
    pub keys: &'static [&'static str],
    pub scope: Scope,
    /// What may follow its name. Without it the verb asks, or takes what is selected.
    pub argument: Option<Argument>,
}

/// What verbs are called, too.
const ALIASES: &[(&str, &str)] = &[
    ("q", "close"),
    ("qa", "quit"),
    ("add", "add-feed"),
    ("h", "help"),
];

impl Verb {
    /// Whether this word names it.
    pub fn is_called(&self, word: &str) -> bool {
        self.name == word || ALIASES.contains(&(word, self.name))
    }

    /// Its help, up to the first pause.
    pub fn short(&self) -> &'static str {
        self.help.split([';', ',', ':']).next().unwrap_or(self.help)
    }
}

/// Keys of a verb that says what it is about.
#[derive(Debug)]
pub struct Shortcut {
    pub scope: Scope,
    pub keys: &'static str,
    pub command: &'static str,
    pub help: &'static str,
}

macro_rules! verbs {
    ($($action:ident $name:literal $scope:ident [$($key:literal),+] $(<$argument:ident>)? $help:literal $(hint $hint:literal)?;)+) => {
        &[$(Verb {
            action: Action::$action,
            name: $name,
            help: $help,
            hint: verbs!(@hint $($hint)?),
            keys: &[$($key),+],
            scope: Scope::$scope,
            argument: verbs!(@argument $($argument)?),
        }),+]
    };
    (@hint) => { None };
    (@hint $hint:literal) => { Some($hint) };
    (@argument) => { None };
    (@argument $argument:ident) => { Some(Argument::$argument) };
}

macro_rules! shortcuts {
    ($($scope:ident $keys:literal $command:literal $help:literal;)+) => {
        &[$(Shortcut {
            scope: Scope::$scope,
            keys: $keys,
            command: $command,
            help: $help,
        }),+]
    };
}

/// Every verb, in the order of the help sheet.
pub const VERBS: &[Verb] = verbs! {
    Down           "down"            Everywhere ["j", "down"]            "one down; in a text, one line";
    Up             "up"              Everywhere ["k", "up"]              "one up";
    Left           "left"            Everywhere ["h", "left"]            "to the pane on the left";
    Right          "right"           Everywhere ["l", "right"]           "to the pane on the right";
    NextPane       "next-pane"       Everywhere ["tab"]                  "to the next pane, round and round";
    PreviousPane   "previous-pane"   Everywhere ["shift-tab"]            "to the pane before";
    Top            "top"             Everywhere ["g g", "home"]          "to the top";
    Bottom         "bottom"          Everywhere ["G", "end"]             "to the bottom";
    HalfPageDown   "half-page-down"  Everywhere ["ctrl-d"]               "half a page down";
    HalfPageUp     "half-page-up"    Everywhere ["ctrl-u"]               "half a page up";
    Page           "page-down"       Everywhere ["page-down", "ctrl-f"]  "a page down";
    PageUp         "page-up"         Everywhere ["page-up", "ctrl-b"]    "a page up";
    Open           "open"            Everywhere ["enter"]                "open what is selected; opening an entry marks it read" hint "open";
    Back           "back"            Everywhere ["esc"]                  "back to where you came from";
    NextUnread     "next-unread"     Everywhere ["n"]                    "read the next unread entry, whatever feed it is in" hint "next unread";
    Conversation   "conversation"    Everywhere ["c"]                    "open the conversation under the entry; again, back to the article" hint "comments";
    Follow         "follow"          Everywhere ["F"] <Which>            "follow the conversation while people talk, or let go of it; pin it when it is over" hint "follow";
    Pin            "pin"             Everywhere ["P"]                    "follow the conversation for good, or only while people talk";
    ToggleRead     "toggle-read"     Everywhere ["u"]                    "mark the entry unread, or read again" hint "unread";
    ToggleStar     "toggle-star"     Everywhere ["s"]                    "star the entry, or take the star away" hint "star";
    Browse         "browse"          Everywhere ["o"]                    "open the entry, or the comment, in the browser" hint "browser";
    CopyLink       "copy-link"       Everywhere ["y"]                    "copy the address of the entry, or of the comment";
    Fold           "fold"            Everywhere ["space"]                "fold a folder or a thread; in an article, a page down" hint "fold";
    Share          "share"           Everywhere ["|"] <Program>          "hand the article to a command of yours";
    Save           "save"            Everywhere ["ctrl-s"]               "write the article to a file: text, Markdown, HTML or EPUB";
    Search         "search"          Reading    ["/"]                    "look for words, in a conversation for a name too" hint "search";
    NextMatch      "next-match"      Reading    ["n"]                    "to the next match; where nothing is looked for, to the next unread entry";
    PreviousMatch  "previous-match"  Reading    ["N"]                    "to the match before";
    Links          "links"           Reading    [";"]                    "put letters on links: type them to open one, with Shift to copy it" hint "links";
    FullText       "full-text"       Article    ["f"]                    "the main text of the entry's page, or the feed's text again" hint "full text";
    Pictures       "pictures"        Article    ["p"]                    "fetch and show the pictures of the article, or hide them" hint "pictures";
    Outline        "outline"         Article    ["t"]                    "the headings of the article, to go to one";
    NextHeading    "next-heading"    Article    ["]"]                    "to the next heading";
    PreviousHeading "previous-heading" Article  ["["]                    "to the heading before";
    LinkList       "link-list"       Article    ["L"]                    "where all links of the article lead";
    GoBack         "go-back"         Article    ["ctrl-o"]                "back to where you followed a link within the article";
    NextEntry      "next-entry"      Article    ["J"]                    "read the next entry of the list";
    PreviousEntry  "previous-entry"  Article    ["K"]                    "read the entry before";
    Enclosures     "enclosures"      Article    ["e"]                    "recordings, films and files that belong to the entry, to open one";
    Zen            "zen"             Article    ["z"]                    "nothing but the text, or all panes again";
    Source         "source"          Article    ["v"]                    "the markup as it came, or the page again";
    Unfold         "unfold"          Article    ["x"]                    "open all that is folded away, or close it";
    Wide           "wide"            Article    ["w"]                    "wide code and tables: go on below, or move sideways with < and >";
    MoveLeft       "move-left"       Article    ["<"]                    "wide code and tables: back towards their beginning";
    MoveRight      "move-right"      Article    [">"]                    "wide code and tables: towards their end";
    Records        "records"         Article    ["T"]                    "tables as records, one line for each cell, or as grids";
    CopyCode       "copy-code"       Article    ["Y"]                    "copy a block of code";
    Widen          "widen"           Article    ["+"]                    "longer lines of text";
    Narrow         "narrow"          Article    ["-"]                    "shorter lines of text";
    NextNew        "next-new"        Thread     ["]"]                    "to the next new comment" hint "next new";
    PreviousNew    "previous-new"    Thread     ["["]                    "to the new comment before";
    Parent         "parent"          Thread     ["p"]                    "to the comment this one answers";
    Root           "root"            Thread     ["^"]                    "to the comment this talk began with";
    NextSibling    "next-answer"     Thread     ["J"]                    "to the next answer to the same comment";
    PreviousSibling "previous-answer" Thread    ["K"]                    "to the answer before, to the same comment";
    NextTalk       "next-talk"       Thread     ["}"]                    "to the next comment on the entry itself";
    PreviousTalk   "previous-talk"   Thread     ["{"]                    "to the comment on the entry itself before";
    Order          "order"           Thread     ["S"]                    "oldest first, newest first, or the talk that goes on first";
    Flat           "flat"            Thread     ["v"]                    "all comments by time, or as a tree again";
    HideRead       "hide-read"       Thread     ["x"]                    "hide what was read before, or show it again";
    Guess          "guess"           Thread     ["~"]                    "guess from words whom a comment answers, or do not";
    Reply          "reply"           Thread     ["a"]                    "answer the comment on its own page, in the browser" hint "reply";
    CopyQuote      "copy-quote"      Thread     ["Y"]                    "copy the comment as a quotation, with its author and address";
    Complete       "complete"        Thread     ["L"]                    "fetch what the feed does not hold; asks before a third party is asked";
    ToggleSeen     "toggle-seen"     Thread     ["u"]                    "keep the comment new, or have it seen";
    TakeBackSeen   "take-back-seen"  Thread     ["U"]                    "have all comments new again that were seen in this visit";
    Select         "select"          Entries    ["V"]                    "select entries from here to where one goes; again, select none";
    MarkRead       "mark-read"       Everywhere ["m r"] <Which>          "mark entries as read";
    MarkUnread     "mark-unread"     Everywhere ["m u"] <Which>          "mark entries as unread";
    Star           "star"            Everywhere ["m s"] <Which>          "star entries";
    Unstar         "unstar"          Everywhere ["m S"] <Which>          "take the stars of entries away";
    Tag            "tag"             Everywhere ["m t"] <Tag>            "put a tag of your own on entries";
    Untag          "untag"           Everywhere ["m T"] <Tag>            "take a tag of your own off";
    Unfollow       "unfollow"        Everywhere ["m F"] <Which>          "let go of conversations";
    Delete         "delete"          Everywhere ["m d"] <Which>          "delete entries; they do not come again";
    Undo           "undo"            Everywhere ["U"]                    "take back what was done last, also before the program was left";
    Redo           "redo"            Everywhere ["ctrl-r"]               "do again what was taken back";
    Show           "show"            Lists      ["x"] <Show>             "all entries, the unread, or the starred";
    Sort           "sort"            Lists      ["S"] <Sort>             "the order of the list";
    Group          "group"           Lists      ["v"] <Group>            "group the list by day, feed, folder or not at all";
    Query          "query"           Lists      ["&"] <Query>            "only entries that a filter fits; an empty one shows all again";
    Jump           "jump"            Lists      ["/"] <Text>             "to the next row that holds what is typed";
    Rename         "rename"          Lists      ["f r"] <Text>           "give the feed or the folder another name";
    MoveTo         "move"            Lists      ["f m"] <Folder>         "put the feed or the folder into a folder";
    MoveUp         "move-up"         Lists      ["f k"]                  "put the feed one place up";
    MoveDown       "move-down"       Lists      ["f j"]                  "put the feed one place down";
    ChangeAddress  "change-address"  Lists      ["f a"] <Address>        "give the feed another address; its entries stay";
    Merge          "merge"           Lists      ["f u"] <Feed>           "make the feed one with another; asks first";
    TagFeed        "tag-feed"        Lists      ["f t"] <FeedTag>        "put a tag of your own on the feed";
    UntagFeed      "untag-feed"      Lists      ["f T"] <FeedTag>        "take a tag of your own off the feed";
    FeedSettings   "settings"        Lists      ["f s"] <Setting>        "what is set for the feed or the folder, and from where";
    NewFolder      "new-folder"      Lists      ["f n"] <Text>           "make a folder";
    Unsubscribe    "unsubscribe"     Lists      ["f d"]                  "delete the feed or the folder; undo brings it back";
    Layout         "layout"          Everywhere ["W"] <Layout>           "another layout of the panes";
    WidenPane      "widen-pane"      Everywhere ["ctrl-w >"]             "make the pane wider";
    NarrowPane     "narrow-pane"     Everywhere ["ctrl-w <"]             "make the pane narrower";
    EvenPanes      "even-panes"      Everywhere ["ctrl-w ="]             "panes as wide as usual";
    Theme          "theme"           Everywhere ["ctrl-t"] <Theme>       "choose a theme, shown as one goes through them";
    ReloadConfig   "reload-config"   Everywhere ["g C"]                  "read the configuration again";
    Tour           "tour"            Everywhere ["g ?"]                  "how to get about, in six lines";
    Refresh        "refresh"         Everywhere ["r"]                    "ask for news of this feed, folder or conversation";
    RefreshAll     "refresh-all"     Everywhere ["R"]                    "ask for news of every feed";
    Insist         "insist"          Everywhere ["!"]                    "ask this feed although it was asked a moment ago or its answer still holds";
    Health         "health"          Everywhere ["H"]                    "how it stands with every feed: what is wrong, and what to do";
    AskFeed        "ask-feed"        Health     ["r"]                    "ask for news of the selected feed" hint "ask";
    Filter         "filter"          Health     ["f"]                    "show all, those that need you, feeds, or conversations" hint "filter";
    Refetch        "refetch"         Health     ["W"]                    "ask for the whole of it, changed or not; asks first";
    FollowMove     "follow-move"     Health     ["m"]                    "follow the feed to where it says it has moved";
    UndoMove       "undo-move"       Health     ["U"]                    "take the feed back to the address it had before";
    AddFeed        "add-feed"        Everywhere ["a"] <Address>          "add a feed by its address, or by a page that names it";
    Import         "import"          Everywhere ["i"] <File>             "import subscriptions from an OPML file";
    Demo           "demo"            Welcome    ["d"]                    "try the demo: a small web inside the program";
    Go             "go"              Everywhere ["g f"] <Place>          "to a feed, a folder or a view, by its name";
    Command        "command"         Everywhere [":"]                    "type a command: the name of a verb, and what it is about";
    Palette        "palette"         Everywhere ["ctrl-p"]               "find a verb, a feed, a view or an entry by a few letters of it" hint "find";
    Messages       "messages"        Everywhere ["g m"]                  "what was said on the bottom line, to be read again";
    Help           "help"            Everywhere ["?", "f1"]              "this sheet" hint "help";
    Suspend        "suspend"         Everywhere ["ctrl-z"]               "back to the shell; `fg` returns";
    Close          "close"           Everywhere ["q"]                    "close the article or the conversation; from the lists, leave";
    Quit           "quit"            Everywhere ["ctrl-c"]               "leave at once";
};

/// Keys of commands that say what they are about, in the order of the help sheet.
pub const SHORTCUTS: &[Shortcut] = shortcuts! {
    Everywhere "g t" "go Today"         "to what came in today";
    Everywhere "g u" "go Unread"        "to what is unread";
    Everywhere "g s" "go Starred"       "to what is starred";
    Everywhere "g c" "go Conversations" "to the conversations";
    Everywhere "g a" "go All"           "to everything";
    Everywhere "m a" "mark-read above"  "mark all above as read";
    Everywhere "m b" "mark-read below"  "mark all below as read";
    Everywhere "m f" "follow selection" "follow the conversations of the selection";
    Lists      "A"   "mark-read all"    "mark all that the list shows as read";
};

/// The row of a verb.
pub fn verb(action: Action) -> &'static Verb {
    VERBS
        .iter()
        .find(|verb| verb.action == action)
        .expect("the tests see that every action has a row")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_name_and_in_one_place_every_key_means_one_thing() {
        let mut names = HashSet::new();
        let mut keys = HashSet::new();
        let mut actions = HashSet::new();
        for verb in VERBS {
            assert!(names.insert(verb.name), "{} is there twice", verb.name);
            assert!(actions.insert(verb.action), "{} has two rows", verb.name);
            assert!(!verb.help.is_empty());
            for key in verb.keys {
                let new = keys.insert((verb.scope, *key));
                assert!(new, "{key} means two things in one place");
            }
        }
    }
}
