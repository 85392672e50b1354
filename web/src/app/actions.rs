//! Carries out commands once a lesson is open: moves, plays, acts, and reports the outcome.

use std::pin::Pin;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use warren_simulator::{Diagnostic, Statement};
use wasm_bindgen_futures::JsFuture;
use yew::prelude::*;

use super::{App, Msg};
use crate::card::Card;
use crate::command::{Shown, UiCommand};
use crate::experiments::{Experiments, experiment_of};
use crate::host::browser;
use crate::keys::Shortcut;
use crate::panels::evidence::Tab;
use crate::panels::lessons::challenge_of;
use crate::panels::notice::Notice;
use crate::panels::question::verdict;
use crate::playback::{Outcome, PlaybackCommand};
use crate::quiz::Reply;
use crate::session::Session;
use crate::storage::{self, Choice};

impl App {
    /// Carries out a command. Those that need no lesson, and may come before one can run, are handled here.
    pub(super) fn carry_out(&mut self, ctx: &Context<Self>, command: UiCommand) {
        match command {
            UiCommand::Again => self.load_again(ctx),
            UiCommand::Language(lang) => {
                storage::choose(&self.host, Choice::Language, Some(&lang));
                self.load_language_pack(ctx, lang);
            }
            UiCommand::Theme(theme) => {
                theme.apply(&self.host);
                self.theme = theme;
            }
            UiCommand::Menu(open) => {
                self.menu = open;
                if !open {
                    self.host.focus("menu");
                }
            }
            UiCommand::MenuLeft => self.menu = false,
            UiCommand::CloseNotice => self.notice = None,
            UiCommand::Skip => self.host.focus("main"),
            command @ (UiCommand::OpenFile(_)
            | UiCommand::Playback(_)
            | UiCommand::Onward
            | UiCommand::SkipOnward
            | UiCommand::StepBack
            | UiCommand::Drawer(_)
            | UiCommand::Act(_)
            | UiCommand::Quiz(_)
            | UiCommand::Experiment(_)
            | UiCommand::Forget
            | UiCommand::Console(_)
            | UiCommand::Draft(_)
            | UiCommand::Select(_)
            | UiCommand::Pick(_)
            | UiCommand::Tab(_)
            | UiCommand::CodeLanguage(_)
            | UiCommand::Dialog(_)
            | UiCommand::Copy) => self.carry_out_in_lesson(ctx, command),
        }
    }

    /// Carries out a command of a lesson.
    #[inline(never)] // It is of the simulation's chunk, and its caller of the first.
    fn carry_out_in_lesson(&mut self, ctx: &Context<Self>, command: UiCommand) {
        match command {
            UiCommand::OpenFile(file) => self.later(ctx, async move {
                // A file that cannot be read is no link; the page reports it like any other.
                let content = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
                Msg::Follow(content.unwrap_or_else(|| file.name()))
            }),
            UiCommand::Playback(command) => self.play(ctx, command),
            UiCommand::Act(statements) => self.act(ctx, &statements),
            UiCommand::Onward => self.onward(ctx),
            UiCommand::SkipOnward => self.step(ctx, Session::skip_onward),
            UiCommand::StepBack => self.step(ctx, Session::back),
            UiCommand::Drawer(command) => {
                self.drawer.carry_out(command, self.tab);
                storage::choose(&self.host, Choice::Drawer, Some(&self.drawer.write()));
            }
            UiCommand::Quiz(reply) => {
                if matches!(reply, Reply::Check | Reply::Reveal | Reply::Again | Reply::Ask(_)) {
                    // The pressed button disappears; a reader who used a key stays at the question.
                    self.host.focus("question");
                }
                match self.session.as_mut().and_then(|session| session.reply(reply)) {
                    Some(command) => self.play(ctx, command),
                    None => self.settle(ctx),
                }
            }
            UiCommand::Experiment(command) => self.experiment(ctx, &command),
            UiCommand::Forget => {
                let question =
                    self.texts.as_ref().map(|texts| texts.say("lessons.forget-question")).unwrap_or_default();
                if browser::confirm(&question) {
                    self.done.clear();
                    storage::keep_done(&self.host, &self.done);
                    self.with_session(|session| session.experiments = Experiments::new(&session.prose));
                }
            }
            UiCommand::Console(typed) => self.typed(ctx, typed),
            UiCommand::Draft(draft) => self.with_session(|session| session.draft = Some(draft)),
            UiCommand::Select(item) => {
                self.with_session(|session| session.select(&item));
                self.open_tab(Tab::Inspector);
            }
            UiCommand::Pick(item) => {
                if let Some(reply) = self.session.as_ref().and_then(|session| session.choice(&item)) {
                    return self.carry_out(ctx, UiCommand::Quiz(reply));
                }
                self.with_session(|session| session.select(&item));
                self.scroll_focus.picked = self.small;
                self.open_tab(Tab::Inspector);
            }
            UiCommand::Tab(tab) => self.open_tab(tab),
            UiCommand::CodeLanguage(language) => {
                storage::choose(&self.host, Choice::CodeLanguage, Some(&language));
                self.code_language = language;
            }
            UiCommand::Dialog(dialog) => self.open_dialog(ctx, dialog),
            UiCommand::Copy => self.copy_link(ctx),
            // These need no lesson, and were carried out.
            UiCommand::Again
            | UiCommand::Language(_)
            | UiCommand::Theme(_)
            | UiCommand::Menu(_)
            | UiCommand::MenuLeft
            | UiCommand::CloseNotice
            | UiCommand::Skip => {}
        }
    }

