//! Scrolls changed things into view: the beat's first line, the moment's row, the highlighted lines, the dialog. It
//! looks at the page after it was drawn.

use std::rc::Rc;

use super::App;
use crate::card::Card;
use crate::command::Shown;
use crate::panels::evidence::Tab;
use crate::panels::{code, help, moments, sequence};
use warren_view::run::Run;

/// The things already scrolled into view.
#[derive(Debug, Default)]
pub struct ScrollFocus {
    card: Option<(String, Card)>,
    row: Option<(Tab, Rc<Run>, usize)>,
    lit: Option<(String, usize, String)>,
    dialog: Option<Shown>,
    menu: bool,
    /// Whether it was playing, where the page scrolls as a whole.
    playing: bool,
    /// Whether something was picked on a stage with its details below.
    pub(super) picked: bool,
    /// Whether the focus was in the lesson before the page changed.
    focus_within: bool,
    /// How many entries the console had when it was shown last.
    pub(super) entries: Option<usize>,
}

impl App {
    /// Notes before a change whether the focus is in the lesson. (The stage may report its own change before the whole
    /// page is drawn, when the element is already gone.)
    pub(super) fn watch_focus(&mut self) {
        self.scroll_focus.focus_within |= self.host.find("main:focus-within").is_some();
    }

    /// Moves the focus to the lesson after a change if its element is gone, so that the lesson's keys keep working.
    pub(super) fn keep_focus(&mut self) {
        if core::mem::take(&mut self.scroll_focus.focus_within) && self.host.is_focus_nowhere() {
            self.host.focus("main");
        }
    }

    pub(super) fn bring_into_view(&mut self) {
        if self.scroll_focus.dialog != self.dialog {
            self.scroll_focus.dialog = self.dialog;
            if self.dialog.is_some() {
                help::open(&self.host);
            }
        }
        if self.menu && !self.scroll_focus.menu {
            self.host.focus("lessons");
        }
        self.scroll_focus.menu = self.menu;
        let Some(session) = &self.session else {
            self.scroll_focus =
                ScrollFocus { dialog: self.scroll_focus.dialog, menu: self.menu, ..ScrollFocus::default() };
            return;
        };
        let view = &session.view;
        let lesson = &session.prose.id;
        let card = Some((lesson.clone(), session.card));
        if self.scroll_focus.card != card {
            self.scroll_focus.card = card;
            if let Some(text) = self.host.find(".card-text") {
                text.set_scroll_top(0);
            }
        }
        // On a small screen the stage is above the text: a reader who plays watches the stage, and reads on where the
        // step has ended.
        let playing = self.small && session.playback.playing;
        let part = match (self.scroll_focus.playing, playing) {
            (false, true) => self.host.find(".stage-frame"),
            (true, false) if !session.is_under_way() => self.host.find(".card"),
            (true | false, _) => None,
        };
        if let Some(part) = part {
            self.host.scroll_to(&part, true);
        }
        self.scroll_focus.playing = playing;
        if core::mem::take(&mut self.scroll_focus.picked)
            && let Some(known) = self.host.find(".panel-inspector")
        {
            self.host.scroll_to(&known, false);
        }
        let stands = self.tab == Tab::Log || (self.tab == Tab::Sequence && self.evidence.is_here());
        let row = stands.then(|| (self.tab, Rc::clone(&view.run), view.position));
        let same = match (&self.scroll_focus.row, &row) {
            (Some((tab, run, position)), Some((here, now, at))) => {
                tab == here && Rc::ptr_eq(run, now) && position == at
            }
            (Some(_) | None, _) => row.is_none(),
        };
        self.scroll_focus.row = row;
        if !same {
            moments::reveal_now(&self.host, view.position);
            if self.tab == Tab::Sequence {
                sequence::reveal_lit(&self.host);
            }
        }
        let lit = (self.tab == Tab::Code).then(|| (lesson.clone(), session.card.beat(), self.code_language.clone()));
        if self.scroll_focus.lit != lit {
            self.scroll_focus.lit = lit;
            code::reveal_lit(&self.host);
        }
    }
}
