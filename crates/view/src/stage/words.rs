//! The texts that the drawing needs while its scene changes, in the reader's language.

use warren_drawing::draw::grouped;
use warren_drawing::look::{Look, Words};
use warren_drawing::scene::{Chip, Slot, Stored};
use warren_simulator::text::Catalog;

/// The stage's texts of a catalog.
pub struct StageWords<'a>(pub &'a Catalog);

impl Words for StageWords<'_> {
    fn stage(&self) -> String {
        self.0.text("stage.label")
    }

    fn counts(&self, ready: u64, held: u64) -> [String; 2] {
        [("stage.queue.ready", ready), ("stage.queue.unacked", held)]
            .map(|(key, count)| self.0.format(key, &[("what", &grouped(count))], None))
    }

    fn store(&self, look: &Look, counts: &[String; 2]) -> String {
        let counts = self.0.list(counts);
        self.0.format("stage.aria.queue", &[("name", &look.name), ("flags", &look.spoken), ("counts", &counts)], None)
    }

    fn client(&self, look: &Look, chips: &[Chip]) -> String {
        let mut spoken = vec![look.spoken.clone()];
        if let Some(work) = chips.iter().find(|chip| chip.working) {
            spoken.push(self.0.format("stage.aria.works", &[("message", &work.token.0)], None));
        }
        if !chips.is_empty() {
            let numbers: Vec<String> = chips.iter().map(|chip| chip.token.0.to_string()).collect();
            spoken.push(self.0.format("stage.aria.holds", &[("messages", &numbers.join(" "))], None));
        }
        self.0.list(&spoken)
    }

    fn slot(&self, slot: &Slot) -> String {
        let mut state = vec![if slot.held { "stage.aria.unacked" } else { "stage.aria.ready" }];
        if slot.again {
            state.push("stage.aria.redelivered");
        }
        state.extend(slot.stored.map(|stored| match stored {
            Stored::Memory => "stage.aria.memory",
            Stored::Cached => "stage.aria.page-cache",
            Stored::Disk => "stage.aria.disk",
        }));
        let state: Vec<String> = state.into_iter().map(|key| self.0.text(key)).collect();
        self.0.format("stage.aria.message", &[("number", &slot.token.0), ("state", &self.0.list(&state))], None)
    }

    fn label(&self, from: &str, to: &str, text: &str) -> String {
        let key = format!("\"{text}\"");
        self.0.format("stage.aria.binding", &[("source", &from), ("destination", &to), ("key", &key)], None)
    }

    fn more_held(&self, count: usize) -> String {
        self.0.format("stage.more-held", &[("what", &count)], None)
    }
}