    /// Returns the link to this step, if a lesson is open.
    pub(super) fn fragment(&self) -> Option<String> {
        Some(self.session.as_ref()?.link(&self.language_pack.as_ref()?.lang).encode())
    }

    fn copy_link(&self, ctx: &Context<Self>) {
        let Some(fragment) = self.fragment() else { return };
        let written = browser::copy(&self.host.whole_href(&fragment));
        self.later(ctx, async { Msg::Copied(JsFuture::from(written).await.is_ok()) });
    }

    /// Sends the app the result of an asynchronous task.
    pub(super) fn later(&self, ctx: &Context<Self>, message: impl Future<Output = Msg> + 'static) {
        let message: Pin<Box<dyn Future<Output = Msg>>> = Box::pin(message);
        ctx.link().send_future(message);
    }

    pub(super) fn with_session(&mut self, change: impl FnOnce(&mut Session)) {
        if let Some(session) = &mut self.session {
            change(session);
        }
    }

    fn open_tab(&mut self, tab: Tab) {
        self.tab = tab;
        self.drawer.open();
    }

    /// Continues to the next text or question, or by playing.
    fn onward(&mut self, ctx: &Context<Self>) {
        match self.session.as_mut().and_then(Session::onward) {
            Some(command) => self.play(ctx, command),
            None => self.settle(ctx),
        }
    }

    /// Goes from step to step without playing.
    fn step(&mut self, ctx: &Context<Self>, go: impl FnOnce(&mut Session) -> Outcome) {
        let Some(outcome) = self.session.as_mut().map(go) else { return };
        self.tell(outcome);
        self.settle(ctx);
    }

    pub(super) fn play(&mut self, ctx: &Context<Self>, command: PlaybackCommand) {
        let Some(session) = &mut self.session else { return };
        if let PlaybackCommand::Speed(speed) = &command {
            storage::choose(&self.host, Choice::Speed, Some(&speed.to_string()));
        } else if let PlaybackCommand::PauseAtBeats(pause) = &command {
            storage::choose(&self.host, Choice::PauseAtBeats, (!pause).then_some("no"));
        }
        let started = command == PlaybackCommand::PlayPause;
        let outcome = session.carry_out(command);
        self.tell(outcome);
        self.settle(ctx);
        if started && self.session.as_ref().is_some_and(|session| session.playback.playing) {
            // The first moment comes at once: a reader who presses play wants to see something move.
            self.clock.timeout = None;
            self.clock.due = true;
            self.clock.still = true;
            self.tick_if_time(ctx);
        }
    }

