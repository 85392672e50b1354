//! Runs a program and checks every law after every input; at the end, checks that a second run and a snapshot give the
//! same.

use std::collections::HashSet;
use std::fmt;
use std::mem::{self, Discriminant};
use std::panic::{self, AssertUnwindSafe};
use std::time::Duration;

use warren_broker::splitmix::SplitMix64;
use warren_broker::{Broker, Config, Event, Input, Overview, Time};

use crate::actors::Actors;
use crate::confirms::Confirms;
use crate::conservation::Conservation;
use crate::op::Op;
use crate::prefetch::Prefetch;
use crate::{dispatch, routing, views, wire};

/// The number of inputs after which the broker is serialised and read back, and the program continues with the result.
const SNAPSHOT_EVERY: usize = 37;

/// Longer than any process within the broker, except expiries.
const REST: Duration = Duration::from_secs(40);

/// A program; see [`Op::decode`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// Selects the kinds of queues and exchanges in this program.
    pub salt: u64,
    /// One number per action.
    pub numbers: Vec<u128>,
}

impl Program {
    /// Makes the program of this seed with `length` numbers.
    #[must_use]
    pub fn from_seed(seed: u64, length: usize) -> Self {
        let mut row = SplitMix64::new(seed);
        let mut next = || row.draw();
        let salt = next();
        let numbers = (0..length).map(|_| u128::from(next()) << 64 | u128::from(next())).collect();
        Self { salt, numbers }
    }

    /// Reads any bytes as a program: the first eight are its salt, each following sixteen a number. Missing bytes at
    /// the end are zero.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let (salt, rest) = bytes.split_at(bytes.len().min(8));
        let little_endian = |bytes: &[u8]| bytes.iter().rev().fold(0, |number, byte| number << 8 | u128::from(*byte));
        let salt = u64::try_from(little_endian(salt)).expect("eight bytes are a u64");
        Self { salt, numbers: rest.chunks(16).map(little_endian).collect() }
    }
}

/// The counts of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Inputs given to the broker.
    pub inputs: u64,
    /// Their events.
    pub events: u64,
    /// The kinds of events that occurred.
    pub kinds: HashSet<Discriminant<Event>>,
}

/// A broken law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The law.
    pub law: &'static str,
    /// The finding.
    pub detail: String,
    /// The number of inputs before it.
    pub after: usize,
    /// All inputs with their times, the offending one last.
    pub inputs: Vec<String>,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "the law of {} does not hold after input {}: {}", self.law, self.after, self.detail)?;
        self.inputs.iter().try_for_each(|input| writeln!(f, "  {input}"))
    }
}

impl std::error::Error for Broken {}

/// Runs a program on a new broker.
///
/// # Errors
///
/// The first broken law.
pub fn play(program: &Program) -> Result<Tally, Box<Broken>> {
    let mut run = Run::new(program);
    let played = panic::catch_unwind(AssertUnwindSafe(|| {
        program.numbers.iter().try_for_each(|number| run.step(Op::decode(*number)))?;
        run.finish()
    }));
    match played {
        Ok(Ok(())) => Ok(run.tally),
        Ok(Err(found)) => Err(run.broken(found)),
        Err(payload) => {
            let text = payload.downcast_ref::<String>().cloned();
            let text = text.or_else(|| payload.downcast_ref::<&str>().map(|&text| text.to_owned()));
            Err(run.broken(("no panic", text.unwrap_or_default())))
        }
    }
}

