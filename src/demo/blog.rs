//! The six blogs, and which habits each one's feeds have.

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
}

/// One blog.
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
    /// What stands before and after the linked name where a comment says in prose whom it answers.
    pub in_reply_to: (&'static str, &'static str),
}

const ENGLISH: (&str, &str) = ("In reply to ", ".");

/// All of them, in the order they are subscribed.
pub const BLOGS: [Blog; 6] = [
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
        talks: Talks::Atom,
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
        in_reply_to: ("", " への返信。"),
    },
];

/// The blog of that name.
pub fn named(name: &str) -> Option<&'static Blog> {
    BLOGS.iter().find(|blog| blog.name == name)
}

impl Blog {
    /// Whether people can comment here.
    pub fn has_talks(&self) -> bool {
        self.talks != Talks::None
    }
}
