//! `Simulation`, the one class that JavaScript sees: a timeline with its methods. The types of its objects are in
//! `types.d.ts`, which is part of the generated declarations. It has no state beside the timeline.

use crate::{error, plain};
use serde::{Deserialize, Serialize};
use warren_broker::{ExchangeId, QueueId};
use warren_simulator::{Scenario, Statement, Timeline};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// A run of a scenario with a position in it: move forwards and back, read the state and its causes, and act.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Simulation {
    timeline: Timeline,
}

/// An action of the learner with the number of moments before it. With the scenario, the actions determine the whole
/// run.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(ts_rs::TS))]
pub(crate) struct Action {
    position: usize,
    #[cfg_attr(all(test, not(target_arch = "wasm32")), ts(type = "string"))]
    statement: Statement,
}

/// A named position in the scenario.
#[derive(Serialize)]
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(ts_rs::TS))]
pub(crate) struct Mark<'a> {
    name: &'a str,
    position: usize,
}

#[wasm_bindgen]
impl Simulation {
    /// Reads a scenario, carries out `actions` (as `actions()` returned them) and goes to before the first moment.
    ///
    /// Throws an `Error` that says line, column, what is wrong and what would be right; its `diagnostics` have the same
    /// one by one.
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

    /// Returns the number of moments in the run.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> usize {
        self.timeline.len()
    }

    /// Returns the number of moments before the current position.
    #[wasm_bindgen(getter)]
    pub fn position(&self) -> usize {
        self.timeline.position()
    }

    /// Goes one moment forward; returns false at the end.
    pub fn step(&mut self) -> bool {
        self.timeline.step()
    }

    /// Goes one moment back; returns false at the beginning.
    pub fn back(&mut self) -> bool {
        self.timeline.back()
    }

    /// Goes to after `position` moments, or to the end if there are fewer.
    pub fn seek(&mut self, position: usize) {
        self.timeline.seek(position);
    }

    /// Carries out a statement of the scenario language here, drops the future and runs it anew. The position is then
    /// after the statement (after `advance`: behind everything in that time).
    ///
    /// Throws an `Error` with line, column and what would be right; nothing has changed then.
    #[wasm_bindgen(unchecked_return_type = "Fork")]
    pub fn act(&mut self, statement: &str) -> Result<JsValue, JsValue> {
        let statement = Statement::parse(statement).map_err(|wrong| error::of_statement(&wrong))?;
        let fork = self.timeline.act(statement).map_err(|wrong| error::of_statement(&wrong))?;
        plain::object(&fork)
    }

    /// Takes back the last action and goes to its position; returns false if there is none.
    #[wasm_bindgen(js_name = undoAct)]
    pub fn undo_act(&mut self) -> bool {
        self.timeline.undo_act()
    }

    /// Returns the actions in order. Given to the constructor with the same scenario, they make the same run.
    #[wasm_bindgen(unchecked_return_type = "Action[]")]
    pub fn actions(&self) -> Result<JsValue, JsValue> {
        let actions = self.timeline.actions().iter();
        plain::object(
            &actions
                .map(|(position, statement)| Action { position: *position, statement: statement.clone() })
                .collect::<Vec<_>>(),
        )
    }

    /// Returns the whole state here: broker, clients, packets in flight.
    #[wasm_bindgen(unchecked_return_type = "Overview")]
    pub fn overview(&self) -> Result<JsValue, JsValue> {
        plain::object(&self.timeline.overview())
    }

    /// Returns the moment from position `index` to the next, with the broker's events in it; undefined past the end.
    #[wasm_bindgen(unchecked_return_type = "Moment | undefined")]
    pub fn moment(&self, index: usize) -> Result<JsValue, JsValue> {
        self.timeline.moment(index).map_or(Ok(JsValue::UNDEFINED), plain::object)
    }

    /// Returns the moment's log lines and causes, as keys and arguments of a text catalog; undefined past the end.
    #[wasm_bindgen(unchecked_return_type = "Explanation | undefined")]
    pub fn explain(&self, index: usize) -> Result<JsValue, JsValue> {
        self.timeline.explain(index).map_or(Ok(JsValue::UNDEFINED), |explanation| plain::object(&explanation))
    }

    /// Returns the scenario's marks, each with the position just before its moment.
    #[wasm_bindgen(unchecked_return_type = "Mark[]")]
    pub fn marks(&self) -> Result<JsValue, JsValue> {
        plain::object(&self.timeline.marks().map(|(name, position)| Mark { name, position }).collect::<Vec<_>>())
    }

    /// Returns the reason for the end of the run.
    #[wasm_bindgen(unchecked_return_type = "End")]
    pub fn end(&self) -> Result<JsValue, JsValue> {
        plain::object(&self.timeline.end())
    }

    /// Returns the scenario's text unchanged.
    pub fn scenario(&self) -> String {
        self.timeline.world().scenario().to_string()
    }

    /// Returns the name of a queue that an event names by number, also of a deleted one; empty if there never was such
    /// a queue here.
    #[wasm_bindgen(js_name = queueName)]
    pub fn queue_name(&self, queue: u32) -> String {
        self.timeline.world().queue_name(QueueId(queue)).to_string()
    }

    /// Returns the name of an exchange that an event names by number, also of a deleted one; the default exchange's is
    /// empty.
    #[wasm_bindgen(js_name = exchangeName)]
    pub fn exchange_name(&self, exchange: u32) -> String {
        self.timeline.world().exchange_name(ExchangeId(exchange)).to_string()
    }
}