    /// Carries out statements, all or none.
    pub(super) fn act(&mut self, ctx: &Context<Self>, texts: &[String]) {
        let Some(session) = &mut self.session else { return };
        let read: Result<Vec<Statement>, Diagnostic> = texts.iter().map(|text| Statement::parse(text)).collect();
        let outcome = match read {
            Ok(statements) => session.carry_out(PlaybackCommand::Act(statements)),
            Err(diagnostic) => Outcome::Refused(diagnostic),
        };
        self.tell(outcome);
        self.settle(ctx);
    }

    /// Shows the outcome of a command as a notice.
    pub(super) fn tell(&mut self, outcome: Outcome) {
        let Some(texts) = self.texts.clone() else { return };
        match outcome {
            Outcome::Nothing => {}
            Outcome::Moved => self.notice = None,
            Outcome::Acted(fork) => {
                let mut notice = if fork.dropped > 0 {
                    Notice::told(texts.count("fork.dropped", fork.dropped as u64))
                } else {
                    Notice::told(texts.say("fork.appended"))
                };
                if fork.dropped_actions > 0 {
                    notice.lines.push(texts.count("fork.dropped-actions", fork.dropped_actions as u64));
                }
                if self.session.as_ref().is_some_and(|session| !session.view.at_end()) {
                    notice.lines.push(texts.say("fork.follows"));
                }
                notice.undo = true;
                self.notice = Some(notice);
            }
            Outcome::Refused(diagnostic) => {
                let lines = vec![texts.said(&diagnostic.message), texts.said(&diagnostic.help)];
                self.notice = Some(Notice::fault(texts.say("act.refused"), lines));
            }
            Outcome::Undone => self.notice = Some(Notice::told(texts.say("act.undone"))),
            Outcome::Reset(0) => self.notice = None,
            Outcome::Reset(count) => {
                let mut notice = Notice::told(texts.count("act.reset-dropped", count as u64));
                notice.undo = true;
                self.notice = Some(notice);
            }
        }
    }

    /// Updates clock, live region, address and progress after any change of position.
    pub(super) fn settle(&mut self, ctx: &Context<Self>) {
        self.wind(ctx);
        self.speak();
        let Some(session) = &self.session else { return };
        self.note(session);
        let playing = session.playback.playing;
        let id = &session.prose.id;
        let ended = (session.view.at_end() && session.view.len() > 0).then(|| id.clone());
        let met = session.quiz.done().then(|| challenge_of(id));
        let tried = session.experiments.run().map(|cell| experiment_of(id, cell));
        let new: Vec<String> = ended.into_iter().chain(met).chain(tried).filter(|id| !self.done.contains(id)).collect();
        if !new.is_empty() {
            self.done.extend(new);
            storage::keep_done(&self.host, &self.done);
        }
        if !playing {
            self.write_address(ctx);
        }
    }

    /// Notes where the reader stands and what was done, for when the app has failed.
    fn note(&self, session: &Session) {
        let mut last = self.host.last().borrow_mut();
        last.lang = self.language_pack.as_ref().map(|pack| pack.lang.clone()).unwrap_or_default();
        last.lesson.clone_from(&session.prose.id);
        last.at = session.view.position;
        last.run = Some(Rc::clone(&session.view.run));
    }

    pub(super) fn write_address(&mut self, ctx: &Context<Self>) {
        let (Some(session), Some(pack)) = (&self.session, &self.language_pack) else { return };
        // A link with faults stays in the address until the learner does something.
        if self.notice.as_ref().is_some_and(|notice| notice.kept.is_some()) {
            return;
        }
        let (fragment, run) = (session.link(&pack.lang).encode(), &session.view.run);
        if self.addressed.as_ref().is_some_and(|addressed| Rc::ptr_eq(addressed, run)) {
            let link = ctx.link().clone();
            self.writer.write(fragment, move || link.send_message(Msg::Flush));
        } else {
            // A lost step when the reader leaves at once does not matter much; lost actions do.
            self.addressed = Some(Rc::clone(run));
            self.writer.write_at_once(&fragment);
        }
    }

