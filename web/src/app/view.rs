//! The page: passes each panel its data.

use std::rc::Rc;

use warren_lessons::pack::Listed;
use wasm_bindgen::JsCast;
use yew::prelude::*;
use yew::virtual_dom::{ListenerKind, VChild};

use super::{App, Msg};
use crate::command::{Shown, Ui, UiCommand};
use crate::dom::{focus_of, press_of};
use crate::element::{el, list, nothing};
use crate::icons::Icon;
use crate::keys::shortcut;
use crate::packs::Missing;
use crate::panels::act::{Act, act};
use crate::panels::buttons::{button, signed};
use crate::panels::card::card;
use crate::panels::code::{code, languages};
use crate::panels::console::console;
use crate::panels::evidence::{Tab, evidence};
use crate::panels::header::{header, settings};
use crate::panels::help::help;
use crate::panels::inspector::inspector;
use crate::panels::lessons::{Lessons, lessons};
use crate::panels::log::log;
use crate::panels::notice::notice;
use crate::panels::opening::{failure, opening, pending, waiting};
use crate::panels::plots::plots;
use crate::panels::sequence::sequence;
use crate::panels::share::share;
use crate::panels::table::table;
use crate::panels::transport::transport;
use crate::panels::why::why;
use crate::playback::SPEEDS;
use crate::session::Session;
use crate::stage::{Stage, StageProps};

impl App {
    pub(super) fn page(&self, ctx: &Context<Self>) -> Html {
        let dispatch = ctx.link().callback(Msg::Command);
        let (Some(texts), Some(pack)) = (&self.texts, &self.language_pack) else { return self.before_texts(dispatch) };
        let ui = &Ui { texts: texts.clone(), dispatch, host: self.host.clone() };
        let shown = match &self.session {
            Some(session) => Some(&session.prose),
            None => self.opening.as_ref().map(|(lesson, _)| lesson),
        };
        let (title, current) = shown.map(|lesson| (lesson.title.clone(), &*lesson.id)).unzip();
        let settings = settings(ui, &self.languages, &pack.lang, self.theme);
        let (above, beside) = if self.small { (nothing(), settings) } else { (settings, nothing()) };
        let status = [("class", "visually-hidden"), ("role", "status"), ("aria-live", "polite")];
        list([
            button("skip").text(ui.say("header.skip")).click(ui, UiCommand::Skip).into(),
            header(ui, title.unwrap_or_default().into(), above, self.menu),
            lessons(
                ui,
                Lessons { listed: &pack.index.lessons, current, done: &self.done, open: self.menu, settings: beside },
            ),
            self.main(ctx, ui),
            el("p").with(&status).text(self.said.clone()).into(),
            self.dialog(ui),
        ])
    }

    /// Returns the thing needed by a lesson that could not be loaded: a file, or else its code.
    pub(super) fn missing(&self) -> Option<&Missing> {
        self.missing.as_ref().or_else(|| self.simulation.missing())
    }

    /// Draws the page before there is a language, with the browser's messages only.
    fn before_texts(&self, dispatch: Callback<UiCommand>) -> Html {
        let Some(missing) = self.missing() else {
            return waiting("Warren".into()).into();
        };
        let again = button("button strong").on(ListenerKind::onclick, move |_| dispatch.emit(UiCommand::Again));
        el("main")
            .class("failure")
            .child(el("h1").text("Warren"))
            .child(el("p").text(format!("{}: {}", missing.file, missing.cause)))
            .child(signed(again, Icon::Reset, "Try again".into()))
            .into()
    }

