//! The patterns of a topic exchange as a trie of words: patterns with the same beginning share its nodes, and a key is
//! read once for all of them.

use core::hash::{Hash, Hasher};
use std::sync::Arc;

use hashbrown::Equivalent;

use super::super::bindings::{Found, Numbered};
use super::super::types::Router;
use super::words;
use crate::binding::Binding;
use crate::index::Index;
use crate::{Message, Name};

/// The index of a node.
type Place = u32;

const ROOT: Place = 0;

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct Trie {
    nodes: Vec<Node>,
    /// Indices of removed nodes.
    free: Vec<Place>,
    /// The child of a node by a literal word.
    literals: Index<Step, Place>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    /// The parent, and the word of this node.
    parent: Place,
    word: Name,
    /// The number of children.
    followers: u32,
    star: Option<Place>,
    hash: Option<Place>,
    /// The patterns that end here.
    bindings: Numbered,
}

impl Node {
    /// Returns whether the word is `#`, which also matches the next word.
    fn stays(&self) -> bool {
        &*self.word == "#"
    }
}

/// A node and a word to follow from it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step(Place, Name);

impl Hash for Step {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0, &*self.1).hash(state);
    }
}

/// Like [`Step`], borrowed.
#[derive(Hash)]
struct StepBy<'a>(Place, &'a str);

impl Equivalent<Step> for StepBy<'_> {
    fn equivalent(&self, step: &Step) -> bool {
        self.0 == step.0 && *self.1 == *step.1
    }
}

impl Default for Trie {
    fn default() -> Self {
        Self { nodes: vec![Node::default()], free: Vec::new(), literals: Index::default() }
    }
}

impl Router for Trie {
    fn add(&mut self, number: u64, binding: &Arc<Binding>) {
        let mut place = ROOT;
        for word in words(&binding.routing_key) {
            place = self.follower(place, word).unwrap_or_else(|| self.grow(place, word));
        }
        self.node_mut(place).bindings.insert(number, binding.clone());
    }

    fn remove(&mut self, number: u64, binding: &Binding) {
        let mut place = ROOT;
        for word in words(&binding.routing_key) {
            place = self.follower(place, word).expect("the pattern of a binding was added with it");
        }
        self.node_mut(place).bindings.remove(&number);
        while place != ROOT && self.node(place).followers == 0 && self.node(place).bindings.is_empty() {
            place = self.cut(place);
        }
    }

    fn route(&self, _: &Numbered, message: &Message, found: &mut Found) {
        for key in super::super::keys(message) {
            self.read(key, found);
        }
    }

    fn boxed_clone(&self) -> Box<dyn Router> {
        Box::new(self.clone())
    }
}

impl Trie {
    /// Reads a key word by word, keeping all nodes reached so far.
    fn read(&self, key: &str, found: &mut Found) {
        let [mut reached, mut further] = core::mem::take(&mut found.scratch);
        self.reach(ROOT, &mut reached);
        for word in words(key) {
            for place in reached.drain(..) {
                let node = self.node(place);
                if node.stays() {
                    self.reach(place, &mut further);
                }
                if let Some(star) = node.star {
                    self.reach(star, &mut further);
                }
                if node.followers > 0
                    && let Some(literal) = self.literals.get(&StepBy(place, word))
                {
                    self.reach(*literal, &mut further);
                }
            }
            if further.len() > 1 {
                // A node with the word `#` is reached twice: by staying there, and with no word from its parent.
                further.sort_unstable();
                further.dedup();
            }
            core::mem::swap(&mut reached, &mut further);
        }
        for place in reached.drain(..) {
            found.extend(&self.node(place).bindings);
        }
        found.scratch = [reached, further];
    }

    /// Adds a reached node, and every `#` behind it, which needs no further word.
    fn reach(&self, place: Place, reached: &mut Vec<Place>) {
        let mut next = Some(place);
        while let Some(place) = next {
            reached.push(place);
            next = self.node(place).hash;
        }
    }

    fn follower(&self, place: Place, word: &str) -> Option<Place> {
        match word {
            "*" => self.node(place).star,
            "#" => self.node(place).hash,
            _ => self.literals.get(&StepBy(place, word)).copied(),
        }
    }

    /// Adds a child to a node.
    fn grow(&mut self, parent: Place, word: &str) -> Place {
        let node = Node { parent, word: word.into(), ..Node::default() };
        let place = match self.free.pop() {
            Some(place) => {
                *self.node_mut(place) = node;
                place
            }
            None => {
                self.nodes.push(node);
                Place::try_from(self.nodes.len() - 1).expect("four thousand million words do not fit in memory")
            }
        };
        self.node_mut(parent).followers += 1;
        match word {
            "*" => self.node_mut(parent).star = Some(place),
            "#" => self.node_mut(parent).hash = Some(place),
            _ => self.literals.insert(Step(parent, word.into()), place),
        }
        place
    }

