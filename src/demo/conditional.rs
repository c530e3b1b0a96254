//! Whether the asker has it already (RFC 9110 §13).

use crate::model::time::Time;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What an asker may say it has.
#[derive(Debug, Clone, Copy, Default)]
pub struct Held<'a> {
    /// The If-None-Match field.
    pub etags: Option<&'a str>,
    /// The If-Modified-Since field.
    pub since: Option<&'a str>,
}

/// True for 304. If-None-Match is compared weakly and silences If-Modified-Since (§13.1.2, §13.1.3,
/// §13.2.2); a date that is none is as if it were not there.
pub fn not_modified(held: Held<'_>, etag: &str, modified: Time) -> bool {
    if let Some(etags) = held.etags {
        let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        return etags.trim() == "*" || etags.split(',').any(|tag| opaque(tag) == opaque(etag));
    }
    let since = held
        .since
        .and_then(|date| httpdate::parse_http_date(date).ok());
    since.is_some_and(|since| moment(modified) <= since)
}

/// A moment as a Last-Modified field.
pub fn http_date(at: Time) -> String {
    httpdate::fmt_http_date(moment(at))
}

/// HTTP can tell the years 1970 to 9999.
fn moment(at: Time) -> SystemTime {
    let seconds = u64::try_from(at.0).unwrap_or(0).min(253_402_300_799);
    UNIX_EPOCH + Duration::from_secs(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_asker_holds_is_not_sent_again() {
        let modified = Time(1_709_310_605);
        let check = |etags: Option<&str>, since: Option<&str>, expect: bool| {
            let held = Held { etags, since };
            assert_eq!(not_modified(held, "\"abc\"", modified), expect, "{held:?}");
        };
        let then = Some("Fri, 01 Mar 2024 16:30:05 GMT");
        let earlier = Some("Fri, 01 Mar 2024 16:30:04 GMT");
        check(None, None, false);
        check(Some("\"abc\""), None, true);
        check(Some("W/\"abc\""), None, true);
        check(Some("\"x\", \"abc\""), None, true);
        check(Some("*"), None, true);
        check(Some("\"x\""), None, false);
        check(Some("abc"), None, false);
        check(None, then, true);
        check(None, earlier, false);
        check(None, Some("Friday, 01-Mar-24 16:30:05 GMT"), true);
        check(None, Some("the other day"), false);
        check(Some("\"x\""), then, false);
        check(Some("\"abc\""), earlier, true);
    }

    #[test]
    fn a_moment_is_told_as_http_has_it() {
        assert_eq!(
            http_date(Time(1_709_310_605)),
            "Fri, 01 Mar 2024 16:30:05 GMT"
        );
        assert_eq!(http_date(Time(-1)), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(http_date(Time(i64::MAX)), "Fri, 31 Dec 9999 23:59:59 GMT");
    }
}
