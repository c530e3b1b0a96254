//! Hosts whose rules are known from elsewhere than their answers: what they publish of how they want to
//! be asked, and how they are known to fail.

use crate::poll::hosts::host_of;
use std::time::Duration;

/// What is known of one host and the hosts below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Known {
    /// From the start of one request to the start of the next, whichever feed it is for.
    pub(crate) gap: Duration,
    /// The shortest interval between two looks at one feed.
    pub(crate) interval: Duration,
    /// What it says of how long an answer holds is meant, also beyond a day.
    pub(crate) means_max_age: bool,
    /// It answers 404 for feeds that are there, for hours and to everyone.
    pub(crate) says_404_lightly: bool,
}

const NOTHING: Known = Known {
    gap: Duration::ZERO,
    interval: Duration::ZERO,
    means_max_age: false,
    says_404_lightly: false,
};

const TABLE: &[(&str, Known)] = &[
    // Asks for one request in ten minutes, and answers hold as long as they say.
    (
        "openrss.org",
        Known {
            gap: Duration::from_mins(10),
            means_max_age: true,
            ..NOTHING
        },
    ),
    // Answers 429 to more than about one request a minute, without a word on how long.
    (
        "reddit.com",
        Known {
            gap: Duration::from_mins(1),
            ..NOTHING
        },
    ),
    // Publishes that a feed may be asked once an hour.
    (
        "rachelbythebay.com",
        Known {
            interval: Duration::from_hours(1),
            ..NOTHING
        },
    ),
    // Has answered 404 for all of its feeds, for some hours on most days, since the end of 2025.
    (
        "youtube.com",
        Known {
            says_404_lightly: true,
            ..NOTHING
        },
    ),
];

/// What is known of the host of this address; nothing of most.
pub(crate) fn of(url: &str) -> Known {
    let host = host_of(url);
    let name = host
        .rsplit_once(':')
        .map_or(host.as_str(), |(name, _)| name);
    let is_it = |domain: &str| {
        name.strip_suffix(domain)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let found = TABLE.iter().find(|(domain, _)| is_it(domain));
    found.map_or(NOTHING, |(_, known)| *known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p16b_a_host_that_publishes_rules_is_known_by_its_name() {
        let gap = |url| of(url).gap.as_secs();
        assert_eq!(gap("https://openrss.org/x"), 600);
        assert_eq!(gap("https://www.reddit.com/r/rust/.rss"), 60);
        assert_eq!(gap("https://notreddit.com/"), 0);
        assert_eq!(gap("https://reddit.com.example/"), 0);
        assert_eq!(
            of("https://rachelbythebay.com/w/atom.xml")
                .interval
                .as_secs(),
            3_600
        );
        assert!(of("https://www.youtube.com/feeds/videos.xml").says_404_lightly);
        assert!(of("http://openrss.org/").means_max_age);
    }
}
