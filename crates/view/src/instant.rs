//! Virtual time as the page writes it.

use core::fmt;
use core::time::Duration;

use warren_broker::Time;

/// A moment of virtual time, in microseconds since the simulation began. It is written as `mm:ss.mmm`, preceded by
/// hours if there are any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(u64);

impl Instant {
    /// The beginning.
    pub const START: Self = Self(0);

    /// Makes an instant from microseconds since the beginning.
    #[must_use]
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// Returns the microseconds since the beginning.
    #[must_use]
    pub const fn micros(self) -> u64 {
        self.0
    }

    /// Returns the span from `earlier` to this; zero if `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }
}

impl From<Time> for Instant {
    fn from(time: Time) -> Self {
        Self(time.micros())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Time(self.0).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_as_the_log_writes_time() {
        assert_eq!(Instant::from(Time::from_millis(7_250)).to_string(), "00:07.250");
        assert_eq!(Instant::from_micros(3_600_000_000).to_string(), "1:00:00.000");
    }

    #[test]
    fn a_span_never_goes_backwards() {
        let (early, late) = (Instant::from_micros(1_000), Instant::from_micros(4_000));
        assert_eq!([late.since(early), early.since(late)], [Duration::from_millis(3), Duration::ZERO]);
    }
}