    fn main(&self, ctx: &Context<Self>, ui: &Ui) -> Html {
        let inside = match (&self.session, self.missing()) {
            (_, Some(missing)) => failure(ui, missing),
            (Some(session), None) => self.lesson(ctx, session, ui),
            (None, None) => match &self.opening {
                // If the link leads further in, only the run decides on the text.
                Some((lesson, _)) if self.wanted.link.at == 0 => opening(ui, lesson),
                Some(_) | None => waiting(ui.say("loading.lesson")).into(),
            },
        };
        // Asked only of a lesson that runs: what the drawer knows comes with the simulation.
        let drawer = self.session.as_ref().map_or(0, |_| self.drawer.visible(self.tab));
        let link = ctx.link().clone();
        el("main")
            .id(ui, "main")
            .attr("tabindex", "-1")
            .class("main")
            .attr("style", format!("--drawer:{drawer}%"))
            .on(ListenerKind::onkeydown, move |event| {
                let event: KeyboardEvent = event.unchecked_into();
                if event.default_prevented() {
                    return;
                }
                if let Some(pressed) = shortcut(press_of(&event, &event.key()), focus_of(&event)) {
                    event.prevent_default();
                    link.send_message(Msg::Key(pressed));
                }
            })
            .child(inside)
            .into()
    }

    fn lesson(&self, ctx: &Context<Self>, session: &Session, ui: &Ui) -> Html {
        let stage = el("section").class("stage-frame").attr("aria-label", ui.say("tab.stage"));
        list([
            card(ui, session, self.lesson_after(&session.prose.id), &self.evidence),
            stage.child(self.stage(ctx, session, ui)).into(),
            self.notice.as_ref().map_or_else(nothing, |said| notice(ui, said)),
            transport(ui, &session.view, &session.headings, &session.playback),
            evidence(ui, self.tab, self.drawer, self.tools(session, ui), self.panel(session, ui)),
        ])
    }

    fn lesson_after(&self, id: &str) -> Option<&Listed> {
        let lessons = &self.language_pack.as_ref()?.index.lessons;
        let at = lessons.iter().position(|lesson| lesson.id == id)?;
        lessons.get(at + 1)
    }

    fn stage(&self, ctx: &Context<Self>, session: &Session, ui: &Ui) -> Html {
        let (view, link) = (&session.view, ctx.link());
        let props = StageProps {
            overview: Rc::clone(&view.overview),
            plan: Rc::clone(&session.plan),
            moment: view.moment.clone(),
            position: view.position,
            travel: view.travel,
            speed: f64::from(SPEEDS[session.playback.speed]) / 100.0,
            selected: session.selection.as_ref().and_then(|selection| selection.on_stage.clone()),
            lit: session.quiz.lit(&session.prose, session.card, view),
            on_select: link.callback(|item| Msg::Command(UiCommand::Pick(item))),
            on_still: link.callback(Msg::Still),
            texts: Rc::clone(ui.texts.catalog()),
        };
        VChild::<Stage>::new(props, Some(session.prose.id.as_str().into())).into()
    }

    /// Draws what belongs to a tab and stands beside the tabs.
    fn tools(&self, session: &Session, ui: &Ui) -> Html {
        if self.tab == Tab::Code { languages(ui, &session.code, &self.code_language) } else { nothing() }
    }

    fn panel(&self, session: &Session, ui: &Ui) -> Html {
        let view = &session.view;
        if self.tab.is_on_demand() && !self.evidence.is_here() {
            return pending(ui, &self.evidence);
        }
        match self.tab {
            Tab::Code => {
                let beat = session.card.beat();
                let lit = session.prose.beats.get(beat).map_or(&[][..], |beat| &beat.anchors);
                code(ui, &session.code, beat, lit, &self.code_language)
            }
            Tab::Why => why(ui, view),
            Tab::Log => log(ui, view),
            Tab::Sequence => sequence(ui, view, session.sequence()),
            Tab::Table => table(ui, &view.overview),
            Tab::Plots => plots(ui, view, session.chart()),
            Tab::Inspector => inspector(ui, view, session.selection.as_ref()),
            Tab::Act => {
                let forms = Act {
                    overview: &view.overview,
                    actions: &view.run.actions,
                    in_past: !view.at_end(),
                    draft: &session.draft(),
                    can_undo: session.playback.can_undo(),
                };
                act(ui, &forms)
            }
            Tab::Console => console(ui, &self.console, view),
        }
    }

    fn dialog(&self, ui: &Ui) -> Html {
        match (self.dialog, self.fragment()) {
            (Some(Shown::Help), Some(_)) => help(ui),
            (Some(Shown::Share), Some(fragment)) => share(ui, self.host.whole_href(&fragment), &fragment, self.copied),
            (_, None) | (None, _) => nothing(),
        }
    }
}
