//! What the headers of an answer say about the next request: how long it holds, how long to stay
//! away. Pure functions of the header lines; relative to the server's own `Date`, so that neither
//! clock need be right.

use crate::model::http::{Hints, Validators};
use crate::model::way::without_login;
use reqwest::header::{
    AGE, CACHE_CONTROL, CONTENT_ENCODING, DATE, ETAG, EXPIRES, HeaderMap, HeaderName,
    LAST_MODIFIED, RETRY_AFTER,
};
use std::time::{Duration, SystemTime};

/// What the server gave to ask "has it changed?" with, byte for byte. A header that is no UTF-8
/// could not be sent back exactly, so it counts as absent.
pub(crate) fn validators(headers: &HeaderMap) -> Validators {
    let text = |name| {
        let value = headers.get(name)?.as_bytes();
        let text = String::from_utf8(value.to_vec()).ok()?;
        (!text.is_empty()).then_some(text)
    };
    Validators {
        etag: text(ETAG),
        last_modified: text(LAST_MODIFIED),
    }
}

pub(crate) fn hints(headers: &HeaderMap) -> Hints {
    Hints {
        fresh_for: fresh_for(headers),
        retry_after: retry_after(headers),
    }
}

/// Headers that decide something, as they came, for a person who wants to know why.
pub(crate) fn telling(headers: &HeaderMap) -> Vec<(String, String)> {
    const TELLING: [&str; 13] = [
        "date",
        "age",
        "cache-control",
        "expires",
        "retry-after",
        "etag",
        "last-modified",
        "content-type",
        "content-encoding",
        "location",
        "im",
        "cf-mitigated",
        "via",
    ];
    const MOST: usize = 32;
    const LONGEST: usize = 500;
    let telling = headers
        .iter()
        .filter(|(name, _)| TELLING.contains(&name.as_str()));
    let told = telling.map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        // Only where a redirect points may there be a login.
        let (value, _) = without_login(&value);
        (
            name.as_str().to_owned(),
            value.chars().take(LONGEST).collect(),
        )
    });
    told.take(MOST).collect()
}

/// Whether a page that wants to see a browser came instead of what was asked for, as Cloudflare marks it.
pub(crate) fn is_challenge(headers: &HeaderMap) -> bool {
    headers
        .get("cf-mitigated")
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"challenge"))
}

/// How a body is packed, where that is not how it was asked for; those are unpacked by now.
pub(crate) fn unknown_packing(headers: &HeaderMap) -> Option<String> {
    let packing = text(headers, &CONTENT_ENCODING)?;
    let known = packing.is_empty() || packing.eq_ignore_ascii_case("identity");
    (!known).then(|| packing.to_owned())
}

/// Freshness as the server states it, never guessed (RFC 9111 §4.2.1). `no-cache` and `no-store`
/// beat everything else; `s-maxage` is for caches many people share.
fn fresh_for(headers: &HeaderMap) -> Option<Duration> {
    let mut max_age = None;
    for line in headers.get_all(CACHE_CONTROL) {
        for directive in line.to_str().unwrap_or_default().split(',') {
            let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "no-cache" | "no-store" => return None,
                "max-age" if max_age.is_none() => max_age = Some(seconds(value).unwrap_or(0)),
                _ => {}
            }
        }
    }
    let length = match max_age {
        Some(max_age) => {
            let age = text(headers, &AGE).and_then(seconds).unwrap_or(0);
            Duration::from_secs(max_age.saturating_sub(age))
        }
        None => until(headers, &EXPIRES)?,
    };
    (!length.is_zero()).then_some(length)
}

/// Seconds, or a date (RFC 9110 §10.2.3). One that has passed asks for nothing.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let length = match seconds(text(headers, &RETRY_AFTER)?) {
        Some(seconds) => Duration::from_secs(seconds),
        None => until(headers, &RETRY_AFTER)?,
    };
    (!length.is_zero()).then_some(length)
}

