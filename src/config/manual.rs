//! THE TABLE OF KEYS: every key of the configuration with what it is usually, what may stand there and what for.
//!
//! What is unknown, `docs/configuration.md` and `postil config dump` are read from it; the tests hold the defaults to
//! what the program does.

/// A table of the configuration.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    /// It may stand any number of times, as `[[feed]]`.
    pub many: bool,
    pub help: &'static str,
    pub keys: &'static [Key],
}

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    /// As it is written; for a table that stands many times, an example.
    pub usual: &'static str,
    pub help: &'static str,
}

/// A table, and a key in it.
pub type Place = (&'static str, &'static str);

/// Keys that were called otherwise: their table and name of before, and where they are now.
pub const OLD: &[(Place, Place)] = &[
    (("reader", "theme"), ("look", "theme")),
    (("reader", "icons"), ("look", "icons")),
];

macro_rules! tables {
    ($([$name:literal $many:literal $help:literal] $($key:literal = $usual:literal $what:literal;)+)+) => {
        &[$(Table {
            name: $name,
            many: $many,
            help: $help,
            keys: &[$(Key {
                name: $key,
                usual: $usual,
                help: $what,
            }),+],
        }),+]
    };
}

/// All of them, in the order of the manual.
pub const TABLES: &[Table] = tables! {
    ["polling" false "When feeds are asked."]
    "at_once"          = "64"       "requests on the way at one time, each to another host; 1 to 256";
    "interval_minutes" = "60"       "the shortest time between two looks at a feed; 15 to 1440";
    "quiet_hours"      = "\"none\"" "hours as 22:00-07:00, where you live, in which nothing is asked by itself";

    ["network" false "How the network is reached; without these as the surroundings have it."]
    "proxy"   = ""  "http, https, socks5 or socks5h with a host, or none; as the surroundings have it if nothing stands here";
    "ca_file" = "[]" "a file or a list of files with certificates to trust besides the usual ones";

    ["reader" false "The reader itself."]
    "mouse" = "true" "clicks select, the wheel scrolls, borders can be dragged; Shift leaves the mouse to the terminal";

    ["look" false "How the reader looks."]
    "theme"       = "\"auto\""    "auto is the terminal's own sixteen colours; dark and light say what it writes on; mono has no colours; or one of the themes below. Named here, a theme that was tried in the reader does not stay";
    "dark_theme"  = "\"auto\""    "with theme = auto, the theme where the terminal writes on dark";
    "light_theme" = "\"auto\""    "with theme = auto, the theme where the terminal writes on light";
    "icons"       = "\"unicode\"" "signs: unicode (ascii on the Linux console), ascii, or nerd for a Nerd Font";
    "layout"      = "\"auto\""    "panes: auto by the width, three, two, one, or article, where what is read has the whole screen";
    "accessible"  = "false"       "for screen readers: one pane, no lines between panes, nothing that moves";
    "reduced_motion" = "false"    "no counters that run while feeds are asked";
    "tour"        = "true"        "on the first run, six lines on how to get about";

    ["keys" false "What keys do, by place: `[keys]` has the preset; `[keys.everywhere]`, `[keys.lists]`, `[keys.feeds]`, `[keys.entries]`, `[keys.reading]`, `[keys.article]`, `[keys.thread]`, `[keys.health]` and `[keys.welcome]` have keys of your own."]
    "preset" = "\"vim\"" "a set of keys to begin with: vim, emacs or newsboat";

    ["lists" false "Lists of entries."]
    "mark_read" = "\"opened\"" "when an entry counts as read: opened, selected (the cursor is enough), by-hand, or a number of seconds before you";
    "scrolloff" = "2"          "rows kept in view above and below the cursor; 0 to 50";
    "show"      = "\"all\""    "what a list shows as long as nothing else is said for it: all, unread or starred";
    "group"     = "\"day\""    "what entries are grouped by: day, feed, folder or none";
    "sort"      = "\"\""       "keys of the order as feed,-date; empty is newest first";
    "rows"      = "[]"         "lines of an entry as templates, such as \"{mark} {title}{|}{comments} {new}\"; none are the usual two";

    ["highlight" true "Entries that stand out in lists; the first rule that fits holds."]
    "filter" = "\"feed:ledger comments:10\"" "which entries";
    "style"  = "\"accent\""                  "accent, new, trouble, quiet, strong, a colour as red, or #rrggbb";

    ["search" true "A filter that is kept, to be found in the palette and by `go`."]
    "name"   = "\"Kettles\""          "what it is called";
    "filter" = "\"kettle newer:30d\"" "which entries";

    ["article" false "The text of articles."]
    "width"            = "72"       "columns of text at most; 40 to 120";
    "link_numbers"     = "true"     "[1] behind the words of a link, and where it leads below the text";
    "clickable_links"  = "true"     "links can be clicked, in terminals that know how (OSC 8)";
    "emoji"            = "\"auto\"" "auto is as the terminal draws them; or full, safe (of one certain width), text (named)";
    "bidi"             = "\"app\""  "who turns right-to-left text around: app, terminal or off";
    "long_lines"       = "\"wrap\"" "wide code goes on below; scroll cuts it, and keys move it";
    "hyphens"          = "\"off\""  "a language, as en or de: its long words may be parted at the end of a line";
    "pictures"         = "false"    "fetch and show pictures when an article is opened";
    "picture_protocol" = "\"auto\"" "auto, kitty, iterm2, sixel, halfblocks or off";

    ["conversations" false "Comments."]
    "follow"          = "[]"         "[\"starred\"] follows what is said under every entry that you star";
    "count_as_unread" = "false"      "whether new comments count among what is unread of their feed";
    "guess"           = "true"       "whom a comment answers may be guessed from its words";
    "order"           = "\"oldest\"" "which stand first: oldest, newest or activity";

    ["folder" true "What holds for the feeds of a folder and of those in it."]
    "path"             = "\"Comics/Daily\""  "names from the outermost folder in, or a list of them";
    "interval_minutes" = "720"               "15 to 10080, which is a week";
    "quiet_hours"      = "\"20:00-06:00\""   "in place of the general ones";
    "follow"           = "true"              "follow the conversations under its new entries";
    "complete"         = "true"              "fetch a conversation whole when it is opened";
    "full_text"        = "true"              "show the text of the page instead of the feed's";
    "pictures"         = "true"              "fetch pictures when an entry is opened";

    ["feed" true "What holds for one feed, before what its folder says."]
    "url"              = "\"https://example.org/feed\"" "its address, now or before it moved; or exec";
    "exec"             = ""                              "a program and its arguments that prints a feed; with a name, in place of url";
    "name"             = ""                              "what a feed of a program is called";
    "folder"           = ""                              "where it lies";
    "interval_minutes" = "240"                           "15 to 10080";
    "quiet_hours"      = "\"none\""                      "in place of the general ones";
    "follow"           = "false"                         "follow the conversations under its new entries";
    "complete"         = "false"                         "fetch a conversation whole when it is opened";
    "full_text"        = "false"                         "show the text of the page instead of the feed's";
    "pictures"         = "false"                         "fetch pictures when an entry is opened";
    "user_agent"       = "\"me/1.0\""                    "who is asking";
    "proxy"            = "\"none\""                      "as in [network]";
    "user"             = ""                              "a name to log in with";
    "password"         = ""                              "its password, in a file that nobody else can read";
    "password_command" = ""                              "a program that tells it";
    "token"            = ""                              "a bearer token, in a file that nobody else can read";
    "token_command"    = ""                              "a program that tells it";
    "filter"           = "[\"my-filter\", \"--arg\"]"    "a program that is given the feed and prints what is read";

    ["command" true "A program that articles can be handed to."]
    "name"            = "\"read later\""        "what the menu calls it";
    "run"             = "[\"later\", \"{url}\"]" "the program; also {title}, {author}, {feed}, {id}";
    "shell"           = "false"                  "true: run is a line for sh, and these are its arguments";
    "input"           = "\"none\""               "what it reads: none, text, markdown or html";
    "timeout_seconds" = "30"                     "1 to 3600";

    ["open" true "A program that opens recordings, films and files."]
    "kind" = "\"audio/*\""           "a media type, or *";
    "run"  = "[\"mpv\", \"{url}\"]"  "the program";
};

/// The table of this name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

/// A whole configuration with what is usual, each key with what it is for.
pub fn dump() -> String {
    let mut lines = vec![
        "# The configuration of postil: every key with what it is as long as nothing stands there."
            .to_owned(),
    ];
    for table in TABLES {
        lines.push(String::new());
        lines.push(format!("# {}", table.help));
        lines.push(if table.many {
            format!("# [[{}]]", table.name)
        } else {
            format!("[{}]", table.name)
        });
        for key in table.keys {
            let off = if table.many || key.usual.is_empty() {
                "# "
            } else {
                ""
            };
            let usual = if key.usual.is_empty() {
                "…"
            } else {
                key.usual
            };
            lines.push(format!("# {}", key.help));
            lines.push(format!("{off}{} = {usual}", key.name));
        }
        if table.name == "keys" {
            lines.push(KEYS_EXAMPLE.trim_end().to_owned());
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

/// Keys of one's own, as an example.
pub const KEYS_EXAMPLE: &str = "\
# [keys.everywhere]
# \"ctrl-n\" = \"next-unread\"
# \"g i\" = \"go Comics\"
# \"x\" = [\"star\", \"mark-read\", \"in entries down\"]
# \"P\" = \"none\"
";