/// A law and the finding.
type Found = (&'static str, String);

struct Run {
    broker: Broker,
    now: Time,
    state: Overview,
    actors: Actors,
    conservation: Conservation,
    prefetch: Prefetch,
    confirms: Confirms,
    history: Vec<(Time, Input)>,
    events: Vec<Event>,
    tally: Tally,
}

impl Run {
    fn new(program: &Program) -> Self {
        let broker = Broker::new(Config::default());
        Self {
            state: broker.overview(),
            broker,
            now: Time::ZERO,
            actors: Actors::new(program.salt),
            conservation: Conservation::default(),
            prefetch: Prefetch::default(),
            confirms: Confirms::default(),
            history: Vec::new(),
            events: Vec::new(),
            tally: Tally::default(),
        }
    }

    fn step(&mut self, op: Op) -> Result<(), Found> {
        let (wait, input) = self.actors.act(op, &self.state);
        self.now = self.now + wait;
        self.give(input)
    }

    fn give(&mut self, input: Input) -> Result<(), Found> {
        self.history.push((self.now, input.clone()));
        let mut events = Vec::new();
        self.broker.handle(self.now, input.clone(), &mut events);
        let before = mem::replace(&mut self.state, self.broker.overview());
        self.actors.hear(&events);
        self.tally.inputs += 1;
        self.tally.events += events.len() as u64;
        self.tally.kinds.extend(events.iter().map(mem::discriminant));
        self.check(&input, &events, &before)?;
        self.events.append(&mut events);
        if self.history.len().is_multiple_of(SNAPSHOT_EVERY) {
            self.snapshot()?;
        }
        Ok(())
    }

    fn check(&mut self, input: &Input, events: &[Event], before: &Overview) -> Result<(), Found> {
        for (at, event) in events.iter().enumerate() {
            wire::check(events, at).map_err(|why| ("the wire", why))?;
            if let Event::Delivered { copy, channel, .. } = event
                && self.conservation.queues.get(&copy.queue).is_some_and(|contents| contents.quorum)
            {
                self.prefetch.of_quorum_queue(*channel);
            }
            self.conservation.event(event, &self.state).map_err(|why| ("conservation", why))?;
            self.prefetch.event(event, input, before).map_err(|why| ("prefetch", why))?;
            self.confirms.event(event).map_err(|why| ("confirms", why))?;
        }
        let running = self.broker.is_running();
        self.conservation.end_of_input(running).map_err(|why| ("conservation", why))?;
        routing::check(events, before).map_err(|why| ("routing", why))?;
        if running {
            views::check(&self.state, &self.broker, &self.conservation).map_err(|why| ("the overview", why))?;
            dispatch::check(&self.state, &self.conservation, &self.prefetch).map_err(|why| ("dispatch", why))?;
        }
        Ok(())
    }

    /// Checks that the serialised state reads back as the same, and continues with it.
    fn snapshot(&mut self) -> Result<(), Found> {
        let bytes = postcard::to_stdvec(&self.broker).map_err(|error| ("the snapshot", error.to_string()))?;
        let read: Broker = postcard::from_bytes(&bytes).map_err(|error| ("the snapshot", error.to_string()))?;
        if read != self.broker {
            return Err(("the snapshot", "what was read back is not what was written".to_owned()));
        }
        self.broker = read;
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Found> {
        self.give(Input::Start)?;
        self.now = self.now + REST;
        self.give(Input::Timeout)?;
        self.confirms.at_rest(&self.state).map_err(|why| ("confirms", why))?;
        self.again()
    }

    /// Checks that the same inputs on another broker give the same events.
    fn again(&self) -> Result<(), Found> {
        let mut broker = Broker::new(Config::default());
        let mut events = Vec::with_capacity(self.events.len());
        for (now, input) in &self.history {
            broker.handle(*now, input.clone(), &mut events);
        }
        if events != self.events {
            let first = events.iter().zip(&self.events).position(|(one, other)| one != other);
            return Err(("replay", format!("the events of a second run differ, first at {first:?}")));
        }
        if broker != self.broker {
            return Err(("replay", "the state after a second run differs".to_owned()));
        }
        Ok(())
    }

    fn broken(&self, (law, detail): Found) -> Box<Broken> {
        let inputs = self.history.iter().map(|(now, input)| format!("{now} {input:?}")).collect();
        Box::new(Broken { law, detail, after: self.history.len(), inputs })
    }
}
