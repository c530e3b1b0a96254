//! Moments as feeds write them.

use crate::model::time::Time;
use jiff::Timestamp;

/// As RSS has it (RFC 822 with a year of four digits): `Fri, 01 Mar 2024 16:30:00 +0000`.
pub fn rfc822(at: Time) -> String {
    timestamp(at)
        .strftime("%a, %d %b %Y %H:%M:%S +0000")
        .to_string()
}

/// As Atom and JSON Feed have it: `2024-03-01T16:30:00Z`.
pub fn rfc3339(at: Time) -> String {
    timestamp(at).to_string()
}

/// As `WordPress` tells it to programs, in UTC, without saying so: `2024-03-01T16:30:00`.
pub fn without_zone(at: Time) -> String {
    rfc3339(at).trim_end_matches('Z').to_owned()
}

/// As a person reads it on a page: `1 March 2024, 16:30`.
pub fn for_people(at: Time) -> String {
    timestamp(at).strftime("%-d %B %Y, %H:%M").to_string()
}

/// A moment outside jiff's years (-9999 to 9999) becomes the last of them.
fn timestamp(at: Time) -> Timestamp {
    Timestamp::from_second(at.0).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_moment_reads_the_same_in_every_format() {
        let at = Time(1_709_310_605);
        assert_eq!(rfc822(at), "Fri, 01 Mar 2024 16:30:05 +0000");
        assert_eq!(rfc3339(at), "2024-03-01T16:30:05Z");
        assert_eq!(without_zone(at), "2024-03-01T16:30:05");
        assert_eq!(for_people(at), "1 March 2024, 16:30");
    }
}
