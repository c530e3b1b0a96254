//! A feed in a line. What a person compares stands in columns within the width of a terminal; why
//! it is so, and the address, stand behind them, so that `grep` finds all of it in one line.

use crate::cli::feeds::word;
use crate::cli::moment;
use crate::model::health::Health;
use crate::text::plain;
use crate::ui::fit::{fit, width};
use jiff::tz::TimeZone;

/// Columns of the longest state.
const STATE: usize = 7;
/// Columns of a moment.
const MOMENT: usize = 16;
/// What is left of eighty.
const TITLE: usize = 35;

/// State, last success, next look, title, reason, address.
pub fn line(health: &Health, zone: &TimeZone) -> String {
    let worked = match health.ok_at {
        Some(time) => moment::local(time, zone),
        None => "never".to_owned(),
    };
    let title = fit(&plain::line(&health.title), TITLE);
    let missing = " ".repeat(TITLE - width(&title).min(TITLE));
    format!(
        "{:STATE$}  {worked:MOMENT$}  {:MOMENT$}  {title}{missing}  {} <{}>",
        word(health.state),
        moment::next(health.next, zone),
        plain::line(&health.reason),
        plain::line(&health.url),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::feeds::tests::{ill, well};

    #[test]
    fn a_line_holds_what_a_person_compares_and_a_script_looks_for() {
        let check = |health, expect| assert_eq!(line(&health, &TimeZone::UTC), expect);
        check(
            well(),
            "well     2026-03-14 18:00  2026-03-14 19:00  Small Hours                          \
             looked at every 60 minutes <http://smallhours.example/feed>",
        );
        let long = Health {
            title: "すべての\u{1b}[2J".repeat(9),
            ..ill()
        };
        check(
            long,
            "failing  never             by hand           すべての[2Jすべての[2Jすべての[2J…   \
             the last 3 looks failed <http://ledger.example/feed?a=1&b=2>",
        );
    }
}
