//! Writes the current link into the address bar, at a pace that browsers tolerate.

use gloo::timers::callback::Timeout;

use crate::host::{AddressBar, browser};

/// Writes the fragment: the first change at once, further ones within a moment together, because browsers refuse
/// hundreds a second. Without an address bar, nothing is written.
#[derive(Debug)]
pub struct Writer {
    bar: Option<AddressBar>,
    pace: Pace,
    timeout: Option<Timeout>,
}

impl Writer {
    /// Writes into this bar.
    pub fn new(bar: Option<AddressBar>) -> Self {
        Self { bar, pace: Pace::default(), timeout: None }
    }

    /// Writes a fragment now, replacing a waiting one.
    pub fn write_at_once(&mut self, fragment: &str) {
        self.forget();
        if let Some(bar) = self.bar {
            self.pace.written = Some(browser::now());
            bar.replace(fragment);
        }
    }

    /// Writes it now or soon; `again` is called when it is time to [`Self::flush`].
    pub fn write(&mut self, fragment: String, again: impl FnOnce() + 'static) {
        let Some(bar) = self.bar else { return };
        match self.pace.take(fragment, browser::now(), || bar.fragment()) {
            Turn::Write(fragment) => self.write_at_once(&fragment),
            Turn::WaitFor(millis) => self.timeout = Some(Timeout::new(millis, again)),
            Turn::Waits => {}
        }
    }

    /// Drops the waiting fragment: the reader has gone elsewhere.
    pub fn forget(&mut self) {
        self.pace.waiting = None;
        self.timeout = None;
    }

    /// Writes the waiting fragment.
    pub fn flush(&mut self) {
        self.timeout = None;
        if let Some(bar) = self.bar
            && let Some(fragment) = self.pace.due(|| bar.fragment())
        {
            self.write_at_once(&fragment);
        }
    }
}

/// Decides when a fragment is written. The clock and the address are given to it.
#[derive(Debug, Default)]
struct Pace {
    waiting: Option<Waiting>,
    /// When something was written last, in milliseconds.
    written: Option<f64>,
}

#[derive(Debug)]
struct Waiting {
    /// The fragment to be written,
    fragment: String,
    /// and the one that it replaces. If the reader has gone elsewhere meanwhile, that stays.
    over: String,
}

/// The decision about a fragment.
#[derive(Debug, PartialEq, Eq)]
enum Turn {
    /// It is written now.
    Write(String),
    /// It waits so many milliseconds.
    WaitFor(u32),
    /// It waits in the place of the one before, and no longer than that would have.
    Waits,
}

impl Pace {
    const QUIET_MILLIS: u32 = 250;

    /// Takes in a fragment at a time; `shown` is the one in the address.
    fn take(&mut self, fragment: String, now: f64, shown: impl FnOnce() -> String) -> Turn {
        if let Some(waiting) = &mut self.waiting {
            waiting.fragment = fragment;
            return Turn::Waits;
        }
        if self.written.is_none_or(|written| now - written >= f64::from(Self::QUIET_MILLIS)) {
            return Turn::Write(fragment);
        }
        self.waiting = Some(Waiting { fragment, over: shown() });
        Turn::WaitFor(Self::QUIET_MILLIS)
    }

    /// Returns the waiting fragment, unless the address has changed since it began to wait.
    fn due(&mut self, shown: impl FnOnce() -> String) -> Option<String> {
        let Waiting { fragment, over } = self.waiting.take()?;
        (shown() == over).then_some(fragment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A writer without a browser: the address, and how often it was written.
    #[derive(Default)]
    struct Page {
        pace: Pace,
        address: String,
        writes: usize,
    }

    impl Page {
        fn put(&mut self, fragment: String, now: f64) {
            (self.pace.waiting, self.pace.written) = (None, Some(now));
            self.address = fragment;
            self.writes += 1;
        }

        /// Makes a change at a time, and returns how long it waits if it does not share another's time.
        fn change(&mut self, fragment: &str, now: f64) -> Option<u32> {
            let shown = self.address.clone();
            match self.pace.take(fragment.to_owned(), now, || shown) {
                Turn::Write(fragment) => self.put(fragment, now),
                Turn::WaitFor(millis) => return Some(millis),
                Turn::Waits => {}
            }
            None
        }

        fn flush(&mut self, now: f64) {
            let shown = self.address.clone();
            if let Some(fragment) = self.pace.due(|| shown) {
                self.put(fragment, now);
            }
        }
    }

    #[test]
    fn the_first_change_is_written_at_once_and_those_soon_after_it_together() {
        let mut page = Page::default();
        assert_eq!((page.change("at=1", 0.0), &*page.address), (None, "at=1"));
        assert_eq!(page.change("at=2", 10.0), Some(250));
        assert_eq!(page.change("at=3", 20.0), None, "there is one timer");
        assert_eq!((&*page.address, page.writes), ("at=1", 1));
        page.flush(260.0);
        assert_eq!((&*page.address, page.writes), ("at=3", 2));
        page.flush(270.0);
        assert_eq!(page.writes, 2, "nothing waits any more");
    }

    #[test]
    fn after_a_quiet_moment_a_change_is_written_at_once_again() {
        let mut page = Page::default();
        page.change("at=1", 1_000.0);
        assert_eq!((page.change("at=2", 1_250.0), &*page.address), (None, "at=2"));
    }

    #[test]
    fn where_the_reader_has_gone_meanwhile_stays() {
        let mut page = Page::default();
        page.change("at=1", 0.0);
        page.change("at=2", 10.0);
        page.address = "lesson=other".to_owned();
        page.flush(260.0);
        assert_eq!((&*page.address, page.writes), ("lesson=other", 1));
    }

    #[test]
    fn a_thousand_changes_in_a_second_are_a_handful_of_writes() {
        let (mut page, mut timer) = (Page::default(), None);
        for now in 0..1_000_u32 {
            if timer == Some(now) {
                page.flush(f64::from(now));
            }
            if let Some(millis) = page.change(&format!("at={now}"), f64::from(now)) {
                timer = Some(now + millis);
            }
        }
        page.flush(1_250.0);
        assert!((4..=6).contains(&page.writes), "{}", page.writes);
        assert_eq!(page.address, "at=999");
    }
}
