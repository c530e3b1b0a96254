//! Why a feed is asked when it is, in words for a person.

use std::fmt;
use std::time::Duration;

/// What decided the time of the next look.
pub(crate) enum Why {
    Unasked,
    Interval(Duration, Because),
    Talk(Duration),
    /// The feed of its whole site tells what is new; still, it is asked once a day for what that one
    /// does not show.
    Vouched,
    /// Nobody follows the conversation.
    Unfollowed,
    /// Nobody talks any more, but the person wants it to go on.
    Pinned,
    /// What the person set.
    Set(Duration),
    Failing(u32),
    /// What its host publishes.
    Published(Duration),
    Ttl(Duration),
    Period(Duration),
    Skipped,
    Quiet,
    Fresh,
    RetryAfter,
    Gone,
    Locked,
    TalkOver(Duration),
}

impl fmt::Display for Why {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unasked => write!(out, "it has not been looked at yet"),
            Self::Interval(wait, because) => {
                write!(out, "looked at every {}{because}", span(*wait))
            }
            Self::Talk(wait) => write!(out, "the conversation is looked at every {}", span(*wait)),
            Self::Vouched => write!(
                out,
                "the comments of the whole site are looked at in its place"
            ),
            Self::Unfollowed => write!(out, "you do not follow the conversation"),
            Self::Pinned => write!(out, "nobody talks any more, but you pinned it"),
            Self::Set(wait) => write!(out, "you set it to every {}", span(*wait)),
            Self::Failing(1) => write!(out, "the last look failed"),
            Self::Failing(times) => write!(out, "the last {times} looks failed"),
            Self::Published(interval) => {
                write!(out, "its host asks for {} between looks", span(*interval))
            }
            Self::Ttl(ttl) => write!(out, "the feed asks for {} between looks", span(*ttl)),
            Self::Period(period) => {
                write!(out, "the feed says it changes every {}", span(*period))
            }
            Self::Skipped => write!(out, "the feed asks to be left alone until then"),
            Self::Quiet => write!(out, "these are your quiet hours"),
            Self::Fresh => write!(out, "the server says nothing will change before"),
            Self::RetryAfter => write!(out, "the server asked to be left alone until then"),
            Self::Gone => write!(out, "the server says the feed is gone for good"),
            Self::Locked => write!(out, "the server wants a name and a password"),
            Self::TalkOver(quiet) => write!(out, "the talk has been quiet for {}", span(*quiet)),
        }
    }
}

/// What made the interval of a feed of articles as long as it is.
pub(crate) enum Because {
    /// It is as short as intervals get.
    Lively,
    Young,
    /// The server gives no validators.
    Costly,
    Gap(Duration),
    Quiet(Duration),
}

impl fmt::Display for Because {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lively => Ok(()),
            Self::Young => write!(out, " while it is new here"),
            Self::Costly => write!(out, ", as its server sends the whole of it each time"),
            Self::Gap(gap) => write!(out, ", as it brings something every {}", span(*gap)),
            Self::Quiet(quiet) => write!(out, ", as nothing has come for {}", span(*quiet)),
        }
    }
}

/// A length of time in the largest unit that says it well, rounded up: a wait is never understated.
pub(crate) fn span(length: Duration) -> String {
    let seconds = length.as_secs();
    let (size, unit) = match seconds {
        0..=99 => (1, "second"),
        100..=5_999 => (60, "minute"),
        6_000..=172_799 => (3_600, "hour"),
        _ => (86_400, "day"),
    };
    match seconds.div_ceil(size) {
        1 => format!("1 {unit}"),
        many => format!("{many} {unit}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_the_unit_that_says_it_well() {
        let check = |seconds, expect| assert_eq!(span(Duration::from_secs(seconds)), expect);
        check(0, "0 seconds");
        check(1, "1 second");
        check(99, "99 seconds");
        check(120, "2 minutes");
        check(121, "3 minutes");
        check(3_600, "60 minutes");
        check(7_200, "2 hours");
        check(86_400, "24 hours");
        check(172_800, "2 days");
    }
}
