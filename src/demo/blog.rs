//! The sites of the demo's web, and which habits each one's feeds have: eight blogs, a board where
//! people talk about links, and a mailing list.

/// The format of a blog's main feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

/// How a blog shows the comments under its posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Talks {
    /// There are none.
    None,
    /// As `WordPress`: an RSS 2.0 feed a post that tells the parent in prose, and an Atom twin that
    /// tells it by RFC 4685.
    WordPress,
    /// One Atom feed a post, with RFC 4685.
    Atom,
    /// One Atom feed a post that does not say who answers whom, so that people write `@Name`.
    Flat,
    /// As `Lobsters`, a board of links: no feed a story, but the whole talk as JSON.
    Board,
    /// As a mailing list: the posts themselves answer one another.
    List,
}

/// Which of its feeds a site is subscribed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Posts,
    /// That of all its comments.
    Comments,
}

/// One blog, or what stands in the place of one.
#[derive(Debug, PartialEq, Eq)]
pub struct Blog {
    /// Its host without `.example`, and the name of its folder of texts.
    pub name: &'static str,
    pub host: &'static str,
    pub title: &'static str,
    pub subtitle: &'static str,
    /// The folder it is subscribed in.
    pub folder: &'static str,
    /// BCP 47.
    pub language: &'static str,
    /// The path of its main feed, without the first slash.
    pub feed: &'static str,
    pub format: Format,
    pub talks: Talks,
    /// How many comments its feeds of comments bring. `WordPress` has ten there until somebody turns it up.
    pub newest: usize,
    pub door: Door,
    /// What stands before and after the linked name where a comment says in prose whom it answers.
    pub in_reply_to: (&'static str, &'static str),
}

const ENGLISH: (&str, &str) = ("In reply to ", ".");

/// Where the owner has turned it up.
const PLENTY: usize = 100;

/// All of them, in the order they are subscribed.
pub const BLOGS: [Blog; 10] = [
    Blog {
        name: "smallhours",
        host: "smallhours.example",
        title: "Small Hours",
        subtitle: "Notes written when the house is quiet",
        folder: "Home",
        language: "en-GB",
        feed: "feed/",
        format: Format::Rss,
        talks: Talks::WordPress,
        newest: PLENTY,
        door: Door::Posts,
        in_reply_to: ENGLISH,
    },
    Blog {
        name: "longascent",
        host: "longascent.example",
        title: "The Long Ascent",
        subtitle: "Walking uphill, slowly, and writing it down",
        folder: "Home",
        language: "en",
        feed: "atom.xml",
        format: Format::Atom,
        talks: Talks::Atom,
        newest: PLENTY,
        door: Door::Posts,
        in_reply_to: ENGLISH,
    },
    Blog {
        name: "ledger",
        host: "ledger.example",
        title: "Ledger of Small Things",
        subtitle: "One thing a day, entered",
        folder: "Home",
        language: "en",
        feed: "rss.xml",
        format: Format::Rss,
        talks: Talks::None,
        newest: PLENTY,
        door: Door::Posts,
        in_reply_to: ENGLISH,
    },
    Blog {
        name: "tagsandangles",
        host: "tagsandangles.example",
        title: "Tags & Angles",
        subtitle: "Markup, parsers & the <web> between them",
        folder: "Code",
        language: "en",
        feed: "feed.xml",
        format: Format::Atom,
        talks: Talks::Atom,
        newest: PLENTY,
        door: Door::Posts,
        in_reply_to: ENGLISH,
    },
    Blog {
        name: "nullisland",
        host: "nullisland.example",
        title: "Null Island Dispatch",
        subtitle: "Maps, coordinates and the places that do not exist",
        folder: "Code",
        language: "en",
        feed: "feed.json",
        format: Format::Json,
        talks: Talks::Flat,
        newest: PLENTY,
        door: Door::Posts,
        in_reply_to: ENGLISH,
    },
    Blog {
        name: "kanaqalam",
        host: "kanaqalam.example",
        title: "Kana & Qalam",
        subtitle: "文字とペン · الحروف والأقلام · writing systems in software ✍️",
        folder: "Code",
        language: "ja",
        feed: "feed/",
        format: Format::Rss,
        talks: Talks::WordPress,
        newest: PLENTY,
        door: Door::Posts,
        in_reply_to: ("", " への返信。"),
    },
    Blog {
        name: "dampalmanac",
        host: "dampalmanac.example",
        title: "The Damp Almanac",
        subtitle: "Weather as it was, and as it was told",
        folder: "Coast",
        language: "en",
        feed: "feed/",
        format: Format::Rss,
        talks: Talks::WordPress,
        newest: 10,
        door: Door::Posts,
        in_reply_to: ENGLISH,
    },
    Blog {
        name: "slipway",
        host: "slipway.example",
        title: "The Slipway",
        subtitle: "Links worth hauling ashore",
        folder: "Coast",
        language: "en",
        feed: "rss",
        format: Format::Rss,
        talks: Talks::Board,
        newest: PLENTY,
        door: Door::Posts,
        in_reply_to: ENGLISH,
    },
    Blog {
        name: "tuners",
        host: "tuners.example",
        title: "The Tuners’ List",
        subtitle: "Piano tuners, writing to one another since the fax",
        folder: "Lists",
        language: "en",
        feed: "new.atom",
        format: Format::Atom,
        talks: Talks::List,
        newest: PLENTY,
        door: Door::Posts,
        in_reply_to: ENGLISH,
    },
    Blog {
        name: "pressing",
        host: "pressing.example",
        title: "Pressing Matters",
        subtitle: "From the laundry of a hospital, at night",
        folder: "Comments",
        language: "en",
        feed: "feed/",
        format: Format::Rss,
        talks: Talks::WordPress,
        newest: 10,
        door: Door::Comments,
        in_reply_to: ENGLISH,
    },
];

/// The blog of that name.
pub fn named(name: &str) -> Option<&'static Blog> {
    BLOGS.iter().find(|blog| blog.name == name)
}

impl Blog {
    /// Whether people can comment here.
    pub fn has_talks(&self) -> bool {
        !matches!(self.talks, Talks::None | Talks::List)
    }

    /// Whether there are feeds of comments here.
    pub fn has_comment_feeds(&self) -> bool {
        matches!(self.talks, Talks::WordPress | Talks::Atom | Talks::Flat)
    }
}