    /// Announces the moment and the step, once play rests.
    fn speak(&mut self) {
        let (Some(session), Some(texts)) = (&self.session, &self.texts) else { return };
        let view = &session.view;
        if session.playback.playing {
            return;
        }
        let mut said = String::new();
        if let Some(notice) = &self.notice {
            said.push_str(&notice.title);
            for line in &notice.lines {
                said.push(' ');
                said.push_str(line);
            }
            said.push(' ');
        }
        if let Card::Settled(_) = session.card
            && let Some((beat, question)) = session.quiz.question(&session.prose, session.card)
            && let Some(verdict) = verdict(texts, question, session.quiz.asked(beat))
        {
            said.push_str(&verdict);
            said.push(' ');
        }
        if let Some(summary) = view.moment().and_then(|told| told.explanation.summary.as_ref()) {
            said.push_str(&texts.phrase(summary));
        }
        let beat = session.card.beat();
        if !session.is_under_way()
            && let Some(heading) = session.headings.get(beat)
        {
            said.push(' ');
            let number = beat + 1;
            said.push_str(&texts.tell("prose.step", &[("number", &number), ("count", &session.headings.len())]));
            said.push_str(": ");
            said.push_str(heading);
        }
        self.said = said.into();
    }

    /// Sets the clock for the next moment, if it plays.
    fn wind(&mut self, ctx: &Context<Self>) {
        self.clock.due = false;
        self.clock.still = false;
        self.clock.timeout = self.session.as_ref().filter(|session| session.playback.playing).map(|session| {
            let pause = u32::try_from(session.playback.pause_before_next().as_millis()).unwrap_or(u32::MAX);
            let link = ctx.link().clone();
            Timeout::new(pause, move || link.send_message(Msg::Due))
        });
    }

    pub(super) fn still(&mut self, ctx: &Context<Self>, position: usize) -> bool {
        if self.session.as_ref().is_some_and(|session| session.view.position == position) {
            self.clock.still = true;
        }
        self.tick_if_time(ctx)
    }

    pub(super) fn tick_if_time(&mut self, ctx: &Context<Self>) -> bool {
        let playing = self.session.as_ref().is_some_and(|session| session.playback.playing);
        let time = playing && self.clock.due && self.clock.still;
        if time {
            self.play(ctx, PlaybackCommand::Tick);
        }
        time
    }

    pub(super) fn open_dialog(&mut self, ctx: &Context<Self>, dialog: Option<Shown>) {
        if dialog.is_some() {
            self.with_session(|session| {
                session.carry_out(PlaybackCommand::Pause);
            });
            self.settle(ctx);
        }
        self.dialog = dialog;
        if dialog == Some(Shown::Share) {
            self.copied = None;
            self.copy_link(ctx);
        }
    }

    pub(super) fn key(&mut self, ctx: &Context<Self>, shortcut: Shortcut) {
        let Some(session) = &self.session else { return };
        let speed = session.playback.speed;
        let command = match shortcut {
            Shortcut::PlayPause => return self.carry_out(ctx, UiCommand::Onward),
            Shortcut::Back => PlaybackCommand::Back,
            Shortcut::Forward => PlaybackCommand::Forward,
            Shortcut::First => PlaybackCommand::First,
            Shortcut::Last => PlaybackCommand::Last,
            Shortcut::Reset => PlaybackCommand::Reset,
            Shortcut::Faster => PlaybackCommand::Speed(speed + 1),
            Shortcut::Slower => PlaybackCommand::Speed(speed.saturating_sub(1)),
            Shortcut::PreviousBeat => return self.carry_out(ctx, UiCommand::StepBack),
            Shortcut::NextBeat => return self.carry_out(ctx, UiCommand::SkipOnward),
            Shortcut::Help => return self.open_dialog(ctx, Some(Shown::Help)),
        };
        self.play(ctx, command);
    }
}
