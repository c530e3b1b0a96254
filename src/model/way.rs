//! How one feed is asked, where a person wants it otherwise than all others.

use percent_encoding::percent_decode_str;
use std::fmt;

/// What is set for one feed; nothing of it comes from a server.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Way {
    pub login: Option<Login>,
    /// Replaces the reader's own name for itself, on the person's responsibility.
    pub user_agent: Option<String>,
    pub proxy: Option<Proxy>,
    /// The text of the feed is what this program prints: its name, then its arguments, no shell between.
    pub program: Option<Vec<String>>,
    /// What comes is given to this program, and what it prints is the feed.
    pub filter: Option<Vec<String>>,
}

/// Who asks (RFC 7617, RFC 6750).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Login {
    Basic { name: String, password: Source },
    Bearer(Source),
}

/// Where a secret comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Source {
    Plain(Secret),
    /// The first line this program prints: its name, then its arguments, no shell between.
    Command(Vec<String>),
}

/// A word that is shown nowhere.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// Through whom a feed is asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Proxy {
    /// Nobody, whatever the surroundings say.
    None,
    /// `http://`, `https://`, `socks5://` or `socks5h://`, host and port; may hold a login.
    At(Secret),
}

/// An address without the login in it, and that login: a name and a password (RFC 3986 §3.2.1). The
/// rest of the address is left as it was written.
pub fn without_login(url: &str) -> (String, Option<(String, String)>) {
    let found = url.split_once("://").and_then(|(scheme, rest)| {
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let at = rest[..end].rfind('@')?;
        Some((scheme, &rest[..at], &rest[at + 1..]))
    });
    let Some((scheme, login, rest)) = found else {
        return (url.to_owned(), None);
    };
    let (name, password) = login.split_once(':').unwrap_or((login, ""));
    let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let login = (plain(name), plain(password));
    (format!("{scheme}://{rest}"), Some(login))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_taken_out_of_an_address_and_nothing_else_is_changed() {
        let check = |url, bare, login: Option<(&str, &str)>| {
            let login = login.map(|(name, word)| (name.to_owned(), word.to_owned()));
            assert_eq!(without_login(url), (String::from(bare), login));
        };
        check("https://a.example/x@y", "https://a.example/x@y", None);
        check(
            "https://me:w%40rd@a.example/?q=%7E",
            "https://a.example/?q=%7E",
            Some(("me", "w@rd")),
        );
        check("http://me@a.example", "http://a.example", Some(("me", "")));
        check(
            "http://a@b:c@a.example/",
            "http://a.example/",
            Some(("a@b", "c")),
        );
        check("exec:me@home", "exec:me@home", None);
        check("", "", None);
    }

    #[test]
    fn a_secret_does_not_show_itself() {
        let login = Login::Bearer(Source::Plain(Secret("canary".into())));
        assert!(!format!("{login:?}").contains("canary"));
    }
}