/// How long after the answer's own `Date` the date in `name` is.
fn until(headers: &HeaderMap, name: &HeaderName) -> Option<Duration> {
    let date =
        |name| -> Option<SystemTime> { httpdate::parse_http_date(text(headers, name)?).ok() };
    date(name)?.duration_since(date(&DATE)?).ok()
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// Delta-seconds (RFC 9111 §1.2.2): digits, quoted by some; too many of them are merely very long.
fn seconds(text: &str) -> Option<u64> {
    let digits = text.trim().trim_matches('"');
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| digits.parse().unwrap_or(u64::from(u32::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    const DATE_LINE: &str = "Date: Sun, 06 Nov 1994 08:49:37 GMT";

    fn headers(lines: &[&str]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for line in lines {
            let (name, value) = line.split_once(": ").expect("a header line has a colon");
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a header name");
            map.append(
                name,
                HeaderValue::from_bytes(value.as_bytes()).expect("a header value"),
            );
        }
        map
    }

    #[test]
    fn an_answer_holds_as_long_as_its_server_says_and_no_longer() {
        let check = |lines: &[&str], expect: Option<u64>| {
            let got = hints(&headers(lines))
                .fresh_for
                .map(|length| length.as_secs());
            assert_eq!(got, expect, "{lines:?}");
        };
        check(&[], None);
        check(&["Cache-Control: max-age=3600"], Some(3600));
        check(
            &["cache-control: public, MAX-AGE=\"60\" , immutable"],
            Some(60),
        );
        check(&["Cache-Control: max-age=3600", "Age: 600"], Some(3000));
        check(&["Cache-Control: max-age=600", "Age: 3600"], None);
        check(&["Cache-Control: max-age=600", "Age: -1"], Some(600));
        check(&["Cache-Control: max-age=0"], None);
        check(&["Cache-Control: max-age=abc"], None);
        check(&["Cache-Control: max-age=-5"], None);
        check(
            &["Cache-Control: max-age=99999999999999999999999"],
            Some(u64::from(u32::MAX)),
        );
        check(&["Cache-Control: max-age=600, no-cache"], None);
        check(
            &["Cache-Control: max-age=600", "Cache-Control: no-store"],
            None,
        );
        check(&["Cache-Control: s-maxage=600"], None);
        check(&["Cache-Control: max-age=60, max-age=600"], Some(60));
        check(
            &[DATE_LINE, "Expires: Sun, 06 Nov 1994 09:49:37 GMT"],
            Some(3600),
        );
        check(
            &[DATE_LINE, "Expires: Sunday, 06-Nov-94 09:49:37 GMT"],
            Some(3600),
        );
        check(
            &[DATE_LINE, "Expires: Sun Nov  6 09:49:37 1994"],
            Some(3600),
        );
        check(&[DATE_LINE, "Expires: Sun, 06 Nov 1994 08:00:00 GMT"], None);
        check(&[DATE_LINE, "Expires: 0"], None);
        check(&[DATE_LINE, "Expires: -1"], None);
        check(&["Expires: Sun, 06 Nov 1994 09:49:37 GMT"], None);
        let both = [
            DATE_LINE,
            "Expires: Sun, 06 Nov 1994 09:49:37 GMT",
            "Cache-Control: max-age=5",
        ];
        check(&both, Some(5));
        let never = [
            DATE_LINE,
            "Expires: Sun, 06 Nov 1994 09:49:37 GMT",
            "Cache-Control: no-cache",
        ];
        check(&never, None);
    }

    #[test]
    fn a_wish_to_be_left_alone_is_understood_in_seconds_and_as_a_date() {
        let check = |lines: &[&str], expect: Option<u64>| {
            let got = hints(&headers(lines))
                .retry_after
                .map(|length| length.as_secs());
            assert_eq!(got, expect, "{lines:?}");
        };
        check(&[], None);
        check(&["Retry-After: 120"], Some(120));
        check(&["Retry-After:  86400 "], Some(86400));
        check(&["Retry-After: 315360000"], Some(315_360_000));
        check(&["Retry-After: 0"], None);
        check(&["Retry-After: -120"], None);
        check(&["Retry-After: soon"], None);
        check(&["Retry-After: 1.5"], None);
        check(
            &[DATE_LINE, "Retry-After: Sun, 06 Nov 1994 08:51:37 GMT"],
            Some(120),
        );
        check(
            &[DATE_LINE, "Retry-After: Sun, 06 Nov 1994 08:00:00 GMT"],
            None,
        );
        check(&["Retry-After: Sun, 06 Nov 1994 08:51:37 GMT"], None);
    }

    #[test]
    fn validators_are_kept_as_they_came() {
        let check = |lines: &[&str], etag: Option<&str>, last_modified: Option<&str>| {
            let got = validators(&headers(lines));
            assert_eq!(
                (got.etag.as_deref(), got.last_modified.as_deref()),
                (etag, last_modified)
            );
        };
        check(&[], None, None);
        check(
            &["ETag: W/\"a b,c\"", "Last-Modified: sOmE odd date"],
            Some("W/\"a b,c\""),
            Some("sOmE odd date"),
        );
        check(&["ETag: unquoted"], Some("unquoted"), None);
        check(&["ETag: \"gr\u{fc}n\""], Some("\"gr\u{fc}n\""), None);
        check(&["ETag: ", "Last-Modified: 0"], None, Some("0"));
        let mut latin = HeaderMap::new();
        latin.insert(
            ETAG,
            HeaderValue::from_bytes(b"\"gr\xfcn\"").expect("obs-text is allowed"),
        );
        assert!(validators(&latin).is_empty());
    }
}
