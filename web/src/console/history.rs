//! Keeps the lines that were entered, to be had again, as a shell does it: edits on the way are kept until something is
//! entered. It does not know what the lines mean.

/// So many lines are kept; the oldest go first.
const MOST: usize = 200;

/// The lines that were entered, and a place among them.
#[derive(Debug, Default)]
pub struct History {
    said: Vec<String>,
    /// The same with the changes made on the way, and what is being typed at its end.
    lines: Vec<String>,
    at: usize,
}

impl History {
    /// Makes a history of lines that were entered before.
    pub fn new(said: Vec<String>) -> Self {
        let mut history = Self { said, ..Self::default() };
        history.begin();
        history
    }

    /// Lists everything, oldest first.
    pub fn said(&self) -> &[String] {
        &self.said
    }

    /// Adds a line that is entered; the same twice in a row is kept once.
    pub fn say(&mut self, line: &str) {
        if self.said.last().is_none_or(|last| last != line) {
            self.said.push(line.to_owned());
        }
        if self.said.len() > MOST {
            self.said.remove(0);
        }
        self.begin();
    }

    /// Gives the line before; `now` is what the field holds.
    pub fn older(&mut self, now: &str) -> Option<String> {
        self.go(now, self.at.checked_sub(1)?)
    }

    /// Gives the line after, in the end what was being typed.
    pub fn newer(&mut self, now: &str) -> Option<String> {
        self.go(now, self.at + 1)
    }

    /// Tells whether there is a line after.
    pub fn has_newer(&self) -> bool {
        self.at + 1 < self.lines.len()
    }

    fn begin(&mut self) {
        self.lines.clone_from(&self.said);
        self.lines.push(String::new());
        self.at = self.said.len();
    }

    fn go(&mut self, now: &str, to: usize) -> Option<String> {
        let line = self.lines.get(to)?.clone();
        if let Some(here) = self.lines.get_mut(self.at) {
            now.clone_into(here);
        }
        self.at = to;
        Some(line)
    }
}
