//! The bodies of the fuzz targets, so that tests can run them too: `commands` plays bytes on the broker under its laws,
//! `scenario` reads and plays them as a scenario. Both panic where something does not hold.

use warren_broker::Time;
use warren_laws::{Program, play};
use warren_simulator::{Diagnostic, Scenario, Statement, World};

/// The limits of a played scenario: moments, and virtual time.
const MOMENTS: usize = 500;
const UNTIL: Time = Time::from_millis(3_600_000);

/// Gives the broker the inputs encoded in the bytes and checks every law after each.
///
/// # Panics
///
/// A law does not hold.
pub fn commands(bytes: &[u8]) {
    if let Err(broken) = play(&Program::from_bytes(bytes)) {
        panic!("{broken}");
    }
}

/// Checks that any text parses or is reported with its place; that a parsed text prints unchanged, with each of its
/// statements printable anew; and that it can be played.
///
/// # Panics
///
/// One of these does not hold.
pub fn scenario(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match Scenario::parse(&text) {
        Ok(scenario) => {
            assert_eq!(scenario.to_string(), text);
            scenario.lines().iter().for_each(|line| writes_anew(&line.statement));
            play_for_a_while(&scenario);
        }
        Err(wrong) => {
            assert!(!wrong.is_empty(), "what does not parse has a reason");
            wrong.iter().for_each(|diagnostic| lies_inside(diagnostic, &text));
        }
    }
}

fn writes_anew(statement: &Statement) {
    let anew = Statement::from(statement.action().clone()).to_string();
    let again = Statement::parse(&anew).unwrap_or_else(|error| panic!("`{statement}` is written `{anew}`: {error}"));
    assert_eq!(again.action(), statement.action(), "`{statement}` is written `{anew}`");
}

fn play_for_a_while(scenario: &Scenario) {
    let mut world = World::new(scenario);
    let mut last = world.now();
    for _ in 0..MOMENTS {
        let Some(moment) = world.step_until(UNTIL) else { break };
        assert!(moment.at >= last, "time goes on");
        last = moment.at;
    }
}

/// Checks that line, column and length are within the text. The column just behind the last character is where
/// something is missing.
fn lies_inside(diagnostic: &Diagnostic, text: &str) {
    let line = diagnostic.line.checked_sub(1).and_then(|index| text.lines().nth(index));
    let length = line.unwrap_or_else(|| panic!("{diagnostic}: there is no such line")).chars().count();
    let end = diagnostic.column + diagnostic.length;
    assert!(
        diagnostic.column >= 1 && end <= length + 1,
        "{diagnostic} ({} long) lies outside its line",
        diagnostic.length
    );
    assert!(!diagnostic.message.to_string().is_empty(), "{diagnostic} says nothing");
}
