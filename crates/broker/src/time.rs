//! Virtual time. The broker never reads a clock: every input brings its time.

use core::fmt;
use core::ops::{Add, Sub};
use core::time::Duration;

/// A moment of virtual time, in microseconds since the simulation began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Time(pub u64);

impl Time {
    /// The beginning.
    pub const ZERO: Self = Self(0);

    /// Makes the moment that is `millis` milliseconds after the beginning.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis.saturating_mul(1_000))
    }

    /// Returns the microseconds since the beginning.
    #[must_use]
    pub const fn micros(self) -> u64 {
        self.0
    }

    /// Returns how long ago `earlier` was; zero if it is in the future.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for Time {
    type Output = Self;

    /// Saturates at the end of time, some 584,000 years on.
    fn add(self, span: Duration) -> Self {
        let micros = u64::try_from(span.as_micros()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(micros))
    }
}

impl Sub for Time {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        self.since(earlier)
    }
}

/// `mm:ss.mmm`, with hours in front where there are any.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.0 / 1_000;
        let (hours, minutes) = (millis / 3_600_000, millis / 60_000 % 60);
        if hours > 0 {
            write!(f, "{hours}:")?;
        }
        write!(f, "{minutes:02}:{:02}.{:03}", millis / 1_000 % 60, millis % 1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::Time;

    #[test]
    fn prints_minutes_seconds_and_milliseconds() {
        assert_eq!(Time::from_millis(7_250).to_string(), "00:07.250");
        assert_eq!(Time::from_millis(3_600_000 * 2 + 61_001).to_string(), "2:01:01.001");
    }
}
