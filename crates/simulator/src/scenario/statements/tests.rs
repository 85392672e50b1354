//! Compares the tables with the texts: each statement, method, setting and property stands in the documentation, in the
//! test's grammar and in the fuzzer's words, and the documentation has no others.

use std::collections::BTreeSet;

use super::super::method::METHODS;
use super::super::method_args::PROPERTIES;
use super::super::parse::BEHAVIOURS;
use super::super::setting::{CONFIG, SETTINGS};
use super::super::{Scenario, Statement};
use super::{Action, STATEMENTS};

const PAGE: &str = include_str!("../../../../../docs/scenario-language.md");
const GRAMMAR: &str = include_str!("../../../tests/scenarios/grammar.warren");
const WORDS: &str = include_str!("../../../../../fuzz/scenario.dict");

/// Returns the rows of the tables under a heading: the cells of each.
fn rows(heading: &str) -> Vec<Vec<&'static str>> {
    let (_, section) = PAGE.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("there is no {heading}"));
    let section = section.split("\n#").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// Returns the texts in backticks.
fn spans(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn the_documentation_has_every_statement_as_it_is_written_and_no_other() {
    let documented: BTreeSet<&str> =
        ["## The version", "## Time", "## The world", "## Clients", "## The broker", "## Marks"]
            .iter()
            .flat_map(|heading| rows(heading))
            .map(|row| spans(row[0])[0])
            .collect();
    let written: BTreeSet<&str> = STATEMENTS.iter().flat_map(|spec| spec.forms).copied().collect();
    assert_eq!(documented, written);
}

#[test]
fn the_documentation_has_every_method_with_its_arguments_and_flags() {
    let mut documented = BTreeSet::new();
    for row in rows("## Methods") {
        for name in spans(row[0]) {
            let spec = METHODS.iter().find(|spec| spec.name == name).unwrap_or_else(|| panic!("there is no {name}"));
            assert!(row[1].starts_with(spec.usage()[name.len()..].trim()), "{name} is not {}", row[1]);
            let flags = row.get(2).copied().unwrap_or_default().replace('-', "_");
            // `persistent` is documented with the properties.
            for flag in spec.flags.iter().filter(|flag| **flag != "persistent") {
                assert!(flags.contains(flag), "{name} takes {flag}");
            }
            documented.insert(name);
        }
    }
    assert_eq!(documented, METHODS.iter().map(|spec| spec.name).collect());
    for (property, ..) in PROPERTIES {
        assert!(PAGE.contains(property), "{property}");
    }
}

#[test]
fn the_documentation_has_every_setting_and_behaviour_and_no_other() {
    let key = |span: &&'static str| span.split('=').next().unwrap_or_default().to_owned();
    let settings: BTreeSet<String> =
        rows("### Settings").iter().flat_map(|row| spans(row[0])).map(|span| key(&span)).collect();
    let known = SETTINGS.iter().map(|setting| setting.name).chain(["x-NAME"]).map(str::to_owned);
    assert_eq!(settings, known.collect());
    let behaviours: BTreeSet<&str> = rows("### Behaviours").iter().flat_map(|row| spans(row[0])).collect();
    assert_eq!(behaviours, BEHAVIOURS.iter().map(|(word, _)| *word).collect());
    for setting in CONFIG {
        assert!(PAGE.contains(&format!("`{}`", setting.name)), "{}", setting.name);
    }
}

#[test]
fn every_statement_is_printed_so_that_it_reads_the_same() {
    let grammar = Scenario::parse(GRAMMAR).expect("it is right");
    let mut printed = BTreeSet::new();
    for line in grammar.lines() {
        let action = line.statement.action();
        let anew = action.to_string();
        assert_eq!(Statement::parse(&anew).expect("it is right").action(), action, "{anew}");
        let inner = if let Action::At(_, inner) = action { &**inner } else { action };
        printed.extend([action, inner].into_iter().filter_map(|action| action.spec()).map(|spec| spec.name));
    }
    assert_eq!(printed, STATEMENTS.iter().map(|spec| spec.name).collect());
}

#[test]
fn the_fuzzer_knows_every_word() {
    let statements = STATEMENTS.iter().map(|spec| spec.name);
    let methods = METHODS.iter().map(|spec| spec.name);
    let settings = SETTINGS.iter().map(|setting| setting.name);
    let missing: Vec<&str> =
        statements.chain(methods).chain(settings).filter(|word| !WORDS.contains(&format!("\"{word}\""))).collect();
    assert_eq!(missing, [""; 0]);
}
