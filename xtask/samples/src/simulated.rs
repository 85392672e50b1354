//! Compares the expected output of a lesson's programs with the simulator: which client begins to work on which
//! message, and what the broker confirms, refuses and returns. The real output is compared elsewhere.

use crate::data::{Run, Says, Simulated, Step};
use crate::lessons::Lesson;
use anyhow::{Context, bail, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use warren_broker::{ChannelId, Event, Message, Reply};
use warren_simulator::{Answer, ClientId, Moment, MomentKind, Scenario, Timeline};

/// The bodies of messages by event, in order, for one client.
#[derive(Debug, Default)]
struct Facts {
    begins: Vec<String>,
    repeated: Vec<String>,
    confirmed: Vec<String>,
    refused: Vec<String>,
    returned: Vec<String>,
}

/// Returns whether the simulator agrees with a run, if the run names an equivalent one.
pub fn agrees(lesson: &Lesson, run: &Run) -> anyhow::Result<bool> {
    let Some(simulated) = &run.simulated else { return Ok(false) };
    let (mut timeline, stretch) = match simulated {
        Simulated::Scenario(text) => {
            let timeline = timeline(text).context("in its scenario")?;
            let all = 0..timeline.len();
            (timeline, all)
        }
        Simulated::Stretch { from, until } => {
            let timeline = timeline(&lesson.scenario)?;
            let begin = mark(&timeline, from)?;
            let end = until.as_ref().map_or(Ok(timeline.len()), |until| mark(&timeline, until))?;
            (timeline, begin..end)
        }
    };
    let facts = facts(&mut timeline, stretch);
    let mut compared = compare(lesson, run, &facts)?;
    if let Simulated::Scenario(_) = simulated {
        timeline.seek(timeline.len());
        let queues = timeline.overview().broker.queues;
        let left: BTreeMap<String, u64> = queues
            .iter()
            .map(|queue| (queue.name.to_string(), queue.messages_ready + queue.messages_unacknowledged))
            .collect();
        ensure!(left == run.left, "`left` is {:?}, in the simulator it is {left:?}", run.left);
        compared += left.len();
    }
    ensure!(
        compared > 0,
        "nothing can be compared: programs must be called as the scenario's clients are, and have [says]"
    );
    Ok(true)
}

fn timeline(scenario: &str) -> anyhow::Result<Timeline> {
    let scenario = Scenario::parse(scenario).map_err(|mistakes| {
        let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{}", told.join("\n"))
    })?;
    Ok(Timeline::new(scenario))
}

fn mark(timeline: &Timeline, name: &str) -> anyhow::Result<usize> {
    let found = timeline.marks().find(|(mark, _)| *mark == name).map(|(_, position)| position);
    found.with_context(|| format!("the scenario has no `mark {name}`"))
}

/// Returns the number of the programs' lines that agree with the simulator, if none differs.
fn compare(lesson: &Lesson, run: &Run, facts: &BTreeMap<String, Facts>) -> anyhow::Result<usize> {
    let mut compared = 0;
    let mut names: Vec<&str> = Vec::new();
    for start in run.steps.iter().filter_map(Step::starts) {
        if names.contains(&&*start.name) {
            continue;
        }
        names.push(&start.name);
        let (Some(says), Some(facts)) = (lesson.samples.says.get(&start.program), facts.get(&start.name)) else {
            continue;
        };
        for (what, pattern, simulated) in meanings(says, facts) {
            let Some(pattern) = pattern else { continue };
            let (mut printed, any_order) = printed(run, &start.name, pattern);
            let mut simulated = simulated.clone();
            if any_order {
                printed.sort_unstable();
                simulated.sort_unstable();
            }
            let name = &start.name;
            ensure!(printed == simulated, "{name} {what} {printed:?}; in the simulator it {what} {simulated:?}");
            compared += printed.len();
        }
    }
    let unknown = facts.iter().find(|(name, facts)| !facts.begins.is_empty() && !names.contains(&name.as_str()));
    if let Some((name, facts)) = unknown {
        bail!("in the simulator {name} begins {:?}, yet no program of the run is called {name}", facts.begins);
    }
    Ok(compared)
}

fn meanings<'a>(says: &'a Says, facts: &'a Facts) -> [(&'static str, Option<&'a str>, &'a Vec<String>); 5] {
    [
        ("begins", says.begins.as_deref(), &facts.begins),
        ("has repeated", says.repeated.as_deref(), &facts.repeated),
        ("has confirmed", says.confirmed.as_deref(), &facts.confirmed),
        ("has refused", says.refused.as_deref(), &facts.refused),
        ("has returned", says.returned.as_deref(), &facts.returned),
    ]
}

/// Returns the bodies in the lines of a pattern that a program of a run prints, and whether their order is by chance.
fn printed(run: &Run, name: &str, pattern: &str) -> (Vec<String>, bool) {
    let steps = run.steps.iter().filter_map(Step::prints).filter(|(who, _)| *who == name);
    let mut any_order = false;
    let mut bodies = Vec::new();
    for (_, lines) in steps {
        any_order |= lines.any_order;
        bodies.extend(lines.lines.iter().filter_map(|line| body(line, pattern)));
    }
    (bodies, any_order)
}

