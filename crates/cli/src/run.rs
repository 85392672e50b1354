//! `warren run`: plays a lesson or a scenario and prints the log.

use std::error::Error;
use std::io::Write;
use std::time::Duration;

use clap::Args;
use serde_json::{Value as Json, json};
use warren_broker::Time;
use warren_simulator::scenario::span;
use warren_simulator::text::Catalog;
use warren_simulator::{Diagnostic, End, Statement, Timeline};

use crate::Outcome;
use crate::language::catalog;
use crate::log::{self, Entry};
use crate::source::scenario;

/// Play a lesson or a scenario and print the event log.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A lesson's id or number (see `warren lessons`), a scenario file, or - for standard input.
    #[arg(value_name = "LESSON|FILE")]
    what: String,
    /// Stop at this virtual time, such as 7.25s or 1m30s.
    #[arg(long, value_name = "TIME", value_parser = span::parse)]
    until: Option<Duration>,
    /// Do something at the end, or at the last moment before --until, as a line of the scenario language; may be repeated.
    #[arg(long, value_name = "STATEMENT")]
    act: Vec<String>,
    /// Also say in sentences what happens and why.
    #[arg(long)]
    why: bool,
    /// The language of the sentences.
    #[arg(long, value_name = "CODE", default_value = "en")]
    lang: String,
    /// Print what rabbitmqctl would print at the end, such as "list_queues name messages_ready"; may be repeated.
    #[arg(long, value_name = "COMMAND")]
    ctl: Vec<String>,
    /// Print one JSON object a moment.
    #[arg(long)]
    json: bool,
}

/// Plays and prints.
///
/// # Errors
///
/// There is no such scenario, an argument is wrong, or the output cannot be written.
pub fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Outcome, Box<dyn Error>> {
    let catalog = catalog(&arguments.lang)?;
    let mut timeline = Timeline::new(scenario(&arguments.what)?);
    timeline.seek(moments_until(&timeline, arguments.until));
    for text in &arguments.act {
        act(&mut timeline, text)?;
    }
    let end = moments_until(&timeline, arguments.until).max(timeline.position());
    timeline.seek(end);
    if arguments.json {
        print_json(&timeline, end, &catalog, out)?;
    } else {
        print_text(arguments, &timeline, end, &catalog, out)?;
    }
    let overview = timeline.overview();
    let broker = overview.broker_up.then_some(&overview.broker);
    for command in &arguments.ctl {
        let printed = warren_ctl::run(command, broker)?;
        if arguments.json {
            writeln!(out, "{}", json!({"ctl": command, "printed": printed}))?;
        } else {
            write!(out, "\n$ rabbitmqctl {command}\n{printed}")?;
        }
    }
    let passed_over = timeline.statements_not_carried_out(end);
    if passed_over == 0 {
        return Ok(Outcome::Good);
    }
    out.flush()?;
    let (count, which) =
        if passed_over == 1 { ("1 statement was", "it") } else { (&*format!("{passed_over} statements were"), "them") };
    eprintln!("warning: {count} not carried out; the log names {which}, and --why says why");
    Ok(Outcome::Bad)
}

/// Returns the number of moments up to and including a time.
fn moments_until(timeline: &Timeline, until: Option<Duration>) -> usize {
    let moments = timeline.moments();
    let is_in = |at: Time| until.is_none_or(|until| at <= Time::ZERO + until);
    moments.partition_point(|moment| is_in(moment.at))
}

fn act(timeline: &mut Timeline, text: &str) -> Result<(), String> {
    let wrong =
        |error: Diagnostic| format!("--act `{text}`: column {}: {} ({})", error.column, error.message, error.help);
    let statement = Statement::parse(text).map_err(wrong)?;
    timeline.act(statement).map_err(wrong)?;
    Ok(())
}

fn print_text(
    arguments: &Arguments,
    timeline: &Timeline,
    end: usize,
    catalog: &Catalog,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let mut entries = Vec::with_capacity(end);
    timeline.explain_all(&mut |index, told| {
        if index < end {
            let mark = timeline.moment(index).and_then(|moment| moment.mark.as_ref()).map(ToString::to_string);
            entries.push(Entry { mark, told });
        }
    });
    log::print(&entries, arguments.why.then_some(catalog), out)?;
    if end == timeline.len() {
        for statement in timeline.last().waiting_statements() {
            writeln!(out, "... not carried out, since it waits for an answer to the one before: {statement}")?;
        }
        match timeline.end() {
            End::AtRest => {}
            End::TimeLimit => writeln!(out, "... and so on: something would still happen; `advance` shows more of it")?,
            End::MomentLimit => writeln!(out, "... and so on: these were as many moments as a run may have")?,
        }
    }
    Ok(())
}

fn print_json(timeline: &Timeline, end: usize, catalog: &Catalog, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut written = Ok(());
    timeline.explain_all(&mut |index, told| {
        let Some(moment) = timeline.moment(index).filter(|_| index < end && written.is_ok()) else { return };
        let sentences: Vec<Json> = told.why.iter().map(|phrase| json!(catalog.phrase(phrase))).collect();
        let line = json!({
            "position": index,
            "at_us": moment.at.micros(),
            "mark": moment.mark,
            "log": told.log,
            "summary": told.summary.as_ref().map(|phrase| catalog.phrase(phrase)),
            "why": sentences,
            "moment": moment,
        });
        written = writeln!(out, "{line}");
    });
    Ok(written?)
}
