//! How it stands with a feed, in words: few for the list, more beside it.

use crate::model::health::{Health, Next, Remedy, State};
use crate::model::time::Time;
use crate::ui::action::Action;
use crate::ui::age;
use crate::ui::look::Look;

/// Days of failing from which it is said how many weeks it has been.
const LONG: u64 = 14;

/// The state or the trouble, for a narrow column.
pub fn standing(health: &Health, now: Time) -> String {
    match health.state {
        State::Gone if health.status == Some(410) => "gone".to_owned(),
        State::Gone => failing(health, now).unwrap_or_else(|| "lost".to_owned()),
        State::Locked => "wants a login".to_owned(),
        State::Blocked => "blocked".to_owned(),
        State::Failing => failing(health, now).unwrap_or_else(|| "failing".to_owned()),
        State::Moved => "has moved".to_owned(),
        State::Unasked => "never asked".to_owned(),
        State::Costly => "costly".to_owned(),
        State::Well => "well".to_owned(),
        State::Over => "over".to_owned(),
    }
}

/// `404 for 3 weeks`, `answers 503`, `no server named a.example`.
fn failing(health: &Health, now: Time) -> Option<String> {
    let days = health
        .ok_at
        .map_or(0, |at| now.since(at).as_secs() / 86_400);
    match health.status.filter(|status| *status >= 300) {
        Some(status) if days >= LONG => Some(format!("{status} for {} weeks", days / 7)),
        Some(status) => Some(format!("answers {status}")),
        None => health.trouble.as_deref().map(shortened),
    }
}

fn shortened(trouble: &str) -> String {
    if trouble.contains("certificate") {
        return "bad certificate".to_owned();
    }
    let openings = ["the server ", "there is ", "the answer is "];
    let rest = openings
        .iter()
        .find_map(|start| trouble.strip_prefix(start));
    rest.unwrap_or(trouble).to_owned()
}

/// The state in a sentence.
pub fn sentence(health: &Health) -> String {
    match health.state {
        State::Gone if health.status == Some(410) => "The server says it is gone for good".into(),
        State::Gone => "Asked for a long time without success".into(),
        State::Locked => "The server wants a name and a password".into(),
        State::Blocked => "Something before the server lets no reader pass".into(),
        State::Failing if health.failures > 1 => {
            format!("The last {} looks failed", count(health.failures.into()))
        }
        State::Failing => "The last look failed".into(),
        State::Moved => "It says it has moved for good".into(),
        State::Unasked => "It has never been asked".into(),
        State::Costly => "It is answered, at a needless cost to its server".into(),
        State::Well => "All is well".into(),
        State::Over => "This conversation is over".into(),
    }
}

/// When it is asked next, for a narrow column.
pub fn next(next: Next, now: Time) -> String {
    match next {
        Next::Now => "now".to_owned(),
        Next::At(at) => age::until(at, now),
        Next::Never => "by hand".to_owned(),
    }
}

/// `now`, `5 min ago`, `3 d ago`, then the date alone.
pub fn ago(then: Time, look: &Look) -> String {
    let age = look.age(then);
    let short = age != "now" && look.now.since(then).as_secs() < 604_800;
    if short { format!("{age} ago") } else { age }
}

/// The key that does it.
pub fn key(remedy: Remedy, look: &Look) -> String {
    look.key_of(match remedy {
        Remedy::Ask => Action::AskFeed,
        Remedy::Refetch => Action::Refetch,
        Remedy::UndoMove => Action::UndoMove,
        Remedy::Follow | Remedy::Unite => Action::FollowMove,
    })
}

/// `1,904`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `980 B`, `4.1 kB`, `412 MB`: two digits that count, in steps of a thousand.
pub fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    if bytes / unit < 10 {
        return format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit);
    }
    format!("{} {name}", count(bytes / unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::health::samples::{NOW, well};
    use crate::ui::look::Settings;
    use std::time::Duration;

    #[test]
    fn a_few_words_say_what_is_wrong() {
        let check = |state, status, days: u64, trouble: Option<&str>, expect: &str| {
            let health = Health {
                state,
                status,
                ok_at: Some(NOW.before(Duration::from_hours(24 * days))),
                trouble: trouble.map(str::to_owned),
                ..well(1, "a")
            };
            assert_eq!(standing(&health, NOW), expect);
        };
        check(State::Well, Some(200), 0, None, "well");
        check(State::Gone, Some(410), 3, None, "gone");
        check(State::Gone, Some(404), 35, None, "404 for 5 weeks");
        check(State::Gone, None, 35, None, "lost");
        check(State::Failing, Some(404), 3, None, "answers 404");
        check(State::Failing, Some(404), 22, None, "404 for 3 weeks");
        let nobody = Some("there is no server named a.example");
        check(State::Failing, None, 1, nobody, "no server named a.example");
        let slow = Some("the server took too long");
        check(State::Failing, None, 1, slow, "took too long");
        let expired = Some("the certificate of a.example has expired");
        check(State::Failing, None, 1, expired, "bad certificate");
        let page = Some("no feed came, but a page");
        check(
            State::Failing,
            Some(200),
            1,
            page,
            "no feed came, but a page",
        );
        check(State::Failing, None, 1, None, "failing");
    }

    #[test]
    fn the_next_look_is_now_in_a_while_or_by_hand() {
        let check = |when, expect| assert_eq!(next(when, NOW), expect);
        check(Next::Now, "now");
        check(Next::At(NOW.after(Duration::from_mins(43))), "in 43 min");
        check(Next::Never, "by hand");
    }

    #[test]
    fn what_was_is_ago_until_it_has_a_date() {
        let look = Look::new(&Settings::default(), NOW);
        let check = |seconds, expect| {
            let then = NOW.before(Duration::from_secs(seconds));
            assert_eq!(ago(then, &look), expect);
        };
        check(1, "now");
        check(300, "5 min ago");
        check(3 * 86_400, "3 d ago");
        check(8 * 86_400, "6 Mar");
    }

    #[test]
    fn numbers_and_sizes_can_be_read_at_a_glance() {
        let check = |number, expect_count, expect_size| {
            assert_eq!(count(number), expect_count);
            assert_eq!(size(number), expect_size);
        };
        check(0, "0", "0 B");
        check(999, "999", "999 B");
        check(1_904, "1,904", "1.9 kB");
        check(412_000_000, "412,000,000", "412 MB");
        check(9_999_999_999, "9,999,999,999", "9.9 GB");
        check(7_000_000_000_000, "7,000,000,000,000", "7,000 GB");
    }
}