/// Returns the text for `{body}` in a line of a pattern. `{}` stands for anything.
fn body(line: &str, pattern: &str) -> Option<String> {
    let (before, after) = pattern.split_once("{body}")?;
    let begin = match before.split_once("{}") {
        None => line.strip_prefix(before)?,
        Some((first, second)) => line.strip_prefix(first)?.split_once(second)?.1,
    };
    match after.split_once("{}") {
        None => begin.strip_suffix(after),
        Some((first, second)) => {
            let (body, rest) = begin.split_once(first)?;
            rest.ends_with(second).then_some(body)
        }
    }
    .map(str::to_owned)
}

/// Returns the events of each client in a stretch, by the client's name.
fn facts(timeline: &mut Timeline, stretch: Range<usize>) -> BTreeMap<String, Facts> {
    timeline.seek(timeline.len());
    let mut facts: BTreeMap<String, Facts> = BTreeMap::new();
    let mut follower = Follower::default();
    for (index, moment) in timeline.moments().iter().enumerate().take(stretch.end) {
        // The moments before the stretch are followed too: a confirm in it may be for an earlier publish.
        for (client, fact, body) in follower.follow(moment) {
            if stretch.contains(&index) {
                let name = timeline.world().client_name(client).to_string();
                facts.entry(name).or_default().of(fact).push(body);
            }
        }
    }
    facts
}

#[derive(Clone, Copy)]
enum Fact {
    Begins,
    Repeated,
    Confirmed,
    Refused,
    Returned,
}

impl Facts {
    fn of(&mut self, fact: Fact) -> &mut Vec<String> {
        match fact {
            Fact::Begins => &mut self.begins,
            Fact::Repeated => &mut self.repeated,
            Fact::Confirmed => &mut self.confirmed,
            Fact::Refused => &mut self.refused,
            Fact::Returned => &mut self.returned,
        }
    }
}

/// The state needed to understand what moments mean to clients.
#[derive(Default)]
struct Follower {
    /// Numbered publishes, neither confirmed nor refused so far.
    unconfirmed: Vec<(ChannelId, u64, String)>,
    /// The clients at work: a message for them waits. A client without working time begins and finishes a message at
    /// once.
    busy: BTreeSet<ClientId>,
}

impl Follower {
    fn follow(&mut self, moment: &Moment) -> Vec<(ClientId, Fact, String)> {
        for event in &moment.events {
            if let Event::Published { channel, message, publish_seq_no: Some(number) } = event {
                self.unconfirmed.push((*channel, *number, text(message)));
            }
        }
        if let MomentKind::Started(client) = &moment.what {
            self.busy.remove(client);
        }
        if let MomentKind::WorkDone { client, next, .. } = &moment.what {
            let Some(message) = next else {
                self.busy.remove(client);
                return Vec::new();
            };
            return vec![(*client, Fact::Begins, text(message))];
        }
        let MomentKind::Received { client, channel, answer, starts_work, .. } = &moment.what else { return Vec::new() };
        let Answer::Channel { reply, .. } = &**answer else { return Vec::new() };
        if let Reply::BasicDeliver { message, redelivered, .. } = reply {
            let begins = (!self.busy.contains(client)).then_some(Fact::Begins);
            if *starts_work {
                self.busy.insert(*client);
            }
            let facts = begins.into_iter().chain(redelivered.then_some(Fact::Repeated));
            return facts.map(|fact| (*client, fact, text(message))).collect();
        }
        if let Reply::BasicReturn { message } = reply {
            return vec![(*client, Fact::Returned, text(message))];
        }
        let (Reply::BasicAck { delivery_tag, multiple } | Reply::BasicNack { delivery_tag, multiple }) = reply else {
            return Vec::new();
        };
        let (tag, multiple) = (*delivery_tag, *multiple);
        let fact = if matches!(reply, Reply::BasicAck { .. }) { Fact::Confirmed } else { Fact::Refused };
        let settled = |(of, number, _): &mut (ChannelId, u64, String)| {
            of == channel && (*number == tag || (multiple && *number < tag))
        };
        self.unconfirmed.extract_if(.., settled).map(|(_, _, body)| (*client, fact, body)).collect()
    }
}

fn text(message: &Message) -> String {
    String::from_utf8_lossy(&message.content.body).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_find_the_body() {
        for (line, pattern, found) in [
            ("begin: Task 1.", "begin: {body}", Some("Task 1.")),
            ("done", "begin: {body}", None),
            ("fib(6) = 8", "fib({}) = {body}", Some("8")),
            ("fib(6) = 8", "fib({body}) = {}", Some("6")),
            ("lazy.fox: a fox", "{}: {body}", Some("a fox")),
            ("info: all: well", "{body}", Some("info: all: well")),
            ("returned: Order 1: NO_ROUTE", "returned: {body}: {}", Some("Order 1")),
        ] {
            assert_eq!(body(line, pattern).as_deref(), found, "{line} as {pattern}");
        }
    }

    #[test]
    fn every_run_of_the_lessons_is_as_in_the_simulator() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../crates/lessons/lessons");
        let lessons = crate::lessons::read(folder.as_ref()).unwrap_or_else(|mistakes| panic!("{mistakes:#}"));
        let (mut agreeing, mut disagreements) = (0, Vec::new());
        for lesson in &lessons {
            for run in &lesson.samples.runs {
                match agrees(lesson, run) {
                    Ok(agrees) => agreeing += usize::from(agrees),
                    Err(why) => disagreements.push(format!("{}, \"{}\": {why:#}", lesson.name(), run.name)),
                }
            }
        }
        assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
        assert!(agreeing >= lessons.len(), "{agreeing} runs are compared in {} lessons", lessons.len());
    }
}
