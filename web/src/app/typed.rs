//! Passes input to the console: carries out its commands, keeps the entered lines, and puts the caret in place.

use yew::prelude::*;

use super::App;
use crate::console::Typed;
use crate::dom;
use crate::panels::console as panel;
use crate::panels::evidence::Tab;
use crate::storage;

impl App {
    #[inline(never)] // It is of the evidence's chunk, and its caller of the simulation's.
    pub(super) fn typed(&mut self, ctx: &Context<Self>, typed: Typed) {
        let Some(session) = &mut self.session else { return };
        if typed != Typed::Enter {
            return self.console.take(typed, &session.view.overview);
        }
        let view = session.view.clone();
        let outcome = self.console.enter(&view, &mut |command| {
            let outcome = session.carry_out(command);
            (outcome, session.view.clone())
        });
        storage::keep_entered(&self.host, self.console.history());
        self.tell(outcome);
        self.settle(ctx);
    }

    /// Scrolls the newest entry and the highlighted suggestion into view, and puts the caret where the console wants
    /// it.
    pub(super) fn bring_console_into_view(&mut self) {
        let shown = self.tab == Tab::Console && self.session.is_some() && self.evidence.is_here();
        let shown = shown.then_some(self.console.serial);
        if self.scroll_focus.entries != shown {
            self.scroll_focus.entries = shown;
            panel::reveal_newest(&self.host);
        }
        if shown.is_some() {
            panel::reveal_lit(&self.host);
            if let Some(caret) = self.console.take_caret() {
                dom::put_caret(&self.host, panel::FIELD, caret);
            }
        }
    }
}
