//! The challenge at a lesson's end: the task, the progress, a hint and a solution.

use warren_lessons::pack::Challenge;
use warren_simulator::probe::Goal;
use yew::Html;

use crate::command::{Ui, UiCommand};
use crate::element::{Element, el, nothing, raw, truth};
use crate::icons::{Icon, icon};
use crate::panels::buttons::{button, worded};
use crate::panels::evidence::Tab;
use crate::quiz::{GoalProgress, Quiz, Reply};

/// Draws it.
pub fn challenge(ui: &Ui, challenge: &Challenge, quiz: &Quiz) -> Html {
    let goals = challenge.goals.iter().zip(&quiz.goals).map(|(words, standing)| goal(ui, words, *standing));
    let mut card = el("section")
        .class("question challenge")
        .refer(ui, "aria-labelledby", "challenge-title")
        .child(el("p").class("eyebrow").text(ui.say("challenge.title")))
        .child(el("h2").id(ui, "challenge-title").text(challenge.heading.clone()))
        .child(raw(&challenge.html))
        .child(el("ul").class("goals").children(goals));
    if quiz.done() {
        let met = el("p").class("verdict right").child(icon(Icon::Check));
        card = card.child(met.child(el("span").text(ui.say("challenge.met"))));
    }
    card.child(
        el("div")
            .class("question-buttons")
            .child(worded(ui, "button", Icon::Send, "challenge.act", UiCommand::Tab(Tab::Act)))
            .child(unfolding(ui, "challenge.hint", quiz.hint, Reply::Hint))
            .child(unfolding(ui, "challenge.solution", quiz.solution, Reply::Solution)),
    )
    .child(if quiz.hint { raw(&challenge.hint) } else { nothing() })
    .child(if quiz.solution { solution(ui, challenge) } else { nothing() })
    .into()
}

fn goal(ui: &Ui, words: &str, standing: GoalProgress) -> Element {
    let now = ui.texts.tell("challenge.now", &[("number", &standing.number)]);
    let (sign, state) =
        if standing.met { (Icon::Check, "challenge.goal-met") } else { (Icon::Close, "challenge.goal-open") };
    let measure = el("div")
        .class("goal-measure")
        .child(el("code").attr("translate", "no").text(words.to_owned()))
        .child(el("span").class("hint").text(now));
    let meaning = words.parse::<Goal>().ok().and_then(|goal| goal.meaning());
    let meaning = meaning.map(|meaning| el("div").class("hint").text(ui.texts.said(&meaning)).into());
    let told = el("div")
        .child(el("span").class("visually-hidden").text(ui.say(state)))
        .child(measure)
        .child(meaning.unwrap_or_else(nothing));
    el("li")
        .class(if standing.met { "goal met" } else { "goal" })
        .key(words)
        .child(el("span").class("goal-state").child(icon(sign)))
        .child(told)
}

fn unfolding(ui: &Ui, words: &str, open: bool, reply: Reply) -> Element {
    button("button").attr("aria-expanded", truth(open)).text(ui.say(words)).click(ui, UiCommand::Quiz(reply))
}

fn solution(ui: &Ui, challenge: &Challenge) -> Html {
    let statements = challenge.solution.join("\n");
    el("div")
        .child(el("pre").attr("translate", "no").child(el("code").text(statements)))
        .child(worded(ui, "button", Icon::Play, "challenge.carry-out", UiCommand::Act(challenge.solution.clone())))
        .into()
}
