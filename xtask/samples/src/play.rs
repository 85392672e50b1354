//! A run of a lesson's samples in one language, against a virtual host of its own: carries out the steps and compares
//! the output. It is carried out in parts, because all runs that need a restart of the broker share it.

mod process;

use crate::broker::{Broker, Restart};
use crate::data::{Lines, Run, Start, Step};
use crate::languages::Language;
use crate::lessons::Lesson;
use crate::tools::Tools;
use anyhow::{Context, bail, ensure};
use process::{End, Process};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The longest time for the broker to notice the programs' actions.
const PATIENCE: Duration = Duration::from_secs(120);
/// The pause between queries.
const BETWEEN_QUESTIONS: Duration = Duration::from_millis(20);

pub struct Play<'a> {
    lesson: &'a Lesson,
    run: &'a Run,
    language: Language,
    tools: &'a Tools,
    broker: &'a Broker,
    vhost: String,
    /// The index of the next step.
    next: usize,
    live: BTreeMap<&'a str, Process>,
    /// The time taken, without waiting for others.
    pub time: Duration,
}

/// The state of a play after a part.
pub enum Pause {
    Done,
    /// The broker must be restarted before it continues.
    Restart(Restart),
}

impl<'a> Play<'a> {
    pub fn new(
        lesson: &'a Lesson,
        number: usize,
        language: Language,
        tools: &'a Tools,
        broker: &'a Broker,
    ) -> Play<'a> {
        let vhost = format!("{}-{}-{}", language.folder(), lesson.name(), number + 1);
        let run = &lesson.samples.runs[number];
        Play { lesson, run, language, tools, broker, vhost, next: 0, live: BTreeMap::new(), time: Duration::ZERO }
    }

    /// Returns its name for people.
    pub fn name(&self) -> String {
        format!("{} in {}: {}", self.lesson.name(), self.language.folder(), self.run.name)
    }

    /// Continues to the next restart or to the end. The error says which step failed and what the programs did.
    pub fn go_on(&mut self) -> anyhow::Result<Pause> {
        let begun = Instant::now();
        let result = self.steps();
        self.time += begun.elapsed();
        result.map_err(|error| {
            let told = self.live.iter_mut().map(|(name, process)| format!("\n    {name}: {}", process.told()));
            let told: String = told.collect();
            self.live.clear();
            anyhow::anyhow!("{error:#}{told}")
        })
    }

    fn steps(&mut self) -> anyhow::Result<Pause> {
        if self.next == 0 {
            self.broker.add_vhost(&self.vhost)?;
            self.copy()?;
        }
        while let Some(step) = self.run.steps.get(self.next) {
            self.next += 1;
            if let Step::Restart(how) = step {
                return Ok(Pause::Restart(*how));
            }
            self.step(step).with_context(|| format!("step {}", self.next))?;
            self.await_consumers().with_context(|| format!("after step {}", self.next))?;
        }
        self.finish().context("at the end")?;
        Ok(Pause::Done)
    }

    fn step(&mut self, step: &'a Step) -> anyhow::Result<()> {
        match step {
            Step::Run { program, prints } => {
                self.start(program)?;
                self.prints(&program.name, prints)?;
                let end = self.process(&program.name)?.end()?;
                self.ended_well(&program.name, end)
            }
            Step::Start { program, prints } => {
                self.start(program)?;
                // A consumer may be sent something, so the following steps wait for all of them.
                self.await_consumers()?;
                self.prints(&program.name, prints)
            }
            Step::Await { name, prints } => self.prints(name, prints),
            Step::Ends { name, prints } => {
                self.prints(name, prints)?;
                let end = self.process(name)?.end()?;
                self.ended_well(name, end)
            }
            Step::Kill { name } => {
                let end = self.process(name)?.kill()?;
                ensure!(
                    end.unread.is_empty(),
                    "{name} printed {:?} before it was killed, which was not awaited",
                    end.unread
                );
                self.live.remove(name.as_str());
                Ok(())
            }
            Step::Pause { name } => self.process(name)?.pause(),
            Step::Resume { name } => self.process(name)?.resume(),
            Step::Queues(messages) => self.await_broker(|play| play.wrong_in_queues(messages)),
            Step::Restart(_) => unreachable!("the steps are cut at restarts"),
        }
    }

    /// Ends the programs still running, as Ctrl-C does, and checks the contents of the queues.
    fn finish(&mut self) -> anyhow::Result<()> {
        // First the programs' remaining work, such as acknowledging what they printed.
        self.await_broker(|play| play.wrong_in_queues(&play.run.left))?;
        for name in self.live.keys().copied().collect::<Vec<_>>() {
            let process = self.process(name)?;
            ensure!(process.runs()?, "{name} ended by itself, and no step awaits its end");
            process.interrupt()?;
            let end = process.end().with_context(|| format!("{name} after Ctrl-C"))?;
            self.ended_well(name, end)?;
        }
        self.await_broker(|play| {
            let (queues, left) = (play.broker.queues(&play.vhost)?, &play.run.left);
            Ok((queues != *left).then(|| format!("the queues left are {queues:?}, not {left:?}")))
        })
    }

    /// Returns the difference from this number of messages in these queues.
    fn wrong_in_queues(&self, messages: &BTreeMap<String, u64>) -> anyhow::Result<Option<String>> {
        let queues = self.broker.queues(&self.vhost)?;
        let differs = messages.iter().find(|(name, there)| queues.get(*name) != Some(*there));
        Ok(differs.map(|(name, there)| match queues.get(name) {
            Some(other) => format!("{other} messages are in the queue {name}, not {there}"),
            None => format!("there is no queue {name}, in which {there} messages should be"),
        }))
    }

    fn start(&mut self, start: &'a Start) -> anyhow::Result<()> {
        let mut command = self.language.command(self.tools, &self.folder().join(self.language.file(&start.program)));
        let process = Process::start(command.args(&start.arguments))?;
        self.live.insert(&start.name, process);
        Ok(())
    }

    fn prints(&mut self, name: &str, prints: &Lines) -> anyhow::Result<()> {
        let process = self.process(name)?;
        let mut left: Vec<&String> = prints.lines.iter().collect();
        while let Some(next) = left.first() {
            let expected = if prints.any_order { format!("one of {left:?}") } else { format!("{next:?}") };
            let line = process.line().with_context(|| format!("{name} should print {expected}"))?;
            let line = line.with_context(|| format!("{name} should print {expected}, and ended"))?;
            let most = if prints.any_order { left.len() } else { 1 };
            let Some(place) = left[..most].iter().position(|expected| **expected == line) else {
                bail!("{name} should print {expected}, and printed {line:?}");
            };
            left.remove(place);
        }
        Ok(())
    }

    fn ended_well(&mut self, name: &str, end: End) -> anyhow::Result<()> {
        let End { status, unread, complaints } = end;
        ensure!(status.success(), "{name} ended with {status}\n{complaints}");
        ensure!(unread.is_empty(), "{name} printed more than it should: {unread:?}");
        self.live.remove(name);
        Ok(())
    }

    /// Waits until the broker sees each running program as a consumer, and no others. A program that has everything it
    /// came for may have ended meanwhile, so they are counted anew each time.
    fn await_consumers(&mut self) -> anyhow::Result<()> {
        self.await_broker(|play| {
            let consumers = play.broker.consumers(&play.vhost)?;
            let mut programs = 0;
            for process in play.live.values_mut() {
                programs += usize::from(process.runs()?);
            }
            Ok((consumers != programs).then(|| {
                format!("the broker has {consumers} consumers and not {programs}, one for each program that runs")
            }))
        })
    }

    /// Queries until nothing is wrong any more.
    fn await_broker(&mut self, wrong: impl Fn(&mut Self) -> anyhow::Result<Option<String>>) -> anyhow::Result<()> {
        let begun = Instant::now();
        while let Some(what) = wrong(self)? {
            if begun.elapsed() > PATIENCE {
                bail!("{what}, even after {} s", PATIENCE.as_secs());
            }
            // The broker tells nobody when it has got so far: it is asked again.
            std::thread::sleep(BETWEEN_QUESTIONS);
        }
        Ok(())
    }

    /// Copies the programs to where their libraries are, with the broker's address in them.
    fn copy(&self) -> anyhow::Result<()> {
        let folder = self.folder();
        fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        for program in &self.lesson.programs {
            let file = self.language.file(program);
            let from = self.lesson.folder.join("code").join(self.language.folder()).join(&file);
            let text = fs::read_to_string(&from).with_context(|| format!("reading {}", from.display()))?;
            let text = self
                .language
                .with_address(&text, self.broker.port(), &self.vhost)
                .with_context(|| from.display().to_string())?;
            fs::write(folder.join(&file), text).with_context(|| format!("writing {}", folder.join(&file).display()))?;
        }
        Ok(())
    }

    fn folder(&self) -> PathBuf {
        self.tools.folder.join("runs").join(&self.vhost)
    }

    fn process(&mut self, name: &str) -> anyhow::Result<&mut Process> {
        self.live.get_mut(name).with_context(|| format!("{name} does not run"))
    }
}