    /// Detaches a node from its parent, and returns the parent.
    fn cut(&mut self, place: Place) -> Place {
        let Node { parent, word, .. } = core::mem::take(self.node_mut(place));
        self.free.push(place);
        self.node_mut(parent).followers -= 1;
        match &*word {
            "*" => self.node_mut(parent).star = None,
            "#" => self.node_mut(parent).hash = None,
            word => {
                self.literals.remove(&StepBy(parent, word));
            }
        }
        parent
    }

    fn node(&self, place: Place) -> &Node {
        &self.nodes[place as usize]
    }

    fn node_mut(&mut self, place: Place) -> &mut Node {
        &mut self.nodes[place as usize]
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::super::bindings::{Found, Numbered};
    use super::super::{explain, pattern_matches};
    use super::{Router, Trie};
    use crate::binding::{Binding, Destination};
    use crate::{Content, ExchangeId, Message, MessageId, Name, QueueId, Table};

    /// Returns all texts of up to `most` words.
    fn texts(words: &[&str], most: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut longest: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        for _ in 0..most {
            all.extend(longest.iter().filter(|text| !text.is_empty()).cloned());
            longest = longest.iter().flat_map(|text| words.iter().map(move |word| format!("{text}.{word}"))).collect();
        }
        all
    }

    fn binding(pattern: &str) -> Arc<Binding> {
        Arc::new(Binding {
            source: ExchangeId(7),
            destination: Destination::Queue(QueueId(1)),
            routing_key: pattern.into(),
            arguments: Table::default(),
        })
    }

    fn message(key: &str, cc: &[&str]) -> Message {
        Message {
            id: MessageId(1),
            exchange: "x".into(),
            routing_key: key.into(),
            cc: cc.iter().map(|key| Name::from(*key)).collect(),
            content: Arc::new(Content::default()),
        }
    }

    fn routed(trie: &Trie, message: &Message) -> Vec<u64> {
        let mut found = Found::default();
        trie.route(&Numbered::new(), message, &mut found);
        let mut numbers: Vec<u64> = found.bindings.iter().map(|(number, _)| *number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The trie finds the patterns that match one by one and in the explanation, also after every other pattern was
    /// removed.
    #[test]
    fn it_finds_what_each_pattern_matches_by_itself() {
        let patterns = texts(&["a", "b", "*", "#", ""], 4);
        let mut trie = Trie::default();
        let numbered: Vec<(u64, Arc<Binding>)> = (0..).zip(patterns.iter().map(|pattern| binding(pattern))).collect();
        for (number, binding) in &numbered {
            trie.add(*number, binding);
        }
        let check = |trie: &Trie, there: &dyn Fn(u64) -> bool| {
            for key in texts(&["a", "b", "c", ""], 4) {
                let expected: Vec<u64> = numbered
                    .iter()
                    .filter(|(number, binding)| there(*number) && pattern_matches(&binding.routing_key, &key))
                    .map(|(number, _)| *number)
                    .collect();
                assert_eq!(routed(trie, &message(&key, &[])), expected, "{key:?}");
            }
        };
        check(&trie, &|_| true);
        for (number, binding) in numbered.iter().step_by(2) {
            trie.remove(*number, binding);
        }
        check(&trie, &|number| number % 2 == 1);
        for pattern in texts(&["a", "b", "*", "#"], 3) {
            for key in texts(&["a", "b", "c"], 3) {
                let explained = explain(&pattern, &key).iter().all(|word| word.matched);
                assert_eq!(explained, pattern_matches(&pattern, &key), "{pattern:?} on {key:?}");
            }
        }
    }

    #[test]
    fn carbon_copies_are_routed_once_each() {
        let mut trie = Trie::default();
        for (number, pattern) in (0..).zip(["a.*", "#", "b", "c"]) {
            trie.add(number, &binding(pattern));
        }
        assert_eq!(routed(&trie, &message("a.x", &["b", "a.y"])), [0, 1, 2]);
    }

    /// Removing all patterns leaves no node in use.
    #[test]
    fn places_are_used_again() {
        let mut trie = Trie::default();
        for turn in 0..1_000 {
            let binding = binding(&format!("a.{turn}.#"));
            trie.add(turn, &binding);
            trie.remove(turn, &binding);
        }
        assert_eq!((trie.nodes.len(), trie.free.len()), (4, 3));
    }

    /// Trying every way to divide 128 words among 127 `#` would take exponential time.
    #[test]
    fn many_hashes_take_no_longer() {
        let mut trie = Trie::default();
        trie.add(0, &binding(&format!("{}.z", vec!["#"; 127].join("."))));
        trie.add(1, &binding(&vec!["#"; 127].join(".")));
        assert_eq!(routed(&trie, &message(&vec!["a"; 128].join("."), &[])), [1]);
    }
}
