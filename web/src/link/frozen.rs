//! Opens links of earlier versions and compares the result with that of the time when each was made. A corrected rule
//! of the broker's may change it: this names the links, and `UPDATE=1` writes the new results down, for a review.

use core::fmt::Write;
use std::fs;
use std::path::PathBuf;

use warren_simulator::{Overview, Scenario, fingerprint};

use super::Link;
use crate::playback::{Playback, View};

/// Returns the file of the links, each with its result in the indented lines below it.
fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/links/frozen.txt")
}

/// Reads the scenario of a lesson by the lesson's id, regardless of its folder's number.
fn scenario(lesson: &str) -> Scenario {
    let lessons = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../crates/lessons/lessons");
    let folders = fs::read_dir(&lessons).expect("the lessons stand in crates/lessons/lessons");
    let folder = folders
        .map(|folder| folder.expect("a listed folder can be looked at").path())
        .find(|folder| folder.file_name().is_some_and(|name| name.to_string_lossy().get(3..) == Some(lesson)))
        .unwrap_or_else(|| panic!("there is no lesson {lesson}: its id is in links that people have"));
    let text = fs::read_to_string(folder.join("scenario.warren")).expect("each lesson has a scenario");
    Scenario::parse(&text).expect("the lessons' scenarios are correct")
}

/// Opens a link as the page does and describes the result.
fn shown(fragment: &str) -> String {
    let (link, faults) = Link::decode(fragment);
    assert_eq!(faults, [], "{fragment}");
    let lesson = link.lesson.as_deref().expect("each link names a lesson");
    let (mut playback, misfit) = Playback::open(scenario(lesson), Vec::new(), &link.actions, link.at);
    let view = playback.view();
    let run = fingerprint(&playback.moments()[..view.position], &view.overview);
    let mut text = format!("{fragment}\n    run={run:08x}\n");
    if let Some(misfit) = misfit {
        writeln!(text, "    does not fit: {}", misfit.statement).expect("a String takes all");
    }
    state(&mut text, &view).expect("a String takes all");
    text
}

/// Writes the position and the state, for comparisons.
fn state(text: &mut String, view: &View) -> core::fmt::Result {
    let Overview { now, broker_up, broker, clients, in_flight } = &*view.overview;
    let up = if *broker_up { "" } else { ", broker down" };
    let (at, last, on_the_way) = (view.position, view.len(), in_flight.len());
    writeln!(text, "    event {at} of {last}, {} us{up}, {on_the_way} on the way", now.micros())?;
    for queue in &broker.queues {
        let (ready, unacked, consumers) = (queue.messages_ready, queue.messages_unacknowledged, queue.consumer_count);
        write!(text, "    queue {}: {ready} ready, {unacked} unacked, {consumers} consumers:", queue.name)?;
        for copy in &queue.messages {
            let mark = if copy.redelivered { " (redelivered)" } else { "" };
            write!(text, " {:?}{mark}", String::from_utf8_lossy(&copy.message.content.body))?;
        }
        text.push('\n');
    }
    for client in clients {
        let (sent, received, acked, holds) = (client.sent, client.received, client.acked, client.holding.len());
        writeln!(text, "    client {}: {sent} sent, {received} received, {acked} acked, holds {holds}", client.name)?;
    }
    Ok(())
}

fn links(content: &str) -> Vec<&str> {
    content.lines().filter(|line| line.starts_with("v=")).collect()
}

#[test]
fn links_made_before_show_what_they_showed() {
    let content = fs::read_to_string(file()).expect("the links stand in tests/links/frozen.txt");
    let (head, _) = content.split_once("\nv=").expect("a comment stands before the links");
    let now: Vec<String> = links(&content).into_iter().map(shown).collect();
    let written = format!("{head}\n{}", now.join("\n"));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(file(), &written).expect("the file can be written");
        return;
    }
    let before: Vec<&str> = content[head.len()..].trim().split("\n\n").collect();
    let moved = before.iter().zip(&now).filter(|(before, now)| **before != now.trim_end());
    let moved: Vec<String> = moved.map(|(before, now)| format!("it showed\n{before}\nnow it shows\n{now}")).collect();
    assert!(
        moved.is_empty(),
        "{} of {} links of earlier versions lead elsewhere. If a rule was mended, UPDATE=1 writes down what they show now; name them in the \
         commit.\n{}",
        moved.len(),
        now.len(),
        moved.join("\n")
    );
    assert_eq!(content, written, "the file's form");
}

#[test]
fn they_are_of_every_lesson_with_and_without_actions() {
    let content = fs::read_to_string(file()).expect("the links stand in tests/links/frozen.txt");
    let lessons = [
        "hello-world",
        "work-queues",
        "publish-subscribe",
        "routing",
        "topics",
        "rpc",
        "publisher-confirms",
        "durability",
    ];
    for lesson in lessons {
        let of_it = links(&content).into_iter().filter(|link| link.contains(&format!("lesson={lesson}&")));
        let (acted, plain): (Vec<&str>, Vec<&str>) = of_it.partition(|link| link.contains("&do="));
        assert!(plain.len() >= 2 && acted.len() >= 2, "{lesson}: {plain:?}, {acted:?}");
    }
}

#[test]
fn what_is_done_otherwise_is_seen() {
    let plain = shown("v=1&lesson=work-queues&at=60&lang=en");
    for other in ["v=1&lesson=work-queues&at=61&lang=en", "v=1&lesson=work-queues&at=60&lang=en&do=40+latency+7ms"] {
        let other = shown(other);
        let run = |text: &str| text.lines().nth(1).map(str::to_owned);
        assert_ne!(run(&plain), run(&other));
    }
}
