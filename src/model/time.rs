//! A moment, as whole seconds, so that it can be stored, compared and handed in.
//!
//! No function here asks what time it is: decisions take `now` as an argument.

use std::time::Duration;

/// Seconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(pub i64);

impl Time {
    /// This moment moved later by `by`, whole seconds, stopping at the end of time.
    #[must_use]
    pub fn after(self, by: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(by.as_secs()).unwrap_or(i64::MAX)),
        )
    }

    /// This moment moved earlier by `by`, whole seconds.
    #[must_use]
    pub fn before(self, by: Duration) -> Self {
        Self(
            self.0
                .saturating_sub(i64::try_from(by.as_secs()).unwrap_or(i64::MAX)),
        )
    }

    /// How long after `earlier` this is; nothing if it is not after it.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_secs(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_moves_both_ways_and_never_overflows() {
        let noon = Time(43_200);
        let hour = Duration::from_hours(1);
        assert_eq!(noon.after(hour), Time(46_800));
        assert_eq!(noon.before(hour), Time(39_600));
        assert_eq!(noon.after(hour).since(noon), hour);
        assert_eq!(noon.since(noon.after(hour)), Duration::ZERO);
        assert_eq!(Time(i64::MAX).after(hour), Time(i64::MAX));
    }
}
