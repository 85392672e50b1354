//! `Simulation`, the one class that JavaScript sees: a timeline with its methods. The types of the objects that it gives stand in `types.d.ts`, which
//! is part of the generated declarations. It keeps no state beside the timeline.

use crate::{error, plain};
use serde::{Deserialize, Serialize};
use warren_broker::{ExchangeId, QueueId};
use warren_simulator::{Scenario, Statement, Timeline};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// A run of a scenario: where it stands, what is there, what happened and why; forwards, back, and acting in it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Simulation {
    timeline: Timeline,
}

/// What the learner did, and after how many moments: with the scenario, the whole run.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(ts_rs::TS))]
pub(crate) struct Action {
    position: usize,
    #[cfg_attr(all(test, not(target_arch = "wasm32")), ts(type = "string"))]
    statement: Statement,
}

/// A named place in the scenario.
#[derive(Serialize)]
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(ts_rs::TS))]
pub(crate) struct Mark<'a> {
    name: &'a str,
    position: usize,
}

#[wasm_bindgen]
impl Simulation {
    /// Reads a scenario, carries out `actions` (as `actions()` gave them) and stands before the first moment.
    ///
    /// Throws an `Error` that says line, column, what is wrong and what would be right; its `diagnostics` hold the same apart.
    #[wasm_bindgen(constructor)]
    pub fn new(
        scenario: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "Action[]")] actions: JsValue,
    ) -> Result<Simulation, JsValue> {
        let scenario = Scenario::parse(scenario).map_err(|wrong| error::of_scenario(&wrong))?;
        let actions: Option<Vec<Action>> = serde_wasm_bindgen::from_value(actions)
            .map_err(|wrong| error::of_argument("actions", "an array of { position, statement }", wrong))?;
        let actions =
            actions.unwrap_or_default().into_iter().map(|action| (action.position, action.statement)).collect();
        let timeline = Timeline::with_actions(scenario, actions).map_err(|wrong| error::of_action(&wrong))?;
        Ok(Simulation { timeline })
    }

    /// How many moments the run has.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> usize {
        self.timeline.len()
    }

    /// How many of them have happened here.
    #[wasm_bindgen(getter)]
    pub fn position(&self) -> usize {
        self.timeline.position()
    }

    /// Goes one moment on; false at the end.
    pub fn step(&mut self) -> bool {
        self.timeline.step()
    }

    /// Goes one moment back; false at the beginning.
    pub fn back(&mut self) -> bool {
        self.timeline.back()
    }

    /// Goes to where `position` moments have happened, or to the end if there are not so many.
    pub fn seek(&mut self, position: usize) {
        self.timeline.seek(position);
    }

    /// Carries out a statement of the scenario language here; what would have come is dropped and run anew. One stands after it
    /// (after `advance`: behind all that happens in that time).
    ///
    /// Throws an `Error` with line, column and what would be right; nothing has changed then.
    #[wasm_bindgen(unchecked_return_type = "Fork")]
    pub fn act(&mut self, statement: &str) -> Result<JsValue, JsValue> {
        let statement = Statement::parse(statement).map_err(|wrong| error::of_statement(&wrong))?;
        let fork = self.timeline.act(statement).map_err(|wrong| error::of_statement(&wrong))?;
        plain::object(&fork)
    }

    /// Takes back the last action and stands where it was done; false if there is none.
    #[wasm_bindgen(js_name = undoAct)]
    pub fn undo_act(&mut self) -> bool {
        self.timeline.undo_act()
    }

    /// What was done, in order: given to the constructor with the same scenario, it makes the same run.
    #[wasm_bindgen(unchecked_return_type = "Action[]")]
    pub fn actions(&self) -> Result<JsValue, JsValue> {
        let actions = self.timeline.actions().iter();
        plain::object(
            &actions
                .map(|(position, statement)| Action { position: *position, statement: statement.clone() })
                .collect::<Vec<_>>(),
        )
    }

    /// Everything there is here: broker, clients, what is on its way.
    #[wasm_bindgen(unchecked_return_type = "Overview")]
    pub fn overview(&self) -> Result<JsValue, JsValue> {
        plain::object(&self.timeline.overview())
    }

    /// The moment that leads from `index` to the next position, with the broker's events in it; undefined past the end.
    #[wasm_bindgen(unchecked_return_type = "Moment | undefined")]
    pub fn moment(&self, index: usize) -> Result<JsValue, JsValue> {
        self.timeline.moment(index).map_or(Ok(JsValue::UNDEFINED), plain::object)
    }

    /// The moment's log lines, and why it came to that, as keys and arguments of a text catalog; undefined past the end.
    #[wasm_bindgen(unchecked_return_type = "Explanation | undefined")]
    pub fn explain(&self, index: usize) -> Result<JsValue, JsValue> {
        self.timeline.explain(index).map_or(Ok(JsValue::UNDEFINED), |explanation| plain::object(&explanation))
    }

    /// The scenario's marks, each with the position just before the moment it names.
    #[wasm_bindgen(unchecked_return_type = "Mark[]")]
    pub fn marks(&self) -> Result<JsValue, JsValue> {
        plain::object(&self.timeline.marks().map(|(name, position)| Mark { name, position }).collect::<Vec<_>>())
    }

    /// Why the run ends where it ends.
    #[wasm_bindgen(unchecked_return_type = "End")]
    pub fn end(&self) -> Result<JsValue, JsValue> {
        plain::object(&self.timeline.end())
    }

    /// The scenario's text, to the letter.
    pub fn scenario(&self) -> String {
        self.timeline.world().scenario().to_string()
    }

    /// The name of a queue that an event names by number, of deleted ones too; empty if there never was such a queue here.
    #[wasm_bindgen(js_name = queueName)]
    pub fn queue_name(&self, queue: u32) -> String {
        self.timeline.world().queue_name(QueueId(queue)).to_string()
    }

    /// The name of an exchange that an event names by number, of deleted ones too; the default exchange's is empty.
    #[wasm_bindgen(js_name = exchangeName)]
    pub fn exchange_name(&self, exchange: u32) -> String {
        self.timeline.world().exchange_name(ExchangeId(exchange)).to_string()
    }
}
