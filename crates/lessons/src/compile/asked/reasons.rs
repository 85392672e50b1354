//! Checks the sentences for wrong answers: in every language each wrong answer has one, and no right one has.

use warren_simulator::probe::Answer;

use super::super::lesson::Draft;
use crate::source::{Aside, Beat, Problem, Question};

/// A choice of a question, and whether it is right.
struct Choice {
    name: String,
    right: bool,
}

/// Compares the sentences with the measured answer.
pub fn check(draft: &Draft, beat: &Beat, question: &Question, answer: &Answer, problems: &mut Vec<Problem>) {
    let choices = choices(question, answer);
    let numbers = question.of.is_empty();
    for (file, prose) in draft.prose() {
        // A section that is missing or asks nothing is reported elsewhere.
        let Some(section) = prose.section(&beat.mark.value) else { continue };
        let Some(aside) = &section.aside else { continue };
        problems.extend(unfit(aside, &choices, numbers, &file));
        let wants = |choice: &&Choice| !(numbers && choice.right || is_given(aside, &choice.name));
        for choice in choices.iter().filter(wants) {
            let written = if choice.right { format!("~~{}~~", choice.name) } else { choice.name.clone() };
            let message = if choice.right {
                format!("nothing says what an answer overlooks that leaves out \"{}\"", choice.name)
            } else {
                format!("nothing says what the answer \"{}\" overlooks", choice.name)
            };
            let help =
                format!("write it in the list under the question of {{#{}}}: `> - {written}: ...`", beat.mark.value);
            problems.push(Problem::on(section.name.line, &file, message, help));
        }
    }
}

fn choices(question: &Question, answer: &Answer) -> Vec<Choice> {
    match answer {
        Answer::Names(names) => {
            let is_right = |name: &str| names.iter().any(|one| **one == *name);
            let of = question.of.iter().map(|name| &name.value);
            of.map(|name| Choice { name: name.clone(), right: is_right(name) }).collect()
        }
        Answer::Number(number) => {
            let all = 0..=question.at_most.unwrap_or_default();
            all.map(|one| Choice { name: one.to_string(), right: one == *number }).collect()
        }
    }
}

fn is_given(aside: &Aside, choice: &str) -> bool {
    aside.reasons.iter().flat_map(|reason| &reason.choices).any(|given| given.value == choice)
}

/// Finds the sentences for what cannot be chosen, for what is right, and second ones.
fn unfit(aside: &Aside, choices: &[Choice], numbers: bool, file: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut given: Vec<&str> = Vec::new();
    for reason in &aside.reasons {
        for choice in &reason.choices {
            let name = choice.value.as_str();
            let mut wrong = |message: String, help: &str| problems.push(Problem::on(choice.line, file, message, help));
            match choices.iter().find(|choice| choice.name == name) {
                None => {
                    let known: Vec<&str> = choices.iter().map(|choice| &*choice.name).collect();
                    wrong(format!("\"{name}\" is not among the choices"), &format!("they are {}", known.join(", ")));
                }
                Some(_) if given.contains(&name) => {
                    wrong(format!("\"{name}\" has a sentence already"), "one sentence an answer");
                }
                Some(choice) if choice.right && numbers => {
                    wrong(format!("{name} is the right answer"), "only wrong answers have a sentence");
                }
                Some(choice) if choice.right && !reason.left_out => {
                    let help = format!("for one who leaves it out write `~~{name}~~`");
                    wrong(format!("\"{name}\" is right"), &help);
                }
                Some(choice) if !choice.right && reason.left_out => {
                    wrong(format!("\"{name}\" is wrong"), "for one who chooses it write it without ~~");
                }
                Some(_) => given.push(name),
            }
        }
    }
    problems
}
